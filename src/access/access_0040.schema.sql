-- Accounts, what they may do and where, their sessions.

-- scope: agency_id
CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,                 -- log-in name: a-z 0-9 . _ -
	display TEXT NOT NULL,
	sort BLOB NOT NULL,                        -- sort key of display
	agency_id INTEGER REFERENCES agency(id),   -- NULL: the built-in account
	lang TEXT NOT NULL CHECK (lang IN ('vi', 'en')),
	theme INTEGER NOT NULL CHECK (theme BETWEEN 0 AND 2),
	state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'system')),
	demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
	password TEXT,                             -- Argon2id; NULL: cannot log in
	made INTEGER NOT NULL,
	version INTEGER NOT NULL
) STRICT;
CREATE INDEX account_by_agency ON account(agency_id);

INSERT INTO account(id, name, display, sort, lang, theme, state, demo, made, version)
VALUES (1, 'system', 'Hệ thống', CAST('' AS BLOB), 'vi', 0, 'system', 0, 0, 1);
-- postgres
SELECT setval(pg_get_serial_sequence('account', 'id'), 1);
-- both

CREATE VIEW account_v AS SELECT id, name, display, agency_id, state FROM account;

-- A role is a set of permissions. The built-in ones (roles.def) are written at start; an
-- installation may add its own.
CREATE TABLE role (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name_vi TEXT NOT NULL,
	name_en TEXT NOT NULL,
	place INTEGER NOT NULL,                    -- order in lists
	built_in INTEGER NOT NULL CHECK (built_in IN (0, 1))
) STRICT;

CREATE TABLE role_permission (
	role_id INTEGER NOT NULL REFERENCES role(id),
	permission TEXT NOT NULL,
	PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

-- A grant: this account has this role over an agency and those under it, or over the
-- agencies of a place and the places in it, or (neither given) over the whole country, from
-- one day to another, both included. It is never deleted; revoking it ends it at once.
CREATE TABLE account_grant (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	role_id INTEGER NOT NULL REFERENCES role(id),
	agency_id INTEGER REFERENCES agency(id),
	place_code TEXT,                           -- codes outlive the units that bear them
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	revoked INTEGER,
	revoked_by INTEGER REFERENCES account(id),
	CHECK (agency_id IS NULL OR place_code IS NULL),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX account_grant_by_account ON account_grant(account_id);

CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	digest BLOB NOT NULL UNIQUE,               -- of the token; the token is kept nowhere
	account_id INTEGER NOT NULL REFERENCES account(id),
	made INTEGER NOT NULL,
	seen INTEGER NOT NULL,
	ends INTEGER NOT NULL,
	agent TEXT NOT NULL                        -- what the browser calls itself, cut
) STRICT;
CREATE INDEX session_by_account ON session(account_id);
CREATE INDEX session_by_end ON session(ends);

-- Failures to log in, by account name or by the sender's network; keys are digests, for
-- people type passwords into the wrong field.
CREATE TABLE login_delay (
	key TEXT PRIMARY KEY,
	failures INTEGER NOT NULL,
	last INTEGER NOT NULL,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_delay_by_last ON login_delay(last);

-- Grants in force today, in Viet Nam, of accounts that may act.
-- sqlite
CREATE VIEW account_grant_today AS
SELECT g.id, g.account_id, g.role_id, g.agency_id, g.place_code
FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.revoked IS NULL AND a.state = 'active'
  AND g.valid_from <= date('now', '+7 hours')
  AND (g.valid_to IS NULL OR g.valid_to >= date('now', '+7 hours'));
-- postgres
CREATE VIEW account_grant_today AS
SELECT g.id, g.account_id, g.role_id, g.agency_id, g.place_code
FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.revoked IS NULL AND a.state = 'active'
  AND g.valid_from <= to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
  AND (g.valid_to IS NULL OR g.valid_to >= to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'));
-- both

-- Which agencies a grant reaches: each way by an index of its own, and none that the grant
-- has nothing for (said first, or the planner walks the rows that are asked about).
CREATE VIEW grant_reach AS
SELECT g.id AS grant_id, g.account_id, g.role_id, t.agency_id
FROM account_grant_today g JOIN agency_tree_v t ON t.ancestor_id = g.agency_id
WHERE g.agency_id IS NOT NULL
UNION ALL
-- and what they took over: the bodies they were renamed from or merged of, two steps back
SELECT g.id, g.account_id, g.role_id, x.from_id
FROM account_grant_today g JOIN agency_tree_v t ON t.ancestor_id = g.agency_id
JOIN agency_edge_v x ON x.to_id = t.agency_id AND x.kind IN ('keep', 'rename', 'merge')
WHERE g.agency_id IS NOT NULL
UNION ALL
SELECT g.id, g.account_id, g.role_id, y.from_id
FROM account_grant_today g JOIN agency_tree_v t ON t.ancestor_id = g.agency_id
JOIN agency_edge_v x ON x.to_id = t.agency_id AND x.kind IN ('keep', 'rename', 'merge')
JOIN agency_edge_v y ON y.to_id = x.from_id AND y.kind IN ('keep', 'rename', 'merge')
WHERE g.agency_id IS NOT NULL
UNION ALL
SELECT g.id, g.account_id, g.role_id, a.id
FROM account_grant_today g JOIN agency_v a ON a.province_code = g.place_code
WHERE g.place_code IS NOT NULL
UNION ALL
SELECT g.id, g.account_id, g.role_id, a.id
FROM account_grant_today g JOIN place_v p ON p.district_code = g.place_code
JOIN agency_v a ON a.place_id = p.id
WHERE g.place_code IS NOT NULL
UNION ALL
SELECT g.id, g.account_id, g.role_id, a.id
FROM account_grant_today g JOIN place_v p ON p.code = g.place_code
JOIN agency_v a ON a.place_id = p.id
WHERE g.place_code IS NOT NULL
UNION ALL
SELECT g.id, g.account_id, g.role_id, a.id
FROM account_grant_today g CROSS JOIN agency_v a
WHERE g.agency_id IS NULL AND g.place_code IS NULL;

-- The scope of every list: the agencies an account reaches today. A pair may stand here
-- twice, so it is asked by EXISTS or IN, not joined.
CREATE VIEW access_reach_v AS
SELECT account_id, agency_id FROM grant_reach
UNION ALL
SELECT c.id, a.id FROM account c CROSS JOIN agency_v a WHERE c.state = 'system';

-- The same for one permission: where an account may do what.
CREATE VIEW access_may_v AS
SELECT r.account_id, r.agency_id, p.permission
FROM grant_reach r JOIN role_permission p ON p.role_id = r.role_id;
