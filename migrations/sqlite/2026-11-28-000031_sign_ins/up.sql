-- When a session was used last, from which network it was begun, and when its person last proved who they are: with the
-- password, and with a second factor.
ALTER TABLE sessions ADD COLUMN used_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
UPDATE sessions SET used_at = created_at;
ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN password_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
ALTER TABLE sessions ADD COLUMN factor_at TIMESTAMP;

-- Failed sign-ins in a row, by account and by the network they came from. The row without a network counts those from
-- all networks in which the account has never signed in. The row without an account makes the work for a name that
-- nobody has the same as for others.
CREATE TABLE sign_in_failures (
    account_id TEXT NOT NULL,
    network TEXT NOT NULL,
    failures INTEGER NOT NULL,
    used_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, network)
);
CREATE INDEX sign_in_failures_by_use ON sign_in_failures (used_at);

-- Second factors: the secrets of programs that make one-time passwords (RFC 6238), encrypted under the office key. An
-- account has at most one that is in use and one that is not confirmed yet.
CREATE TABLE factors (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    sealed_secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    -- The period of the one-time password that was used last; none of that period or an earlier one is good again.
    last_period BIGINT NOT NULL
);
CREATE UNIQUE INDEX factors_in_use ON factors (account_id) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX factors_not_confirmed ON factors (account_id) WHERE confirmed_at IS NULL;

-- What a security officer proposes may take the second factor away, whose owner has lost it.
ALTER TABLE account_proposals ADD COLUMN removes_factor BOOLEAN NOT NULL DEFAULT FALSE;
