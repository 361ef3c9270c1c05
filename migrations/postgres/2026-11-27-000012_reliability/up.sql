-- What may have gone out is known to every process; every used refresh token is known; what nobody asks for
-- any more can be tidied.

-- When and where the attempt under way offered the notice. NULL: it has not been offered, so it has not gone out.
ALTER TABLE notices ADD COLUMN offered_at TIMESTAMP;
ALTER TABLE notices ADD COLUMN offered_by TEXT;
-- An attempt that was under way when an older version ended: whether it went out is not known.
UPDATE notices SET offered_at = queued_at, offered_by = '' WHERE state = 'queued' AND lease_owner IS NOT NULL;

-- Hashes of the refresh tokens that were used, of every session on record.
CREATE TABLE used_refresh_tokens (
    refresh_hash TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id)
);
CREATE INDEX used_refresh_tokens_by_session ON used_refresh_tokens (session_id);
INSERT INTO used_refresh_tokens (refresh_hash, session_id)
    SELECT previous_hash, min(id) FROM sessions WHERE previous_hash IS NOT NULL GROUP BY previous_hash;
DROP INDEX sessions_by_previous;
ALTER TABLE sessions DROP COLUMN previous_hash;
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A change may go when a later one says the same of the same filing: no index misses it.
CREATE INDEX changes_by_filing ON changes (filing_id, seq);
DROP TRIGGER changes_append_only ON changes;
CREATE TRIGGER changes_append_only BEFORE UPDATE OR TRUNCATE ON changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_to_lose_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM changes l WHERE l.filing_id = OLD.filing_id AND l.seq > OLD.seq) THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER changes_keep_last BEFORE DELETE ON changes
    FOR EACH ROW EXECUTE FUNCTION refuse_to_lose_change();
