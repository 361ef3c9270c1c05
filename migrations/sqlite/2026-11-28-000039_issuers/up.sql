-- Issuers of tokens: the identity providers of agencies. What a security officer proposes is taken once a second one has
-- confirmed it; the command line confirms what it adds.
CREATE TABLE issuers (
    id TEXT PRIMARY KEY NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    -- The `iss` of its tokens, compared letter by letter.
    iss TEXT NOT NULL,
    -- JSON: audience, keys, algorithms, roles, claims.
    terms TEXT NOT NULL,
    active_from TIMESTAMP NOT NULL,
    active_until TIMESTAMP,
    proposed_by TEXT REFERENCES accounts (id),
    proposer TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    confirmed_by TEXT REFERENCES accounts (id),
    confirmer TEXT,
    confirmed_at TIMESTAMP,
    ended_at TIMESTAMP,
    CHECK (confirmed_by <> proposed_by),
    CHECK (active_until > active_from),
    CHECK ((confirmer IS NULL) = (confirmed_at IS NULL))
);
CREATE UNIQUE INDEX issuers_by_iss ON issuers (iss) WHERE ended_at IS NULL;

-- The names that issuers have for people: which account a token signs in. A name is that of one account, and an account has
-- one name with an issuer.
CREATE TABLE identities (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    -- What the claim that names the person says.
    subject TEXT NOT NULL,
    -- The stamp of the account for which it was proposed.
    stamp INTEGER NOT NULL,
    proposed_by TEXT REFERENCES accounts (id),
    proposer TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    confirmed_by TEXT REFERENCES accounts (id),
    confirmer TEXT,
    confirmed_at TIMESTAMP,
    ended_at TIMESTAMP,
    CHECK (confirmed_by <> proposed_by),
    CHECK ((confirmer IS NULL) = (confirmed_at IS NULL))
);
CREATE UNIQUE INDEX identities_by_subject ON identities (issuer_id, subject) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX identities_by_account ON identities (account_id, issuer_id) WHERE ended_at IS NULL;

-- Tokens of issuers that were exchanged, until they have expired: each is good once.
CREATE TABLE used_issuer_tokens (
    issuer_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (issuer_id, token_hash)
);
CREATE INDEX used_issuer_tokens_by_expiry ON used_issuer_tokens (expires_at);

-- The issuer whose token began a session; empty where a password did.
ALTER TABLE sessions ADD COLUMN issuer_id TEXT;
CREATE INDEX sessions_by_issuer ON sessions (issuer_id);
