-- Activities: the list, one with its versions, sums, the pickers of the form, and the changes.

-- --- the list. `few`: who reaches few agencies is led by them, who reaches many by the days.

-- one activity_reach_size(account int, most int) -> n int
SELECT count(*) AS n FROM (SELECT r.agency_id FROM access_reach_v r WHERE r.account_id = :account LIMIT :most) AS x;

-- many activity_page(account int, kind text?, agency int?, province text?, place text?, task int?, plan int?,
--	first date, last date, states text, field text?, pattern text?, before date, before_id int, most int)
--	-> id int, kind text, state text, agency text, place text?, task_id int?, task_path text?, starts date,
--	ends date, title text, main_field text, figure_state text?, figure int?, account_name text, version int
SELECT a.id, a.kind, a.state, g.name AS agency, p.full_name AS place, a.task_id, t.path AS task_path,
	a.starts, a.ends, a.title, a.main_field, f.state AS figure_state, f.number AS figure,
	a.account_name, a.version
FROM activity a JOIN agency_v g ON g.id = a.agency_id LEFT JOIN place_v p ON p.id = a.place_id
LEFT JOIN task_v t ON t.id = a.task_id
LEFT JOIN activity_figure f ON f.field = coalesce(CAST(:field AS TEXT), a.main_field)
	AND f.month = substr(a.ends, 1, 7) AND f.activity_id = a.id
WHERE a.ends >= :first AND a.ends <= :last
	AND (a.ends < :before OR (a.ends = :before AND a.id < :before_id))
	AND :states LIKE '%' || a.state || '%'
	AND (:kind IS NULL OR a.kind = :kind) AND (:agency IS NULL OR a.agency_id = :agency)
	AND (:province IS NULL OR coalesce(a.province_code, '0') = :province)
	AND (:place IS NULL OR a.place_code = :place) AND (:task IS NULL OR a.task_id = :task)
	AND (:plan IS NULL OR t.plan_id = :plan) AND (:pattern IS NULL OR a.fold LIKE :pattern)
	AND (:field IS NULL OR f.activity_id IS NOT NULL)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = a.agency_id)
ORDER BY a.ends DESC, a.id DESC
LIMIT :most;

-- many activity_page_few(account int, kind text?, agency int?, province text?, place text?, task int?, plan int?,
--	first date, last date, states text, field text?, pattern text?, before date, before_id int, most int)
--	-> id int, kind text, state text, agency text, place text?, task_id int?, task_path text?, starts date,
--	ends date, title text, main_field text, figure_state text?, figure int?, account_name text, version int
SELECT a.id, a.kind, a.state, g.name AS agency, p.full_name AS place, a.task_id, t.path AS task_path,
	a.starts, a.ends, a.title, a.main_field, f.state AS figure_state, f.number AS figure,
	a.account_name, a.version
FROM (SELECT DISTINCT r.agency_id FROM access_reach_v r WHERE r.account_id = :account) mine
CROSS JOIN activity a
JOIN agency_v g ON g.id = a.agency_id LEFT JOIN place_v p ON p.id = a.place_id
LEFT JOIN task_v t ON t.id = a.task_id
LEFT JOIN activity_figure f ON f.field = coalesce(CAST(:field AS TEXT), a.main_field)
	AND f.month = substr(a.ends, 1, 7) AND f.activity_id = a.id
WHERE a.agency_id = mine.agency_id AND a.ends >= :first AND a.ends <= :last
	AND (a.ends < :before OR (a.ends = :before AND a.id < :before_id))
	AND :states LIKE '%' || a.state || '%'
	AND (:kind IS NULL OR a.kind = :kind) AND (:agency IS NULL OR a.agency_id = :agency)
	AND (:province IS NULL OR coalesce(a.province_code, '0') = :province)
	AND (:place IS NULL OR a.place_code = :place) AND (:task IS NULL OR a.task_id = :task)
	AND (:plan IS NULL OR t.plan_id = :plan) AND (:pattern IS NULL OR a.fold LIKE :pattern)
	AND (:field IS NULL OR f.activity_id IS NOT NULL)
ORDER BY a.ends DESC, a.id DESC
LIMIT :most;

-- --- sums: one figure by one key and one length of period

