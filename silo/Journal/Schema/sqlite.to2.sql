-- From format 1, where every row was kept by its stream's name, to format 2: streams by number, small rows. Not a column of the contract changes.
-- The tables of format 2 are made by sqlite.sql between the two halves.

ALTER TABLE entries RENAME TO entriesByName;
ALTER TABLE commands RENAME TO commandsByName;
ALTER TABLE vault RENAME TO vaultByName;
ALTER TABLE caseKeys RENAME TO caseKeysByName;
ALTER TABLE lookups RENAME TO lookupsByName;
DROP INDEX entriesFence;
DROP INDEX IF EXISTS vaultByCase;
DROP INDEX IF EXISTS lookupsOne;
DROP INDEX IF EXISTS lookupsByCase;

-- sqlite.sql --

-- Streams in the order they began; then those that have commands only, then cases that have texts and nothing else.
INSERT INTO streams (partition, stream) SELECT partition, stream FROM entriesByName WHERE version = 1 ORDER BY partition, position;
INSERT INTO streams (partition, stream) SELECT DISTINCT partition, stream FROM commandsByName WHERE true ON CONFLICT DO NOTHING;
INSERT INTO streams (partition, stream) SELECT DISTINCT partition, 'dispute/' || caseId FROM lookupsByName WHERE true ON CONFLICT DO NOTHING;
INSERT INTO streams (partition, stream)
SELECT DISTINCT 'open', 'dispute/' || caseId FROM (SELECT caseId FROM vaultByName UNION SELECT caseId FROM caseKeysByName)
WHERE NOT EXISTS (SELECT 1 FROM streams WHERE stream = 'dispute/' || caseId AND partition IN ('open', 'sealed'));

INSERT INTO entries
SELECT partition, position, stream, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash, streamNo
FROM entriesByName CROSS JOIN streams USING (partition, stream) ORDER BY partition, position;

INSERT INTO commandRows SELECT streamNo, unhex(commandId), version, bodyForm, bodyHmac FROM commandsByName CROSS JOIN streams USING (partition, stream);

INSERT INTO lookupRows
SELECT kindNo, unhex(keyHash), CASE kindNo WHEN 3 THEN streamNo ELSE 0 END, streamNo
FROM (SELECT CASE kind WHEN 'report' THEN 1 WHEN 'receipt' THEN 2 ELSE 3 END AS kindNo, keyHash, partition, 'dispute/' || caseId AS stream FROM lookupsByName)
CROSS JOIN streams USING (partition, stream);

-- A case is in one partition only.
CREATE TEMP TABLE cases AS SELECT substr(stream, 9) AS caseId, max(streamNo) AS streamNo FROM streams WHERE stream >= 'dispute/' AND stream < 'dispute0' GROUP BY stream;
CREATE UNIQUE INDEX temp.casesById ON cases (caseId);
INSERT INTO vaultRows SELECT streamNo, rowId, field, nonce, text FROM vaultByName CROSS JOIN cases USING (caseId);
INSERT INTO caseKeyRows SELECT streamNo, wrappedKey, keyGeneration FROM caseKeysByName CROSS JOIN cases USING (caseId);
DROP TABLE temp.cases;

DROP TABLE entriesByName;
DROP TABLE commandsByName;
DROP TABLE vaultByName;
DROP TABLE caseKeysByName;
DROP TABLE lookupsByName;
