-- Files of a meeting (its minutes), of a directive (the signed letter) or of a team's finding (the
-- record, and what shows that it was mended). Of one of them each.
CREATE TABLE committee_file (
	id INTEGER PRIMARY KEY,
	meeting_id INTEGER REFERENCES meeting(id),
	directive_id INTEGER REFERENCES directive(id),
	finding_id INTEGER REFERENCES team_finding(id),
	file_id INTEGER NOT NULL REFERENCES file(id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	size INTEGER NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account(id),
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	UNIQUE (meeting_id, file_id),
	UNIQUE (directive_id, file_id),
	UNIQUE (finding_id, file_id),
	CHECK ((CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN directive_id IS NULL THEN 0 ELSE 1 END)
		+ (CASE WHEN finding_id IS NULL THEN 0 ELSE 1 END) = 1)
) STRICT;
