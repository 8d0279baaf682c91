-- A consolidated table as it was made public: the whole as canonical JSON, and which version of which sheet
-- was counted in which of its rows. Making it public once more is another row.

-- scope: agency_id
CREATE TABLE form_release (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who made it public
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	period_system TEXT NOT NULL,
	period_from TEXT NOT NULL,
	period_to TEXT NOT NULL,
	line TEXT NOT NULL,                            -- of agencies; '': all
	province TEXT NOT NULL,                        -- code: by its units; '': the nation by provinces
	map TEXT NOT NULL,                             -- a day; '': as reported
	number INTEGER NOT NULL,
	body TEXT NOT NULL,                            -- canonical JSON
	digest TEXT NOT NULL,                          -- SHA-256 of it
	submissions INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	UNIQUE (edition_id, period_system, period_to, line, province, map, agency_id, number)
) STRICT;

-- scope: release_id
CREATE TABLE form_release_sheet (
	release_id INTEGER NOT NULL REFERENCES form_release(id),
	sheet_id INTEGER NOT NULL REFERENCES form_sheet(id),
	number INTEGER NOT NULL,                       -- of the submission that was counted
	part INTEGER NOT NULL,                         -- of the body's parts, from 0
	PRIMARY KEY (release_id, sheet_id)
) STRICT, WITHOUT ROWID;

-- sqlite
CREATE TRIGGER form_release_no_update BEFORE UPDATE ON form_release
BEGIN SELECT RAISE(ABORT, 'form_release never changes'); END;
CREATE TRIGGER form_release_no_delete BEFORE DELETE ON form_release
BEGIN SELECT RAISE(ABORT, 'form_release never changes'); END;
CREATE TRIGGER form_release_sheet_no_update BEFORE UPDATE ON form_release_sheet
BEGIN SELECT RAISE(ABORT, 'form_release never changes'); END;
CREATE TRIGGER form_release_sheet_no_delete BEFORE DELETE ON form_release_sheet
BEGIN SELECT RAISE(ABORT, 'form_release never changes'); END;
-- postgres
CREATE FUNCTION form_release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'form_release never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER form_release_no_update BEFORE UPDATE OR DELETE ON form_release
FOR EACH ROW EXECUTE FUNCTION form_release_refuse();
CREATE TRIGGER form_release_no_truncate BEFORE TRUNCATE ON form_release
FOR EACH STATEMENT EXECUTE FUNCTION form_release_refuse();
CREATE TRIGGER form_release_sheet_no_update BEFORE UPDATE OR DELETE ON form_release_sheet
FOR EACH ROW EXECUTE FUNCTION form_release_refuse();
CREATE TRIGGER form_release_sheet_no_truncate BEFORE TRUNCATE ON form_release_sheet
FOR EACH STATEMENT EXECUTE FUNCTION form_release_refuse();
-- both
