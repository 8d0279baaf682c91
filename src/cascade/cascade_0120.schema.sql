-- How plans hang together: which plan another one carries out, which of its tasks carry out which
-- tasks above, and who has sent the plan of its own that a plan asks for.

-- The plan above, where a person has said so; else it is the one whose number the text cites.
CREATE TABLE cascade_parent (
	lower_plan INTEGER NOT NULL REFERENCES plan(id),
	upper_plan INTEGER NOT NULL REFERENCES plan(id),
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (lower_plan)
) STRICT;
CREATE INDEX cascade_parent_upper ON cascade_parent(upper_plan);

-- One task carries out another. A text that is amended keeps the ids of the tasks that go on, and so
-- their links. What was decided by a person is never proposed anew.
-- scope: lower_task
CREATE TABLE cascade_link (
	id INTEGER PRIMARY KEY,
	upper_task INTEGER NOT NULL REFERENCES task(id),
	lower_task INTEGER NOT NULL REFERENCES task(id),
	state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
	made_by TEXT NOT NULL CHECK (made_by IN ('rule', 'person')),
	score REAL,                         -- of the rule, with the next five; none: added by a person
	sure TEXT CHECK (sure IN ('certain', 'likely', 'doubtful')),
	phrases TEXT NOT NULL DEFAULT '',   -- in common, a line each
	cited TEXT NOT NULL DEFAULT '',     -- number of a document both cite
	upper_body TEXT NOT NULL DEFAULT '', -- two bodies that answer to each other
	lower_body TEXT NOT NULL DEFAULT '',
	heading INTEGER NOT NULL DEFAULT 0 CHECK (heading IN (0, 1)), -- both stand under the same
	note TEXT NOT NULL DEFAULT '',      -- of who decided
	account_id INTEGER,                 -- who decided or added it
	account_name TEXT,
	made INTEGER NOT NULL,
	decided INTEGER,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (upper_task, lower_task)
) STRICT;
CREATE INDEX cascade_link_lower ON cascade_link(lower_task);

-- A plan that a member has sent and that is not here as a plan: registered by hand.
-- scope: agency_id
CREATE TABLE cascade_sent (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan(id), -- that asked for it
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	number TEXT NOT NULL,
	issued TEXT,
	received TEXT NOT NULL,             -- the day it came
	note TEXT NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	withdrawn INTEGER,                  -- registered in error: since when it no longer counts
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX cascade_sent_plan ON cascade_sent(plan_id, agency_id);

CREATE VIEW cascade_link_v AS
SELECT x.id, x.upper_task, u.plan_id AS upper_plan, x.lower_task, l.plan_id AS lower_plan, x.state,
	x.made_by, x.score, x.sure, x.version
FROM cascade_link x JOIN task_v u ON u.id = x.upper_task JOIN task_v l ON l.id = x.lower_task;
