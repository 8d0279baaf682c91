-- one audit_last() -> seq int, at time
SELECT seq, at FROM audit_entry ORDER BY seq DESC LIMIT 1;

-- exec audit_add(seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, request blob, detail text, canonical text, leaf blob)
INSERT INTO audit_entry(seq, at, actor, actor_name, permission, action, object, object_id,
	request, detail, canonical, leaf)
VALUES (:seq, :at, :actor, :actor_name, :permission, :action, :object, :object_id,
	:request, :detail, :canonical, :leaf);

-- one audit_newest_leaf() -> seq int, leaf blob
SELECT seq, leaf FROM audit_entry ORDER BY seq DESC LIMIT 1;

-- one audit_by_request(request blob) -> seq int
SELECT seq FROM audit_entry WHERE request = :request;

-- many audit_newest(before int, most int) -> seq int, at time, actor int, actor_name text,
--	permission text, action text, object text, object_id int, detail text
SELECT seq, at, actor, actor_name, permission, action, object, object_id, detail
FROM audit_entry WHERE seq < :before ORDER BY seq DESC LIMIT :most;

-- many audit_newest_of(object text, object_id int, before int, most int) -> seq int, at time,
--	actor int, actor_name text, permission text, action text, object text, object_id int,
--	detail text
SELECT seq, at, actor, actor_name, permission, action, object, object_id, detail
FROM audit_entry WHERE object = :object AND object_id = :object_id AND seq < :before
ORDER BY seq DESC LIMIT :most;

-- many audit_whole(behind int, most int) -> seq int, at time, actor int, actor_name text,
--	permission text, action text, object text, object_id int, request blob, detail text,
--	canonical text, leaf blob, removed_by int?
SELECT seq, at, actor, actor_name, permission, action, object, object_id, request, detail,
	canonical, leaf, removed_by
FROM audit_entry WHERE seq > :behind ORDER BY seq LIMIT :most;

-- one audit_one(seq int) -> seq int, at time, actor int, actor_name text, permission text,
--	action text, object text, object_id int, request blob, detail text, canonical text,
--	leaf blob, removed_by int?
SELECT seq, at, actor, actor_name, permission, action, object, object_id, request, detail,
	canonical, leaf, removed_by
FROM audit_entry WHERE seq = :seq;

-- The tree.

-- many audit_leaves(first int, last int) -> seq int, leaf blob
SELECT seq, leaf FROM audit_entry WHERE seq BETWEEN :first AND :last ORDER BY seq;

-- many audit_tiles(level int, first int, last int) -> n int, hash blob
SELECT n, hash FROM audit_tile WHERE level = :level AND n BETWEEN :first AND :last ORDER BY n;

-- one audit_tiles_counted(level int) -> n int
SELECT count(*) AS n FROM audit_tile WHERE level = :level;

-- exec audit_tile_add(level int, n int, hash blob)
INSERT INTO audit_tile(level, n, hash) VALUES (:level, :n, :hash) ON CONFLICT DO NOTHING;

-- Heads.

-- many audit_keys() -> id int, vkey text, since time, heads int
SELECT k.id, k.vkey, k.since, (SELECT count(*) FROM audit_head h WHERE h.key_id = k.id) AS heads
FROM audit_key k ORDER BY k.id;

-- one audit_key_of(vkey text) -> id int
SELECT id FROM audit_key WHERE vkey = :vkey;

-- id audit_key_add(vkey text, now time)
INSERT INTO audit_key(vkey, since) VALUES (:vkey, :now) RETURNING id;

-- id audit_head_add(at time, day date, size int, root blob, key_id int, note text)
INSERT INTO audit_head(at, day, size, root, key_id, note)
VALUES (:at, :day, :size, :root, :key_id, :note) RETURNING id;

-- one audit_head_of_day(day date) -> id int
SELECT id FROM audit_head WHERE day = :day ORDER BY id LIMIT 1;

-- one audit_head_newest() -> id int, at time, size int, root blob, note text, vkey text
SELECT h.id, h.at, h.size, h.root, h.note, k.vkey
FROM audit_head h JOIN audit_key k ON k.id = h.key_id ORDER BY h.id DESC LIMIT 1;

-- one audit_head_by_id(id int) -> id int, at time, size int, root blob, note text, vkey text
SELECT h.id, h.at, h.size, h.root, h.note, k.vkey
FROM audit_head h JOIN audit_key k ON k.id = h.key_id WHERE h.id = :id;

-- many audit_heads(before int, most int) -> id int, at time, size int, root blob, note text,
--	vkey text
SELECT h.id, h.at, h.size, h.root, h.note, k.vkey
FROM audit_head h JOIN audit_key k ON k.id = h.key_id
WHERE h.id < :before ORDER BY h.id DESC LIMIT :most;

-- many audit_heads_by_number(behind int, most int) -> id int, at time, size int, root blob,
--	note text, vkey text
SELECT h.id, h.at, h.size, h.root, h.note, k.vkey
FROM audit_head h JOIN audit_key k ON k.id = h.key_id
WHERE h.id > :behind ORDER BY h.id LIMIT :most;

-- many audit_head_roots() -> id int, size int, root blob
SELECT id, size, root FROM audit_head ORDER BY id;

-- The end of contents.

-- one audit_retention_now(today date) -> id int, years int, basis text, verified bool,
--	valid_from date
SELECT id, years, basis, verified, valid_from FROM audit_retention
WHERE valid_from <= :today ORDER BY valid_from DESC, id DESC LIMIT 1;

-- id audit_retention_add(valid_from date, years int, basis text, verified bool)
INSERT INTO audit_retention(valid_from, years, basis, verified)
VALUES (:valid_from, :years, :basis, :verified) RETURNING id;

-- many audit_removals() -> seq int, at time, through int, older time, retention_id int
SELECT seq, at, through, older, retention_id FROM audit_removal ORDER BY seq;

-- one audit_removal_of(seq int) -> seq int, at time, through int, older time, retention_id int
SELECT seq, at, through, older, retention_id FROM audit_removal WHERE seq = :seq;

-- exec audit_removal_add(seq int, at time, through int, older time, retention_id int)
INSERT INTO audit_removal(seq, at, through, older, retention_id)
VALUES (:seq, :at, :through, :older, :retention_id);

-- one audit_first_kept() -> seq int
SELECT seq FROM audit_entry WHERE removed_by IS NULL AND action <> 'audit.remove'
ORDER BY seq LIMIT 1;

-- one audit_first_since(older time, from int) -> seq int
SELECT seq FROM audit_entry WHERE seq >= :from AND at >= :older ORDER BY seq LIMIT 1;

-- changed audit_content_remove(from int, through int, by int)
UPDATE audit_entry SET actor = 0, actor_name = '', permission = '', action = '', object = '',
	object_id = 0, detail = '', canonical = '', removed_by = :by
WHERE seq BETWEEN :from AND :through AND removed_by IS NULL AND action <> 'audit.remove';
