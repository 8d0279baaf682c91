-- A file that a person looks through before it is adopted as a plan. What the program read in
-- it is not kept: the same bytes always give the same reading. What a person changed is, in rows
-- of its own beside what was read there.

-- scope: agency_id
CREATE TABLE review_draft (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL,        -- who brought it
	account_name TEXT NOT NULL,
	agency_id INTEGER REFERENCES agency(id), -- whose draft it is; none: the bringer's alone
	file_name TEXT NOT NULL,            -- as sent; only ever shown
	received BLOB NOT NULL,             -- byte for byte
	digest TEXT NOT NULL,               -- SHA-256 of the bytes
	title TEXT NOT NULL,                -- as read, for the list
	tasks INTEGER NOT NULL,
	number TEXT,                        -- by hand; none: as read. So with the next three
	issuer TEXT,
	issued TEXT,
	name TEXT,
	state TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'discarded')),
	plan_id INTEGER REFERENCES plan(id), -- what it was adopted as
	made INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1  -- goes up with every change of the draft or a correction
) STRICT;
CREATE INDEX review_draft_state ON review_draft(state, changed);
CREATE INDEX review_draft_digest ON review_draft(digest);

-- What a person changed in one item. (kind, nth) is the item as read; part 0 that item
-- itself, higher parts are items a person put behind it. A column without value stands
-- as read; read_… keep what was read when the correction was made.
-- scope: draft_id
CREATE TABLE review_fix (
	draft_id INTEGER NOT NULL REFERENCES review_draft(id),
	kind TEXT NOT NULL CHECK (kind IN ('task', 'target', 'duty')),
	nth INTEGER NOT NULL,
	part INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('kept', 'dropped', 'merged')),
	path TEXT,
	words TEXT,
	parties TEXT,                       -- a line each: "lead", a tab, the name; "": nobody
	days INTEGER NOT NULL CHECK (days IN (0, 1)), -- starts, due and due_before are the person's
	starts TEXT,
	due TEXT,
	due_before INTEGER NOT NULL CHECK (due_before IN (0, 1)),
	reason TEXT NOT NULL,
	read_words TEXT NOT NULL,           -- "" with the next two for what a person added
	read_parties TEXT NOT NULL,
	read_due TEXT NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (draft_id, kind, nth, part)
) STRICT, WITHOUT ROWID;

-- Which agency a name of the text means, wherever the draft has it, as a person said.
-- scope: draft_id
CREATE TABLE review_name (
	draft_id INTEGER NOT NULL REFERENCES review_draft(id),
	name TEXT NOT NULL,                 -- as read
	means TEXT NOT NULL,                -- the agency's name
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	kept INTEGER NOT NULL CHECK (kept IN (0, 1)), -- for other texts too: the agency has the alias since
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (draft_id, name)
) STRICT, WITHOUT ROWID;
