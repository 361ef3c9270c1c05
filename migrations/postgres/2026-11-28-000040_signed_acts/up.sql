-- Keys by which people sign what they do: the public halves. A key counts once a security officer has confirmed it, and is
-- that of one person for ever.
CREATE TABLE personal_keys (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- The name of the key (RFC 7638).
    thumbprint TEXT NOT NULL,
    -- The JSON Web Key of which this is the digest.
    public_key TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    confirmed_by TEXT REFERENCES accounts (id),
    -- The name of whoever confirmed it.
    confirmer TEXT,
    ended_at TIMESTAMP,
    version INTEGER NOT NULL,
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL) AND (confirmed_at IS NULL) = (confirmer IS NULL)),
    CHECK (confirmed_by IS NULL OR confirmed_by <> account_id)
);
CREATE UNIQUE INDEX personal_keys_by_thumbprint ON personal_keys (thumbprint);
CREATE INDEX personal_keys_by_account ON personal_keys (account_id);

-- Who vouches for an act: a statement over its entry in the ledger and the request, signed by the office key, with the
-- person's own signature in it where there is one.
CREATE TABLE signed_acts (
    -- The entry.
    seq BIGINT PRIMARY KEY NOT NULL REFERENCES ledger (seq),
    -- A compact JWS (RFC 7515).
    statement TEXT NOT NULL,
    -- The content of the request, as it was sent.
    content TEXT NOT NULL,
    -- SHA-256 of what the person has signed, in hexadecimal: a signature counts once.
    own_sha256 TEXT
);
CREATE UNIQUE INDEX signed_acts_by_own ON signed_acts (own_sha256);
CREATE TRIGGER signed_acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signed_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The key by which an acknowledgment was signed; null where the service has signed for the person.
ALTER TABLE acknowledgments ADD COLUMN personal_key TEXT;
