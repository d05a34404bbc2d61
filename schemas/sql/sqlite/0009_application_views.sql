-- An application as officials and its applicant read it, written with the command that changed it: reading one is one
-- row, with nothing to make of it. Empty where there is none yet; `view_format` says by which rules it was written.
ALTER TABLE application ADD COLUMN view TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN view_format INTEGER NOT NULL DEFAULT 0;

-- What every list and every reader is told of an application that is not part of it: who has it in hand, how the
-- correspondence stands, how many other projects are the same (negative: to be looked for).
CREATE TABLE application_note (
    application         TEXT    NOT NULL PRIMARY KEY REFERENCES application (id),
    handler             TEXT    NOT NULL,
    messages            INTEGER NOT NULL CHECK (messages >= 0),
    unread_by_applicant INTEGER NOT NULL CHECK (unread_by_applicant >= 0),
    unread_by_office    INTEGER NOT NULL CHECK (unread_by_office >= 0),
    same_projects       INTEGER NOT NULL,
    overlaps_complete   INTEGER NOT NULL CHECK (overlaps_complete IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO application_note (application, handler, messages, unread_by_applicant, unread_by_office, same_projects,
                              overlaps_complete)
    SELECT a.id, coalesce(json_extract(c.body, '$.handler'), ''), length(coalesce(json_extract(m.body, '$.sides'), '')),
           length(replace(substr(coalesce(json_extract(m.body, '$.sides'), ''),
                                 coalesce(json_extract(m.body, '$.read_by_applicant'), 0) + 1), 'a', '')),
           length(replace(substr(coalesce(json_extract(m.body, '$.sides'), ''),
                                 coalesce(json_extract(m.body, '$.read_by_office'), 0) + 1), 'o', '')),
           -1, 1
    FROM application a
    LEFT JOIN entity c ON c.kind = 'case' AND c.id = a.id
    LEFT JOIN entity m ON m.kind = 'conversation' AND m.id = a.id
    WHERE c.id IS NOT NULL OR m.id IS NOT NULL;

-- Which projects are the same is kept from now on: the service finds it out for those from before, a few at a time.
INSERT OR IGNORE INTO project_backlog (application) SELECT id FROM application WHERE draft = 0;
