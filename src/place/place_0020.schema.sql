-- Administrative units through time. A row is one unit with one extent and one name, in
-- force from valid_from (NULL: since before the lists begin) to valid_to (the last day;
-- NULL: until further notice). Codes go on through changes, so a unit is code and day;
-- parents are codes too, which lets a parent change its name without its children.
CREATE TABLE place (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('province', 'district', 'commune')),
	code TEXT NOT NULL,
	type TEXT NOT NULL,
	name TEXT NOT NULL,
	full_name TEXT NOT NULL,
	name_en TEXT,
	fold TEXT NOT NULL,
	sort_key BLOB NOT NULL,
	province_code TEXT NOT NULL,
	district_code TEXT,
	population INTEGER,
	area REAL,
	lat REAL,
	lon REAL,
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX place_code ON place(code, coalesce(valid_from, ''));
CREATE INDEX place_under ON place(province_code, kind);
CREATE INDEX place_district ON place(district_code);
CREATE INDEX place_kind ON place(kind, sort_key);

-- What became of what. share is the part of `from_id` that went to `to_id`: 1 the whole,
-- NULL a part whose size nobody has published.
CREATE TABLE place_edge (
	id INTEGER PRIMARY KEY,
	from_id INTEGER NOT NULL REFERENCES place(id),
	to_id INTEGER NOT NULL REFERENCES place(id),
	kind TEXT NOT NULL CHECK (kind IN ('keep', 'rename', 'merge', 'split', 'transfer')),
	date TEXT NOT NULL,
	share REAL,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL
) STRICT;
CREATE INDEX place_edge_from ON place_edge(from_id, to_id);
CREATE INDEX place_edge_to ON place_edge(to_id, from_id);

-- What is wrong with the lists themselves, as the load found it.
CREATE TABLE place_fault (
	id INTEGER PRIMARY KEY,
	rule TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	found TEXT NOT NULL,
	bridged INTEGER NOT NULL
) STRICT;

CREATE TABLE place_load (
	digest TEXT PRIMARY KEY,
	places INTEGER NOT NULL,
	edges INTEGER NOT NULL,
	faults INTEGER NOT NULL
) STRICT;

CREATE VIEW place_v AS
	SELECT id, kind, code, type, name, full_name, name_en, fold, sort_key, province_code,
		district_code, population, area, lat, lon, valid_from, valid_to, citation, verified,
		coalesce(valid_from, '0001-01-01') AS first_day,
		coalesce(valid_to, '9999-12-31') AS last_day
	FROM place;
CREATE VIEW place_edge_v AS
	SELECT id, from_id, to_id, kind, date, share, citation, verified FROM place_edge;
