-- Plans

-- Who reaches few agencies is led from these to their plans; who reaches many, down the list of
-- all plans until the page is full.
-- many plan_page(account int, q text, before_day text, before_id int, most int)
--	-> id int, number text?, title text, issuer text, issuer_id int?, agency_name text?, issued date?, issued_key text, tasks int, unassigned int, doubtful int
WITH reach AS MATERIALIZED (SELECT r.agency_id FROM access_reach_v r WHERE r.account_id = :account LIMIT 2000),
few AS MATERIALIZED (SELECT CASE WHEN count(*) < 2000 THEN 1 ELSE 0 END AS yes FROM reach),
reached AS MATERIALIZED (SELECT DISTINCT u.plan_id FROM few CROSS JOIN reach r CROSS JOIN plan_audience u
	WHERE few.yes = 1 AND u.agency_id = r.agency_id),
down AS MATERIALIZED (SELECT p.id, p.day FROM plan p
	WHERE (SELECT yes FROM few) = 0 AND p.superseded_by IS NULL AND p.fold LIKE :q AND (p.day, p.id) < (:before_day, :before_id)
		AND (EXISTS (SELECT 1 FROM plan_reach_own o WHERE o.plan_id = p.id AND o.account_id = :account)
			OR EXISTS (SELECT 1 FROM plan_reach o WHERE o.plan_id = p.id AND o.account_id = :account))
	ORDER BY p.day DESC, p.id DESC LIMIT :most),
page AS MATERIALIZED (SELECT id, day FROM down
	UNION ALL
	SELECT p.id, p.day FROM reached n CROSS JOIN plan p WHERE p.id = n.plan_id
		AND p.superseded_by IS NULL AND p.fold LIKE :q AND (p.day, p.id) < (:before_day, :before_id)
	ORDER BY 2 DESC, 1 DESC LIMIT :most)
SELECT p.id, d.number, d.title, d.issuer, d.issuer_id, a.name AS agency_name, d.issued,
	g.day AS issued_key,
	(SELECT count(*) FROM task t WHERE t.plan_id = p.id) AS tasks,
	(SELECT count(*) FROM task t WHERE t.plan_id = p.id
		AND NOT EXISTS (SELECT 1 FROM task_party x WHERE x.task_id = t.id)) AS unassigned,
	(SELECT count(*) FROM task t WHERE t.plan_id = p.id AND t.sure = 'doubtful') AS doubtful
FROM page g JOIN plan p ON p.id = g.id JOIN document_v d ON d.id = p.document_id LEFT JOIN agency_v a ON a.id = d.issuer_id
ORDER BY g.day DESC, g.id DESC;

-- one plan_by_id(id int, account int)
--	-> id int, document_id int, number text?, number_by_hand bool, kind text, title text, issuer text, issuer_id int?, agency_name text?, issued date?, place text, year int?, province text?, standing_id int?, standing_name text?, imported time, imported_by text, version int, superseded_by int?, file_name text, targets int, duties int, recipients int
SELECT p.id, p.document_id, d.number, d.number_by_hand, d.kind, d.title, d.issuer, d.issuer_id,
	a.name AS agency_name, d.issued, d.place, p.year, p.province, p.standing_id,
	s.name AS standing_name, p.imported, p.imported_by, p.version, p.superseded_by, f.file_name,
	(SELECT count(*) FROM plan_target g WHERE g.plan_id = p.id) AS targets,
	(SELECT count(*) FROM plan_duty y WHERE y.plan_id = p.id) AS duties,
	(SELECT count(*) FROM plan_recipient n WHERE n.plan_id = p.id) AS recipients
FROM plan p JOIN document_v d ON d.id = p.document_id JOIN document_text_v f ON f.document_id = d.id
LEFT JOIN agency_v a ON a.id = d.issuer_id LEFT JOIN agency_v s ON s.id = p.standing_id
WHERE p.id = :id AND (EXISTS (SELECT 1 FROM plan_reach_own o WHERE o.plan_id = p.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach o WHERE o.plan_id = p.id AND o.account_id = :account));

