-- Tasks: one assignable piece of work each, with the parties, days and citations the plan gives
-- it. A task without a row in task_party is assigned to nobody and stays visibly so.

-- scope: plan_id
CREATE TABLE task (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,
	heading INTEGER,                    -- position of the nearest heading above
	parent INTEGER,                     -- position of the task above
	path TEXT NOT NULL,                 -- "II.2.1.a"
	part TEXT NOT NULL CHECK (part IN ('aims', 'tasks', 'organisation', 'roadmap', 'budget', 'articles')),
	words TEXT NOT NULL,                -- in one line, without marker and assignment
	assigned_by TEXT NOT NULL,          -- the assignment as written; "" where there is none
	starts TEXT,
	due TEXT,                           -- the day as written, with its year; none: see due_words
	due_before INTEGER NOT NULL CHECK (due_before IN (0, 1)), -- the day itself is too late
	due_suspect INTEGER NOT NULL CHECK (due_suspect IN (0, 1)),
	due_words TEXT NOT NULL,
	recurrence TEXT,                    -- "yearly 07-30"
	trigger_words TEXT,                 -- "ngay sau khi …": an event in place of a day
	line INTEGER NOT NULL,
	line_to INTEGER NOT NULL,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	sure TEXT NOT NULL CHECK (sure IN ('certain', 'likely', 'doubtful')),
	rule TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (plan_id, position)
) STRICT;

CREATE INDEX task_due ON task(due);

-- scope: task_id
CREATE TABLE task_party (
	id INTEGER PRIMARY KEY,
	task_id INTEGER NOT NULL REFERENCES task(id),
	position INTEGER NOT NULL,          -- from 0
	role TEXT NOT NULL CHECK (role IN ('lead', 'coordinating', 'joint', 'requested')),
	name TEXT NOT NULL,                 -- in its full form
	written TEXT NOT NULL,              -- the words of the plan
	agency_id INTEGER REFERENCES agency(id),
	collective_id INTEGER REFERENCES plan_collective(id),
	explicit_role INTEGER NOT NULL CHECK (explicit_role IN (0, 1)), -- the word chủ trì or phối hợp is there
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	sure TEXT NOT NULL CHECK (sure IN ('certain', 'likely', 'doubtful')),
	rule TEXT NOT NULL,
	UNIQUE (task_id, position),
	CHECK (agency_id IS NULL OR collective_id IS NULL)
) STRICT;
CREATE INDEX task_party_agency ON task_party(agency_id, task_id);
CREATE INDEX task_party_collective ON task_party(collective_id, task_id);

-- What the plan cites: its bases (no task) and what its tasks refer to.
-- scope: plan_id
CREATE TABLE plan_ref (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,          -- from 0
	task INTEGER,                       -- position of the task; none: a basis of the plan
	carries_out INTEGER NOT NULL CHECK (carries_out IN (0, 1)), -- the plan or programme this one carries out
	number TEXT,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	issuer TEXT NOT NULL,
	issued TEXT,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	PRIMARY KEY (plan_id, position)
) STRICT, WITHOUT ROWID;

-- What a person should look at: about the plan (no task) or one of its tasks.
-- scope: plan_id
CREATE TABLE plan_flag (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,          -- from 0
	task INTEGER,
	code TEXT NOT NULL,                 -- of reading/flags.def
	note TEXT NOT NULL,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	PRIMARY KEY (plan_id, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW plan_v AS
SELECT p.id, p.year, p.province, p.standing_id, d.number, d.kind, d.issuer, d.issuer_id, d.issued, d.title
FROM plan p JOIN document_v d ON d.id = p.document_id;

CREATE VIEW task_v AS
SELECT id, plan_id, position, path, part, words, starts, due, due_before, recurrence, sure, version FROM task;

-- Every agency a task falls to: by name, or as a member of a collective.
CREATE VIEW task_agency_v AS
SELECT x.task_id, x.agency_id, x.role, 0 AS through_collective FROM task_party x WHERE x.agency_id IS NOT NULL
UNION ALL
SELECT x.task_id, m.agency_id, x.role, 1 FROM task_party x JOIN plan_member m ON m.collective_id = x.collective_id;
