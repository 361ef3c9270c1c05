-- Notices about a filing that has no order, of every kind; the letter of each notice; feeds of deadlines.

-- SQLite cannot drop a check, so the table is made anew. Foreign keys are on and stay on inside a
-- transaction: what refers to the table is set aside first, or dropping it would break a reference.
CREATE TABLE service_records_kept AS SELECT * FROM service_records;
DROP TABLE service_records;

CREATE TABLE notices_new (
    id TEXT PRIMARY KEY NOT NULL,
    -- NULL: a notice about the filing, not about an order on it.
    order_id TEXT REFERENCES orders (id),
    -- The domain's enumeration says which kinds there are.
    kind TEXT NOT NULL,
    -- Which of its kind about the same thing: a term, a permit, a petition.
    term INTEGER NOT NULL,
    principal TEXT NOT NULL,
    role TEXT NOT NULL,
    address TEXT,
    reference TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'paper', 'served')),
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    lease_owner TEXT,
    lease_until TIMESTAMP,
    last_reply TEXT,
    queued_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    resends INTEGER NOT NULL,
    version INTEGER NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id)
);
INSERT INTO notices_new
    SELECT n.id, n.order_id, n.kind, n.term, n.principal, n.role, n.address, n.reference, n.message_id, n.state,
           n.attempts, n.next_at, n.lease_owner, n.lease_until, n.last_reply, n.queued_at, n.sent_at, n.resends,
           n.version, o.filing_id
    FROM notices n JOIN orders o ON o.id = n.order_id;
DROP TABLE notices;
ALTER TABLE notices_new RENAME TO notices;
CREATE INDEX notices_due ON notices (state, next_at);
-- The same notice to the same principal once. Its reference is made of the order, or of the filing where
-- there is none, so that two orders on one filing do not get in each other's way.
CREATE UNIQUE INDEX notices_once ON notices (filing_id, kind, term, reference);
CREATE INDEX notices_by_order ON notices (order_id);

CREATE TABLE service_records (
    id TEXT PRIMARY KEY NOT NULL,
    notice_id TEXT NOT NULL UNIQUE REFERENCES notices (id),
    method TEXT NOT NULL,
    received_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
INSERT INTO service_records SELECT * FROM service_records_kept;
DROP TABLE service_records_kept;
CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;
CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;

-- The letter of a notice, exactly as it was when it was queued.
CREATE TABLE letters (
    notice_id TEXT PRIMARY KEY NOT NULL REFERENCES notices (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TRIGGER letters_no_update BEFORE UPDATE ON letters
BEGIN
    SELECT RAISE(ABORT, 'letters is append-only');
END;
CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters
BEGIN
    SELECT RAISE(ABORT, 'letters is append-only');
END;

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
