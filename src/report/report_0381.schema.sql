-- Published: an issue that every account of the programme who reads reports may open. A later
-- issue that is published becomes the current one; this one stays.

-- scope: report_id
CREATE TABLE report_publication (
	id INTEGER PRIMARY KEY,
	report_id INTEGER NOT NULL REFERENCES report(id),
	round INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	UNIQUE (report_id, round)
) STRICT;

-- sqlite
CREATE TRIGGER report_publication_no_update BEFORE UPDATE ON report_publication
BEGIN SELECT RAISE(ABORT, 'report_publication never changes'); END;
CREATE TRIGGER report_publication_no_delete BEFORE DELETE ON report_publication
BEGIN SELECT RAISE(ABORT, 'report_publication never changes'); END;
-- postgres
CREATE FUNCTION report_publication_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'report_publication never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER report_publication_no_update BEFORE UPDATE OR DELETE ON report_publication
FOR EACH ROW EXECUTE FUNCTION report_publication_refuse();
CREATE TRIGGER report_publication_no_truncate BEFORE TRUNCATE ON report_publication
FOR EACH STATEMENT EXECUTE FUNCTION report_publication_refuse();
-- both
