-- Snapshots, for Orleans' AdoNet grain storage: its query keys, our tables. A real key, so that one grain never has two rows.

CREATE TABLE IF NOT EXISTS snapshots (
    serviceId TEXT    NOT NULL,
    grainType TEXT    NOT NULL,
    grainN0   INTEGER NOT NULL,
    grainN1   INTEGER NOT NULL,
    grainKey  TEXT    NOT NULL,
    payload   BLOB,
    version   INTEGER NOT NULL,
    PRIMARY KEY (serviceId, grainType, grainN0, grainN1, grainKey)
) STRICT;

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
) STRICT;

-- Every query sets its connection to NORMAL: what a power cut takes from here is folded again.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('WriteToStorageKey', '
    PRAGMA synchronous = NORMAL;
    INSERT INTO snapshots (serviceId, grainType, grainN0, grainN1, grainKey, payload, version)
    VALUES (@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1)
    ON CONFLICT DO UPDATE SET payload = excluded.payload, version = version + 1
        WHERE @GrainStateVersion IS NULL OR version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
'),
('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version FROM snapshots
    WHERE serviceId = @ServiceId AND grainType = @GrainTypeString AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1
        AND grainKey = coalesce(@GrainIdExtensionString, '''')
'),
('ClearStorageKey', '
    PRAGMA synchronous = NORMAL;
    UPDATE snapshots SET payload = NULL, version = version + 1
    WHERE serviceId = @ServiceId AND grainType = @GrainTypeString AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1
        AND grainKey = coalesce(@GrainIdExtensionString, '''') AND (@GrainStateVersion IS NULL OR version = @GrainStateVersion)
    RETURNING version AS NewGrainStateVersion
'),
('DeleteStorageKey', '
    PRAGMA synchronous = NORMAL;
    DELETE FROM snapshots
    WHERE serviceId = @ServiceId AND grainType = @GrainTypeString AND grainN0 = @GrainIdN0 AND grainN1 = @GrainIdN1
        AND grainKey = coalesce(@GrainIdExtensionString, '''') AND (@GrainStateVersion IS NULL OR version = @GrainStateVersion)
    RETURNING version + 1 AS NewGrainStateVersion
')
ON CONFLICT DO UPDATE SET QueryText = excluded.QueryText;
