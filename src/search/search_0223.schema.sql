-- The words of things that came many at once, until they are put into search_token, a piece at a time:
-- an index of a million rows is not made while others wait for the writer.
CREATE TABLE search_waiting (
	kind TEXT NOT NULL,
	object_id INTEGER NOT NULL,
	titles TEXT NOT NULL,               -- words by where they stand, each a list in JSON
	notes TEXT NOT NULL,
	texts TEXT NOT NULL,
	PRIMARY KEY (kind, object_id)
) STRICT, WITHOUT ROWID;
