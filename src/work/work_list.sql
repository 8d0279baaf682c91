-- The list of parts over all plans

-- Of a plan; of an agency; else of the plans `self` follows. `open`: 1 owed, 0 no longer, 2 either.
-- A part that is asked for is never late; `asked` 1 takes these alone, 0 leaves them out, 2 takes all.
-- many work_list_parts(account int, self int, plan int, agency int, role text, state text, open int, asked int, from_day text, to_day text, after_day text, after_id int, most int)
--	-> part_id int, task_id int, plan_id int, path text, words text, part_words text, number text?, issued date?, agency_id int, agency_name text, agency_short text?, role text, state text, starts date?, due date?, due_key text, parts int, parts_in int, closed bool
WITH near AS MATERIALIZED (
	SELECT p.id, p.plan_id, coalesce(p.due, '9999-12-31') AS due_key FROM work_part p
	WHERE :plan <> 0 AND p.plan_id = :plan AND (:agency = 0 OR p.agency_id = :agency)
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'
	UNION ALL
	SELECT p.id, p.plan_id, coalesce(p.due, '9999-12-31') FROM work_part p
	WHERE :plan = 0 AND :agency <> 0 AND p.agency_id = :agency
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'
	UNION ALL
	SELECT p.id, p.plan_id, coalesce(p.due, '9999-12-31') FROM plan_followed_v own CROSS JOIN work_part p
	WHERE :plan = 0 AND :agency = 0 AND own.agency_id = :self AND p.plan_id = own.id
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'),
seen AS MATERIALIZED (SELECT d.plan_id FROM (SELECT DISTINCT n.plan_id FROM near n) d
	JOIN plan_v k ON k.id = d.plan_id WHERE k.superseded_by IS NULL
		AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
			OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account))),
page AS MATERIALIZED (SELECT n.id, n.due_key FROM near n
	WHERE n.plan_id IN (SELECT s.plan_id FROM seen s) AND (n.due_key, n.id) > (:after_day, :after_id)
	ORDER BY n.due_key, n.id LIMIT :most)
SELECT p.id AS part_id, p.task_id, p.plan_id, k.path, k.words, p.words AS part_words, v.number, v.issued, p.agency_id,
	a.name AS agency_name, a.abbr AS agency_short, p.role, p.state, t.starts, p.due, g.due_key, t.parts, t.parts_in,
	CASE WHEN t.state = 'open' THEN 0 ELSE 1 END AS closed
FROM page g JOIN work_part p ON p.id = g.id JOIN work_task t ON t.task_id = p.task_id
JOIN task_v k ON k.id = p.task_id JOIN plan_v v ON v.id = p.plan_id JOIN agency_v a ON a.id = p.agency_id
ORDER BY g.due_key, g.id;

-- Tasks of nobody, of one plan or of those `self` follows.
-- many work_list_nobody(account int, self int, plan int, after_day text, after_id int, most int)
--	-> task_id int, plan_id int, path text, words text, number text?, issued date?, starts date?, due date?, due_key text
WITH near AS MATERIALIZED (
	SELECT t.task_id, t.plan_id FROM work_task t WHERE :plan <> 0 AND t.plan_id = :plan AND t.state = 'open' AND t.parts = 0
	UNION ALL
	SELECT t.task_id, t.plan_id FROM plan_followed_v own CROSS JOIN work_task t
	WHERE :plan = 0 AND own.agency_id = :self AND t.plan_id = own.id AND t.state = 'open' AND t.parts = 0),
seen AS MATERIALIZED (SELECT d.plan_id FROM (SELECT DISTINCT n.plan_id FROM near n) d
	JOIN plan_v k ON k.id = d.plan_id WHERE k.superseded_by IS NULL
		AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
			OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)))
SELECT t.task_id, t.plan_id, k.path, k.words, v.number, v.issued, t.starts, t.due, coalesce(t.due, '9999-12-31') AS due_key
FROM near n JOIN work_task t ON t.task_id = n.task_id JOIN task_v k ON k.id = t.task_id JOIN plan_v v ON v.id = t.plan_id
WHERE n.plan_id IN (SELECT s.plan_id FROM seen s) AND (coalesce(t.due, '9999-12-31'), t.task_id) > (:after_day, :after_id)
ORDER BY due_key, t.task_id LIMIT :most;

-- one work_follows_any(agency int) -> yes int
-- unscoped: whether there is one, of the reader's own agency
SELECT 1 AS yes WHERE EXISTS (SELECT 1 FROM plan_followed_v WHERE agency_id = :agency);
