-- What each entry of the ledger commits to beside its own words: the digest of every row of evidence as the act left
-- it. The entry's detail ends with the number of its commitments and a digest over them in their order, so that its
-- hash holds them too. Which tables and columns are evidence is declared in src/store/frame/evidence/tables.rs.
CREATE TABLE commitments (
    seq BIGINT NOT NULL,
    place BIGINT NOT NULL,
    table_name TEXT NOT NULL,
    -- The first column of the key of the row, and the others with a slash between them.
    key_first TEXT NOT NULL,
    key_rest TEXT NOT NULL,
    -- NULL: the act deleted the row.
    sha256 TEXT,
    PRIMARY KEY (seq, place)
) WITHOUT ROWID;
CREATE UNIQUE INDEX commitments_by_row ON commitments (table_name, key_first, key_rest, seq);
CREATE TRIGGER commitments_no_update BEFORE UPDATE ON commitments
BEGIN
    SELECT RAISE(ABORT, 'commitments is append-only');
END;
CREATE TRIGGER commitments_no_delete BEFORE DELETE ON commitments
BEGIN
    SELECT RAISE(ABORT, 'commitments is append-only');
END;
