-- The list of parts over all plans

-- Of a plan; of an agency; else of the plans `self` follows. `open`: 1 owed, 0 no longer, 2 either.
-- A part that is asked for is never late; `asked` 1 takes these alone, 0 leaves them out, 2 takes all.
-- An agency's parts are also those of the bodies whose place it took. `later` 1: a later day was asked for.
-- `place`: a province or a commune; what it was made of goes with it. `words` …: struct search_words.
-- many work_list_parts(account int, self int, plan int, agency int, role text, state text, open int, asked int, from_day text, to_day text,
--	later int, place text, words text, words_n int, low text, high text, after_day text, after_id int, most int)
--	-> part_id int, task_id int, plan_id int, path text, words text, part_words text, number text?, issued date?, agency_id int, agency_name text, agency_short text?, role text, state text, starts date?, due date?, due_key text, parts int, parts_in int, closed bool
WITH body AS MATERIALIZED (SELECT :agency AS id WHERE :agency <> 0
	UNION SELECT x.from_id FROM agency_edge_v x WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge')
	UNION SELECT y.from_id FROM agency_edge_v x JOIN agency_edge_v y ON y.to_id = x.from_id
		WHERE x.to_id = :agency AND x.kind IN ('keep', 'rename', 'merge') AND y.kind IN ('keep', 'rename', 'merge')),
near AS MATERIALIZED (
	SELECT p.id, p.task_id, p.plan_id, p.agency_id, coalesce(p.due, '9999-12-31') AS due_key FROM work_part p
	WHERE :plan <> 0 AND p.plan_id = :plan AND (:agency = 0 OR p.agency_id IN (SELECT id FROM body))
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'
	UNION ALL
	SELECT p.id, p.task_id, p.plan_id, p.agency_id, coalesce(p.due, '9999-12-31') FROM body b CROSS JOIN work_part p
	WHERE :plan = 0 AND p.agency_id = b.id
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'
	UNION ALL
	SELECT p.id, p.task_id, p.plan_id, p.agency_id, coalesce(p.due, '9999-12-31') FROM plan_followed_v own CROSS JOIN work_part p
	WHERE :plan = 0 AND :agency = 0 AND own.agency_id = :self AND p.plan_id = own.id
		AND (:role = '' OR p.role = :role) AND (:state = '' OR p.state = :state) AND (:open = 2 OR p.open = :open)
		AND (:asked = 2 OR :asked = CASE p.role WHEN 'requested' THEN 1 ELSE 0 END)
		AND coalesce(p.due, '9999-12-31') BETWEEN :from_day AND :to_day AND p.state <> 'ended'),
seen AS MATERIALIZED (SELECT d.plan_id FROM (SELECT DISTINCT n.plan_id FROM near n) d
	JOIN plan_v k ON k.id = d.plan_id WHERE k.superseded_by IS NULL
		AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
			OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account))),
area AS MATERIALIZED (SELECT :place AS code WHERE :place <> ''
	UNION SELECT f.code FROM place_v t JOIN place_edge_v x ON x.to_id = t.id JOIN place_v f ON f.id = x.from_id
		WHERE t.code = :place AND f.kind = t.kind),
local AS MATERIALIZED (SELECT a.id FROM agency_v a WHERE a.province_code IN (SELECT code FROM area)
	UNION SELECT a.id FROM agency_v a WHERE a.place_code IN (SELECT code FROM area)),
fits AS MATERIALIZED (SELECT d.task_id FROM (SELECT DISTINCT n.task_id FROM near n WHERE :low <> '') d
	WHERE EXISTS (SELECT 1 FROM search_word_v w WHERE w.kind = 'task' AND w.object_id = d.task_id
			AND w.token >= :low AND w.token < :high)
		AND (:words_n = 0 OR (SELECT count(*) FROM search_word_v w WHERE w.kind = 'task'
			AND w.object_id = d.task_id AND :words LIKE '% ' || w.token || ' %') = :words_n)),
page AS MATERIALIZED (SELECT n.id, n.due_key FROM near n
	WHERE n.plan_id IN (SELECT s.plan_id FROM seen s)
		AND (:later = 0 OR n.id IN (SELECT x.part_id FROM work_extension x WHERE x.state = 'asked'))
		AND (:place = '' OR n.agency_id IN (SELECT id FROM local))
		AND (:low = '' OR n.task_id IN (SELECT task_id FROM fits))
		AND (n.due_key, n.id) > (:after_day, :after_id)
	ORDER BY n.due_key, n.id LIMIT :most)
SELECT p.id AS part_id, p.task_id, p.plan_id, k.path, k.words, p.words AS part_words, v.number, v.issued, p.agency_id,
	a.name AS agency_name, a.abbr AS agency_short, p.role, p.state, t.starts, p.due, g.due_key, t.parts, t.parts_in,
	CASE WHEN t.state = 'open' THEN 0 ELSE 1 END AS closed
FROM page g JOIN work_part p ON p.id = g.id JOIN work_task t ON t.task_id = p.task_id
JOIN task_v k ON k.id = p.task_id JOIN plan_v v ON v.id = p.plan_id JOIN agency_v a ON a.id = p.agency_id
ORDER BY g.due_key, g.id;

-- Tasks of nobody, of one plan or of those `self` follows.
-- many work_list_nobody(account int, self int, plan int, place text, words text, words_n int, low text, high text, after_day text, after_id int, most int)
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
WHERE n.plan_id IN (SELECT s.plan_id FROM seen s)
	AND (:place = '' OR v.province = :place OR v.issuer_id IN (SELECT a.id FROM agency_v a WHERE a.place_code = :place))
	AND (:low = '' OR EXISTS (SELECT 1 FROM search_word_v w WHERE w.kind = 'task' AND w.object_id = t.task_id
		AND w.token >= :low AND w.token < :high))
	AND (:words_n = 0 OR (SELECT count(*) FROM search_word_v w WHERE w.kind = 'task'
		AND w.object_id = t.task_id AND :words LIKE '% ' || w.token || ' %') = :words_n)
	AND (coalesce(t.due, '9999-12-31'), t.task_id) > (:after_day, :after_id)
ORDER BY due_key, t.task_id LIMIT :most;

-- one work_follows_any(agency int) -> yes int
-- unscoped: whether there is one, of the reader's own agency
SELECT 1 AS yes WHERE EXISTS (SELECT 1 FROM plan_followed_v WHERE agency_id = :agency);
