ALTER TABLE account_proposals DROP COLUMN supervisor;
ALTER TABLE accounts DROP COLUMN supervisor;
DROP INDEX filings_by_examiner;
ALTER TABLE filings DROP COLUMN assigned_to;
