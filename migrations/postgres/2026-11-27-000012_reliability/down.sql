-- What the older schema has no place for is lost: which notices were offered, and all used tokens but one.
ALTER TABLE notices DROP COLUMN offered_at;
ALTER TABLE notices DROP COLUMN offered_by;
ALTER TABLE sessions ADD COLUMN previous_hash TEXT;
UPDATE sessions SET previous_hash =
    (SELECT max(u.refresh_hash) FROM used_refresh_tokens u WHERE u.session_id = sessions.id);
CREATE INDEX sessions_by_previous ON sessions (previous_hash);
DROP INDEX sessions_by_end;
DROP TABLE used_refresh_tokens;
DROP INDEX changes_by_filing;
DROP TRIGGER changes_keep_last ON changes;
DROP FUNCTION refuse_to_lose_change();
DROP TRIGGER changes_append_only ON changes;
CREATE TRIGGER changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
