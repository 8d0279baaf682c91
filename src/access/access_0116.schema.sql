-- Lists with their filters that an account has kept under a name of its own.
CREATE TABLE account_saved (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	name TEXT NOT NULL,
	route TEXT NOT NULL,                -- of the list
	address TEXT NOT NULL,              -- local, with the filters
	at INTEGER NOT NULL,
	UNIQUE (account_id, name)
) STRICT;
CREATE INDEX account_saved_route ON account_saved(account_id, route);

CREATE VIEW account_saved_v AS SELECT id, account_id, name, route, address, at FROM account_saved;
