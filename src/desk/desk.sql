-- What crosses subjects: the work of today, the matrix of agencies. `own`: plans that an agency
-- follows as the standing agency, or issued.

-- one desk_followed(account int, agency int, day date)
--	-> plans int, late int, late_agencies int, handed int, asked int, unassigned int
WITH own AS MATERIALIZED (SELECT id FROM plan_followed_v WHERE agency_id = :agency
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)),
late AS MATERIALIZED (SELECT p.agency_id, count(*) AS n FROM own CROSS JOIN work_part_v p
	WHERE p.plan_id = own.id AND p.open = 1 AND p.due < :day AND p.role <> 'requested' GROUP BY p.agency_id)
SELECT (SELECT count(*) FROM own) AS plans,
	(SELECT coalesce(sum(n), 0) FROM late) AS late,
	(SELECT count(*) FROM late) AS late_agencies,
	(SELECT count(*) FROM own CROSS JOIN work_part_v p WHERE p.plan_id = own.id AND p.state = 'in') AS handed,
	(SELECT count(*) FROM own CROSS JOIN work_part_v p WHERE p.plan_id = own.id AND p.open = 1 AND p.role = 'requested') AS asked,
	(SELECT count(*) FROM own CROSS JOIN work_task_v t WHERE t.plan_id = own.id AND t.state = 'open' AND t.parts = 0) AS unassigned;

-- Who is late in them, most first.
-- many desk_late(account int, agency int, day date, most int)
--	-> agency_id int, name text, late int, oldest date, open int
SELECT p.agency_id, a.name, sum(CASE WHEN p.due < :day THEN 1 ELSE 0 END) AS late, min(p.due) AS oldest, count(*) AS open
FROM plan_followed_v own JOIN work_part_v p ON p.plan_id = own.id JOIN agency_v a ON a.id = p.agency_id
WHERE own.agency_id = :agency AND p.open = 1 AND p.role <> 'requested'
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
GROUP BY p.agency_id, a.name
HAVING sum(CASE WHEN p.due < :day THEN 1 ELSE 0 END) > 0
ORDER BY late DESC, oldest, p.agency_id LIMIT :most;

-- Their tasks that are late or will be due by `until`, in the order of their days.
-- many desk_red(account int, agency int, until date, most int)
--	-> task_id int, path text, words text, number text?, issued date?, starts date?, due date, parts int, parts_in int, lead_id int?, lead_name text?, lead_short text?, leads int
SELECT t.task_id, k.path, k.words, own.number, own.issued, t.starts, t.due, t.parts, t.parts_in,
	a.id AS lead_id, a.name AS lead_name, a.abbr AS lead_short,
	(SELECT count(*) FROM work_part_v p WHERE p.task_id = t.task_id AND p.role = 'lead' AND p.state <> 'ended') AS leads
FROM plan_followed_v own JOIN work_task_v t ON t.plan_id = own.id JOIN task_v k ON k.id = t.task_id
LEFT JOIN agency_v a ON a.id = (SELECT min(p.agency_id) FROM work_part_v p
	WHERE p.task_id = t.task_id AND p.role = 'lead' AND p.state <> 'ended')
WHERE own.agency_id = :agency AND t.state = 'open' AND t.due <= :until
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
ORDER BY t.due, own.id DESC, k.position LIMIT :most;

