-- Lists, and where each application is found, are kept in memory from now on: read when the database is opened, moved on
-- by every commit. They take the place of the indexes by state, round, time and audience, which every step rewrote.

-- An application gets a number of its own, by which its other rows are found without an index; the text for its readers
-- moves to a table of its own, so that each fits on a page of the file.
CREATE TABLE kept_application (
    position           INTEGER PRIMARY KEY,
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
INSERT INTO kept_application
    SELECT rowid, id, programme, definition_version, round, organisation, created_by, number, title, state, draft,
           revision, created_at, updated_at, body
    FROM application ORDER BY rowid;

CREATE TABLE application_view (
    application INTEGER PRIMARY KEY, -- its position
    format      INTEGER NOT NULL,
    text        TEXT    NOT NULL
) STRICT;
INSERT INTO application_view (application, format, text)
    SELECT rowid, view_format, view FROM application WHERE view <> '' ORDER BY rowid;

DROP TABLE application;
ALTER TABLE kept_application RENAME TO application;
CREATE UNIQUE INDEX application_by_number ON application (number) WHERE number <> '';
CREATE INDEX application_by_organisation ON application (organisation, created_at, id);
CREATE INDEX application_by_creator ON application (created_by, created_at, id);
CREATE INDEX application_by_version ON application (programme, definition_version, id);

-- Where applications stand, and where each stands, in few bytes. `uuid_bytes` is a function of the program that
-- migrates.
CREATE TABLE place (
    number    INTEGER PRIMARY KEY,
    programme TEXT    NOT NULL,
    round     TEXT    NOT NULL,
    state     TEXT    NOT NULL
) STRICT;
INSERT INTO place (programme, round, state)
    SELECT DISTINCT programme, round, state FROM application WHERE draft = 0 ORDER BY programme, round, state;

CREATE TABLE application_place (
    application INTEGER PRIMARY KEY, -- its position
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    place       INTEGER NOT NULL,    -- 0: it is a draft, and stands in no list
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
INSERT INTO application_place (application, id, place, created_at, updated_at)
    SELECT a.position, uuid_bytes(a.id), coalesce(p.number, 0), a.created_at, a.updated_at
    FROM application a
    LEFT JOIN place p ON a.draft = 0 AND p.programme = a.programme AND p.round = a.round AND p.state = a.state
    ORDER BY a.position;

DROP INDEX task_by_audience;
DROP INDEX task_by_handler;

-- Which commit a reader sees, so that what is in memory is taken from the same one.
CREATE TABLE last_commit (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO last_commit (one, number) VALUES (1, 0);