-- one plan_of_document(document_id int) -> id int, tasks int
-- unscoped: the importer is told that the document is here already, and nothing more
SELECT p.id, (SELECT count(*) FROM task t WHERE t.plan_id = p.id) AS tasks
FROM plan p WHERE p.document_id = :document_id;

-- many plan_headings(plan int) -> position int, parent int?, path text, title text, line int, byte_from int, byte_to int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT position, parent, path, title, line, byte_from, byte_to FROM plan_heading
WHERE plan_id = :plan ORDER BY position;

-- many plan_tasks(plan int)
--	-> id int, position int, heading int?, parent int?, path text, part text, words text, starts date?, due date?, due_before bool, due_suspect bool, due_words text, recurrence text?, trigger_words text?, line int, line_to int, byte_from int, byte_to int, sure text, rule text, version int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT id, position, heading, parent, path, part, words, starts, due, due_before, due_suspect, due_words,
	recurrence, trigger_words, line, line_to, byte_from, byte_to, sure, rule, version
FROM task WHERE plan_id = :plan ORDER BY position;

-- many plan_parties(plan int)
--	-> task_id int, role text, name text, written text, agency_id int?, agency_name text?, agency_short text?, collective_id int?, members int, byte_from int, byte_to int, sure text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT x.task_id, x.role, x.name, x.written, x.agency_id, a.name AS agency_name,
	a.abbr AS agency_short, x.collective_id, coalesce(c.members, 0) AS members, x.byte_from, x.byte_to, x.sure
FROM task t JOIN task_party x ON x.task_id = t.id LEFT JOIN agency_v a ON a.id = x.agency_id
LEFT JOIN plan_collective c ON c.id = x.collective_id
WHERE t.plan_id = :plan ORDER BY t.position, x.position;

-- many plan_member_of(plan int, agency int) -> collective_id int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT m.collective_id FROM plan_collective c JOIN plan_member m ON m.collective_id = c.id
WHERE c.plan_id = :plan AND m.agency_id = :agency;

-- many plan_bases(plan int) -> carries_out bool, number text?, kind text, name text, issuer text, issued date?
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT carries_out, number, kind, name, issuer, issued FROM plan_ref
WHERE plan_id = :plan AND task IS NULL ORDER BY position;

-- many plan_ref_spans(plan int) -> byte_from int, byte_to int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT byte_from, byte_to FROM plan_ref WHERE plan_id = :plan AND byte_to > byte_from;

-- many plan_target_list(plan int)
--	-> position int, words text, operator text, percent real, percent_to real?, bare bool, counted text, out_of text, line int, byte_from int, byte_to int, sure text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT position, words, operator, percent, percent_to, bare, counted, out_of, line, byte_from, byte_to, sure
FROM plan_target WHERE plan_id = :plan ORDER BY position;

-- many plan_duty_list(plan int)
--	-> position int, period text, days text, before bool, owed_by text, owed_to text?, via text?, words text, line int, byte_from int, byte_to int, sure text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT position, period, days, before, owed_by, owed_to, via, words, line, byte_from, byte_to, sure
FROM plan_duty WHERE plan_id = :plan ORDER BY position;

-- many plan_flags(plan int) -> task int?, code text, note text, byte_from int, byte_to int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT task, code, note, byte_from, byte_to FROM plan_flag WHERE plan_id = :plan ORDER BY position;

-- many plan_roles(plan int)
--	-> agency_id int?, collective_id int?, name text, open bool, members int, leads int, coordinates int, joins int, asked int, tasks int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT x.agency_id, x.collective_id, coalesce(a.name, c.name, x.name) AS name, coalesce(c.open, 0) AS open,
	coalesce(c.members, 0) AS members,
	count(DISTINCT CASE WHEN x.role = 'lead' THEN x.task_id END) AS leads,
	count(DISTINCT CASE WHEN x.role = 'coordinating' THEN x.task_id END) AS coordinates,
	count(DISTINCT CASE WHEN x.role = 'joint' THEN x.task_id END) AS joins,
	count(DISTINCT CASE WHEN x.role = 'requested' THEN x.task_id END) AS asked,
	count(DISTINCT x.task_id) AS tasks
