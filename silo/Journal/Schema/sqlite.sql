-- One realm instance on SQLite. Columns are the contract (docs/journal-format.md); STRICT keeps every value in its column's type.

-- Streams by number, in the order they began. What is kept of a stream is keyed by its number, because names are random: keyed by name, every new case
-- would change a page of its own in every index, and a surge would write eight times what it says.
CREATE TABLE IF NOT EXISTS streams (
    streamNo  INTEGER PRIMARY KEY,
    partition TEXT    NOT NULL,
    stream    TEXT    NOT NULL,
    UNIQUE (partition, stream)
) STRICT;

CREATE TABLE IF NOT EXISTS entries (
    partition   TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    stream      TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    at          TEXT    NOT NULL,
    recordedAt  TEXT    NOT NULL,
    commandId   TEXT    NOT NULL,
    cause       TEXT    NOT NULL,
    tieRank     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    nameVersion INTEGER NOT NULL,
    payload     TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    streamNo    INTEGER NOT NULL,
    PRIMARY KEY (partition, position)
) STRICT, WITHOUT ROWID;

-- The fence, unique (partition, stream, version) by number: of two activations that decide at one version, one loses here.
CREATE UNIQUE INDEX IF NOT EXISTS entriesFence ON entries (streamNo, version);

CREATE TABLE IF NOT EXISTS heads (
    partition TEXT    NOT NULL PRIMARY KEY,
    position  INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    epoch     TEXT    NOT NULL,
    closed    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS commandRows (
    streamNo  INTEGER NOT NULL,
    commandId BLOB    NOT NULL,
    version   INTEGER NOT NULL,
    bodyForm  INTEGER NOT NULL,
    bodyHmac  BLOB,
    PRIMARY KEY (streamNo, commandId)
) STRICT, WITHOUT ROWID;

CREATE VIEW IF NOT EXISTS commands AS
SELECT partition, stream, lower(hex(commandId)) AS commandId, version, bodyForm, bodyHmac FROM commandRows JOIN streams USING (streamNo);

-- The key begins with the instant: the due loop reads the table from its start.
CREATE TABLE IF NOT EXISTS due (
    dueAt     TEXT    NOT NULL,
    partition TEXT    NOT NULL,
    stream    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    subjectId TEXT    NOT NULL,
    armedBy   INTEGER NOT NULL,
    area      TEXT    NOT NULL,
    PRIMARY KEY (dueAt, partition, stream, kind, subjectId, armedBy)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS followers (
    partition TEXT    NOT NULL PRIMARY KEY,
    position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS parked (
    partition TEXT    NOT NULL,
    target    TEXT    NOT NULL,
    cause     TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    tries     INTEGER NOT NULL,
    error     TEXT    NOT NULL,
    PRIMARY KEY (partition, target, cause, name, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vaultRows (
    streamNo INTEGER NOT NULL,
    rowId    TEXT    NOT NULL,
    field    TEXT    NOT NULL,
    nonce    BLOB    NOT NULL,
    text     BLOB    NOT NULL,
    PRIMARY KEY (streamNo, rowId)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS caseKeyRows (
    streamNo      INTEGER PRIMARY KEY,
    wrappedKey    BLOB    NOT NULL,
    keyGeneration INTEGER NOT NULL
) STRICT;

-- A case's stream is dispute/<caseId>.
CREATE VIEW IF NOT EXISTS vault AS
SELECT rowId, substr(stream, 9) AS caseId, field, nonce, text FROM vaultRows JOIN streams USING (streamNo);

CREATE VIEW IF NOT EXISTS caseKeys AS
SELECT substr(stream, 9) AS caseId, wrappedKey, keyGeneration FROM caseKeyRows JOIN streams USING (streamNo);

-- One report and one receipt lead to one case, across the partitions; a search term may lead to many. `oneOf` makes the key say so: the case's number for a
-- search term, 0 for the others. Kinds by number (1 report, 2 receipt, 3 search), hashes as bytes: hashes are random, so every look-up changes a page, and
-- small rows make few pages.
CREATE TABLE IF NOT EXISTS lookupRows (
    kind     INTEGER NOT NULL CHECK (kind >= 1 AND kind <= 3),
    keyHash  BLOB    NOT NULL,
    oneOf    INTEGER NOT NULL CHECK (oneOf = CASE kind WHEN 3 THEN streamNo ELSE 0 END),
    streamNo INTEGER NOT NULL,
    PRIMARY KEY (kind, keyHash, oneOf)
) STRICT, WITHOUT ROWID;

-- To forget a case without reading everybody's.
CREATE INDEX IF NOT EXISTS lookupsByCase ON lookupRows (streamNo);

CREATE VIEW IF NOT EXISTS lookups AS
SELECT CASE kind WHEN 1 THEN 'report' WHEN 2 THEN 'receipt' ELSE 'search' END AS kind, lower(hex(keyHash)) AS keyHash, substr(stream, 9) AS caseId, partition
FROM lookupRows JOIN streams USING (streamNo);

CREATE TABLE IF NOT EXISTS access (
    who     TEXT NOT NULL,
    purpose TEXT NOT NULL,
    caseId  TEXT NOT NULL,
    fields  TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;
