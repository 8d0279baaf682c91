-- Consolidation: what an agency took over from the reports that came in, and on which issues of
-- these an issue of its own rests.

-- Sent back, and not signed again since: it is not counted above.
ALTER TABLE report ADD COLUMN sent_back INTEGER NOT NULL DEFAULT 0;
UPDATE report SET sent_back = 1 WHERE state = 'returned';
CREATE INDEX report_to_period ON report(to_id, period);

-- A passage taken over into a section; the text may be written on afterwards.
-- scope: report_id
CREATE TABLE report_passage (
	id INTEGER PRIMARY KEY,
	report_id INTEGER NOT NULL REFERENCES report(id),
	position INTEGER NOT NULL,          -- the section it went into
	from_id INTEGER NOT NULL REFERENCES report(id),
	from_round INTEGER NOT NULL,
	from_position INTEGER NOT NULL,     -- the section it stood in
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- whose words
	digest BLOB NOT NULL,               -- of the issue it stood in
	words TEXT NOT NULL,                -- as it was put into the section, a paragraph a line
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_passage_report ON report_passage(report_id, position, id);

-- The issues that came in and were counted or quoted when an issue was signed.
-- scope: report_id
CREATE TABLE report_source (
	report_id INTEGER NOT NULL REFERENCES report(id),
	round INTEGER NOT NULL,
	from_id INTEGER NOT NULL REFERENCES report(id),
	from_round INTEGER NOT NULL,
	PRIMARY KEY (report_id, round, from_id, from_round)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_source_from ON report_source(from_id, from_round);

-- sqlite
CREATE TRIGGER report_source_no_update BEFORE UPDATE ON report_source
BEGIN SELECT RAISE(ABORT, 'report_source never changes'); END;
CREATE TRIGGER report_source_no_delete BEFORE DELETE ON report_source
BEGIN SELECT RAISE(ABORT, 'report_source never changes'); END;
-- postgres
CREATE FUNCTION report_source_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'report_source never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER report_source_no_update BEFORE UPDATE OR DELETE ON report_source
FOR EACH ROW EXECUTE FUNCTION report_source_refuse();
CREATE TRIGGER report_source_no_truncate BEFORE TRUNCATE ON report_source
FOR EACH STATEMENT EXECUTE FUNCTION report_source_refuse();
-- both
