DROP INDEX sessions_by_issuer;
ALTER TABLE sessions DROP COLUMN issuer_id;
DROP TABLE used_issuer_tokens;
DROP TABLE identities;
DROP TABLE issuers;
