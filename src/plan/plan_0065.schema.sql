-- A plan: a document whose text gives work to agencies. Everything here was read out of one
-- document. `line` is a line of the text as read, counted from 1; byte_from … byte_to a span of
-- it. `position` is the place among everything read, in the order of the text. `sure` is how
-- sure the reading is, `rule` the rule that read it (docs/reading.md).

-- scope: id
CREATE TABLE plan (
	id INTEGER PRIMARY KEY,
	document_id INTEGER NOT NULL UNIQUE REFERENCES document(id),
	year INTEGER,                       -- in force; none where the text names none or several
	province TEXT,                      -- whose plan it is; none: the nation's
	standing_id INTEGER REFERENCES agency(id),
	fold TEXT NOT NULL,                 -- number, title and issuer folded, to search the list
	imported INTEGER NOT NULL,
	imported_by TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Who may see a plan, and why. Worked out once, at the import, for the plan's day.
CREATE TABLE plan_audience (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	reason TEXT NOT NULL CHECK (reason IN ('issuer', 'standing', 'party', 'collective', 'place', 'successor')),
	PRIMARY KEY (plan_id, agency_id, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_audience_agency ON plan_audience(agency_id, plan_id);

-- Who sees a plan: through the account's own agency, which is one look, or through any that it
-- reaches, which may be thousands. To be asked in this order, by EXISTS.
CREATE VIEW plan_reach_own AS
SELECT u.plan_id, r.account_id
FROM account_v me JOIN plan_audience u ON u.agency_id = me.agency_id
JOIN access_reach_v r ON r.account_id = me.id AND r.agency_id = me.agency_id;
CREATE VIEW plan_reach AS
SELECT u.plan_id, r.account_id
FROM plan_audience u JOIN access_reach_v r ON r.agency_id = u.agency_id;

-- scope: plan_id
CREATE TABLE plan_heading (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,
	parent INTEGER,                     -- position of the heading above
	path TEXT NOT NULL,                 -- "II.2.1"
	title TEXT NOT NULL,
	line INTEGER NOT NULL,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	PRIMARY KEY (plan_id, position)
) STRICT, WITHOUT ROWID;

-- A party that stands for many agencies, as this plan names it, and whom it stood for on the
-- plan's day. One without members could not be resolved.
-- scope: plan_id
CREATE TABLE plan_collective (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	name TEXT NOT NULL,
	fold TEXT NOT NULL,
	open INTEGER NOT NULL CHECK (open IN (0, 1)), -- "có liên quan": those it may mean, a person decides
	members INTEGER NOT NULL,           -- rows of plan_member, told so that lists need not count
	UNIQUE (plan_id, fold)
) STRICT;

CREATE TABLE plan_member (
	collective_id INTEGER NOT NULL REFERENCES plan_collective(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (collective_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_member_agency ON plan_member(agency_id, collective_id);

-- scope: plan_id
CREATE TABLE plan_target (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,          -- from 0
	words TEXT NOT NULL,
	operator TEXT NOT NULL CHECK (operator IN ('=', '>', '>=', '<', '<=')),
	percent REAL NOT NULL,
	percent_to REAL,                    -- the end of "80 - 85 %"
	bare INTEGER NOT NULL CHECK (bare IN (0, 1)), -- no word of comparison: read as at least
	counted TEXT NOT NULL,              -- what is counted, over what; "" where the text does not say
	out_of TEXT NOT NULL,
	line INTEGER NOT NULL,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	sure TEXT NOT NULL CHECK (sure IN ('certain', 'likely', 'doubtful')),
	rule TEXT NOT NULL,
	PRIMARY KEY (plan_id, position)
) STRICT, WITHOUT ROWID;

-- scope: plan_id
CREATE TABLE plan_duty (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,          -- from 0
	period TEXT NOT NULL CHECK (period IN ('once', 'week', 'month', 'quarter', 'half_year', 'year')),
	days TEXT NOT NULL,                 -- "03-20 09-20", "2023-03-10"; "" where none is named
	before INTEGER NOT NULL CHECK (before IN (0, 1)), -- "trước ngày": the day itself is too late
	owed_by TEXT NOT NULL,              -- names, "; " between them
	owed_to TEXT,
	via TEXT,
	words TEXT NOT NULL,
	line INTEGER NOT NULL,
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	sure TEXT NOT NULL CHECK (sure IN ('certain', 'likely', 'doubtful')),
	rule TEXT NOT NULL,
	PRIMARY KEY (plan_id, position)
) STRICT, WITHOUT ROWID;
