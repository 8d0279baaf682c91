-- Meetings and what they concluded.

-- scope: agency_id
CREATE TABLE meeting (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who keeps it
	committee_id INTEGER REFERENCES agency(id),
	kind TEXT NOT NULL CHECK (kind IN ('briefing', 'committee', 'interim', 'final', 'workshop', 'other')),
	title TEXT NOT NULL,
	day TEXT NOT NULL,
	hour TEXT NOT NULL,                 -- "08:00", or ""
	place TEXT NOT NULL,
	chair TEXT NOT NULL,                -- an office: "Phó Chủ tịch UBND tỉnh, Trưởng ban"
	agenda TEXT NOT NULL,               -- a line for each point
	minutes_number TEXT NOT NULL,
	minutes_day TEXT,
	state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX meeting_by_day ON meeting(day, id);
CREATE INDEX meeting_of_agency ON meeting(agency_id, day);
CREATE INDEX meeting_of_committee ON meeting(committee_id, day);

CREATE TABLE meeting_agency (
	meeting_id INTEGER NOT NULL REFERENCES meeting(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	came INTEGER CHECK (came IN (0, 1)), -- none: not noted yet
	PRIMARY KEY (meeting_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_agency_of ON meeting_agency(agency_id);

-- scope: meeting_id
CREATE TABLE meeting_conclusion (
	id INTEGER PRIMARY KEY,
	meeting_id INTEGER NOT NULL REFERENCES meeting(id),
	position INTEGER NOT NULL,
	words TEXT NOT NULL,
	lead_id INTEGER REFERENCES agency(id),
	due TEXT,                           -- the last day
	noted INTEGER NOT NULL CHECK (noted IN (0, 1)), -- to be known only: nothing is to be done
	task_id INTEGER REFERENCES task(id),
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (meeting_id, position)
) STRICT;
CREATE INDEX meeting_conclusion_task ON meeting_conclusion(task_id);

CREATE TABLE meeting_conclusion_agency (
	conclusion_id INTEGER NOT NULL REFERENCES meeting_conclusion(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (conclusion_id, agency_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW meeting_reach AS
SELECT m.id AS meeting_id, r.account_id
FROM meeting m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.meeting_id, r.account_id
FROM meeting_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM meeting m JOIN committee_reader_v c ON c.committee_id = m.committee_id
JOIN access_reach_v r ON r.agency_id = c.agency_id;

CREATE VIEW meeting_v AS
SELECT id, agency_id, committee_id, kind, title, day, state FROM meeting;
