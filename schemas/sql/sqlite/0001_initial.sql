-- The whole of the first schema. Times are milliseconds since 1970-01-01T00:00:00Z, money is in fen, hashes are 32
-- bytes. Ids are UUIDv7, whose leading time makes inserts append to their index. Released migrations never change:
-- the next one is a new file.

-- Applications: the present state, rewritten by every event. The indexes serve the lists of filter.hpp: each list reads
-- its keys from one of them alone, and then the rows of its page by id.
CREATE TABLE application (
    id                 TEXT    NOT NULL UNIQUE,
    programme          TEXT    NOT NULL,
    definition_version TEXT    NOT NULL,
    round              TEXT    NOT NULL,
    organisation       TEXT    NOT NULL,
    created_by         TEXT    NOT NULL,
    number             TEXT    NOT NULL,
    title              TEXT    NOT NULL,
    state              TEXT    NOT NULL,
    draft              INTEGER NOT NULL CHECK (draft IN (0, 1)),
    revision           INTEGER NOT NULL CHECK (revision > 0),
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    body               TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX application_by_number ON application (number) WHERE number <> '';
CREATE INDEX application_created ON application (programme, draft, created_at, id);
CREATE INDEX application_updated ON application (programme, draft, updated_at, id);
CREATE INDEX application_state_created ON application (programme, draft, state, created_at, id);
CREATE INDEX application_state_updated ON application (programme, draft, state, updated_at, id);
CREATE INDEX application_round_created ON application (round, draft, state, created_at, id);
CREATE INDEX application_round_updated ON application (round, draft, state, updated_at, id);
CREATE INDEX application_by_organisation ON application (organisation, created_at, id);
CREATE INDEX application_by_creator ON application (created_by, created_at, id);

-- How many stand where; kept by the transaction that moves them.
CREATE TABLE application_count (
    programme TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    draft     INTEGER NOT NULL CHECK (draft IN (0, 1)),
    count     INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (programme, state, draft)
) STRICT, WITHOUT ROWID;

-- The record: hash-chained by programme, append-only even to someone at the SQL prompt.
CREATE TABLE log (
    position       INTEGER PRIMARY KEY,
    chain_position INTEGER NOT NULL,
    programme      TEXT    NOT NULL,
    subject_kind   TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    revision       INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    body           TEXT    NOT NULL,
    previous       BLOB    NOT NULL CHECK (length(previous) = 32),
    hash           BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE UNIQUE INDEX log_by_chain ON log (programme, chain_position);
CREATE INDEX log_by_subject ON log (subject_kind, subject, position);
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_not_removed BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE chain (
    programme TEXT    NOT NULL PRIMARY KEY,
    length    INTEGER NOT NULL CHECK (length > 0),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- Organisations, persons, rounds, funds and the like.
CREATE TABLE entity (
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    programme TEXT    NOT NULL,
    revision  INTEGER NOT NULL CHECK (revision > 0),
    lookup    TEXT    NOT NULL,
    body      TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX entity_by_id ON entity (kind, id);
CREATE UNIQUE INDEX entity_by_lookup ON entity (kind, lookup) WHERE lookup <> '';
CREATE INDEX entity_by_programme ON entity (kind, programme, id);

-- Money. A bucket can never be below zero, whoever writes it.
CREATE TABLE ledger (
    position     INTEGER PRIMARY KEY,
    fund         TEXT    NOT NULL,
    application  TEXT    NOT NULL,
    movement     TEXT    NOT NULL,
    from_account TEXT    NOT NULL,
    to_account   TEXT    NOT NULL,
    amount_fen   INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    log_position INTEGER NOT NULL,
    note         TEXT    NOT NULL
) STRICT;
CREATE INDEX ledger_by_fund ON ledger (fund, position);
CREATE INDEX ledger_by_application ON ledger (application, position) WHERE application <> '';
CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_not_removed BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE balance (
    fund        TEXT    NOT NULL,
    application TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    amount_fen  INTEGER NOT NULL CHECK (amount_fen >= 0),
    PRIMARY KEY (fund, application, account)
) STRICT, WITHOUT ROWID;

-- Counters without gaps: receipt numbers, document numbers.
CREATE TABLE sequence (
    name TEXT    NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last > 0)
) STRICT, WITHOUT ROWID;

-- What waits: for time, for people. A task without a due time has the largest integer, so that it comes last.
CREATE TABLE timer (
    application TEXT    NOT NULL REFERENCES application (id),
    timer       TEXT    NOT NULL,
    programme   TEXT    NOT NULL,
    due_at      INTEGER NOT NULL,
    PRIMARY KEY (application, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due_at, application, timer, programme);

CREATE TABLE task (
    application TEXT    NOT NULL REFERENCES application (id),
    audience    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    programme   TEXT    NOT NULL,
    since       INTEGER NOT NULL,
    due_order   INTEGER NOT NULL,
    PRIMARY KEY (application, audience, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_by_audience ON task (audience, programme, due_order, since, application, kind);

CREATE TABLE assignment (
    person      TEXT NOT NULL,
    application TEXT NOT NULL REFERENCES application (id),
    PRIMARY KEY (person, application)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_by_application ON assignment (application, person);

-- Documents; the bytes are apart, so that lists of documents stay small.
CREATE TABLE document (
    id          TEXT    NOT NULL UNIQUE,
    application TEXT    NOT NULL REFERENCES application (id),
    kind        TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    media_type  TEXT    NOT NULL,
    size        INTEGER NOT NULL CHECK (size >= 0),
    sha256      BLOB    NOT NULL CHECK (length(sha256) = 32),
    at          INTEGER NOT NULL,
    by          TEXT    NOT NULL
) STRICT;
CREATE INDEX document_by_application ON document (application, id);

CREATE TABLE document_content (
    document TEXT NOT NULL UNIQUE REFERENCES document (id),
    bytes    BLOB NOT NULL
) STRICT;

-- Answers to repeated requests, and messages to the outside. Both are trimmed; a position is never used twice.
CREATE TABLE answer (
    key         TEXT    NOT NULL UNIQUE,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    status      INTEGER NOT NULL,
    headers     TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_age ON answer (at);

CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    topic    TEXT    NOT NULL,
    body     TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
