-- The foundation of Subrosa. Same tables and names in migrations/sqlite and migrations/postgres;
-- a test holds both against src/store/schema.rs.

-- Facts about this database: whether it is a demonstration, the demonstration's clock.
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

-- Agencies with validity dates (R2.1).
CREATE TABLE agencies (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    department TEXT REFERENCES agencies (code),
    valid_from DATE NOT NULL,
    valid_until DATE,
    CHECK (valid_until IS NULL OR valid_until >= valid_from),
    CHECK (department IS NULL OR department <> code)
);

CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    username TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('intake', 'examiner', 'licensing_officer', 'reviewer', 'official', 'security_officer', 'auditor')),
    agency TEXT REFERENCES agencies (code),
    clearance TEXT NOT NULL CHECK (clearance IN ('U', 'CUI', 'C', 'S', 'TS')),
    password_hash TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    enabled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK ((role IN ('reviewer', 'official')) = (agency IS NOT NULL))
);

-- Sign-ins. Only the hash of the current refresh token is kept.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    refresh_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_previous ON sessions (previous_hash);

-- Revisions of review lists, as uploaded.
CREATE TABLE review_lists (
    id TEXT PRIMARY KEY NOT NULL,
    list_id TEXT NOT NULL,
    revision TEXT NOT NULL,
    title TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('proposed', 'in_force', 'superseded')),
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP NOT NULL,
    adopted_by TEXT,
    adopted_at TIMESTAMP,
    version INTEGER NOT NULL,
    UNIQUE (list_id, revision),
    CHECK ((status = 'proposed') = (adopted_at IS NULL)),
    CHECK (adopted_by IS NULL OR adopted_by = 'house' OR adopted_by <> uploaded_by)
);
-- At most one list in force.
CREATE UNIQUE INDEX review_lists_in_force ON review_lists (status) WHERE status = 'in_force';

CREATE TABLE filings (
    id TEXT PRIMARY KEY NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    application_number TEXT NOT NULL,
    number_key TEXT NOT NULL UNIQUE,
    document_sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    filed_on DATE,
    received_on DATE NOT NULL,
    received_at TIMESTAMP NOT NULL,
    marking TEXT NOT NULL CHECK (marking IN ('U', 'CUI', 'C', 'S', 'TS')),
    status TEXT NOT NULL CHECK (status IN ('clear', 'in_triage', 'under_review', 'order_pending', 'under_order', 'released', 'withdrawn', 'needs_human')),
    text_version INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX filings_by_status ON filings (status, seq);
CREATE INDEX filings_by_received ON filings (received_on, seq);

-- The text of each version of a filing, never rewritten.
CREATE TABLE filing_texts (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    text_version INTEGER NOT NULL,
    document_sha256 TEXT NOT NULL,
    document TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, text_version)
);

-- What the index of each node follows: one row for each change of a filing.
CREATE TABLE changes (
    seq BIGINT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id)
);

CREATE TABLE screenings (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    text_version INTEGER NOT NULL,
    review_list_id TEXT NOT NULL REFERENCES review_lists (id),
    engine TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('clear', 'flagged', 'needs_human')),
    result TEXT NOT NULL,
    screened_at TIMESTAMP NOT NULL,
    UNIQUE (filing_id, text_version, review_list_id, engine),
    FOREIGN KEY (filing_id, text_version) REFERENCES filing_texts (filing_id, text_version)
);

CREATE TABLE hits (
    id TEXT PRIMARY KEY NOT NULL,
    screening_id TEXT NOT NULL REFERENCES screenings (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    category TEXT NOT NULL,
    agencies TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (screening_id, category)
);
CREATE INDEX hits_by_filing ON hits (filing_id);
CREATE INDEX hits_by_category ON hits (category, filing_id);

-- An examiner's decision on a hit; one each.
CREATE TABLE triages (
    id TEXT PRIMARY KEY NOT NULL,
    hit_id TEXT NOT NULL UNIQUE REFERENCES hits (id),
    decision TEXT NOT NULL CHECK (decision IN ('confirm', 'dismiss')),
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL
);

CREATE TABLE referrals (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    due_on DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'closed')),
    referred_at TIMESTAMP NOT NULL,
    referred_by TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX referrals_live ON referrals (filing_id, agency) WHERE status <> 'closed';
CREATE INDEX referrals_by_agency ON referrals (agency, id);

