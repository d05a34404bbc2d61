-- Public notices by what people look for: a programme or a round, open or closed, the newest first. The notice itself is
-- the entity of the same id.
CREATE TABLE notice (
    id        TEXT    PRIMARY KEY,
    programme TEXT    NOT NULL,
    round     TEXT    NOT NULL,
    closed    INTEGER NOT NULL CHECK (closed IN (0, 1)),
    opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO notice (id, programme, round, closed, opened_at)
    SELECT entity.id, entity.programme, coalesce(application.round, ''),
           json_extract(entity.body, '$.status') NOT IN ('open', 'suspended'), json_extract(entity.body, '$.opened_at')
    FROM entity LEFT JOIN application ON application.id = json_extract(entity.body, '$.application')
    WHERE entity.kind = 'notice';
CREATE INDEX notice_by_time ON notice (opened_at, id);
CREATE INDEX notice_by_status ON notice (closed, opened_at, id);
CREATE INDEX notice_by_programme ON notice (programme, opened_at, id);
CREATE INDEX notice_by_programme_status ON notice (programme, closed, opened_at, id);
CREATE INDEX notice_by_round ON notice (round, programme, opened_at, id);
CREATE INDEX notice_by_round_status ON notice (round, programme, closed, opened_at, id);
