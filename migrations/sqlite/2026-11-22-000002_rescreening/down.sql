DROP TABLE rescreening_filings;
DROP TABLE rescreenings;
ALTER TABLE triages DROP COLUMN carried_from;
ALTER TABLE hits DROP COLUMN news;
ALTER TABLE hits DROP COLUMN previous_id;
ALTER TABLE hits DROP COLUMN returned_because;
ALTER TABLE hits DROP COLUMN gone;
ALTER TABLE review_lists DROP COLUMN adoption_reason;
ALTER TABLE filings DROP COLUMN judged_by;