-- One person's signed statement for one filing (35 USC 181, R2.2), kept for ever.
CREATE TABLE acknowledgments (
    id TEXT PRIMARY KEY NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    referral_id TEXT NOT NULL REFERENCES referrals (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    statement TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    UNIQUE (filing_id, account_id)
);
CREATE INDEX acknowledgments_by_account ON acknowledgments (account_id, filing_id);

CREATE TABLE opinions (
    id TEXT PRIMARY KEY NOT NULL,
    referral_id TEXT NOT NULL REFERENCES referrals (id),
    filing_version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    conclusion TEXT NOT NULL CHECK (conclusion IN ('order', 'no_objection', 'more_time', 'recuse')),
    order_type TEXT CHECK (order_type IN ('I', 'II', 'III')),
    grounds TEXT NOT NULL,
    considerations TEXT,
    conditions TEXT NOT NULL,
    reason TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL
);
CREATE INDEX opinions_by_referral ON opinions (referral_id, id);

CREATE TABLE recommendations (
    id TEXT PRIMARY KEY NOT NULL,
    referral_id TEXT NOT NULL UNIQUE REFERENCES referrals (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    finding TEXT NOT NULL CHECK (finding IN ('would_be_detrimental', 'might_be_detrimental', 'none')),
    branch TEXT NOT NULL CHECK (branch IN ('government', 'private')),
    threshold_text TEXT NOT NULL,
    order_type TEXT CHECK (order_type IN ('I', 'II', 'III')),
    conditions TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    signer TEXT NOT NULL,
    signer_agency TEXT NOT NULL REFERENCES agencies (code),
    filing_version INTEGER NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    -- R1.4: in the private branch "might be" does not bind and is not filed.
    CHECK (NOT (branch = 'private' AND finding = 'might_be_detrimental'))
);
CREATE INDEX recommendations_by_filing ON recommendations (filing_id, id);

CREATE TABLE orders (
    id TEXT PRIMARY KEY NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    order_type TEXT CHECK (order_type IN ('I', 'II', 'III')),
    issued_on DATE NOT NULL,
    issued_by TEXT NOT NULL,
    issuer_id TEXT REFERENCES accounts (id),
    countries TEXT NOT NULL,
    conditions TEXT NOT NULL,
    classified BOOLEAN NOT NULL,
    john_doe BOOLEAN NOT NULL,
    lead_sponsor TEXT NOT NULL REFERENCES agencies (code),
    -- Copy of the last term's end, for the clock's look-up; the terms are the record.
    expires_on DATE NOT NULL,
    ended TEXT CHECK (ended IN ('lapsed', 'rescinded')),
    ended_on DATE,
    version INTEGER NOT NULL,
    CHECK ((ended IS NULL) = (ended_on IS NULL))
);
-- At most one order in effect on a filing.
CREATE UNIQUE INDEX orders_in_effect ON orders (filing_id) WHERE ended IS NULL;
CREATE INDEX orders_by_expiry ON orders (expires_on, id) WHERE ended IS NULL;

CREATE TABLE sponsors (
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    recommendation_id TEXT NOT NULL REFERENCES recommendations (id),
    since DATE NOT NULL,
    until DATE,
    -- An agency that left may come back, on a new recommendation.
    PRIMARY KEY (order_id, recommendation_id)
);

-- Terms of orders, never rewritten; none longer than the law allows (R4.1).
CREATE TABLE terms (
    order_id TEXT NOT NULL REFERENCES orders (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('issue', 'renewal')),
    determinations TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (order_id, number),
    CHECK (last_day >= first_day),
    CHECK (last_day <= date(first_day, '+1 year', 'floor')),
    CHECK ((number = 1) = (basis = 'issue')),
    CHECK (basis = 'issue' OR determinations <> '[]')
);

CREATE TABLE determinations (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    term INTEGER NOT NULL CHECK (term >= 2),
    need TEXT NOT NULL CHECK (need IN ('national_interest_requires', 'not_required')),
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    signer TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    received_on DATE NOT NULL,
    UNIQUE (order_id, agency, term)
);

CREATE TABLE rescission_requests (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    signer TEXT NOT NULL,
    requested_at TIMESTAMP NOT NULL
);
-- Not unique by agency: a later determination that secrecy must go on ends a request, and the agency
-- may ask again.
CREATE INDEX rescission_requests_by_order ON rescission_requests (order_id, id);

-- Reminders given to sponsors, one for each rung of the ladder (R4.5).
CREATE TABLE reminders (
    order_id TEXT NOT NULL REFERENCES orders (id),
    term INTEGER NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    rung INTEGER NOT NULL,
    reminded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (order_id, term, agency, rung)
);

-- The outbox. The unique message id keeps a notice from being queued twice.
CREATE TABLE notices (
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
CREATE INDEX notices_due ON notices (state, next_at);

-- Proof that a notice arrived (R3.5).
CREATE TABLE service_records (
    id TEXT PRIMARY KEY NOT NULL,
    notice_id TEXT NOT NULL UNIQUE REFERENCES notices (id),
    method TEXT NOT NULL,
    received_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- Answers to requests with an Idempotency-Key, written with what they did.
CREATE TABLE idempotency (
    key TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE ledger (
    seq BIGINT PRIMARY KEY NOT NULL,
    actor TEXT NOT NULL,
    credential TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    detail TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
);
CREATE INDEX ledger_by_subject ON ledger (subject, seq);

-- Append-only tables: no UPDATE, no DELETE, by nobody.
CREATE TRIGGER filing_texts_no_update BEFORE UPDATE ON filing_texts
BEGIN
    SELECT RAISE(ABORT, 'filing_texts is append-only');
END;
CREATE TRIGGER filing_texts_no_delete BEFORE DELETE ON filing_texts
BEGIN
    SELECT RAISE(ABORT, 'filing_texts is append-only');
END;
CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes
BEGIN
    SELECT RAISE(ABORT, 'changes is append-only');
END;
CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes
BEGIN
    SELECT RAISE(ABORT, 'changes is append-only');
END;
CREATE TRIGGER screenings_no_update BEFORE UPDATE ON screenings
BEGIN
    SELECT RAISE(ABORT, 'screenings is append-only');
END;
CREATE TRIGGER screenings_no_delete BEFORE DELETE ON screenings
BEGIN
    SELECT RAISE(ABORT, 'screenings is append-only');
END;
CREATE TRIGGER triages_no_update BEFORE UPDATE ON triages
BEGIN
    SELECT RAISE(ABORT, 'triages is append-only');
END;
CREATE TRIGGER triages_no_delete BEFORE DELETE ON triages
BEGIN
    SELECT RAISE(ABORT, 'triages is append-only');
END;
CREATE TRIGGER acknowledgments_no_update BEFORE UPDATE ON acknowledgments
BEGIN
    SELECT RAISE(ABORT, 'acknowledgments is append-only');
END;
CREATE TRIGGER acknowledgments_no_delete BEFORE DELETE ON acknowledgments
BEGIN
    SELECT RAISE(ABORT, 'acknowledgments is append-only');
END;
CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions
BEGIN
    SELECT RAISE(ABORT, 'opinions is append-only');
END;
CREATE TRIGGER opinions_no_delete BEFORE DELETE ON opinions
BEGIN
    SELECT RAISE(ABORT, 'opinions is append-only');
END;
CREATE TRIGGER recommendations_no_update BEFORE UPDATE ON recommendations
BEGIN
    SELECT RAISE(ABORT, 'recommendations is append-only');
END;
CREATE TRIGGER recommendations_no_delete BEFORE DELETE ON recommendations
BEGIN
    SELECT RAISE(ABORT, 'recommendations is append-only');
END;
CREATE TRIGGER terms_no_update BEFORE UPDATE ON terms
BEGIN
    SELECT RAISE(ABORT, 'terms is append-only');
END;
CREATE TRIGGER terms_no_delete BEFORE DELETE ON terms
BEGIN
    SELECT RAISE(ABORT, 'terms is append-only');
END;
CREATE TRIGGER determinations_no_update BEFORE UPDATE ON determinations
BEGIN
    SELECT RAISE(ABORT, 'determinations is append-only');
END;
CREATE TRIGGER determinations_no_delete BEFORE DELETE ON determinations
BEGIN
    SELECT RAISE(ABORT, 'determinations is append-only');
END;
CREATE TRIGGER rescission_requests_no_update BEFORE UPDATE ON rescission_requests
BEGIN
    SELECT RAISE(ABORT, 'rescission_requests is append-only');
END;
CREATE TRIGGER rescission_requests_no_delete BEFORE DELETE ON rescission_requests
BEGIN
    SELECT RAISE(ABORT, 'rescission_requests is append-only');
END;
CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;
CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records
BEGIN
    SELECT RAISE(ABORT, 'service_records is append-only');
END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'ledger is append-only');
END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'ledger is append-only');
END;
