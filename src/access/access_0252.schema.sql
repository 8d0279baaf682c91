-- Coming back in by a second officer, and access in an emergency.

-- What an officer has handed to somebody who has lost password or factors; the code itself is
-- kept nowhere.
CREATE TABLE account_rescue (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	digest BLOB NOT NULL UNIQUE,
	reason TEXT NOT NULL,
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	ends INTEGER NOT NULL,
	used INTEGER
) STRICT;
CREATE INDEX account_rescue_by_account ON account_rescue(account_id);

-- A grant that ends at a moment: taken by the account itself in an emergency. It is never handed on.
ALTER TABLE account_grant ADD COLUMN until INTEGER;

-- sqlite
DROP VIEW account_grant_today;
CREATE VIEW account_grant_today AS
SELECT g.id, g.account_id, g.role_id, g.agency_id, g.place_code
FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.revoked IS NULL AND a.state = 'active'
  AND g.valid_from <= date('now', '+7 hours')
  AND (g.valid_to IS NULL OR g.valid_to >= date('now', '+7 hours'))
  AND (g.until IS NULL OR g.until > CAST(strftime('%s', 'now') AS INTEGER) * 1000000);
-- postgres
CREATE OR REPLACE VIEW account_grant_today AS
SELECT g.id, g.account_id, g.role_id, g.agency_id, g.place_code
FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.revoked IS NULL AND a.state = 'active'
  AND g.valid_from <= to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
  AND (g.valid_to IS NULL OR g.valid_to >= to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'))
  AND (g.until IS NULL OR g.until > CAST(extract(epoch FROM now()) AS BIGINT) * 1000000);
-- both

CREATE TABLE account_emergency (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	grant_id INTEGER NOT NULL UNIQUE REFERENCES account_grant(id),
	reason TEXT NOT NULL,
	made INTEGER NOT NULL,
	ends INTEGER NOT NULL,                     -- brought forward where it was given back
	reviewed INTEGER,
	reviewed_by INTEGER REFERENCES account(id),
	justified INTEGER CHECK (justified IN (0, 1)),
	finding TEXT NOT NULL,
	CHECK (reviewed_by <> account_id)
) STRICT;
CREATE INDEX account_emergency_by_account ON account_emergency(account_id, ends);
CREATE INDEX account_emergency_unreviewed ON account_emergency(reviewed, ends);
