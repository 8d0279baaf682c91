-- Reading the log. Each way in has its index; what is asked besides is looked at row by row.

-- one trail_whole(account int) -> whole int
-- unscoped: the grants of the reader himself
SELECT count(*) AS whole FROM access_whole_v w
WHERE w.account_id = :account AND w.permission = 'audit.read';

-- many trail_all(account int, whole bool, object text, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE (:object = '' OR e.object = :object)
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- many trail_days(account int, whole bool, first time, last time, object text, action text, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE e.at >= :first AND e.at < :last
	AND (:object = '' OR e.object = :object) AND (:action = '' OR e.action = :action)
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- many trail_by_actor(account int, whole bool, actor_name text, object text, object_id int, action text, first time, last time, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE e.actor_name = :actor_name AND +e.at >= :first AND +e.at < :last
	AND (:object = '' OR e.object = :object) AND (:object_id = 0 OR e.object_id = :object_id)
	AND (:action = '' OR e.action = :action)
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- many trail_by_object(account int, whole bool, object text, object_id int, action text, first time, last time, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE e.object = :object AND e.object_id = :object_id AND +e.at >= :first AND +e.at < :last
	AND (:action = '' OR e.action = :action)
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- many trail_by_action(account int, whole bool, action text, object text, first time, last time, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE e.action = :action AND +e.at >= :first AND +e.at < :last
	AND (:object = '' OR e.object = :object)
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- many trail_refusals(account int, whole bool, first time, last time, before int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE replace(e.action, 'refused', '') <> e.action -- as the index audit_entry_refused has it
	AND +e.at >= :first AND +e.at < :last
	AND e.seq < :before
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- Who took lists of this kind away since the record is there, and who looked at it in an emergency.
-- many trail_exports(account int, whole bool, kind text, id int, since int, most int)
--	-> seq int, at time, actor int, actor_name text, permission text, action text,
--	object text, object_id int, detail text, removed_by int?
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq, e.at, e.actor, e.actor_name, e.permission, e.action, e.object, e.object_id, e.detail,
	e.removed_by
FROM audit_entry_v e
WHERE e.action IN ('export', 'emergency.read') AND e.object LIKE :kind AND e.seq >= :since
	AND (e.action = 'export' OR e.object_id = :id)
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor))
ORDER BY e.seq DESC LIMIT :most;

-- one trail_may_see(account int, whole bool, seq int) -> seq int
-- unscoped: restricted by trail_seen, which asks for the permission to read the log
SELECT e.seq FROM audit_entry_v e
WHERE e.seq = :seq
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM trail_seen s
		WHERE s.account_id = :account AND s.actor = e.actor));

-- The names of agencies whose numbers stand in entries; `ids`: one or more, of 19 digits each.
-- many trail_agencies(ids text) -> id int, name text
WITH RECURSIVE cut(id, rest) AS (
	SELECT CAST(substr(:ids, 1, 19) AS INTEGER), substr(:ids, 20)
	UNION ALL
	SELECT CAST(substr(rest, 1, 19) AS INTEGER), substr(rest, 20) FROM cut WHERE rest <> '')
SELECT DISTINCT a.id, a.name FROM cut c JOIN agency_v a ON a.id = c.id;
