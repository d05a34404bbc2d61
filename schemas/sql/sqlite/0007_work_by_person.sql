-- Who has which case in hand: the work list of one person is a range of an index, as that of a role is.
ALTER TABLE task ADD COLUMN handler TEXT NOT NULL DEFAULT '';
CREATE INDEX task_by_handler ON task (handler, due_order, since, application, kind, audience) WHERE handler <> '';

-- The other work list shows the handler too, and goes on reading its index alone.
DROP INDEX task_by_audience;
CREATE INDEX task_by_audience ON task (audience, programme, due_order, since, application, kind, handler);

-- Whose an entity is, where it is looked for by somebody: delegations by both people, mandates by both organisations,
-- cases and calendar feeds by their person.
CREATE TABLE entity_party (
    kind  TEXT NOT NULL,
    party TEXT NOT NULL,
    id    TEXT NOT NULL,
    PRIMARY KEY (kind, party, id)
) STRICT, WITHOUT ROWID;
