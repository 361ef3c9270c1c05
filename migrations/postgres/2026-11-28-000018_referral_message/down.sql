DROP INDEX opinions_by_account;
ALTER TABLE referrals DROP COLUMN message;
