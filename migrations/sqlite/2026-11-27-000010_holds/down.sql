-- The last statement of each sponsor goes back.
DROP INDEX declassifications_by_order;
CREATE TABLE declassifications_new (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    agency TEXT NOT NULL REFERENCES agencies (code),
    declassified_on DATE NOT NULL,
    statement TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (order_id, agency)
);
INSERT INTO declassifications_new
    SELECT id, order_id, agency, declassified_on, statement, account_id, person, recorded_at FROM declassifications d
     WHERE d.id = (SELECT max(o.id) FROM declassifications o WHERE o.order_id = d.order_id AND o.agency = d.agency);
DROP TRIGGER declassifications_no_update;
DROP TRIGGER declassifications_no_delete;
DROP TABLE declassifications;
ALTER TABLE declassifications_new RENAME TO declassifications;
CREATE TRIGGER declassifications_no_update BEFORE UPDATE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
CREATE TRIGGER declassifications_no_delete BEFORE DELETE ON declassifications
BEGIN
    SELECT RAISE(ABORT, 'declassifications is append-only');
END;
ALTER TABLE orders DROP COLUMN issued_marking;
