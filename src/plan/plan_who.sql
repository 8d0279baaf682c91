-- Who can see a plan, and why

-- Whoever keeps the plan, or manages accounts of the whole country, is told everybody.
-- one plan_who_whole(plan int, reader int) -> whole int
-- unscoped: it is the question of scope itself
SELECT CASE WHEN EXISTS (SELECT 1 FROM access_whole_v w
		WHERE w.account_id = :reader AND w.permission = 'account.read')
	OR EXISTS (SELECT 1 FROM plan_audience u JOIN access_may_v m ON m.agency_id = u.agency_id
		WHERE u.plan_id = :plan AND u.reason IN ('issuer', 'standing')
			AND m.account_id = :reader AND m.permission = 'account.read') THEN 1 ELSE 0 END AS whole;

-- Who reaches the plan is asked as plan_reach has it, but from the account's side: most accounts
-- reach few agencies, and a plan may concern thousands.
-- A line for each grant by which one of the next `most` accounts reaches the plan. `why` adds up,
-- of the agencies it reaches: 1 issued the plan, 2 follows it, 4 leads, 8 takes part (of the task
-- where one is asked for), 16 has another task of it, 32 is of its place, 64 took over from one of
-- them, 128 received it. A grant over the country reaches whatever there is.
-- many plan_who(plan int, task int, reader int, whole bool, permission text, after int, most int)
--	-> account int, display text, service bool, home int?, home_name text?, role_vi text, role_en text, agency_id int?, agency_name text?, place_name text?, valid_from date, valid_to date?, until time?, giver text, own bool, country bool, why int
WITH page AS MATERIALIZED (SELECT c.id, c.display, c.sort, c.agency_id, c.service FROM account_who_v c
	WHERE (:after = 0 OR (c.sort, c.id) > (SELECT l.sort, l.id FROM account_who_v l WHERE l.id = :after))
		AND EXISTS (SELECT 1 FROM access_holds_v h WHERE h.account_id = c.id AND h.permission = :permission)
		AND (:whole = 1 OR EXISTS (SELECT 1 FROM access_reach_v r
			WHERE r.account_id = :reader AND r.agency_id = c.agency_id))
		AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = c.id AND EXISTS (SELECT 1
			FROM plan_audience u WHERE u.plan_id = :plan AND u.agency_id = r.agency_id))
	ORDER BY c.sort, c.id LIMIT :most),
leads AS MATERIALIZED (SELECT DISTINCT x.agency_id FROM plan_assigned_v x
	WHERE x.plan_id = :plan AND (:task = 0 OR x.task_id = :task) AND x.role = 'lead'),
takes AS MATERIALIZED (SELECT DISTINCT x.agency_id FROM plan_assigned_v x
	WHERE x.plan_id = :plan AND (:task = 0 OR x.task_id = :task) AND x.role <> 'lead'),
ways AS (SELECT p.id AS account, p.display, p.sort, p.service, p.agency_id AS home, g.id AS grant_id,
		g.role_vi, g.role_en, g.agency_id, g.agency_name, g.place_name, g.valid_from, g.valid_to, g.until, g.giver,
		CASE WHEN g.agency_id IS NULL AND g.place_code IS NULL THEN 1 ELSE 0 END AS country,
		CASE WHEN EXISTS (SELECT 1 FROM plan_audience u
			WHERE u.plan_id = :plan AND u.agency_id = g.agency_id) THEN 1 ELSE 0 END AS own,
		CASE WHEN g.agency_id IS NULL AND g.place_code IS NULL THEN 0
		ELSE (SELECT coalesce(sum(DISTINCT CASE
			WHEN u.reason = 'issuer' THEN 1 WHEN u.reason = 'standing' THEN 2
			WHEN u.reason IN ('party', 'collective') AND u.agency_id IN (SELECT agency_id FROM leads) THEN 4
			WHEN u.reason IN ('party', 'collective') AND u.agency_id IN (SELECT agency_id FROM takes) THEN 8
			WHEN u.reason IN ('party', 'collective') THEN 16
			WHEN u.reason = 'place' THEN 32 WHEN u.reason = 'successor' THEN 64 ELSE 128 END), 0)
			FROM access_grant_reach_v x CROSS JOIN plan_audience u
			WHERE x.grant_id = g.id AND u.plan_id = :plan AND u.agency_id = x.agency_id) END AS why
	FROM page p JOIN access_grant_v g ON g.account_id = p.id)
SELECT w.account, w.display, w.service, w.home, h.name AS home_name, w.role_vi, w.role_en, w.agency_id,
	w.agency_name, w.place_name, w.valid_from, w.valid_to, w.until, w.giver, w.own, w.country,
	CAST(w.why AS INTEGER) AS why
FROM ways w LEFT JOIN agency_v h ON h.id = w.home
WHERE w.why > 0 OR (w.country = 1 AND EXISTS (SELECT 1 FROM plan_audience u WHERE u.plan_id = :plan))
ORDER BY w.sort, w.account, w.grant_id;
