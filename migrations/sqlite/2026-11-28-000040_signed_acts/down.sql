ALTER TABLE acknowledgments DROP COLUMN personal_key;
DROP TABLE signed_acts;
DROP TABLE personal_keys;
