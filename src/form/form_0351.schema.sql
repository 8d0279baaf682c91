-- A submission never changes: the database itself refuses to alter or delete one.

-- sqlite
CREATE TRIGGER form_submission_no_update BEFORE UPDATE ON form_submission
BEGIN SELECT RAISE(ABORT, 'form_submission never changes'); END;
CREATE TRIGGER form_submission_no_delete BEFORE DELETE ON form_submission
BEGIN SELECT RAISE(ABORT, 'form_submission never changes'); END;
-- postgres
CREATE FUNCTION form_submission_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'form_submission never changes' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER form_submission_no_update BEFORE UPDATE OR DELETE ON form_submission
FOR EACH ROW EXECUTE FUNCTION form_submission_refuse();
CREATE TRIGGER form_submission_no_truncate BEFORE TRUNCATE ON form_submission
FOR EACH STATEMENT EXECUTE FUNCTION form_submission_refuse();
-- both
