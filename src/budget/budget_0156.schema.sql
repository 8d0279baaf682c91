-- Money for plans: what an agency asks for, is granted and spends in a year, by source. In đồng. A
-- column without value is not yet known, which is not zero.

-- scope: agency_id
CREATE TABLE budget_line (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	source TEXT NOT NULL CHECK (source IN ('central', 'local', 'other')),
	asked INTEGER CHECK (asked >= 0),
	granted INTEGER CHECK (granted >= 0),
	spent INTEGER CHECK (spent >= 0),
	proposal TEXT NOT NULL,             -- by which document it was asked for
	decision TEXT NOT NULL,             -- and granted
	account_name TEXT NOT NULL,         -- who changed it last
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (plan_id, year, agency_id, source)
) STRICT;
CREATE INDEX budget_line_agency ON budget_line(agency_id, year);

CREATE VIEW budget_line_v AS
SELECT id, plan_id, year, agency_id, source, asked, granted, spent, version FROM budget_line;
