-- Numbers keep the form that was given to them.
DROP TABLE number_findings;
DELETE FROM settings WHERE name = 'application_numbers';
