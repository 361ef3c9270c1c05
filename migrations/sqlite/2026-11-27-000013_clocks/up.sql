-- Deadlines, computed from the record and kept for lists, calendars and reminders. Both tables are
-- derived: `clock_filings` says of each filing until when its rows in `clocks` hold, and the triggers below
-- make that day the first of all days whenever something changes that a deadline is computed from. Whoever
-- reads computes again what does not hold, so a change that is forgotten here is the only way to a wrong
-- list; a test changes each table and looks. No foreign keys: a table that is copied must not lose these rows.

CREATE TABLE clocks (
    -- The day, the kind and the thing it hangs on: the order of the list.
    place TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL,
    due_on DATE NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    reference TEXT NOT NULL,
    working_deadline DATE,
    alarm BOOLEAN NOT NULL,
    if_nobody_acts TEXT NOT NULL,
    citation TEXT NOT NULL,
    rule TEXT NOT NULL,
    agency TEXT,
    referral_id TEXT,
    order_id TEXT,
    order_number TEXT
);
CREATE INDEX clocks_by_filing ON clocks (filing_id);
CREATE INDEX clocks_by_reference ON clocks (reference);

CREATE TABLE clock_filings (
    filing_id TEXT PRIMARY KEY NOT NULL,
    -- The rows hold from this day ...
    computed_on DATE NOT NULL,
    -- ... to the day before this one.
    look_on DATE NOT NULL,
    -- The first day on which an agency is to be reminded of a referral, or a referral escalated.
    nudge_on DATE,
    -- Which program, with which settings, computed them.
    computed_by TEXT NOT NULL
);
CREATE INDEX clock_filings_by_start ON clock_filings (computed_on);
CREATE INDEX clock_filings_by_end ON clock_filings (look_on);
CREATE INDEX clock_filings_by_nudge ON clock_filings (nudge_on);
CREATE INDEX clock_filings_by_program ON clock_filings (computed_by);

-- The clock looks daily for sponsors who have left an order.
CREATE INDEX sponsors_by_end ON sponsors (until) WHERE until IS NOT NULL;

-- What is on record already is computed by the first who asks, or by the service as it starts.
INSERT INTO clock_filings (filing_id, computed_on, look_on, nudge_on, computed_by)
SELECT id, '0001-01-01', '0001-01-01', NULL, '' FROM filings;

CREATE TRIGGER clocks_of_filings_insert AFTER INSERT ON filings
BEGIN
    INSERT INTO clock_filings (filing_id, computed_on, look_on, nudge_on, computed_by)
    VALUES (NEW.id, '0001-01-01', '0001-01-01', NULL, '') ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER clocks_of_filings_update AFTER UPDATE OF status, filed_on, kind, received_on, text_version ON filings
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.id;
END;
CREATE TRIGGER clocks_of_referrals_insert AFTER INSERT ON referrals
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_referrals_update AFTER UPDATE ON referrals
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_referrals_delete AFTER DELETE ON referrals
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = OLD.filing_id;
END;
CREATE TRIGGER clocks_of_orders_insert AFTER INSERT ON orders
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_orders_update AFTER UPDATE ON orders
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_orders_delete AFTER DELETE ON orders
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = OLD.filing_id;
END;
CREATE TRIGGER clocks_of_docket_insert AFTER INSERT ON docket
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_notices_insert AFTER INSERT ON notices
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_notices_update AFTER UPDATE OF state, kind, queued_at ON notices
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_recommendations_insert AFTER INSERT ON recommendations
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_terms_insert AFTER INSERT ON terms
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = NEW.order_id);
END;
CREATE TRIGGER clocks_of_sponsors_insert AFTER INSERT ON sponsors
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = NEW.order_id);
END;
CREATE TRIGGER clocks_of_sponsors_update AFTER UPDATE ON sponsors
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = NEW.order_id);
END;
CREATE TRIGGER clocks_of_sponsors_delete AFTER DELETE ON sponsors
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = OLD.order_id);
END;
CREATE TRIGGER clocks_of_determinations_insert AFTER INSERT ON determinations
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = NEW.order_id);
END;
CREATE TRIGGER clocks_of_declassifications_insert AFTER INSERT ON declassifications
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = NEW.order_id);
END;
-- A regime moves the end of many orders.
CREATE TRIGGER clocks_of_regime_acts_insert AFTER INSERT ON regime_acts
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders);
END;
-- Which agency belongs to which decides whether one with an interest has been asked.
CREATE TRIGGER clocks_of_agencies_insert AFTER INSERT ON agencies
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM docket WHERE kind LIKE 'record.%');
END;
CREATE TRIGGER clocks_of_agencies_update AFTER UPDATE ON agencies
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM docket WHERE kind LIKE 'record.%');
END;