-- The agencies that are reached are gathered once. The label stands in the first row of a key.
-- many activity_sums(account int, field text, by text, per text, first text, last text, kind text?, province text?,
--	agency int?) -> key text, period text, label text?, total int, known int, missing int, na int
SELECT t.key, t.period,
	CASE WHEN :by = 'kind' OR row_number() OVER (PARTITION BY t.key ORDER BY t.period) > 1 THEN NULL
	WHEN :by = 'agency' THEN (SELECT g.name FROM agency_v g WHERE g.id = t.agency_id)
	ELSE (SELECT p.full_name FROM place_v p WHERE p.code = t.key ORDER BY p.last_day DESC LIMIT 1)
	END AS label, t.total, t.known, t.missing, t.na
FROM (SELECT s.key, s.period, max(s.agency_id) AS agency_id, CAST(coalesce(sum(s.number), 0) AS INTEGER) AS total,
	CAST(sum(CASE s.state WHEN 'known' THEN 1 ELSE 0 END) AS INTEGER) AS known,
	CAST(sum(CASE s.state WHEN 'missing' THEN 1 ELSE 0 END) AS INTEGER) AS missing,
	CAST(sum(CASE s.state WHEN 'na' THEN 1 ELSE 0 END) AS INTEGER) AS na
	FROM (SELECT f.agency_id, f.number, f.state,
		CASE :by WHEN 'kind' THEN f.kind WHEN 'agency' THEN CAST(f.agency_id AS TEXT)
			WHEN 'place' THEN coalesce(f.place_code, '') ELSE coalesce(f.province_code, '') END AS key,
		CASE :per WHEN 'year' THEN substr(f.month, 1, 4)
			WHEN 'quarter' THEN substr(f.month, 1, 5) || 'Q' || CAST((CAST(substr(f.month, 6, 2) AS INTEGER) + 2) / 3 AS TEXT)
			ELSE f.month END AS period
		FROM activity_figure f
		WHERE f.field = :field AND f.month >= :first AND f.month <= :last
			AND (:kind IS NULL OR f.kind = :kind)
			AND (:province IS NULL OR coalesce(f.province_code, '0') = :province)
			AND (:agency IS NULL OR f.agency_id = :agency)
			AND f.agency_id IN (SELECT r.agency_id FROM access_reach_v r WHERE r.account_id = :account)) s
	GROUP BY s.key, s.period) t
ORDER BY t.key, t.period;

-- --- one activity

-- one activity_by_id(id int, account int)
--	-> id int, kind text, state text, agency_id int, agency text, account_name text, made time, version int
SELECT a.id, a.kind, a.state, a.agency_id, g.name AS agency, a.account_name, a.made, a.version
FROM activity a JOIN agency_v g ON g.id = a.agency_id
WHERE a.id = :id AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id);

-- one activity_version_by_id(id int, version int, account int) -> version int, state text, agency_id int, agency text,
--	task_id int?, task_path text?, task_words text?, plan_id int?, plan_number text?, task_open bool, place_id int?,
--	place_code text?, place text?, province_code text?, starts date, ends date, title text, source text, gap text,
--	reason text, note text, account_name text, at time
-- unscoped: of one activity, which activity_by_id has read with its scope in the same snapshot
SELECT v.version, v.state, v.agency_id, g.name AS agency, v.task_id, t.path AS task_path,
	t.words AS task_words, t.plan_id, d.number AS plan_number,
	CASE WHEN EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
		WHERE u.plan_id = t.plan_id AND r.account_id = :account) THEN 1 ELSE 0 END AS task_open,
	v.place_id, p.code AS place_code, p.full_name AS place, p.province_code, v.starts, v.ends, v.title,
	v.source, v.gap, v.reason, v.note, v.account_name, v.at
FROM activity_version v JOIN agency_v g ON g.id = v.agency_id
LEFT JOIN place_v p ON p.id = v.place_id LEFT JOIN task_v t ON t.id = v.task_id
LEFT JOIN plan_v d ON d.id = t.plan_id
WHERE v.activity_id = :id AND v.version = :version;

-- many activity_versions(id int) -> version int, state text, reason text, note text, account_name text, at time
-- unscoped: of one activity, which activity_by_id has read with its scope in the same snapshot
SELECT version, state, reason, note, account_name, at FROM activity_version
WHERE activity_id = :id ORDER BY version DESC;

