-- Notices about a filing that has no order, of every kind; the letter of each notice; feeds of deadlines.

ALTER TABLE notices ADD COLUMN filing_id TEXT REFERENCES filings (id);
UPDATE notices SET filing_id = (SELECT o.filing_id FROM orders o WHERE o.id = notices.order_id);
ALTER TABLE notices ALTER COLUMN filing_id SET NOT NULL;
-- NULL: a notice about the filing, not about an order on it.
ALTER TABLE notices ALTER COLUMN order_id DROP NOT NULL;
-- The domain's enumeration says which kinds there are.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices DROP CONSTRAINT notices_order_id_kind_term_reference_key;
DROP INDEX notices_due;
CREATE INDEX notices_due ON notices (state, next_at);
-- The same notice to the same principal once. Its reference is made of the order, or of the filing where
-- there is none, so that two orders on one filing do not get in each other's way.
CREATE UNIQUE INDEX notices_once ON notices (filing_id, kind, term, reference);
CREATE INDEX notices_by_order ON notices (order_id);

-- The letter of a notice, exactly as it was when it was queued.
CREATE TABLE letters (
    notice_id TEXT PRIMARY KEY NOT NULL REFERENCES notices (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TRIGGER letters_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Secret addresses at which a person's calendar program fetches deadlines. Only the secret's hash is kept.
CREATE TABLE calendar_feeds (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    secret_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    version INTEGER NOT NULL
);
CREATE INDEX calendar_feeds_by_account ON calendar_feeds (account_id, id);