-- How far each of them is, the newest first.
-- many desk_progress(account int, agency int, day date, most int)
--	-> id int, number text?, title text, issued date?, tasks int, done int, late int, parts int, parts_in int
SELECT own.id, own.number, own.title, own.issued, count(*) AS tasks,
	sum(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS done,
	sum(CASE WHEN t.state = 'open' AND t.due < :day THEN 1 ELSE 0 END) AS late,
	sum(t.parts) AS parts, sum(t.parts_in) AS parts_in
FROM plan_followed_v own JOIN work_task_v t ON t.plan_id = own.id
WHERE own.agency_id = :agency AND t.state <> 'ended'
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
GROUP BY own.id, own.number, own.title, own.issued
ORDER BY coalesce(own.issued, '') DESC, own.id DESC LIMIT :most;

-- The open parts of an agency and of those whose place it took, in the order of their days.
-- many desk_parts(account int, agency int, most int)
--	-> part_id int, task_id int, path text, words text, part_words text, number text?, role text, starts date?, due date?, state text, of_name text?
WITH self AS MATERIALIZED (SELECT :agency AS id WHERE EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = :agency)
	UNION SELECT x.from_id FROM agency_edge_v x WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge')
	UNION SELECT y.from_id FROM agency_edge_v x JOIN agency_edge_v y ON y.to_id = x.from_id
		WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge') AND y.kind IN ('keep', 'rename', 'merge')),
next AS MATERIALIZED (SELECT p.id, p.task_id, p.plan_id, p.agency_id, p.words, p.role, p.due, p.state
	FROM self JOIN work_part_v p ON p.agency_id = self.id WHERE p.open = 1
	ORDER BY p.due NULLS LAST, p.id LIMIT :most)
SELECT n.id AS part_id, n.task_id, k.path, k.words, n.words AS part_words, p.number, n.role, t.starts, n.due, n.state,
	CASE WHEN n.agency_id <> :agency THEN a.name END AS of_name
FROM next n JOIN task_v k ON k.id = n.task_id JOIN work_task_v t ON t.task_id = n.task_id JOIN plan_v p ON p.id = n.plan_id
JOIN agency_v a ON a.id = n.agency_id
ORDER BY n.due NULLS LAST, n.id;

-- one desk_parts_counted(account int, agency int, day date)
--	-> leads int, coordinates int, joins int, asked int, late int, returned int
WITH self AS MATERIALIZED (SELECT :agency AS id WHERE EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = :agency)
	UNION SELECT x.from_id FROM agency_edge_v x WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge')
	UNION SELECT y.from_id FROM agency_edge_v x JOIN agency_edge_v y ON y.to_id = x.from_id
		WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge') AND y.kind IN ('keep', 'rename', 'merge'))
SELECT coalesce(sum(CASE WHEN p.role = 'lead' THEN 1 ELSE 0 END), 0) AS leads,
	coalesce(sum(CASE WHEN p.role = 'coordinating' THEN 1 ELSE 0 END), 0) AS coordinates,
	coalesce(sum(CASE WHEN p.role = 'joint' THEN 1 ELSE 0 END), 0) AS joins,
	coalesce(sum(CASE WHEN p.role = 'requested' THEN 1 ELSE 0 END), 0) AS asked,
	coalesce(sum(CASE WHEN p.role <> 'requested' AND p.due < :day THEN 1 ELSE 0 END), 0) AS late,
	coalesce(sum(CASE WHEN p.state = 'returned' THEN 1 ELSE 0 END), 0) AS returned
FROM self JOIN work_part_v p ON p.agency_id = self.id WHERE p.open = 1;

-- What others have done since, to tasks of plans it follows and to those it has a part in, as far
-- as they are open or ended after `day`.
-- many desk_changes(account int, agency int, since time, day date) -> kind text, n int
WITH mine AS MATERIALIZED (SELECT t.task_id FROM plan_followed_v own CROSS JOIN work_task_v t
		WHERE own.agency_id = :agency AND t.plan_id = own.id AND (t.state = 'open' OR t.finished >= :day)
	UNION SELECT p.task_id FROM work_part_v p WHERE p.agency_id = :agency AND (p.open = 1 OR p.handed_in >= :day))
SELECT v.kind, count(*) AS n FROM mine CROSS JOIN work_event_v v
WHERE v.task_id = mine.task_id AND v.at > :since AND v.account_id <> :account
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
GROUP BY v.kind ORDER BY v.kind;

-- What the reading of the plans it follows leaves to a person, of the newest first.
-- many desk_look_at(account int, agency int, most int)
--	-> id int, path text, words text, number text?, unassigned bool, sure text, due_suspect bool
SELECT k.id, k.path, k.words, own.number,
	CASE WHEN t.parts = 0 THEN 1 ELSE 0 END AS unassigned, k.sure, k.due_suspect
FROM plan_followed_v own CROSS JOIN work_task_v t JOIN plan_task_v k ON k.id = t.task_id
WHERE own.agency_id = :agency AND t.plan_id = own.id AND t.state = 'open'
	AND (t.parts = 0 OR k.sure = 'doubtful' OR k.due_suspect = 1)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
ORDER BY coalesce(own.issued, '') DESC, own.id DESC, k.position LIMIT :most;

-- The plans that came last and concern an agency.
-- many desk_newest(account int, agency int, most int)
--	-> id int, number text?, title text, issued date?, tasks int, unassigned int, doubtful int
WITH last AS MATERIALIZED (SELECT DISTINCT u.plan_id FROM plan_audience_v u
	WHERE u.agency_id = :agency AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
	ORDER BY u.plan_id DESC LIMIT :most)
SELECT p.id, p.number, p.title, p.issued,
	(SELECT count(*) FROM work_task_v t WHERE t.plan_id = p.id) AS tasks,
	(SELECT count(*) FROM work_task_v t WHERE t.plan_id = p.id AND t.state = 'open' AND t.parts = 0) AS unassigned,
	(SELECT count(*) FROM plan_task_v k WHERE k.plan_id = p.id AND k.sure = 'doubtful') AS doubtful
FROM last l JOIN plan_v p ON p.id = l.plan_id WHERE p.superseded_by IS NULL
ORDER BY p.id DESC;

-- The matrix: what falls to each agency in the plans issued in a stretch of days, by the month it
-- is due; month 0: no day is named. Of the plans an agency follows, or of those that bodies of
-- a level have issued, as far as the account sees them. Communes are left out: they are thousands.

-- many desk_matrix_cells(account int, agency int, from_day date, to_day date, day date, level text)
--	-> agency_id int, month int, parts int, done int, late int
WITH own AS MATERIALIZED (SELECT p.id FROM plan_followed_v p WHERE :level = '' AND p.agency_id = :agency
		AND p.issued >= :from_day AND p.issued <= :to_day
		AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
	UNION SELECT p.id FROM plan_level_v p WHERE p.level = :level AND p.issued >= :from_day AND p.issued <= :to_day
		AND (EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.issuer_id)
			OR EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)))
