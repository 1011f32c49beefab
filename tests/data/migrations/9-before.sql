-- SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 8 with rows in every table.
CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, actor TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, correlation TEXT NOT NULL, hash BLOB NOT NULL);
CREATE TABLE audit_forward (target TEXT PRIMARY KEY NOT NULL, last_row INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE former_user (name_hash BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE history_chunk (id INTEGER PRIMARY KEY, tag INTEGER NOT NULL REFERENCES history_tag (id), first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, low REAL, high REAL, samples BLOB NOT NULL);
CREATE TABLE history_tag (id INTEGER PRIMARY KEY AUTOINCREMENT, tag TEXT NOT NULL UNIQUE, upto INTEGER NOT NULL);
CREATE TABLE recovery_code (user TEXT NOT NULL REFERENCES second_factor (user) ON DELETE CASCADE, code_hash BLOB NOT NULL, PRIMARY KEY (user, code_hash)) WITHOUT ROWID;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE second_factor (user TEXT PRIMARY KEY NOT NULL REFERENCES users (name) ON DELETE CASCADE, secret BLOB NOT NULL, used_step INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE token (id TEXT PRIMARY KEY NOT NULL, secret_hash BLOB NOT NULL, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, name TEXT NOT NULL, may_write INTEGER NOT NULL, areas TEXT NOT NULL, network TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL, last_used INTEGER NOT NULL);
CREATE TABLE user_certificate (fingerprint BLOB PRIMARY KEY NOT NULL, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, name TEXT NOT NULL, ends INTEGER NOT NULL, added INTEGER NOT NULL, added_by TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (name TEXT PRIMARY KEY NOT NULL, display_name TEXT NOT NULL, role TEXT NOT NULL, enabled INTEGER NOT NULL, password TEXT NOT NULL, pin TEXT NOT NULL, generation INTEGER NOT NULL, last_sign_in INTEGER NOT NULL, must_change INTEGER NOT NULL DEFAULT 0, expires INTEGER NOT NULL DEFAULT 0);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_target ON audit (target, id);
CREATE INDEX audit_by_time ON audit (time);
CREATE INDEX history_chunk_by_time ON history_chunk (tag, first, last);
INSERT INTO audit VALUES (1, 1767225600000, 'anna', 'panel', 'signIn', 'anna', 'ok', '', '', x'00ff');
INSERT INTO audit VALUES (2, 1767225601000, 'anna', 'panel', 'write.intended', 'pumping/p1/start', 'pending', '0 -> 1', 'c1', x'01fe');
INSERT INTO audit_forward VALUES ('journal', 2);
INSERT INTO history_tag VALUES (1, 'p1.level', 10);
INSERT INTO history_chunk VALUES (1, 1, 1767225600000, 1767225609000, 10, 1.5, 2.5, x'28b52f');
INSERT INTO schema_version VALUES (1, 'users, audit and history');
INSERT INTO schema_version VALUES (2, 'audit by action');
INSERT INTO schema_version VALUES (3, 'accounts that expire, are told to choose a password, or are gone');
INSERT INTO schema_version VALUES (4, 'tokens of programs');
INSERT INTO schema_version VALUES (5, 'audit by actor, target and time');
INSERT INTO schema_version VALUES (6, 'second factors');
INSERT INTO schema_version VALUES (7, 'how far audit rows were forwarded');
INSERT INTO schema_version VALUES (8, 'certificates of users');
INSERT INTO users VALUES ('anna', 'Anna', 'operator', 1, '$scrypt$x', '', 1, 0, 0, 0);
INSERT INTO token VALUES ('0123456789ab', x'ab12', 'anna', 'historian', 0, '', '', 1767225600000, 4102444800000, 0);
INSERT INTO second_factor VALUES ('anna', x'0a0b', 58907520);
INSERT INTO recovery_code VALUES ('anna', x'cd34');
INSERT INTO user_certificate VALUES (x'ab01', 'anna', 'laptop', 1893456000000, 1767225600000, 'root');
