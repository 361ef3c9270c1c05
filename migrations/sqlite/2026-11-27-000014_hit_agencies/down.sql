DROP TRIGGER hit_agencies_insert;
DROP TRIGGER hit_agencies_update;
DROP TRIGGER hit_agencies_delete;
DROP TABLE hit_agencies;