FROM task t JOIN task_party x ON x.task_id = t.id
LEFT JOIN agency_v a ON a.id = x.agency_id LEFT JOIN plan_collective c ON c.id = x.collective_id
WHERE t.plan_id = :plan
GROUP BY x.agency_id, x.collective_id, coalesce(a.name, c.name, x.name), coalesce(c.open, 0), coalesce(c.members, 0)
ORDER BY leads DESC, coordinates DESC, joins DESC, name;

-- one plan_body(document_id int) -> body text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT body FROM document_text_v WHERE document_id = :document_id;

-- many plan_repairs(document_id int) -> at int, sure text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT at, sure FROM document_repair_v WHERE document_id = :document_id ORDER BY at;

-- Tasks

-- one task_by_id(id int, account int)
--	-> id int, plan_id int, position int, parent int?, path text, part text, words text, assigned_by text, starts date?, due date?, due_before bool, due_suspect bool, due_words text, recurrence text?, trigger_words text?, line int, line_to int, byte_from int, byte_to int, sure text, rule text, version int, heading_path text?, heading_title text?, heading_line int?
SELECT t.id, t.plan_id, t.position, t.parent, t.path, t.part, t.words, t.assigned_by, t.starts, t.due, t.due_before,
	t.due_suspect, t.due_words, t.recurrence, t.trigger_words, t.line, t.line_to, t.byte_from,
	t.byte_to, t.sure, t.rule, t.version, h.path AS heading_path, h.title AS heading_title,
	h.line AS heading_line
FROM task t LEFT JOIN plan_heading h ON h.plan_id = t.plan_id AND h.position = t.heading
WHERE t.id = :id AND (EXISTS (SELECT 1 FROM plan_reach_own o WHERE o.plan_id = t.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach o WHERE o.plan_id = t.plan_id AND o.account_id = :account));

-- many task_parties(task int)
--	-> role text, name text, written text, agency_id int?, agency_name text?, collective_id int?, open bool, members int, explicit_role bool, sure text, rule text
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT x.role, x.name, x.written, x.agency_id, a.name AS agency_name, x.collective_id, coalesce(c.open, 0) AS open,
	coalesce(c.members, 0) AS members, x.explicit_role, x.sure, x.rule
FROM task_party x LEFT JOIN agency_v a ON a.id = x.agency_id
LEFT JOIN plan_collective c ON c.id = x.collective_id
WHERE x.task_id = :task ORDER BY x.position;

-- many task_refs(plan int, task int) -> number text?, kind text, name text, issuer text, issued date?
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT number, kind, name, issuer, issued FROM plan_ref
WHERE plan_id = :plan AND task = :task ORDER BY position;

-- many task_flags(plan int, task int) -> code text, note text
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT code, note FROM plan_flag WHERE plan_id = :plan AND task = :task ORDER BY position;

-- one task_neighbours(plan int, position int) -> before_id int?, before_path text?, after_id int?, after_path text?
-- unscoped: of one plan, whose task task_by_id has read with its scope in the same snapshot
SELECT b.id AS before_id, b.path AS before_path, n.id AS after_id, n.path AS after_path
FROM (SELECT max(CASE WHEN position < :position THEN position END) AS before_at,
	min(CASE WHEN position > :position THEN position END) AS after_at
	FROM task WHERE plan_id = :plan) w
LEFT JOIN task b ON b.plan_id = :plan AND b.position = w.before_at
LEFT JOIN task n ON n.plan_id = :plan AND n.position = w.after_at;

-- one agency_of_tasks(id int) -> name text
SELECT name FROM agency_v WHERE id = :id;

-- many agency_task_page(agency int, account int, role text, before_plan int, after_position int, most int)
--	-> id int, plan_id int, position int, path text, words text, number text?, title text, starts date?, due date?, due_before bool, due_suspect bool, due_words text, recurrence text?, sure text, leads int, coordinates int, joins int, asked int, direct int
WITH named AS MATERIALIZED (SELECT DISTINCT t.plan_id FROM task_agency_v x JOIN task t ON t.id = x.task_id
	JOIN plan p ON p.id = t.plan_id WHERE p.superseded_by IS NULL AND x.agency_id = :agency AND t.plan_id <= :before_plan),
