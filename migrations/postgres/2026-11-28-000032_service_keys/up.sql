-- Keys by which a service brings filings in without a password: each is for one account, for some of its acts, and for a
-- time. Only the SHA-256 of a key is kept. A list of networks that is empty allows all.
CREATE TABLE service_keys (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    secret_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    may TEXT NOT NULL,
    clearance TEXT NOT NULL,
    networks TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    version INTEGER NOT NULL,
    used_at TIMESTAMP,
    used_from TEXT,
    CHECK (expires_at > created_at)
);
CREATE UNIQUE INDEX service_keys_by_secret ON service_keys (secret_hash);
CREATE INDEX service_keys_by_account ON service_keys (account_id, id);
