-- Reminders of what is owed: when, to whom, and what became of them.

-- The ladder: so many days after the last day (before it, where negative) these are told. All
-- rows of one number of days are one step. A step ends, it is not deleted.
CREATE TABLE urge_step (
	id INTEGER PRIMARY KEY,
	days INTEGER NOT NULL CHECK (days BETWEEN -365 AND 365),
	whom TEXT NOT NULL CHECK (whom IN ('officer', 'chief', 'standing')),
	mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
	sms INTEGER NOT NULL CHECK (sms IN (0, 1)), -- an alarm: to be confirmed, else the next one is told
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO urge_step(days, whom, mail, sms, valid_from) VALUES
	(-14, 'officer', 1, 0, '2020-01-01'),
	(-3, 'officer', 1, 0, '2020-01-01'),
	(0, 'officer', 1, 0, '2020-01-01'),
	(3, 'officer', 1, 0, '2020-01-01'),
	(3, 'chief', 1, 0, '2020-01-01'),
	(7, 'officer', 1, 0, '2020-01-01'),
	(7, 'chief', 1, 0, '2020-01-01'),
	(14, 'officer', 1, 0, '2020-01-01'),
	(14, 'chief', 1, 1, '2020-01-01'),
	(14, 'standing', 1, 0, '2020-01-01');

-- Of the installation: one row.
CREATE TABLE urge_setting (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23), -- in Viet Nam: the round begins then
	ack_hours INTEGER NOT NULL CHECK (ack_hours BETWEEN 1 AND 72), -- an alarm waits so long
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO urge_setting(id, hour, ack_hours) VALUES (1, 7, 4);

-- A round of a day, or what a person urged. A round goes running → listed (all its reminders are
-- written) → done (all its messages are put); it may be taken up by another host or after a crash.
CREATE TABLE urge_batch (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('round', 'hand')),
	day TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('running', 'listed', 'done')),
	claim TEXT NOT NULL,                -- who is at work
	until INTEGER NOT NULL,             -- and holds it so long unless renewed
	account_id INTEGER REFERENCES account(id), -- who urged
	words TEXT NOT NULL DEFAULT '',     -- and what he added
	made INTEGER NOT NULL,
	finished INTEGER
) STRICT;
CREATE UNIQUE INDEX urge_batch_round ON urge_batch(day) WHERE kind = 'round';

-- A part is reminded of at most once a day.
-- scope: agency_id
CREATE TABLE urge_reminder (
	part_id INTEGER NOT NULL REFERENCES work_part(id),
	day TEXT NOT NULL,
	due TEXT,                           -- as it was then
	days INTEGER,                       -- the step; none: by hand
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	batch_id INTEGER NOT NULL REFERENCES urge_batch(id),
	PRIMARY KEY (part_id, day)
) STRICT, WITHOUT ROWID;

-- Who was told of it.
-- scope: account_id
CREATE TABLE urge_item (
	batch_id INTEGER NOT NULL REFERENCES urge_batch(id),
	account_id INTEGER NOT NULL REFERENCES account(id),
	part_id INTEGER NOT NULL,
	whom TEXT NOT NULL CHECK (whom IN ('officer', 'chief', 'standing')),
	mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
	sms INTEGER NOT NULL CHECK (sms IN (0, 1)),
	PRIMARY KEY (batch_id, account_id, part_id)
) STRICT, WITHOUT ROWID;

-- An alarm goes from one to the next until somebody confirms it.
-- scope: agency_id
CREATE TABLE urge_alarm (
	id INTEGER PRIMARY KEY,
	batch_id INTEGER NOT NULL REFERENCES urge_batch(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- whose work is late
	plan_id INTEGER NOT NULL REFERENCES plan(id),     -- whose standing agency comes last
	nth INTEGER NOT NULL,               -- from 1
	account_id INTEGER NOT NULL REFERENCES account(id),
	notice_id INTEGER NOT NULL REFERENCES outbox_message(id),
	until INTEGER NOT NULL,             -- then the next one is told
	state TEXT NOT NULL CHECK (state IN ('open', 'acked', 'passed', 'ended')), -- ended: there was nobody else
	UNIQUE (batch_id, agency_id, nth)
) STRICT;
CREATE INDEX urge_alarm_open ON urge_alarm(until) WHERE state = 'open';

CREATE VIEW urge_reminder_v AS
SELECT part_id, day, due, days, agency_id, batch_id FROM urge_reminder;
