-- Regimes of war and emergency, declassification, foreign originators, and the clock's notes.

-- An originator of classified matter abroad (R3.8), counted as one sponsor in statistics.
ALTER TABLE agencies ADD COLUMN foreign_government BOOLEAN NOT NULL DEFAULT FALSE;

-- What was done about regimes of war and emergency (R4.9 to R4.11), never rewritten. What a regime is on
-- a date is computed from its acts. A confirmation names the act it confirms and that act's person, so
-- that the database itself refuses a confirmation by the same person.
CREATE TABLE regime_acts (
    id TEXT PRIMARY KEY NOT NULL,
    regime_id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('proposed', 'withdrawn', 'confirmed', 'end_proposed', 'end_confirmed')),
    -- Of the proposal: which regime.
    kind TEXT CHECK (kind IN ('war', 'emergency')),
    -- Of a proposal: the first day of the regime; of the proposal of its end: its last day.
    day DATE,
    citation TEXT,
    -- The provisions the President specified under 50 USC 1631.
    provision TEXT,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    of_act TEXT,
    of_account TEXT,
    UNIQUE (id, regime_id, account_id),
    FOREIGN KEY (of_act, regime_id, of_account) REFERENCES regime_acts (id, regime_id, account_id),
    CHECK ((step = 'proposed') = (kind IS NOT NULL)),
    CHECK ((step IN ('proposed', 'end_proposed')) = (day IS NOT NULL AND citation IS NOT NULL)),
    CHECK ((step IN ('confirmed', 'end_confirmed')) = (of_act IS NOT NULL AND of_account IS NOT NULL)),
    CHECK (of_account IS NULL OR of_account <> account_id),
    CHECK (kind IS NULL OR kind <> 'emergency' OR provision IS NOT NULL)
);
CREATE INDEX regime_acts_by_regime ON regime_acts (regime_id, id);
CREATE UNIQUE INDEX regime_acts_once ON regime_acts (regime_id, step) WHERE step <> 'end_proposed';

-- A sponsor's statement that the matter of an order is no longer classified (R4.7, 37 CFR 5.1(e)), one each.
CREATE TABLE declassifications (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    declassified_on DATE NOT NULL,
    statement TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (order_id, agency)
);

-- Until when the clock has nothing to do with an order, as long as the order keeps this version.
-- Derived: an order without a row is looked at.
CREATE TABLE clock_notes (
    order_id TEXT PRIMARY KEY NOT NULL REFERENCES orders (id),
    version INTEGER NOT NULL,
    look_on DATE NOT NULL
);

-- Sponsors that leave, for the daily look at them.
CREATE INDEX sponsors_leaving ON sponsors (until) WHERE until IS NOT NULL;

CREATE TRIGGER regime_acts_no_update BEFORE UPDATE ON regime_acts
BEGIN
    SELECT RAISE(ABORT, 'regime_acts is append-only');
END;
CREATE TRIGGER regime_acts_no_delete BEFORE DELETE ON regime_acts
BEGIN
    SELECT RAISE(ABORT, 'regime_acts is append-only');
END;
CREATE TRIGGER declassifications_no_update BEFORE UPDATE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
CREATE TRIGGER declassifications_no_delete BEFORE DELETE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
