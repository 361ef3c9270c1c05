-- Passes for another engine: what was screened by an older one is screened again by the one that runs.
-- They have no adoption, and several may come under one list; a filing may come to need a human in a pass.

-- SQLite can drop neither a check nor a UNIQUE, so both tables are made anew.
CREATE TABLE rescreening_filings_kept AS SELECT * FROM rescreening_filings;
DROP TABLE rescreening_filings;
CREATE TABLE rescreenings_new (
    id TEXT PRIMARY KEY NOT NULL,
    review_list_id TEXT NOT NULL REFERENCES review_lists (id),
    replaced_id TEXT NOT NULL REFERENCES review_lists (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'superseded')),
    changed TEXT NOT NULL,
    filings BIGINT NOT NULL,
    worked_ms BIGINT NOT NULL,
    adopted_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    -- The engine that the pass is for; NULL: it follows an adoption.
    engine TEXT,
    CHECK ((state IN ('waiting', 'running')) = (finished_at IS NULL)),
    CHECK (engine IS NULL OR replaced_id = review_list_id)
);
INSERT INTO rescreenings_new
    SELECT id, review_list_id, replaced_id, state, changed, filings, worked_ms, adopted_at, started_at, finished_at, NULL
    FROM rescreenings;
DROP TABLE rescreenings;
ALTER TABLE rescreenings_new RENAME TO rescreenings;
CREATE TABLE rescreening_filings (
    rescreening_id TEXT NOT NULL REFERENCES rescreenings (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    outcome TEXT CHECK (outcome IN ('same', 'changed', 'newly_lit', 'meanwhile', 'needs_human')),
    done_at TIMESTAMP,
    PRIMARY KEY (rescreening_id, filing_id),
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);
INSERT INTO rescreening_filings SELECT * FROM rescreening_filings_kept;
DROP TABLE rescreening_filings_kept;
CREATE INDEX rescreening_filings_pending ON rescreening_filings (rescreening_id, filing_id) WHERE outcome IS NULL;
-- One pass for each adoption; of the passes for an engine one at a time.
CREATE UNIQUE INDEX rescreenings_by_adoption ON rescreenings (review_list_id) WHERE engine IS NULL;
CREATE UNIQUE INDEX rescreenings_by_engine ON rescreenings (engine) WHERE engine IS NOT NULL AND finished_at IS NULL;
