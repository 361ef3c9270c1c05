-- Witnesses of the ledger: agencies that look whether the ledger only grows, and co-sign what they have seen. A key is
-- that of one witness for ever.
CREATE TABLE witnesses (
    id TEXT PRIMARY KEY NOT NULL,
    -- The name in the lines that the witness signs.
    name TEXT NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (code),
    -- Ed25519, base64.
    public_key TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX witnesses_by_name ON witnesses (name) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX witnesses_by_key ON witnesses (public_key);

-- What witnesses have co-signed: the size of the ledger and the root of its Merkle tree. A witness co-signs one size once.
CREATE TABLE cosignatures (
    id TEXT PRIMARY KEY NOT NULL,
    witness_id TEXT NOT NULL REFERENCES witnesses (id),
    -- Entries of the ledger.
    size BIGINT NOT NULL,
    -- In hexadecimal.
    root TEXT NOT NULL,
    -- When the witness co-signed, by its own clock.
    signed_at TIMESTAMP NOT NULL,
    -- The line of the note.
    line TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (size > 0)
);
CREATE UNIQUE INDEX cosignatures_by_witness ON cosignatures (witness_id, size);
CREATE INDEX cosignatures_by_size ON cosignatures (size);
CREATE TRIGGER cosignatures_no_update BEFORE UPDATE ON cosignatures
BEGIN
    SELECT RAISE(ABORT, 'cosignatures is append-only');
END;
CREATE TRIGGER cosignatures_no_delete BEFORE DELETE ON cosignatures
BEGIN
    SELECT RAISE(ABORT, 'cosignatures is append-only');
END;
