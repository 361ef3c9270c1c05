-- Alarms about people who read the texts of many filings within an hour, for security officers and auditors.
CREATE TABLE read_alarms (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    -- How many different filings, at least.
    filings INTEGER NOT NULL,
    raised_at TIMESTAMP NOT NULL
);
CREATE INDEX read_alarms_by_account ON read_alarms (account_id, raised_at);
CREATE TRIGGER read_alarms_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON read_alarms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
