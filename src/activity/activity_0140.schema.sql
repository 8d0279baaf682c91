-- Activities: all work that is not a case. A row says where an activity stands now; each version
-- of what was said about it is kept as it was said. A kind that is counted only (professional
-- prevention) has no column and no value in which a person could be named: the checks below
-- refuse words for it, whatever a program does.

-- scope: agency_id
CREATE TABLE activity (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,                        -- of data/activity/kinds.tsv
	counts_only INTEGER NOT NULL CHECK (counts_only IN (0, 1)),
	main_field TEXT NOT NULL,                  -- the figure a list shows of it
	state TEXT NOT NULL CHECK (state IN ('draft', 'entered', 'corrected', 'withdrawn')),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	task_id INTEGER REFERENCES task(id),       -- none: hangs on no task, and stays visibly so
	place_id INTEGER REFERENCES place(id),     -- on the map of its last day; none: the whole country
	place_code TEXT,
	province_code TEXT,
	starts TEXT NOT NULL,
	ends TEXT NOT NULL,                        -- the last day; its month is the one it counts in
	title TEXT NOT NULL,
	fold TEXT NOT NULL,                        -- the kind's name and what it says in words, folded
	ref TEXT NOT NULL,                         -- what makes the same entry the same: sent twice, kept once
	account_id INTEGER NOT NULL,               -- who entered it
	account_name TEXT NOT NULL,
	made INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (id, counts_only),
	UNIQUE (agency_id, ref),
	CHECK (starts <= ends),
	CHECK (counts_only = 0 OR title = '')
) STRICT;
CREATE INDEX activity_by_end ON activity(ends, id);
CREATE INDEX activity_by_agency ON activity(agency_id, ends);
CREATE INDEX activity_by_task ON activity(task_id, ends);
CREATE INDEX activity_by_account ON activity(account_id, id);

-- What was said, version by version; the highest is what stands.
-- scope: activity_id
CREATE TABLE activity_version (
	activity_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	counts_only INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('draft', 'entered', 'corrected', 'withdrawn')),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	task_id INTEGER REFERENCES task(id),
	place_id INTEGER REFERENCES place(id),
	starts TEXT NOT NULL,
	ends TEXT NOT NULL,
	title TEXT NOT NULL,
	source TEXT NOT NULL,                      -- number and day of the paper that shows it
	gap TEXT NOT NULL CHECK (gap IN ('', 'unknown', 'estimate', 'other')), -- why parts do not add up
	reason TEXT NOT NULL CHECK (reason IN ('', 'figures', 'place', 'period', 'task', 'double', 'other')),
	note TEXT NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (activity_id, version),
	FOREIGN KEY (activity_id, counts_only) REFERENCES activity(id, counts_only),
	CHECK (counts_only = 0 OR (title = '' AND source = '' AND note = ''))
) STRICT, WITHOUT ROWID;

-- One answer to one field. A figure is known, missing (not yet known) or na (not applicable): no
-- number but in the first.
-- scope: activity_id
CREATE TABLE activity_value (
	activity_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	field TEXT NOT NULL,                       -- of data/activity/fields.tsv
	counts_only INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('known', 'missing', 'na')),
	number INTEGER CHECK (number >= 0),
	choice TEXT,                               -- a code of data/activity/options.tsv
	words TEXT,
	PRIMARY KEY (activity_id, version, field),
	FOREIGN KEY (activity_id, version) REFERENCES activity_version(activity_id, version),
	FOREIGN KEY (activity_id, counts_only) REFERENCES activity(id, counts_only),
	CHECK (counts_only = 0 OR words IS NULL),
	CHECK (state = 'known' OR (number IS NULL AND choice IS NULL AND words IS NULL)),
	CHECK (state <> 'known' OR number IS NOT NULL OR choice IS NOT NULL OR words IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- The figures that stand, of activities that count (entered, corrected), in the order sums are
-- asked for. Besides the fields, 'activities' is 1 for each.
-- scope: agency_id
CREATE TABLE activity_figure (
	field TEXT NOT NULL,
	month TEXT NOT NULL,                       -- "2026-07": of the last day
	activity_id INTEGER NOT NULL REFERENCES activity(id),
	kind TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	place_code TEXT,
	province_code TEXT,
	state TEXT NOT NULL CHECK (state IN ('known', 'missing', 'na')),
	number INTEGER,
	PRIMARY KEY (field, month, activity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_figure_of ON activity_figure(activity_id);

-- For reports: one row an activity, and one row a figure of those that count. A reader
-- restricts agency_id by access_reach_v.
CREATE VIEW activity_v AS
SELECT id, kind, counts_only, state, agency_id, task_id, place_id, place_code, province_code, starts,
	ends, title, account_name, made, version
FROM activity;
CREATE VIEW activity_figure_v AS
SELECT field, month, activity_id, kind, agency_id, place_code, province_code, state, number
FROM activity_figure;
