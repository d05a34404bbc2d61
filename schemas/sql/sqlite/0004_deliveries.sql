-- What is told to whom: one row for each recipient of a message, and how far it has come. Kept for the record's sake,
-- trimmed by age. `address` is empty where nothing leaves the server and the recipient reads it here.
CREATE TABLE delivery (
    id          TEXT    NOT NULL UNIQUE,
    channel     TEXT    NOT NULL,
    recipient   TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    programme   TEXT    NOT NULL,
    application TEXT    NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed', 'kept')),
    attempts    INTEGER NOT NULL CHECK (attempts >= 0),
    at          INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    settled_at  INTEGER NOT NULL,
    read_at     INTEGER NOT NULL,
    reply       TEXT    NOT NULL,
    body        TEXT    NOT NULL
) STRICT;
CREATE INDEX delivery_due ON delivery (channel, due_at, id) WHERE status = 'waiting';
CREATE INDEX delivery_to ON delivery (recipient, id);
CREATE INDEX delivery_unread ON delivery (recipient, id) WHERE read_at = 0;
CREATE INDEX delivery_about ON delivery (application, id) WHERE application <> '';
CREATE INDEX delivery_failed ON delivery (id) WHERE status = 'failed';
