DROP TRIGGER hit_agencies_kept ON hits;
DROP FUNCTION keep_hit_agencies();
DROP TABLE hit_agencies;
