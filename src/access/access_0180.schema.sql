-- When an account was last here, to say what has changed since. A log-in within the hour of
-- the one before is the same visit.
CREATE TABLE account_visit (
	account_id INTEGER PRIMARY KEY REFERENCES account(id),
	began INTEGER NOT NULL,
	before INTEGER                      -- end of the visit before, as far as is known; none: the first
) STRICT;
CREATE VIEW account_visit_v AS SELECT account_id, began, before FROM account_visit;
