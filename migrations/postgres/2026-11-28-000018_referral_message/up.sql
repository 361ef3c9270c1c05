-- What the examiner tells the agency. It may say what the filing says, and is shown to whoever may read the filing.
ALTER TABLE referrals ADD COLUMN message TEXT;
-- A reviewer's list of referrals that wait for the own opinion.
CREATE INDEX opinions_by_account ON opinions (account_id, referral_id);
