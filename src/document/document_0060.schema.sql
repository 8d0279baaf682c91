-- A document as it came and as it was read. What identifies it is its number, issuer and
-- day together; the digest of its words recognises the same text in another layout.
-- Nobody reads a document by itself: a plan leads to it, and the plan's scope holds.
CREATE TABLE document (
	id INTEGER PRIMARY KEY,
	number TEXT,                        -- as written; none: not known
	number_by_hand INTEGER NOT NULL CHECK (number_by_hand IN (0, 1)),
	kind TEXT NOT NULL,                 -- "Kế hoạch", as written
	issuer TEXT NOT NULL,               -- as written; "" where the text names none
	issuer_id INTEGER REFERENCES agency(id),
	issued TEXT,
	place TEXT NOT NULL,                -- where it was signed
	title TEXT NOT NULL,
	identity TEXT UNIQUE,               -- number, issuer and day folded; none while one is missing
	words TEXT NOT NULL UNIQUE,         -- SHA-256 of the words, white space aside
	added INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE document_text (
	document_id INTEGER PRIMARY KEY REFERENCES document(id),
	file_name TEXT NOT NULL,            -- as sent; only ever shown
	received BLOB NOT NULL,             -- byte for byte
	body TEXT NOT NULL                  -- as read: every line and byte span counts in here
) STRICT;

-- A letter that was not received as it is read: byte `at` of the body, code points.
CREATE TABLE document_repair (
	document_id INTEGER NOT NULL REFERENCES document(id),
	at INTEGER NOT NULL,
	was INTEGER NOT NULL,
	reads INTEGER NOT NULL,
	sure TEXT NOT NULL CHECK (sure IN ('certain', 'likely', 'doubtful')),
	PRIMARY KEY (document_id, at)
) STRICT, WITHOUT ROWID;

CREATE VIEW document_v AS
SELECT id, number, number_by_hand, kind, issuer, issuer_id, issued, place, title, added, version
FROM document;

CREATE VIEW document_text_v AS
SELECT document_id, file_name, received, body FROM document_text;

CREATE VIEW document_repair_v AS
SELECT document_id, at, was, reads, sure FROM document_repair;
