-- The second factor, and how sessions came about.

-- An installation's rules of access, in one row.
CREATE TABLE access_rule (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	idle INTEGER NOT NULL CHECK (idle BETWEEN 60 AND 43200),          -- seconds without a request
	longest INTEGER NOT NULL CHECK (longest BETWEEN 300 AND 604800),  -- seconds after the log-in
	demo_alone INTEGER NOT NULL CHECK (demo_alone IN (0, 1)),         -- demo accounts: a password will do
	version INTEGER NOT NULL
) STRICT;
INSERT INTO access_rule(id, idle, longest, demo_alone, version) VALUES (1, 3600, 43200, 1, 1);

-- Roles whose holders need a second factor, beside those who manage accounts.
CREATE TABLE role_factor (
	role_id INTEGER PRIMARY KEY REFERENCES role(id)
) STRICT;

-- One-time codes of an authenticator app (RFC 6238). What is sealed opens with the key file
-- alone: box is the secret in use, offer one that waits for its first code, with the
-- recovery codes that will come with it.
CREATE TABLE account_totp (
	account_id INTEGER PRIMARY KEY REFERENCES account(id),
	box BLOB,
	offer BLOB,
	offered INTEGER NOT NULL,
	last_step INTEGER NOT NULL                 -- of the newest code taken: none is taken twice
) STRICT;

CREATE TABLE account_recovery (
	account_id INTEGER NOT NULL REFERENCES account(id),
	digest BLOB NOT NULL,                      -- keyed by the key file
	used INTEGER,
	PRIMARY KEY (account_id, digest)
) STRICT, WITHOUT ROWID;

-- A log-in between the password and the second factor; the browser keeps the token.
CREATE TABLE login_step (
	digest BLOB PRIMARY KEY,
	account_id INTEGER REFERENCES account(id), -- none: a passkey will say whose it is
	ends INTEGER NOT NULL,
	challenge BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_step_by_end ON login_step(ends);

ALTER TABLE session ADD COLUMN network TEXT NOT NULL DEFAULT '';     -- where from, without the last part
ALTER TABLE session ADD COLUMN factor TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;    -- when the person last showed who they are

-- Who must have a second factor.
CREATE VIEW account_owes AS
SELECT g.account_id FROM account_grant_today g
JOIN role_permission p ON p.role_id = g.role_id WHERE p.permission = 'account.manage'
UNION ALL
SELECT g.account_id FROM account_grant_today g JOIN role_factor f ON f.role_id = g.role_id;

-- Who has one.
CREATE VIEW account_factor AS
SELECT account_id FROM account_totp WHERE box IS NOT NULL;
