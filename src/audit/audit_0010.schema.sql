-- The log of changes. Append-only: the database itself refuses to alter or delete a row.
CREATE TABLE audit_entry (
	seq INTEGER PRIMARY KEY, -- 1, 2, 3 … without a gap
	at INTEGER NOT NULL,
	actor INTEGER NOT NULL, -- account; 0: the system
	actor_name TEXT NOT NULL,
	permission TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	object_id INTEGER NOT NULL, -- 0: none
	request BLOB NOT NULL UNIQUE,
	detail TEXT NOT NULL, -- JSON object, or empty
	canonical TEXT NOT NULL, -- the bytes the leaf is the hash of
	leaf BLOB NOT NULL -- SHA-256(0x00 || canonical)
) STRICT;
CREATE INDEX audit_entry_by_object ON audit_entry(object, object_id, seq);

-- sqlite
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
-- postgres
CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = '23001'; END $$;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();
-- both
CREATE VIEW audit_entry_v AS
SELECT seq, at, actor, actor_name, permission, action, object, object_id, detail FROM audit_entry;
