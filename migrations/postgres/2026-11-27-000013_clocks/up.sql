-- Deadlines, computed from the record and kept for lists, calendars and reminders. Both tables are
-- derived: `clock_filings` says of each filing until when its rows in `clocks` hold, and the triggers below
-- make that day the first of all days whenever something changes that a deadline is computed from. Whoever
-- reads computes again what does not hold, so a change that is forgotten here is the only way to a wrong
-- list; a test changes each table and looks. No foreign keys: a table that is copied must not lose these rows.

CREATE TABLE clocks (
    -- The day, the kind and the thing it hangs on: the order of the list.
    place TEXT COLLATE "C" PRIMARY KEY NOT NULL,
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

CREATE FUNCTION clocks_new_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO clock_filings (filing_id, computed_on, look_on, nudge_on, computed_by)
    VALUES (NEW.id, '0001-01-01', '0001-01-01', NULL, '') ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE FUNCTION clocks_changed_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.id;
    RETURN NULL;
END;
$$;
CREATE FUNCTION clocks_changed_of_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = COALESCE(NEW.filing_id, OLD.filing_id);
    RETURN NULL;
END;
$$;
CREATE FUNCTION clocks_changed_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders WHERE id = COALESCE(NEW.order_id, OLD.order_id));
    RETURN NULL;
END;
$$;
-- A regime moves the end of many orders.
CREATE FUNCTION clocks_changed_regime() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM orders);
    RETURN NULL;
END;
$$;
-- Which agency belongs to which decides whether one with an interest has been asked.
CREATE FUNCTION clocks_changed_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id IN (SELECT filing_id FROM docket WHERE kind LIKE 'record.%');
    RETURN NULL;
END;
$$;
CREATE TRIGGER clocks_of_filings_insert AFTER INSERT ON filings
    FOR EACH ROW EXECUTE FUNCTION clocks_new_filing();
CREATE TRIGGER clocks_of_filings_update AFTER UPDATE OF status, filed_on, kind, received_on, text_version ON filings
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_filing();
CREATE TRIGGER clocks_of_referrals AFTER INSERT OR UPDATE OR DELETE ON referrals
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_orders AFTER INSERT OR UPDATE OR DELETE ON orders
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_docket AFTER INSERT ON docket
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_notices AFTER INSERT OR UPDATE OF state, kind, queued_at ON notices
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_recommendations AFTER INSERT ON recommendations
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_terms AFTER INSERT ON terms
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_order();
CREATE TRIGGER clocks_of_sponsors AFTER INSERT OR UPDATE OR DELETE ON sponsors
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_order();
CREATE TRIGGER clocks_of_determinations AFTER INSERT ON determinations
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_order();
CREATE TRIGGER clocks_of_declassifications AFTER INSERT ON declassifications
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_order();
CREATE TRIGGER clocks_of_regime_acts AFTER INSERT ON regime_acts
    FOR EACH STATEMENT EXECUTE FUNCTION clocks_changed_regime();
CREATE TRIGGER clocks_of_agencies AFTER INSERT OR UPDATE ON agencies
    FOR EACH STATEMENT EXECUTE FUNCTION clocks_changed_agency();