seen AS MATERIALIZED (SELECT n.plan_id FROM named n
	WHERE EXISTS (SELECT 1 FROM plan_reach_own o WHERE o.plan_id = n.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach o WHERE o.plan_id = n.plan_id AND o.account_id = :account))
SELECT t.id, t.plan_id, t.position, t.path, t.words, d.number, d.title, t.starts, t.due, t.due_before,
	t.due_suspect, t.due_words, t.recurrence, t.sure,
	max(CASE WHEN x.role = 'lead' THEN 1 ELSE 0 END) AS leads,
	max(CASE WHEN x.role = 'coordinating' THEN 1 ELSE 0 END) AS coordinates,
	max(CASE WHEN x.role = 'joint' THEN 1 ELSE 0 END) AS joins,
	max(CASE WHEN x.role = 'requested' THEN 1 ELSE 0 END) AS asked,
	max(1 - x.through_collective) AS direct
FROM task_agency_v x JOIN task t ON t.id = x.task_id JOIN plan p ON p.id = t.plan_id
JOIN document_v d ON d.id = p.document_id
WHERE x.agency_id = :agency AND (:role = '' OR x.role = :role)
	AND (t.plan_id < :before_plan OR (t.plan_id = :before_plan AND t.position > :after_position))
	AND t.plan_id IN (SELECT s.plan_id FROM seen s)
GROUP BY t.id, t.plan_id, t.position, t.path, t.words, d.number, d.title, t.starts, t.due, t.due_before,
	t.due_suspect, t.due_words, t.recurrence, t.sure
ORDER BY t.plan_id DESC, t.position LIMIT :most;

-- one agency_task_counts(agency int, account int) -> leads int, coordinates int, joins int, asked int, total int
WITH named AS MATERIALIZED (SELECT DISTINCT t.plan_id FROM task_agency_v x JOIN task t ON t.id = x.task_id
	JOIN plan p ON p.id = t.plan_id WHERE p.superseded_by IS NULL AND x.agency_id = :agency),
seen AS MATERIALIZED (SELECT n.plan_id FROM named n
	WHERE EXISTS (SELECT 1 FROM plan_reach_own o WHERE o.plan_id = n.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach o WHERE o.plan_id = n.plan_id AND o.account_id = :account))
SELECT count(DISTINCT CASE WHEN x.role = 'lead' THEN x.task_id END) AS leads,
	count(DISTINCT CASE WHEN x.role = 'coordinating' THEN x.task_id END) AS coordinates,
	count(DISTINCT CASE WHEN x.role = 'joint' THEN x.task_id END) AS joins,
	count(DISTINCT CASE WHEN x.role = 'requested' THEN x.task_id END) AS asked,
	count(DISTINCT x.task_id) AS total
FROM task_agency_v x JOIN task t ON t.id = x.task_id
WHERE x.agency_id = :agency AND t.plan_id IN (SELECT s.plan_id FROM seen s);

-- The import

-- id plan_add(document_id int, year int?, province text?, standing_id int?, fold text, imported time, imported_by text)
-- unscoped: the import, which may
INSERT INTO plan(document_id, year, province, standing_id, fold, imported, imported_by, day)
VALUES (:document_id, :year, :province, :standing_id, :fold, :imported, :imported_by,
	coalesce((SELECT d.issued FROM document_v d WHERE d.id = :document_id), ''))
RETURNING id;

-- exec plan_audience_add(plan_id int, agency_id int, reason text)
INSERT INTO plan_audience(plan_id, agency_id, reason) VALUES (:plan_id, :agency_id, :reason);

-- exec plan_audience_parties(plan_id int)
-- unscoped: the import reads what it has just made
INSERT INTO plan_audience(plan_id, agency_id, reason)
SELECT DISTINCT t.plan_id, x.agency_id, 'party' FROM task t JOIN task_party x ON x.task_id = t.id
WHERE t.plan_id = :plan_id AND x.agency_id IS NOT NULL;

