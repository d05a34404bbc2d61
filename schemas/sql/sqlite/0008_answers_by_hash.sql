-- Answers are found by a number made of their key (the first eight bytes of its SHA-256), which keeps the index a
-- seventh of what it was; the whole key is compared. `key_number` is a function of the program that migrates.
CREATE TABLE kept_answer (
    position    INTEGER PRIMARY KEY,
    key_number  INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    key         TEXT    NOT NULL,
    headers     TEXT    NOT NULL,
    body        TEXT    NOT NULL
) STRICT;
INSERT INTO kept_answer (key_number, at, status, fingerprint, key, headers, body)
    SELECT key_number(key), at, status, fingerprint, key, headers, body FROM answer ORDER BY rowid;
DROP TABLE answer;
ALTER TABLE kept_answer RENAME TO answer;
CREATE INDEX answer_by_key ON answer (key_number);
CREATE INDEX answer_by_age ON answer (at);
