-- The agencies that own the category of a hit, one a row, so that filings are found by them. `hits.agencies`
-- is the record and this its copy, kept by the triggers.
CREATE TABLE hit_agencies (
    agency TEXT NOT NULL,
    hit_id TEXT NOT NULL,
    PRIMARY KEY (agency, hit_id)
);
CREATE INDEX hit_agencies_by_hit ON hit_agencies (hit_id);
INSERT INTO hit_agencies (agency, hit_id)
SELECT DISTINCT a.value, h.id FROM hits h, json_each(h.agencies) a;
CREATE TRIGGER hit_agencies_insert AFTER INSERT ON hits
BEGIN
    INSERT INTO hit_agencies (agency, hit_id) SELECT DISTINCT a.value, NEW.id FROM json_each(NEW.agencies) a;
END;
CREATE TRIGGER hit_agencies_update AFTER UPDATE OF id, agencies ON hits
BEGIN
    DELETE FROM hit_agencies WHERE hit_id = OLD.id;
    INSERT INTO hit_agencies (agency, hit_id) SELECT DISTINCT a.value, NEW.id FROM json_each(NEW.agencies) a;
END;
CREATE TRIGGER hit_agencies_delete AFTER DELETE ON hits
BEGIN
    DELETE FROM hit_agencies WHERE hit_id = OLD.id;
END;