SELECT p.agency_id, coalesce(CAST(substr(p.due, 6, 2) AS INTEGER), 0) AS month, count(*) AS parts,
	sum(1 - p.open) AS done,
	sum(CASE WHEN p.open = 1 AND p.role <> 'requested' AND p.due < :day THEN 1 ELSE 0 END) AS late
FROM own CROSS JOIN work_tally_v y CROSS JOIN agency_v a CROSS JOIN work_part_v p
WHERE y.plan_id = own.id AND a.id = y.agency_id AND a.level IN ('nation', 'province')
	AND p.plan_id = y.plan_id AND p.agency_id = y.agency_id AND p.state <> 'ended'
GROUP BY p.agency_id, coalesce(CAST(substr(p.due, 6, 2) AS INTEGER), 0);

-- The day of the newest plan an agency follows: the year its matrix opens at.
-- one desk_matrix_newest(account int, agency int, until date) -> issued date?
SELECT max(p.issued) AS issued FROM plan_followed_v p WHERE p.agency_id = :agency AND p.issued <= :until
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency);

-- Its rows: the nation's bodies, then the provinces', in the order of their names.
-- many desk_matrix_agencies(account int, agency int, from_day date, to_day date, level text)
--	-> id int, name text, province text?, province_name text?, parts int, open int
WITH own AS MATERIALIZED (SELECT p.id FROM plan_followed_v p WHERE :level = '' AND p.agency_id = :agency
		AND p.issued >= :from_day AND p.issued <= :to_day
		AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
	UNION SELECT p.id FROM plan_level_v p WHERE p.level = :level AND p.issued >= :from_day AND p.issued <= :to_day
		AND (EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.issuer_id)
			OR EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)))
