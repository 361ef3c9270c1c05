-- The docket of a case: what was received, found, decided and done in it beside screening, referral and
-- the terms of its order. One row an entry, never changed; `matter` is the entry itself as JSON.
CREATE TABLE docket (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    order_id TEXT REFERENCES orders (id),
    -- The entry this one answers: a decision its petition, a revocation its permit.
    answers TEXT REFERENCES docket (id),
    kind TEXT NOT NULL,
    -- What may stand on the docket once only: the decision of a petition, the D-10 of a filing.
    slot TEXT UNIQUE,
    -- The agency an act was signed for.
    agency TEXT REFERENCES agencies (code),
    account_id TEXT REFERENCES accounts (id),
    person TEXT NOT NULL,
    entered_on DATE NOT NULL,
    entered_at TIMESTAMP NOT NULL,
    matter TEXT NOT NULL,
    CHECK (answers IS NULL OR answers <> id)
);
CREATE INDEX docket_by_filing ON docket (filing_id, id);
CREATE INDEX docket_by_order ON docket (order_id, id);
CREATE INDEX docket_by_kind ON docket (kind, filing_id);
CREATE INDEX docket_by_answers ON docket (answers);
CREATE TRIGGER docket_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON docket
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
