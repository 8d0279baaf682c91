-- The file that came with a submission. It belongs to what was sent, and changes as little: its digest
-- stands in the submission's body.

-- scope: agency_id
CREATE TABLE form_attachment (
	submission_id INTEGER PRIMARY KEY REFERENCES form_submission(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	file_id INTEGER NOT NULL REFERENCES file(id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	size INTEGER NOT NULL,
	digest TEXT NOT NULL                           -- SHA-256
) STRICT;

-- sqlite
CREATE TRIGGER form_attachment_no_update BEFORE UPDATE ON form_attachment
BEGIN SELECT RAISE(ABORT, 'form_attachment never changes'); END;
CREATE TRIGGER form_attachment_no_delete BEFORE DELETE ON form_attachment
BEGIN SELECT RAISE(ABORT, 'form_attachment never changes'); END;
-- postgres
CREATE FUNCTION form_attachment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'form_attachment never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER form_attachment_no_update BEFORE UPDATE OR DELETE ON form_attachment
FOR EACH ROW EXECUTE FUNCTION form_attachment_refuse();
CREATE TRIGGER form_attachment_no_truncate BEFORE TRUNCATE ON form_attachment
FOR EACH STATEMENT EXECUTE FUNCTION form_attachment_refuse();
-- both
