-- The marking of a filing in full, where it is more than a level: what stands behind the level limits who may read it.
-- The column `marking` keeps the level.
ALTER TABLE filings ADD COLUMN full_marking TEXT;
CREATE INDEX filings_by_full_marking ON filings (full_marking) WHERE full_marking IS NOT NULL;
-- The terms of a clearance beside its level, as JSON. The day of a grant was not recorded; periods run from the day on
-- which the account was added.
ALTER TABLE accounts ADD COLUMN clearance_terms TEXT NOT NULL DEFAULT '{}';
UPDATE accounts SET clearance_terms = '{"kind":"national","granted_on":"' || substr(created_at, 1, 10) || '"}';
ALTER TABLE account_proposals ADD COLUMN clearance_terms TEXT NOT NULL DEFAULT '{}';
-- A marking that is widened asks for new acknowledgments: those with an id up to this one no longer count. Ids grow with
-- time.
ALTER TABLE filings ADD COLUMN acknowledge_after TEXT;
-- So a person may sign for a filing more than once.
CREATE TABLE acknowledgments_anew (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    referral_id TEXT NOT NULL REFERENCES referrals (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    statement TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL
);
INSERT INTO acknowledgments_anew SELECT id, filing_id, referral_id, account_id, person, agency, statement, signed_at
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
