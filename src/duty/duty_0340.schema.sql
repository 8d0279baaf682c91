-- Duties (chế độ báo cáo): who reports to whom, when, on what. What is due is worked out from the
-- rule and the calendar whenever it is asked for; kept is only what persons decide and what came in.

-- scope: to_id
CREATE TABLE duty (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER REFERENCES plan(id),   -- it was made of a plan's sentence
	position INTEGER,                      -- which of the plan's
	title TEXT NOT NULL,
	owed_by TEXT NOT NULL,                 -- words for agencies, "; " between them, resolved on each due day
	place_code TEXT,                       -- whose words they are; none: the nation's
	to_id INTEGER NOT NULL REFERENCES agency(id), -- receives and follows
	owed_to TEXT NOT NULL,                 -- as the document has it: "Ban Chỉ đạo 138/CP"
	system TEXT NOT NULL,                  -- of data/calendar/systems.tsv; "": once
	rule TEXT NOT NULL,                    -- canonical (calendar/rule.h)
	valid_from TEXT NOT NULL,              -- of the due days
	valid_to TEXT NOT NULL,
	citation TEXT NOT NULL,
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX duty_to ON duty(to_id);
CREATE INDEX duty_plan ON duty(plan_id, position);

-- What came in for a due item, written by the subject that takes reports within its own change,
-- or by hand for what came on paper. The first one counts.
-- scope: duty_id
CREATE TABLE duty_answer (
	duty_id INTEGER NOT NULL REFERENCES duty(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	period TEXT NOT NULL,                  -- code of a period; "once"
	sent TEXT NOT NULL,                    -- the day
	nil INTEGER NOT NULL CHECK (nil IN (0, 1)), -- "nothing to report" is an answer
	number TEXT NOT NULL,                  -- of the paper; "": none
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (duty_id, agency_id, period)
) STRICT, WITHOUT ROWID;

-- Somebody decided otherwise about an item: it is waived, or its day is a later one.
-- scope: duty_id
CREATE TABLE duty_exception (
	id INTEGER PRIMARY KEY,
	duty_id INTEGER NOT NULL REFERENCES duty(id),
	agency_id INTEGER REFERENCES agency(id), -- none: of all who owe
	period TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('waive', 'extend')),
	until TEXT,                            -- the last day now
	number TEXT NOT NULL,                  -- of the document that decides; a waiver may have none
	issued TEXT,
	reason TEXT NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	withdrawn INTEGER,
	CHECK ((kind = 'extend') = (until IS NOT NULL)),
	CHECK (kind = 'waive' OR (number <> '' AND issued IS NOT NULL))
) STRICT;
CREATE INDEX duty_exception_of ON duty_exception(duty_id, period);

CREATE VIEW duty_v AS
SELECT id, plan_id, title, owed_by, place_code, to_id, owed_to, system, rule, valid_from, valid_to, version FROM duty;
