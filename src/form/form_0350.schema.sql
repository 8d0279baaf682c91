-- Statistical forms: editions as they were issued, sheets being filled in, submissions that never
-- change, and totals of them. How and why: docs/decisions/0014-how-figures-are-kept.md.

CREATE TABLE form (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name_vi TEXT NOT NULL,
	name_en TEXT NOT NULL
) STRICT;

CREATE TABLE form_edition (
	id INTEGER PRIMARY KEY,
	form_id INTEGER NOT NULL REFERENCES form(id),
	number INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	own INTEGER NOT NULL CHECK (own IN (0, 1)),    -- proposed by the program, issued by nobody
	slots INTEGER NOT NULL,
	source TEXT NOT NULL,                          -- the file, as it was loaded
	digest TEXT NOT NULL,                          -- SHA-256 of it
	loaded INTEGER NOT NULL,
	UNIQUE (form_id, number)
) STRICT;

-- The cells of an edition, for whoever reads the tables without the program.
CREATE TABLE form_cell (
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	slot INTEGER NOT NULL,
	code TEXT NOT NULL,                            -- row.column
	name_vi TEXT NOT NULL,
	name_en TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('count', 'amount')),
	digits INTEGER NOT NULL,                       -- behind the comma
	cumulative INTEGER NOT NULL CHECK (cumulative IN (0, 1)),
	additive INTEGER NOT NULL CHECK (additive IN (0, 1)),
	dims TEXT NOT NULL,                            -- sex:f age:u16
	PRIMARY KEY (edition_id, slot)
) STRICT, WITHOUT ROWID;

-- Who is asked.
CREATE TABLE form_reporter (
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	kind TEXT NOT NULL,
	level TEXT NOT NULL,
	PRIMARY KEY (edition_id, kind, level)
) STRICT, WITHOUT ROWID;

-- scope: agency_id
CREATE TABLE form_sheet (
	id INTEGER PRIMARY KEY,
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	line TEXT NOT NULL,                            -- the agency's kind
	place_id INTEGER REFERENCES place(id),         -- in force on map_date; none: of the nation
	province_id INTEGER REFERENCES place(id),      -- that it lies in
	period_system TEXT NOT NULL,
	period_from TEXT NOT NULL,
	period_to TEXT NOT NULL,
	map_date TEXT NOT NULL,
	draft TEXT NOT NULL,                           -- a word a cell
	version INTEGER NOT NULL DEFAULT 1,
	changed INTEGER NOT NULL,
	changed_name TEXT NOT NULL,
	current INTEGER NOT NULL DEFAULT 0,            -- the number of the submission that counts
	vector BLOB,                                   -- of it, packed
	UNIQUE (edition_id, agency_id, period_system, period_to)
) STRICT;
CREATE INDEX form_sheet_period ON form_sheet(edition_id, period_system, period_to, province_id, place_id);
CREATE INDEX form_sheet_agency ON form_sheet(agency_id, period_to);

-- scope: agency_id
CREATE TABLE form_submission (
	id INTEGER PRIMARY KEY,
	sheet_id INTEGER NOT NULL REFERENCES form_sheet(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	number INTEGER NOT NULL,
	body TEXT NOT NULL,                            -- canonical JSON
	digest TEXT NOT NULL,                          -- SHA-256 of it
	reason TEXT NOT NULL,                          -- of a correction
	nil INTEGER NOT NULL CHECK (nil IN (0, 1)),    -- nothing occurred: every cell is zero
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	request TEXT NOT NULL UNIQUE,                  -- sent twice is sent once
	UNIQUE (sheet_id, number)
) STRICT;

CREATE TABLE form_total (
	id INTEGER PRIMARY KEY,
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	level TEXT NOT NULL CHECK (level IN ('unit', 'province', 'nation')),
	period_system TEXT NOT NULL,
	period_from TEXT NOT NULL,
	period_to TEXT NOT NULL,
	place_id INTEGER NOT NULL,                     -- 0: of the nation
	line TEXT NOT NULL,
	vector BLOB NOT NULL,
	UNIQUE (edition_id, level, period_system, period_to, place_id, line)
) STRICT;

CREATE VIEW form_edition_v AS
	SELECT e.id, f.code, e.number, f.name_vi, f.name_en, e.valid_from, e.valid_to, e.citation,
		e.verified, e.own, e.slots
	FROM form_edition e JOIN form f ON f.id = e.form_id;
CREATE VIEW form_sheet_v AS
	SELECT id, edition_id, agency_id, line, place_id, province_id, period_system, period_from,
		period_to, map_date, version, current
	FROM form_sheet;
CREATE VIEW form_submission_v AS
	SELECT id, sheet_id, agency_id, number, body, digest, reason, nil, account_name, at
	FROM form_submission;
