ALTER TABLE account_proposals DROP COLUMN removes_factor;
DROP TABLE factors;
DROP TABLE sign_in_failures;
ALTER TABLE sessions DROP COLUMN factor_at;
ALTER TABLE sessions DROP COLUMN password_at;
ALTER TABLE sessions DROP COLUMN network;
ALTER TABLE sessions DROP COLUMN used_at;
