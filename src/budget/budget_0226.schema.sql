-- A line as it stood before each change: who had said which amount when. Never changed.
-- scope: line_id
CREATE TABLE budget_past (
	line_id INTEGER NOT NULL REFERENCES budget_line(id),
	version INTEGER NOT NULL,
	asked INTEGER,
	granted INTEGER,
	spent INTEGER,
	proposal TEXT NOT NULL,
	decision TEXT NOT NULL,
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	PRIMARY KEY (line_id, version)
) STRICT, WITHOUT ROWID;