SELECT a.id, a.name, a.province_code AS province, v.full_name AS province_name, n.parts, n.open
FROM (SELECT y.agency_id, sum(y.parts) AS parts, sum(y.open) AS open
	FROM own CROSS JOIN work_tally_v y CROSS JOIN agency_v b
	WHERE y.plan_id = own.id AND b.id = y.agency_id AND b.level IN ('nation', 'province') GROUP BY y.agency_id) n
JOIN agency_v a ON a.id = n.agency_id
LEFT JOIN place_v v ON v.kind = 'province' AND v.code = a.province_code AND v.first_day <= :to_day AND v.last_day >= :to_day
ORDER BY a.level, coalesce(a.province_code, ''), a.sort_key, a.id;

-- What waits for the reader's agency beside parts, across the subjects: obstacles it is to answer, and its own
-- that were; later days asked for in plans it follows; its drafts; links proposed between its plans and those above.
-- one desk_waiting(account int, agency int)
--	-> obstacles int, answered int, later int, awards int, drafts int, links int, links_plan int?
WITH me AS MATERIALIZED (SELECT :agency AS id WHERE EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = :agency)),
own AS MATERIALIZED (SELECT p.id FROM me JOIN plan_followed_v p ON p.agency_id = me.id),
link AS MATERIALIZED (SELECT x.lower_plan FROM own CROSS JOIN cascade_link_v x
	WHERE x.lower_plan = own.id AND x.state = 'proposed')
SELECT (SELECT count(*) FROM me JOIN obstacle_v o ON o.holder_id = me.id WHERE o.state IN ('raised', 'forwarded')) AS obstacles,
	(SELECT count(*) FROM me JOIN obstacle_v o ON o.agency_id = me.id WHERE o.state = 'answered') AS answered,
	(SELECT count(*) FROM work_asked_v x WHERE x.plan_id IN (SELECT id FROM own)) AS later,
	(SELECT count(*) FROM award_v w WHERE w.state = 'proposed'
		AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = w.agency_id)) AS awards,
	(SELECT count(*) FROM me JOIN review_draft_v d ON d.agency_id = me.id WHERE d.state = 'open') AS drafts,
	(SELECT count(*) FROM link) AS links, (SELECT max(lower_plan) FROM link) AS links_plan;

-- Reports and sheets that wait for the agency; of each the newest, for a link where there is but one.
-- `account` does not sign what it asked the signature for.
-- one desk_reporting(account int, agency int, day date)
--	-> sign int, sign_id int?, returned int, returned_id int?, incoming int, incoming_id int?, sheets int, sheet_id int?
WITH me AS MATERIALIZED (SELECT :agency AS id WHERE EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = :agency)),
own AS MATERIALIZED (SELECT t.id, t.state, t.asked_id FROM me JOIN report_v t ON t.agency_id = me.id
	WHERE t.state IN ('asked', 'returned')),
sheet AS MATERIALIZED (SELECT s.id FROM me JOIN form_sheet_v s ON s.agency_id = me.id
	WHERE s.current = 0 AND s.period_to < :day)
SELECT (SELECT count(*) FROM own t WHERE t.state = 'asked' AND t.asked_id <> :account) AS sign,
	(SELECT max(t.id) FROM own t WHERE t.state = 'asked' AND t.asked_id <> :account) AS sign_id,
	(SELECT count(*) FROM own t WHERE t.state = 'returned') AS returned,
	(SELECT max(t.id) FROM own t WHERE t.state = 'returned') AS returned_id,
	(SELECT count(*) FROM me JOIN report_v t ON t.to_id = me.id WHERE t.state = 'sent') AS incoming,
	(SELECT max(t.id) FROM me JOIN report_v t ON t.to_id = me.id WHERE t.state = 'sent') AS incoming_id,
	(SELECT count(*) FROM sheet) AS sheets, (SELECT max(id) FROM sheet) AS sheet_id;

-- many desk_saved(account int) -> name text, route text, address text
-- unscoped: one's own
SELECT name, route, address FROM account_saved_v WHERE account_id = :account ORDER BY name;

-- one desk_agency_of(account int) -> agency_id int?
-- unscoped: one's own
SELECT agency_id FROM account_v WHERE id = :account;
