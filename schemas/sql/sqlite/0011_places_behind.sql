-- A step writes each application in two rows: the application itself, and what is told of it. What is read when the
-- file is opened follows behind, many rows at a time.

-- All that readers, lists and those for whom it waits are told of an application, on one page of the file. Tasks are
-- lines: audience, kind, programme, handler, since, due; in order of audience and kind.
CREATE TABLE application_shown (
    application          INTEGER PRIMARY KEY, -- its position
    id                   TEXT    NOT NULL,
    programme            TEXT    NOT NULL,
    definition_version   TEXT    NOT NULL,
    round                TEXT    NOT NULL,
    organisation         TEXT    NOT NULL,
    created_by           TEXT    NOT NULL,
    number               TEXT    NOT NULL,
    title                TEXT    NOT NULL,
    state                TEXT    NOT NULL,
    draft                INTEGER NOT NULL CHECK (draft IN (0, 1)),
    revision             INTEGER NOT NULL CHECK (revision > 0),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    handler              TEXT    NOT NULL,
    messages             INTEGER NOT NULL,
    unread_by_applicant  INTEGER NOT NULL,
    unread_by_office     INTEGER NOT NULL,
    same_projects        INTEGER NOT NULL,
    overlaps_complete    INTEGER NOT NULL CHECK (overlaps_complete IN (0, 1)),
    tasks                TEXT    NOT NULL,
    format               INTEGER NOT NULL,
    text                 TEXT    NOT NULL     -- for its readers; empty where none is kept
) STRICT;
INSERT INTO application_shown
    SELECT a.position, a.id, a.programme, a.definition_version, a.round, a.organisation, a.created_by, a.number,
           a.title, a.state, a.draft, a.revision, a.created_at, a.updated_at,
           coalesce(n.handler, ''), coalesce(n.messages, 0), coalesce(n.unread_by_applicant, 0),
           coalesce(n.unread_by_office, 0), coalesce(n.same_projects, -1), coalesce(n.overlaps_complete, 1),
           coalesce((SELECT group_concat(line, '')
                     FROM (SELECT t.audience || char(10) || t.kind || char(10) || t.programme || char(10) ||
                                  t.handler || char(10) || t.since || char(10) || t.due_order || char(10) AS line
                           FROM task t WHERE t.application = a.id ORDER BY t.audience, t.kind)), ''),
           coalesce(v.format, 0), coalesce(v.text, '')
    FROM application a
    LEFT JOIN application_view v ON v.application = a.position
    LEFT JOIN application_note n ON n.application = a.id
    ORDER BY a.position;
DROP TABLE application_view;
DROP TABLE application_note;

-- Where each application stands and what waits in it, in few bytes: read when the file is opened.
CREATE TABLE kept_place (
    application INTEGER PRIMARY KEY, -- its position
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    place       INTEGER NOT NULL,    -- 0: it is a draft, and stands in no list
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    tasks       TEXT    NOT NULL     -- as in application_shown
) STRICT;
INSERT INTO kept_place
    SELECT p.application, p.id, p.place, p.created_at, p.updated_at, s.tasks
    FROM application_place p JOIN application_shown s ON s.application = p.application
    ORDER BY p.application;
DROP TABLE application_place;
DROP TABLE task;
ALTER TABLE kept_place RENAME TO application_place;

-- The last commits: the newest tells which commit a reader sees. The rows of application_place for the applications that
-- these commits wrote may be behind; what they are to be is told by application_shown.
CREATE TABLE recent_commit (
    number       INTEGER PRIMARY KEY,
    applications BLOB    NOT NULL -- positions, eight bytes each, the highest first
) STRICT;
INSERT INTO recent_commit (number, applications) SELECT number, x'' FROM last_commit;
DROP TABLE last_commit;

-- Answers are given in order of time, and forgotten in the order in which they lie.
DROP INDEX answer_by_age;
