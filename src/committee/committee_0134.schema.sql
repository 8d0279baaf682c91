-- Standing directives and official letters, and how far each addressee is with them.

-- scope: agency_id
CREATE TABLE directive (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who keeps it
	committee_id INTEGER REFERENCES agency(id),
	origin TEXT NOT NULL CHECK (origin IN ('party', 'state')),
	kind TEXT NOT NULL CHECK (kind IN ('directive', 'resolution', 'conclusion', 'letter', 'decision', 'plan', 'other')),
	number TEXT NOT NULL,
	issued TEXT,
	issuer TEXT NOT NULL,
	subject TEXT NOT NULL,
	content TEXT NOT NULL,              -- what is to be done
	due TEXT,                           -- the last day; none: goes on
	ended TEXT,                         -- the last day it is in force; none: it is
	ended_by TEXT NOT NULL,
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX directive_by_day ON directive(issued, id);
CREATE INDEX directive_of_agency ON directive(agency_id);
CREATE INDEX directive_of_committee ON directive(committee_id);
CREATE INDEX directive_number ON directive(number);

-- scope: directive_id
CREATE TABLE directive_agency (
	id INTEGER PRIMARY KEY,
	directive_id INTEGER NOT NULL REFERENCES directive(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	state TEXT NOT NULL CHECK (state IN ('new', 'doing', 'done', 'void')),
	note TEXT NOT NULL,
	said TEXT,                          -- the day of the state
	said_by TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (directive_id, agency_id)
) STRICT;
CREATE INDEX directive_agency_of ON directive_agency(agency_id);

CREATE VIEW directive_reach AS
SELECT m.id AS directive_id, r.account_id
FROM directive m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.directive_id, r.account_id
FROM directive_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM directive m JOIN committee_reader_v c ON c.committee_id = m.committee_id
JOIN access_reach_v r ON r.agency_id = c.agency_id;

CREATE VIEW directive_v AS
SELECT id, agency_id, committee_id, kind, number, issued, issuer, subject, due, ended FROM directive;
