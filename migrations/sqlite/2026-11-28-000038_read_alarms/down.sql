DROP TABLE read_alarms;
