-- one audit_head() -> seq int
SELECT coalesce(max(seq), 0) AS seq FROM audit_entry;

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
--	canonical text, leaf blob
SELECT seq, at, actor, actor_name, permission, action, object, object_id, request, detail,
	canonical, leaf
FROM audit_entry WHERE seq > :behind ORDER BY seq LIMIT :most;
