-- What takes two persons: one asks, another decides. A row a kind of thing, named by the
-- permission to decide it; an installation may settle that one is enough.
CREATE TABLE access_pair (
	kind TEXT PRIMARY KEY,
	needed INTEGER NOT NULL CHECK (needed IN (0, 1)),
	version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO access_pair(kind, needed, version) VALUES ('plan.adopt', 1, 1);
