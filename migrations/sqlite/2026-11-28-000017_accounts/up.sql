-- A password that somebody else gave is good once: to choose an own one. Passwords on record stay as they are.
ALTER TABLE accounts ADD COLUMN temporary_password BOOLEAN NOT NULL DEFAULT FALSE;

-- What one security officer would give an account, until another one confirms it or takes it back. An account has one
-- proposal at a time.
CREATE TABLE account_proposals (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- The stamp of the account for which it was proposed; after another change nobody may confirm it.
    stamp INTEGER NOT NULL,
    enabled BOOLEAN NOT NULL,
    clearance TEXT NOT NULL CHECK (clearance IN ('U', 'CUI', 'C', 'S', 'TS')),
    password_hash TEXT,
    proposed_by TEXT NOT NULL REFERENCES accounts (id),
    proposer TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX account_proposals_by_account ON account_proposals (account_id);
