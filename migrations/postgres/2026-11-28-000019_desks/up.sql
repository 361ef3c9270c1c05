-- The account of the examiner who has a filing; without one it is in the queue of all. Accounts are never deleted.
ALTER TABLE filings ADD COLUMN assigned_to TEXT;
CREATE INDEX filings_by_examiner ON filings (assigned_to, seq);
-- Whether an examiner sees what other examiners have, and hands it out.
ALTER TABLE accounts ADD COLUMN supervisor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account_proposals ADD COLUMN supervisor BOOLEAN NOT NULL DEFAULT FALSE;
