-- Coverage: what of a national plan the provinces have taken up

-- many cascade_cover_tasks(plan int) -> id int, position int, path text, part text, words text, addressed bool, assigned bool
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT t.id, t.position, t.path, t.part, t.words,
	CASE WHEN EXISTS (SELECT 1 FROM plan_assigned_v x JOIN agency_v a ON a.id = x.agency_id
		WHERE x.task_id = t.id AND a.level = 'province') THEN 1 ELSE 0 END AS addressed,
	CASE WHEN EXISTS (SELECT 1 FROM plan_party_v x WHERE x.task_id = t.id) THEN 1 ELSE 0 END AS assigned
FROM task_v t WHERE t.plan_id = :plan ORDER BY t.position;

-- The provinces a plan addresses, as they were on its day.
-- many cascade_cover_places(plan int) -> code text, name text
SELECT a.province_code AS code, p.name
FROM plan_audience_v u JOIN agency_v a ON a.id = u.agency_id JOIN place_v p ON p.id = a.place_id
WHERE u.plan_id = :plan AND u.reason IN ('party', 'collective') AND a.kind = 'people_committee' AND a.level = 'province'
GROUP BY a.province_code, p.name, p.sort_key ORDER BY p.sort_key;

-- many cascade_cover_links(plan int, account int)
--	-> upper_task int, lower_task int, lower_plan int, province text?, path text, state text, done bool
-- unscoped: of plans the account reaches, asked for once
WITH seen AS MATERIALIZED (SELECT v.lower_plan FROM cascade_parent_v v JOIN plan_v p ON p.id = v.lower_plan
	WHERE v.upper_plan = :plan AND p.superseded_by IS NULL
	AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = v.lower_plan AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = v.lower_plan AND o.account_id = :account)))
SELECT x.upper_task, x.lower_task, l.plan_id AS lower_plan, c.code AS province, l.path, x.state,
	CASE WHEN w.state = 'done' THEN 1 ELSE 0 END AS done
FROM task_v u JOIN cascade_link x ON x.upper_task = u.id JOIN task_v l ON l.id = x.lower_task
LEFT JOIN cascade_province_v c ON c.plan_id = l.plan_id LEFT JOIN work_task_v w ON w.task_id = l.id
WHERE u.plan_id = :plan AND x.state <> 'rejected' AND l.plan_id IN (SELECT s.lower_plan FROM seen s)
ORDER BY u.position, coalesce(c.code, ''), l.plan_id, l.position;

-- One task, up and down

-- many cascade_task_uppers(task int, account int)
--	-> task_id int, plan_id int, path text, words text, number text?, state text
SELECT u.id AS task_id, u.plan_id, u.path, u.words, p.number, x.state
FROM cascade_link x JOIN task_v u ON u.id = x.upper_task JOIN plan_v p ON p.id = u.plan_id
WHERE x.lower_task = :task AND x.state <> 'rejected'
	AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.id AND o.account_id = :account))
ORDER BY u.plan_id, u.position;

-- many cascade_task_lowers(task int, account int)
--	-> task_id int, plan_id int, path text, words text, number text?, issuer text, province text?, state text, done bool
SELECT l.id AS task_id, l.plan_id, l.path, l.words, p.number, p.issuer, c.code AS province, x.state,
	CASE WHEN w.state = 'done' THEN 1 ELSE 0 END AS done
FROM cascade_link x JOIN task_v l ON l.id = x.lower_task JOIN plan_v p ON p.id = l.plan_id
LEFT JOIN cascade_province_v c ON c.plan_id = p.id LEFT JOIN work_task_v w ON w.task_id = l.id
WHERE x.upper_task = :task AND x.state <> 'rejected' AND p.superseded_by IS NULL
	AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.id AND o.account_id = :account))
ORDER BY coalesce(c.code, ''), l.plan_id, l.position;
