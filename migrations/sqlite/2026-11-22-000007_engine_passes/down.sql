-- What the older schema has no place for is lost: the passes for an engine.
CREATE TABLE rescreening_filings_kept AS
    SELECT f.rescreening_id, f.filing_id, CASE f.outcome WHEN 'needs_human' THEN 'changed' ELSE f.outcome END AS outcome,
           f.done_at
    FROM rescreening_filings f JOIN rescreenings r ON r.id = f.rescreening_id WHERE r.engine IS NULL;
DROP TABLE rescreening_filings;
CREATE TABLE rescreenings_old (
    id TEXT PRIMARY KEY NOT NULL,
    review_list_id TEXT NOT NULL UNIQUE REFERENCES review_lists (id),
    replaced_id TEXT NOT NULL REFERENCES review_lists (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'superseded')),
    changed TEXT NOT NULL,
    filings BIGINT NOT NULL,
    worked_ms BIGINT NOT NULL,
    adopted_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    CHECK ((state IN ('waiting', 'running')) = (finished_at IS NULL))
);
INSERT INTO rescreenings_old
    SELECT id, review_list_id, replaced_id, state, changed, filings, worked_ms, adopted_at, started_at, finished_at
    FROM rescreenings WHERE engine IS NULL;
DROP TABLE rescreenings;
ALTER TABLE rescreenings_old RENAME TO rescreenings;
CREATE TABLE rescreening_filings (
    rescreening_id TEXT NOT NULL REFERENCES rescreenings (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    outcome TEXT CHECK (outcome IN ('same', 'changed', 'newly_lit', 'meanwhile')),
    done_at TIMESTAMP,
    PRIMARY KEY (rescreening_id, filing_id),
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);
INSERT INTO rescreening_filings SELECT * FROM rescreening_filings_kept;
DROP TABLE rescreening_filings_kept;
CREATE INDEX rescreening_filings_pending ON rescreening_filings (rescreening_id, filing_id) WHERE outcome IS NULL;