-- many activity_values(id int, version int) -> field text, state text, number int?, choice text?, words text?
-- unscoped: of one activity, which activity_by_id has read with its scope in the same snapshot
SELECT field, state, number, choice, words FROM activity_value
WHERE activity_id = :id AND version = :version ORDER BY field;

-- --- what the form offers

-- Where an account enters for: agencies at which it may, its own first.
-- many activity_agencies(account int, own int, day date, most int) -> id int, name text
-- unscoped: access_may_v is the narrower scope
SELECT g.id, g.name FROM agency_v g
WHERE g.first_day <= :day AND g.last_day >= :day
	AND (g.id = :own OR g.level IN ('nation', 'province'))
	AND EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = :account AND m.agency_id = g.id
		AND m.permission = 'activity.write')
ORDER BY CASE WHEN g.id = :own THEN 0 ELSE 1 END,
	CASE g.level WHEN 'nation' THEN 0 ELSE 1 END, g.sort_key, g.id
LIMIT :most;

-- one activity_agency(id int) -> id int, code text, name text, level text, place_code text?, province_code text?
SELECT id, code, name, level, place_code, province_code FROM agency_v WHERE id = :id;

-- one activity_agency_by_code(code text, day date) -> id int, name text
SELECT id, name FROM agency_v
WHERE (code = :code OR code LIKE :code || '.____-__-__') AND first_day <= :day AND last_day >= :day
ORDER BY code LIMIT 1;

-- The tasks of an agency and of those it stands under, also as they were called before, in plans
-- whose text stands: its own first, the latest plan first.
-- many activity_tasks(agency int, most int) -> id int, plan_id int, plan_number text?, plan_title text?, path text, words text,
--	far int, lead bool
-- unscoped: path and words of what an agency or its superiors were given, for who may enter for it
WITH over(id, far) AS (
	SELECT t.ancestor_id, t.depth FROM agency_tree_v t WHERE t.agency_id = :agency
), known(id, far) AS (
	SELECT id, far FROM over
	UNION SELECT x.from_id, o.far FROM over o JOIN agency_edge_v x ON x.to_id = o.id AND x.kind IN ('keep', 'rename', 'merge')
	UNION SELECT y.from_id, o.far FROM over o JOIN agency_edge_v x ON x.to_id = o.id AND x.kind IN ('keep', 'rename', 'merge')
		JOIN agency_edge_v y ON y.to_id = x.from_id AND y.kind IN ('keep', 'rename', 'merge')
)
SELECT t.id, t.plan_id, p.number AS plan_number, p.title AS plan_title, t.path, t.words,
	min(k.far) AS far, max(CASE g.role WHEN 'lead' THEN 1 ELSE 0 END) AS lead
FROM known k JOIN task_agency_v g ON g.agency_id = k.id JOIN task_v t ON t.id = g.task_id
JOIN plan_v p ON p.id = t.plan_id
WHERE p.superseded_by IS NULL AND t.part <> 'aims'
GROUP BY t.id, t.plan_id, p.number, p.title, t.path, t.words, t.position
ORDER BY min(k.far), coalesce(max(p.year), 9999) DESC, t.plan_id DESC, t.position
LIMIT :most;

-- Whether an activity of the agency may hang on the task: it is among those, or the account
-- sees its plan.
-- one activity_task_fits(task int, agency int, account int) -> id int
-- unscoped: it is the question of scope itself
SELECT t.id FROM task_v t
WHERE t.id = :task AND (EXISTS (
	SELECT 1 FROM task_agency_v g WHERE g.task_id = t.id AND (
		g.agency_id IN (SELECT o.ancestor_id FROM agency_tree_v o WHERE o.agency_id = :agency)
		OR g.agency_id IN (SELECT x.from_id FROM agency_tree_v o JOIN agency_edge_v x ON x.to_id = o.ancestor_id
			WHERE o.agency_id = :agency AND x.kind IN ('keep', 'rename', 'merge'))
		OR g.agency_id IN (SELECT y.from_id FROM agency_tree_v o JOIN agency_edge_v x ON x.to_id = o.ancestor_id
			JOIN agency_edge_v y ON y.to_id = x.from_id
			WHERE o.agency_id = :agency AND x.kind IN ('keep', 'rename', 'merge') AND y.kind IN ('keep', 'rename', 'merge'))))
	OR EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
		WHERE u.plan_id = t.plan_id AND r.account_id = :account));

