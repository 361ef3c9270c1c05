-- What an order is comes from its recorded acts; what is kept beside them is set right here and held to them
-- whenever an order is read.

-- The marking of the filing when the order was issued: read off its texts, and off the corrections of the record
-- made since the last of them.
ALTER TABLE orders ADD COLUMN issued_marking TEXT NOT NULL DEFAULT 'U'
    CHECK (issued_marking IN ('U', 'CUI', 'C', 'S', 'TS'));
UPDATE orders SET issued_marking = coalesce(
    (SELECT d.matter::json #>> '{record,corrected,marking}' FROM docket d
      WHERE d.filing_id = orders.filing_id AND d.kind = 'record.corrected' AND d.id < orders.id
        AND d.matter::json #>> '{record,corrected,marking}' IS NOT NULL
        AND d.entered_at >= (
            SELECT max(t.received_at) FROM filing_texts t
             WHERE t.filing_id = orders.filing_id
               AND t.received_at <= (SELECT recorded_at FROM terms WHERE order_id = orders.id AND number = 1))
      ORDER BY d.id DESC LIMIT 1),
    (SELECT t.document::json ->> 'marking' FROM filing_texts t
      WHERE t.filing_id = orders.filing_id
        AND t.received_at <= (SELECT recorded_at FROM terms WHERE order_id = orders.id AND number = 1)
      ORDER BY t.text_version DESC LIMIT 1),
    'U');

-- From now on this is what the issue made of the matter, and is never changed: type and marking of that day. What
-- modifications, markings and declassifications made of it since is computed from them.
UPDATE orders SET classified = (coalesce(order_type, '') = 'II' OR issued_marking IN ('C', 'S', 'TS'));

-- An order that is over keeps the day before its end; one rescinded during a war had kept 9999-12-31.
UPDATE orders SET expires_on = ended_on - 1 WHERE ended IS NOT NULL;

-- A sponsor states that matter is declassified once for each act that classified it, not once for ever.
ALTER TABLE declassifications DROP CONSTRAINT declassifications_order_id_agency_key;
CREATE INDEX declassifications_by_order ON declassifications (order_id, id);
