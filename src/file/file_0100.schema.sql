-- Files that were handed in with a record, once each by the digest of their bytes. The record that
-- holds one keeps its name and its scope; nobody reads a file by itself.
CREATE TABLE file (
	id INTEGER PRIMARY KEY,
	digest TEXT NOT NULL UNIQUE,        -- SHA-256, hexadecimal
	kind TEXT NOT NULL CHECK (kind IN ('pdf', 'docx', 'xlsx', 'pptx', 'odt', 'png', 'jpeg', 'webp', 'text', 'csv')),
	size INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	added INTEGER NOT NULL
) STRICT;

CREATE VIEW file_v AS SELECT id, digest, kind, size, added FROM file;
