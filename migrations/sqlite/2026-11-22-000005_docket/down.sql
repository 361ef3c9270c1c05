DROP TABLE docket;
