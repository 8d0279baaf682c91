-- one audit_head() -> seq int
SELECT coalesce(max(seq), 0) AS seq FROM audit_entry;

-- exec audit_add(seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, request blob, detail text, canonical text, leaf blob)
INSERT INTO audit_entry(seq, at, actor, actor_name, permission, action, object, object_id,
	request, detail, canonical, leaf)
VALUES (:seq, :at, :actor, :actor_name, :permission, :action, :object, :object_id,
	:request, :detail, :canonical, :leaf);

-- one audit_by_request(request blob) -> seq int
SELECT seq FROM audit_entry WHERE request = :request;
