-- What all realm instances of a district share on PostgreSQL. The owner role runs this; the service's role gets no more than control.grant_service gives it.

CREATE SCHEMA control;

-- One row: the migrations that have run.
CREATE TABLE control.format (
    one     boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL
);
INSERT INTO control.format (version) VALUES (0);

-- How an instance's tables are made: every script in order, with {instance} for its schema.
CREATE TABLE control.instanceScripts (
    version integer NOT NULL PRIMARY KEY,
    script  text    NOT NULL
);

-- The schemas that hold a realm instance.
CREATE TABLE control.schemas (
    instance text NOT NULL COLLATE "C" PRIMARY KEY
);

-- The roles the service connects as.
CREATE TABLE control.serviceRoles (
    role text NOT NULL COLLATE "C" PRIMARY KEY
);

-- The lease: who follows the instance, until when by this database's clock, and a number that grows with every new holder.
CREATE TABLE control.control (
    instance      text        NOT NULL COLLATE "C" PRIMARY KEY,
    name          text        NOT NULL COLLATE "C",
    kind          text        NOT NULL COLLATE "C",
    registryHash  text        NOT NULL COLLATE "C",
    wrappedSecret bytea       NOT NULL,
    keyGeneration integer     NOT NULL,
    formatVersion integer     NOT NULL,
    leaseOwner    text        NOT NULL COLLATE "C" DEFAULT '',
    leaseExpiry   timestamptz,
    fencing       bigint      NOT NULL DEFAULT 0
);

-- Which instance a realm's name means, and the last number given under it: no instance name is used twice, dropped ones included.
CREATE TABLE control.names (
    name       text    NOT NULL COLLATE "C" PRIMARY KEY,
    current    text    NOT NULL COLLATE "C",
    lastNumber integer NOT NULL
);

CREATE TABLE control.dropped (
    instance  text NOT NULL COLLATE "C" PRIMARY KEY,
    droppedAt text NOT NULL COLLATE "C"
);

-- The trees of places, by the hash of their bytes.
CREATE TABLE control.registries (
    hash    text  NOT NULL COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);

-- What happened is never changed and never taken back, not even by the owner.
CREATE FUNCTION control.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'entries of % are never changed or removed', TG_TABLE_SCHEMA USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION control.grant_instance(instance text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT role FROM control.serviceRoles LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', instance, service);
        EXECUTE format('GRANT SELECT, INSERT ON %1$I.entries, %1$I.access TO %2$I', instance, service);
        EXECUTE format('GRANT SELECT, UPDATE ON %1$I.heads TO %2$I', instance, service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %1$I.commands TO %2$I', instance, service);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %1$I.vault TO %2$I', instance, service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %1$I.due, %1$I.parked, %1$I.followers, %1$I.lookups, %1$I.caseKeys TO %2$I', instance, service);
    END LOOP;
END $$;

CREATE FUNCTION control.grant_control(role text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA control TO %I', role);
    EXECUTE format('GRANT SELECT ON control.format, control.schemas TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON control.control TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON control.names TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT ON control.dropped TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON control.registries TO %I', role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION control.make_instance(text), control.drop_instance(text) TO %I', role);
END $$;

-- Every service role gets what it may: here, in every instance, and whatever another script's own function grants (grant_control and its like, one text each).
CREATE FUNCTION control.grant_service() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    granting record;
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA control FROM PUBLIC;
    FOR granting IN
        SELECT pg_proc.oid::regproc AS grants, serviceRoles.role FROM pg_proc CROSS JOIN control.serviceRoles
        WHERE pronamespace = 'control'::regnamespace AND proname LIKE 'grant\_%' AND pg_get_function_identity_arguments(pg_proc.oid) = 'role text'
    LOOP
        EXECUTE format('SELECT %s(%L)', granting.grants, granting.role);
    END LOOP;
    PERFORM control.grant_instance(instance) FROM control.schemas;
END $$;

CREATE FUNCTION control.check_name(instance text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF instance IS NULL OR instance !~ '^[a-z][a-z0-9-]{0,39}$' OR instance IN ('control', 'orleans', 'public') THEN
        RAISE EXCEPTION '% is no name of a realm instance', quote_nullable(instance) USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('gridactors'), hashtext('schema')); -- one at a time, and none during a migration
END $$;

-- Makes an instance's tables; false when they are there already.
CREATE FUNCTION control.make_instance(instance text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part text;
BEGIN
    PERFORM control.check_name(instance);
    IF EXISTS (SELECT FROM control.schemas WHERE schemas.instance = make_instance.instance) THEN RETURN false; END IF;
    IF EXISTS (SELECT FROM control.dropped WHERE dropped.instance = make_instance.instance) THEN
        RAISE EXCEPTION 'the realm instance % was dropped; no name is used twice', instance USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('CREATE SCHEMA %I', instance);
    FOR part IN SELECT script FROM control.instanceScripts ORDER BY version LOOP
        EXECUTE replace(part, '{instance}', quote_ident(instance));
    END LOOP;
    INSERT INTO control.schemas VALUES (make_instance.instance);
    PERFORM control.grant_instance(instance);
    RETURN true;
END $$;

-- Removes the tables of an instance that takes no more writes, for good; false when there are none.
CREATE FUNCTION control.drop_instance(instance text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    isClosed boolean;
BEGIN
    PERFORM control.check_name(instance);
    IF instance = 'live' OR EXISTS (SELECT FROM control.control WHERE control.instance = drop_instance.instance AND kind = 'live') THEN
        RAISE EXCEPTION 'the live realm is never dropped' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM control.schemas WHERE schemas.instance = drop_instance.instance) THEN RETURN false; END IF;
    EXECUTE format('SELECT bool_and(closed) FROM %I.heads', instance) INTO isClosed;
    IF isClosed IS NOT TRUE THEN
        RAISE EXCEPTION 'the realm instance % is not closed', instance USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    EXECUTE format('DROP SCHEMA %I CASCADE', instance);
    DELETE FROM control.schemas WHERE schemas.instance = drop_instance.instance;
    RETURN true;
END $$;
