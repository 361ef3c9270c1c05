-- What the older schema has no place for is lost: the passes for an engine.
DELETE FROM rescreening_filings WHERE rescreening_id IN (SELECT id FROM rescreenings WHERE engine IS NOT NULL);
DELETE FROM rescreenings WHERE engine IS NOT NULL;
UPDATE rescreening_filings SET outcome = 'changed' WHERE outcome = 'needs_human';
DROP INDEX rescreenings_by_adoption;
DROP INDEX rescreenings_by_engine;
ALTER TABLE rescreening_filings DROP CONSTRAINT rescreening_filings_outcome_check;
ALTER TABLE rescreening_filings ADD CONSTRAINT rescreening_filings_outcome_check
    CHECK (outcome IN ('same', 'changed', 'newly_lit', 'meanwhile'));
ALTER TABLE rescreenings DROP CONSTRAINT rescreenings_engine_check;
ALTER TABLE rescreenings DROP COLUMN engine;
ALTER TABLE rescreenings ADD CONSTRAINT rescreenings_review_list_id_key UNIQUE (review_list_id);
