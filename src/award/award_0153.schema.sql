-- Awards (khen thưởng): who is proposed for what, and what was decided by somebody else.

-- scope: agency_id
CREATE TABLE award (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who proposes
	plan_id INTEGER REFERENCES plan(id),              -- by which plan; none: by none
	kind TEXT NOT NULL CHECK (kind IN ('group', 'person')),
	form TEXT NOT NULL CHECK (form IN ('merit', 'praise', 'medal', 'other')),
	name TEXT NOT NULL,                 -- of the group; a person's office and code
	merit TEXT NOT NULL,
	proposed TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('proposed', 'granted', 'refused', 'withdrawn')),
	decision TEXT NOT NULL DEFAULT '',  -- number; "": none
	decided TEXT,
	reason TEXT NOT NULL DEFAULT '',
	decided_by TEXT,
	account_id INTEGER NOT NULL,        -- who proposed it, and so does not decide it
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX award_proposed ON award(proposed, id);

CREATE VIEW award_v AS
SELECT id, agency_id, plan_id, kind, form, name, merit, proposed, state, decision, decided, version FROM award;
