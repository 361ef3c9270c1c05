DROP TABLE account_proposals;
ALTER TABLE accounts DROP COLUMN temporary_password;