-- The places of a province on the map of a day, itself first; communes where they are asked for.
-- many activity_places(province text, day date) -> code text, kind text, full_name text
SELECT code, kind, full_name FROM place_v
WHERE province_code = :province AND kind IN ('province', 'commune') AND first_day <= :day AND last_day >= :day
ORDER BY CASE kind WHEN 'province' THEN 0 ELSE 1 END, sort_key, code;

-- A place on the map of a day, and whether it lies where the agency acts: in its province, or in
-- one that has become part of it.
-- one activity_place(code text, day date, agency int) -> id int, kind text, code text, full_name text,
--	province_code text, inside bool
SELECT p.id, p.kind, p.code, p.full_name, p.province_code,
	CASE WHEN g.province_code IS NULL OR g.province_code = p.province_code OR EXISTS (
		SELECT 1 FROM place_v o JOIN place_edge_v x ON x.from_id = o.id JOIN place_v n ON n.id = x.to_id
		WHERE o.kind = 'province' AND o.code = p.province_code AND n.code = g.province_code)
	THEN 1 ELSE 0 END AS inside
FROM place_v p CROSS JOIN agency_v g
WHERE p.code = :code AND p.first_day <= :day AND p.last_day >= :day AND g.id = :agency;

-- What the account entered last, a kind once: to do it again.
-- many activity_recent(account int, most int) -> id int, kind text, title text, task_id int?, place text?, ends date, times int
-- unscoped: what the account itself has entered
SELECT a.id, a.kind, a.title, a.task_id, p.full_name AS place, a.ends, x.times
FROM (SELECT max(b.id) AS id, count(*) AS times FROM (SELECT id, kind FROM activity
		WHERE account_id = :account AND state <> 'withdrawn' ORDER BY id DESC LIMIT 200) b
	GROUP BY b.kind) x
JOIN activity a ON a.id = x.id LEFT JOIN place_v p ON p.id = a.place_id
ORDER BY a.id DESC LIMIT :most;

-- one activity_last_task(account int, kind text) -> task_id int
-- unscoped: what the account itself has entered
SELECT task_id FROM activity
WHERE account_id = :account AND kind = :kind AND task_id IS NOT NULL AND state <> 'withdrawn'
ORDER BY id DESC LIMIT 1;

-- one activity_by_ref(agency int, ref text) -> id int
-- unscoped: the same entry of the same agency, asked by who may enter there
SELECT id FROM activity WHERE agency_id = :agency AND ref = :ref;

-- --- changes

-- one activity_now(id int) -> kind text, state text, agency_id int, version int
-- unscoped: a change asks again what it was prepared for
SELECT kind, state, agency_id, version FROM activity WHERE id = :id;

-- id activity_add(kind text, counts_only bool, main_field text, state text, agency_id int, task_id int?, place_id int?,
--	place_code text?, province_code text?, starts date, ends date, title text, fold text, ref text, account_id int,
--	account_name text, made_at time)
-- unscoped: makes the row
INSERT INTO activity(kind, counts_only, main_field, state, agency_id, task_id, place_id, place_code, province_code,
	starts, ends, title, fold, ref, account_id, account_name, made)
VALUES (:kind, :counts_only, :main_field, :state, :agency_id, :task_id, :place_id, :place_code, :province_code,
	:starts, :ends, :title, :fold, :ref, :account_id, :account_name, :made_at)
RETURNING id;

-- changed activity_set(id int, version int, state text, agency_id int, task_id int?, place_id int?, place_code text?,
--	province_code text?, starts date, ends date, title text, fold text)
-- unscoped: the change has asked who may
UPDATE activity SET state = :state, agency_id = :agency_id, task_id = :task_id, place_id = :place_id,
	place_code = :place_code, province_code = :province_code, starts = :starts, ends = :ends, title = :title,
	fold = :fold, version = version + 1
WHERE id = :id AND version = :version;