-- exec plan_audience_members(plan_id int)
-- unscoped: the import reads what it has just made
INSERT INTO plan_audience(plan_id, agency_id, reason)
SELECT DISTINCT c.plan_id, m.agency_id, 'collective'
FROM plan_collective c JOIN plan_member m ON m.collective_id = c.id WHERE c.plan_id = :plan_id;

-- A locality is addressed through its people's committee: its other bodies of that level see
-- the plan as well.
-- exec plan_audience_places(plan_id int, day date)
INSERT INTO plan_audience(plan_id, agency_id, reason)
SELECT :plan_id, a.id, 'place' FROM agency_v a
WHERE a.level = 'province' AND a.first_day <= :day AND a.last_day >= :day AND a.province_code IN
	(SELECT c.province_code FROM plan_audience u JOIN agency_v c ON c.id = u.agency_id
	WHERE u.plan_id = :plan_id AND c.kind = 'people_committee' AND c.level = 'province');

-- Who took the place of one of them, or a part of its work, since: eight steps on at most.
-- exec plan_audience_successors(plan_id int)
INSERT INTO plan_audience(plan_id, agency_id, reason)
WITH RECURSIVE onward(step, id) AS (
	SELECT 0, agency_id FROM plan_audience WHERE plan_id = :plan_id
	UNION
	SELECT o.step + 1, x.to_id FROM onward o JOIN agency_edge_v x ON x.from_id = o.id WHERE o.step < 8
)
SELECT DISTINCT :plan_id, id, 'successor' FROM onward WHERE step > 0;

-- many plan_audience_ids(plan_id int) -> agency_id int
SELECT DISTINCT agency_id FROM plan_audience WHERE plan_id = :plan_id ORDER BY agency_id;

-- exec plan_heading_add(plan_id int, position int, parent int?, path text, title text, line int, byte_from int, byte_to int)
INSERT INTO plan_heading(plan_id, position, parent, path, title, line, byte_from, byte_to)
VALUES (:plan_id, :position, :parent, :path, :title, :line, :byte_from, :byte_to);

-- exec plan_collective_add(plan_id int, name text, fold text, open bool, members int)
INSERT INTO plan_collective(plan_id, name, fold, open, members) VALUES (:plan_id, :name, :fold, :open, :members);

-- exec plan_member_add(plan_id int, fold text, agency_id int)
-- unscoped: the import writes what it has just made
INSERT INTO plan_member(collective_id, agency_id)
SELECT id, :agency_id FROM plan_collective WHERE plan_id = :plan_id AND fold = :fold;

-- exec plan_target_add(plan_id int, position int, words text, operator text, percent real, percent_to real?, bare bool, counted text, out_of text, line int, byte_from int, byte_to int, sure text, rule text)
INSERT INTO plan_target(plan_id, position, words, operator, percent, percent_to, bare, counted, out_of, line, byte_from, byte_to, sure, rule)
VALUES (:plan_id, :position, :words, :operator, :percent, :percent_to, :bare, :counted, :out_of, :line, :byte_from, :byte_to, :sure, :rule);

-- exec plan_duty_add(plan_id int, position int, period text, days text, before bool, owed_by text, owed_to text?, via text?, words text, line int, byte_from int, byte_to int, sure text, rule text)
INSERT INTO plan_duty(plan_id, position, period, days, before, owed_by, owed_to, via, words, line, byte_from, byte_to, sure, rule)
VALUES (:plan_id, :position, :period, :days, :before, :owed_by, :owed_to, :via, :words, :line, :byte_from, :byte_to, :sure, :rule);

-- exec plan_ref_add(plan_id int, position int, task int?, carries_out bool, number text?, kind text, name text, issuer text, issued date?, byte_from int, byte_to int)
INSERT INTO plan_ref(plan_id, position, task, carries_out, number, kind, name, issuer, issued, byte_from, byte_to)
VALUES (:plan_id, :position, :task, :carries_out, :number, :kind, :name, :issuer, :issued, :byte_from, :byte_to);

