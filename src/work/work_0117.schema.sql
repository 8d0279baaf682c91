-- What people tell each other about a task. A note is never changed; its author may take it back,
-- and that it stood there stays to be seen.
-- scope: task_id
CREATE TABLE work_note (
	id INTEGER PRIMARY KEY,
	task_id INTEGER NOT NULL REFERENCES work_task(task_id),
	words TEXT NOT NULL,                -- "" once it was taken back
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account(id),
	account_name TEXT NOT NULL,
	agency_id INTEGER REFERENCES agency(id),
	withdrawn INTEGER                   -- when
) STRICT;
CREATE INDEX work_note_task ON work_note(task_id, id);

-- Agencies a note names by "@": told to nobody but who may see the task.
-- scope: note_id
CREATE TABLE work_note_agency (
	note_id INTEGER NOT NULL REFERENCES work_note(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (note_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_note_agency_named ON work_note_agency(agency_id, note_id);

CREATE VIEW work_note_v AS SELECT id, task_id, at, account_id, agency_id, withdrawn FROM work_note;
CREATE VIEW work_note_agency_v AS SELECT note_id, agency_id FROM work_note_agency;

-- Files that bear a result out.
-- scope: result_id
CREATE TABLE work_result_file (
	result_id INTEGER NOT NULL REFERENCES work_result(id),
	nth INTEGER NOT NULL,               -- from 1, of the result
	file_id INTEGER NOT NULL REFERENCES file(id),
	name TEXT NOT NULL,                 -- as cleaned
	kind TEXT NOT NULL,
	size INTEGER NOT NULL,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account(id),
	account_name TEXT NOT NULL,
	PRIMARY KEY (result_id, nth),
	UNIQUE (result_id, file_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW work_result_file_v AS SELECT result_id, nth, file_id, name, kind, size, at FROM work_result_file;

-- What a person is about to do to many parts at once: chosen or pasted, looked at as a whole, then
-- done in one change. Kept until it is done, for some days at the most.
-- scope: account_id
CREATE TABLE work_bulk (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	pasted INTEGER NOT NULL CHECK (pasted IN (0, 1)), -- all or nothing
	made INTEGER NOT NULL,
	done INTEGER
) STRICT;
CREATE INDEX work_bulk_account ON work_bulk(account_id, id);

-- scope: bulk_id
CREATE TABLE work_bulk_item (
	bulk_id INTEGER NOT NULL REFERENCES work_bulk(id),
	line INTEGER NOT NULL,              -- of what was pasted; its place in a choice
	action TEXT NOT NULL,               -- of a registered action; "" where none was read
	part_id INTEGER,                    -- none: it was not found, see fault
	given TEXT NOT NULL,                -- the task and agency as pasted
	words TEXT NOT NULL,
	day TEXT,
	officer_id INTEGER,
	fault TEXT,                         -- what is wrong with the line by itself
	PRIMARY KEY (bulk_id, line)
) STRICT, WITHOUT ROWID;
