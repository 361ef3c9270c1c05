-- What an order is comes from its recorded acts; what is kept beside them is set right here and held to them
-- whenever an order is read.

-- The marking of the filing when the order was issued: read off its texts, and off the corrections of the record
-- made since the last of them.
ALTER TABLE orders ADD COLUMN issued_marking TEXT NOT NULL DEFAULT 'U'
    CHECK (issued_marking IN ('U', 'CUI', 'C', 'S', 'TS'));
UPDATE orders SET issued_marking = coalesce(
    (SELECT json_extract(d.matter, '$.record.corrected.marking') FROM docket d
      WHERE d.filing_id = orders.filing_id AND d.kind = 'record.corrected' AND d.id < orders.id
        AND json_extract(d.matter, '$.record.corrected.marking') IS NOT NULL
        AND d.entered_at >= (
            SELECT max(t.received_at) FROM filing_texts t
             WHERE t.filing_id = orders.filing_id
               AND t.received_at <= (SELECT recorded_at FROM terms WHERE order_id = orders.id AND number = 1))
      ORDER BY d.id DESC LIMIT 1),
    (SELECT json_extract(t.document, '$.marking') FROM filing_texts t
      WHERE t.filing_id = orders.filing_id
        AND t.received_at <= (SELECT recorded_at FROM terms WHERE order_id = orders.id AND number = 1)
      ORDER BY t.text_version DESC LIMIT 1),
    'U');

-- From now on this is what the issue made of the matter, and is never changed: type and marking of that day. What
-- modifications, markings and declassifications made of it since is computed from them.
UPDATE orders SET classified = (coalesce(order_type, '') = 'II' OR issued_marking IN ('C', 'S', 'TS'));

-- An order that is over keeps the day before its end; one rescinded during a war had kept 9999-12-31.
UPDATE orders SET expires_on = date(ended_on, '-1 day') WHERE ended IS NOT NULL;

-- A sponsor states that matter is declassified once for each act that classified it, not once for ever.
CREATE TABLE declassifications_new (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    declassified_on DATE NOT NULL,
    statement TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
INSERT INTO declassifications_new
    SELECT id, order_id, agency, declassified_on, statement, account_id, person, recorded_at FROM declassifications;
DROP TRIGGER declassifications_no_update;
DROP TRIGGER declassifications_no_delete;
DROP TABLE declassifications;
ALTER TABLE declassifications_new RENAME TO declassifications;
CREATE INDEX declassifications_by_order ON declassifications (order_id, id);
CREATE TRIGGER declassifications_no_update BEFORE UPDATE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
CREATE TRIGGER declassifications_no_delete BEFORE DELETE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
