-- Balances at any past instant: what each movement moved on each day (of UTC), kept by the transaction that posts, and
-- the postings of one day in order of time. Reading takes as long as there are days, not postings.
CREATE TABLE ledger_day (
    fund       TEXT    NOT NULL,
    movement   TEXT    NOT NULL,
    day        INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (fund, movement, day)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger_day (fund, movement, day, amount_fen)
    SELECT fund, movement, at / 86400000, SUM(amount_fen) FROM ledger GROUP BY fund, movement, at / 86400000;
CREATE INDEX ledger_by_time ON ledger (fund, at);

-- The entries behind one account are those of its movements.
CREATE INDEX ledger_by_movement ON ledger (fund, movement, position);
