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
DROP TRIGGER changes_no_delete;
CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes
BEGIN
    SELECT RAISE(ABORT, 'changes is append-only');
END;
