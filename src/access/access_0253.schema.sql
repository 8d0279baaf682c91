-- Programs of other offices: accounts that have no password and come with a token.

ALTER TABLE account ADD COLUMN service INTEGER NOT NULL DEFAULT 0;

CREATE TABLE account_token (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	digest BLOB NOT NULL UNIQUE,               -- the token is kept nowhere
	name TEXT NOT NULL,                        -- what it is for
	permissions TEXT NOT NULL,                 -- separated by a blank; what the account lacks gives nothing
	per_minute INTEGER NOT NULL CHECK (per_minute BETWEEN 1 AND 6000),
	begins INTEGER NOT NULL,
	ends INTEGER NOT NULL,
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	used INTEGER,
	revoked INTEGER,
	revoked_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX account_token_by_account ON account_token(account_id);
