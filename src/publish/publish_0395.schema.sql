-- Numbers of papers: one register an agency, a kind and a year. A number is taken, then a
-- paper goes out under it or it is cancelled with the reason; none is ever given twice or taken back.

-- scope: agency_id
CREATE TABLE paper_number (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	kind TEXT NOT NULL CHECK (kind IN ('plan', 'report', 'dispatch', 'submission', 'notice', 'invitation', 'minutes')),
	year INTEGER NOT NULL,
	number INTEGER NOT NULL CHECK (number > 0),
	symbol TEXT NOT NULL,               -- "KH-BCĐ"
	abstract TEXT NOT NULL,
	day TEXT NOT NULL,                  -- of the paper
	state TEXT NOT NULL CHECK (state IN ('taken', 'issued', 'cancelled')),
	reason TEXT NOT NULL DEFAULT '',    -- why it was cancelled
	file_id INTEGER REFERENCES file(id), -- what went out under it
	file_name TEXT,
	digest TEXT,                        -- of that file: SHA-256, hexadecimal
	account_id INTEGER NOT NULL,        -- who took it
	account_name TEXT NOT NULL,
	taken INTEGER NOT NULL,
	ended_by TEXT,                      -- who issued or cancelled it, and when
	ended INTEGER,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (agency_id, kind, year, number)
) STRICT;
CREATE INDEX paper_number_digest ON paper_number(digest);

-- What was given stays as it was given.
-- sqlite
CREATE TRIGGER paper_number_no_delete BEFORE DELETE ON paper_number
BEGIN SELECT RAISE(ABORT, 'a number is never taken back'); END;
CREATE TRIGGER paper_number_fixed BEFORE UPDATE ON paper_number
WHEN old.agency_id <> new.agency_id OR old.kind <> new.kind OR old.year <> new.year OR old.number <> new.number OR old.state <> 'taken'
BEGIN SELECT RAISE(ABORT, 'a number stays what it is'); END;
-- postgres
CREATE FUNCTION paper_number_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a number stays what it is' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER paper_number_no_delete BEFORE DELETE ON paper_number
FOR EACH ROW EXECUTE FUNCTION paper_number_refuse();
CREATE TRIGGER paper_number_no_truncate BEFORE TRUNCATE ON paper_number
FOR EACH STATEMENT EXECUTE FUNCTION paper_number_refuse();
CREATE TRIGGER paper_number_fixed BEFORE UPDATE ON paper_number
FOR EACH ROW WHEN (old.agency_id <> new.agency_id OR old.kind <> new.kind OR old.year <> new.year OR old.number <> new.number OR old.state <> 'taken')
EXECUTE FUNCTION paper_number_refuse();
-- both

CREATE VIEW paper_number_v AS
SELECT id, agency_id, kind, year, number, symbol, abstract, day, state, reason, digest, version FROM paper_number;
