-- What shows an activity: files. One that is counted only has none, for a paper names persons.
-- scope: activity_id
CREATE TABLE activity_file (
	id INTEGER PRIMARY KEY,
	activity_id INTEGER NOT NULL,
	counts_only INTEGER NOT NULL CHECK (counts_only = 0),
	file_id INTEGER NOT NULL REFERENCES file(id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	size INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	UNIQUE (activity_id, file_id),
	FOREIGN KEY (activity_id, counts_only) REFERENCES activity(id, counts_only)
) STRICT;
