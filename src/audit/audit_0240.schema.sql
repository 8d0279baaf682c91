-- The tree over the log: hashes of complete tiles (audit/tree.h). Worked out of the leaves, so a
-- row that is missing is made anew; one that is there is never changed.
CREATE TABLE audit_tile (
	level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 7),
	n INTEGER NOT NULL CHECK (n >= 0),
	hash BLOB NOT NULL,
	PRIMARY KEY (level, n)
) STRICT, WITHOUT ROWID;

-- Public keys that heads of this log are, or were, signed with. The private one lies in a file.
CREATE TABLE audit_key (
	id INTEGER PRIMARY KEY,
	vkey TEXT NOT NULL UNIQUE, -- name+hash+key, as C2SP signed-note has it
	since INTEGER NOT NULL
) STRICT;

-- Heads as they were signed: the tree of the first `size` entries.
CREATE TABLE audit_head (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	day TEXT NOT NULL,        -- of `at` in Viet Nam
	size INTEGER NOT NULL,
	root BLOB NOT NULL,
	key_id INTEGER NOT NULL REFERENCES audit_key(id),
	note TEXT NOT NULL        -- the checkpoint, to the byte
) STRICT;
CREATE INDEX audit_head_by_day ON audit_head(day);

-- How long the content of an entry is kept at least; the last row in force counts.
CREATE TABLE audit_retention (
	id INTEGER PRIMARY KEY,
	valid_from TEXT NOT NULL,
	years INTEGER NOT NULL CHECK (years BETWEEN 1 AND 1000),
	basis TEXT NOT NULL,      -- the text that says so
	verified INTEGER NOT NULL CHECK (verified IN (0, 1))
) STRICT;
INSERT INTO audit_retention(valid_from, years, basis, verified)
VALUES ('2020-01-01', 20, 'Thời hạn bảo quản hồ sơ nghiệp vụ; chưa kiểm chứng văn bản', 0);

-- Contents that were taken out by this rule: those of the entries up to `through` that were
-- older than `older`. `seq` is the entry that says so.
CREATE TABLE audit_removal (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	through INTEGER NOT NULL CHECK (through < seq),
	older INTEGER NOT NULL,
	retention_id INTEGER NOT NULL REFERENCES audit_retention(id)
) STRICT;

-- NULL: the content is there.
ALTER TABLE audit_entry ADD COLUMN removed_by INTEGER;
CREATE INDEX audit_entry_by_actor ON audit_entry(actor_name, seq);
CREATE INDEX audit_entry_by_action ON audit_entry(action, seq);
CREATE INDEX audit_entry_by_time ON audit_entry(at);

-- An entry is never altered but in one way: an old one loses its content to a removal that is
-- written, and keeps its number, time, request and leaf.
-- sqlite
DROP TRIGGER audit_entry_no_update;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
WHEN NOT (OLD.removed_by IS NULL AND NEW.removed_by IS NOT NULL
	AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.request = OLD.request AND NEW.leaf = OLD.leaf
	AND NEW.actor = 0 AND NEW.actor_name = '' AND NEW.permission = '' AND NEW.action = ''
	AND NEW.object = '' AND NEW.object_id = 0 AND NEW.detail = '' AND NEW.canonical = ''
	AND OLD.action <> 'audit.remove'
	AND EXISTS (SELECT 1 FROM audit_removal r WHERE r.seq = NEW.removed_by
		AND OLD.seq <= r.through AND OLD.at < r.older))
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_tile_no_update BEFORE UPDATE ON audit_tile
BEGIN SELECT RAISE(ABORT, 'audit_tile is append-only'); END;
CREATE TRIGGER audit_tile_no_delete BEFORE DELETE ON audit_tile
BEGIN SELECT RAISE(ABORT, 'audit_tile is append-only'); END;
CREATE TRIGGER audit_key_no_update BEFORE UPDATE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit_key is append-only'); END;
CREATE TRIGGER audit_key_no_delete BEFORE DELETE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit_key is append-only'); END;
CREATE TRIGGER audit_head_no_update BEFORE UPDATE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END;
CREATE TRIGGER audit_retention_no_update BEFORE UPDATE ON audit_retention
BEGIN SELECT RAISE(ABORT, 'audit_retention is append-only'); END;
CREATE TRIGGER audit_retention_no_delete BEFORE DELETE ON audit_retention
BEGIN SELECT RAISE(ABORT, 'audit_retention is append-only'); END;
CREATE TRIGGER audit_removal_no_update BEFORE UPDATE ON audit_removal
BEGIN SELECT RAISE(ABORT, 'audit_removal is append-only'); END;
CREATE TRIGGER audit_removal_no_delete BEFORE DELETE ON audit_removal
BEGIN SELECT RAISE(ABORT, 'audit_removal is append-only'); END;
-- postgres
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001'; END $$;
CREATE FUNCTION audit_entry_only_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.removed_by IS NULL AND NEW.removed_by IS NOT NULL
		AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.request = OLD.request AND NEW.leaf = OLD.leaf
		AND NEW.actor = 0 AND NEW.actor_name = '' AND NEW.permission = '' AND NEW.action = ''
		AND NEW.object = '' AND NEW.object_id = 0 AND NEW.detail = '' AND NEW.canonical = ''
		AND OLD.action <> 'audit.remove'
		AND EXISTS (SELECT 1 FROM audit_removal r WHERE r.seq = NEW.removed_by
			AND OLD.seq <= r.through AND OLD.at < r.older) THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = '23001';
END $$;
DROP TRIGGER audit_entry_no_update ON audit_entry;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_only_removed();
CREATE TRIGGER audit_tile_no_update BEFORE UPDATE OR DELETE ON audit_tile
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_tile_no_truncate BEFORE TRUNCATE ON audit_tile
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_key_no_update BEFORE UPDATE OR DELETE ON audit_key
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_key_no_truncate BEFORE TRUNCATE ON audit_key
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_update BEFORE UPDATE OR DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_retention_no_update BEFORE UPDATE OR DELETE ON audit_retention
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_retention_no_truncate BEFORE TRUNCATE ON audit_retention
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_removal_no_update BEFORE UPDATE OR DELETE ON audit_removal
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_removal_no_truncate BEFORE TRUNCATE ON audit_removal
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
-- both
DROP VIEW audit_entry_v;
CREATE VIEW audit_entry_v AS
SELECT seq, at, actor, actor_name, permission, action, object, object_id, detail, removed_by
FROM audit_entry;
