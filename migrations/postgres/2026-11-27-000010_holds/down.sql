-- The last statement of each sponsor goes back.
DROP INDEX declassifications_by_order;
ALTER TABLE declassifications DISABLE TRIGGER declassifications_append_only;
DELETE FROM declassifications d
 WHERE d.id <> (SELECT max(o.id) FROM declassifications o WHERE o.order_id = d.order_id AND o.agency = d.agency);
ALTER TABLE declassifications ENABLE TRIGGER declassifications_append_only;
ALTER TABLE declassifications ADD CONSTRAINT declassifications_order_id_agency_key UNIQUE (order_id, agency);
ALTER TABLE orders DROP COLUMN issued_marking;
