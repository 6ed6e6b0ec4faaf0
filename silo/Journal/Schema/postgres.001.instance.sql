-- One realm instance on PostgreSQL, in a schema of its own; {instance} is the schema. Columns are the contract (docs/journal-format.md).
-- Every text that is compared is compared byte by byte (COLLATE "C"), so that order and keys are the same on every machine.

CREATE TABLE {instance}.entries (
    position    bigint  NOT NULL,
    version     integer NOT NULL,
    ordinal     integer NOT NULL,
    tieRank     integer NOT NULL,
    nameVersion integer NOT NULL,
    partition   text    NOT NULL COLLATE "C",
    stream      text    NOT NULL COLLATE "C",
    at          text    NOT NULL COLLATE "C",
    recordedAt  text    NOT NULL COLLATE "C",
    commandId   text    NOT NULL COLLATE "C",
    cause       text    NOT NULL COLLATE "C",
    name        text    NOT NULL COLLATE "C",
    payload     text    NOT NULL COLLATE "C",
    hash        bytea   NOT NULL,
    CONSTRAINT entriesKey PRIMARY KEY (partition, position),
    -- The fence: of two activations that decide at one version, one loses here.
    CONSTRAINT entriesFence UNIQUE (stream, version, partition)
);

CREATE TRIGGER entriesStay BEFORE UPDATE OR DELETE OR TRUNCATE ON {instance}.entries FOR EACH STATEMENT EXECUTE FUNCTION control.refuse_change();

-- Rewritten by every batch: room on its page for the next copies.
CREATE TABLE {instance}.heads (
    position  bigint  NOT NULL,
    closed    boolean NOT NULL,
    partition text    NOT NULL COLLATE "C" PRIMARY KEY,
    epoch     text    NOT NULL COLLATE "C",
    hash      bytea   NOT NULL
) WITH (fillfactor = 10);

INSERT INTO {instance}.heads (partition, position, hash, epoch, closed)
SELECT partition, 0, decode(repeat('00', 32), 'hex'), replace(pg_catalog.gen_random_uuid()::text, '-', ''), false FROM unnest(ARRAY['open', 'sealed']) AS partition;

-- Ids and body hashes as 16 bytes.
CREATE TABLE {instance}.commands (
    version   integer NOT NULL,
    bodyForm  integer NOT NULL,
    commandId uuid    NOT NULL,
    bodyHmac  uuid,
    partition text    NOT NULL COLLATE "C",
    stream    text    NOT NULL COLLATE "C",
    CONSTRAINT commandsKey PRIMARY KEY (stream, commandId, partition)
);

-- The key begins with the instant: the due loop reads the table from its start.
CREATE TABLE {instance}.due (
    armedBy   integer NOT NULL,
    dueAt     text    NOT NULL COLLATE "C",
    partition text    NOT NULL COLLATE "C",
    stream    text    NOT NULL COLLATE "C",
    kind      text    NOT NULL COLLATE "C",
    subjectId text    NOT NULL COLLATE "C",
    area      text    NOT NULL COLLATE "C",
    CONSTRAINT dueKey PRIMARY KEY (dueAt, partition, stream, kind, subjectId, armedBy)
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE {instance}.followers (
    position  bigint NOT NULL,
    partition text   NOT NULL COLLATE "C" PRIMARY KEY
) WITH (fillfactor = 10);

CREATE TABLE {instance}.parked (
    n         integer NOT NULL,
    tries     integer NOT NULL,
    partition text    NOT NULL COLLATE "C",
    target    text    NOT NULL COLLATE "C",
    cause     text    NOT NULL COLLATE "C",
    name      text    NOT NULL COLLATE "C",
    error     text    NOT NULL,
    PRIMARY KEY (partition, target, cause, name, n)
);

CREATE TABLE {instance}.vault (
    caseId text  NOT NULL COLLATE "C",
    rowId  text  NOT NULL COLLATE "C",
    field  text  NOT NULL COLLATE "C",
    nonce  bytea NOT NULL,
    text   bytea NOT NULL,
    CONSTRAINT vaultKey PRIMARY KEY (caseId, rowId)
);

CREATE TABLE {instance}.caseKeys (
    keyGeneration integer NOT NULL,
    caseId        text    NOT NULL COLLATE "C" PRIMARY KEY,
    wrappedKey    bytea   NOT NULL
);

-- One report and one receipt lead to one case, across the partitions; a search term may lead to many.
CREATE TABLE {instance}.lookups (
    kind      text  NOT NULL COLLATE "C" CHECK (kind IN ('report', 'receipt', 'search')),
    caseId    text  NOT NULL COLLATE "C",
    partition text  NOT NULL COLLATE "C",
    keyHash   bytea NOT NULL
);

CREATE UNIQUE INDEX lookupsKey ON {instance}.lookups (keyHash, kind, (CASE kind WHEN 'search' THEN caseId ELSE '' END));

-- To forget a case without reading everybody's.
CREATE INDEX lookupsByCase ON {instance}.lookups (caseId);

CREATE TABLE {instance}.access (
    who     text NOT NULL,
    purpose text NOT NULL,
    caseId  text NOT NULL,
    fields  text NOT NULL,
    at      text NOT NULL COLLATE "C"
);