-- exec plan_flag_add(plan_id int, position int, task int?, code text, note text, byte_from int, byte_to int)
INSERT INTO plan_flag(plan_id, position, task, code, note, byte_from, byte_to)
VALUES (:plan_id, :position, :task, :code, :note, :byte_from, :byte_to);

-- exec task_add(plan_id int, position int, heading int?, parent int?, path text, part text, words text, assigned_by text, starts date?, due date?, due_before bool, due_suspect bool, due_words text, recurrence text?, trigger_words text?, line int, line_to int, byte_from int, byte_to int, sure text, rule text)
INSERT INTO task(plan_id, position, heading, parent, path, part, words, assigned_by, starts, due, due_before, due_suspect, due_words, recurrence, trigger_words, line, line_to, byte_from, byte_to, sure, rule)
VALUES (:plan_id, :position, :heading, :parent, :path, :part, :words, :assigned_by, :starts, :due, :due_before, :due_suspect, :due_words, :recurrence, :trigger_words, :line, :line_to, :byte_from, :byte_to, :sure, :rule);

-- exec task_party_add(task int, position int, role text, name text, written text, agency_id int?, collective_id int?, explicit_role bool, byte_from int, byte_to int, sure text, rule text)
INSERT INTO task_party(task_id, position, role, name, written, agency_id, collective_id, explicit_role, byte_from, byte_to, sure, rule)
VALUES (:task, :position, :role, :name, :written, :agency_id, :collective_id, :explicit_role, :byte_from, :byte_to, :sure, :rule);

-- many plan_collective_ids(plan int) -> id int, fold text
-- unscoped: the import reads what it has just made
SELECT id, fold FROM plan_collective WHERE plan_id = :plan ORDER BY id;

-- many plan_task_ids(plan int) -> id int, position int, path text, words text
-- unscoped: the import reads what it has just made, for the search
SELECT id, position, path, words FROM task WHERE plan_id = :plan ORDER BY position;

-- An amended text

-- exec task_carry(id int, plan_id int, position int, heading int?, parent int?, path text, part text, words text, assigned_by text, starts date?, due date?, due_before bool, due_suspect bool, due_words text, recurrence text?, trigger_words text?, line int, line_to int, byte_from int, byte_to int, sure text, rule text)
-- unscoped: the import of an amended text, which may
UPDATE task SET plan_id = :plan_id, position = :position, heading = :heading, parent = :parent, path = :path,
	part = :part, words = :words, assigned_by = :assigned_by, starts = :starts, due = :due,
	due_before = :due_before, due_suspect = :due_suspect, due_words = :due_words,
	recurrence = :recurrence, trigger_words = :trigger_words, line = :line, line_to = :line_to,
	byte_from = :byte_from, byte_to = :byte_to, sure = :sure, rule = :rule, version = version + 1
WHERE id = :id;

-- exec task_party_clear(task int)
-- unscoped: the import of an amended text, which may
DELETE FROM task_party WHERE task_id = :task;

-- changed plan_supersede(id int, by int)
-- unscoped: the import of an amended text, which may
UPDATE plan SET superseded_by = :by, version = version + 1 WHERE id = :id AND superseded_by IS NULL;

-- one plan_document(id int) -> document_id int
-- unscoped: the import of an amended text, which may
SELECT document_id FROM plan WHERE id = :id AND superseded_by IS NULL;

-- Tasks that a person put in

-- one plan_task_above(plan int, parent int)
--	-> path text, position int?, heading int?, part text, room int, added int, superseded_by int?
-- unscoped: a change of the plan, whose scope its prepare has checked
SELECT coalesce(t.path, '') AS path, t.position, t.heading, coalesce(t.part, 'tasks') AS part,
	1 + coalesce((SELECT max(x.position) FROM (SELECT position FROM task WHERE plan_id = :plan
		UNION ALL SELECT position FROM plan_heading WHERE plan_id = :plan) x), 0) AS room,
	coalesce((SELECT max(CAST(substr(c.path, CASE WHEN t.id IS NULL THEN 2 ELSE length(t.path) + 3 END) AS INTEGER))
		FROM task c WHERE c.plan_id = :plan AND c.rule = 'person'
			AND ((t.id IS NULL AND c.parent IS NULL) OR c.parent = t.position)), 0) AS added,
	p.superseded_by
