-- Who is in the cluster. Orleans knows nothing of these tables but the text of its queries, which it reads from a table that must be called orleansquery
-- and be found by that bare name: its connections have this schema as their search path, and everything else here is written in full.
-- Names of parameters and result columns are Orleans' own; Orleans matches both without regard to case.

CREATE SCHEMA membership;

-- One row per cluster. Every change of membership names the version it was decided on and advances it: of two that were decided on one version, one fails.
CREATE TABLE membership.versions (
    deploymentid text NOT NULL PRIMARY KEY,
    version integer NOT NULL DEFAULT 0,
    changedat timestamptz NOT NULL DEFAULT now()
);

-- One row per life of a silo (a generation of an address and port).
CREATE TABLE membership.silos (
    deploymentid text NOT NULL REFERENCES membership.versions (deploymentid),
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname text NOT NULL,
    hostname text NOT NULL,
    status integer NOT NULL,
    proxyport integer NOT NULL,
    suspecttimes text,
    starttime timestamptz NOT NULL,
    iamalivetime timestamptz NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);

CREATE TABLE membership.orleansquery (
    querykey text NOT NULL PRIMARY KEY,
    querytext text NOT NULL
);

INSERT INTO membership.orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', '
    WITH made AS (
        INSERT INTO membership.versions (deploymentid) VALUES (@DeploymentId) ON CONFLICT (deploymentid) DO NOTHING RETURNING 1)
    SELECT count(*) FROM made'),

-- the version row is locked first, so of two silos that join on one version the second finds it advanced
('InsertMembershipKey', '
    WITH advanced AS (
        UPDATE membership.versions SET version = version + 1, changedat = now()
        WHERE deploymentid = @DeploymentId AND version = @Version
            AND NOT EXISTS (SELECT 1 FROM membership.silos WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deploymentid),
    joined AS (
        INSERT INTO membership.silos (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
        SELECT deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM advanced
        RETURNING 1)
    SELECT count(*) FROM joined'),

('UpdateMembershipKey', '
    WITH advanced AS (
        UPDATE membership.versions SET version = version + 1, changedat = now()
        WHERE deploymentid = @DeploymentId AND version = @Version
            AND EXISTS (SELECT 1 FROM membership.silos WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deploymentid),
    changed AS (
        UPDATE membership.silos AS silo SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
        FROM advanced
        WHERE silo.deploymentid = advanced.deploymentid AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
        RETURNING 1)
    SELECT count(*) FROM changed'),

-- a sign of life is not a change of membership
('UpdateIAmAlivetimeKey', '
    UPDATE membership.silos SET iamalivetime = @IAmAliveTime
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

-- one row without a silo tells the version of an empty cluster
('MembershipReadAllKey', '
    SELECT known.deploymentid, silo.address, silo.port, silo.generation, silo.siloname, silo.hostname, silo.status, silo.proxyport, silo.suspecttimes, silo.starttime,
        silo.iamalivetime, known.version
    FROM membership.versions AS known LEFT JOIN membership.silos AS silo ON silo.deploymentid = known.deploymentid
    WHERE known.deploymentid = @DeploymentId'),

('MembershipReadRowKey', '
    SELECT known.deploymentid, silo.address, silo.port, silo.generation, silo.siloname, silo.hostname, silo.status, silo.proxyport, silo.suspecttimes, silo.starttime,
        silo.iamalivetime, known.version
    FROM membership.versions AS known LEFT JOIN membership.silos AS silo
        ON silo.deploymentid = known.deploymentid AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
    WHERE known.deploymentid = @DeploymentId'),

('GatewaysQueryKey', '
    SELECT address, proxyport, generation FROM membership.silos WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0'),

('DeleteMembershipTableEntriesKey', '
    WITH gone AS (DELETE FROM membership.silos WHERE deploymentid = @DeploymentId)
    UPDATE membership.versions SET version = version + 1, changedat = now() WHERE deploymentid = @DeploymentId'),

-- 3 is Active: a silo that still counts as a member is never tidied away
('CleanupDefunctSiloEntriesKey', '
    DELETE FROM membership.silos WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3');

CREATE FUNCTION control.grant_membership(role text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA membership TO %I', role);
    EXECUTE format('GRANT SELECT ON membership.orleansquery TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON membership.versions TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON membership.silos TO %I', role);
END $$;
