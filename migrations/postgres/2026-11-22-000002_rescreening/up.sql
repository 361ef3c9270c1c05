-- Re-screening: after the adoption of a list revision, and after an amendment.

-- The revision a filing was last judged by: that of its latest screening, or a later one that was
-- shown to change nothing for it. NULL: not known, so it is judged anew.
-- No foreign key: SQLite could not take the column back.
ALTER TABLE filings ADD COLUMN judged_by TEXT;
UPDATE filings SET judged_by = (
    SELECT s.review_list_id FROM screenings s WHERE s.filing_id = filings.id ORDER BY s.id DESC LIMIT 1
);

-- Why a revision was adopted although filings under order are no longer flagged by it.
ALTER TABLE review_lists ADD COLUMN adoption_reason TEXT;

-- A category that was hit in the screening before and is not in this one.
ALTER TABLE hits ADD COLUMN gone BOOLEAN NOT NULL DEFAULT FALSE;
-- What made a dismissed hit come back.
ALTER TABLE hits ADD COLUMN returned_because TEXT;
-- The hit of the same category in the screening before.
ALTER TABLE hits ADD COLUMN previous_id TEXT;
-- Which passages were not there before, by their places in the evidence; NULL: all of them.
ALTER TABLE hits ADD COLUMN news TEXT;

-- The decision that this one repeats for the same hit of a later screening.
ALTER TABLE triages ADD COLUMN carried_from TEXT;

-- One pass over the stored filings for each adoption.
CREATE TABLE rescreenings (
    id TEXT PRIMARY KEY NOT NULL,
    review_list_id TEXT NOT NULL UNIQUE REFERENCES review_lists (id),
    replaced_id TEXT NOT NULL REFERENCES review_lists (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'superseded')),
    -- Numbers of the categories that changed; known from the start of the pass.
    changed TEXT NOT NULL,
    -- Stored filings that were judged by an older revision when the pass began.
    filings BIGINT NOT NULL,
    -- Time spent on candidates, in milliseconds: what is left is estimated from it.
    worked_ms BIGINT NOT NULL,
    adopted_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    CHECK ((state IN ('waiting', 'running')) = (finished_at IS NULL))
);

-- The candidates of a pass, and what became of each.
CREATE TABLE rescreening_filings (
    rescreening_id TEXT NOT NULL REFERENCES rescreenings (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    outcome TEXT CHECK (outcome IN ('same', 'changed', 'newly_lit', 'meanwhile')),
    done_at TIMESTAMP,
    PRIMARY KEY (rescreening_id, filing_id),
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);
CREATE INDEX rescreening_filings_pending ON rescreening_filings (rescreening_id, filing_id) WHERE outcome IS NULL;

-- Each judged filing's status is computed anew, and the filings that no engine of today has screened are
-- looked for: without these that reads whole tables.
CREATE INDEX referrals_by_filing ON referrals (filing_id);
CREATE INDEX orders_by_filing ON orders (filing_id);
CREATE INDEX screenings_by_verdict ON screenings (verdict, engine, filing_id);
