-- Submitted projects, to find those that are about the same thing: by organisation, by organisation code, by title in
-- normal form, and by the bands of their titles' and summaries' signatures (engine/similarity). The bands themselves
-- are kept with the project, eight bytes each, so that they can be taken out again.
CREATE TABLE project (
    position          INTEGER PRIMARY KEY,
    application       TEXT    NOT NULL UNIQUE REFERENCES application (id),
    programme         TEXT    NOT NULL,
    organisation      TEXT    NOT NULL,
    organisation_code TEXT    NOT NULL,
    title_key         TEXT    NOT NULL,
    at                INTEGER NOT NULL,
    bands             BLOB    NOT NULL
) STRICT;
CREATE INDEX project_by_organisation ON project (organisation, position);
CREATE INDEX project_by_code ON project (organisation_code, position) WHERE organisation_code <> '';
CREATE INDEX project_by_title ON project (title_key, position) WHERE title_key <> '';

CREATE TABLE project_band (
    band    INTEGER NOT NULL,
    project INTEGER NOT NULL,
    PRIMARY KEY (band, project)
) STRICT, WITHOUT ROWID;

-- Applications from before: the service indexes them a few at a time.
CREATE TABLE project_backlog (
    application TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO project_backlog (application) SELECT id FROM application WHERE draft = 0;
