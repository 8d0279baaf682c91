-- What is done about the tasks of adopted plans. One row a task, made when its plan is adopted; one
-- row for each agency that has a part in it. Days are the last ones in time; `late` is worked out
-- by whoever asks, never stored.

-- scope: plan_id
CREATE TABLE work_task (
	task_id INTEGER NOT NULL REFERENCES task(id),
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	state TEXT NOT NULL CHECK (state IN ('open', 'done', 'carried', 'ended')),
	standing INTEGER NOT NULL CHECK (standing IN (0, 1)), -- no day: it goes on
	starts TEXT,
	due TEXT,
	baseline_starts TEXT,               -- as they were at the adoption
	baseline_due TEXT,
	written_due TEXT,                   -- as the text now in force has it
	began TEXT,
	finished TEXT,
	parts INTEGER NOT NULL,             -- those of work_part that have not ended, told so that lists need not count
	parts_in INTEGER NOT NULL,          -- of them: handed in, accepted, waived or answered
	closed_early TEXT,                  -- why, where it was closed before the parts were in
	carried_to INTEGER REFERENCES task(id),
	version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (task_id),
	CHECK (parts_in <= parts)
) STRICT;
CREATE INDEX work_task_plan ON work_task(plan_id, state);
CREATE INDEX work_task_due ON work_task(due, task_id) WHERE state = 'open';
CREATE INDEX work_task_unassigned ON work_task(plan_id, task_id) WHERE state = 'open' AND parts = 0;
CREATE INDEX work_task_carried ON work_task(carried_to);

-- `open`: something is still owed. `own_due`: the day is this part's own and does not follow the task's.
-- scope: agency_id
CREATE TABLE work_part (
	id INTEGER PRIMARY KEY,
	task_id INTEGER NOT NULL REFERENCES work_task(task_id),
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	role TEXT NOT NULL CHECK (role IN ('lead', 'coordinating', 'joint', 'requested')),
	through_collective INTEGER NOT NULL CHECK (through_collective IN (0, 1)),
	words TEXT NOT NULL DEFAULT '',     -- what of the task falls to it; "": the task as it stands
	due TEXT,
	own_due INTEGER NOT NULL DEFAULT 0 CHECK (own_due IN (0, 1)),
	baseline_due TEXT,
	state TEXT NOT NULL CHECK (state IN ('new', 'doing', 'in', 'returned', 'accepted', 'waived', 'refused', 'ended')),
	open INTEGER NOT NULL CHECK (open IN (0, 1)),
	added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1)), -- by a person, not by the text
	officer_id INTEGER REFERENCES account(id),
	began TEXT,
	handed_in TEXT,                     -- the day the last result was
	results INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (task_id, agency_id)
) STRICT;
CREATE INDEX work_part_plan ON work_part(plan_id, agency_id);
CREATE INDEX work_part_agency ON work_part(agency_id, id);
CREATE INDEX work_part_agency_due ON work_part(agency_id, due, id) WHERE open = 1;
CREATE INDEX work_part_due ON work_part(due, id) WHERE open = 1;
CREATE INDEX work_part_officer ON work_part(officer_id, due) WHERE open = 1;
CREATE INDEX work_part_in ON work_part(plan_id, id) WHERE state = 'in';

-- How much of a plan falls to an agency, and how far it is: kept in the same change as the parts, so
-- that hundreds of agencies over years of plans are added up from few rows.
-- scope: agency_id
CREATE TABLE work_tally (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	parts INTEGER NOT NULL,
	leads INTEGER NOT NULL,
	open INTEGER NOT NULL,
	handed INTEGER NOT NULL,            -- handed in, not looked at yet
	done INTEGER NOT NULL,              -- accepted or waived
	PRIMARY KEY (plan_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_tally_agency ON work_tally(agency_id, plan_id);

-- What an agency says it has done. Never changed: another one is another row.
-- scope: part_id
CREATE TABLE work_result (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES work_part(id),
	nth INTEGER NOT NULL,               -- from 1, of the part
	words TEXT NOT NULL,
	day TEXT NOT NULL,                  -- of the work
	at INTEGER NOT NULL,                -- when it was written down
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	UNIQUE (part_id, nth)
) STRICT;

-- Its figures, as the agency names them.
-- scope: result_id
CREATE TABLE work_figure (
	result_id INTEGER NOT NULL REFERENCES work_result(id),
	position INTEGER NOT NULL,          -- from 0
	label TEXT NOT NULL,
	amount REAL NOT NULL,
	PRIMARY KEY (result_id, position)
) STRICT, WITHOUT ROWID;

-- A later day that was asked for. One at a time is open.
-- scope: part_id
CREATE TABLE work_extension (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES work_part(id),
	due_was TEXT,
	until TEXT NOT NULL,
	reason TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
	answer TEXT NOT NULL DEFAULT '',
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX work_extension_asked ON work_extension(part_id) WHERE state = 'asked';
CREATE INDEX work_extension_part ON work_extension(part_id, id);

-- What happened to a task, for its page; the reasons people gave stand here. Never changed.
-- scope: task_id
CREATE TABLE work_event (
	id INTEGER PRIMARY KEY,
	task_id INTEGER NOT NULL REFERENCES work_task(task_id),
	part_id INTEGER REFERENCES work_part(id),
	kind TEXT NOT NULL,                 -- of enum work_kind
	words TEXT NOT NULL,
	day TEXT,
	was TEXT,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL
) STRICT;
CREATE INDEX work_event_task ON work_event(task_id, id);

CREATE VIEW work_task_v AS
SELECT task_id, plan_id, state, standing, starts, due, baseline_starts, baseline_due, began, finished,
	parts, parts_in, carried_to, version
FROM work_task;

CREATE VIEW work_part_v AS
SELECT id, task_id, plan_id, agency_id, role, through_collective, words, due, state, open, officer_id,
	handed_in, version
FROM work_part;

CREATE VIEW work_tally_v AS
SELECT plan_id, agency_id, parts, leads, open, handed, done FROM work_tally;

CREATE VIEW work_event_v AS
SELECT id, task_id, part_id, kind, words, day, was, at, account_id, account_name FROM work_event;
