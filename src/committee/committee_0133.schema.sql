-- Inspection and survey teams: where they went and what is to be mended.

-- scope: agency_id
CREATE TABLE team (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who keeps it
	committee_id INTEGER REFERENCES agency(id),
	kind TEXT NOT NULL CHECK (kind IN ('inspection', 'survey')),
	title TEXT NOT NULL,
	number TEXT NOT NULL,               -- of the decision that sends it
	decided TEXT,
	lead_id INTEGER NOT NULL REFERENCES agency(id),
	starts TEXT NOT NULL,
	ends TEXT,
	content TEXT NOT NULL,
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX team_by_day ON team(starts, id);
CREATE INDEX team_of_agency ON team(agency_id);
CREATE INDEX team_of_committee ON team(committee_id);

CREATE TABLE team_agency (
	team_id INTEGER NOT NULL REFERENCES team(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (team_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_agency_of ON team_agency(agency_id);

-- scope: team_id
CREATE TABLE team_visit (
	id INTEGER PRIMARY KEY,
	team_id INTEGER NOT NULL REFERENCES team(id),
	agency_id INTEGER REFERENCES agency(id), -- none: a place or enterprise that is no agency here
	place TEXT NOT NULL,
	day TEXT NOT NULL,
	note TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX team_visit_of ON team_visit(team_id, day);
CREATE INDEX team_visit_agency ON team_visit(agency_id);

-- scope: team_id
CREATE TABLE team_finding (
	id INTEGER PRIMARY KEY,
	team_id INTEGER NOT NULL REFERENCES team(id),
	visit_id INTEGER REFERENCES team_visit(id),
	kind TEXT NOT NULL CHECK (kind IN ('good', 'shortcoming', 'violation', 'proposal')),
	words TEXT NOT NULL,
	recommendation TEXT NOT NULL,
	agency_id INTEGER REFERENCES agency(id), -- who is to mend it; none: nobody has to
	due TEXT,                           -- the last day
	state TEXT NOT NULL CHECK (state IN ('none', 'open', 'answered', 'closed')),
	answer TEXT NOT NULL,
	answered TEXT,
	answered_by TEXT NOT NULL,
	task_id INTEGER REFERENCES task(id),
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (agency_id IS NOT NULL OR state = 'none')
) STRICT;
CREATE INDEX team_finding_of ON team_finding(team_id);
CREATE INDEX team_finding_agency ON team_finding(agency_id, state);
CREATE INDEX team_finding_task ON team_finding(task_id);

CREATE VIEW team_reach AS
SELECT m.id AS team_id, r.account_id
FROM team m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.team_id, r.account_id
FROM team_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT v.team_id, r.account_id
FROM team_visit v JOIN access_reach_v r ON r.agency_id = v.agency_id
UNION ALL
SELECT f.team_id, r.account_id
FROM team_finding f JOIN access_reach_v r ON r.agency_id = f.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM team m JOIN committee_reader_v c ON c.committee_id = m.committee_id
JOIN access_reach_v r ON r.agency_id = c.agency_id;

CREATE VIEW team_finding_v AS
SELECT f.id, f.team_id, f.agency_id, f.kind, f.due, f.state, f.task_id FROM team_finding f;
