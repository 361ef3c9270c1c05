-- The program made these triggers as it opened the database; they would keep columns from being dropped.
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT t.tgname, t.tgrelid::regclass AS of_table FROM pg_trigger t WHERE t.tgname LIKE 'note\_%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.of_table);
    END LOOP;
END $$;
-- Of several acknowledgments of one person the first stays.
ALTER TABLE acknowledgments DISABLE TRIGGER USER;
DELETE FROM acknowledgments a USING acknowledgments b
WHERE a.filing_id = b.filing_id AND a.account_id = b.account_id AND a.id > b.id;
ALTER TABLE acknowledgments ENABLE TRIGGER USER;
ALTER TABLE acknowledgments ADD CONSTRAINT acknowledgments_filing_id_account_id_key UNIQUE (filing_id, account_id);
ALTER TABLE filings DROP COLUMN acknowledge_after;
ALTER TABLE account_proposals DROP COLUMN clearance_terms;
ALTER TABLE accounts DROP COLUMN clearance_terms;
DROP INDEX filings_by_full_marking;
ALTER TABLE filings DROP COLUMN full_marking;
