-- The program made these triggers as it opened the database; they would keep columns from being dropped.
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT t.tgname, t.tgrelid::regclass AS of_table FROM pg_trigger t WHERE t.tgname LIKE 'note\_%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.of_table);
    END LOOP;
END $$;
DROP INDEX sessions_by_issuer;
ALTER TABLE sessions DROP COLUMN issuer_id;
DROP TABLE used_issuer_tokens;
DROP TABLE identities;
DROP TABLE issuers;
