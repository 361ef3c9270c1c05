-- The marking of a filing in full, where it is more than a level: what stands behind the level limits who may read it.
-- The column `marking` keeps the level.
ALTER TABLE filings ADD COLUMN full_marking TEXT;
CREATE INDEX filings_by_full_marking ON filings (full_marking) WHERE full_marking IS NOT NULL;
-- The terms of a clearance beside its level, as JSON. The day of a grant was not recorded; periods run from the day on
-- which the account was added.
ALTER TABLE accounts ADD COLUMN clearance_terms TEXT NOT NULL DEFAULT '{}';
UPDATE accounts SET clearance_terms = '{"kind":"national","granted_on":"' || to_char(created_at, 'YYYY-MM-DD') || '"}';
ALTER TABLE account_proposals ADD COLUMN clearance_terms TEXT NOT NULL DEFAULT '{}';
-- A marking that is widened asks for new acknowledgments: those with an id up to this one no longer count. Ids grow with
-- time.
ALTER TABLE filings ADD COLUMN acknowledge_after TEXT;
-- So a person may sign for a filing more than once.
ALTER TABLE acknowledgments DROP CONSTRAINT acknowledgments_filing_id_account_id_key;
DROP INDEX acknowledgments_by_account;
CREATE INDEX acknowledgments_by_account ON acknowledgments (account_id, filing_id);
