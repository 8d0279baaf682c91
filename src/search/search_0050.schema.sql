-- What can be found by words: one row a thing, and its words folded (d for đ, no marks).

-- Who finds what belongs to many agencies: one group for all the things that share it.
CREATE TABLE search_group (
	id INTEGER PRIMARY KEY,
	made INTEGER NOT NULL
) STRICT;
CREATE TABLE search_group_agency (
	group_id INTEGER NOT NULL REFERENCES search_group(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (group_id, agency_id)
) STRICT, WITHOUT ROWID;

-- scope: agency_id
CREATE TABLE search_doc (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,                        -- "plan", "task", "agency", "place" …
	object_id INTEGER NOT NULL,
	code TEXT,                                 -- what its page's address names it by; NULL: object_id
	agency_id INTEGER REFERENCES agency(id),   -- NULL, and no group: everybody may find it
	group_id INTEGER REFERENCES search_group(id),
	title TEXT NOT NULL,
	note TEXT NOT NULL,                        -- the line under the title
	sort BLOB NOT NULL,                        -- sort key of the title
	UNIQUE (kind, object_id)
) STRICT;

-- A token is a folded word (dang), a word as written where it bears marks (đặng), or two
-- words that follow each other (mua~ban). Weight: where it stands, the title before the text.
CREATE TABLE search_token (
	token TEXT NOT NULL,
	doc_id INTEGER NOT NULL REFERENCES search_doc(id),
	weight INTEGER NOT NULL,
	PRIMARY KEY (token, doc_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_token_by_doc ON search_token(doc_id);
