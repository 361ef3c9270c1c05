DROP INDEX sponsors_leaving;
DROP TABLE clock_notes;
DROP TABLE declassifications;
DROP TABLE regime_acts;
ALTER TABLE agencies DROP COLUMN foreign_government;
