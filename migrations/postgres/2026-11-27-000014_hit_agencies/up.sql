-- The agencies that own the category of a hit, one a row, so that filings are found by them. `hits.agencies`
-- is the record and this its copy, kept by the triggers.
CREATE TABLE hit_agencies (
    agency TEXT NOT NULL,
    hit_id TEXT NOT NULL,
    PRIMARY KEY (agency, hit_id)
);
CREATE INDEX hit_agencies_by_hit ON hit_agencies (hit_id);
INSERT INTO hit_agencies (agency, hit_id)
SELECT DISTINCT a.value, h.id FROM hits h, jsonb_array_elements_text(h.agencies::jsonb) AS a (value);
CREATE FUNCTION keep_hit_agencies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM hit_agencies WHERE hit_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO hit_agencies (agency, hit_id)
        SELECT DISTINCT a.value, NEW.id FROM jsonb_array_elements_text(NEW.agencies::jsonb) AS a (value);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER hit_agencies_kept AFTER INSERT OR UPDATE OF id, agencies OR DELETE ON hits
    FOR EACH ROW EXECUTE FUNCTION keep_hit_agencies();
