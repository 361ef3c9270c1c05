-- What the older schema has no place for is lost: feeds, letters, and notices of the newer kinds.
DROP TABLE calendar_feeds;
DROP TABLE letters;
CREATE TABLE service_records_kept AS SELECT * FROM service_records;
DROP TABLE service_records;
CREATE TABLE notices_old (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL CHECK (kind IN ('order_issued', 'order_renewed', 'order_lapsed', 'order_rescinded')),
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
    UNIQUE (order_id, kind, term, reference)
);
INSERT INTO notices_old
    SELECT id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at,
           lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version
    FROM notices WHERE kind IN ('order_issued', 'order_renewed', 'order_lapsed', 'order_rescinded');
DROP TABLE notices;
ALTER TABLE notices_old RENAME TO notices;
CREATE INDEX notices_due ON notices (state, next_at);
CREATE TABLE service_records (
    id TEXT PRIMARY KEY NOT NULL,
    notice_id TEXT NOT NULL UNIQUE REFERENCES notices (id),
    method TEXT NOT NULL,
    received_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
INSERT INTO service_records SELECT * FROM service_records_kept WHERE notice_id IN (SELECT id FROM notices);
DROP TABLE service_records_kept;
CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;
CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;