-- changed activity_set_withdrawn(id int, version int)
-- unscoped: the change has asked who may
UPDATE activity SET state = 'withdrawn', version = version + 1 WHERE id = :id AND version = :version;

-- exec activity_version_add(activity_id int, version int, counts_only bool, state text, agency_id int, task_id int?,
--	place_id int?, starts date, ends date, title text, source text, gap text, reason text, note text, account_id int,
--	account_name text, at time)
INSERT INTO activity_version(activity_id, version, counts_only, state, agency_id, task_id, place_id, starts, ends,
	title, source, gap, reason, note, account_id, account_name, at)
VALUES (:activity_id, :version, :counts_only, :state, :agency_id, :task_id, :place_id, :starts, :ends, :title,
	:source, :gap, :reason, :note, :account_id, :account_name, :at);

-- The version that says it is withdrawn repeats what the last one said.
-- exec activity_version_repeat(activity_id int, version int, reason text, note text, account_id int, account_name text, at time)
-- unscoped: the change has asked who may
INSERT INTO activity_version(activity_id, version, counts_only, state, agency_id, task_id, place_id, starts, ends,
	title, source, gap, reason, note, account_id, account_name, at)
SELECT v.activity_id, :version + 1, v.counts_only, 'withdrawn', v.agency_id, v.task_id, v.place_id, v.starts, v.ends,
	v.title, v.source, v.gap, :reason, :note, :account_id, :account_name, :at
FROM activity_version v WHERE v.activity_id = :activity_id AND v.version = :version;

-- exec activity_values_repeat(activity_id int, version int)
-- unscoped: the change has asked who may
INSERT INTO activity_value(activity_id, version, field, counts_only, state, number, choice, words)
SELECT x.activity_id, :version + 1, x.field, x.counts_only, x.state, x.number, x.choice, x.words
FROM activity_value x WHERE x.activity_id = :activity_id AND x.version = :version;

-- exec activity_value_add(activity_id int, version int, field text, counts_only bool, state text, number int?,
--	choice text?, words text?)
INSERT INTO activity_value(activity_id, version, field, counts_only, state, number, choice, words)
VALUES (:activity_id, :version, :field, :counts_only, :state, :number, :choice, :words);

-- exec activity_figures_clear(activity_id int)
-- unscoped: the change has asked who may
DELETE FROM activity_figure WHERE activity_id = :activity_id;

-- exec activity_figure_add(field text, month text, activity_id int, kind text, agency_id int, place_code text?,
--	province_code text?, state text, number int?)
INSERT INTO activity_figure(field, month, activity_id, kind, agency_id, place_code, province_code, state, number)
VALUES (:field, :month, :activity_id, :kind, :agency_id, :place_code, :province_code, :state, :number);

-- one activity_task_by_path(number text, path text) -> id int
-- unscoped: for commands, which act as the system
SELECT t.id FROM task_v t JOIN plan_v p ON p.id = t.plan_id
WHERE p.number = :number AND t.path = :path AND p.superseded_by IS NULL
ORDER BY t.id DESC LIMIT 1;

-- --- files that show it

-- many activity_files(activity int) -> id int, name text, kind text, size int, account_name text, at time
-- unscoped: of one activity, which activity_by_id has read with its scope in the same snapshot
SELECT id, name, kind, size, account_name, at FROM activity_file WHERE activity_id = :activity ORDER BY id;

-- one activity_file_by_id(id int, activity int, account int) -> file_id int, name text
SELECT f.file_id, f.name FROM activity_file f JOIN activity a ON a.id = f.activity_id
WHERE f.id = :id AND f.activity_id = :activity AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id);

-- one activity_file_count(activity int) -> n int
-- unscoped: a change asks how many there are
SELECT count(*) AS n FROM activity_file WHERE activity_id = :activity;

-- id activity_file_add(activity_id int, file_id int, name text, kind text, size int, account_id int, account_name text,
--	at time)
-- unscoped: the change has asked who may
INSERT INTO activity_file(activity_id, counts_only, file_id, name, kind, size, account_id, account_name, at)
VALUES (:activity_id, 0, :file_id, :name, :kind, :size, :account_id, :account_name, :at)
ON CONFLICT (activity_id, file_id) DO NOTHING RETURNING id;
