-- Of several acknowledgments of one person the first stays.
CREATE TABLE acknowledgments_anew (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    referral_id TEXT NOT NULL REFERENCES referrals (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    statement TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    UNIQUE (filing_id, account_id)
);
INSERT OR IGNORE INTO acknowledgments_anew SELECT id, filing_id, referral_id, account_id, person, agency, statement, signed_at
FROM acknowledgments ORDER BY id;
DROP TABLE acknowledgments;
ALTER TABLE acknowledgments_anew RENAME TO acknowledgments;
CREATE INDEX acknowledgments_by_account ON acknowledgments (account_id, filing_id);
CREATE TRIGGER acknowledgments_no_update BEFORE UPDATE ON acknowledgments
BEGIN
    SELECT RAISE(ABORT, 'acknowledgments is append-only');
END;
CREATE TRIGGER acknowledgments_no_delete BEFORE DELETE ON acknowledgments
BEGIN
    SELECT RAISE(ABORT, 'acknowledgments is append-only');
END;
ALTER TABLE filings DROP COLUMN acknowledge_after;
ALTER TABLE account_proposals DROP COLUMN clearance_terms;
ALTER TABLE accounts DROP COLUMN clearance_terms;
DROP INDEX filings_by_full_marking;
ALTER TABLE filings DROP COLUMN full_marking;
