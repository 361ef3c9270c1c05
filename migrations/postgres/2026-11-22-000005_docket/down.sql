ALTER TABLE agencies DROP COLUMN foreign_government;
DROP TABLE docket;
