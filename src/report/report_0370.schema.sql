-- Reports in words: one agency's answer to another for one period. What is being written may
-- change; what was signed is a row of report_issue and never does.

-- scope: agency_id
CREATE TABLE report (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- whose report
	to_id INTEGER NOT NULL REFERENCES agency(id),     -- who receives it
	plan_id INTEGER REFERENCES plan(id),              -- on which plan; none: on the programme
	period TEXT NOT NULL,               -- code of a period of the calendar
	period_from TEXT NOT NULL,
	period_to TEXT NOT NULL,
	ref TEXT NOT NULL UNIQUE,           -- what makes it the same report: begun twice, kept once
	title TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('drafting', 'asked', 'sent', 'received', 'returned', 'accepted')),
	round INTEGER NOT NULL DEFAULT 1,   -- of what is or was written last; the issue has the same
	reason TEXT NOT NULL DEFAULT '',    -- why this round follows a sent one
	asked_id INTEGER,                   -- who asked for the signature, and so does not give it
	account_name TEXT NOT NULL,         -- who did the last step
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX report_agency ON report(agency_id, id);
CREATE INDEX report_to ON report(to_id, id);

-- scope: report_id
CREATE TABLE report_section (
	report_id INTEGER NOT NULL REFERENCES report(id),
	position INTEGER NOT NULL,          -- from 1
	kind TEXT NOT NULL CHECK (kind IN ('situation', 'results', 'figures', 'difficulties', 'next')),
	words TEXT NOT NULL,                -- with {code} where a live figure stands
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (report_id, position)
) STRICT, WITHOUT ROWID;

-- What was signed and sent: the whole as canonical JSON, its figures frozen with what was counted.
-- scope: report_id
CREATE TABLE report_issue (
	report_id INTEGER NOT NULL REFERENCES report(id),
	round INTEGER NOT NULL,
	number TEXT NOT NULL,
	day TEXT NOT NULL,
	signer TEXT NOT NULL,               -- as it stands under the paper
	position TEXT NOT NULL,
	reason TEXT NOT NULL,
	content TEXT NOT NULL,
	digest BLOB NOT NULL,               -- SHA-256 of content
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (report_id, round)
) STRICT, WITHOUT ROWID;

-- sqlite
CREATE TRIGGER report_issue_no_update BEFORE UPDATE ON report_issue
BEGIN SELECT RAISE(ABORT, 'report_issue never changes'); END;
CREATE TRIGGER report_issue_no_delete BEFORE DELETE ON report_issue
BEGIN SELECT RAISE(ABORT, 'report_issue never changes'); END;
-- postgres
CREATE FUNCTION report_issue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'report_issue never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER report_issue_no_update BEFORE UPDATE OR DELETE ON report_issue
FOR EACH ROW EXECUTE FUNCTION report_issue_refuse();
CREATE TRIGGER report_issue_no_truncate BEFORE TRUNCATE ON report_issue
FOR EACH STATEMENT EXECUTE FUNCTION report_issue_refuse();
-- both

-- What the recipient says beside the text when it sends a report back.
-- scope: report_id
CREATE TABLE report_remark (
	id INTEGER PRIMARY KEY,
	report_id INTEGER NOT NULL REFERENCES report(id),
	round INTEGER NOT NULL,
	position INTEGER NOT NULL,          -- the section; 0: the whole
	quote TEXT NOT NULL,                -- the passage; "": the section
	words TEXT NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_remark_report ON report_remark(report_id, round, position, id);
