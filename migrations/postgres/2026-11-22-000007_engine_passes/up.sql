-- Passes for another engine: what was screened by an older one is screened again by the one that runs.
-- They have no adoption, and several may come under one list; a filing may come to need a human in a pass.

-- The engine that the pass is for; NULL: it follows an adoption.
ALTER TABLE rescreenings ADD COLUMN engine TEXT;
ALTER TABLE rescreenings ADD CONSTRAINT rescreenings_engine_check CHECK (engine IS NULL OR replaced_id = review_list_id);
ALTER TABLE rescreenings DROP CONSTRAINT rescreenings_review_list_id_key;
ALTER TABLE rescreening_filings DROP CONSTRAINT rescreening_filings_outcome_check;
ALTER TABLE rescreening_filings ADD CONSTRAINT rescreening_filings_outcome_check
    CHECK (outcome IN ('same', 'changed', 'newly_lit', 'meanwhile', 'needs_human'));
DROP INDEX rescreening_filings_pending;
CREATE INDEX rescreening_filings_pending ON rescreening_filings (rescreening_id, filing_id) WHERE outcome IS NULL;
-- One pass for each adoption; of the passes for an engine one at a time.
CREATE UNIQUE INDEX rescreenings_by_adoption ON rescreenings (review_list_id) WHERE engine IS NULL;
CREATE UNIQUE INDEX rescreenings_by_engine ON rescreenings (engine) WHERE engine IS NOT NULL AND finished_at IS NULL;
