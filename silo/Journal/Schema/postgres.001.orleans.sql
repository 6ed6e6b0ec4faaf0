-- What Orleans itself keeps in a district's database: its query keys, our tables, full names throughout. Only the query table is looked up by search_path
-- (Orleans asks for it by its bare name), so connections made for Orleans begin in this schema.

CREATE SCHEMA orleans;

CREATE TABLE orleans.OrleansQuery (
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

-- Snapshots of all instances. A real key, so that one grain never has two rows; the instance leads it, so that one world's rows lie together when they are removed.
CREATE TABLE orleans.snapshots (
    instance  text    NOT NULL,
    serviceId text    NOT NULL,
    grainType text    NOT NULL,
    grainN0   bigint  NOT NULL,
    grainN1   bigint  NOT NULL,
    grainKey  text    NOT NULL,
    payload   bytea,
    version   integer NOT NULL,
    PRIMARY KEY (instance, serviceId, grainType, grainN0, grainN1, grainKey)
);

INSERT INTO orleans.OrleansQuery (QueryKey, QueryText) VALUES
('WriteToStorageKey', '
    INSERT INTO orleans.snapshots AS kept (instance, serviceId, grainType, grainN0, grainN1, grainKey, payload, version)
    VALUES (split_part(coalesce(@GrainIdExtensionString, ''''), ''|'', 1), @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1)
    ON CONFLICT (instance, serviceId, grainType, grainN0, grainN1, grainKey) DO UPDATE SET payload = excluded.payload, version = kept.version + 1
        WHERE @GrainStateVersion::integer IS NULL OR kept.version = @GrainStateVersion::integer
    RETURNING version AS NewGrainStateVersion
'),
('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version FROM orleans.snapshots
    WHERE instance = split_part(coalesce(@GrainIdExtensionString, ''''), ''|'', 1) AND serviceId = @ServiceId AND grainType = @GrainTypeString
        AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1 AND grainKey = coalesce(@GrainIdExtensionString, '''')
'),
('ClearStorageKey', '
    UPDATE orleans.snapshots SET payload = NULL, version = version + 1
    WHERE instance = split_part(coalesce(@GrainIdExtensionString, ''''), ''|'', 1) AND serviceId = @ServiceId AND grainType = @GrainTypeString
        AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1 AND grainKey = coalesce(@GrainIdExtensionString, '''')
        AND (@GrainStateVersion::integer IS NULL OR version = @GrainStateVersion::integer)
    RETURNING version AS NewGrainStateVersion
'),
('DeleteStorageKey', '
    DELETE FROM orleans.snapshots
    WHERE instance = split_part(coalesce(@GrainIdExtensionString, ''''), ''|'', 1) AND serviceId = @ServiceId AND grainType = @GrainTypeString
        AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1 AND grainKey = coalesce(@GrainIdExtensionString, '''')
        AND (@GrainStateVersion::integer IS NULL OR version = @GrainStateVersion::integer)
    RETURNING version + 1 AS NewGrainStateVersion
');

CREATE FUNCTION control.grant_orleans(role text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA orleans TO %I', role);
    EXECUTE format('GRANT SELECT ON orleans.OrleansQuery TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON orleans.snapshots TO %I', role);
END $$;
