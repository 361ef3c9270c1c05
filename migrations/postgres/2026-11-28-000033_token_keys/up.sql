-- The keys that sign: access tokens, and statements such as certificates. The private half of a key is encrypted under the
-- wrapping key of the office, which is in no database.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY NOT NULL,
    -- What the key signs: tokens or statements.
    purpose TEXT NOT NULL,
    -- The public half, base64url.
    public_key TEXT NOT NULL,
    -- The encrypted private half; none once the key signs no more.
    sealed_key TEXT,
    -- The name of the wrapping key.
    wrapped_by TEXT NOT NULL,
    -- Made with the wrapping key over the public half and the times. A key whose voucher is wrong is not used.
    voucher TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    signs_from TIMESTAMP NOT NULL,
    -- None while no later key has been made.
    signs_until TIMESTAMP,
    -- When the last token that the key signed has expired.
    accepted_until TIMESTAMP
);
-- Of each purpose one key has no end yet, whichever node makes the next.
CREATE UNIQUE INDEX signing_keys_without_end ON signing_keys (purpose) WHERE signs_until IS NULL;
CREATE INDEX signing_keys_by_acceptance ON signing_keys (purpose, accepted_until);

-- New token keys that a security officer asks for, until another one confirms it.
CREATE TABLE key_rotations (
    id TEXT PRIMARY KEY NOT NULL,
    -- Whether the keys of before are refused at once, because one has become known.
    refuses_old BOOLEAN NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES accounts (id),
    proposer TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL
);
