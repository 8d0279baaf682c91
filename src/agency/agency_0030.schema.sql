-- Bodies that act, each under one name for a time; valid_from NULL: since before the
-- records begin, valid_to (the last day) NULL: until further notice. `pattern` names what
-- every place of a level has; a body with a name of its own has none.
CREATE TABLE agency (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('nation', 'province', 'district', 'commune')),
	pattern TEXT,
	name TEXT NOT NULL,
	abbr TEXT,
	fold TEXT NOT NULL,
	sort_key BLOB NOT NULL,
	parent_id INTEGER REFERENCES agency(id),
	place_id INTEGER REFERENCES place(id),
	place_code TEXT,
	province_code TEXT,
	district_code TEXT,
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX agency_under ON agency(province_code, level);
CREATE INDEX agency_place ON agency(place_id, pattern);
CREATE INDEX agency_place_code ON agency(place_code);
CREATE INDEX agency_fold ON agency(fold);
CREATE INDEX agency_level ON agency(level, kind, sort_key);
CREATE INDEX agency_parent ON agency(parent_id);

-- Other spellings and abbreviations of one body.
CREATE TABLE agency_alias (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	name TEXT NOT NULL,
	fold TEXT NOT NULL
) STRICT;
CREATE INDEX agency_alias_fold ON agency_alias(fold);
CREATE INDEX agency_alias_agency ON agency_alias(agency_id);

-- What the papers of a place may call its own body: "Công an" and the place's word.
CREATE TABLE agency_word (
	id INTEGER PRIMARY KEY,
	pattern TEXT NOT NULL,
	words TEXT NOT NULL,
	fold TEXT NOT NULL,
	with_type INTEGER NOT NULL
) STRICT;
CREATE INDEX agency_word_fold ON agency_word(fold);

CREATE TABLE agency_edge (
	id INTEGER PRIMARY KEY,
	from_id INTEGER NOT NULL REFERENCES agency(id),
	to_id INTEGER NOT NULL REFERENCES agency(id),
	kind TEXT NOT NULL CHECK (kind IN ('keep', 'rename', 'merge', 'split', 'transfer')),
	date TEXT NOT NULL,
	share REAL,
	matter TEXT NOT NULL,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL
) STRICT;
CREATE INDEX agency_edge_from ON agency_edge(from_id);
CREATE INDEX agency_edge_to ON agency_edge(to_id);

-- Over which places a body is competent, where that is not its own place: a relation of
-- its own, for courts and procuracies of a khu vực follow no administrative unit.
CREATE TABLE agency_competence (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	place_id INTEGER NOT NULL REFERENCES place(id),
	matter TEXT NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX agency_competence_once
	ON agency_competence(agency_id, place_id, matter, coalesce(valid_from, ''));
CREATE INDEX agency_competence_place ON agency_competence(place_id);

CREATE TABLE agency_member (
	id INTEGER PRIMARY KEY,
	committee_id INTEGER NOT NULL REFERENCES agency(id),
	member_id INTEGER NOT NULL REFERENCES agency(id),
	role TEXT NOT NULL CHECK (role IN ('standing', 'member')),
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL
) STRICT;
CREATE INDEX agency_member_committee ON agency_member(committee_id);

-- Every body under every body above it, itself included: what a grant reaches.
CREATE TABLE agency_tree (
	ancestor_id INTEGER NOT NULL REFERENCES agency(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	depth INTEGER NOT NULL,
	PRIMARY KEY (ancestor_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_tree_agency ON agency_tree(agency_id);

-- Words that stand for many bodies ("các bộ, ngành, địa phương"), and whom on a day.
CREATE TABLE collective (
	id INTEGER PRIMARY KEY,
	words TEXT NOT NULL,
	fold TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('nation', 'province')),
	open INTEGER NOT NULL,
	note TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX collective_fold ON collective(fold, level);
CREATE TABLE collective_rule (
	id INTEGER PRIMARY KEY,
	collective_id INTEGER NOT NULL REFERENCES collective(id),
	kind TEXT,
	level TEXT,
	committee TEXT,
	valid_from TEXT
) STRICT;
CREATE INDEX collective_rule_of ON collective_rule(collective_id);

CREATE TABLE agency_load (
	digest TEXT PRIMARY KEY,
	agencies INTEGER NOT NULL
) STRICT;

CREATE VIEW agency_v AS
	SELECT id, code, kind, level, pattern, name, abbr, fold, sort_key, parent_id, place_id,
		place_code, province_code, district_code, valid_from, valid_to, citation, verified, version,
		coalesce(valid_from, '0001-01-01') AS first_day,
		coalesce(valid_to, '9999-12-31') AS last_day
	FROM agency;
CREATE VIEW agency_alias_v AS SELECT id, agency_id, name, fold FROM agency_alias;
CREATE VIEW agency_word_v AS SELECT id, pattern, words, fold, with_type FROM agency_word;
CREATE VIEW agency_tree_v AS SELECT ancestor_id, agency_id, depth FROM agency_tree;
CREATE VIEW agency_edge_v AS
	SELECT id, from_id, to_id, kind, date, share, matter, citation, verified FROM agency_edge;
CREATE VIEW agency_competence_v AS
	SELECT id, agency_id, place_id, matter, valid_from, valid_to, citation, verified,
		coalesce(valid_from, '0001-01-01') AS first_day,
		coalesce(valid_to, '9999-12-31') AS last_day
	FROM agency_competence;
CREATE VIEW collective_v AS SELECT id, words, fold, level, open, note FROM collective;