FROM plan p LEFT JOIN task t ON t.plan_id = p.id AND t.id = :parent
WHERE p.id = :plan AND (:parent = 0 OR t.id IS NOT NULL);

-- id plan_task_by_hand(plan_id int, position int, heading int?, parent int?, path text, part text, words text, assigned_by text, starts date?, due date?)
-- unscoped: a change of the plan, whose scope its prepare has checked
INSERT INTO task(plan_id, position, heading, parent, path, part, words, assigned_by, starts, due, due_before, due_suspect, due_words, line, line_to, byte_from, byte_to, sure, rule)
VALUES (:plan_id, :position, :heading, :parent, :path, :part, :words, :assigned_by, :starts, :due, 0, 0, '', 0, 0, 0, 0, 'certain', 'person')
RETURNING id;

-- exec plan_party_by_hand(task int, role text, agency int)
-- unscoped: a change of the plan, whose scope its prepare has checked
INSERT INTO task_party(task_id, position, role, name, written, agency_id, explicit_role, byte_from, byte_to, sure, rule)
SELECT :task, (SELECT count(*) FROM task_party x WHERE x.task_id = :task), :role, a.name, a.name, a.id, 1, 0, 0, 'certain', 'person'
FROM agency_v a WHERE a.id = :agency;

-- exec plan_audience_let(plan_id int, agency_id int)
INSERT INTO plan_audience(plan_id, agency_id, reason) VALUES (:plan_id, :agency_id, 'party')
ON CONFLICT DO NOTHING;

-- one plan_search(plan int) -> issuer_id int?, number text
-- unscoped: a change of the plan, whose scope its prepare has checked
SELECT d.issuer_id, coalesce(d.number, '') AS number FROM plan p JOIN document_v d ON d.id = p.document_id
WHERE p.id = :plan;

-- one plan_task_place(id int) -> plan_id int, path text, rule text
-- unscoped: a change of the plan, whose scope its prepare has checked
SELECT plan_id, path, rule FROM task WHERE id = :id;

-- A task and those above it.
-- many plan_task_line(id int) -> id int
-- unscoped: a change of the plan, whose scope its prepare has checked
WITH RECURSIVE line(step, id, plan_id, parent) AS (
	SELECT 0, id, plan_id, parent FROM task WHERE id = :id
	UNION ALL
	SELECT l.step + 1, t.id, t.plan_id, t.parent FROM line l
	JOIN task t ON t.plan_id = l.plan_id AND t.position = l.parent WHERE l.step < 100
)
SELECT id FROM line ORDER BY step;

-- changed plan_task_put_under(id int, version int, parent int?, heading int?, part text, path text)
-- unscoped: a change of the plan, whose scope its prepare has checked
UPDATE task SET parent = :parent, heading = :heading, part = :part, path = :path, version = version + 1
WHERE id = :id AND version = :version;

-- exec plan_task_repath(plan int, was text, path text, heading int?, part text)
-- unscoped: a change of the plan, whose scope its prepare has checked
UPDATE task SET path = :path || substr(path, length(:was) + 1), heading = :heading, part = :part
WHERE plan_id = :plan AND rule = 'person' AND substr(path, 1, length(:was) + 1) = :was || '.';

-- Those of a plan, what stands above others first.
-- many plan_by_hand(plan int) -> id int, parent_id int?, path text
-- unscoped: the import of an amended text, which may
SELECT t.id, x.id AS parent_id, t.path FROM task t LEFT JOIN task x ON x.plan_id = t.plan_id AND x.position = t.parent
WHERE t.plan_id = :plan AND t.rule = 'person' ORDER BY length(t.path), t.position;

-- exec plan_task_go_on(id int, plan_id int, position int, parent int?, heading int?, part text, path text)
-- unscoped: the import of an amended text, which may
UPDATE task SET plan_id = :plan_id, position = :position, parent = :parent, heading = :heading, part = :part,
	path = :path, version = version + 1
WHERE id = :id;
