-- What a person must look at: filings whose number is no application number, and filings that were two by
-- spelling and are one application. The program fills it right after this, since SQL cannot read a number.
CREATE TABLE number_findings (
    filing_id TEXT PRIMARY KEY NOT NULL REFERENCES filings (id),
    -- The key of the application that another filing is on record for, and that filing; both NULL: the number
    -- cannot be read.
    number_key TEXT,
    other_id TEXT REFERENCES filings (id),
    CHECK ((number_key IS NULL) = (other_id IS NULL)),
    CHECK (other_id <> filing_id)
);
CREATE INDEX number_findings_by_key ON number_findings (number_key);
CREATE INDEX number_findings_by_other ON number_findings (other_id);
