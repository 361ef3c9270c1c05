-- A database as the program of commit 74538aa left it, before orders were held to their acts and numbers had one form:
-- its rows, for the schema of the migrations before 2026-11-27.
--
-- Made by that program and no other: its service with --demo was asked over HTTP, by an intake clerk, an examiner, two
-- licensing officers and an official of the Navy, for what the names below say, from 2026-03-10 to 2027-05-03 of its
-- clock. Then the rows were written out table by table. Left out: sessions and idempotency keys. Replaced: password hashes.
--
-- 18/200,001 came as "US 18/200,001"; its order was modified to Type II and lapsed (B1)
-- 18/200,002 an order, rescinded, that covers 18200003 (B3)
-- 18/200,004 Type II, lapsed, declassified by its sponsor
-- 18/200,006 hand-carried, marked SECRET (B4)
-- 18/200,007 marked SECRET while its order ran; the order lapsed (B4)
-- 18/200,010 as three filings: "18/200,010", "US 18200010", "18/200,010 A1"; G-EP-1136135-B1 is none
-- 18/200,012 an order, renewed, then rescinded in a war (B14)
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000001');
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000002');
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000003');
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000004');
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000005');
INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000007');
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DOD', 'Department of Defense', NULL, '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('ARMY', 'Department of the Army', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('NAVY', 'Department of the Navy', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('USAF', 'Department of the Air Force', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('NSA', 'National Security Agency', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DTSA', 'Defense Technology Security Administration', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DARPA', 'Defense Advanced Research Projects Agency', 'DOD', '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DOE', 'Department of Energy', NULL, '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('NASA', 'National Aeronautics and Space Administration', NULL, '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DHS', 'Department of Homeland Security', NULL, '1952-02-01', NULL, FALSE);
INSERT INTO agencies (code, name, department, valid_from, valid_until, foreign_government) VALUES ('DOJ', 'Department of Justice', NULL, '1952-02-01', NULL, FALSE);
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-ee97-767c-89d9-d2ca2795ef66', 1, 'US 18/200,001', 'US18200001', '7307e6858b6b0b0b3f1774d068e12e12a7f8e5533e053cd1475a9fc0cd24c92e', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:04.363492', 'U', 'in_triage', 1, 7, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f0bd-7199-aede-8ca97aad5554', 2, '18/200,002', '18200002', '1366f7fafa410e0f0a7a6a72d17565fb643e4f38352d2673bad43bb7b9a2af85', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:04.913266', 'U', 'in_triage', 1, 5, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f236-7314-9d0c-1b710de46a0a', 3, 'USSN-18200003', 'USSN18200003', '1b88e623dcad30c66299432764f8d6ffe405351df8ccbb551463cb540e727591', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:05.290973', 'U', 'under_order', 1, 2, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 4, '18/200,004', '18200004', '57497c3b5fb9f8b04dfdc41d931df3814b468d1dacbd54417794202cdf9c470b', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:05.419948', 'U', 'in_triage', 1, 6, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f423-75d7-86fb-a109febb63c5', 5, '18/200,006', '18200006', '3d41819c6d95e8e26ba68e876265961e4c8703163007c2025a3895be75c1f408', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:05.783377', 'S', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f448-762e-b9b4-025d4f52da2d', 6, '18/200,007', '18200007', '6ffede4fd81430b91a5e6d020aedc1fd12ce6ecdb24f1d8b697b1042125cf708', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:05.820062', 'S', 'in_triage', 1, 6, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f65f-741d-98b5-98791f49ad9f', 7, '18/200,010', '18200010', '4d0ac8971695575712bd928abfc39ed9d5a184feb6fcd93b0dad0b66bf9d7957', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.355618', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f68d-707a-ad45-81e3677dd958', 8, 'US 18200010', 'US18200010', '6c0f23209fdfda6793162e10088730a336017197b4f210f17e2dccbca16d6a7c', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.401415', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f6ab-7014-86a6-29297ccc8271', 9, '18/200,010 A1', '18200010A1', '941ba0bd6444bf8ecc922550291dd987ff87deb75e98eb20f959c3dbd91a4afe', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.431660', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f6d3-7503-b8af-42acbf64a67d', 10, 'G-EP-1136135-B1', 'GEP1136135B1', '2a6d73c6c49c519786bceb2c47d0a3f7d29cf4925710da54cfa4ca661afd6c9e', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.471498', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f6f5-7178-8b6d-4d437523e0a7', 11, 'PCT/US26/00123', 'PCTUS2600123', '0c75a5f964456d87051c7eca143420b65629b28497bc35de920a850d399b0673', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.505296', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f70b-7354-9034-e37e11101b8f', 12, '63/200,011', '63200011', 'd54b1d560d7683e9bc3355220d14dbcc157f3591535dad8c3c0126ae0bbf89a2', 'A thing', 'nonprovisional', '2026-03-10', '2026-03-10', '2026-03-10 18:00:06.527842', 'U', 'clear', 1, 1, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, received_at, marking, status, text_version, version, judged_by) VALUES ('01a21bfd-f834-7428-a97f-90a24875f46e', 13, '18/200,012', '18200012', '2ff921ca274265f6ab9da1f71ebb06ff1622884399f9e96a2a46d27545bfb118', 'A thing', 'nonprovisional', '2026-03-10', '2026-04-01', '2026-04-01 18:00:00.209657', 'U', 'in_triage', 1, 5, '01a21bfd-bd0c-763f-af92-f46629a84855');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (1, 'house', 'house', 'database.found', 'database', 'done', 'list=us-public revision=2026-11 sha256=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c', '2026-11-27 07:52:23.564187', '0000000000000000000000000000000000000000000000000000000000000000', '676cd526f2011999fec1ab695a8d93e255c3ea32581866797f2d7d01483e007e');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (2, 'command line', 'command_line', 'account.add', 'account:01a21bfd-c1a0-76ca-abaf-7efe300cacc3', 'done', 'name=intake1 role=intake agency=- clearance=TS enabled=true stamp=1', '2026-11-27 07:52:24.735858', '676cd526f2011999fec1ab695a8d93e255c3ea32581866797f2d7d01483e007e', '41ec118b5016aca2a0dc249b67c838408c6a986dd1ac6ac5eb4b83afae32ee8c');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (3, 'command line', 'command_line', 'account.add', 'account:01a21bfd-c664-7580-8f53-d1fb3ff51cb1', 'done', 'name=exam1 role=examiner agency=- clearance=TS enabled=true stamp=1', '2026-11-27 07:52:25.955879', '41ec118b5016aca2a0dc249b67c838408c6a986dd1ac6ac5eb4b83afae32ee8c', '8e9fcdb875a18287bf559c1bafefe179922877004a6334ed23caf03879d320bc');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (4, 'command line', 'command_line', 'account.add', 'account:01a21bfd-cd14-7769-a428-1623676340ad', 'done', 'name=officer1 role=licensing_officer agency=- clearance=TS enabled=true stamp=1', '2026-11-27 07:52:27.605940', '8e9fcdb875a18287bf559c1bafefe179922877004a6334ed23caf03879d320bc', 'eb8aabe6d995a4550706c78f007a846d427b266cb354db9189d92b46056c7909');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (5, 'command line', 'command_line', 'account.add', 'account:01a21bfd-d38c-73e2-83c6-7fa362eeecb7', 'done', 'name=officer2 role=licensing_officer agency=- clearance=TS enabled=true stamp=1', '2026-11-27 07:52:29.323953', 'eb8aabe6d995a4550706c78f007a846d427b266cb354db9189d92b46056c7909', 'e928a4a067400a0b55257a29b233743bacd12116fdc9b7582cfffc47472cdff4');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (6, 'command line', 'command_line', 'account.add', 'account:01a21bfd-d810-7023-8619-b12ff6262487', 'done', 'name=navy2 role=official agency=NAVY clearance=TS enabled=true stamp=1', '2026-11-27 07:52:30.474699', 'e928a4a067400a0b55257a29b233743bacd12116fdc9b7582cfffc47472cdff4', '92b8af8a7af28a07eaef70cca917bffb8215395c9635bca2f06004040ddc99fe');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (7, 'command line', 'command_line', 'account.add', 'account:01a21bfd-dbfc-75f8-a0f3-2daab73a483e', 'done', 'name=dod1 role=official agency=DOD clearance=TS enabled=true stamp=1', '2026-11-27 07:52:31.461174', '92b8af8a7af28a07eaef70cca917bffb8215395c9635bca2f06004040ddc99fe', 'ed954cea0c408705dae1f218d18dc316bb8a6b12028944ffb63d654a188145e4');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (8, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'session.begin', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'done', '', '2026-03-10 18:00:01.857624', 'ed954cea0c408705dae1f218d18dc316bb8a6b12028944ffb63d654a188145e4', '2f26a3ed9596c7a5b39a1c73b6ffd22ca49cdcd0a26f7f01c78167ba57efed00');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (9, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'session.begin', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'done', '', '2026-03-10 18:00:02.390321', '2f26a3ed9596c7a5b39a1c73b6ffd22ca49cdcd0a26f7f01c78167ba57efed00', '9f2fcc8fab95e02c8971b208aa39278fbde62b04464387b61be440056288f5f3');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (10, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'session.begin', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'done', '', '2026-03-10 18:00:02.904249', '9f2fcc8fab95e02c8971b208aa39278fbde62b04464387b61be440056288f5f3', '747dbd31d64c85727b430960158543b27b300afebfe7caa2530dd32a2a8fea1a');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (11, 'officer2', 'session:01a21bfd-eabd-776d-81e6-121014bb8a13', 'session.begin', 'session:01a21bfd-eabd-776d-81e6-121014bb8a13', 'done', '', '2026-03-10 18:00:03.377647', '747dbd31d64c85727b430960158543b27b300afebfe7caa2530dd32a2a8fea1a', 'dd3c18ad4faee0697e4acfaeb7e81ceb4bec02a9feac15f2f3697ce4f8f4a2e6');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (12, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'session.begin', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'done', '', '2026-03-10 18:00:03.899510', 'dd3c18ad4faee0697e4acfaeb7e81ceb4bec02a9feac15f2f3697ce4f8f4a2e6', 'c2283ad787195f7236217fd44078aa276de82c5c5b93a310e70d50cfda8ec1b1');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (13, 'dod1', 'session:01a21bfd-ee4c-7308-9b02-cce5facbd418', 'session.begin', 'session:01a21bfd-ee4c-7308-9b02-cce5facbd418', 'done', '', '2026-03-10 18:00:04.288573', 'c2283ad787195f7236217fd44078aa276de82c5c5b93a310e70d50cfda8ec1b1', '79d8da0ea30330792631b343e611cc5a5b20ee5715ba48c333fb9aa9c4bbcba0');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (14, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'done', 'sha256=7307e6858b6b0b0b3f1774d068e12e12a7f8e5533e053cd1475a9fc0cd24c92e list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:04.364022', '79d8da0ea30330792631b343e611cc5a5b20ee5715ba48c333fb9aa9c4bbcba0', '68f2427dbfe899372699e6a8b8d442cf50662c83a91f699ab848efac9982a632');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (15, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.refer', 'filing:01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'done', 'agencies=NAVY due_on=2026-06-08', '2026-03-10 18:00:04.446929', '68f2427dbfe899372699e6a8b8d442cf50662c83a91f699ab848efac9982a632', '9ec7fd5c36d4567918d861cf0e8dceca4fd82e86dd1ac76a9b10abc1ac697eef');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (16, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.acknowledge', 'referral:01a21bfd-eeeb-76d5-8689-497507164116', 'done', 'filing=01a21bfd-ee97-767c-89d9-d2ca2795ef66 agency=NAVY sha256=a6ea7e25699f00178fb9309ef4559c3c750cf134f10eeecdc60bf2dd960a0029', '2026-03-10 18:00:04.535546', '9ec7fd5c36d4567918d861cf0e8dceca4fd82e86dd1ac76a9b10abc1ac697eef', '7d500a2043370aa96af384b7b4cae1b18f7fd32321bde18763492bb0546d0194');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (17, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.recommend', 'referral:01a21bfd-eeeb-76d5-8689-497507164116', 'done', 'filing=01a21bfd-ee97-767c-89d9-d2ca2795ef66 agency=NAVY binding=true sha256=19a8c9146a16ecd38b0efb963cf923eb662c838f625d08d1cdda584416696b24', '2026-03-10 18:00:04.607223', '7d500a2043370aa96af384b7b4cae1b18f7fd32321bde18763492bb0546d0194', 'b74baa9716823dd9d70789d37020fbe53f1c4f2db1a9005b8b5721b5ab36d369');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (18, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.issue', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'number=SO-2026-000001 filing=01a21bfd-ee97-767c-89d9-d2ca2795ef66 type=III sponsors=NAVY notices=1 sha256=6ba9072dbd30f13ef560d6925b28e13708200cba2012ea9795f47d3554f3086c', '2026-03-10 18:00:04.728020', 'b74baa9716823dd9d70789d37020fbe53f1c4f2db1a9005b8b5721b5ab36d369', '4664f402002d5e99a5fb55b50855455e8aeb4551ea4c66dc05cfe5eff8867254');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (19, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'petition.receive', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'entry=01a21bfd-f05c-70e2-814a-b532e1cd3b76 kind=petition.modification sha256=2af51ac21a06e815d3b033f73829774b6d3915fa0fa36202fa06d3fc854201dc', '2026-03-10 18:00:04.815380', '4664f402002d5e99a5fb55b50855455e8aeb4551ea4c66dc05cfe5eff8867254', 'd6406e45e97ff919dd6926408feeb999c4b6ff9194dcef7f5735121839e412bc');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (20, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'petition.decide', 'entry:01a21bfd-f05c-70e2-814a-b532e1cd3b76', 'done', 'entry=01a21bfd-f07c-7232-8293-c240ceee076d kind=petition.modified sha256=fcf8a072dd6016d533cda4d31fb9bb8b42586a8d113fd903e8e70ac6510f5243', '2026-03-10 18:00:04.847488', 'd6406e45e97ff919dd6926408feeb999c4b6ff9194dcef7f5735121839e412bc', '42d8924dce732385144d7e82bdbe167f66ff11cc539c522823530bf5bcc16aa7');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (21, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f0bd-7199-aede-8ca97aad5554', 'done', 'sha256=1366f7fafa410e0f0a7a6a72d17565fb643e4f38352d2673bad43bb7b9a2af85 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:04.913706', '42d8924dce732385144d7e82bdbe167f66ff11cc539c522823530bf5bcc16aa7', 'ec4ddaae920784e5f09437849425321a1ea87ee8242b532ae36dfb1fc9bb604b');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (22, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.refer', 'filing:01a21bfd-f0bd-7199-aede-8ca97aad5554', 'done', 'agencies=NAVY due_on=2026-06-08', '2026-03-10 18:00:04.955023', 'ec4ddaae920784e5f09437849425321a1ea87ee8242b532ae36dfb1fc9bb604b', '1e6b046a8be8301b5e5d63d6280000ef09aed97c638a65cbf269adae19a306ea');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (23, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.acknowledge', 'referral:01a21bfd-f0e7-7361-a8c7-201f3ac59bf5', 'done', 'filing=01a21bfd-f0bd-7199-aede-8ca97aad5554 agency=NAVY sha256=2279e0cd5481419191b9eb04c9862dc1b959ccb001d0ed956e591219e0f17376', '2026-03-10 18:00:05.032290', '1e6b046a8be8301b5e5d63d6280000ef09aed97c638a65cbf269adae19a306ea', 'fa4f43cd384e79b26c0c5514ac7657ea02890803f5358d3a44a19968e90910e9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (24, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.recommend', 'referral:01a21bfd-f0e7-7361-a8c7-201f3ac59bf5', 'done', 'filing=01a21bfd-f0bd-7199-aede-8ca97aad5554 agency=NAVY binding=true sha256=b0f7f71dca9d2df8ecdb2777f5093f41ac0c18da0503a270e01268f0bdd5f770', '2026-03-10 18:00:05.131639', 'fa4f43cd384e79b26c0c5514ac7657ea02890803f5358d3a44a19968e90910e9', '4f8b9ed52e47579cdce5abfd855a91433f6dc593a065baac6d1073361d8429da');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (25, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.issue', 'order:01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'done', 'number=SO-2026-000002 filing=01a21bfd-f0bd-7199-aede-8ca97aad5554 type=III sponsors=NAVY notices=1 sha256=ca054c879ea43cce3195e6e7d6ce407bfd9414da115d93141bc563689d8dd5c0', '2026-03-10 18:00:05.240286', '4f8b9ed52e47579cdce5abfd855a91433f6dc593a065baac6d1073361d8429da', '838080583e3d603648485fe1354e3023dd3d379fdfed852754bf3b0b0c730b39');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (26, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f236-7314-9d0c-1b710de46a0a', 'done', 'sha256=1b88e623dcad30c66299432764f8d6ffe405351df8ccbb551463cb540e727591 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:05.291271', '838080583e3d603648485fe1354e3023dd3d379fdfed852754bf3b0b0c730b39', 'a981c42eeb4e8f400a94932598e3c04909201b3c57663c718cdfb7d2680ca01e');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (27, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.relate', 'filing:01a21bfd-f236-7314-9d0c-1b710de46a0a', 'done', 'entry=01a21bfd-f28a-7782-a7e4-341ac960b708 kind=related.compared sha256=d08a297edf69c80b1450fa57999128c3bc2610751a74bc08a16eabf5224ed26e', '2026-03-10 18:00:05.373414', 'a981c42eeb4e8f400a94932598e3c04909201b3c57663c718cdfb7d2680ca01e', 'd7be97391b7c9c75038f175cd6698bb15a6c21390a955de92c84d08cc3c6d474');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (28, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'done', 'sha256=57497c3b5fb9f8b04dfdc41d931df3814b468d1dacbd54417794202cdf9c470b list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:05.420224', 'd7be97391b7c9c75038f175cd6698bb15a6c21390a955de92c84d08cc3c6d474', 'd9a21195d130a4881858b18eae2060bffcf5d2802ff0d7fc97173d1efbab7d32');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (29, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.refer', 'filing:01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'done', 'agencies=NAVY due_on=2026-06-08', '2026-03-10 18:00:05.499058', 'd9a21195d130a4881858b18eae2060bffcf5d2802ff0d7fc97173d1efbab7d32', '5111c0c9024c2b60f0719b451b1acea7a6673cda41a6e2d421daf3df7cc691de');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (30, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.acknowledge', 'referral:01a21bfd-f307-723b-b326-bee64bfae41a', 'done', 'filing=01a21bfd-f2b7-74ff-ac73-dc168b0f531a agency=NAVY sha256=8e25eb694f61e817ef461282847dda37391a88fc21e5df79ac80439b57a8351f', '2026-03-10 18:00:05.548448', '5111c0c9024c2b60f0719b451b1acea7a6673cda41a6e2d421daf3df7cc691de', 'e595af2c157e8adb8060deb94491601c2c83e3c1f4927bd91fe9d3862a1f2cc9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (31, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.recommend', 'referral:01a21bfd-f307-723b-b326-bee64bfae41a', 'done', 'filing=01a21bfd-f2b7-74ff-ac73-dc168b0f531a agency=NAVY binding=true sha256=769b5be2a5a3a67fd29fb406fb1a6abfa6b9a905045e85d6ea69c1d00d950257', '2026-03-10 18:00:05.622564', 'e595af2c157e8adb8060deb94491601c2c83e3c1f4927bd91fe9d3862a1f2cc9', '180f5c0f70bf46e8d3b7f7de0543b1e9629ed14439a03d98f54aebcf8deabe1f');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (32, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.issue', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'number=SO-2026-000003 filing=01a21bfd-f2b7-74ff-ac73-dc168b0f531a type=II sponsors=NAVY notices=1 sha256=1ee89ae39fc026da7760739548551c3ea0b6a7f9d3252f634651191bf63d1f16', '2026-03-10 18:00:05.703709', '180f5c0f70bf46e8d3b7f7de0543b1e9629ed14439a03d98f54aebcf8deabe1f', '3af01f7883cb4826c2a02fa2cd22b973135ce02edabf26241984594413c46d2a');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (33, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f423-75d7-86fb-a109febb63c5', 'done', 'sha256=3d41819c6d95e8e26ba68e876265961e4c8703163007c2025a3895be75c1f408 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2 received_by=hand_carried', '2026-03-10 18:00:05.783728', '3af01f7883cb4826c2a02fa2cd22b973135ce02edabf26241984594413c46d2a', '3a127d0aa0814028d618aa6a5584928b3852e463b84ca9dcdf3621702336f53d');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (34, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f448-762e-b9b4-025d4f52da2d', 'done', 'sha256=6ffede4fd81430b91a5e6d020aedc1fd12ce6ecdb24f1d8b697b1042125cf708 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:05.820308', '3a127d0aa0814028d618aa6a5584928b3852e463b84ca9dcdf3621702336f53d', '0ab2b8b0579e7107ce6dd2799efcd15d1a8c8febedb9e6a72ad5d38dc8349427');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (35, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.refer', 'filing:01a21bfd-f448-762e-b9b4-025d4f52da2d', 'done', 'agencies=NAVY due_on=2026-06-08', '2026-03-10 18:00:05.882867', '0ab2b8b0579e7107ce6dd2799efcd15d1a8c8febedb9e6a72ad5d38dc8349427', '6c7a24f1ed33f2850f4cb85d1aaad9141b87bdf88cb049da408ebeff5e8e12c5');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (36, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.acknowledge', 'referral:01a21bfd-f487-7766-a7e6-78633d274422', 'done', 'filing=01a21bfd-f448-762e-b9b4-025d4f52da2d agency=NAVY sha256=42f800e0f70e7c208c3bc0be9a2b15739667b944a1fd739fcd06c62503097042', '2026-03-10 18:00:05.992374', '6c7a24f1ed33f2850f4cb85d1aaad9141b87bdf88cb049da408ebeff5e8e12c5', '39d7364e3e47e8eacae9f7100aa8fabd8afbf2cbe86a500621bd8e4cc7fd53c8');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (37, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.recommend', 'referral:01a21bfd-f487-7766-a7e6-78633d274422', 'done', 'filing=01a21bfd-f448-762e-b9b4-025d4f52da2d agency=NAVY binding=true sha256=0bdb211ba0ff93fde0a33a568c237e38c6fddc35482754a1fbce02bfba8dc2ca', '2026-03-10 18:00:06.073904', '39d7364e3e47e8eacae9f7100aa8fabd8afbf2cbe86a500621bd8e4cc7fd53c8', '35d60d105f70fe2fb8655af1bbabfe7f89a3287ac5748edfd362d7148cea2ddd');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (38, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.issue', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'number=SO-2026-000004 filing=01a21bfd-f448-762e-b9b4-025d4f52da2d type=III sponsors=NAVY notices=1 sha256=97238bd9f5305ce4e4802d19c9141ba8eea7706ee70a50f4caa369c532378c75', '2026-03-10 18:00:06.179196', '35d60d105f70fe2fb8655af1bbabfe7f89a3287ac5748edfd362d7148cea2ddd', 'fc98f4a8d45e9dcdfcc6d2c53056765af1b06250104c030e02ec36b17032cb89');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (39, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.correct', 'filing:01a21bfd-f448-762e-b9b4-025d4f52da2d', 'done', 'entry=01a21bfd-f60a-73b1-93da-004840c888f6 kind=record.corrected sha256=bea100f7b09231d21d64ed54740e7e02d8a11a26a26121e4f78282bf055be6cb', '2026-03-10 18:00:06.269675', 'fc98f4a8d45e9dcdfcc6d2c53056765af1b06250104c030e02ec36b17032cb89', '1dce6c19a4ae327cf44ac930b2db797b7a54730c0c17b13837b3faa057314775');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (40, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f65f-741d-98b5-98791f49ad9f', 'done', 'sha256=4d0ac8971695575712bd928abfc39ed9d5a184feb6fcd93b0dad0b66bf9d7957 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.356204', '1dce6c19a4ae327cf44ac930b2db797b7a54730c0c17b13837b3faa057314775', 'c2c2b098d9a29d346e1e82f94cdf4c09c6ef77d9645802e57a7402be49a64bf9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (41, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f68d-707a-ad45-81e3677dd958', 'done', 'sha256=6c0f23209fdfda6793162e10088730a336017197b4f210f17e2dccbca16d6a7c list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.401682', 'c2c2b098d9a29d346e1e82f94cdf4c09c6ef77d9645802e57a7402be49a64bf9', '462decc5db76a73a5e59067c30d03d69541f49c37e961c0a38392e66544aad11');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (42, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f6ab-7014-86a6-29297ccc8271', 'done', 'sha256=941ba0bd6444bf8ecc922550291dd987ff87deb75e98eb20f959c3dbd91a4afe list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.431992', '462decc5db76a73a5e59067c30d03d69541f49c37e961c0a38392e66544aad11', 'f3d1b39edcd0674505325ef1a74709c2602a88a79ed0d091a0eac0598dda955e');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (43, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f6d3-7503-b8af-42acbf64a67d', 'done', 'sha256=2a6d73c6c49c519786bceb2c47d0a3f7d29cf4925710da54cfa4ca661afd6c9e list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.472043', 'f3d1b39edcd0674505325ef1a74709c2602a88a79ed0d091a0eac0598dda955e', 'ea676e725221604756eb449cb8df8d39383f9ba57f0278c60d0fd06eaed8c48c');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (44, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f6f5-7178-8b6d-4d437523e0a7', 'done', 'sha256=0c75a5f964456d87051c7eca143420b65629b28497bc35de920a850d399b0673 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.505576', 'ea676e725221604756eb449cb8df8d39383f9ba57f0278c60d0fd06eaed8c48c', 'cb6d3a63512d167944eb822064490dbb9075433fa0f351ef8ce411148ce01782');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (45, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f70b-7354-9034-e37e11101b8f', 'done', 'sha256=d54b1d560d7683e9bc3355220d14dbcc157f3591535dad8c3c0126ae0bbf89a2 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-03-10 18:00:06.528120', 'cb6d3a63512d167944eb822064490dbb9075433fa0f351ef8ce411148ce01782', '716961234ceecbd7a7d35d02b086c1414eff8de351609d28be1abb832e5450fe');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (46, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'demo.set_clock', 'clock', 'done', '2026-04-01T18:00:00Z', '2026-03-10 18:00:06.583874', '716961234ceecbd7a7d35d02b086c1414eff8de351609d28be1abb832e5450fe', '4e370d31a672d2e9558fd6dfccb1d8261f1d2594b462c04ce0514f794c501817');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (47, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'order.request_rescission', 'order:01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'done', 'agency=NAVY sha256=997c9876d986b82c7c57ee37bca6e4ed9292da5a55c8bf396f6464456e540192', '2026-04-01 18:00:00.068097', '4e370d31a672d2e9558fd6dfccb1d8261f1d2594b462c04ce0514f794c501817', 'e7a724feeb71510c9cfe1d9e17eedea3936fb3b3d70ed2451a257ccf26889ce2');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (48, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.rescind', 'order:01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'done', 'sponsors=NAVY classified=false', '2026-04-01 18:00:00.164948', 'e7a724feeb71510c9cfe1d9e17eedea3936fb3b3d70ed2451a257ccf26889ce2', '51311baa50d6e45f60be1ae0f0e4c402d92bd2f11edad3037f017548cb134050');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (49, 'intake1', 'session:01a21bfd-e4cd-71a7-8574-962b030dadb1', 'filing.receive', 'filing:01a21bfd-f834-7428-a97f-90a24875f46e', 'done', 'sha256=2ff921ca274265f6ab9da1f71ebb06ff1622884399f9e96a2a46d27545bfb118 list=7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c engine=2', '2026-04-01 18:00:00.209924', '51311baa50d6e45f60be1ae0f0e4c402d92bd2f11edad3037f017548cb134050', 'a67151ccc765c3d5c0c00c3f8d62a2a28857875b4fb7a1e02574181597cbc87f');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (50, 'exam1', 'session:01a21bfd-e6e2-71e2-8ba2-8bcb1f1170a4', 'filing.refer', 'filing:01a21bfd-f834-7428-a97f-90a24875f46e', 'done', 'agencies=NAVY due_on=2026-06-30', '2026-04-01 18:00:00.287929', 'a67151ccc765c3d5c0c00c3f8d62a2a28857875b4fb7a1e02574181597cbc87f', '2af52d87c2eb647e233d04198bc7047ff1dda6dc9bcd36fd9adeb2e1357042a3');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (51, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.acknowledge', 'referral:01a21bfd-f883-71bc-af8c-61ad9e72479c', 'done', 'filing=01a21bfd-f834-7428-a97f-90a24875f46e agency=NAVY sha256=42506e8491f97a26b9bff9eed54ec22b05e7529bb054547f2c3c128fb072bce0', '2026-04-01 18:00:00.396405', '2af52d87c2eb647e233d04198bc7047ff1dda6dc9bcd36fd9adeb2e1357042a3', '534dd762ad55192d19e0633f085839c3cf3866ea0e14b2234cf3f9b244b74cd2');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (52, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'referral.recommend', 'referral:01a21bfd-f883-71bc-af8c-61ad9e72479c', 'done', 'filing=01a21bfd-f834-7428-a97f-90a24875f46e agency=NAVY binding=true sha256=dfa493f8079b1cce9851f200c22980c2e7a729289abd69b401693c109da0d004', '2026-04-01 18:00:00.464193', '534dd762ad55192d19e0633f085839c3cf3866ea0e14b2234cf3f9b244b74cd2', '3a740a4a3a91150006a63f5e82507831fae8733e6831197af73b2c02650ead81');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (53, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.issue', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'number=SO-2026-000005 filing=01a21bfd-f834-7428-a97f-90a24875f46e type=III sponsors=NAVY notices=1 sha256=455f430f23110c24f0994fb2847eb768f22f3a0361011fce5eb74f2490984f78', '2026-04-01 18:00:00.584244', '3a740a4a3a91150006a63f5e82507831fae8733e6831197af73b2c02650ead81', 'e1064256c0789f38b7145784505b55b8d6a55b574b7619f6957b30a27d367a9f');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (54, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'demo.set_clock', 'clock', 'done', '2027-02-10T18:00:00Z', '2026-04-01 18:00:00.609014', 'e1064256c0789f38b7145784505b55b8d6a55b574b7619f6957b30a27d367a9f', '22ddbc2ebf458d9de4b9aa62c37b3a60fe8693197ff9ab2e272604a254955d95');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (55, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=120 agencies=NAVY', '2026-11-10 05:00:00', '22ddbc2ebf458d9de4b9aa62c37b3a60fe8693197ff9ab2e272604a254955d95', 'b3f0459a7f44d2f9925ab34ebd0dfd2f7330976ece0f902c367d4e5b0bc2d7ba');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (56, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=120 agencies=NAVY', '2026-11-10 05:00:00', 'b3f0459a7f44d2f9925ab34ebd0dfd2f7330976ece0f902c367d4e5b0bc2d7ba', '9af2328c1ec6634f54d40f8d773dfcd85c24f5dc5218fdd37e94e1ee794e3dc9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (57, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=120 agencies=NAVY', '2026-11-10 05:00:00', '9af2328c1ec6634f54d40f8d773dfcd85c24f5dc5218fdd37e94e1ee794e3dc9', 'e62c9593553eb3cc3d43515047e6389f2e94fe404b368f3e30da66a1aa5c7140');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (58, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'days=120 agencies=NAVY', '2026-12-02 05:00:00', 'e62c9593553eb3cc3d43515047e6389f2e94fe404b368f3e30da66a1aa5c7140', 'd8169f2715bcf0c9cd164d53182bd93eeabdf53ac53081eacfb8f534508073a9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (59, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=90 agencies=NAVY', '2026-12-10 05:00:00', 'd8169f2715bcf0c9cd164d53182bd93eeabdf53ac53081eacfb8f534508073a9', '0d6d2bc548f79ae5260eaf3a01b56ab61d8c4bc5f00574eb691edc38e01cfdff');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (60, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=90 agencies=NAVY', '2026-12-10 05:00:00', '0d6d2bc548f79ae5260eaf3a01b56ab61d8c4bc5f00574eb691edc38e01cfdff', '800b6b177eaa8ff6f73cb07f3e8cb9c289a1e88898a8866a76dc0ce29e2fe0c6');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (61, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=90 agencies=NAVY', '2026-12-10 05:00:00', '800b6b177eaa8ff6f73cb07f3e8cb9c289a1e88898a8866a76dc0ce29e2fe0c6', '49ade4f19560cab16acc5f77425f3a15b91a59cc13ce6682f6f1f9c3544a1293');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (62, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'days=90 agencies=NAVY', '2027-01-01 05:00:00', '49ade4f19560cab16acc5f77425f3a15b91a59cc13ce6682f6f1f9c3544a1293', 'e86c938f89638f5ddb03d42697f914437f43bb34e42fc2ffcf08c1a4b078d969');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (63, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=60 agencies=NAVY', '2027-01-09 05:00:00', 'e86c938f89638f5ddb03d42697f914437f43bb34e42fc2ffcf08c1a4b078d969', '7887f782f154d8011c8a322b55825e2764c29ce4e112c620e54dd9f2154119f9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (64, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=60 agencies=NAVY', '2027-01-09 05:00:00', '7887f782f154d8011c8a322b55825e2764c29ce4e112c620e54dd9f2154119f9', 'd7c08b7e8d318c7ef591cc088b099d53f9b0978c798261a9c53cca0c496fd472');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (65, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=60 agencies=NAVY', '2027-01-09 05:00:00', 'd7c08b7e8d318c7ef591cc088b099d53f9b0978c798261a9c53cca0c496fd472', '5cdc695d4f0a43a04eb1e89676732f249653719c080ec99489d486c31be2a4af');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (66, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'days=60 agencies=NAVY', '2027-01-31 05:00:00', '5cdc695d4f0a43a04eb1e89676732f249653719c080ec99489d486c31be2a4af', 'e87de2a6bbc79c6419bb9b7d809f30f1de75e7828ae343c1af3ba5c1a4b5f995');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (67, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=30 agencies=NAVY', '2027-02-08 05:00:00', 'e87de2a6bbc79c6419bb9b7d809f30f1de75e7828ae343c1af3ba5c1a4b5f995', '7f4a46905439cb47a9675f66cec2feb6a482125190fa41f5965733a63a70a5ec');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (68, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=30 agencies=NAVY', '2027-02-08 05:00:00', '7f4a46905439cb47a9675f66cec2feb6a482125190fa41f5965733a63a70a5ec', '975ea546b6cbd10bdddfa39b9a0b2fa9dffc81363e76d4180f1905d1c42ed9d9');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (69, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=30 agencies=NAVY', '2027-02-08 05:00:00', '975ea546b6cbd10bdddfa39b9a0b2fa9dffc81363e76d4180f1905d1c42ed9d9', '47b207fa1e4aeed9cdb9cd5ecba7099c4a216f8d1a97829fc38d85119d99198d');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (70, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'order.determine', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'account=01a21bfd-d810-7023-8619-b12ff6262487; agency=NAVY term=2 required sha256=f4112902e144324c572e18a259293be95225f3a219b1817fee60270aa97ba47b', '2027-02-10 18:00:00.063239', '47b207fa1e4aeed9cdb9cd5ecba7099c4a216f8d1a97829fc38d85119d99198d', '2809f59e5e31adec06b46c8e34c83a8994f774aa800251f080f5848a69e0c62e');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (71, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'demo.set_clock', 'clock', 'done', '2027-04-02T18:00:00Z', '2027-02-10 18:00:00.114784', '2809f59e5e31adec06b46c8e34c83a8994f774aa800251f080f5848a69e0c62e', 'bccdf81f817e06d84822d44dd1b1652ef011ad2ccbd28f4149b83a6b27bf35ff');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (72, 'clock', 'clock', 'order.renew', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'term=2 from=2027-04-02 until=2028-04-01 determinations=01a21bfd-fb6f-7267-a9b2-bcc7f4fa041c leaving=', '2027-02-11 05:00:00', 'bccdf81f817e06d84822d44dd1b1652ef011ad2ccbd28f4149b83a6b27bf35ff', '9452cdb6b5a3c81a4da74c04498bcd51233ed1bedc9fc1e5989bf52720dd5441');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (73, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=14 agencies=NAVY', '2027-02-24 05:00:00', '9452cdb6b5a3c81a4da74c04498bcd51233ed1bedc9fc1e5989bf52720dd5441', '05b839a1e8dcd6615ab70ff6a45c16b1dfe70751c2f6a57061174fcd13b9d58a');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (74, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=14 agencies=NAVY', '2027-02-24 05:00:00', '05b839a1e8dcd6615ab70ff6a45c16b1dfe70751c2f6a57061174fcd13b9d58a', '7ca0bd73265249c7c4f6d10c903ea05f8b0b0db9954e3e764c9da030ac4b1253');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (75, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=14 agencies=NAVY', '2027-02-24 05:00:00', '7ca0bd73265249c7c4f6d10c903ea05f8b0b0db9954e3e764c9da030ac4b1253', '395c41aced2ec8a3db14870f5155add5780f41a557d020b139b1aa68f1ce7835');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (76, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'days=7 agencies=NAVY', '2027-03-03 05:00:00', '395c41aced2ec8a3db14870f5155add5780f41a557d020b139b1aa68f1ce7835', '6a8867e08b35c575ec06b33be17ce866fcc9d2666707c7572b387422adf72398');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (77, 'clock', 'clock', 'order.alarm', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'working_deadline=2027-03-10 agencies=NAVY', '2027-03-03 05:00:00', '6a8867e08b35c575ec06b33be17ce866fcc9d2666707c7572b387422adf72398', '046b1900354be28ad4269489d8ae7ed5eb53e70c4b8f56d79e2046af2840730a');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (78, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'days=7 agencies=NAVY', '2027-03-03 05:00:00', '046b1900354be28ad4269489d8ae7ed5eb53e70c4b8f56d79e2046af2840730a', '8faddfe5e9f819ef312d60977a01aed5b6554b89fd7f2b83a25d1105955b35bc');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (79, 'clock', 'clock', 'order.alarm', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'working_deadline=2027-03-10 agencies=NAVY', '2027-03-03 05:00:00', '8faddfe5e9f819ef312d60977a01aed5b6554b89fd7f2b83a25d1105955b35bc', '097758d296e83773c49d1d7e1616c8532012835bb888055fee2bd72c2231510a');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (80, 'clock', 'clock', 'order.remind', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'days=7 agencies=NAVY', '2027-03-03 05:00:00', '097758d296e83773c49d1d7e1616c8532012835bb888055fee2bd72c2231510a', '3a5a2e43005b0322a6a30d4c2b0ffc2b9c38a27bfb199f998f3f159639d9f18f');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (81, 'clock', 'clock', 'order.alarm', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'working_deadline=2027-03-10 agencies=NAVY', '2027-03-03 05:00:00', '3a5a2e43005b0322a6a30d4c2b0ffc2b9c38a27bfb199f998f3f159639d9f18f', '882464f4b6d75e825b1cbc7887223ee07aa946d260479e89e4bd500285a3224b');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (82, 'clock', 'clock', 'order.lapse', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'last_day=2027-03-10', '2027-03-11 05:00:00', '882464f4b6d75e825b1cbc7887223ee07aa946d260479e89e4bd500285a3224b', '6759c44590e69cc514a878f4d5e9510421ccc174f61c366632d183d36cd3f6a7');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (83, 'clock', 'clock', 'order.lapse_classified', 'order:01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'done', 'the matter is classified: the holds stay until a person lifts them', '2027-03-11 05:00:00', '6759c44590e69cc514a878f4d5e9510421ccc174f61c366632d183d36cd3f6a7', '864ea5e72f477007da23671e9420a23532deb5a96f5fafc1528556068c009224');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (84, 'clock', 'clock', 'order.lapse', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'last_day=2027-03-10', '2027-03-11 05:00:00', '864ea5e72f477007da23671e9420a23532deb5a96f5fafc1528556068c009224', '63141fabbe82b3d4950bba512b9f1285fdf367ad3dc4efbae14cbf5f31f0f124');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (85, 'clock', 'clock', 'order.lapse_classified', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'the matter is classified: the holds stay until a person lifts them', '2027-03-11 05:00:00', '63141fabbe82b3d4950bba512b9f1285fdf367ad3dc4efbae14cbf5f31f0f124', 'ab93238916b45f9a5a1e50b52aef52db85c1eabb9c74a411c74eff7a7b868d98');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (86, 'clock', 'clock', 'order.lapse', 'order:01a21bfd-f5af-76ce-8d49-9663e75f8019', 'done', 'last_day=2027-03-10', '2027-03-11 05:00:00', 'ab93238916b45f9a5a1e50b52aef52db85c1eabb9c74a411c74eff7a7b868d98', '28cf9d4fb60a231da02d584a29a90825ef5614233ab60aaf95be8399aaf949cf');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (87, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.declassify', 'order:01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'done', 'agency=NAVY on=2027-04-02 sha256=a1aec08a9b65876f3476528b4598db96cbb6cf713d52e405a6628c73562fc16f complete=true', '2027-04-02 18:00:00.050868', '28cf9d4fb60a231da02d584a29a90825ef5614233ab60aaf95be8399aaf949cf', 'b5b356b88a8b9f900a22f29fbb0e5108e72b5cbe08e616771fb78d4808d8c9c7');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (88, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'regime.propose', 'regime:01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'done', 'account=01a21bfd-cd14-7769-a428-1623676340ad kind=war begins_on=2027-04-02 sha256=7387222094766681b4612644422ca1956d6ea0733742e99a3b6c7f4512181205', '2027-04-02 18:00:00.086985', 'b5b356b88a8b9f900a22f29fbb0e5108e72b5cbe08e616771fb78d4808d8c9c7', '73549adfbea95da833b7ddab5f065538d19e4c88ab07bc6500d24c523b9ffb1c');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (89, 'officer2', 'session:01a21bfd-eabd-776d-81e6-121014bb8a13', 'regime.confirm', 'regime:01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'done', 'account=01a21bfd-d38c-73e2-83c6-7fa362eeecb7 orders_moved=1 sha256=2f51e39d64026ce30441efbe0a258b250c1ddd5ebfdc7c41fdec26cd00fa24f9', '2027-04-02 18:00:00.190695', '73549adfbea95da833b7ddab5f065538d19e4c88ab07bc6500d24c523b9ffb1c', '2dc7e34463d99c6478034ea9b3707848f55399986c046da97064398d5e45d082');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (90, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'demo.set_clock', 'clock', 'done', '2027-05-01T18:00:00Z', '2027-04-02 18:00:00.224891', '2dc7e34463d99c6478034ea9b3707848f55399986c046da97064398d5e45d082', '1bedee6c63a1ea25edcf844459ec4a8fc7fe4b54a48a1538027487429084b722');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (91, 'navy2', 'session:01a21bfd-ecc7-7271-a20d-14185ae74b6f', 'order.request_rescission', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'agency=NAVY sha256=181fa69a3653bfb5aa6274f9656809053b6267bb3b1b7f1b7b00a6365a39f939', '2027-05-01 18:00:00.062757', '1bedee6c63a1ea25edcf844459ec4a8fc7fe4b54a48a1538027487429084b722', '63add069e4c36ee4df5e8cbb8693239254b5fcbbc007a5582e0cc394c7c0e3ea');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (92, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'order.rescind', 'order:01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'done', 'sponsors=NAVY classified=false', '2027-05-01 18:00:00.111631', '63add069e4c36ee4df5e8cbb8693239254b5fcbbc007a5582e0cc394c7c0e3ea', 'e3fb4bb7c8c1065289eb5d38bdc800b9ae978d0c7218992912e9b1e1a1b37949');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (93, 'officer2', 'session:01a21bfd-eabd-776d-81e6-121014bb8a13', 'regime.propose_end', 'regime:01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'done', 'account=01a21bfd-d38c-73e2-83c6-7fa362eeecb7 ends_on=2027-05-01 sha256=e107a1736920785c4f4fb5658244de02098fec47218517cda338132de5ab7f25', '2027-05-01 18:00:00.210256', 'e3fb4bb7c8c1065289eb5d38bdc800b9ae978d0c7218992912e9b1e1a1b37949', '3392d7978b97c09612e8e7e4abe8ca7db33664cf5d9dab3de429413f5500897d');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (94, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'regime.confirm_end', 'regime:01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'done', 'account=01a21bfd-cd14-7769-a428-1623676340ad ends_on=2027-05-01 orders_moved=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '2027-05-01 18:00:00.306851', '3392d7978b97c09612e8e7e4abe8ca7db33664cf5d9dab3de429413f5500897d', '1f89144059827caea9ba24a274f44218ad951a93f6d4ec21a98d5eea216acbfb');
INSERT INTO ledger (seq, actor, credential, act, subject, outcome, detail, at, prev_hash, hash) VALUES (95, 'officer1', 'session:01a21bfd-e8e4-7279-acd1-0fb9b0d76f28', 'demo.set_clock', 'clock', 'done', '2027-05-03T18:00:00Z', '2027-05-01 18:00:00.349076', '1f89144059827caea9ba24a274f44218ad951a93f6d4ec21a98d5eea216acbfb', 'e07d0d7c1561e3e36089304c9f2bf16b9eaaa2bcb5ca06e36097641f0860bcaa');
INSERT INTO review_lists (id, list_id, revision, title, sha256, source, status, uploaded_by, uploaded_at, adopted_by, adopted_at, version, adoption_reason) VALUES ('01a21bfd-bd0c-763f-af92-f46629a84855', 'us-public', '2026-11', 'Public demonstration list, United States', '7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c', '# us-public: a PUBLIC DEMONSTRATION review list. UNCLASSIFIED.
#
# This file is not the Patent Security Category Review List (PSCRL), nor derived from any copy of it, and nobody in
# Government has reviewed it. The list in force is withheld. What is here was written from
#   * class titles of the International Patent Classification and the Cooperative Patent Classification, which are public and
#     say in so many words which classes are about weapons, warships, nuclear explosives or secret communication;
#   * public accounts of the 1971 edition of the PSCRL and of what was later released or reported about it (group IX item 6A
#     on communications security, group XI item 4 on thermionic converters, the photovoltaic item);
#   * general knowledge of what each field is called.
# Group numbers I to XXII are ours. The letter in each title (A to V) is the topic of the class-title table the scope was drawn from.
#
# How it is built
#   * A category needs `threshold` points (2). One "class" clause is worth 2: an examiner''s weapon-specific class code is enough.
#   * Text alone must get there too. A word that is decisive only where an applicant says what the invention is, is asked for in
#     the title, abstract or claims. A phrase that hardly occurs outside the field is asked for anywhere.
#   * Weak signs are worth 1 and need company. A boilerplate enumeration ("automotive, medical, military, radar ...") lights none.
#   * Exceptions name the everyday uses, and give way where the text also says what brings it back.
#   * Every category carries a text that must hit and one that must stay clear; `subrosa list check` runs them.

[list]
id = "us-public"
title = "Public demonstration list, United States"
jurisdiction = "US"
revision = "2026-11"
effective = 2026-11-01
marking = "UNCLASSIFIED"
sources = [
  "A public demonstration list written for Subrosa. Not the list in force, which is withheld, and not derived from it.",
  "Scope of every group: public titles of the International Patent Classification (WIPO) and the Cooperative Patent Classification (EPO, USPTO), main groups and subgroups named in the class clauses.",
  "Groups XIV, XVIII and XXII besides: public accounts of the Patent Security Category Review List of January 1971 (communications security item, thermionic converter item, photovoltaic item).",
  "Owning agencies: our reading of the defense agencies named in 35 USC 181 and 37 CFR 5.1 and of their public missions, not of any published table.",
]

# ------------------------------------------------------------------------------------------------------------------- I

[[group]]
number = "I"
title = "Weapons: guns, launchers, sights, armor (topic A)"

[[category]]
number = "I-1"
group = "I"
title = "Guns, ordnance and launchers"
agencies = ["ARMY", "NAVY", "USAF"]
threshold = 2
note = "Firing mechanisms, barrels, muzzle devices, gun mounts, launch tubes. Sporting arms are in the class too: look for calibre, automatic fire, vehicle or ship mounts, silencers, military users."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41A$.cpc. OR F41A$.ipc. OR F41C$.cpc. OR F41C$.ipc. OR F41F$.cpc. OR F41F$.ipc.''''''

[[category.clause]]
id = "firearm"
points = 2
rule = ''''''
(firearm OR handgun OR (pistol NOT ADJ (grip OR handle OR type OR style OR shape OR like)) OR rifle OR shotgun
 OR "machine gun" OR howitzer OR (mortar ADJ3 (tube OR barrel OR bomb OR round))
 OR (cannon NEAR4 (barrel OR breech OR caliber OR calibre OR shell OR muzzle OR turret))
 OR (gun ADJ (barrel OR turret OR carriage OR breech OR mount)) OR "muzzle brake" OR breechblock
 OR (weapon ADJ3 (barrel OR magazine OR receiver OR trigger OR breech OR frame OR station OR mount))).ti,ab,clm.''''''

[[category.clause]]
id = "launcher"
points = 2
rule = ''''''
(((rocket OR missile OR torpedo OR grenade OR projectile OR mortar) NEAR3 (launcher OR "launch tube" OR "launching tube" OR launching OR "launch system"))
 OR "launch tube" OR (harpoon ADJ gun)
 OR (launch ADJ3 (tube OR canister OR assembly) NEAR15 (missile OR rocket OR submarine OR torpedo OR underwater OR outboard OR weapon))).ti,ab,clm.''''''

[[category.clause]]
id = "gun-or-weapon"
points = 2
rule = ''''''
((weapon NOT NEAR4 ("directed energy" OR nuclear OR chemical OR biological OR laser)) OR weaponry OR carbine
 OR "charging handle" OR autoloading OR "bolt action"
 OR (bolt NEAR12 receiver NEAR20 (round OR chamber OR cartridge OR carbine OR belt OR rifle)) OR "long gun" OR infantry
 OR buttstock OR "butt stock" OR gunsmith OR "bolt carrier" OR "firing pin" OR =revolver OR =revolvers OR "recoil pad"
 OR picatinny OR ("gas operated" NEAR6 (rifle OR action OR firearm OR bolt))
 OR ((bore OR barrel) NEAR8 (brush OR cleaning OR rifled OR rifling) NEAR12 (gun OR rifle OR firearm OR cleaning OR shooter))
 OR (suppressor NEAR10 (barrel OR muzzle OR sound OR baffle)) OR (silencer NEAR8 (barrel OR gun OR muzzle))
 OR (shooter NEAR12 (aim OR target OR shoulder OR stock OR recoil OR grip OR sight OR shot)) OR marksman
 OR (turret NEAR8 (elevation OR traverse OR gunner OR armored))
 OR (mortar NEAR8 (tube OR bipod OR baseplate OR "base plate" OR recoil)) OR (baseplate NEAR10 recoil)
 OR (recoil NEAR6 (tube OR gun OR barrel OR shooter OR mechanism)) OR =gun OR =guns OR airgun OR "air gun"
 OR (muzzle NEAR12 (gun OR barrel OR weapon OR projectile OR gas OR blast OR brake OR shot))
 OR (holster NEAR12 (gun OR pistol OR weapon OR handgun OR firearm)) OR gunstock OR "choke tube"
 OR ("trigger mechanism" NEAR20 (sear OR hammer OR bolt OR hunting)) OR (sear NEAR10 (trigger OR hammer OR bolt))
 OR "propellant charge").ti,ab,clm.''''''

[[category.clause]]
id = "arms-in-text"
points = 2
rule = ''''''
(firearm OR rifle OR (pistol NOT ADJ (grip OR handle OR type OR style OR shape OR like)) OR shotgun OR handgun OR "machine gun") NEAR12 (barrel OR recoil OR cartridge OR ammunition OR bolt OR muzzle OR caliber OR bullet OR breech)''''''

[[category.clause]]
id = "use-in-text"
points = 2
rule = ''''''
(weapon OR firearm OR rifle OR gun) SAME (soldier OR infantry OR combat OR battlefield OR shooter OR marksman OR gunner) SAME (shoot OR fire OR aim OR recoil OR ammunition OR barrel OR projectile)''''''

[[category.clause]]
id = "launching"
points = 2
rule = ''''''(launch OR launcher OR launching).ti. AND (tube OR projectile OR missile OR submarine OR rocket OR underwater OR munition OR torpedo)''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"muzzle brake" OR "muzzle velocity" SAME (gun OR barrel OR weapon) OR "flash suppressor" OR "gun barrel" NEAR10 (muzzle OR breech OR rifling OR recoil OR bore) OR breechblock OR "rocket launcher" OR "grenade launcher" OR "weapon station" OR recoil NEAR8 (howitzer OR cannon OR firearm OR "gun barrel" OR ordnance)''''''

[[category.except]]
id = "toys"
rule = ''''''(toy.ti. OR toy.ab. OR toy.clm. OR "water gun" OR "squirt gun" OR "nerf" OR (foam NEAR3 dart) OR "video game" OR "gaming machine" OR "light gun") NOT (ammunition OR cartridge OR explosive OR military)''''''

[[category.except]]
id = "tools"
rule = ''''''("nail gun" OR "glue gun" OR "heat gun" OR "spray gun" OR "staple gun" OR "caulking gun" OR "grease gun" OR "massage gun" OR "electron gun" OR "welding gun" OR "tufting gun" OR "coating gun" OR "soldering gun" OR "radar gun" OR "hot melt gun" OR "air gun array" OR "plasma gun" OR "sputter gun" OR "rivet gun" OR "solder gun" OR "powder gun" OR "foam gun" OR "wash gun" OR "blow gun" OR "barcode gun" OR "spray coating" OR cathode OR "seismic source" OR weld$3 OR spray$3) NOT (weapon OR firearm OR projectile OR missile OR ammunition OR muzzle)''''''

[[category.except]]
id = "fasteners"
rule = ''''''(fasten$3 OR nail$3 OR stapl$3 OR driver).ti. NOT (weapon OR ammunition).clm.''''''

[[category.sample]]
text = "A muzzle brake for a howitzer has two stages of vents. Propellant gas leaving the gun barrel behind the projectile is turned by the vents so that the recoil of the gun is reduced."
expect = "hit"

[[category.sample]]
text = "A glue gun with a trigger and a heated barrel melts an adhesive stick and discharges the adhesive through a nozzle onto a workpiece."
expect = "clear"

[[category]]
number = "I-2"
group = "I"
title = "Weapon sights, aiming and fire control"
agencies = ["ARMY", "NAVY", "USAF"]
threshold = 2
note = "Sights, boresighting, laying of guns, ballistic computers. Bow sights share the class and are left in: dismiss at triage."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41G1/$.cpc. OR F41G1/$.ipc. OR F41G3/$.cpc. OR F41G3/$.ipc. OR F41G5/$.cpc. OR F41G5/$.ipc. OR F41G11/$.cpc. OR F41G11/$.ipc.''''''

[[category.clause]]
id = "sight"
points = 2
rule = ''''''
(((weapon OR gun OR rifle OR pistol OR firearm OR bow OR launcher) NEAR4 (sight OR scope OR sighting OR aiming OR boresight OR reticle))
 OR (boresight$3 NEAR12 (weapon OR sensor OR target OR FLIR OR sight OR pod OR laser OR aircraft))
 OR ("fire control" ADJ (system OR computer OR radar OR solution))
 OR ((aiming OR sighting) ADJ2 (device OR system OR telescope OR apparatus))
 OR ((aim OR aiming OR sighting) NEAR10 (weapon OR projectile OR gun OR missile OR firearm)) OR "holographic sight"
 OR holdover OR "bullet drop" OR "optical scope"
 OR (rangefinder NEAR12 (scope OR target OR shooter OR weapon OR military))
 OR (reticle NEAR12 (target OR sight OR aim OR shooter OR eye OR scope OR weapon))
 OR (laser NEAR12 (bore OR muzzle OR aiming OR sight) NEAR12 (cartridge OR chamber OR barrel OR weapon OR gun))
 OR "telescopic sight" OR "reflex sight" OR "red dot sight" OR riflescope).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"fire control system" SAME (weapon OR gun OR target OR missile) OR "weapon sight" OR "gun sight" OR gunsight OR "ballistic computer" OR "ballistic solution" OR "target designator" OR "laser designator" OR riflescope OR FLIR NEAR6 (boresight$3 OR weapon OR targeting)''''''

[[category.clause]]
id = "targeting"
points = 1
rule = ''''''
(((target OR targeting) NEAR6 (weapon OR gunner OR projectile OR firing OR "line of sight" OR designat$3)) OR gunner
 OR sniper).ti,ab,clm.''''''

[[category.clause]]
id = "thermal-sight"
points = 1
rule = ''''''
(((thermal OR infrared OR "night vision") NEAR4 (sight OR imaging OR telescope OR imager))
 OR ("optical axis" NEAR6 (sight OR telescope))).ti,ab,clm.''''''

[[category.except]]
id = "play-and-survey"
rule = ''''''("video game" OR "game controller" OR (golf NEAR4 (sight OR aiming OR club)) OR (camera NEAR3 viewfinder) OR theodolite OR "total station") NOT (weapon OR firearm OR gun OR rifle OR projectile OR missile)''''''

[[category.sample]]
text = "The fire control system measures the range of the target and turns the gun by the computed lead angle. A ballistic computer corrects the weapon sight for wind."
expect = "hit"

[[category.sample]]
text = "A golf putter carries an aiming line and a small sight that helps the player to set the face of the club square to the line of the putt."
expect = "clear"

[[category]]
number = "I-3"
group = "I"
title = "Armor and armored vehicles"
agencies = ["ARMY", "NAVY", "DTSA"]
threshold = 2
note = "Armor plate, reactive and composite armor, body armor, armored fighting and recovery vehicles. Armored cable and bicycle parts called armor are not meant."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41H5/$.cpc. OR F41H5/$.ipc. OR F41H7/$.cpc. OR F41H7/$.ipc.''''''

[[category.clause]]
id = "armor"
points = 2
rule = ''''''
(((penetration OR resisting OR strike) NEAR10 (fragment OR projectile OR bullet OR "strike face" OR "high velocity"))
 OR "ballistic vest" OR (spall NEAR6 (liner OR armor OR armour OR fragment OR glass OR laminate))
 OR (aramid NEAR20 (fragment OR bullet OR projectile OR ballistic))
 OR (shield NEAR12 (fragment OR bullet OR ballistic)) OR (multiple ADJ hit)
 OR ((blast OR explosion OR mine) NEAR12 (seat OR hull OR underbody OR occupant OR "crew compartment" OR floor))
 OR ((ballistic OR reactive OR composite OR ceramic OR body OR transparent OR vehicle OR tank OR antiballistic) ADJ2 (armor OR armour))
 OR ((armor OR armour) ADJ2 (plate OR plating OR panel OR system OR tile OR material OR piercing))
 OR ((armored OR armoured) NEAR3 (vehicle OR turret OR tank OR personnel OR fighting OR garment OR glass))
 OR (bulletproof OR "bullet proof" OR "bullet resistant" OR "ballistic resistant" OR "projectile resistant" OR "blast resistant" OR "mine resistant")
 OR "battle tank" OR (ballistic NEAR6 (protection OR resistant OR panel OR fabric OR threat OR impact OR plate))
 OR "combat vehicle" OR "fighting vehicle" OR "military vehicle" OR "tactical vehicle").ti,ab,clm.''''''

[[category.clause]]
id = "recovery-vehicle"
points = 2
rule = ''''''(rescue OR recovery OR salvage OR wrecker).ti. AND (vehicle.ti. AND ((tow$3 OR winch$3) SAME (support$3 OR spade OR blade OR dozer OR leg OR outrigger)))''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"reactive armor" OR "reactive armour" OR "armored vehicle" NEAR20 (projectile OR mine OR blast OR threat OR turret) OR "ballistic limit" OR "body armor" NEAR20 (ballistic OR bullet OR fragment OR projectile) OR "armor piercing" NEAR15 (projectile OR plate OR round OR threat) OR "behind armor"''''''

[[category.except]]
id = "cable-and-sport"
rule = ''''''("armored cable" OR "armoured cable" OR "cable armor" OR "cable armour" OR ((armor OR armour) WITH (cable OR hose OR riprap OR breakwater OR shoreline OR "pipe line")) OR ((bicycle OR cyclist OR motorcycle OR skateboard OR hockey OR lacrosse) WITH (armor OR armour))) NOT (ballistic OR bullet OR projectile OR explosive OR blast)''''''

[[category.sample]]
text = "A composite armor panel of ceramic tiles on a fiber backing stops an armor piercing projectile. The ballistic limit of the panel rises with tile thickness; it is fitted to the hull of an armored vehicle against blast and fragments."
expect = "hit"

[[category.sample]]
text = "A padded bicycle jacket with body armor inserts at shoulder and elbow protects the cyclist in a fall. The armor inserts are of soft foam and can be washed."
expect = "clear"

[[category]]
number = "I-4"
group = "I"
title = "Landmines, improvised explosive devices and defence installations"
agencies = ["ARMY", "NAVY", "DHS"]
threshold = 2
note = "Finding, clearing and defeating mines and improvised devices; active protection against missiles and projectiles."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41H11/$.cpc. OR F41H11/$.ipc.''''''

[[category.clause]]
id = "mines"
points = 2
rule = ''''''
(landmine OR "land mine" OR minefield OR "improvised explosive"
 OR (mine NEAR4 (clearing OR clearance OR neutraliz$5 OR neutralis$5 OR explosive OR antitank OR antipersonnel OR detonat$3 OR naval))
 OR "unexploded ordnance" OR "explosive ordnance" OR "bomb disposal"
 OR (mine NEAR8 (roller OR plough OR plow OR flail OR "pressure plate" OR mooring OR sweep OR laying))
 OR (bomb NEAR6 (suspect OR defus$3 OR robot OR suppression OR containment OR blanket)) OR demining OR countermine).ti,ab,clm.''''''

[[category.clause]]
id = "active-defence"
points = 2
rule = ''''''
(((incoming OR hostile OR enemy) NEAR4 (missile OR projectile OR rocket OR munition OR torpedo OR threat OR fire))
 OR "active protection system"
 OR (antimissile OR "anti missile" OR antiballistic OR "anti ballistic" OR "missile defense" OR "missile defence" OR "air defense" OR "air defence" OR "anti aircraft" OR antiaircraft)).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("land mine" OR landmine OR "improvised explosive device") SAME (detonat$3 OR neutraliz$5 OR clear$3) OR "unexploded ordnance" SAME (detect$3 OR magnetometer OR sensor) OR demining''''''

[[category.except]]
id = "mining"
rule = ''''''("coal mine" OR "mine shaft" OR "mining machine" OR "longwall" OR "mine roof" OR "underground mine" OR "data mining" OR (ore NEAR5 mine)) NOT (landmine OR "land mine" OR minefield OR military OR "improvised explosive" OR ordnance)''''''

[[category.sample]]
text = "A ground probing head is driven over a suspected land mine and fires a jet that will neutralize or detonate the land mine ahead of the vehicle."
expect = "hit"

[[category.sample]]
text = "A roof support for an underground mine carries the load of the strata while the coal mine gallery is extended, and ventilation clears the dust of the working face."
expect = "clear"

[[category]]
number = "I-5"
group = "I"
title = "Stopping, tagging and disabling of persons and vehicles"
agencies = ["ARMY", "DHS", "DOJ"]
threshold = 2
note = "Means of attack or defence not otherwise provided for: electric discharge weapons, vehicle arrest, tracking devices put onto a vehicle or person without its driver."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41H13/$.cpc. OR F41H13/$.ipc. OR F41B15/$.cpc. OR F41B15/$.ipc. OR F41H9/10.cpc. OR F41H9/10.ipc.''''''

[[category.clause]]
id = "less-lethal"
points = 2
rule = ''''''
("stun gun" OR "electroshock weapon" OR "electronic control weapon"
 OR (lethal NEAR3 (weapon OR projectile OR force OR munition OR device)) OR "conducted energy"
 OR (incapacitat$3 NEAR8 (person OR target OR assailant OR attacker OR subject OR human)) OR "vehicle arrest"
 OR ((disabl$3 OR stopping OR immobiliz$3) NEAR4 (fleeing OR hostile OR enemy OR suspect OR pursued)) OR "pepper spray"
 OR (spike NEAR12 (tire OR tyre) NEAR20 (deflat$3 OR road OR vehicle))
 OR ((net OR projectile OR dart OR electrode OR tether) NEAR12 (entangl$3 OR immobiliz$5 OR incapacitat$3 OR capture) NEAR20 (person OR animal OR subject OR target OR suspect))
 OR "vehicle barrier").ti,ab,clm.''''''

[[category.clause]]
id = "tagging"
points = 2
rule = ''''''
(((adher$3 OR attach$4 OR affix$2 OR stick$3) NEAR20 ("body under detection" OR "target vehicle" OR "suspect vehicle" OR "pursued vehicle" OR "fleeing vehicle"))).ti,ab,clm. OR (projectile SAME (adher$3 OR stick$3) SAME ((track$3 OR position) NEAR6 (transmit$4 OR notification OR device)))''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"electronic control weapon" OR "conducted energy weapon" OR "less lethal" NEAR5 (weapon OR projectile OR munition OR round) OR "non lethal" NEAR5 (weapon OR projectile OR munition OR round) OR "vehicle arrest" OR "stun grenade"''''''

[[category.except]]
id = "livestock-and-brakes"
rule = ''''''(livestock OR cattle OR dog OR poultry OR slaughter$3 OR "parking brake" OR "electronic immobilizer").ti. NOT (weapon OR assailant OR suspect)''''''

[[category.sample]]
text = "An electronic control weapon fires two darts on wires and passes a pulsed current through the assailant, who cannot move while the pulses last."
expect = "hit"

[[category.sample]]
text = "A vehicle immobilizer reads a transponder in the ignition key and blocks the fuel pump if the code is wrong, so that the vehicle cannot be started by a thief."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ II

[[group]]
number = "II"
title = "Ammunition, warheads, fuzes (topic B)"

[[category]]
number = "II-1"
group = "II"
title = "Projectiles, warheads and ammunition"
agencies = ["ARMY", "NAVY", "USAF"]
threshold = 2
note = "Cartridges, shells, shaped charges, penetrators, submunitions, bombs, grenades, their manufacture and dismantling."

[[category.clause]]
id = "class"
points = 2
rule = ''''''
F42B1/$.cpc. OR F42B1/$.ipc. OR F42B5/$.cpc. OR F42B5/$.ipc. OR F42B10/$.cpc. OR F42B10/$.ipc. OR F42B12/$.cpc. OR F42B12/$.ipc.
OR F42B14/$.cpc. OR F42B14/$.ipc. OR F42B23/$.cpc. OR F42B23/$.ipc. OR F42B25/$.cpc. OR F42B25/$.ipc. OR F42B27/$.cpc. OR F42B27/$.ipc.
OR F42B30/$.cpc. OR F42B30/$.ipc. OR F42B33/$.cpc. OR F42B33/$.ipc. OR F42B35/$.cpc. OR F42B35/$.ipc.''''''

[[category.clause]]
id = "ammunition"
points = 2
rule = ''''''
(artillery OR howitzer
 OR ((=penetrator OR =penetrators) NEAR12 (tungsten OR concrete OR target OR rod OR uranium OR armor OR explosive OR warhead))
 OR (tracer NEAR8 (composition OR ammunition OR bullet OR projectile OR burn OR pyrotechnic))
 OR (cartridge NEAR10 (rifle OR pistol OR firearm OR shotgun OR caliber OR ammunition)) OR "training cartridge"
 OR "blank cartridge" OR "marking cartridge" OR "dummy cartridge" OR (composition NEAR20 "flight of the round")
 OR "modular charge" OR "cartridge case" OR "cartridge casing" OR "primer pocket" OR shotshell OR "shot shell"
 OR "shotgun shell" OR gunpowder OR "smokeless powder" OR "powder measure" OR demilitariz$5
 OR (frangible NEAR6 (bullet OR projectile OR slug)) OR (slug NEAR8 (rifled OR barrel OR fired OR sabot))
 OR (wad NEAR8 (shot OR pellet OR shell)) OR canard OR "discarding sabot"
 OR (shell NEAR8 (artillery OR spinning OR fuze OR mortar OR filling NEAR6 explosive))
 OR (fin NEAR12 (projectile OR missile OR rocket OR munition OR barrel OR "in flight"))
 OR (shells NEAR10 (ordnance OR munition OR filling OR explosive))
 OR (explosive NEAR12 (device OR charge OR munition OR projectile OR casing OR fragment)) OR projectile
 OR (bullet NEAR8 (gun OR firearm OR jacket OR core OR cartridge OR lead OR target)) OR ammunition OR munition
 OR submunition OR warhead OR grenade
 OR (projectile NEAR6 (gun OR barrel OR fin OR ogive OR explosive OR fuze OR payload OR casing OR body OR warhead OR range OR spin OR sabot OR caliber))
 OR "shaped charge" OR "kinetic energy penetrator" OR "explosively formed" OR (bullet ADJ2 (jacket OR core OR casing))
 OR (cartridge NEAR3 (propellant OR primer OR caliber OR "shot shell")) OR "artillery shell" OR "artillery round"
 OR "aerial bomb" OR bomblet OR sabot OR "explosive charge").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"shaped charge" NEAR15 (liner OR jet OR warhead OR penetrat$3) OR "explosively formed penetrator" OR "explosively formed projectile" OR "kinetic energy penetrator" OR submunition OR "fragmentation warhead" OR "artillery projectile" OR "artillery shell" OR "tungsten penetrator" OR (ammunition NEAR12 (caliber OR cartridge OR primer OR propellant)) OR (munition NEAR8 (explosive OR fuze OR warhead OR submunition)) OR "fuel air explosive" OR warhead SAME (explosive OR missile OR fuze)''''''

[[category.except]]
id = "everyday"
rule = ''''''("bullet point" OR "bulleted list" OR "bullet list" OR "magic bullet" OR "printer cartridge" OR "ink cartridge" OR "toner cartridge" OR firework OR "projectile vomiting" OR (shot NEAR3 peening) OR paintball OR "toy projectile" OR "pinball") NOT (warhead OR ammunition OR munition OR grenade OR fuze OR "shaped charge")''''''

[[category.except]]
id = "toys"
rule = ''''''(toy.ti. OR toy.ab. OR toy.clm. OR "model rocket" OR "water rocket" OR "video game") NOT (warhead OR munition OR military OR ammunition)''''''

[[category.except]]
id = "wells"
rule = ''''''((wellbore OR borehole OR "well casing" OR "perforating gun" OR "oil well") AND (perforat$3 OR tubing OR hydrocarbon)) NOT (warhead OR munition OR military OR weapon)''''''

[[category.sample]]
text = "A shaped charge with a bimetal liner forms a stretched jet. In a tandem warhead the first shaped charge opens the reactive cover and the second jet penetrates the main plate."
expect = "hit"

[[category.sample]]
text = "A word processor renders a bullet list: each bullet is followed by its text, and the renderer lines up the second line of text with the first character after the bullet."
expect = "clear"

[[category]]
number = "II-2"
group = "II"
title = "Fuzes, safe-and-arm devices and firing circuits"
agencies = ["ARMY", "NAVY", "USAF", "DOE"]
threshold = 2
note = "Proximity, impact and time fuzes, setback and spin arming, slapper and bridge-foil initiators, telemetry in place of a fuze."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42C$.cpc. OR F42C$.ipc.''''''

[[category.clause]]
id = "fuze"
points = 2
rule = ''''''
(fuze OR "proximity fuse" OR "impact fuse" OR "safe and arm" OR "safe arm" OR "safing and arming"
 OR (detonator ADJ (holder OR assembly OR circuit))
 OR (detonator NEAR6 (explosive OR charge OR arming OR munition OR warhead))
 OR (arming NEAR5 (munition OR projectile OR missile OR torpedo OR mine))
 OR (initiator NEAR20 (bridgewire OR "bridge wire" OR pyrotechnic OR squib)) OR squib
 OR (initiator NEAR6 (explosive OR detonat$3 OR ordnance OR warhead)) OR (holding NEAR6 "explosive charge")).ti,ab,clm.''''''

[[category.clause]]
id = "proximity"
points = 2
rule = ''''''
(("proximity sensor" NEAR20 (projectile OR missile OR munition OR warhead OR ammunition))).ti,ab,clm. OR ("proximity sensor".ti. AND ("conductive body" OR "conducting body" OR "metallic body"))''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"exploding foil initiator" OR "slapper detonator" OR "proximity fuze" OR "safe and arm device" OR "setback acceleration" OR "fuze well" OR "impact fuze" OR ("bridge wire" OR bridgewire) SAME (munition OR warhead OR missile)''''''

[[category.except]]
id = "airbag"
rule = ''''''(airbag OR "air bag" OR "seat belt" OR seatbelt OR pretensioner OR "occupant restraint" OR inflator) NOT (munition OR warhead OR projectile OR missile OR weapon)''''''

[[category.except]]
id = "electrical-fuse"
rule = ''''''("fuse box" OR "fuse holder" OR "blown fuse" OR "fusible link" OR "fuse block" OR antifuse OR "anti fuse") NOT (fuze OR munition OR explosive OR detonator OR warhead)''''''

[[category.except]]
id = "quarry"
rule = ''''''(quarry OR "blast hole" OR blasthole OR "mine blasting" OR "rock blasting" OR "oil well" OR wellbore) NOT (munition OR warhead OR projectile OR missile OR fuze)''''''

[[category.sample]]
text = "A proximity fuze for an artillery round closes its firing switch when the echo rises. An exploding foil initiator is blocked by a rotor until setback acceleration has released the safe and arm device."
expect = "hit"

[[category.sample]]
text = "An igniter for an airbag inflator has a bridge wire in a glass seal. When the crash sensor closes, current heats the bridge wire and the gas generant inflates the air bag."
expect = "clear"

[[category]]
number = "II-3"
group = "II"
title = "Smoke, illumination and special-effect munitions"
agencies = ["ARMY", "NAVY", "USAF"]
threshold = 2
note = "Obscurants, illuminating and marking rounds, dispensing of agents by munition. Amusement fireworks and stage fog are not meant."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42B12/4$.cpc. OR F42B12/4$.ipc. OR F41H9/0$.cpc. OR F41H9/0$.ipc. OR F42B4/26.cpc. OR F42B4/28.cpc.''''''

[[category.clause]]
id = "obscurant"
points = 2
rule = ''''''
(=obscurant OR =obscurants OR "smoke screen" OR "smoke grenade" OR "smoke pot" OR "smoke munition"
 OR "illuminating projectile" OR "illumination round" OR "flare composition" OR "infrared flare"
 OR (smoke NEAR5 (screening OR concealment OR military OR munition))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"smoke grenade" OR ((=obscurant OR =obscurants) NEAR10 (cloud OR smoke OR particle OR military)) OR "illuminating projectile" OR "screening smoke"''''''

[[category.except]]
id = "stage-and-signal"
rule = ''''''("fog machine" OR theatrical OR "stage effect" OR firework OR "road flare" OR "smoke detector" OR "smoke alarm" OR tobacco) NOT (=obscurant OR military OR munition)''''''

[[category.sample]]
text = "A smoke grenade bursts on launch and spreads a cloud of brass flakes. The obscurant cloud screens the vehicle in the visible and in the thermal infrared."
expect = "hit"

[[category.sample]]
text = "A fog machine for a theatrical stage heats a glycol solution and blows the smoke through a dimmable light beam."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- III

[[group]]
number = "III"
title = "Missiles, guidance, ballistic means (topic C)"

[[category]]
number = "III-1"
group = "III"
title = "Guided missiles, rockets and launch vehicles as weapons"
agencies = ["USAF", "ARMY", "NAVY", "NASA"]
threshold = 2
note = "Missile airframes, control surfaces, stage separation, payload deployment from boosters, canister launch."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42B15/$.cpc. OR F42B15/$.ipc. OR F42B17/$.cpc. OR F42B17/$.ipc.''''''

[[category.clause]]
id = "missile"
points = 2
rule = ''''''
(missile OR "guided projectile" OR "guided munition" OR "ballistic reentry" OR (payload NEAR10 booster)
 OR (rocket NEAR4 (stage OR artillery OR guided OR "solid motor")) OR "self propelled projectile").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"cruise missile" SAME (airframe OR wing OR fin OR launch OR warhead OR guidance) OR "missile airframe" OR "missile body" OR "control actuation system" OR "missile nose" OR "missile radome" OR "guided missile" SAME (fin OR seeker OR motor OR warhead)''''''

[[category.except]]
id = "shape"
rule = ''''''("missile shaped" OR "missile like" OR "like a missile" OR "bullet shaped" OR "shaped like a missile") NOT (warhead OR munition OR military OR "guided missile" OR seeker)''''''

[[category.except]]
id = "toys"
rule = ''''''(toy OR "model rocket" OR amusement OR "video game" OR playset).ti. OR ((toy OR amusement OR playing OR "game machine").clm. NOT (warhead OR seeker OR munition))''''''

[[category.sample]]
text = "The cruise missile has a folding wing which swings out of the airframe after launch. A control actuation system turns the tail fins; the warhead bay lies ahead of the fuel tank."
expect = "hit"

[[category.sample]]
text = "A children''s arcade ride lets the player steer a plastic rocket along a rail while lamps flash and a drum rolls. No part of the ride leaves the rail."
expect = "clear"

[[category]]
number = "III-2"
group = "III"
title = "Homing, seekers and weapon guidance"
agencies = ["USAF", "NAVY", "ARMY", "DARPA"]
threshold = 2
note = "Seekers, beam riding, command guidance, terminal guidance, target-seeking control, interception."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41G7/$.cpc. OR F41G7/$.ipc. OR F41G9/$.cpc. OR F41G9/$.ipc.''''''

[[category.clause]]
id = "guidance"
points = 2
rule = ''''''
(((missile OR projectile OR munition OR interceptor OR warhead OR torpedo) NEAR8 (guidance OR guiding OR homing OR seeker OR steering OR intercept OR autopilot))
 OR ((=interceptor OR =interceptors OR =intercepting) NEAR20 ("line of sight" OR divert OR thruster OR "moving target" OR kill))
 OR "homing guidance" OR "homing head" OR "homing device" OR "terminal guidance" OR "proportional navigation"
 OR "beam riding" OR "laser guided" OR "semi active laser" OR "target seeking").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"proportional navigation" OR "semi active laser" OR "terminal guidance" NEAR15 (missile OR munition OR projectile OR target) OR "homing missile" OR "homing guidance" OR "seeker head" OR "kill vehicle" OR "beam rider" OR "terrain contour matching"''''''

[[category.except]]
id = "shape"
rule = ''''''("missile shaped" OR "missile like" OR "like a missile" OR "bullet shaped" OR "projectile shaped") NOT (warhead OR munition OR military OR seeker)''''''

[[category.except]]
id = "biology-and-play"
rule = ''''''("homing peptide" OR "homing molecule" OR "stem cell" OR "homing receptor" OR (homing NEAR4 (cell OR lymphocyte OR cursor OR carriage OR robot OR axis)) OR "video game" OR toy) NOT (missile OR projectile OR munition OR torpedo)''''''

[[category.sample]]
text = "A seeker head with a gimballed detector feeds line of sight rates to proportional navigation. Terminal guidance of the munition begins two kilometers from the target."
expect = "hit"

[[category.sample]]
text = "A homing peptide carries the drug to the tumor. Homing of the stem cell to the marrow is measured after injection."
expect = "clear"

[[category]]
number = "III-3"
group = "III"
title = "Inertial navigation and stabilized platforms for weapons and military craft"
agencies = ["USAF", "NAVY", "DARPA"]
threshold = 2
note = "Navigation grade inertial units, transfer alignment, navigation without satellites. Phones, cars and cameras have inertial sensors too."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(G01C21/16.cpc. OR G01C21/16.ipc. OR G01C21/18.cpc. OR G01C21/18.ipc.) AND (missile OR munition OR submarine OR torpedo OR "military aircraft" OR "navigation grade")''''''

[[category.clause]]
id = "inertial"
points = 1
rule = ''''''
("inertial navigation" OR "inertial measurement" OR "inertial reference" OR gyroscope OR "stabilized platform"
 OR gimbal).ti,ab,clm.''''''

[[category.clause]]
id = "user"
points = 1
rule = ''''''(missile OR munition OR submarine OR torpedo OR "fighter aircraft" OR "military aircraft" OR "tactical grade" OR "navigation grade" OR "guided projectile") WITH (inertial OR gyro$9 OR gimbal$3 OR accelerometer OR navigat$3)''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"transfer alignment" SAME (missile OR weapon OR inertial) OR "navigation grade" NEAR6 (gyro OR gyroscope OR inertial OR accelerometer) OR "strapdown" NEAR12 (missile OR munition OR weapon OR projectile OR torpedo)''''''

[[category.except]]
id = "consumer"
rule = ''''''(smartphone OR "mobile phone" OR "camera shake" OR "image stabilization" OR "washing machine" OR wristwatch OR "game controller" OR pedestrian).clm. NOT (missile OR munition OR torpedo OR submarine)''''''

[[category.sample]]
text = "Before release the weapon''s strapdown inertial unit is aligned with the aircraft. Transfer alignment of the missile uses velocity matching and a gimbal model."
expect = "hit"

[[category.sample]]
text = "A camera holds its picture steady: a gyroscope in the handset measures shake and the lens group is moved against it."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ IV

[[group]]
number = "IV"
title = "Military aircraft fittings (topic D)"

[[category]]
number = "IV-1"
group = "IV"
title = "Carriage and release of stores"
agencies = ["USAF", "NAVY"]
threshold = 2
note = "Bomb racks, ejectors, pylons, weapon bays, dispensers."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B64D1/04.cpc. OR B64D1/04.ipc. OR B64D1/06.cpc. OR B64D1/06.ipc. OR B64D7/$.cpc. OR B64D7/$.ipc.''''''

[[category.clause]]
id = "stores"
points = 2
rule = ''''''
((bomb NOT NEAR2 (calorimeter OR bath OR logic OR fork OR mail OR pressure OR digestion OR parr)) OR "bomb rack"
 OR "ejector rack" OR "weapon bay" OR "weapons bay" OR "bomb bay" OR "bomb release"
 OR (aircraft NEAR8 (weapon OR bomb OR armament OR munition))
 OR (store NEAR5 (ejection OR ejector OR release OR carriage OR separation) NEAR15 aircraft) OR "pyrotechnic actuator"
 OR "weapons pod" OR (pyrotechnic NEAR4 (thruster OR piston OR ejector OR jack))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"bomb rack" OR "ejector rack" OR "weapons bay" OR "weapon bay" OR "weapon release" NEAR15 (aircraft OR pylon) OR "stores management system" OR "aircraft store" NEAR10 (release OR ejector OR pylon)''''''

[[category.except]]
id = "retail-and-restraint"
rule = ''''''(retail OR "grocery store" OR "app store" OR "data store" OR "seat belt" OR airbag) NOT (bomb OR weapon OR munition OR missile OR aircraft)''''''

[[category.sample]]
text = "A pneumatic ejector rack opens its hooks and thrusts the bomb from the weapon bay; the bomb rack is re-armed on the ground without pyrotechnic cartridges."
expect = "hit"

[[category.sample]]
text = "The grocery store keeps its bread on a rack from which a loaf is released by a lever, and a camera counts what was taken."
expect = "clear"

[[category]]
number = "IV-2"
group = "IV"
title = "Combat aircraft, survivability and special missions"
agencies = ["USAF", "NAVY", "ARMY"]
threshold = 2
note = "Fighter and attack aircraft, gunships, crew protection, self-defence suites, carrier operation, aerial refuelling by boom."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B64D7/0$.cpc. OR B64D7/0$.ipc. OR B64D39/$.cpc. OR B64D39/$.ipc.''''''

[[category.clause]]
id = "combat"
points = 2
rule = ''''''
("fighter aircraft" OR "combat aircraft" OR "military aircraft" OR "attack helicopter" OR "aerial refueling"
 OR "aerial refuelling" OR "ejection seat" OR "fighter pilot" OR "aircraft carrier" OR "bomber aircraft"
 OR "fire and forget").ti,ab,clm.''''''

[[category.clause]]
id = "survivability"
points = 2
rule = ''''''("combat aircraft" OR "fighter aircraft" OR helicopter OR "military aircraft") WITH (survivability OR "surface to air" OR "ballistic protection" OR "missile approach" OR "weapon pylon")''''''

[[category.except]]
id = "civil"
rule = ''''''("aircraft carrier" AND (phone OR ticket OR freight OR passenger)) NOT (military OR navy OR naval OR combat OR fighter)''''''

[[category.except]]
id = "simulation-games"
rule = ''''''("video game" OR "game program" OR toy).ti. OR ("video game" OR "game program").clm.''''''

[[category.sample]]
text = "In a combat aircraft the survivability computer weighs the surface to air threat and proposes a turn; the fighter aircraft keeps its wingman informed."
expect = "hit"

[[category.sample]]
text = "An air carrier sells tickets and freight space on the same flight, and a passenger may change a seat from a phone until boarding."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------- V

[[group]]
number = "V"
title = "Unmanned aerial vehicles (topic E)"

[[category]]
number = "V-1"
group = "V"
title = "Armed, expendable and decoy unmanned aircraft, and means against unmanned aircraft"
agencies = ["USAF", "ARMY", "NAVY", "DHS", "DARPA"]
threshold = 2
note = "Loitering munitions, target drones, swarms with a hostile task, nets, jammers and interceptors against drones."

[[category.clause]]
id = "class"
points = 2
rule = ''''''
B64U2101/15.cpc. OR B64U2101/16.cpc. OR B64U2101/17.cpc. OR B64U2101/18.cpc. OR B64U2101/19.cpc. OR B64U101/15.ipc. OR B64U101/16.ipc.
OR B64U101/17.ipc. OR B64U101/18.ipc. OR B64U101/19.ipc. OR B64U20/10.cpc. OR B64U20/10.ipc. OR B64U70/50.cpc. OR B64U70/50.ipc. OR B64C2201/121.cpc.''''''

[[category.clause]]
id = "armed"
points = 2
rule = ''''''
(((drone OR UAV OR UAVs OR "unmanned aerial" OR "unmanned aircraft" OR quadcopter OR multicopter) NEAR12 (weapon OR munition OR warhead OR hostile OR decoy OR armed OR enemy OR loitering OR rogue OR intruder OR interceptor))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"loitering munition" OR (("unmanned aircraft" OR UAV OR drone) NEAR8 (warhead OR "weapon release" OR kamikaze)) OR "target drone" OR "counter drone" OR "counter UAS" OR "anti drone"''''''

[[category.except]]
id = "hobby"
rule = ''''''(toy OR hobby OR "selfie" OR "crop spraying" OR "parcel delivery").ti. OR ((toy OR parcel OR crop OR agricultural).clm. NOT (weapon OR munition OR warhead OR hostile).clm.)''''''

[[category.sample]]
text = "A loitering munition circles over the area under the control of one operator. The unmanned aircraft carries a small warhead and dives when the operator confirms."
expect = "hit"

[[category.sample]]
text = "A drone sprays a vineyard. The unmanned aircraft follows the rows by satellite navigation and returns to its base to refill the tank."
expect = "clear"

[[category]]
number = "V-2"
group = "V"
title = "Unmanned aircraft and ground robots for reconnaissance and military missions"
agencies = ["USAF", "ARMY", "NAVY", "DARPA"]
threshold = 2
requires = ["defence_purpose"]
note = "Surveillance, tactical launch and recovery, contested links, autonomous mission execution. The purpose must be shown: a survey drone looks the same."

[[category.clause]]
id = "vehicle"
points = 1
rule = ''''''
(UAV OR UAVs OR UAS OR "unmanned aerial" OR "unmanned aircraft" OR "unmanned air" OR drone OR "unmanned ground"
 OR "unmanned vehicle" OR "micro air vehicle" OR "remotely piloted" OR "autonomous vehicle").ti,ab,clm.
OR B64U$.cpc. OR B64U$.ipc. OR B64C39/02$.cpc. OR B64C39/02$.ipc.''''''

[[category.clause]]
id = "mission"
points = 1
rule = ''''''(reconnaissance OR surveillance OR military OR battlefield OR tactical OR soldier OR warfighter OR combat OR "target tracking") NEAR15 (UAV OR UAVs OR UAS OR unmanned OR drone OR "air vehicle" OR "remotely piloted" OR robot)''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''(UAV OR UAVs OR UAS OR "unmanned aerial vehicle" OR "unmanned aircraft") NEAR12 (reconnaissance OR battlefield OR "tactical surveillance" OR squad OR soldier)''''''

[[category.clause]]
id = "loads-and-missions"
points = 2
rule = ''''''
(((execution OR planning OR performing) NEAR5 mission NEAR25 (autonomy OR autonomous OR vehicle OR objective OR swarm))).ti,ab,clm.''''''

[[category.except]]
id = "civil-mission"
rule = ''''''("mission critical" OR "mission statement" OR "lawn mower" OR "robotic vacuum" OR "vacuum cleaner").clm. NOT (military OR UAV OR reconnaissance)''''''

[[category.sample]]
text = "A hand launched UAV gives a squad its own reconnaissance: the battlefield UAV folds into a tube and is recovered in a net after tactical surveillance of the far side of the hill."
expect = "hit"

[[category.sample]]
text = "A robotic lawn mower plans its paths over the garden, keeps its charge above a floor and parks in its shed before rain."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ VI

[[group]]
number = "VI"
title = "Rocket engines (topic F)"

[[category]]
number = "VI-1"
group = "VI"
title = "Solid propellant rocket motors"
agencies = ["ARMY", "USAF", "NAVY", "NASA"]
threshold = 2
note = "Grain shape, casings, insulation, nozzles, igniters, insensitive-munition venting, thrust control. Airbag inflators use the same chemistry and are excepted."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F02K9/08.cpc. OR F02K9/08.ipc. OR F02K9/1$.cpc. OR F02K9/1$.ipc. OR F02K9/2$.cpc. OR F02K9/2$.ipc. OR F02K9/3$.cpc. OR F02K9/3$.ipc.''''''

[[category.clause]]
id = "motor"
points = 2
rule = ''''''
("rocket motor" OR "solid propellant" OR "solid rocket" OR (propellant ADJ2 grain)
 OR ("gas generator" NEAR10 (missile OR rocket OR torpedo))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"solid rocket motor" OR "solid propellant" NEAR15 (grain OR motor OR rocket OR missile) OR "rocket motor case" OR "slow cook off" OR "insensitive munition" SAME (motor OR propellant OR rocket) OR "thrust vector control" SAME (rocket OR motor OR missile)''''''

[[category.except]]
id = "restraint-and-model"
rule = ''''''(airbag OR "air bag" OR "seat belt" OR "occupant restraint" OR "model rocket" OR "toy rocket" OR inflator) NOT (missile OR "solid rocket" OR warhead OR munition OR "space launch")''''''

[[category.sample]]
text = "The solid rocket motor has a case wound of carbon fiber that splits along a seam in slow cook off, so that the propellant grain burns without pressure."
expect = "hit"

[[category.sample]]
text = "The inflator holds a stack of gas generant wafers. The solid propellant gas fills the airbag and the seat belt pretensioner fires from the same squib."
expect = "clear"

[[category]]
number = "VI-2"
group = "VI"
title = "Liquid, hybrid and multi-mode rocket engines"
agencies = ["NASA", "USAF", "NAVY"]
threshold = 2
note = "Injectors, regeneratively cooled chambers, turbopumps, hypergolic and green propellants, restart, thrust vectoring."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F02K9/4$.cpc. OR F02K9/4$.ipc. OR F02K9/5$.cpc. OR F02K9/5$.ipc. OR F02K9/6$.cpc. OR F02K9/6$.ipc. OR F02K9/72.cpc. OR F02K9/72.ipc. OR F02K9/8$.cpc. OR F02K9/8$.ipc. OR F02K9/9$.cpc. OR F02K9/9$.ipc.''''''

[[category.clause]]
id = "engine"
points = 2
rule = ''''''
("rocket engine" OR "liquid propellant" OR "hybrid rocket" OR bipropellant OR monopropellant OR hypergol$2
 OR "rocket nozzle" OR "rocket propulsion" OR (rocket NEAR4 (thruster OR combustion OR injector OR chamber))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"rocket engine" SAME (injector OR turbopump OR "combustion chamber" OR nozzle OR thrust) OR "hybrid rocket" SAME (oxidizer OR grain OR fuel) OR hypergolic NEAR10 (propellant OR fuel OR oxidizer) OR "regeneratively cooled" NEAR10 (chamber OR nozzle OR rocket)''''''

[[category.except]]
id = "furnace-and-toy"
rule = ''''''("rocket stove" OR "model rocket" OR "toy rocket" OR "water rocket" OR ("liquid propellant" WITH (aerosol OR inhaler OR foam OR dispenser))) NOT ("rocket engine" OR spacecraft OR missile)''''''

[[category.sample]]
text = "The rocket engine has a regeneratively cooled chamber. Its pintle injector throttles the oxidizer tenfold while the turbopump holds speed."
expect = "hit"

[[category.sample]]
text = "A rocket stove burns twigs in an elbow of brick; the liquid propellant of the aerosol can for lighting it is butane."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- VII

[[group]]
number = "VII"
title = "Hypersonic flight, ramjet, scramjet and pulse engines (topic G)"

[[category]]
number = "VII-1"
group = "VII"
title = "Ramjet, scramjet, pulse and detonation engines"
agencies = ["USAF", "NAVY", "DARPA", "NASA"]
threshold = 2
note = "Supersonic combustion, inlets, isolators, mode transition, rotating detonation, combined cycles, and ground test facilities for them."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F02K7/02.cpc. OR F02K7/02.ipc. OR F02K7/1$.cpc. OR F02K7/1$.ipc. OR F02K9/78.cpc. OR F02K9/78.ipc.''''''

[[category.clause]]
id = "engine"
points = 2
rule = ''''''
(ramjet OR "ram jet" OR scramjet OR "scram jet" OR "supersonic combustion"
 OR (combustor NEAR20 (supersonic OR "dual mode" OR mach))
 OR (supersonic NEAR6 (inlet OR combustion OR burnt OR burned)) OR "pulse detonation" OR "rotating detonation"
 OR "detonation engine" OR ("pulse jet" ADJ2 engine) OR ("dual mode" NEAR4 (ramjet OR scramjet))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''scramjet NEAR15 (combustor OR inlet OR isolator OR engine OR fuel) OR ramjet NEAR10 (combustor OR inlet OR missile OR propulsion) OR "supersonic combustion" NEAR15 (engine OR heater OR ramjet OR inlet) OR "rotating detonation engine" OR "pulse detonation engine"''''''

[[category.except]]
id = "cleaning"
rule = ''''''("pulse jet" AND (baghouse OR "filter bag" OR "dust collector" OR "fabric filter")) NOT (ramjet OR scramjet OR detonation)''''''

[[category.sample]]
text = "The scramjet engine has an isolator whose cant follows the shock train. Fuel enters the scramjet combustor from swept struts."
expect = "hit"

[[category.sample]]
text = "The fabric filter of the dust collector is cleaned by a pulse jet of air blown down into each filter bag of the baghouse."
expect = "clear"

[[category]]
number = "VII-2"
group = "VII"
title = "Hypersonic and re-entry vehicles, thermal protection"
agencies = ["USAF", "NAVY", "NASA", "DARPA"]
threshold = 2
note = "Glide bodies, leading edges, radomes and windows at high heat flux, ablators, plasma blackout."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42B15/34.cpc. OR F42B15/34.ipc. OR B64C30/$.cpc. OR B64C30/$.ipc. OR B64C1/38.cpc. OR B64C1/38.ipc.''''''

[[category.clause]]
id = "vehicle"
points = 2
rule = ''''''
(hypersonic OR "boost glide" OR "glide vehicle" OR "reentry vehicle" OR "re entry vehicle" OR "supersonic aircraft"
 OR "atmospheric reentry" OR "ablative heat shield" OR "thermal protection system" OR "ultra high temperature ceramic").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''hypersonic NEAR8 (vehicle OR missile OR glide OR flight OR weapon OR "leading edge") OR "reentry vehicle" NEAR20 (nose OR ablat$3 OR warhead OR "heat shield") OR "plasma blackout" OR "aerodynamic heating" NEAR20 (missile OR reentry OR radome OR "leading edge")''''''

[[category.except]]
id = "process"
rule = ''''''(("hypersonic" AND (spray$3 OR "flame spraying" OR coating OR "oxy fuel")) OR ("thermal protection system" AND (server OR motor OR transformer OR battery))) NOT (vehicle OR missile OR flight OR aircraft OR spacecraft)''''''

[[category.sample]]
text = "The hypersonic glide vehicle carries a leading edge of hafnium carbide on a carbon skin, which stands the heat flux of the pull-up."
expect = "hit"

[[category.sample]]
text = "Hypersonic flame spraying of a tungsten carbide powder gives the roll of a paper machine a hard coating."
expect = "clear"

# ---------------------------------------------------------------------------------------------------------------- VIII

[[group]]
number = "VIII"
title = "Gas turbine hot section and military engines (topic H)"

[[category]]
number = "VIII-1"
group = "VIII"
title = "Augmentors, exhaust nozzles and signature of military engines"
agencies = ["USAF", "NAVY", "ARMY"]
threshold = 2
note = "Afterburners, convergent-divergent and vectoring nozzles, exhaust cooling and infrared suppression, serpentine inlets."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F02K1/82$.cpc. OR F02K1/82$.ipc. OR F02K3/10.cpc. OR F02K3/10.ipc. OR F02K1/12.cpc. OR F02K1/12.ipc. OR F02K1/38.cpc. OR F02K1/38.ipc.''''''

[[category.clause]]
id = "nozzle"
points = 2
rule = ''''''
(afterburner OR augmentor OR "convergent divergent exhaust nozzle" OR "thrust vectoring" OR "infrared suppressor"
 OR (infrared NEAR4 suppress$3) OR (exhaust NEAR6 (infrared OR signature)) OR "flameholder").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("infrared suppressor" OR "infrared signature" OR "infrared suppression") SAME (exhaust OR engine OR nozzle) OR "thrust vectoring nozzle" OR augmentor NEAR15 (liner OR flameholder OR duct OR turbofan) OR "serpentine inlet"''''''

[[category.except]]
id = "road-and-plant"
rule = ''''''("exhaust gas recirculation" OR "thermal oxidizer" OR "catalytic converter" OR "diesel exhaust" OR "waste incineration" OR ("rotary kiln")) NOT (turbofan OR turbojet OR aircraft OR infrared OR helicopter)''''''

[[category.sample]]
text = "An infrared suppressor mixes the exhaust of the engine with cold air so that the infrared signature of the helicopter falls in the band of missile seekers."
expect = "hit"

[[category.sample]]
text = "The afterburner of the waste incineration plant destroys dioxins in the flue gas before the catalytic converter."
expect = "clear"

[[category]]
number = "VIII-2"
group = "VIII"
title = "Hot-section cooling, alloys and coatings beyond civil practice"
agencies = ["USAF", "NAVY", "NASA", "DTSA"]
threshold = 2
requires = ["defence_purpose"]
note = "Film-cooled blades, single-crystal alloys, ceramic matrix composites, thermal barriers. Civil engines use all of them: hit only with a military or extreme-performance sign."

[[category.clause]]
id = "hot-section"
points = 1
rule = ''''''
(((turbine OR combustor) NEAR6 (blade OR vane OR airfoil OR shroud OR liner))
 OR ("single crystal" NEAR6 (superalloy OR alloy OR blade)) OR "ceramic matrix composite" OR "thermal barrier coating"
 OR superalloy).ti,ab,clm.''''''

[[category.clause]]
id = "military"
points = 1
rule = ''''''("military engine" OR "military aircraft" OR "fighter engine" OR "fighter aircraft" OR "combat aircraft" OR "advanced turbine engine" OR "joint strike") SAME (turbine OR engine OR blade OR combustor OR turbofan)''''''

[[category.clause]]
id = "contract"
points = 1
rule = ''''''(government OR contract) NEAR25 ("air force" OR navy OR army OR darpa OR "department of defense") WITH (right OR award$2 OR support)''''''

[[category.except]]
id = "power-station"
rule = ''''''("steam turbine" OR "wind turbine" OR turbocharger OR "water turbine" OR "hydraulic turbine").ti.''''''

[[category.sample]]
text = "A film cooled turbine blade of a single crystal superalloy for a fighter engine. This invention was made with government support under a contract awarded by the Air Force; the government has certain rights. In the fighter engine the turbine blade runs above its coating''s melting point, as military engines do when the turbine is throttled up."
expect = "hit"

[[category.sample]]
text = "A wind turbine blade has a sealed root. The turbine blade is bolted to the hub and turned by a pitch drive when the wind is strong."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ IX

[[group]]
number = "IX"
title = "Explosives and propellant chemistry (topic I)"

[[category]]
number = "IX-1"
group = "IX"
title = "Explosive and propellant compositions and their ingredients"
agencies = ["ARMY", "NAVY", "USAF", "DOE"]
threshold = 2
note = "High explosives, binders, energetic plasticizers, insensitive compositions, melt-cast and pressed charges, burn-rate modifiers, thermites."

[[category.clause]]
id = "class"
points = 2
rule = ''''''C06B25/$.cpc. OR C06B25/$.ipc. OR C06B27/$.cpc. OR C06B27/$.ipc. OR C06B29/$.cpc. OR C06B29/$.ipc. OR C06B33/$.cpc. OR C06B33/$.ipc. OR C06B41/$.cpc. OR C06B41/$.ipc. OR C06B45/$.cpc. OR C06B45/$.ipc. OR C06B21/$.cpc. OR C06B21/$.ipc. OR C06B43/$.cpc. OR C06B43/$.ipc.''''''

[[category.clause]]
id = "composition"
points = 2
rule = ''''''
(((explosive OR energetic OR propellant) ADJ2 (composition OR formulation OR binder OR material OR compound OR crystal OR plasticizer))
 OR "high explosive" OR nitramine OR "ammonium perchlorate" OR thermite OR "plastic bonded explosive" OR HMX OR RDX
 OR octogen OR hexogen OR (nitrocellulose NEAR10 (propellant OR nitroglycerin))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"plastic bonded explosive" OR (RDX OR HMX OR TATB OR PETN) NEAR12 (explosive OR binder OR charge OR crystal OR propellant OR TNT) OR "insensitive explosive" OR "energetic plasticizer" OR "energetic binder" OR "double base propellant" OR "burn rate modifier" OR "detonation velocity" NEAR20 (explosive OR composition)''''''

[[category.except]]
id = "airbag-and-aerosol"
rule = ''''''(airbag OR "air bag" OR "gas generant" OR inflator OR aerosol OR "metered dose" OR inhaler OR "blowing agent") NOT (munition OR warhead OR missile OR "high explosive" OR rocket)''''''

[[category.except]]
id = "quarry"
rule = ''''''("emulsion explosive" OR ANFO OR "blasting agent" OR "blast hole" OR blasthole OR quarry) NOT (munition OR warhead OR missile OR military OR weapon OR HMX OR nitramine)''''''

[[category.except]]
id = "detection-and-drug"
rule = ''''''("nitroglycerin" AND (angina OR transdermal OR patient OR tablet)) NOT (propellant OR explosive)''''''

[[category.sample]]
text = "A plastic bonded explosive holds 95 parts of coarse HMX crystals in an energetic binder. The detonation velocity of the composition is kept while its sensitivity falls."
expect = "hit"

[[category.sample]]
text = "An emulsion explosive for the quarry is pumped into the blast hole. The blasting agent of ammonium nitrate and fuel oil (ANFO) is gassed to lower its density."
expect = "clear"

[[category]]
number = "IX-2"
group = "IX"
title = "Detonating, priming, pyrotechnic and gas-generating devices"
agencies = ["ARMY", "NAVY", "DOE"]
threshold = 2
note = "Primers, detonators, delay elements, pyrophoric decoy material, explosive bolts and cords, explosive trains, explosive working of materials for weapons."

[[category.clause]]
id = "class"
points = 2
rule = ''''''C06C7/$.cpc. OR C06C7/$.ipc. OR C06C15/$.cpc. OR C06C15/$.ipc. OR C06D3/$.cpc. OR C06D3/$.ipc. OR F42B3/1$.cpc. OR F42B3/1$.ipc.''''''

[[category.clause]]
id = "device"
points = 2
rule = ''''''
(detonator OR "blasting cap" OR "percussion primer" OR "explosive bolt" OR "detonating cord"
 OR "linear shaped charge" OR (pyrophoric NEAR5 (foil OR flare OR decoy OR composition)) OR "delay composition"
 OR "explosive train" OR "explosive charge" OR (detonat$3 ADJ3 explosive) OR "primary explosive").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"explosive train" NEAR15 (fuze OR booster OR munition) OR "lead styphnate" OR "lead azide" NEAR10 (primer OR detonator OR explosive) OR "percussion primer" OR "primary explosive"''''''

[[category.except]]
id = "airbag"
rule = ''''''(airbag OR "air bag" OR "seat belt" OR seatbelt OR pretensioner OR inflator OR firework OR "safety match") NOT (munition OR warhead OR projectile OR missile OR ammunition)''''''

[[category.except]]
id = "quarry-and-well"
rule = ''''''(quarry OR "blast hole" OR blasthole OR wellbore OR borehole OR "seismic exploration" OR "rock blasting" OR "explosion welding" OR "explosive welding") NOT (munition OR warhead OR projectile OR missile OR ammunition OR weapon)''''''

[[category.sample]]
text = "A percussion primer without lead styphnate uses a nano thermite. The primer ignites the propellant of small caliber ammunition from minus 50 degrees."
expect = "hit"

[[category.sample]]
text = "An electronic detonator for rock blasting in a quarry is programmed with a delay; each blast hole reports its state before the shot."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------- X

[[group]]
number = "X"
title = "Nuclear weapons and the fuel cycle (topic J)"

[[category]]
number = "X-1"
group = "X"
title = "Nuclear explosives, their effects and detection"
agencies = ["DOE", "USAF", "NAVY"]
threshold = 2
note = "Property interest of DOE (42 USC 2182) is examined besides. Implosion, initiation, tritium boosting, use control, effects, test detection."

[[category.clause]]
id = "class"
points = 2
rule = ''''''G21J$.cpc. OR G21J$.ipc.''''''

[[category.clause]]
id = "weapon"
points = 2
rule = ''''''
("nuclear weapon" OR "nuclear explosive" OR "nuclear explosion" OR "nuclear detonation" OR "nuclear charge"
 OR "nuclear pulse" OR "nuclear bomb" OR "nuclear device" OR "nuclear warhead" OR "atomic bomb" OR "hydrogen bomb"
 OR "thermonuclear weapon" OR "permissive action link" OR "weapons grade" OR "nuclear test").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"nuclear explosive device" OR ("nuclear weapon" SAME (pit OR primary OR implosion OR tritium OR yield OR detonator)) OR "permissive action link" OR "implosion" NEAR10 (plutonium OR fissile OR uranium) OR "weapons grade" NEAR4 (plutonium OR uranium)''''''

[[category.except]]
id = "figurative"
rule = ''''''("nuclear family" OR "cell nucleus" OR "nuclear receptor" OR "nuclear medicine" OR "nuclear localization" OR "nuclear magnetic resonance") NOT ("nuclear weapon" OR "nuclear explosive" OR plutonium OR fissile)''''''

[[category.sample]]
text = "Use control for a nuclear explosive device: a permissive action link accepts one code and disables the firing set after a few wrong ones."
expect = "hit"

[[category.sample]]
text = "A nuclear receptor in the cell nucleus binds the ligand. Nuclear localization of the receptor is seen under the microscope, and nuclear magnetic resonance gives the fold."
expect = "clear"

[[category]]
number = "X-2"
group = "X"
title = "Fissile material, reprocessing, tritium and heavy water"
agencies = ["DOE"]
threshold = 2
note = "Plutonium and uranium metallurgy, fluorides, reprocessing, tritium production and handling, heavy water, criticality safety."

[[category.clause]]
id = "class"
points = 2
rule = ''''''G21C19/4$.cpc. OR G21C19/4$.ipc. OR G21C19/38.cpc. OR C22B60/0$.cpc. OR C22B60/0$.ipc. OR C01G43/06.cpc. OR C01G43/06.ipc. OR C01G56/$.cpc. OR C01B4/$.cpc. OR C01B4/$.ipc. OR C01B5/02.cpc. OR C22C43/$.cpc.''''''

[[category.clause]]
id = "material"
points = 2
rule = ''''''
(plutonium OR "enriched uranium" OR "uranium hexafluoride" OR UF6
 OR ("spent fuel" NEAR6 (reprocess$3 OR dissol$5 OR recover$3)) OR (reprocessing NEAR4 (nuclear OR fuel))
 OR (tritium NEAR5 (production OR storage OR breeding OR recovery OR extraction)) OR "heavy water"
 OR (uranium NEAR5 (metal OR alloy OR extraction OR conversion)) OR fissile OR fissionable).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''plutonium NEAR10 (separat$3 OR purif$9 OR metal OR oxide OR extract$3) OR "uranium hexafluoride" OR "PUREX" OR "fissile material" NEAR15 (separat$3 OR production OR storage OR metal) OR "tritium breeding"''''''

[[category.except]]
id = "tracer"
rule = ''''''((tritium OR tritiated OR deuterated OR "heavy water") AND (assay OR scintillation OR metabolism OR radiolabel$2 OR receptor OR "exit sign")) NOT (reactor OR fissile OR plutonium OR uranium)''''''

[[category.sample]]
text = "Plutonium is separated from uranium and fission products: in a modified PUREX flowsheet the plutonium metal precursor leaves the first extraction cycle with the raffinate."
expect = "hit"

[[category.sample]]
text = "Binding is measured with tritium: the tritiated ligand is washed from the receptor and counted by scintillation in a radioligand assay."
expect = "clear"

[[category]]
number = "X-3"
group = "X"
title = "Naval, mobile, space and fast reactors"
agencies = ["DOE", "NAVY", "NASA", "ARMY"]
threshold = 2
note = "Ship propulsion, transportable and space reactors, fast reactors, compact shielding. Commercial light-water plant details are left out unless they touch these."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B63H21/18.cpc. OR B63H21/18.ipc. OR G21C1/02$.cpc. OR G21C1/02$.ipc. OR G21D5/02.cpc. OR G21D5/02.ipc.''''''

[[category.clause]]
id = "reactor"
points = 2
rule = ''''''
("fast reactor" OR "fast breeder" OR "breeder reactor"
 OR (reactor NEAR6 (naval OR submarine OR mobile OR transportable OR spacecraft OR "space power"))
 OR "nuclear propulsion" OR "nuclear powered" OR "nuclear thermal rocket" OR "traveling wave reactor"
 OR "fast neutron reactor").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"naval reactor" OR "nuclear thermal rocket" OR "nuclear propulsion" NEAR15 (submarine OR ship OR spacecraft OR rocket) OR "fast breeder reactor" SAME (core OR sodium OR fuel)''''''

[[category.except]]
id = "chemical-reactor"
rule = ''''''("bioreactor" OR "plug flow reactor" OR "batch reactor" OR "stirred tank reactor" OR "fluidized bed reactor" OR "polymerization reactor") NOT (nuclear OR neutron)''''''

[[category.sample]]
text = "A nuclear thermal rocket heats hydrogen in a core of carbide fuel. For nuclear propulsion of a spacecraft the reactor is started after escape from low orbit."
expect = "hit"

[[category.sample]]
text = "A stirred tank reactor on a mobile skid cleans wastewater: the batch reactor is filled, stirred and drained by one pump."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ XI

[[group]]
number = "XI"
title = "Isotope separation and gas centrifuges (topic K)"

[[category]]
number = "XI-1"
group = "XI"
title = "Gas centrifuges, gaseous diffusion and nozzle separation"
agencies = ["DOE"]
threshold = 2
note = "Rotors, end caps, bearings, drives, cascades, barriers, in uranium hexafluoride service."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B01D59/1$.cpc. OR B01D59/1$.ipc. OR B01D59/20.cpc. OR B01D59/20.ipc. OR B04B5/08.cpc. OR B04B5/08.ipc.''''''

[[category.clause]]
id = "centrifuge"
points = 2
rule = ''''''"gas centrifuge" OR "gaseous diffusion" NEAR15 (isotope OR uranium OR barrier OR cascade) OR (centrifuge WITH (isotope OR uranium OR hexafluoride OR enrichment)) OR "enrichment cascade" OR (=separative ADJ work)''''''

[[category.except]]
id = "laboratory"
rule = ''''''((blood OR plasma OR milk OR cream OR wastewater OR sludge OR laundry) WITH centrifug$3) NOT (isotope OR uranium OR hexafluoride)''''''

[[category.sample]]
text = "A gas centrifuge for enriching uranium has a thin-walled rotor of maraging steel on a needle bearing; the enrichment cascade is fed with uranium hexafluoride."
expect = "hit"

[[category.sample]]
text = "A blood centrifuge separates plasma from red cells in a disposable bowl, and a milk centrifuge skims cream on the same drive."
expect = "clear"

[[category]]
number = "XI-2"
group = "XI"
title = "Laser, chemical, electromagnetic and thermal isotope separation"
agencies = ["DOE"]
threshold = 2
note = "Atomic and molecular laser routes, chemical exchange, calutrons, lithium and hydrogen isotopes. Mass spectrometers for analysis are not meant."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B01D59/28.cpc. OR B01D59/28.ipc. OR B01D59/3$.cpc. OR B01D59/3$.ipc. OR B01D59/48.cpc. OR B01D59/48.ipc. OR B01D59/50.cpc. OR B01D59/50.ipc.''''''

[[category.clause]]
id = "isotope"
points = 2
rule = ''''''
((isotope NEAR4 (separation OR separating OR enrichment OR enriching OR enriched OR production OR selective))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"laser isotope separation" OR "isotope separation" NEAR20 (uranium OR lithium OR laser OR plutonium OR hydrogen) OR calutron OR "atomic vapor laser" OR "molecular laser" NEAR5 isotope''''''

[[category.except]]
id = "analysis"
rule = ''''''("mass spectrometer" OR "mass spectrometry" OR "isotope ratio" OR "isotope dilution" OR "stable isotope label" OR peptide OR radiopharmaceutical OR "positron emission") NOT (uranium OR plutonium OR lithium OR "laser isotope" OR cascade)''''''

[[category.sample]]
text = "Laser isotope separation of uranium: three tuned pulses ionize one isotope in atomic vapor, and the ions are drawn to collector plates."
expect = "hit"

[[category.sample]]
text = "Stable isotope labels tell two peptide samples apart; the isotope ratio is read in a mass spectrometer after isotope dilution."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- XII

[[group]]
number = "XII"
title = "Stealth and signature reduction (topic L)"

[[category]]
number = "XII-1"
group = "XII"
title = "Radar absorption, radar cross section, low-observable antennas and radomes"
agencies = ["USAF", "NAVY", "ARMY", "DARPA"]
threshold = 2
note = "Absorbing paints and structures, frequency selective surfaces, shaping, switchable radomes, cloaks. Chamber absorbers and car-radar absorbers are civil."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(H01Q17/$.cpc. OR H01Q17/$.ipc.) AND (radar OR stealth OR signature OR aircraft OR "low observable" OR military)''''''

[[category.clause]]
id = "rcs"
points = 2
rule = ''''''
("radar absorbing" OR "radar absorber" OR "radar absorptive" OR "radar cross section" OR "low observable"
 OR "radar signature" OR (stealth NEAR6 (aircraft OR vehicle OR ship OR radar OR coating OR system OR thermal))
 OR ("microwave absorbing" NEAR10 (coating OR structure OR paint))
 OR (cloaking NEAR5 (electromagnetic OR radar OR device))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("radar absorbing" OR "radar absorbent") NEAR4 (material OR structure OR coating OR paint OR layer) OR ("radar cross section" WITH (reduc$4 OR low OR lower OR suppress$3)) OR "low observable" NEAR8 (aircraft OR vehicle OR coating OR platform OR antenna OR radome)''''''

[[category.except]]
id = "chamber-and-road"
rule = ''''''("anechoic chamber" OR "parking sensor" OR "adaptive cruise" OR "toll collection" OR "electronic toll" OR bumper OR "weather radar" OR "wind turbine") NOT (stealth OR "low observable" OR military OR aircraft OR "radar signature")''''''

[[category.except]]
id = "marketing"
rule = ''''''("stealth mode" OR "stealth virus" OR "stealth marketing" OR "stealth startup" OR "stealth launch") NOT ("radar absorbing" OR "low observable" OR "radar cross section")''''''

[[category.sample]]
text = "A radar absorbing coating in two layers lowers the radar cross section of the wing root; the low observable vehicle keeps its antennas behind a frequency selective skin."
expect = "hit"

[[category.sample]]
text = "An absorber behind the bumper stops stray echoes of the adaptive cruise radar, and the same foam lines an anechoic chamber."
expect = "clear"

[[category]]
number = "XII-2"
group = "XII"
title = "Camouflage and concealment, visual and thermal"
agencies = ["ARMY", "USAF", "NAVY"]
threshold = 2
note = "Nets, patterns, adaptive skins, thermal screens. Hunters'' garments share the class: hunting alone is excepted."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41H3/$.cpc. OR F41H3/$.ipc.''''''

[[category.clause]]
id = "camouflage"
points = 2
rule = ''''''
(ghillie OR (conceal$4 NEAR10 (wearer OR soldier OR background OR vegetation OR pattern))
 OR (blend$3 NEAR6 (background OR surroundings OR environment) NEAR20 (wearer OR vehicle OR soldier OR pattern))
 OR ((hide OR hides OR hiding OR mask$3) NEAR10 (infrared NEAR3 sensor OR "heat signature")) OR camouflage
 OR camouflaging OR "thermal signature" OR "infrared signature" OR "thermal stealth" OR "signature management"
 OR ((conceal$4 OR hiding) NEAR10 ("night vision" OR "thermal imaging" OR infrared OR radar))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"camouflage net" OR "thermal camouflage" OR "adaptive camouflage" OR "multispectral camouflage" OR ("infrared signature" WITH (reduc$4 OR suppress$4 OR match$3 OR background))''''''

[[category.except]]
id = "hunting-and-fashion"
rule = ''''''(hunting OR hunter OR "deer" OR "duck blind" OR turkey OR fashion OR "cell tower" OR "fishing" OR cosmetic OR makeup OR tattoo) NOT (military OR soldier OR radar OR "thermal signature" OR infrared)''''''

[[category.sample]]
text = "An adaptive camouflage panel of Peltier tiles copies the temperature of the background, so that the infrared signature of the vehicle is matched to it."
expect = "hit"

[[category.sample]]
text = "A hunting blind folds flat and is covered in a camouflage net printed with leaves, so that a hunter may wait for deer."
expect = "clear"

[[category]]
number = "XII-3"
group = "XII"
title = "Acoustic, magnetic and wake signatures of naval craft"
agencies = ["NAVY", "DARPA"]
threshold = 2
note = "Anechoic tiles, quiet propulsors, degaussing, wake control, bubble masking."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B63G8/34.cpc. OR B63G8/34.ipc. OR B63G13/02$.cpc. OR B63G13/02$.ipc. OR B63G2013/02$.cpc. OR B63G9/06.cpc. OR B63G9/06.ipc.''''''

[[category.clause]]
id = "quieting"
points = 2
rule = ''''''
(((wake OR tonal OR noise OR acoustic OR magnetic OR signature) NEAR12 (submarine OR torpedo OR warship OR "underwater vehicle" OR "naval vessel" OR "propulsor" OR "undersea vehicle"))
 OR (degaussing NEAR6 (ship OR vessel OR hull OR submarine)) OR "anechoic tile" OR "anechoic coating").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"radiated noise" SAME (submarine OR torpedo OR "underwater vehicle" OR propulsor) OR "acoustic signature" NEAR15 (submarine OR ship OR vessel OR torpedo) OR "anechoic tile" OR degaussing NEAR8 (ship OR vessel OR hull OR coil) SAME (mine OR magnetic)''''''

[[category.except]]
id = "display-and-whale"
rule = ''''''((degaussing WITH (display OR monitor OR "picture tube" OR tape OR disk)) OR "whale watching" OR aquarium) NOT (ship OR submarine OR vessel OR mine)''''''

[[category.sample]]
text = "An anechoic tile for a submarine hull has voids of two sizes; it lowers both the echo and the radiated noise of the submarine."
expect = "hit"

[[category.sample]]
text = "Degaussing coils around the picture tube of the monitor run for a second when the display is switched on."
expect = "clear"

# ---------------------------------------------------------------------------------------------------------------- XIII

[[group]]
number = "XIII"
title = "Electronic warfare, jamming and countermeasures (topic M)"

[[category]]
number = "XIII-1"
group = "XIII"
title = "Jamming, deception and resistance to them"
agencies = ["USAF", "NAVY", "ARMY", "NSA"]
threshold = 2
note = "Jammers, deception repeaters, anti-jam reception of communication, radar and navigation signals. Ordinary interference in Wi-Fi or cellular networks is not meant."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H04K3/$.cpc. OR H04K3/$.ipc. OR G01S7/36.cpc. OR G01S7/38.cpc. OR G01S7/38.ipc. OR G01S7/495.cpc. OR G01S7/495.ipc. OR G01S7/537.cpc. OR G01S7/537.ipc. OR G01S19/21$.cpc.''''''

[[category.clause]]
id = "jam"
points = 2
rule = ''''''
(jammer OR "jamming signal" OR "radio jamming" OR "radar jamming" OR antijam OR "anti jam" OR antijamming
 OR (jamming NEAR6 (radar OR radio OR communication OR receiver OR frequency OR transmitter OR GPS OR signal))
 OR "electronic warfare" OR "electronic attack" OR "electronic countermeasure"
 OR ("spoofing" NEAR8 (GPS OR GNSS OR satellite OR radar)) OR "nulling antenna"
 OR (noise NEAR10 (prevent$3 OR block$3 OR disabl$3 OR inhibit$3) NEAR15 (phone OR cellular OR telephone OR radio))
 OR (blocking NEAR6 (phone OR cellular)) OR (radar NEAR20 (false NEAR3 (delay OR target OR echo) OR repeater))
 OR (null$3 NEAR10 (interference OR interferer OR jammer)) OR ("deception" NEAR5 (radar OR jam$4))).ti,ab,clm.''''''

[[category.clause]]
id = "gnss-interference"
points = 2
rule = ''''''
(((GNSS OR GPS OR "satellite system" OR "navigation satellite" OR "satellite navigation" OR "positioning satellite" OR "navigation receiver") NEAR25 (interference OR interfering OR interferer OR jamm$3))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"electronic countermeasure" NEAR20 (radar OR missile OR jam$4 OR threat) OR "digital radio frequency memory" OR "barrage jamming" OR "antijam" NEAR15 (antenna OR receiver OR GPS OR communication OR waveform) OR "stand off jamming" OR "range gate pull off" OR "electronic warfare" SAME (jam$4 OR receiver OR emitter OR threat)''''''

[[category.except]]
id = "paper-traffic"
rule = ''''''("paper jam" OR "jam detection" OR "traffic jam" OR "jam removal" OR "sheet jam" OR "jammed door" OR (jam WITH (fruit OR jelly OR paper OR sheet OR printer))) NOT (radar OR radio OR jammer OR GPS)''''''

[[category.sample]]
text = "The repeater stores the pulse in a digital radio frequency memory and returns it late. Range gate pull off draws the tracking radar from its target."
expect = "hit"

[[category.sample]]
text = "A printer clears a paper jam by reversing the feed roller; jam detection counts the edges of the sheet."
expect = "clear"

[[category]]
number = "XIII-2"
group = "XIII"
title = "Decoys, chaff, flares and threat warning"
agencies = ["USAF", "NAVY", "ARMY"]
threshold = 2
note = "Expendables, towed decoys, dazzling of seekers, laser and missile warning, emitter location, threat countering systems on platforms."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42B12/70.cpc. OR F42B12/70.ipc. OR F42B5/15.cpc. OR F42B5/15.ipc. OR F41J2/$.cpc. OR F41J2/$.ipc.''''''

[[category.clause]]
id = "decoy"
points = 2
rule = ''''''
((decoy NOT NEAR4 (pulse OR state OR photon OR quantum OR data OR file OR password))
 OR (chaff NEAR5 (radar OR dispens$3 OR decoy OR countermeasure))
 OR (decoy NEAR8 (missile OR radar OR infrared OR torpedo OR flare OR towed OR aircraft OR target))
 OR (countermeasure NEAR10 (missile OR infrared OR laser OR torpedo OR aircraft OR seeker OR threat OR enemy OR "thermal"))
 OR "missile warning" OR "missile approach" OR "threat warning" OR (laser ADJ2 (warning OR threat)) OR "radar warning").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"missile approach warning" OR "missile warning system" OR "directed infrared countermeasure" OR "towed decoy" OR "decoy flare" OR "chaff" NEAR6 (flare OR dispenser OR radar OR dipole) OR "radar warning receiver"''''''

[[category.except]]
id = "farm-and-hunt"
rule = ''''''((chaff WITH (grain OR combine OR straw OR rice OR wheat OR harvest$3)) OR "duck decoy" OR "goose decoy" OR "waterfowl" OR "decoy receptor" OR "decoy oligonucleotide" OR (decoy WITH (hunting OR bird OR insect OR cell OR gene OR ligand OR peptide OR receptor OR database OR sequence))) NOT (radar OR missile OR infrared OR military)''''''

[[category.sample]]
text = "On a signal of the missile approach warning sensor the dispenser fires a decoy flare whose spectrum follows that of the engine."
expect = "hit"

[[category.sample]]
text = "A duck decoy bobs on a weighted keel. For waterfowl hunting it is thrown out with ten others, and the chaff of the harvested grain floats between."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- XIV

[[group]]
number = "XIV"
title = "Secret communication and cryptography (topic N)"

[[category]]
number = "XIV-1"
group = "XIV"
title = "Cryptographic equipment, algorithms and key management"
agencies = ["NSA", "NAVY", "ARMY", "USAF"]
threshold = 2
note = "Anything meant to deny content to all but the addressee: ciphers, key generation and distribution, authentication built on them, hash engines. Most hits are ordinary data security: dismiss unless novel as cryptography or made for Government use."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H04K1/$.cpc. OR H04K1/$.ipc. OR H04L9/18.cpc. OR H04L9/18.ipc. OR H04L9/22.cpc. OR H04L9/22.ipc. OR H04L9/26.cpc. OR H04L9/26.ipc. OR H04L9/38.cpc. OR H04L9/38.ipc. OR H04L9/12.cpc. OR H04L9/12.ipc.''''''

[[category.clause]]
id = "cipher"
points = 2
rule = ''''''
(cryptograph$4 OR cryptosystem OR cipher OR ciphertext OR enciphering OR decryptor OR encryptor
 OR (scrambler NEAR8 (voice OR speech OR secret OR secure)) OR "key distribution" OR "key exchange" OR "key agreement"
 OR "symmetric key" OR "session key" OR "security association" OR (=elliptic ADJ curve) OR SHA1
 OR ("public key" NEAR10 ("private key" OR secret OR exchange OR certificate)) OR "secure communication"
 OR "secret communication" OR "RSA" OR (montgomery NEAR6 (multipli$7 OR product OR reduction OR modular))
 OR "modular exponentiation" OR "round key" OR "voice privacy"
 OR ((voice OR speech) NEAR15 ("frequency band" OR "frequency bands") NEAR15 (alter$3 OR invert$3 OR invers$3 OR transpos$3 OR hid$3))
 OR (secret NEAR10 (share OR shares OR sharing OR divided OR holder)) OR "content key" OR "media key" OR "title key"
 OR "device key" OR "session keys" OR "master key" OR "key encryption"
 OR (key NEAR12 (descrambl$3 OR scrambl$3 OR deciphering))
 OR (certificate NEAR10 (recipient OR revok$3 OR revocation OR "public key" OR authority OR signed))
 OR "speech scrambl$3" OR (chaotic NEAR8 (carrier OR mask OR encrypt$4)) OR "blind signature"
 OR (blinded NEAR6 (sign$2 OR ballot OR certificate OR signature)) OR "conditional access"
 OR (entitlement NEAR8 (message OR control OR management))
 OR ("control word" NEAR12 (scrambl$3 OR descrambl$3 OR "smart card" OR entitlement OR receiver))
 OR "one time password" OR "challenge response").ti,ab,clm.''''''

[[category.clause]]
id = "encrypt-claims"
points = 1
rule = ''''''
(encrypt$4 OR decrypt$4 OR "private key" OR "secret key" OR "public key" OR "digital signature").ti,ab,clm.''''''

[[category.clause]]
id = "title"
points = 2
rule = ''''''(cryptograph$4 OR encrypt$4 OR decrypt$4 OR authenticat$3 OR password OR "random number" OR "pseudo random" OR pseudorandom OR "access control" OR "digital signature" OR "digital certificate" OR "key management" OR "hash function" OR scrambling OR descrambling OR "conditional access" OR "identity verification" OR firewall OR "secure boot" OR "virtual private network" OR "copy protection" OR "content protection" OR "data security" OR "network security").ti. OR (=secure NEAR4 (communication OR transmission OR data OR message OR storage OR access OR network OR transaction OR document OR processing OR connection OR key OR messaging OR method OR video OR delivery)).ti. OR (secur$3 NEAR4 (message OR data OR content OR communication OR information)).ti.''''''

[[category.clause]]
id = "random"
points = 2
rule = ''''''
((("random number" OR "pseudo random" OR pseudorandom) NEAR10 (generator OR generating OR seed OR key OR entropy))
 OR (entropy NEAR8 (seed OR key OR pool))).ti,ab,clm.''''''

[[category.clause]]
id = "secure-claims"
points = 1
rule = ''''''
(authenticat$3 OR credential OR "access control" OR "secure access"
 OR (secure NEAR5 (data OR document OR transaction OR transmission OR channel OR key OR storage)) OR unauthorized
 OR "copy protection" OR "special information").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"key stream generator" OR "keystream" NEAR15 (cipher OR generator OR plaintext) OR "crypto variable" OR "red black separation" OR "type 1 encryption" OR "secure voice" NEAR10 (terminal OR encrypt$4 OR radio) OR "nonlinear feedback shift register" OR "over the air rekeying"''''''

[[category.except]]
id = "passwords-and-copying"
rule = ''''''(("parental control" OR "remote keyless" OR "garage door" OR "hotel lock" OR "vending machine" OR "lottery" OR "slot machine" OR "gaming machine" OR "video game").ti. OR ("wireless local area network" OR "set top box" OR "memory card").ti.) NOT (cryptograph$4 OR cipher OR "secret communication").clm.''''''

[[category.sample]]
text = "A keystream generator of three nonlinear feedback shift registers enciphers speech; the keystream is never used twice, and over the air rekeying follows each call."
expect = "hit"

[[category.sample]]
text = "A photo kiosk prints a faint pattern over each proof, so that a copy of it looks poor, and asks for a coin before it releases the album."
expect = "clear"

[[category]]
number = "XIV-2"
group = "XIV"
title = "Covert, low-detectability and spread communication"
agencies = ["NSA", "NAVY", "ARMY", "USAF"]
threshold = 2
note = "Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam."

[[category.clause]]
id = "lpi"
points = 2
rule = ''''''("low probability" ADJ2 (intercept$3 OR detection OR exploitation)) OR "covert communication" OR "covert transmission" OR "burst transmission" NEAR15 (covert OR intercept$3 OR detect$3) OR "noise like waveform" OR "intercept receiver"''''''

[[category.clause]]
id = "hidden-signal"
points = 2
rule = ''''''
(((signal OR transmission OR communication) NEAR10 (hidden OR concealed OR stealth OR stealthy OR covert OR buried OR undetectable))).ti,ab,clm.''''''

[[category.clause]]
id = "spread"
points = 1
rule = ''''''
("spread spectrum" OR "frequency hopping" OR "direct sequence" OR "pseudo noise" OR pseudonoise
 OR ("chaotic" NEAR5 (carrier OR signal OR communication)) OR "ultra wideband"
 OR ("mutually orthogonal" NEAR12 (channel OR access OR code))).ti,ab,clm.''''''

[[category.clause]]
id = "resist"
points = 1
rule = ''''''
(((resist$5 OR immun$3 OR robust$4) NEAR5 (interference OR interception OR intercept$3 OR jamm$3 OR eavesdropp$3))
 OR covert OR clandestine OR undetect$4 OR eavesdropp$3 OR (intercept$3 NEAR6 (signal OR transmission OR message))
 OR multibeam).ti,ab,clm.''''''

[[category.clause]]
id = "user"
points = 1
rule = ''''''(military OR tactical OR soldier OR warfighter OR battlefield) NEAR10 (radio OR communication OR waveform OR network OR transceiver) SAME ("spread spectrum" OR "frequency hopping" OR secure OR jamm$3 OR intercept$3 OR covert)''''''

[[category.except]]
id = "wifi"
rule = ''''''(bluetooth OR wifi OR "wi-fi" OR "wireless local area network" OR WLAN OR zigbee OR "cordless telephone") NOT (militar$3 OR covert OR antijam OR "low probability" OR tactical OR clandestine)''''''

[[category.sample]]
text = "A transceiver sends a noise like waveform with a low probability of intercept; the covert link shares the band of a broadcast station."
expect = "hit"

[[category.sample]]
text = "A Bluetooth headset changes channel by frequency hopping and is robust against interference of a wireless local area network nearby."
expect = "clear"

[[category]]
number = "XIV-3"
group = "XIV"
title = "Hidden content: steganography, watermarks, secret inks, embedded control signals"
agencies = ["NSA", "DHS", "DOJ"]
threshold = 2
note = "Secret inks and microphotography in their present-day form. Commercial watermarking and security printing is the larger part: dismiss unless it carries a message to an addressee."

[[category.clause]]
id = "hidden"
points = 2
rule = ''''''
(steganograph$4 OR stegotext OR "digital watermark" OR watermarking OR "hidden message" OR "covert channel"
 OR "invisible ink" OR "secret ink" OR microdot
 OR (embed$4 NEAR6 (watermark OR "hidden data" OR "secret message" OR "hidden information"))).ti,ab,clm.''''''

[[category.clause]]
id = "broadcast-control"
points = 2
rule = ''''''
(((decryptor OR descrambler OR decrypt$3) NEAR40 (receiver OR "receiver station" OR broadcast OR tuner))
 OR (embedded NEAR5 ("control signal" OR instruction) NEAR15 (broadcast OR transmission OR programming))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''steganographic NEAR10 (message OR key OR channel OR embed$4 OR carrier) OR stegotext OR "secret writing" OR "cover image" NEAR15 (hidden OR secret OR embed$4) OR microdot NEAR15 (message OR film OR read OR hidden)''''''

[[category.except]]
id = "paper-and-photo"
rule = ''''''("paper machine" OR "dandy roll" OR "watermarked paper" OR banknote OR "security thread" OR "inkjet ink" OR stationery) NOT (steganograph$4 OR message OR covert)''''''

[[category.sample]]
text = "A steganographic channel spreads the message over the least significant bits of a cover image under a secret key, so that nobody but the addressee knows of it."
expect = "hit"

[[category.sample]]
text = "A dandy roll presses a watermark into the web on a paper machine; the watermarked paper is cut for stationery."
expect = "clear"

[[category]]
number = "XIV-4"
group = "XIV"
title = "Controlled access to content, systems and records"
agencies = ["NSA", "DTSA"]
threshold = 2
note = "Options that give a system privacy or security: trust and identity services, rights enforcement, protected documents, proof that a record was not changed. A wide net by intent (public class titles put these with secret communication); expect many dismissals."

[[category.clause]]
id = "trust"
points = 2
rule = ''''''
("trust relationship" OR "rights management" OR "rights expression" OR "rights protection" OR "electronic rights"
 OR "trusted platform" OR "trusted computing" OR "secure processor" OR "security policy" OR "security protocol"
 OR "secure key" OR (authenticat$3 ADJ3 (protocol OR algorithm OR engine)) OR "network intrusion" OR firewall
 OR "packet filter" OR "identity verification" OR "user authentication" OR "certificate authority"
 OR "digital certificate" OR "secure boot" OR "protected boot" OR "trusted boot"
 OR (boot NEAR15 (digest OR hash OR integrity OR authentic$4 OR trusted))
 OR ((privacy OR private OR anonymous OR anonymity) NEAR12 (communication OR terminal OR message OR caller OR user OR data OR transaction))
 OR (copy NEAR5 (prohibit$3 OR prevent$3 OR protect$3 OR restrict$3 OR "not permitted" OR illegal OR unauthorized))
 OR (copied NEAR5 (cannot OR illegally OR unauthorized OR prevent$3))
 OR ((fingerprint OR biometric) NEAR15 (lock$2 OR match$3 OR verif$7 OR authenticat$3 OR unlock$3 OR access) NEAR25 (data OR device OR user OR identity))
 OR (token NEAR12 (identity OR verify OR verification OR authenticat$3)) OR (message NEAR6 signed)
 OR ("misuse" NEAR10 (access OR system OR user)) OR "virus detection" OR "malicious code" OR malware OR "secure access"
 OR "computer virus").ti,ab,clm.''''''

[[category.clause]]
id = "secure-transaction"
points = 1
rule = ''''''
(("electronic commerce" NEAR20 (secure OR security)) OR "secure transaction"
 OR (secure NEAR3 (document OR container OR subsystem OR session OR channel OR memory OR enclave))).ti,ab,clm.''''''

[[category.clause]]
id = "protection"
points = 1
rule = ''''''
(authenticat$3 OR =secure OR =secured
 OR (=securely NEAR8 (data OR information OR message OR content OR server OR network OR stored OR transmit$4))
 OR (=security NEAR6 (data OR key OR policy OR protocol OR message OR server OR token OR information OR association))
 OR unauthorized OR password OR credential OR "copy protection" OR "access right" OR "access control" OR tamper$3
 OR confidential OR confidentiality OR piracy OR "illegal copying").ti,ab,clm.''''''

[[category.clause]]
id = "encryption"
points = 1
rule = ''''''encrypt$4 OR decrypt$4 OR cryptograph$4 OR "digital signature" OR "public key" OR "one way hash"''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"rights expression" NEAR20 (server OR license OR enforc$5 OR content OR document OR encrypt$4) OR "mandatory access control" OR "multilevel security" OR "multi level security" OR "cross domain" NEAR5 (guard OR solution OR security)''''''

[[category.clause]]
id = "record-integrity"
points = 2
rule = ''''''((evidence OR proof OR prove OR verify$3) NEAR20 (modified OR altered OR tampered)).clm. AND (encrypt$4 OR "digital signature" OR hash OR authenticity)''''''

[[category.except]]
id = "shop-and-game"
rule = ''''''("shopping cart" OR "loyalty" OR "vending" OR "casino" OR "slot machine" OR "lottery" OR "gaming machine" OR "video game" OR "parental" OR "child lock" OR "door lock").ti. OR ("tamper evident" WITH (cap OR bottle OR closure OR lid OR package))''''''

[[category.sample]]
text = "A secure processor enforces the owner''s security policy: the document leaves the enclave only encrypted, bound to a rights expression, and the rights management server keeps the trust relationship between both sides."
expect = "hit"

[[category.sample]]
text = "A tamper evident cap closes the bottle: the ring breaks when the closure is first turned, so the buyer sees that nobody opened it."
expect = "clear"

[[category]]
number = "XIV-5"
group = "XIV"
title = "Compromising emanations, tamper resistance and extraction from equipment"
agencies = ["NSA", "DTSA", "DARPA"]
threshold = 2
note = "TEMPEST, side channels, anti-tamper for critical program information, forced reading of protected devices."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(G06F21/75.cpc. OR G06F21/75.ipc. OR G06F21/86.cpc. OR G06F21/86.ipc. OR G06F21/87.cpc. OR G06F21/87.ipc.) AND (cryptograph$4 OR encrypt$4 OR key OR tamper$3)''''''

[[category.clause]]
id = "emanation"
points = 2
rule = ''''''"compromising emanation" OR TEMPEST NEAR10 (shield$3 OR emission OR emanation OR security OR standard) OR ("side channel" ADJ2 (attack OR leakage OR resistan$2)) OR ("side channel" SAME (cryptograph$4 OR cipher OR "secret key")) OR "differential power analysis" OR "critical program information" OR "anti tamper" NEAR10 (coating OR circuit OR military OR mesh OR sensor OR device) OR "zeroize"''''''

[[category.except]]
id = "package"
rule = ''''''("tamper evident" OR "tamper proof screw" OR "child resistant" OR "medicine bottle" OR "rocker tempest") NOT (cryptograph$4 OR encrypt$4 OR emanation OR "side channel")''''''

[[category.sample]]
text = "The processor masks its key against differential power analysis; a mesh over the die lets it zeroize, and the case holds back every compromising emanation."
expect = "hit"

[[category.sample]]
text = "A child resistant medicine bottle with a tamper evident ring and a tamper proof screw at its stand."
expect = "clear"

[[category]]
number = "XIV-6"
group = "XIV"
title = "Communication through unusual media"
agencies = ["NAVY", "NSA", "DARPA"]
threshold = 2
note = "Through water, earth and structures, by neutrinos, by lighting or beams of light that stay within an area."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H04B13/02.cpc. OR H04B13/02.ipc.''''''

[[category.clause]]
id = "medium"
points = 2
rule = ''''''
(((subsea OR undersea OR underwater OR submarine OR seawater OR "sea water") ADJ2 (communication OR communicating OR telemetry OR modem))
 OR "through the earth" OR "ground conduction" OR (underground NEAR4 (communication OR radio))
 OR ("extremely low frequency" NEAR8 (communication OR transmit$3 OR antenna))
 OR (("light fixture" OR "lighting fixture" OR luminaire) NEAR20 ((data NEAR4 (transmission OR transmitting OR communication)) OR (communication ADJ2 (link OR system OR network))))
 OR "free space optical communication").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"underwater optical communication" OR "submarine communication" NEAR15 (laser OR "very low frequency" OR buoy OR submerged) OR "extremely low frequency" NEAR15 (submarine OR seawater OR earth) OR "through the earth communication"''''''

[[category.except]]
id = "cables-and-lamps"
rule = ''''''("submarine cable" OR "optical repeater" OR "undersea cable" OR "fiber cable" OR "DALI" OR dimmer OR "light switch").ti.''''''

[[category.sample]]
text = "Underwater optical communication between a submerged hull and an aircraft: a blue-green pulse train crosses the surface, and no radio mast is raised."
expect = "hit"

[[category.sample]]
text = "A dimmer takes the place of a light switch and sets the brightness of the lamp according to the hour of the day."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ XV

[[group]]
number = "XV"
title = "Submarines, torpedoes, naval mines (topic O)"

[[category]]
number = "XV-1"
group = "XV"
title = "Submarines and warships"
agencies = ["NAVY"]
threshold = 2
note = "Hulls, launch systems, masts, depth and attitude control, offensive and defensive arrangements."

[[category.clause]]
id = "class"
points = 2
rule = ''''''
B63G1/$.cpc. OR B63G1/$.ipc. OR B63G3/$.cpc. OR B63G3/$.ipc. OR B63G8/28.cpc. OR B63G8/28.ipc. OR B63G8/3$.cpc. OR B63G8/3$.ipc. OR B63G9/$.cpc. OR B63G9/$.ipc.
OR B63G11/$.cpc. OR B63G11/$.ipc. OR B63G13/$.cpc. OR B63G13/$.ipc.''''''

[[category.clause]]
id = "submarine"
points = 2
rule = ''''''
((submarine NOT ADJ2 (cable OR sandwich OR line OR pipeline OR optical OR landslide OR volcano OR repeater OR fiber))
 OR warship OR "naval vessel" OR "naval ship" OR "surface combatant" OR "pressure hull"
 OR ("periscope" NEAR10 (mast OR submarine OR naval)) OR (launch$3 NEAR8 submerged) OR "flight deck"
 OR (sunken NEAR6 (submarine OR boat OR vessel)) OR "escape trunk"
 OR (sail NEAR8 hull NEAR12 (vortex OR fairing OR submarine))).ti,ab,clm.''''''

[[category.clause]]
id = "deployment"
points = 2
rule = ''''''
((submersible NEAR8 (object OR vehicle OR craft OR vessel))
 OR (deploy$4 NEAR6 (submerged OR submersible OR underwater OR undersea))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"torpedo tube" OR "ballistic missile submarine" OR "submarine hull" OR submarine SAME (periscope OR torpedo OR sonar OR "pressure hull" OR "missile tube")''''''

[[category.except]]
id = "tourist-and-cable"
rule = ''''''("tourist submarine" OR "recreational submarine" OR "submarine cable" OR "submarine sandwich" OR "submarine pipeline" OR "toy submarine" OR swimming OR "bath toy" OR snorkel) NOT (torpedo OR naval OR navy OR warship OR military OR missile)''''''

[[category.sample]]
text = "The outer door of the torpedo tube is opened by a ram inside the submarine hull, and an electromagnetic pump fills the tube at depth."
expect = "hit"

[[category.sample]]
text = "A submarine sandwich is cut and wrapped by a machine beside the counter, while the submarine cable in the harbor brings the shop its power."
expect = "clear"

[[category]]
number = "XV-2"
group = "XV"
title = "Torpedoes, naval mines and mine countermeasures"
agencies = ["NAVY"]
threshold = 2
note = "Torpedo propulsion and guidance wire, depth charges, mine laying and sweeping, neutralization of objects on the sea bed, attack on propellers."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F42B17/$.cpc. OR F42B19/$.cpc. OR F42B19/$.ipc. OR F42B21/$.cpc. OR F42B21/$.ipc. OR F42B22/$.cpc. OR F42B22/$.ipc. OR B63G6/$.cpc. OR B63G6/$.ipc. OR B63G7/$.cpc. OR B63G7/$.ipc. OR B63G2007/$.cpc.''''''

[[category.clause]]
id = "torpedo"
points = 2
rule = ''''''
(torpedo OR (mine NEAR15 (mooring OR cutter OR sweep OR towed OR ship OR vessel OR underwater OR sea))
 OR "naval mine" OR "sea mine" OR "marine mine" OR "depth charge" OR minesweep$3 OR "mine sweeping" OR minehunting
 OR "mine hunting" OR "mine countermeasure"
 OR (mine NEAR5 (neutraliz$5 OR neutralis$5 OR detection OR disposal OR warfare)) OR supercavitat$3 OR "limpet mine").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''torpedo NEAR10 (propulsion OR warhead OR seeker OR guidance OR launch OR "guidance wire") OR "mine countermeasure" OR "naval mine" OR "depth charge" OR minesweeping OR supercavitating NEAR8 (vehicle OR torpedo OR projectile)''''''

[[category.except]]
id = "shape-and-fish"
rule = ''''''(("torpedo shaped" OR "torpedo level" OR "torpedo heater" OR "torpedo ladle" OR "torpedo car" OR "electric ray") OR (torpedo WITH (lure OR fishing OR swim OR kite OR enteric))) NOT (warhead OR naval OR navy OR "mine countermeasure" OR submarine)''''''

[[category.sample]]
text = "A supercavitating torpedo steers by tilting its cavitator; the torpedo guidance wire pays out from the vessel and from the torpedo at once."
expect = "hit"

[[category.sample]]
text = "A torpedo shaped fishing lure spins on a wire. The torpedo body of the lure is of balsa with two hooks."
expect = "clear"

[[category]]
number = "XV-3"
group = "XV"
title = "Unmanned and special underwater vehicles"
agencies = ["NAVY", "DARPA"]
threshold = 2
note = "Autonomous and remote vehicles, gliders, docking, recovery, buoyancy, energy and control. Inspection craft for oilfields use the same parts: look for payload, depth, stealth."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B63G8/00$.cpc. OR B63G2008/00$.cpc. OR B63G8/08.cpc. OR B63G8/14.cpc. OR B63G8/39.cpc.''''''

[[category.clause]]
id = "vehicle"
points = 2
rule = ''''''
(((underwater OR undersea OR submersible OR subsea OR submersed) ADJ2 (vehicle OR vessel OR craft OR drone OR glider OR robot))
 OR ((underwater OR undersea OR submerged OR subsea OR seawater OR "sea water") NEAR8 (vehicle OR vessel OR craft OR glider OR drone OR propulsion OR thruster OR actuator OR docking OR robot))
 OR UUV OR "unmanned underwater" OR "unmanned undersea" OR "swimmer delivery" OR "full ocean depth"
 OR ("deep sea" NEAR12 (robot OR housing OR vehicle OR craft))
 OR ((unmanned OR autonomous) NEAR5 (vessel OR watercraft OR ship OR boat)) OR "remotely operated vehicle"
 OR (glider NEAR20 (ocean OR buoyancy OR sea OR underwater OR water))
 OR (diver NEAR10 (vehicle OR craft OR delivery OR propulsion)) OR "variable buoyancy" OR "buoyancy engine"
 OR (hydrofoil NEAR6 (tow$2 OR underwater OR turbine)) OR "towed array" OR "towed body" OR (AUV OR ROV)).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("unmanned underwater vehicle" OR "autonomous underwater vehicle" OR "unmanned undersea vehicle") SAME (mission OR dock$3 OR launch$3 OR buoyancy OR propuls$3 OR sonar OR navy)''''''

[[category.except]]
id = "leisure-and-pool"
rule = ''''''("pool cleaner" OR "swimming pool" OR aquarium OR "toy boat" OR snorkel$3 OR "sea scooter" OR "diver propulsion" OR "bath toy") NOT (UUV OR navy OR naval OR military OR "unmanned underwater")''''''

[[category.sample]]
text = "An unmanned underwater vehicle docks with a sea bed station, changes its battery and takes on a new mission without surfacing."
expect = "hit"

[[category.sample]]
text = "A swimming pool robot climbs the wall of the pool and brushes the tiles at the water line; the pool cleaner is powered by a floating cable."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- XVI

[[group]]
number = "XVI"
title = "Sonar and underwater acoustics (topic P)"

[[category]]
number = "XVI-1"
group = "XVI"
title = "Sonar for finding submarines, mines, torpedoes and swimmers"
agencies = ["NAVY", "DARPA"]
threshold = 2
note = "Towed and hull arrays, active and multistatic sonar, classification, swimmer detection, vector sensors. Fish finders, parking sensors and medical ultrasound are excepted."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(G01S15/$.cpc. OR G01S15/$.ipc. OR G01S3/8$.cpc. OR G01S3/8$.ipc. OR G01S7/52$.cpc.) AND (submarine OR torpedo OR "naval" OR "mine hunting" OR "towed array" OR swimmer)''''''

[[category.clause]]
id = "sonar"
points = 1
rule = ''''''
(sonar OR sonobuoy OR hydrophone OR "underwater acoustic" OR "acoustic array" OR "towed array").ti,ab,clm.''''''

[[category.clause]]
id = "military-target"
points = 1
rule = ''''''(submarine OR torpedo OR mine OR "underwater threat" OR swimmer OR diver OR naval OR warship OR undersea) NEAR15 (sonar OR hydrophone OR acoustic OR sonobuoy OR echo OR target)''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''sonobuoy OR "antisubmarine warfare" OR "towed array" NEAR15 (sonar OR hydrophone OR acoustic) OR "multistatic sonar" OR "swimmer detection" OR "synthetic aperture sonar" OR "acoustic vector sensor"''''''

[[category.except]]
id = "everyday-ultrasound"
rule = ''''''("fish finder" OR fishfinder OR "parking sensor" OR "parking assist" OR "medical ultrasound" OR "ultrasound imaging" OR (ultrasonic WITH (patient OR tissue OR weld OR flow OR bumper)) OR "seismic survey") NOT (submarine OR torpedo OR naval OR antisubmarine OR military OR sonobuoy)''''''

[[category.sample]]
text = "A sonobuoy field works as a multistatic sonar: one buoy transmits and the others hear the echo of the submarine."
expect = "hit"

[[category.sample]]
text = "A fish finder on a small boat shows the bottom and the fish under the hull; its sonar is a disc of ceramic in the keel."
expect = "clear"

[[category]]
number = "XVI-2"
group = "XVI"
title = "Underwater acoustic communication, location and acoustic noise control for naval use"
agencies = ["NAVY"]
threshold = 2
note = "Acoustic modems, beacons, navigation under water without surfacing, transducers for great depth or power."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(H04B11/$.cpc. OR H04B11/$.ipc. OR G01S5/18$.cpc. OR G01S1/72$.cpc.) AND (underwater OR undersea OR submarine OR naval)''''''

[[category.clause]]
id = "acoustic-link"
points = 2
rule = ''''''
("acoustic modem"
 OR (acoustic NEAR6 (communication OR telemetry OR navigation OR positioning OR beacon) NEAR12 (underwater OR undersea OR submarine OR subsea))
 OR "underwater navigation" OR "underwater positioning" OR "underwater transducer"
 OR ("acoustic transducer" NEAR15 (underwater OR submarine OR sonar OR hydrostatic))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"underwater acoustic communication" OR "acoustic modem" NEAR20 (underwater OR undersea OR vehicle) OR "flextensional transducer" OR "long baseline" NEAR8 (acoustic OR transponder OR underwater)''''''

[[category.except]]
id = "offshore-and-music"
rule = ''''''("acoustic guitar" OR loudspeaker OR headphone OR "hearing aid" OR (drill$3 WITH (telemetry OR mud)) OR "downhole") NOT (underwater OR undersea OR submarine OR naval)''''''

[[category.sample]]
text = "An acoustic modem for an undersea vehicle sends a chirp of coded tones; underwater acoustic communication holds to twenty kilometers in shallow water."
expect = "hit"

[[category.sample]]
text = "Downhole acoustic telemetry sends the pressure up the drill string while drilling, and a loudspeaker in the cabin gives an alarm."
expect = "clear"

# ---------------------------------------------------------------------------------------------------------------- XVII

[[group]]
number = "XVII"
title = "Radar, lidar, electro-optical and infrared sensing (topic Q)"

[[category]]
number = "XVII-1"
group = "XVII"
title = "Radar and lidar against targets"
agencies = ["USAF", "NAVY", "ARMY", "DARPA"]
threshold = 2
note = "Tracking, synthetic aperture, foliage and wall penetration, moving-target indication, multifunction arrays. Cruise control, level gauges, weather and golf are excepted."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(G01S13/$.cpc. OR G01S13/$.ipc. OR G01S17/$.cpc. OR G01S17/$.ipc.) AND (missile OR "military" OR "hostile" OR "fighter aircraft" OR warhead)''''''

[[category.clause]]
id = "radar"
points = 1
rule = ''''''
(radar OR lidar OR ladar OR "synthetic aperture" OR "phased array" OR monopulse).ti,ab,clm.''''''

[[category.clause]]
id = "military-target"
points = 1
rule = ''''''(missile OR hostile OR enemy OR "combat" OR military OR battlefield OR "ballistic target" OR clutter OR "moving target") NEAR15 (radar OR lidar OR ladar OR target OR detection OR tracking)''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"synthetic aperture radar" SAME (target OR military OR reconnaissance OR "moving target") OR "foliage penetration" OR "through the wall" ADJ2 radar OR "track while scan" OR "space time adaptive processing" OR "over the horizon radar" OR ladar SAME (target OR seeker OR missile) OR "ground moving target"''''''

[[category.except]]
id = "civil-radar"
rule = ''''''("adaptive cruise" OR "level gauge" OR "radar level" OR "parking" OR "weather radar" OR "collision avoidance" OR "blind spot" OR golf OR "traffic enforcement" OR "radar detector" OR "wind turbine" OR "tank level" OR "automatic door") NOT (missile OR hostile OR battlefield OR military)''''''

[[category.sample]]
text = "Space time adaptive processing removes the clutter of the sea, and a ground moving target is seen through foliage penetration by the synthetic aperture radar."
expect = "hit"

[[category.sample]]
text = "A radar level gauge measures the filling of a tank. The radar signal is reflected at the surface and the tank level shown on a dial."
expect = "clear"

[[category]]
number = "XVII-2"
group = "XVII"
title = "Night vision, thermal imaging and infrared detectors"
agencies = ["ARMY", "USAF", "NAVY"]
threshold = 2
note = "Image intensifiers, focal plane arrays, short-wave infrared aiming and beacons, scanning imagers, search and track."

[[category.clause]]
id = "night-vision"
points = 2
rule = ''''''
("night vision"
 OR (("image intensifier" OR "image intensification") NEAR30 (night OR infrared OR thermal OR weapon OR goggle OR starlight))
 OR ("thermal imaging" NEAR20 (scan$4 OR detector OR sight OR telescope OR collimator OR military OR vehicle)) OR FLIR
 OR "infrared search and track" OR "forward looking infrared" OR "infrared focal plane"
 OR ("focal plane array" NEAR10 (infrared OR thermal))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"night vision goggle" OR ("image intensifier tube" WITH (night OR goggle OR soldier OR weapon OR military OR thermal)) OR "forward looking infrared" NEAR15 (target OR aircraft OR sensor OR weapon) OR "infrared search and track" OR "focal plane array" NEAR15 (infrared OR "mercury cadmium telluride" OR missile)''''''

[[category.except]]
id = "car-and-clinic"
rule = ''''''("pedestrian detection" OR "driver assistance" OR thermometer OR mammography OR fluoroscop$3 OR "x ray image intensifier" OR "toy" OR "baby monitor" OR "home security") NOT (weapon OR military OR goggle OR missile)''''''

[[category.sample]]
text = "A night vision goggle joins the picture of an image intensifier tube with that of an uncooled thermal sensor, so that a soldier sees through smoke."
expect = "hit"

[[category.sample]]
text = "A baby monitor with night vision shows the cot on a phone; an infrared thermometer reads the child''s temperature."
expect = "clear"

[[category]]
number = "XVII-3"
group = "XVII"
title = "Ring laser, fiber-optic, atomic and resonance gyroscopes"
agencies = ["USAF", "NAVY", "DARPA"]
threshold = 2
note = "Sagnac and nuclear-resonance gyros, resonators, atom interferometers."

[[category.clause]]
id = "class"
points = 2
rule = ''''''G01C19/64.cpc. OR G01C19/64.ipc. OR G01C19/66.cpc. OR G01C19/66.ipc. OR G01C19/60.cpc. OR G01C19/60.ipc. OR G01C19/72$.cpc. OR G01C19/72$.ipc.''''''

[[category.clause]]
id = "gyro"
points = 2
rule = ''''''
("ring laser gyroscope" OR "ring laser gyro" OR "fiber optic gyroscope" OR "fiber optic gyro" OR "optical gyroscope"
 OR "sagnac" OR "nuclear magnetic resonance gyroscope" OR "atom interferometer" OR "cold atom").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"ring laser gyroscope" SAME (mirror OR dither OR cavity OR "lock in") OR "fiber optic gyroscope" SAME (coil OR sagnac OR bias OR resonator) OR "atom interferometer" NEAR20 (acceleration OR gyroscope OR navigation)''''''

[[category.except]]
id = "telecom-sagnac"
rule = ''''''("sagnac" AND ("optical switch" OR "fiber laser" OR "wavelength converter" OR telecommunication)) NOT (gyroscope OR gyro OR rotation)''''''

[[category.sample]]
text = "A fiber optic gyroscope winds its coil in two counter layers; the Sagnac phase is held at zero, and bias over temperature falls a hundredfold."
expect = "hit"

[[category.sample]]
text = "A Sagnac loop makes an optical switch for telecommunication: a control pulse in the fiber laser steers the data pulse."
expect = "clear"

# --------------------------------------------------------------------------------------------------------------- XVIII

[[group]]
number = "XVIII"
title = "Directed energy and electromagnetic launch (topic R)"

[[category]]
number = "XVIII-1"
group = "XVIII"
title = "High-energy lasers and beam control"
agencies = ["USAF", "NAVY", "ARMY", "DARPA"]
threshold = 2
note = "Weapon-class lasers, beam directors, adaptive optics for engagement, combining, dazzlers."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41H13/005$.cpc. OR F41H13/006$.cpc.''''''

[[category.clause]]
id = "laser-weapon"
points = 2
rule = ''''''
("laser weapon" OR "high energy laser" OR "directed energy" OR "beam director" OR "laser dazzler"
 OR "chemical oxygen iodine" OR "oxygen iodine laser"
 OR (laser NEAR10 (weapon OR "airborne target" OR missile OR "point ahead"))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"high energy laser" NEAR15 (weapon OR target OR beam OR engagement) OR "directed energy weapon" OR "chemical oxygen iodine laser" OR "beam director" NEAR20 (laser OR target OR tracking) OR "particle beam weapon"''''''

[[category.except]]
id = "workshop-and-clinic"
rule = ''''''("laser welding" OR "laser cutting" OR "laser marking" OR "laser printer" OR "laser surgery" OR "skin treatment" OR dental OR "laser pointer" OR lithograph$3) NOT (weapon OR missile OR "directed energy")''''''

[[category.sample]]
text = "A chemical oxygen iodine laser feeds a beam director that holds the spot of the directed energy weapon on the rising target."
expect = "hit"

[[category.sample]]
text = "A high power laser cutting head moves over sheet steel; for laser marking the same beam is spread by a galvanometer."
expect = "clear"

[[category]]
number = "XVIII-2"
group = "XVIII"
title = "High-power microwave and radio-frequency sources"
agencies = ["USAF", "NAVY", "ARMY", "DOE"]
threshold = 2
note = "Pulsed power, vacuum tubes, flux compression, electromagnetic pulse, radio-frequency power sources and their control. Ovens and broadcast transmitters are excepted."

[[category.clause]]
id = "hpm"
points = 2
rule = ''''''
("high power microwave" OR "electromagnetic pulse" OR "flux compression" OR "virtual cathode oscillator" OR vircator
 OR "relativistic magnetron" OR gyrotron OR "traveling wave tube" OR "travelling wave tube"
 OR "radio frequency power source" OR "RF power source"
 OR ("pulsed power" NEAR10 (switch OR generator OR capacitor OR marx)) OR "marx generator").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"high power microwave" NEAR15 (weapon OR source OR pulse OR antenna OR electronics) OR "electromagnetic pulse" NEAR10 (weapon OR generator OR nuclear OR harden$3) OR "magnetic flux compression generator" OR vircator OR "active denial"''''''

[[category.except]]
id = "oven-and-scanner"
rule = ''''''("microwave oven" OR popcorn OR "magnetic resonance imaging" OR "food product" OR "lightning arrester" OR "surge protector" OR defibrillator) NOT (weapon OR "high power microwave" OR vircator)''''''

[[category.sample]]
text = "A vircator fed by a magnetic flux compression generator emits one pulse; the high power microwave source is meant to upset electronics at a distance."
expect = "hit"

[[category.sample]]
text = "A microwave oven turns popcorn in the field of its magnetron, and a surge protector in the plug keeps out lightning."
expect = "clear"

[[category]]
number = "XVIII-3"
group = "XVIII"
title = "Railguns, coilguns and electrothermal launchers"
agencies = ["NAVY", "ARMY", "DARPA"]
threshold = 2
note = "Rails, armatures, pulse forming networks, launch packages. Amusement rides, hammers and material handling by linear motor are excepted."

[[category.clause]]
id = "class"
points = 2
rule = ''''''F41B6/$.cpc. OR F41B6/$.ipc.''''''

[[category.clause]]
id = "launcher"
points = 2
rule = ''''''
(railgun OR "rail gun" OR coilgun OR "coil gun" OR "electromagnetic launcher" OR "electromagnetic launch"
 OR "electromagnetic gun" OR ("electrothermal" NEAR5 (gun OR launcher OR chemical))
 OR ("pulse forming network" NEAR15 (gun OR launcher OR projectile OR weapon))).ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''railgun NEAR15 (rail OR armature OR projectile OR bore OR launcher) OR "electromagnetic launcher" OR coilgun NEAR15 (projectile OR armature OR coil)''''''

[[category.except]]
id = "ride-and-rail"
rule = ''''''("roller coaster" OR "amusement ride" OR "curtain rail" OR "nail gun" OR "model train") NOT (railgun OR projectile OR weapon)''''''

[[category.sample]]
text = "The railgun armature is of graded aluminum; behind the armature the rail of the electromagnetic launcher is cooled by a film of liquid."
expect = "hit"

[[category.sample]]
text = "A roller coaster train is brought to speed by a linear motor under the rail before it climbs the first hill of the amusement ride."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- XIX

[[group]]
number = "XIX"
title = "Space (topic S)"

[[category]]
number = "XIX-1"
group = "XIX"
title = "Spacecraft, launch, maneuver and re-entry"
agencies = ["NASA", "USAF"]
threshold = 2
note = "Property interest of NASA (51 USC 20135) is examined besides. Structures, attitude and orbit control, propulsion, docking, re-entry."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B64G1/$.cpc. OR B64G1/$.ipc. OR B64G5/$.cpc. OR B64G5/$.ipc. OR F03H1/$.cpc. OR F03H1/$.ipc.''''''

[[category.clause]]
id = "spacecraft"
points = 2
rule = ''''''
(spacecraft OR "space vehicle" OR "launch vehicle" OR "reusable launch" OR "hall effect thruster" OR "hall thruster"
 OR "ion thruster" OR ("ion engine" NEAR10 thrust)
 OR (satellite NEAR5 (attitude OR thruster OR deploy$4 OR bus OR structure OR docking OR launch OR payload OR propulsion))
 OR "space shuttle" OR "orbital transfer" OR "cryogenic fuel tank").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"launch vehicle" SAME ("upper stage" OR fairing OR payload OR booster) OR "spacecraft bus" OR "hall effect thruster" OR spacecraft NEAR10 (thruster OR docking OR "attitude control" OR rendezvous)''''''

[[category.except]]
id = "reception"
rule = ''''''("satellite radio" OR "satellite television" OR "satellite dish" OR "set top box" OR "direct broadcast" OR "GPS receiver" OR "satellite receiver" OR "satellite telephone") NOT (spacecraft OR thruster OR "launch vehicle")''''''

[[category.sample]]
text = "A spacecraft docks by a soft ring and latches; the thruster plume is kept from the spacecraft''s arrays, and rendezvous needs no ground command."
expect = "hit"

[[category.sample]]
text = "A satellite dish is pointed from the living room: the set top box shows the signal strength of satellite television while the dish is turned."
expect = "clear"

[[category]]
number = "XIX-2"
group = "XIX"
title = "Space surveillance, protection and counter-space"
agencies = ["USAF", "NSA", "NASA"]
threshold = 2
note = "Observation and tracking of objects in orbit, inspection, interference with satellites, hardening against attack, overhead reconnaissance and missile warning from space."

[[category.clause]]
id = "class"
points = 2
rule = ''''''B64G3/$.cpc. OR B64G3/$.ipc. OR B64G1/68.cpc. OR B64G1/68.ipc. OR B64G1/52.cpc. OR B64G1/52.ipc.''''''

[[category.clause]]
id = "counterspace"
points = 2
rule = ''''''
("anti satellite" OR antisatellite OR "space surveillance" OR "space situational" OR "space debris"
 OR "reconnaissance satellite" OR "surveillance satellite" OR "spy satellite"
 OR (satellite NEAR8 (hostile OR enemy OR attack OR missile OR tracking NEAR3 object)) OR "hostile spacecraft").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"anti satellite weapon" OR "space situational awareness" OR "reconnaissance satellite" NEAR15 (image OR resolution OR target OR sensor) OR "space based interceptor" OR "missile warning satellite"''''''

[[category.except]]
id = "maps-and-phones"
rule = ''''''("satellite map" OR "road navigation" OR "car navigation" OR "satellite office" OR "satellite dna" OR microsatellite) NOT (orbit OR hostile OR reconnaissance OR debris)''''''

[[category.sample]]
text = "For space situational awareness two satellites look along each other''s limb and report an object that changes orbit, such as a space based interceptor."
expect = "hit"

[[category.sample]]
text = "Microsatellite DNA marks the breed, and the satellite office of the clinic keeps a road navigation unit in each van."
expect = "clear"

# ------------------------------------------------------------------------------------------------------------------ XX

[[group]]
number = "XX"
title = "Chemical and biological agents and defence (topic T)"

[[category]]
number = "XX-1"
group = "XX"
title = "Agents, precursors and their dispersal"
agencies = ["ARMY", "DHS", "DOJ"]
threshold = 2
note = "Nerve and blister agents, toxins, weaponised pathogens, aerosol dispersal as attack, gain of transmissibility."

[[category.clause]]
id = "class"
points = 2
rule = ''''''C06D7/$.cpc. OR C06D7/$.ipc. OR F42B12/46.cpc. OR F42B12/46.ipc. OR A62D2101/02.cpc. OR A62D101/02.ipc.''''''

[[category.clause]]
id = "agent"
points = 2
rule = ''''''
("nerve agent" OR "nerve gas" OR "chemical warfare" OR "biological warfare" OR "chemical weapon"
 OR "biological weapon" OR "bioweapon" OR "warfare agent" OR "binary agent" OR "toxic agent" OR "toxic chemical agent"
 OR "mustard gas" OR "sulfur mustard" OR sarin OR soman OR "blister agent" OR "riot control agent" OR "tear gas"
 OR bioterror$3 OR "biological threat"
 OR ("chemical agent" NEAR12 (simulant OR attack OR military OR dispers$4 OR detect$3 OR protect$3))
 OR "agent simulant").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("nerve agent" OR sarin OR soman OR tabun) NEAR15 (synthes$2 OR precursor OR binary OR dispers$4 OR aerosol OR decontaminat$3 OR hydroly$4) OR "chemical warfare agent" SAME (decontaminat$3 OR detect$3 OR dispers$4 OR protect$3) OR "biological warfare agent" OR weaponized NEAR10 (anthrax OR pathogen OR spores)''''''

[[category.except]]
id = "pesticide-and-therapy"
rule = ''''''(insecticide OR pesticide OR herbicide OR "nitrogen mustard" OR chemotherap$3 OR "mustard seed" OR condiment OR antidepressant) NOT ("nerve agent" OR "warfare agent" OR weapon OR sarin)''''''

[[category.sample]]
text = "Two precursors are mixed in flight and form the nerve agent; the binary round keeps sarin from existing in storage."
expect = "hit"

[[category.sample]]
text = "A condiment of mustard seed and vinegar is ground cold. No pesticide or herbicide is left above the limit."
expect = "clear"

[[category]]
number = "XX-2"
group = "XX"
title = "Detection, protection and decontamination"
agencies = ["ARMY", "DHS"]
threshold = 2
note = "Detectors, masks, suits, filters, decontaminants and countermeasures against warfare agents; trace detection of explosives."

[[category.clause]]
id = "class-with-text"
points = 2
rule = ''''''(A62D5/$.cpc. OR A62D5/$.ipc. OR A62D3/$.cpc. OR A62D3/$.ipc. OR A62B17/$.cpc. OR A62B18/$.cpc. OR C12Q1/04.cpc. OR G01N33/22.cpc.) AND ("warfare agent" OR "nerve agent" OR "chemical warfare" OR anthracis OR explosives)''''''

[[category.clause]]
id = "defence"
points = 2
rule = ''''''
(((anthrax OR anthracis OR "yersinia pestis" OR botulinum OR ricin OR smallpox OR variola) NEAR12 (detect$3 OR decontaminat$3 OR weapon OR attack OR spore OR sensor))
 OR "gas mask"
 OR ("explosives detection" OR "explosive detection" OR "trace detection" OR "detecting explosives" OR "detection of explosives")
 OR CBRN OR "toxic warfare").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"chemical biological" NEAR6 (protect$4 OR suit OR defense OR agent OR detector) OR "agent defeat" OR "anthrax spores" NEAR15 (detect$3 OR decontaminat$3 OR kill$3) OR CBRN OR "explosive trace detection"''''''

[[category.except]]
id = "clinic-and-cosmetic"
rule = ''''''((botulinum AND (wrinkle OR cosmetic OR spasm OR dystonia OR headache)) OR "dust mask" OR "sleep apnea" OR "anesthesia mask") NOT (warfare OR CBRN OR weapon OR terror$4)''''''

[[category.sample]]
text = "A suit for chemical biological protection lets sweat out but holds warfare agents on carbon spheres; it passed the CBRN trial."
expect = "hit"

[[category.sample]]
text = "Botulinum toxin is injected at five points to smooth a wrinkle; for cosmetic use the dose is low."
expect = "clear"

# ----------------------------------------------------------------------------------------------------------------- XXI

[[group]]
number = "XXI"
title = "Quantum information (topic U)"

[[category]]
number = "XXI-1"
group = "XXI"
title = "Quantum key distribution and quantum communication"
agencies = ["NSA", "DARPA", "USAF"]
threshold = 2
note = "Protocols, sources, detectors, attacks and countermeasures, repeaters, random numbers from quantum effects."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H04L9/0852.cpc. OR H04L9/0855.cpc. OR H04L9/0858.cpc. OR H04B10/70.cpc. OR H04B10/70.ipc.''''''

[[category.clause]]
id = "qkd"
points = 2
rule = ''''''
("quantum cryptography" OR "quantum key" OR "quantum communication" OR "quantum channel" OR "entangled photon"
 OR "single photon source" OR "quantum repeater" OR "quantum signal" OR "quantum random number").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"quantum key distribution" OR "quantum cryptography" OR "quantum repeater" OR "photon number splitting" OR "quantum random number generator"''''''

[[category.except]]
id = "dots-and-wells"
rule = ''''''("quantum dot" OR "quantum well" OR "quantum efficiency" OR "quantum yield" OR "quantum leap").ti. OR (("quantum dot" OR "quantum efficiency") NOT ("quantum key" OR "quantum cryptography" OR "quantum communication" OR "quantum channel" OR entangled OR "quantum repeater" OR "quantum random"))''''''

[[category.sample]]
text = "In quantum key distribution decoy pulses reveal photon number splitting; the receiver''s detectors are watched for bright light."
expect = "hit"

[[category.sample]]
text = "A quantum dot film under the screen widens its color range; quantum efficiency stays above nine tenths for years."
expect = "clear"

[[category]]
number = "XXI-2"
group = "XXI"
title = "Quantum computing and quantum sensing"
agencies = ["NSA", "DARPA", "DOE"]
threshold = 2
note = "Qubits, gates, error correction, algorithms of cryptanalytic use; sensors beyond the standard limit."

[[category.clause]]
id = "class"
points = 2
rule = ''''''G06N10/$.cpc. OR G06N10/$.ipc. OR G06N99/002.cpc.''''''

[[category.clause]]
id = "qubit"
points = 2
rule = ''''''
(qubit OR "quantum computer" OR "quantum computing" OR "quantum processor" OR "quantum gate" OR "quantum bit"
 OR "quantum algorithm" OR "quantum sensor" OR "quantum error correction" OR "adiabatic quantum").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''qubit NEAR15 (gate OR coupling OR superconducting OR readout OR coherence OR trapped) OR "quantum error correction" OR "quantum factoring" OR "nitrogen vacancy" NEAR10 (magnetometer OR sensor OR spin)''''''

[[category.except]]
id = "chemistry"
rule = ''''''("quantum chemistry" OR "quantum mechanical calculation" OR "quantum well" OR "quantum dot display").ti. NOT qubit.clm.''''''

[[category.sample]]
text = "Each superconducting qubit is coupled by a tunable gate; quantum error correction runs on the fabric without stopping the program."
expect = "hit"

[[category.sample]]
text = "A quantum well laser diode has a barrier of graded index; its threshold current is low over temperature."
expect = "clear"

# ---------------------------------------------------------------------------------------------------------------- XXII

[[group]]
number = "XXII"
title = "Power sources (topic V)"

[[category]]
number = "XXII-1"
group = "XXII"
title = "Thermionic, radioisotope, thermoelectric and magnetohydrodynamic conversion"
agencies = ["USAF", "NAVY", "NASA", "ARMY"]
agencies_if = [{ agency = "DOE", rule = ''''''radioisotope OR (radioactive ADJ2 (source OR material)) OR "nuclear reactor" OR plutonium'''''' }]
threshold = 2
note = "The thermionic item of the 1971 list, as publicly reported; DOE joins where radioactive material is the heat source."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H01J45/$.cpc. OR H01J45/$.ipc. OR G21H1/$.cpc. OR G21H1/$.ipc. OR H02K44/08.cpc. OR H02K44/08.ipc.''''''

[[category.clause]]
id = "converter"
points = 2
rule = ''''''
("thermionic converter" OR "thermionic generator" OR "thermionic energy" OR "thermionic conversion"
 OR (radioisotope NEAR6 (generator OR power OR battery OR thermoelectric)) OR betavoltaic OR "nuclear battery"
 OR (magnetohydrodynamic NEAR5 generator) OR "thermophotovoltaic" OR "thermotunneling").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"thermionic converter" OR "thermionic energy conversion" OR "radioisotope thermoelectric generator" OR betavoltaic OR ("hot cathode" SAME ("cold anode" OR "work function") SAME electric$3)''''''

[[category.except]]
id = "lamps-and-tubes"
rule = ''''''("fluorescent lamp" OR "discharge lamp" OR "x ray tube" OR "electron microscope" OR "smoke detector" OR radiopharmaceutical) NOT (converter OR generator OR betavoltaic)''''''

[[category.sample]]
text = "A thermionic converter with a hot cathode of tungsten and a cold anode of barium oxide gives electric power from a radioactive source in cesium vapor."
expect = "hit"

[[category.sample]]
text = "A fluorescent lamp starts sooner when its thermionic electrodes are preheated by the ballast of the discharge lamp."
expect = "clear"

[[category]]
number = "XXII-2"
group = "XXII"
title = "Reserve and thermal batteries, and other power for munitions and soldiers"
agencies = ["ARMY", "NAVY", "USAF"]
threshold = 2
note = "Thermal cells, setback-activated batteries, seawater batteries, energy for a projectile''s flight."

[[category.clause]]
id = "class"
points = 2
rule = ''''''H01M6/36.cpc. OR H01M6/36.ipc. OR H01M6/38.cpc. OR H01M6/38.ipc.''''''

[[category.clause]]
id = "battery"
points = 2
rule = ''''''
("thermal battery" OR "reserve battery" OR "seawater battery" OR "sea water battery"
 OR (battery NEAR8 (munition OR projectile OR missile OR torpedo OR soldier)) OR "setback generator").ti,ab,clm.''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''"thermal battery" SAME (missile OR munition OR igniter OR pyrotechnic OR electrolyte) OR "reserve battery" SAME (setback OR projectile OR activat$3 OR munition) OR "soldier power"''''''

[[category.except]]
id = "consumer"
rule = ''''''("reserve battery" AND (phone OR laptop OR vehicle OR alarm OR "uninterruptible")) NOT (munition OR projectile OR missile OR torpedo)''''''

[[category.sample]]
text = "A thermal battery for a missile lights its heat pellets by an igniter at the rim, so that the electrolyte melts within the first tenth of a second."
expect = "hit"

[[category.sample]]
text = "When the phone is empty a small reserve battery keeps the clock and an alarm running until the charger is found."
expect = "clear"

[[category]]
number = "XXII-3"
group = "XXII"
title = "High-efficiency photovoltaic conversion"
agencies = ["USAF", "NASA", "ARMY"]
threshold = 2
note = "Reported to have been on the list with a limit of 20 % efficiency. The limit itself is a matter for a quantity rule; until then the words that go with such cells."

[[category.clause]]
id = "cell"
points = 1
rule = ''''''
(photovoltaic OR "solar cell" OR "solar array" OR "solar panel").ti,ab,clm.''''''

[[category.clause]]
id = "high"
points = 1
rule = ''''''(multijunction OR "multi junction" OR "triple junction" OR "tandem cell" OR "concentrator cell" OR "space solar" OR "radiation hard" OR "lattice mismatched" OR "inverted metamorphic" OR "germanium substrate") SAME (photovoltaic OR "solar cell" OR "solar array")''''''

[[category.clause]]
id = "terms"
points = 2
rule = ''''''("solar cell" OR "solar array" OR photovoltaic) SAME (spacecraft OR satellite OR "radiation hard") SAME (multijunction OR "triple junction" OR efficiency OR blanket)''''''

[[category.except]]
id = "roof-and-garden"
rule = ''''''("garden light" OR "roof tile" OR "solar calculator" OR "solar lamp" OR "pool heater" OR "roofing") NOT (spacecraft OR satellite OR multijunction)''''''

[[category.sample]]
text = "A triple junction solar cell on a germanium substrate for a satellite keeps its efficiency under protons; the solar array of the spacecraft is folded as a blanket."
expect = "hit"

[[category.sample]]
text = "A garden light charges by day from a photovoltaic roof tile and glows at night; the solar lamp needs no wire."
expect = "clear"
', 'in_force', 'house', '2026-11-27 07:52:23.664363', 'house', '2026-11-27 07:52:23.664831', 2, NULL);
INSERT INTO settings (name, value) VALUES ('kind', 'demo');
INSERT INTO settings (name, value) VALUES ('demo_now', '2027-05-03T18:00:00Z');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-c1a0-76ca-abaf-7efe300cacc3', 'intake1', 'intake', NULL, 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:24.736184');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-c664-7580-8f53-d1fb3ff51cb1', 'exam1', 'examiner', NULL, 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:25.956476');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-cd14-7769-a428-1623676340ad', 'officer1', 'licensing_officer', NULL, 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:27.668046');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-d38c-73e2-83c6-7fa362eeecb7', 'officer2', 'licensing_officer', NULL, 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:29.324571');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'official', 'NAVY', 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:30.480117');
INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('01a21bfd-dbfc-75f8-a0f3-2daab73a483e', 'dod1', 'official', 'DOD', 'TS', '$argon2id$not-checked-here', 1, TRUE, '2026-11-27 07:52:31.484992');
INSERT INTO changes (seq, filing_id) VALUES (1, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (2, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (3, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (4, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (5, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (6, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (7, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO changes (seq, filing_id) VALUES (8, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO changes (seq, filing_id) VALUES (9, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO changes (seq, filing_id) VALUES (10, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO changes (seq, filing_id) VALUES (11, '01a21bfd-f236-7314-9d0c-1b710de46a0a');
INSERT INTO changes (seq, filing_id) VALUES (12, '01a21bfd-f236-7314-9d0c-1b710de46a0a');
INSERT INTO changes (seq, filing_id) VALUES (13, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (14, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (15, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (16, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (17, '01a21bfd-f423-75d7-86fb-a109febb63c5');
INSERT INTO changes (seq, filing_id) VALUES (18, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (19, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (20, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (21, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (22, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (23, '01a21bfd-f65f-741d-98b5-98791f49ad9f');
INSERT INTO changes (seq, filing_id) VALUES (24, '01a21bfd-f68d-707a-ad45-81e3677dd958');
INSERT INTO changes (seq, filing_id) VALUES (25, '01a21bfd-f6ab-7014-86a6-29297ccc8271');
INSERT INTO changes (seq, filing_id) VALUES (26, '01a21bfd-f6d3-7503-b8af-42acbf64a67d');
INSERT INTO changes (seq, filing_id) VALUES (27, '01a21bfd-f6f5-7178-8b6d-4d437523e0a7');
INSERT INTO changes (seq, filing_id) VALUES (28, '01a21bfd-f70b-7354-9034-e37e11101b8f');
INSERT INTO changes (seq, filing_id) VALUES (29, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO changes (seq, filing_id) VALUES (30, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO changes (seq, filing_id) VALUES (31, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO changes (seq, filing_id) VALUES (32, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO changes (seq, filing_id) VALUES (33, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO changes (seq, filing_id) VALUES (34, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO changes (seq, filing_id) VALUES (35, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (36, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO changes (seq, filing_id) VALUES (37, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO changes (seq, filing_id) VALUES (38, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-ee97-767c-89d9-d2ca2795ef66', 1, '7307e6858b6b0b0b3f1774d068e12e12a7f8e5533e053cd1475a9fc0cd24c92e', '{"application_number":"US 18/200,001","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A receiver for a direct sequence spread spectrum waveform with a low probability of intercept."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:04.363492');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f0bd-7199-aede-8ca97aad5554', 1, '1366f7fafa410e0f0a7a6a72d17565fb643e4f38352d2673bad43bb7b9a2af85', '{"application_number":"18/200,002","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A receiver for a direct sequence spread spectrum waveform with a low probability of intercept."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:04.913266');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f236-7314-9d0c-1b710de46a0a', 1, '1b88e623dcad30c66299432764f8d6ffe405351df8ccbb551463cb540e727591', '{"application_number":"USSN-18200003","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:05.290973');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 1, '57497c3b5fb9f8b04dfdc41d931df3814b468d1dacbd54417794202cdf9c470b', '{"application_number":"18/200,004","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A receiver for a direct sequence spread spectrum waveform with a low probability of intercept."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:05.419948');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f423-75d7-86fb-a109febb63c5', 1, '3d41819c6d95e8e26ba68e876265961e4c8703163007c2025a3895be75c1f408', '{"application_number":"18/200,006","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"S","received_by":"hand_carried"}', '2026-03-10 18:00:05.783377');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f448-762e-b9b4-025d4f52da2d', 1, '6ffede4fd81430b91a5e6d020aedc1fd12ce6ecdb24f1d8b697b1042125cf708', '{"application_number":"18/200,007","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A receiver for a direct sequence spread spectrum waveform with a low probability of intercept."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:05.820062');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f65f-741d-98b5-98791f49ad9f', 1, '4d0ac8971695575712bd928abfc39ed9d5a184feb6fcd93b0dad0b66bf9d7957', '{"application_number":"18/200,010","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.355618');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f68d-707a-ad45-81e3677dd958', 1, '6c0f23209fdfda6793162e10088730a336017197b4f210f17e2dccbca16d6a7c', '{"application_number":"US 18200010","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.401415');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f6ab-7014-86a6-29297ccc8271', 1, '941ba0bd6444bf8ecc922550291dd987ff87deb75e98eb20f959c3dbd91a4afe', '{"application_number":"18/200,010 A1","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.431660');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f6d3-7503-b8af-42acbf64a67d', 1, '2a6d73c6c49c519786bceb2c47d0a3f7d29cf4925710da54cfa4ca661afd6c9e', '{"application_number":"G-EP-1136135-B1","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.471498');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f6f5-7178-8b6d-4d437523e0a7', 1, '0c75a5f964456d87051c7eca143420b65629b28497bc35de920a850d399b0673', '{"application_number":"PCT/US26/00123","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.505296');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f70b-7354-9034-e37e11101b8f', 1, 'd54b1d560d7683e9bc3355220d14dbcc157f3591535dad8c3c0126ae0bbf89a2', '{"application_number":"63/200,011","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A pot with a lid."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-03-10 18:00:06.527842');
INSERT INTO filing_texts (filing_id, text_version, document_sha256, document, received_at) VALUES ('01a21bfd-f834-7428-a97f-90a24875f46e', 1, '2ff921ca274265f6ab9da1f71ebb06ff1622884399f9e96a2a46d27545bfb118', '{"application_number":"18/200,012","kind":"nonprovisional","filed_on":"2026-03-10","title":"A thing","abstract":["A thing."],"claims":["1. A receiver for a direct sequence spread spectrum waveform with a low probability of intercept."],"description":[],"classes":[],"parties":[{"role":"inventor","name":"Ada Marlowe","country":"US"}],"priority":[],"related":[],"made_in":"US","government_interest":null,"marking":"U"}', '2026-04-01 18:00:00.209657');
INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('01a21bfd-eeeb-76d5-8689-497507164116', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'NAVY', '2026-06-08', 'answered', '2026-03-10 18:00:04.447256', 'exam1', 2);
INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('01a21bfd-f0e7-7361-a8c7-201f3ac59bf5', '01a21bfd-f0bd-7199-aede-8ca97aad5554', 'NAVY', '2026-06-08', 'closed', '2026-03-10 18:00:04.955123', 'exam1', 3);
INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('01a21bfd-f307-723b-b326-bee64bfae41a', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'NAVY', '2026-06-08', 'closed', '2026-03-10 18:00:05.499178', 'exam1', 3);
INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('01a21bfd-f487-7766-a7e6-78633d274422', '01a21bfd-f448-762e-b9b4-025d4f52da2d', 'NAVY', '2026-06-08', 'closed', '2026-03-10 18:00:05.882972', 'exam1', 3);
INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('01a21bfd-f883-71bc-af8c-61ad9e72479c', '01a21bfd-f834-7428-a97f-90a24875f46e', 'NAVY', '2026-06-30', 'closed', '2026-04-01 18:00:00.288233', 'exam1', 3);
INSERT INTO acknowledgments (id, filing_id, referral_id, account_id, person, agency, statement, signed_at) VALUES ('01a21bfd-ef43-7215-b336-d11717c93234', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', '01a21bfd-eeeb-76d5-8689-497507164116', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 'I, navy2, acting for NAVY, acknowledge under 35 U.S.C. 181 that application US 18/200,001 is disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188.', '2026-03-10 18:00:04.535836');
INSERT INTO acknowledgments (id, filing_id, referral_id, account_id, person, agency, statement, signed_at) VALUES ('01a21bfd-f134-7515-b8be-ee4e3317e40f', '01a21bfd-f0bd-7199-aede-8ca97aad5554', '01a21bfd-f0e7-7361-a8c7-201f3ac59bf5', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 'I, navy2, acting for NAVY, acknowledge under 35 U.S.C. 181 that application 18/200,002 is disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188.', '2026-03-10 18:00:05.032412');
INSERT INTO acknowledgments (id, filing_id, referral_id, account_id, person, agency, statement, signed_at) VALUES ('01a21bfd-f338-762c-87b7-5fb61e3e592d', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', '01a21bfd-f307-723b-b326-bee64bfae41a', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 'I, navy2, acting for NAVY, acknowledge under 35 U.S.C. 181 that application 18/200,004 is disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188.', '2026-03-10 18:00:05.548578');
INSERT INTO acknowledgments (id, filing_id, referral_id, account_id, person, agency, statement, signed_at) VALUES ('01a21bfd-f4f4-7400-bbba-27d3b35382ad', '01a21bfd-f448-762e-b9b4-025d4f52da2d', '01a21bfd-f487-7766-a7e6-78633d274422', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 'I, navy2, acting for NAVY, acknowledge under 35 U.S.C. 181 that application 18/200,007 is disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188.', '2026-03-10 18:00:05.992623');
INSERT INTO acknowledgments (id, filing_id, referral_id, account_id, person, agency, statement, signed_at) VALUES ('01a21bfd-f8ef-76fe-ab5a-0ca3b1c85fea', '01a21bfd-f834-7428-a97f-90a24875f46e', '01a21bfd-f883-71bc-af8c-61ad9e72479c', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 'I, navy2, acting for NAVY, acknowledge under 35 U.S.C. 181 that application 18/200,012 is disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188.', '2026-04-01 18:00:00.396880');
INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 1, 'SO-2026-000001', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'III', '2026-03-10', 'officer1', '01a21bfd-cd14-7769-a428-1623676340ad', '[]', '[]', FALSE, TRUE, 'NAVY', '2027-03-10', 'lapsed', '2027-03-11', 4);
INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('01a21bfd-f204-77fc-b6aa-e2fcd0232554', 2, 'SO-2026-000002', '01a21bfd-f0bd-7199-aede-8ca97aad5554', 'III', '2026-03-10', 'officer1', '01a21bfd-cd14-7769-a428-1623676340ad', '[]', '[]', FALSE, TRUE, 'NAVY', '2027-03-10', 'rescinded', '2026-04-01', 4);
INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 3, 'SO-2026-000003', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'II', '2026-03-10', 'officer1', '01a21bfd-cd14-7769-a428-1623676340ad', '[]', '[]', FALSE, TRUE, 'NAVY', '2027-03-10', 'lapsed', '2027-03-11', 3);
INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 4, 'SO-2026-000004', '01a21bfd-f448-762e-b9b4-025d4f52da2d', 'III', '2026-03-10', 'officer1', '01a21bfd-cd14-7769-a428-1623676340ad', '[]', '[]', FALSE, TRUE, 'NAVY', '2027-03-10', 'lapsed', '2027-03-11', 2);
INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 5, 'SO-2026-000005', '01a21bfd-f834-7428-a97f-90a24875f46e', 'III', '2026-04-01', 'officer1', '01a21bfd-cd14-7769-a428-1623676340ad', '[]', '[]', FALSE, TRUE, 'NAVY', '9999-12-31', 'rescinded', '2027-05-01', 6);
INSERT INTO recommendations (id, referral_id, filing_id, agency, finding, branch, threshold_text, order_type, conditions, reason, account_id, signer, signer_agency, filing_version, signed_at) VALUES ('01a21bfd-ef8b-7283-8d73-0e642dfe6315', '01a21bfd-eeeb-76d5-8689-497507164116', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'NAVY', 'would_be_detrimental', 'private', 'publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)', 'III', '[]', 'as found', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 1, '2026-03-10 18:00:04.607950');
INSERT INTO recommendations (id, referral_id, filing_id, agency, finding, branch, threshold_text, order_type, conditions, reason, account_id, signer, signer_agency, filing_version, signed_at) VALUES ('01a21bfd-f198-7096-ac2a-181aca039409', '01a21bfd-f0e7-7361-a8c7-201f3ac59bf5', '01a21bfd-f0bd-7199-aede-8ca97aad5554', 'NAVY', 'would_be_detrimental', 'private', 'publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)', 'III', '[]', 'as found', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 1, '2026-03-10 18:00:05.132101');
INSERT INTO recommendations (id, referral_id, filing_id, agency, finding, branch, threshold_text, order_type, conditions, reason, account_id, signer, signer_agency, filing_version, signed_at) VALUES ('01a21bfd-f382-71ac-9b5b-da537aa698e3', '01a21bfd-f307-723b-b326-bee64bfae41a', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'NAVY', 'would_be_detrimental', 'private', 'publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)', 'II', '[]', 'as found', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 1, '2026-03-10 18:00:05.622961');
INSERT INTO recommendations (id, referral_id, filing_id, agency, finding, branch, threshold_text, order_type, conditions, reason, account_id, signer, signer_agency, filing_version, signed_at) VALUES ('01a21bfd-f546-7705-9dc6-1e75720cd530', '01a21bfd-f487-7766-a7e6-78633d274422', '01a21bfd-f448-762e-b9b4-025d4f52da2d', 'NAVY', 'would_be_detrimental', 'private', 'publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)', 'III', '[]', 'as found', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 1, '2026-03-10 18:00:06.074313');
INSERT INTO recommendations (id, referral_id, filing_id, agency, finding, branch, threshold_text, order_type, conditions, reason, account_id, signer, signer_agency, filing_version, signed_at) VALUES ('01a21bfd-f933-75c0-afea-cae154ee81dc', '01a21bfd-f883-71bc-af8c-61ad9e72479c', '01a21bfd-f834-7428-a97f-90a24875f46e', 'NAVY', 'would_be_detrimental', 'private', 'publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)', 'III', '[]', 'as found', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', 'NAVY', 1, '2026-04-01 18:00:00.464649');
INSERT INTO regime_acts (id, regime_id, step, kind, day, citation, provision, account_id, person, at, of_act, of_account) VALUES ('01a21bfd-fc83-774e-8951-6c1e42557480', '01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'proposed', 'war', '2027-04-02', 'an act of that day', NULL, '01a21bfd-cd14-7769-a428-1623676340ad', 'officer1', '2027-04-02 18:00:00.087136', NULL, NULL);
INSERT INTO regime_acts (id, regime_id, step, kind, day, citation, provision, account_id, person, at, of_act, of_account) VALUES ('01a21bfd-fceb-7460-a8c6-98683ca15955', '01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'confirmed', NULL, NULL, NULL, NULL, '01a21bfd-d38c-73e2-83c6-7fa362eeecb7', 'officer2', '2027-04-02 18:00:00.190733', '01a21bfd-fc83-774e-8951-6c1e42557480', '01a21bfd-cd14-7769-a428-1623676340ad');
INSERT INTO regime_acts (id, regime_id, step, kind, day, citation, provision, account_id, person, at, of_act, of_account) VALUES ('01a21bfd-fdea-7714-a06f-132158d2c43b', '01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'end_proposed', NULL, '2027-05-01', 'a treaty', NULL, '01a21bfd-d38c-73e2-83c6-7fa362eeecb7', 'officer2', '2027-05-01 18:00:00.210336', NULL, NULL);
INSERT INTO regime_acts (id, regime_id, step, kind, day, citation, provision, account_id, person, at, of_act, of_account) VALUES ('01a21bfd-fe4b-7030-955f-925fd50752b9', '01a21bfd-fc83-774e-8951-6c1f1fcb0c91', 'end_confirmed', NULL, NULL, NULL, NULL, '01a21bfd-cd14-7769-a428-1623676340ad', 'officer1', '2027-05-01 18:00:00.306913', '01a21bfd-fdea-7714-a06f-132158d2c43b', '01a21bfd-d38c-73e2-83c6-7fa362eeecb7');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-ee97-767c-89d9-d2cb9181494a', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'flagged', '{"application_number":"US 18/200,001","document_sha256":"7307e6858b6b0b0b3f1774d068e12e12a7f8e5533e053cd1475a9fc0cd24c92e","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"flagged","license":"withhold","property_interest":[],"hits":[{"category":"XIV-2","title":"Covert, low-detectability and spread communication","points":3,"threshold":2,"agencies":["NSA","NAVY","ARMY","USAF"],"conditional_on":[],"note":"Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam.","evidence":[{"clause":"lpi","section":"claims","place":"claim 1","start":68,"end":96,"text":"low probability of intercept"},{"clause":"spread","section":"claims","place":"claim 1","start":20,"end":35,"text":"direct sequence"},{"clause":"spread","section":"claims","place":"claim 1","start":36,"end":51,"text":"spread spectrum"}]}],"suppressed":[],"observations":[]}', '2026-03-10 18:00:04.363492');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f0bd-7199-aede-8caa9f2a22e7', '01a21bfd-f0bd-7199-aede-8ca97aad5554', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'flagged', '{"application_number":"18/200,002","document_sha256":"1366f7fafa410e0f0a7a6a72d17565fb643e4f38352d2673bad43bb7b9a2af85","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"flagged","license":"withhold","property_interest":[],"hits":[{"category":"XIV-2","title":"Covert, low-detectability and spread communication","points":3,"threshold":2,"agencies":["NSA","NAVY","ARMY","USAF"],"conditional_on":[],"note":"Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam.","evidence":[{"clause":"lpi","section":"claims","place":"claim 1","start":68,"end":96,"text":"low probability of intercept"},{"clause":"spread","section":"claims","place":"claim 1","start":20,"end":35,"text":"direct sequence"},{"clause":"spread","section":"claims","place":"claim 1","start":36,"end":51,"text":"spread spectrum"}]}],"suppressed":[],"observations":[]}', '2026-03-10 18:00:04.913266');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f237-7578-9ef3-fc9373b8dd29', '01a21bfd-f236-7314-9d0c-1b710de46a0a', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"USSN-18200003","document_sha256":"1b88e623dcad30c66299432764f8d6ffe405351df8ccbb551463cb540e727591","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:05.290973');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f2b8-72fa-af1e-0d3ec372ab27', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'flagged', '{"application_number":"18/200,004","document_sha256":"57497c3b5fb9f8b04dfdc41d931df3814b468d1dacbd54417794202cdf9c470b","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"flagged","license":"withhold","property_interest":[],"hits":[{"category":"XIV-2","title":"Covert, low-detectability and spread communication","points":3,"threshold":2,"agencies":["NSA","NAVY","ARMY","USAF"],"conditional_on":[],"note":"Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam.","evidence":[{"clause":"lpi","section":"claims","place":"claim 1","start":68,"end":96,"text":"low probability of intercept"},{"clause":"spread","section":"claims","place":"claim 1","start":20,"end":35,"text":"direct sequence"},{"clause":"spread","section":"claims","place":"claim 1","start":36,"end":51,"text":"spread spectrum"}]}],"suppressed":[],"observations":[]}', '2026-03-10 18:00:05.419948');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f423-75d7-86fb-a10ab0f23550', '01a21bfd-f423-75d7-86fb-a109febb63c5', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"18/200,006","document_sha256":"3d41819c6d95e8e26ba68e876265961e4c8703163007c2025a3895be75c1f408","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"withhold","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:05.783377');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f448-762e-b9b4-025e3e824d81', '01a21bfd-f448-762e-b9b4-025d4f52da2d', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'flagged', '{"application_number":"18/200,007","document_sha256":"6ffede4fd81430b91a5e6d020aedc1fd12ce6ecdb24f1d8b697b1042125cf708","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"flagged","license":"withhold","property_interest":[],"hits":[{"category":"XIV-2","title":"Covert, low-detectability and spread communication","points":3,"threshold":2,"agencies":["NSA","NAVY","ARMY","USAF"],"conditional_on":[],"note":"Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam.","evidence":[{"clause":"lpi","section":"claims","place":"claim 1","start":68,"end":96,"text":"low probability of intercept"},{"clause":"spread","section":"claims","place":"claim 1","start":20,"end":35,"text":"direct sequence"},{"clause":"spread","section":"claims","place":"claim 1","start":36,"end":51,"text":"spread spectrum"}]}],"suppressed":[],"observations":[]}', '2026-03-10 18:00:05.820062');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f660-713e-bb4e-48d80ad43eb9', '01a21bfd-f65f-741d-98b5-98791f49ad9f', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"18/200,010","document_sha256":"4d0ac8971695575712bd928abfc39ed9d5a184feb6fcd93b0dad0b66bf9d7957","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.355618');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f68d-707a-ad45-81e475900c27', '01a21bfd-f68d-707a-ad45-81e3677dd958', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"US 18200010","document_sha256":"6c0f23209fdfda6793162e10088730a336017197b4f210f17e2dccbca16d6a7c","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.401415');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f6ab-7014-86a6-292ac97951fb', '01a21bfd-f6ab-7014-86a6-29297ccc8271', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"18/200,010 A1","document_sha256":"941ba0bd6444bf8ecc922550291dd987ff87deb75e98eb20f959c3dbd91a4afe","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.431660');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f6d3-7503-b8af-42ad44d7fa56', '01a21bfd-f6d3-7503-b8af-42acbf64a67d', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"G-EP-1136135-B1","document_sha256":"2a6d73c6c49c519786bceb2c47d0a3f7d29cf4925710da54cfa4ca661afd6c9e","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.471498');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f6f5-7178-8b6d-4d44693d9c70', '01a21bfd-f6f5-7178-8b6d-4d437523e0a7', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"PCT/US26/00123","document_sha256":"0c75a5f964456d87051c7eca143420b65629b28497bc35de920a850d399b0673","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.505296');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f70b-7354-9034-e37f180fb531', '01a21bfd-f70b-7354-9034-e37e11101b8f', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'clear', '{"application_number":"63/200,011","document_sha256":"d54b1d560d7683e9bc3355220d14dbcc157f3591535dad8c3c0126ae0bbf89a2","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"clear","license":"grant","property_interest":[],"hits":[],"suppressed":[],"observations":[]}', '2026-03-10 18:00:06.527842');
INSERT INTO screenings (id, filing_id, text_version, review_list_id, engine, verdict, result, screened_at) VALUES ('01a21bfd-f834-7428-a97f-90a3962f15cd', '01a21bfd-f834-7428-a97f-90a24875f46e', 1, '01a21bfd-bd0c-763f-af92-f46629a84855', '2', 'flagged', '{"application_number":"18/200,012","document_sha256":"2ff921ca274265f6ab9da1f71ebb06ff1622884399f9e96a2a46d27545bfb118","list":{"id":"us-public","revision":"2026-11","sha256":"7af850a4f1a732b07cef36c30eea3bdbd75a0393cf5ecd27d97d1240a6757d5c"},"engine":"2","verdict":"flagged","license":"withhold","property_interest":[],"hits":[{"category":"XIV-2","title":"Covert, low-detectability and spread communication","points":3,"threshold":2,"agencies":["NSA","NAVY","ARMY","USAF"],"conditional_on":[],"note":"Means whose effect is that a signal is not noticed, found or intercepted, whatever their stated aim: spread spectrum, hopping, burst, noise-like and directional transmission, multiple access that keeps users apart by code or beam.","evidence":[{"clause":"lpi","section":"claims","place":"claim 1","start":68,"end":96,"text":"low probability of intercept"},{"clause":"spread","section":"claims","place":"claim 1","start":20,"end":35,"text":"direct sequence"},{"clause":"spread","section":"claims","place":"claim 1","start":36,"end":51,"text":"spread spectrum"}]}],"suppressed":[],"observations":[]}', '2026-04-01 18:00:00.209657');
INSERT INTO clock_notes (order_id, version, look_on) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 3, '2027-03-11');
INSERT INTO clock_notes (order_id, version, look_on) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 1, '2027-03-11');
INSERT INTO clock_notes (order_id, version, look_on) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 1, '2027-03-11');
INSERT INTO clock_notes (order_id, version, look_on) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 3, '2027-04-02');
INSERT INTO declassifications (id, order_id, agency, declassified_on, statement, account_id, person, recorded_at) VALUES ('01a21bfd-fc5f-715f-b35b-cc786f62e381', '01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'NAVY', '2027-04-02', 'a memorandum', '01a21bfd-cd14-7769-a428-1623676340ad', 'officer1', '2027-04-02 18:00:00.051208');
INSERT INTO determinations (id, order_id, agency, term, need, reason, account_id, signer, received_at, received_on) VALUES ('01a21bfd-fb6f-7267-a9b2-bcc7f4fa041c', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'NAVY', 2, 'national_interest_requires', 'as before', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', '2027-02-10 18:00:00.063804', '2027-02-10');
INSERT INTO docket (id, filing_id, order_id, answers, kind, slot, agency, account_id, person, entered_on, entered_at, matter) VALUES ('01a21bfd-f05c-70e2-814a-b532e1cd3b76', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', '01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', NULL, 'petition.modification', NULL, 'NAVY', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', '2026-03-10', '2026-03-10 18:00:04.816032', '{"petition":{"modification":{"principal":null,"signed_by":null,"copies":2,"reason":"as the sponsor sees it","change":{"order_type":"II","countries":null,"conditions":null},"holders":[],"vouched":false}}}');
INSERT INTO docket (id, filing_id, order_id, answers, kind, slot, agency, account_id, person, entered_on, entered_at, matter) VALUES ('01a21bfd-f07c-7232-8293-c240ceee076d', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', '01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', '01a21bfd-f05c-70e2-814a-b532e1cd3b76', 'petition.modified', 'petition.decision:01a21bfd-f05c-70e2-814a-b532e1cd3b76', NULL, '01a21bfd-cd14-7769-a428-1623676340ad', 'officer1', '2026-03-10', '2026-03-10 18:00:04.848161', '{"petition":{"modified":{"change":{"order_type":"II","countries":null,"conditions":null},"reason":"on the record"}}}');
INSERT INTO docket (id, filing_id, order_id, answers, kind, slot, agency, account_id, person, entered_on, entered_at, matter) VALUES ('01a21bfd-f28a-7782-a7e4-341ac960b708', '01a21bfd-f236-7314-9d0c-1b710de46a0a', '01a21bfd-f204-77fc-b6aa-e2fcd0232554', NULL, 'related.compared', NULL, NULL, '01a21bfd-c664-7580-8f53-d1fb3ff51cb1', 'exam1', '2026-03-10', '2026-03-10 18:00:05.374202', '{"related":{"compared":{"significant_part":true,"same_applicant":false,"reason":"claim 1"}}}');
INSERT INTO docket (id, filing_id, order_id, answers, kind, slot, agency, account_id, person, entered_on, entered_at, matter) VALUES ('01a21bfd-f60a-73b1-93da-004840c888f6', '01a21bfd-f448-762e-b9b4-025d4f52da2d', NULL, NULL, 'record.corrected', NULL, NULL, '01a21bfd-c664-7580-8f53-d1fb3ff51cb1', 'exam1', '2026-03-10', '2026-03-10 18:00:06.270498', '{"record":{"corrected":{"marking":"S","text_version":1,"reason":"as found"}}}');
INSERT INTO hits (id, screening_id, filing_id, category, agencies, version, gone, returned_because, previous_id, news) VALUES ('01a21bfd-ee97-767c-89d9-d2ccd6f3b3ea', '01a21bfd-ee97-767c-89d9-d2cb9181494a', '01a21bfd-ee97-767c-89d9-d2ca2795ef66', 'XIV-2', '["NSA","NAVY","ARMY","USAF"]', 1, FALSE, NULL, NULL, NULL);
INSERT INTO hits (id, screening_id, filing_id, category, agencies, version, gone, returned_because, previous_id, news) VALUES ('01a21bfd-f0bd-7199-aede-8cabadc2b8f8', '01a21bfd-f0bd-7199-aede-8caa9f2a22e7', '01a21bfd-f0bd-7199-aede-8ca97aad5554', 'XIV-2', '["NSA","NAVY","ARMY","USAF"]', 1, FALSE, NULL, NULL, NULL);
INSERT INTO hits (id, screening_id, filing_id, category, agencies, version, gone, returned_because, previous_id, news) VALUES ('01a21bfd-f2b8-72fa-af1e-0d3fd4602cf9', '01a21bfd-f2b8-72fa-af1e-0d3ec372ab27', '01a21bfd-f2b7-74ff-ac73-dc168b0f531a', 'XIV-2', '["NSA","NAVY","ARMY","USAF"]', 1, FALSE, NULL, NULL, NULL);
INSERT INTO hits (id, screening_id, filing_id, category, agencies, version, gone, returned_because, previous_id, news) VALUES ('01a21bfd-f448-762e-b9b4-025f58b97cc3', '01a21bfd-f448-762e-b9b4-025e3e824d81', '01a21bfd-f448-762e-b9b4-025d4f52da2d', 'XIV-2', '["NSA","NAVY","ARMY","USAF"]', 1, FALSE, NULL, NULL, NULL);
INSERT INTO hits (id, screening_id, filing_id, category, agencies, version, gone, returned_because, previous_id, news) VALUES ('01a21bfd-f834-7428-a97f-90a4c9ff44d7', '01a21bfd-f834-7428-a97f-90a3962f15cd', '01a21bfd-f834-7428-a97f-90a24875f46e', 'XIV-2', '["NSA","NAVY","ARMY","USAF"]', 1, FALSE, NULL, NULL, NULL);
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f005-77d6-b13c-fa3a4b276102', '01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'order_issued', 1, 'Ada Marlowe', 'inventor', NULL, 'KD5A-6D85-T39X', 'b49a63d6b10fe1952481f41ad9fb3279@office.example', 'paper', 0, '2026-03-10 18:00:04.728119', NULL, NULL, NULL, '2026-03-10 18:00:04.728119', NULL, 0, 1, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f07c-7232-8293-c24126f8d6c5', '01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'order_modified', 2, 'Ada Marlowe', 'inventor', NULL, 'AE57-CSR7-3WR9', '15bea03698c4c355ff312c03163202f6@office.example', 'paper', 0, '2026-03-10 18:00:04.848161', NULL, NULL, NULL, '2026-03-10 18:00:04.848161', NULL, 0, 1, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f205-708d-a56a-0385e6258bd7', '01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'order_issued', 1, 'Ada Marlowe', 'inventor', NULL, '4XNJ-LCTK-BK57', 'be2cce62e78d3f7e844a214df59e75c7@office.example', 'paper', 0, '2026-03-10 18:00:05.240365', NULL, NULL, NULL, '2026-03-10 18:00:05.240365', NULL, 0, 1, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f3d4-74f4-a450-fa86a1d909a6', '01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'order_issued', 1, 'Ada Marlowe', 'inventor', NULL, 'E2FX-N49K-EHSB', '2ce5f1c745b6be17a76a3be29206a8a1@office.example', 'paper', 0, '2026-03-10 18:00:05.703834', NULL, NULL, NULL, '2026-03-10 18:00:05.703834', NULL, 0, 1, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f5b0-73fd-8754-a87e34f07772', '01a21bfd-f5af-76ce-8d49-9663e75f8019', 'order_issued', 1, 'Ada Marlowe', 'inventor', NULL, 'JYK5-2RLS-9BYA', 'c60b8f5d4aa04b3ae762047cd86eab14@office.example', 'paper', 0, '2026-03-10 18:00:06.179461', NULL, NULL, NULL, '2026-03-10 18:00:06.179461', NULL, 0, 1, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f808-739a-ba16-299a639fb507', '01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'order_rescinded', 1, 'Ada Marlowe', 'inventor', NULL, 'NU78-7RCH-QKKF', 'aed0872b9fbefb8d405ffda9887c6e89@office.example', 'paper', 0, '2026-04-01 18:00:00.165498', NULL, NULL, NULL, '2026-04-01 18:00:00.165498', NULL, 0, 1, '01a21bfd-f0bd-7199-aede-8ca97aad5554');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-f9ab-74f5-b823-50310c0b8648', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'order_issued', 1, 'Ada Marlowe', 'inventor', NULL, '6C5A-2GJV-EBAE', '18cb8cc2259ab1be08bafbb7e5a72da4@office.example', 'paper', 0, '2026-04-01 18:00:00.584363', NULL, NULL, NULL, '2026-04-01 18:00:00.584363', NULL, 0, 1, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fbbe-7450-ae5b-71bdc82ba764', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'order_renewed', 2, 'Ada Marlowe', 'inventor', NULL, 'KBQM-CW9R-GEG2', '47d065c03027bb6d87de226c910d6f0e@office.example', 'paper', 0, '2027-02-11 05:00:00', NULL, NULL, NULL, '2027-02-11 05:00:00', NULL, 0, 1, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fc13-7688-86f7-e6e4887e51b1', '01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'order_lapsed', 1, 'Ada Marlowe', 'inventor', NULL, 'E8XE-37SX-3W2S', '7e8a91b4c3194b7cc3ab7819cfc97889@office.example', 'paper', 0, '2027-03-11 05:00:00', NULL, NULL, NULL, '2027-03-11 05:00:00', NULL, 0, 1, '01a21bfd-ee97-767c-89d9-d2ca2795ef66');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fc14-7348-8fbc-5a1082d05692', '01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'order_lapsed', 1, 'Ada Marlowe', 'inventor', NULL, '72GZ-5A9G-6ME7', '8e0b1886e501c5199683c570123214f3@office.example', 'paper', 0, '2027-03-11 05:00:00', NULL, NULL, NULL, '2027-03-11 05:00:00', NULL, 0, 1, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fc14-7348-8fbc-5a11dbca4238', '01a21bfd-f5af-76ce-8d49-9663e75f8019', 'order_lapsed', 1, 'Ada Marlowe', 'inventor', NULL, 'H5MM-CR22-AUQ8', 'f892f4cca4d22315c6b1de0fbe5072a8@office.example', 'paper', 0, '2027-03-11 05:00:00', NULL, NULL, NULL, '2027-03-11 05:00:00', NULL, 0, 1, '01a21bfd-f448-762e-b9b4-025d4f52da2d');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fc5f-715f-b35b-cc79a91a9af3', '01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'declassified', 1, 'Ada Marlowe', 'inventor', NULL, 'S3F6-M5XN-UKSQ', 'b6295653c3c501cac6e28dfa8b3424a3@office.example', 'paper', 0, '2027-04-02 18:00:00.051399', NULL, NULL, NULL, '2027-04-02 18:00:00.051399', NULL, 0, 1, '01a21bfd-f2b7-74ff-ac73-dc168b0f531a');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fceb-7460-a8c6-9869eb1f049c', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'regime_changed', 4, 'Ada Marlowe', 'inventor', NULL, 'MNWY-9HT8-ZK9H', '557b1ba71b0bb4bcd6c5d07a17c0fb3a@office.example', 'paper', 0, '2027-04-02 18:00:00.190733', NULL, NULL, NULL, '2027-04-02 18:00:00.190733', NULL, 0, 1, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO notices (id, order_id, kind, term, principal, role, address, reference, message_id, state, attempts, next_at, lease_owner, lease_until, last_reply, queued_at, sent_at, resends, version, filing_id) VALUES ('01a21bfd-fd88-737e-b8a3-2969d2588c73', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'order_rescinded', 2, 'Ada Marlowe', 'inventor', NULL, 'L6A8-4YXS-37H6', '658831fd0feb3d7b8c0384539cf8f6b8@office.example', 'paper', 0, '2027-05-01 18:00:00.111941', NULL, NULL, NULL, '2027-05-01 18:00:00.111941', NULL, 0, 1, '01a21bfd-f834-7428-a97f-90a24875f46e');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 120, '2026-11-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 120, '2026-11-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 120, '2026-11-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 2, 'NAVY', 120, '2026-12-02 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 90, '2026-12-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 90, '2026-12-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 90, '2026-12-10 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 2, 'NAVY', 90, '2027-01-01 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 60, '2027-01-09 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 60, '2027-01-09 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 60, '2027-01-09 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 2, 'NAVY', 60, '2027-01-31 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 30, '2027-02-08 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 30, '2027-02-08 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 30, '2027-02-08 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 14, '2027-02-24 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 14, '2027-02-24 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 14, '2027-02-24 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 7, '2027-03-03 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 2, 'NAVY', 0, '2027-03-03 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 7, '2027-03-03 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 2, 'NAVY', 0, '2027-03-03 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 7, '2027-03-03 05:00:00');
INSERT INTO reminders (order_id, term, agency, rung, reminded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 2, 'NAVY', 0, '2027-03-03 05:00:00');
INSERT INTO rescission_requests (id, order_id, agency, reason, account_id, signer, requested_at) VALUES ('01a21bfd-f7a7-71ad-83a9-e972cc67760f', '01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'NAVY', 'no longer required', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', '2026-04-01 18:00:00.068557');
INSERT INTO rescission_requests (id, order_id, agency, reason, account_id, signer, requested_at) VALUES ('01a21bfd-fd57-7338-ac7b-805731f90bbe', '01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'NAVY', 'no longer required', '01a21bfd-d810-7023-8619-b12ff6262487', 'navy2', '2027-05-01 18:00:00.063049');
INSERT INTO sponsors (order_id, agency, recommendation_id, since, until) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 'NAVY', '01a21bfd-ef8b-7283-8d73-0e642dfe6315', '2026-03-10', NULL);
INSERT INTO sponsors (order_id, agency, recommendation_id, since, until) VALUES ('01a21bfd-f204-77fc-b6aa-e2fcd0232554', 'NAVY', '01a21bfd-f198-7096-ac2a-181aca039409', '2026-03-10', NULL);
INSERT INTO sponsors (order_id, agency, recommendation_id, since, until) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 'NAVY', '01a21bfd-f382-71ac-9b5b-da537aa698e3', '2026-03-10', NULL);
INSERT INTO sponsors (order_id, agency, recommendation_id, since, until) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 'NAVY', '01a21bfd-f546-7705-9dc6-1e75720cd530', '2026-03-10', NULL);
INSERT INTO sponsors (order_id, agency, recommendation_id, since, until) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 'NAVY', '01a21bfd-f933-75c0-afea-cae154ee81dc', '2026-04-01', NULL);
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f004-74af-a5c1-6bb18ecf9bd0', 1, '2026-03-10', '2027-03-10', 'issue', '[]', '2026-03-10 18:00:04.728119');
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f204-77fc-b6aa-e2fcd0232554', 1, '2026-03-10', '2027-03-10', 'issue', '[]', '2026-03-10 18:00:05.240365');
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f3d4-74f4-a450-fa854e8e9f3e', 1, '2026-03-10', '2027-03-10', 'issue', '[]', '2026-03-10 18:00:05.703834');
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f5af-76ce-8d49-9663e75f8019', 1, '2026-03-10', '2027-03-10', 'issue', '[]', '2026-03-10 18:00:06.179461');
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 1, '2026-04-01', '2027-04-01', 'issue', '[]', '2026-04-01 18:00:00.584363');
INSERT INTO terms (order_id, number, first_day, last_day, basis, determinations, recorded_at) VALUES ('01a21bfd-f9ab-74f5-b823-5030f9b2b953', 2, '2027-04-02', '2028-04-01', 'renewal', '["01a21bfd-fb6f-7267-a9b2-bcc7f4fa041c"]', '2027-02-11 05:00:00');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f005-77d6-b13c-fa3a4b276102', 'General Secrecy Order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 10, 2026
Reference:   KD5A-6D85-T39X
Application: US 18/200,001
Order:       SO-2026-000001

GENERAL SECRECY ORDER

What this letter is
This is an order under 35 USC 181 that the invention disclosed in the
application be kept secret. It was issued on March 10, 2026 and is in effect
from that day, on the finding of the Department of the Navy that disclosure
would harm, or might harm, the national security.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention only to those for whom you have the
  Commissioner''s written consent. This order gives no such consent to anybody.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
The present term ends at the close of March 10, 2027. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
No patent is granted and the application is not published as long as the order
is in effect. You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference KD5A-6D85-T39X.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '919d1786f4e80316aa6449e79b46846ebb96c3755c1ead6207b25094fd4a7ca2');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f07c-7232-8293-c24126f8d6c5', 'Modification of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 10, 2026
Reference:   AE57-CSR7-3WR9
Application: US 18/200,001
Order:       SO-2026-000001

MODIFICATION OF A SECRECY ORDER

What this letter is
The secrecy order on the application is modified (37 CFR 5.5(a)) from March 10,
2026.

The order is now of Type II, Secrecy Order and Permit for Disclosing Classified
Information.

The order is now a Secrecy Order and Permit for Disclosing Classified
Information.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention, as classified information and in the way the
  National Industrial Security Program Operating Manual prescribes (32 CFR 117),
  to persons who hold a clearance of the level required and need to know it.
- This permit is for those who have a security agreement with the Department of
  Defense (DD Form 441). When that agreement ends, disclose nothing to anybody
  and tell the Office at once.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
A modification does not change the dates of the order. The present term ends at
the close of March 10, 2027. The order may be renewed before then for up to a
year at a time, any number of times, when an agency that sponsors it determines
that the national interest still requires it (35 USC 181).

What happens next
You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference AE57-CSR7-3WR9.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '5e1be6e8bbe4135146e32846b1ae99835b16f593e1d3fd85c2c9e7900ab5fcab');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f205-708d-a56a-0385e6258bd7', 'General Secrecy Order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 10, 2026
Reference:   4XNJ-LCTK-BK57
Application: 18/200,002
Order:       SO-2026-000002

GENERAL SECRECY ORDER

What this letter is
This is an order under 35 USC 181 that the invention disclosed in the
application be kept secret. It was issued on March 10, 2026 and is in effect
from that day, on the finding of the Department of the Navy that disclosure
would harm, or might harm, the national security.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention only to those for whom you have the
  Commissioner''s written consent. This order gives no such consent to anybody.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
The present term ends at the close of March 10, 2027. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
No patent is granted and the application is not published as long as the order
is in effect. You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference 4XNJ-LCTK-BK57.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '88ac1872754d398d0f28a2f1d7432329f0a9aeb98d37335431667947ccb1b30a');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f3d4-74f4-a450-fa86a1d909a6', 'Secrecy Order and Permit for Disclosing Classified Information', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 10, 2026
Reference:   E2FX-N49K-EHSB
Application: 18/200,004
Order:       SO-2026-000003

SECRECY ORDER AND PERMIT FOR DISCLOSING CLASSIFIED INFORMATION

What this letter is
This is an order under 35 USC 181 that the invention disclosed in the
application be kept secret. It was issued on March 10, 2026 and is in effect
from that day, on the finding of the Department of the Navy that disclosure
would harm, or might harm, the national security.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention, as classified information and in the way the
  National Industrial Security Program Operating Manual prescribes (32 CFR 117),
  to persons who hold a clearance of the level required and need to know it.
- This permit is for those who have a security agreement with the Department of
  Defense (DD Form 441). When that agreement ends, disclose nothing to anybody
  and tell the Office at once.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
The present term ends at the close of March 10, 2027. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
No patent is granted and the application is not published as long as the order
is in effect. You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference E2FX-N49K-EHSB.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '1cdfb9944cd3c8b747f1935138636ef91bf71204066c0a53730ad6c9447d1685');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f5b0-73fd-8754-a87e34f07772', 'General Secrecy Order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 10, 2026
Reference:   JYK5-2RLS-9BYA
Application: 18/200,007
Order:       SO-2026-000004

GENERAL SECRECY ORDER

What this letter is
This is an order under 35 USC 181 that the invention disclosed in the
application be kept secret. It was issued on March 10, 2026 and is in effect
from that day, on the finding of the Department of the Navy that disclosure
would harm, or might harm, the national security.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention only to those for whom you have the
  Commissioner''s written consent. This order gives no such consent to anybody.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
The present term ends at the close of March 10, 2027. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
No patent is granted and the application is not published as long as the order
is in effect. You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference JYK5-2RLS-9BYA.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '06e017d383e734deed933095cee3abc4b01afd24441f97fcde663fc0a81e52ef');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f808-739a-ba16-299a639fb507', 'Rescission of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        April 1, 2026
Reference:   NU78-7RCH-QKKF
Application: 18/200,002
Order:       SO-2026-000002

RESCISSION OF A SECRECY ORDER

What this letter is
The secrecy order on the application is rescinded (35 USC 181). It has no effect
from April 1, 2026 on.

Whom it concerns
It concerns the principals of the order: the applicant, the inventors, their
successors, all assignees and the legal representatives of each of them.

What you may do
- You may disclose the invention and use what is yours in it, as far as other
  laws, such as those on export control, allow.

What you may not do
- You may not file abroad where a foreign filing license is still needed and not
  granted (35 USC 184). What was done while the order was in effect is judged by
  the order (35 USC 186).

Until when
The end of the order has no term. A new order can be issued only on a new
finding of an agency.

What happens next
Examination goes on. The application is published when eighteen months have
passed, if the law provides for its publication, and a patent is granted if it
is allowable (37 CFR 1.211, 5.3(c)).

How to ask for something else
There is no order left to have rescinded (37 CFR 5.4) or to be permitted
anything under (37 CFR 5.5). For a foreign filing license, petition under 37 CFR
5.12(b).

Appeal and compensation
Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', 'c45f947d3623e742d89262b24bf2cca558d00bbddf00cff08651b5f3ba86389d');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-f9ab-74f5-b823-50310c0b8648', 'General Secrecy Order', 'From:        Records Desk
To:          Ada Marlowe
Date:        April 1, 2026
Reference:   6C5A-2GJV-EBAE
Application: 18/200,012
Order:       SO-2026-000005

GENERAL SECRECY ORDER

What this letter is
This is an order under 35 USC 181 that the invention disclosed in the
application be kept secret. It was issued on April 1, 2026 and is in effect from
that day, on the finding of the Department of the Navy that disclosure would
harm, or might harm, the national security.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- You may disclose the invention only to those for whom you have the
  Commissioner''s written consent. This order gives no such consent to anybody.
- You may give it to officers and agents of the United States acting within
  their authority, and act on their written instructions (35 USC 187).

What you may not do
- You may not publish or disclose the invention, or anything material to it, in
  any form, except as stated above (35 USC 181 and 182). The order covers the
  subject matter, not only the application.
- You may not file an application for it in any country, nor register a design
  or model, nor have anyone do so (35 USC 184 and 185). A foreign filing license
  granted before has no effect as long as the order is in effect (37 CFR 5.16),
  and neither has the freedom to file abroad after six months.
- Whoever discloses the invention or files abroad knowingly and wilfully commits
  a crime: a fine of up to $10,000, imprisonment of up to two years, or both (35
  USC 186); general law may raise the fine (18 USC 3571). The invention may be
  held abandoned as of the violation, which forfeits all claims against the
  United States based on it (35 USC 182), and no valid patent can be had for it
  (35 USC 185).

What you must do
- Tell the Office promptly of every other pending application that discloses a
  significant part of the same subject matter: it is under this order too (37
  CFR 5.2(c)). Hand in or mail to Licensing and Review any later one; do not
  file it electronically.
- If the invention has become known to someone to whom you may not disclose it,
  tell the Office at once who, when, and what. Do not tell a person abroad, or a
  foreign national, of this order.
- Go on answering the Office''s actions in time: examination continues unless you
  are told otherwise (37 CFR 5.3).

Until when
The present term ends at the close of April 1, 2027. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
No patent is granted and the application is not published as long as the order
is in effect. You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference 6C5A-2GJV-EBAE.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '250e299581fb91611b6c3b0b55eb7cd5c424297a2d5ddb5bc97bf28364de5663');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fbbe-7450-ae5b-71bdc82ba764', 'Renewal of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        February 11, 2027
Reference:   KBQM-CW9R-GEG2
Application: 18/200,012
Order:       SO-2026-000005

RENEWAL OF A SECRECY ORDER

What this letter is
The secrecy order on the application has been renewed under 35 USC 181. The new
term begins on April 2, 2027, the day after the old one ended.

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- What the order and its permits allowed, they allow as before.

What you may not do
- You may not publish or disclose the invention in any form, nor file for it
  abroad, except as the order and its permits allow (35 USC 181, 182, 184, 185
  and 186).

What you must do
- All other duties of the order go on unchanged.

Until when
The present term ends at the close of April 1, 2028. The order may be renewed
before then for up to a year at a time, any number of times, when an agency that
sponsors it determines that the national interest still requires it (35 USC
181).

What happens next
You will be told of each renewal and of the end of the order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference KBQM-CW9R-GEG2.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '1698005caf80c0ab3d60c07ead1a9e5ad88c110413927e825aa67b43fe785b46');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fc13-7688-86f7-e6e4887e51b1', 'End of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 11, 2027
Reference:   E8XE-37SX-3W2S
Application: US 18/200,001
Order:       SO-2026-000001

END OF A SECRECY ORDER

What this letter is
The secrecy order on the application has ended: it was not renewed, and its last
day was March 10, 2027 (35 USC 181).

The subject matter is classified. The end of the order is not a
declassification.

Whom it concerns
It concerns the principals of the order: the applicant, the inventors, their
successors, all assignees and the legal representatives of each of them.

What you may not do
- You may not disclose or publish the invention, nor file for it abroad: it is
  classified information of the United States. The duties of those who hold such
  information, and the laws on Restricted Data where it is that, go on as before
  (Executive Order 13526; 42 USC 2161 and following).
- No patent is granted before the matter is declassified (37 CFR 5.1(e)).

Until when
Until you are expressly told in writing that the matter has been declassified.

What happens next
The Office asks what is to become of the classification, and writes to you. A
new order may be issued.

How to ask for something else
There is no order left to have rescinded (37 CFR 5.4) or to be permitted
anything under (37 CFR 5.5). For a foreign filing license, petition under 37 CFR
5.12(b).

Appeal and compensation
Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', '68f66c61de3e6c9df71f80309847c37e42c3cdd092f37de9bbd047231b2c62b6');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fc14-7348-8fbc-5a1082d05692', 'End of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 11, 2027
Reference:   72GZ-5A9G-6ME7
Application: 18/200,004
Order:       SO-2026-000003

END OF A SECRECY ORDER

What this letter is
The secrecy order on the application has ended: it was not renewed, and its last
day was March 10, 2027 (35 USC 181).

The subject matter is classified. The end of the order is not a
declassification.

Whom it concerns
It concerns the principals of the order: the applicant, the inventors, their
successors, all assignees and the legal representatives of each of them.

What you may not do
- You may not disclose or publish the invention, nor file for it abroad: it is
  classified information of the United States. The duties of those who hold such
  information, and the laws on Restricted Data where it is that, go on as before
  (Executive Order 13526; 42 USC 2161 and following).
- No patent is granted before the matter is declassified (37 CFR 5.1(e)).

Until when
Until you are expressly told in writing that the matter has been declassified.

What happens next
The Office asks what is to become of the classification, and writes to you. A
new order may be issued.

How to ask for something else
There is no order left to have rescinded (37 CFR 5.4) or to be permitted
anything under (37 CFR 5.5). For a foreign filing license, petition under 37 CFR
5.12(b).

Appeal and compensation
Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', '89ab5670d491e1972dc9510abd9d96fd56953a169047b5276c6a4c0dc07e5e83');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fc14-7348-8fbc-5a11dbca4238', 'End of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        March 11, 2027
Reference:   H5MM-CR22-AUQ8
Application: 18/200,007
Order:       SO-2026-000004

END OF A SECRECY ORDER

What this letter is
The secrecy order on the application has ended: it was not renewed, and its last
day was March 10, 2027 (35 USC 181).

Whom it concerns
It concerns the principals of the order: the applicant, the inventors, their
successors, all assignees and the legal representatives of each of them.

What you may do
- You may disclose the invention and use what is yours in it, as far as other
  laws, such as those on export control, allow.

What you may not do
- You may not file abroad where a foreign filing license is still needed and not
  granted (35 USC 184). What was done while the order was in effect is judged by
  the order (35 USC 186).

Until when
The end of the order has no term. A new order can be issued only on a new
finding of an agency.

What happens next
Examination goes on. The application is published when eighteen months have
passed, if the law provides for its publication, and a patent is granted if it
is allowable (37 CFR 1.211, 5.3(c)).

How to ask for something else
There is no order left to have rescinded (37 CFR 5.4) or to be permitted
anything under (37 CFR 5.5). For a foreign filing license, petition under 37 CFR
5.12(b).

Appeal and compensation
Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', 'b074b5630cc0063a1759473fe94e13ae16d2e77a78d03fde9f28c95ca6eefc6f');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fc5f-715f-b35b-cc79a91a9af3', 'Declassification of the subject matter', 'From:        Records Desk
To:          Ada Marlowe
Date:        April 2, 2027
Reference:   S3F6-M5XN-UKSQ
Application: 18/200,004
Order:       SO-2026-000003

DECLASSIFICATION OF THE SUBJECT MATTER

What this letter is
The subject matter of the application is no longer classified information of the
United States from April 2, 2027 on.

Whom it concerns
It concerns the applicant, the inventors, their successors, all assignees and
the legal representatives of each of them.

What you may do
- You may disclose the invention as far as other laws, such as those on export
  control, allow.
- You may ask for the markings of classification on your papers to be canceled.

What you may not do
- You may not file abroad where a foreign filing license is still needed and not
  granted (35 USC 184).

Until when
Declassification has no term.

What happens next
What kept the application from publication and grant on account of its
classification falls away (37 CFR 1.211, 5.1(e)).

How to ask for something else
For a foreign filing license, petition under 37 CFR 5.12(b). No order is in
effect on the application.

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', 'b2420f8008413cadf0f6fd7a7f0b3f733c716776ce7660a37930d0d8693e21a3');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fceb-7460-a8c6-9869eb1f049c', 'Change in the duration of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        April 2, 2027
Reference:   MNWY-9HT8-ZK9H
Application: 18/200,012
Order:       SO-2026-000005

CHANGE IN THE DURATION OF A SECRECY ORDER

What this letter is
The duration of the secrecy order on the application changes from April 2, 2027.
An order in effect or issued while the United States is at war lasts for the
duration of hostilities and one year after they cease (35 USC 181).

Whom it concerns
The order binds you as a principal: the applicant, the inventors, their
successors, all assignees, the legal representatives of each of them, and
everyone in privity with them (35 USC 181 and 182).

What you may do
- What the order and its permits allowed, they allow as before.

What you may not do
- You may not publish or disclose the invention in any form, nor file for it
  abroad, except as the order and its permits allow (35 USC 181, 182, 184, 185
  and 186).

What you must do
- All other duties of the order go on unchanged.

Until when
The order has no fixed last day as long as this lasts. You will be told when it
has one.

What happens next
You will be told of each further change of its dates and of the end of the
order.

How to ask for something else
By a letter to the Office, in duplicate. To have the order rescinded (37 CFR
5.4), state the facts that make it ineffectual or futile, add copies of earlier
publications or patents you rely on, and name every Government contract the
invention was made under, or say that there is none. To be permitted to disclose
or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose
in full; name each person, with the agency, date and degree of a clearance, and
for a filing abroad every country and everyone who will hold the papers, and
vouch for their loyalty and integrity. Until a petition is granted, the order
binds as it stands.

Appeal and compensation
When a petition to rescind the order has been denied, and not before, the owner
of the invention may appeal to the Secretary of Commerce (35 USC 181). The
letter that denies it names the last day. An appeal does not suspend the order.

Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.

Receipt
Please sign this receipt and give or send it back. It proves only that this
letter reached you.

I have received the letter with the reference MNWY-9HT8-ZK9H.

Name: ______________________________   Date: ____________________

Signature: _______________________________________________________
', '0ad52b4294b995ba81a9223ecc4a1dff6ba6587b1acfb21a87ca01b751830c0b');
INSERT INTO letters (notice_id, title, text, sha256) VALUES ('01a21bfd-fd88-737e-b8a3-2969d2588c73', 'Rescission of a secrecy order', 'From:        Records Desk
To:          Ada Marlowe
Date:        May 1, 2027
Reference:   L6A8-4YXS-37H6
Application: 18/200,012
Order:       SO-2026-000005

RESCISSION OF A SECRECY ORDER

What this letter is
The secrecy order on the application is rescinded (35 USC 181). It has no effect
from May 1, 2027 on.

Whom it concerns
It concerns the principals of the order: the applicant, the inventors, their
successors, all assignees and the legal representatives of each of them.

What you may do
- You may disclose the invention and use what is yours in it, as far as other
  laws, such as those on export control, allow.

What you may not do
- You may not file abroad where a foreign filing license is still needed and not
  granted (35 USC 184). What was done while the order was in effect is judged by
  the order (35 USC 186).

Until when
The end of the order has no term. A new order can be issued only on a new
finding of an agency.

What happens next
Examination goes on. The application is published when eighteen months have
passed, if the law provides for its publication, and a patent is granted if it
is allowable (37 CFR 1.211, 5.3(c)).

How to ask for something else
There is no order left to have rescinded (37 CFR 5.4) or to be permitted
anything under (37 CFR 5.5). For a foreign filing license, petition under 37 CFR
5.12(b).

Appeal and compensation
Compensation for damage caused by the order, or for use of the invention by the
Government, is asked of the Department of the Navy, not of this Office (37 CFR
5.2(b)), from the day this Office tells you that the application is otherwise
allowable until six years after a patent is issued (35 USC 183).

Whom to ask
Records Desk, telephone +1 202 555 0100, desk@office.example. Papers are handed
in and fetched at the service window of the Office, Monday to Friday, 9:00 to
16:00, with a photo identity document. Give the reference of this letter. Do not
describe the invention in an e-mail or on the telephone.
', '277829f9a5c2ac50a8f921f1e217e11444772ab223daf8ad49850dc82d063918');
