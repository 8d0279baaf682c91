-- The address from which an account's calendar program takes its deadlines: one each, known here
-- by its digest only.
-- scope: account_id
CREATE TABLE calendar_feed (
	account_id INTEGER PRIMARY KEY REFERENCES account(id),
	digest BLOB NOT NULL UNIQUE,
	made INTEGER NOT NULL
) STRICT;
