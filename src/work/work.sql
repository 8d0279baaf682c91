-- What is done about the tasks of adopted plans.

-- The adoption

-- many work_unopened() -> id int
-- unscoped: at the start, of every plan
SELECT p.id FROM plan_v p
WHERE p.superseded_by IS NULL AND NOT EXISTS (SELECT 1 FROM work_task w WHERE w.plan_id = p.id)
	AND EXISTS (SELECT 1 FROM task_v t WHERE t.plan_id = p.id)
ORDER BY p.id;

-- How many of a plan's tasks have no work yet.
-- one work_unopened_tasks(plan int) -> n int
-- unscoped: the adoption of a plan, which may
SELECT count(*) AS n FROM plan_task_v t
WHERE t.plan_id = :plan AND NOT EXISTS (SELECT 1 FROM work_task w WHERE w.task_id = t.id);

-- Of the tasks behind `from` up to `to`.
-- exec work_open_tasks(plan int, from int, to int)
-- unscoped: the adoption of a plan, which may
INSERT INTO work_task(task_id, plan_id, state, standing, starts, due, baseline_starts, baseline_due, written_due, parts, parts_in)
SELECT t.id, t.plan_id, 'open',
	CASE WHEN t.last_day IS NULL AND t.due_suspect = 0 AND t.trigger_words IS NULL THEN 1 ELSE 0 END,
	t.starts, t.last_day, t.starts, t.last_day, t.last_day, 0, 0
FROM plan_task_v t
WHERE t.plan_id = :plan AND t.id > :from AND t.id <= :to
	AND NOT EXISTS (SELECT 1 FROM work_task w WHERE w.task_id = t.id);

-- By name before by a collective; of several roles the one that comes first in the vocabulary.
-- exec work_open_parts(plan int, from int, to int)
-- unscoped: the adoption of a plan, which may
INSERT INTO work_part(task_id, plan_id, agency_id, role, through_collective, due, baseline_due, state, open)
SELECT x.task_id, x.plan_id, x.agency_id,
	CASE min(x.through_collective * 4 + CASE x.role WHEN 'lead' THEN 0 WHEN 'coordinating' THEN 1 WHEN 'joint' THEN 2 ELSE 3 END) % 4
		WHEN 0 THEN 'lead' WHEN 1 THEN 'coordinating' WHEN 2 THEN 'joint' ELSE 'requested' END,
	min(x.through_collective), w.due, w.due, 'new', 1
FROM plan_assigned_v x JOIN work_task w ON w.task_id = x.task_id
WHERE x.plan_id = :plan AND x.task_id > :from AND x.task_id <= :to AND x.open = 0 AND w.state = 'open'
	AND NOT EXISTS (SELECT 1 FROM work_part p WHERE p.task_id = x.task_id AND p.agency_id = x.agency_id)
GROUP BY x.task_id, x.plan_id, x.agency_id, w.due;

-- A plan of many tasks is opened a piece at a time.

-- exec work_opening_put(plan int)
INSERT INTO work_opening(plan_id, task_id) VALUES (:plan, 0) ON CONFLICT (plan_id) DO UPDATE SET task_id = 0;

-- The next piece; no `last`: there is nothing left of the plan.
-- one work_opening_next(most int) -> plan_id int, done int, last int?
-- unscoped: the adoption of a plan, which may
SELECT o.plan_id, o.task_id AS done, (SELECT max(x.id) FROM (SELECT t.id FROM task_v t
	WHERE t.plan_id = o.plan_id AND t.id > o.task_id ORDER BY t.id LIMIT :most) x) AS last
FROM (SELECT plan_id, task_id FROM work_opening ORDER BY plan_id LIMIT 1) o;

-- exec work_opening_on(plan int, from int, to int)
UPDATE work_opening SET task_id = :to WHERE plan_id = :plan AND task_id = :from;

-- exec work_opening_done(plan int, from int)
DELETE FROM work_opening WHERE plan_id = :plan AND task_id = :from;

-- exec work_count_opened(plan int, from int, to int)
-- unscoped: the adoption of a plan, which may
UPDATE work_task SET
	parts = (SELECT count(*) FROM work_part p WHERE p.task_id = work_task.task_id AND p.state <> 'ended')
WHERE plan_id = :plan AND task_id > :from AND task_id <= :to AND state = 'open' AND parts = 0;

-- exec work_count_tasks(plan int)
-- unscoped: the adoption of a plan, which may
UPDATE work_task SET
	parts = (SELECT count(*) FROM work_part p WHERE p.task_id = work_task.task_id AND p.state <> 'ended'),
	parts_in = (SELECT count(*) FROM work_part p WHERE p.task_id = work_task.task_id
		AND p.state IN ('in', 'accepted', 'waived', 'refused'))
WHERE plan_id = :plan;

-- exec work_tally_clear(plan int)
-- unscoped: the adoption of a plan, which may
DELETE FROM work_tally WHERE plan_id = :plan;

-- exec work_tally_plan(plan int)
-- unscoped: the adoption of a plan, which may
INSERT INTO work_tally(plan_id, agency_id, parts, leads, open, handed, done)
SELECT plan_id, agency_id, count(*), sum(CASE WHEN role = 'lead' THEN 1 ELSE 0 END), sum(open),
	sum(CASE WHEN state = 'in' THEN 1 ELSE 0 END),
	sum(CASE WHEN state IN ('accepted', 'waived') THEN 1 ELSE 0 END)
FROM work_part WHERE plan_id = :plan AND state <> 'ended' GROUP BY plan_id, agency_id;

-- An amended text: tasks that go on have moved to its plan under their ids.

-- exec work_amended_days(plan int, at time, account int, account_name text)
-- unscoped: the adoption of an amended text, which may
INSERT INTO work_event(task_id, kind, words, day, was, at, account_id, account_name)
SELECT t.id, 'amended', '', t.last_day, w.due, :at, :account, :account_name
FROM plan_task_v t JOIN work_task w ON w.task_id = t.id
WHERE t.plan_id = :plan AND w.plan_id <> t.plan_id AND t.last_day IS DISTINCT FROM w.written_due;

-- exec work_follow_tasks(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_task SET plan_id = t.plan_id, starts = t.starts,
	standing = CASE WHEN t.last_day IS NULL AND t.due_suspect = 0 AND t.trigger_words IS NULL THEN 1 ELSE 0 END,
	due = CASE WHEN t.last_day IS DISTINCT FROM work_task.written_due THEN t.last_day ELSE work_task.due END,
	written_due = t.last_day, version = work_task.version + 1
FROM plan_task_v t
WHERE t.plan_id = :plan AND work_task.task_id = t.id AND work_task.plan_id <> t.plan_id;

-- exec work_follow_parts(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_part SET plan_id = w.plan_id,
	due = CASE WHEN work_part.own_due = 0 AND work_part.open = 1 THEN w.due ELSE work_part.due END,
	version = work_part.version + 1
FROM work_task w
WHERE w.plan_id = :plan AND work_part.task_id = w.task_id AND work_part.plan_id <> w.plan_id;

-- exec work_dropped_parts(plan int, at time, account int, account_name text)
-- unscoped: the adoption of an amended text, which may
INSERT INTO work_event(task_id, part_id, kind, words, at, account_id, account_name)
SELECT p.task_id, p.id, 'ended', '', :at, :account, :account_name FROM work_part p
WHERE p.plan_id = :plan AND p.open = 1 AND p.added = 0 AND NOT EXISTS (SELECT 1 FROM plan_assigned_v x
	WHERE x.task_id = p.task_id AND x.agency_id = p.agency_id AND x.open = 0);

-- exec work_drop_parts(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_part SET state = 'ended', open = 0, version = version + 1
WHERE plan_id = :plan AND open = 1 AND added = 0 AND NOT EXISTS (SELECT 1 FROM plan_assigned_v x
	WHERE x.task_id = work_part.task_id AND x.agency_id = work_part.agency_id AND x.open = 0);

-- exec work_revive_parts(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_part SET state = 'new', open = 1, version = version + 1
WHERE plan_id = :plan AND state = 'ended'
	AND EXISTS (SELECT 1 FROM work_task w WHERE w.task_id = work_part.task_id AND w.state = 'open')
	AND EXISTS (SELECT 1 FROM plan_assigned_v x
		WHERE x.task_id = work_part.task_id AND x.agency_id = work_part.agency_id AND x.open = 0);

-- exec work_follow_roles(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_part SET through_collective = n.through_collective, version = work_part.version + 1,
	role = CASE n.rank WHEN 0 THEN 'lead' WHEN 1 THEN 'coordinating' WHEN 2 THEN 'joint' ELSE 'requested' END
FROM (SELECT x.task_id, x.agency_id, min(x.through_collective) AS through_collective,
	min(x.through_collective * 4 + CASE x.role WHEN 'lead' THEN 0 WHEN 'coordinating' THEN 1 WHEN 'joint' THEN 2 ELSE 3 END) % 4 AS rank
	FROM plan_assigned_v x WHERE x.plan_id = :plan AND x.open = 0 GROUP BY x.task_id, x.agency_id) n
WHERE work_part.plan_id = :plan AND work_part.task_id = n.task_id AND work_part.agency_id = n.agency_id
	AND work_part.open = 1
	AND work_part.role <> CASE n.rank WHEN 0 THEN 'lead' WHEN 1 THEN 'coordinating' WHEN 2 THEN 'joint' ELSE 'requested' END;

-- exec work_end_parts(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_part SET state = 'ended', open = 0, version = version + 1 WHERE plan_id = :plan AND open = 1;

-- exec work_end_tasks(plan int)
-- unscoped: the adoption of an amended text, which may
UPDATE work_task SET state = 'ended', version = version + 1 WHERE plan_id = :plan AND state = 'open';

-- A task and its parts

-- one work_task_row(task int)
--	-> plan_id int, state text, standing bool, starts date?, due date?, baseline_starts date?, baseline_due date?, began date?, finished date?, parts int, parts_in int, closed_early text?, carried_to int?, version int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT plan_id, state, standing, starts, due, baseline_starts, baseline_due, began, finished, parts,
	parts_in, closed_early, carried_to, version
FROM work_task WHERE task_id = :task;

-- many work_task_parts(task int)
--	-> id int, agency_id int, agency_name text, agency_short text?, role text, through_collective bool, words text, due date?, own_due bool, baseline_due date?, state text, open bool, added bool, officer_id int?, officer_name text?, began date?, handed_in date?, results int, version int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT p.id, p.agency_id, a.name AS agency_name, a.abbr AS agency_short, p.role, p.through_collective,
	p.words, p.due, p.own_due, p.baseline_due, p.state, p.open, p.added, p.officer_id,
	o.display AS officer_name, p.began, p.handed_in, p.results, p.version
FROM work_part p JOIN agency_v a ON a.id = p.agency_id LEFT JOIN account_v o ON o.id = p.officer_id
WHERE p.task_id = :task
ORDER BY CASE p.role WHEN 'lead' THEN 0 WHEN 'coordinating' THEN 1 WHEN 'joint' THEN 2 ELSE 3 END,
	p.through_collective, a.sort_key, p.id;

-- By the plan's number or id, and its path there; two rows: the number names more than one plan.
-- many work_task_named(plan text, path text) -> id int
-- unscoped: the command line, which acts as the program itself
SELECT t.id FROM plan_v p JOIN task_v t ON t.plan_id = p.id
WHERE (p.number = :plan OR CAST(p.id AS TEXT) = :plan) AND p.superseded_by IS NULL AND t.path = :path
ORDER BY t.id LIMIT 2;

-- What an order finds

-- one work_task_full(task int)
--	-> id int, plan_id int, standing_id int?, state text, standing bool, starts date?, due date?, began date?, finished date?, parts int, parts_in int, closed_early text?, carried_to int?, superseded_by int?, version int
-- unscoped: the order checks who may
SELECT w.task_id AS id, w.plan_id, coalesce(p.standing_id, p.issuer_id) AS standing_id, w.state, w.standing,
	w.starts, w.due, w.began, w.finished, w.parts, w.parts_in, w.closed_early, w.carried_to,
	p.superseded_by, w.version
FROM work_task w JOIN plan_v p ON p.id = w.plan_id WHERE w.task_id = :task;

-- one work_part_full(part int)
--	-> id int, task_id int, plan_id int, agency_id int, role text, words text, due date?, own_due bool, state text, open bool, added bool, officer_id int?, began date?, handed_in date?, results int, version int
-- unscoped: the order checks who may
SELECT id, task_id, plan_id, agency_id, role, words, due, own_due, state, open, added, officer_id, began,
	handed_in, results, version
FROM work_part WHERE id = :part;

-- one work_part_of(task int, agency int) -> id int, state text, version int
-- unscoped: the order checks who may
SELECT id, state, version FROM work_part WHERE task_id = :task AND agency_id = :agency;

-- many work_leads(task int) -> agency_id int
-- unscoped: it is the question of who may
SELECT agency_id FROM work_part WHERE task_id = :task AND role = 'lead' AND state <> 'ended';

-- Who took the place of an agency that is no more, or a part of its work: four steps on at most.
-- many work_successors(agency int, day date) -> id int, name text
WITH RECURSIVE onward(step, id) AS (
	SELECT 0, id FROM agency_v WHERE id = :agency AND last_day < :day
	UNION
	SELECT o.step + 1, x.to_id FROM onward o JOIN agency_edge_v x ON x.from_id = o.id
	WHERE o.step < 4 AND x.date <= :day
)
SELECT DISTINCT a.id, a.name FROM onward o JOIN agency_v a ON a.id = o.id
WHERE o.step > 0 AND a.first_day <= :day AND a.last_day >= :day ORDER BY a.id;

-- one work_extension_open(part int) -> id int, until date, reason text, account_name text, at time
-- unscoped: the order checks who may
SELECT id, until, reason, account_name, at FROM work_extension WHERE part_id = :part AND state = 'asked';

-- one work_last_event(task int) -> kind text, account_name text, at time
-- unscoped: told to who may act on the task
SELECT kind, account_name, at FROM work_event WHERE task_id = :task ORDER BY id DESC LIMIT 1;

-- one work_open_below(task int) -> n int
-- unscoped: the order checks who may
SELECT count(*) AS n FROM plan_task_v t
JOIN plan_task_v c ON c.plan_id = t.plan_id AND c.parent = t.position AND c.rule = 'person'
JOIN work_task w ON w.task_id = c.id
WHERE t.id = :task AND w.state = 'open';

-- one work_agency(id int, day date) -> name text, kind text, in_force bool
SELECT name, kind, CASE WHEN first_day <= :day AND last_day >= :day THEN 1 ELSE 0 END AS in_force
FROM agency_v WHERE id = :id;

-- one work_officer_fits(account int, agency int) -> id int
-- unscoped: an account of the agency, or one that may act for it
SELECT a.id FROM account_v a
WHERE a.id = :account AND a.state = 'active' AND EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = a.id AND m.agency_id = :agency AND m.permission = 'work.act');

-- one work_plan_standing(plan int) -> standing_id int?, superseded_by int?, number text?
-- unscoped: the order checks who may
SELECT coalesce(standing_id, issuer_id) AS standing_id, superseded_by, number FROM plan_v WHERE id = :plan;

-- one work_task_words(task int) -> words text, path text, number text?, rule text, version int
-- unscoped: the order checks who may
SELECT t.words, t.path, p.number, t.rule, t.version FROM plan_task_v t JOIN plan_v p ON p.id = t.plan_id WHERE t.id = :task;

-- What it does

-- changed work_part_put(id int, version int, role text, words text, due date?, own_due bool, state text, open bool, added bool, officer_id int?, began date?, handed_in date?, results int)
-- unscoped: the order has checked who may
UPDATE work_part SET role = :role, words = :words, due = :due, own_due = :own_due, state = :state, open = :open,
	added = :added, officer_id = :officer_id, began = :began, handed_in = :handed_in, results = :results,
	version = version + 1
WHERE id = :id AND version = :version;

-- changed work_task_put(id int, version int, state text, standing bool, starts date?, due date?, began date?, finished date?, closed_early text?, carried_to int?)
-- unscoped: the order has checked who may
UPDATE work_task SET state = :state, standing = :standing, starts = :starts, due = :due, began = :began,
	finished = :finished, closed_early = :closed_early, carried_to = :carried_to, version = version + 1
WHERE task_id = :id AND version = :version;

-- The first day on which somebody began; no new version, for nobody decided it.
-- exec work_task_began(id int, day date)
-- unscoped: the order has checked who may
UPDATE work_task SET began = :day WHERE task_id = :id AND (began IS NULL OR began > :day);

-- id work_part_add(task_id int, plan_id int, agency_id int, role text, words text, due date?, own_due bool)
-- unscoped: the order has checked who may
INSERT INTO work_part(task_id, plan_id, agency_id, role, through_collective, words, due, own_due, baseline_due, state, open, added)
VALUES (:task_id, :plan_id, :agency_id, :role, 0, :words, :due, :own_due, :due, 'new', 1, 1) RETURNING id;

-- Parts without a day of their own follow the task's; none may be later than it.
-- exec work_parts_follow(task int, due date?)
-- unscoped: the order has checked who may
UPDATE work_part SET due = :due, version = version + 1
WHERE task_id = :task AND open = 1 AND (own_due = 0 OR due > :due);

-- exec work_parts_accept(task int)
-- unscoped: the order has checked who may
UPDATE work_part SET state = 'accepted', open = 0, version = version + 1 WHERE task_id = :task AND state = 'in';

-- exec work_parts_close(task int, state text)
-- unscoped: the order has checked who may
UPDATE work_part SET state = :state, open = 0, version = version + 1 WHERE task_id = :task AND open = 1;

-- exec work_count_task(task int)
-- unscoped: the order has checked who may
UPDATE work_task SET
	parts = (SELECT count(*) FROM work_part p WHERE p.task_id = :task AND p.state <> 'ended'),
	parts_in = (SELECT count(*) FROM work_part p WHERE p.task_id = :task
		AND p.state IN ('in', 'accepted', 'waived', 'refused'))
WHERE task_id = :task;

-- exec work_tally_drop(plan int, task int, agency int)
-- unscoped: the order has checked who may
DELETE FROM work_tally WHERE plan_id = :plan AND agency_id IN (SELECT p.agency_id FROM work_part p
	WHERE p.task_id = :task AND (:agency = 0 OR p.agency_id = :agency));

-- exec work_tally_put(plan int, task int, agency int)
-- unscoped: the order has checked who may
INSERT INTO work_tally(plan_id, agency_id, parts, leads, open, handed, done)
SELECT plan_id, agency_id, count(*), sum(CASE WHEN role = 'lead' THEN 1 ELSE 0 END), sum(open),
	sum(CASE WHEN state = 'in' THEN 1 ELSE 0 END),
	sum(CASE WHEN state IN ('accepted', 'waived') THEN 1 ELSE 0 END)
FROM work_part WHERE plan_id = :plan AND state <> 'ended' AND agency_id IN (SELECT p.agency_id FROM work_part p
	WHERE p.task_id = :task AND (:agency = 0 OR p.agency_id = :agency))
GROUP BY plan_id, agency_id;

-- id work_result_add(part_id int, nth int, words text, day date, at time, account_id int, account_name text)
-- unscoped: the order has checked who may
INSERT INTO work_result(part_id, nth, words, day, at, account_id, account_name)
VALUES (:part_id, :nth, :words, :day, :at, :account_id, :account_name) RETURNING id;

-- exec work_figure_add(result_id int, position int, label text, amount real)
INSERT INTO work_figure(result_id, position, label, amount) VALUES (:result_id, :position, :label, :amount);

-- id work_extension_add(part_id int, due_was date?, until date, reason text, at time, account_id int, account_name text)
-- unscoped: the order has checked who may
INSERT INTO work_extension(part_id, due_was, until, reason, state, at, account_id, account_name)
VALUES (:part_id, :due_was, :until, :reason, 'asked', :at, :account_id, :account_name) RETURNING id;

-- changed work_extension_answer(id int, state text, answer text)
-- unscoped: the order has checked who may
UPDATE work_extension SET state = :state, answer = :answer WHERE id = :id AND state = 'asked';

-- exec work_event_add(task_id int, part_id int?, kind text, words text, day date?, was date?, at time, account_id int, account_name text)
INSERT INTO work_event(task_id, part_id, kind, words, day, was, at, account_id, account_name)
VALUES (:task_id, :part_id, :kind, :words, :day, :was, :at, :account_id, :account_name);

-- Who still owed something when a task is carried over.
-- many work_owing(task int) -> agency_id int, role text
-- unscoped: the order has checked who may
SELECT agency_id, role FROM work_part WHERE task_id = :task AND open = 1
ORDER BY CASE role WHEN 'lead' THEN 0 WHEN 'coordinating' THEN 1 WHEN 'joint' THEN 2 ELSE 3 END, id;

-- Tallies and counts that are not what the parts say; for tests and the doctor.
-- one work_tally_sum(plan int) -> parts int
-- unscoped: a check of the program itself
SELECT coalesce(sum(parts), 0) AS parts FROM work_tally WHERE plan_id = :plan;

-- many work_tally_check() -> plan_id int, id int
-- unscoped: compares all there is
SELECT p.plan_id, p.agency_id AS id FROM (SELECT plan_id, agency_id, count(*) AS parts, sum(open) AS open,
		sum(CASE WHEN state = 'in' THEN 1 ELSE 0 END) AS handed,
		sum(CASE WHEN state IN ('accepted', 'waived') THEN 1 ELSE 0 END) AS done
	FROM work_part WHERE state <> 'ended' GROUP BY plan_id, agency_id) p
LEFT JOIN work_tally t ON t.plan_id = p.plan_id AND t.agency_id = p.agency_id
WHERE t.parts IS NULL OR t.parts <> p.parts OR t.open <> p.open OR t.handed <> p.handed OR t.done <> p.done
UNION ALL
SELECT w.plan_id, w.task_id FROM work_task w
WHERE w.parts <> (SELECT count(*) FROM work_part p WHERE p.task_id = w.task_id AND p.state <> 'ended')
	OR w.parts_in <> (SELECT count(*) FROM work_part p WHERE p.task_id = w.task_id
		AND p.state IN ('in', 'accepted', 'waived', 'refused'));

-- Pages

-- Parts of a task whose agency the account acts for.
-- many work_task_mine(task int, account int) -> id int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT p.id FROM work_part p WHERE p.task_id = :task AND EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = :account AND m.agency_id = p.agency_id AND m.permission = 'work.act');

-- Who acts now in the place of agencies that are no more.
-- many work_task_now(task int, account int, day date) -> agency_id int, name text, acts bool
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
WITH RECURSIVE onward(origin, step, id) AS (
	SELECT p.agency_id, 0, p.agency_id FROM work_part p JOIN agency_v a ON a.id = p.agency_id
	WHERE p.task_id = :task AND a.last_day < :day
	UNION
	SELECT o.origin, o.step + 1, x.to_id FROM onward o JOIN agency_edge_v x ON x.from_id = o.id
	WHERE o.step < 4 AND x.date <= :day
)
SELECT n.origin AS agency_id, a.name, CASE WHEN EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = :account AND m.agency_id = a.id AND m.permission = 'work.act') THEN 1 ELSE 0 END AS acts
FROM (SELECT DISTINCT origin, id FROM onward WHERE step > 0) n JOIN agency_v a ON a.id = n.id
WHERE a.first_day <= :day AND a.last_day >= :day ORDER BY n.origin, a.sort_key;

-- many work_task_results(task int)
--	-> id int, part_id int, agency_name text, nth int, words text, day date, at time, account_name text, files int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT x.id, x.part_id, a.name AS agency_name, x.nth, x.words, x.day, x.at, x.account_name,
	(SELECT count(*) FROM work_result_file f WHERE f.result_id = x.id) AS files
FROM work_part p JOIN work_result x ON x.part_id = p.id JOIN agency_v a ON a.id = p.agency_id
WHERE p.task_id = :task ORDER BY x.id DESC;

-- many work_task_figures(task int) -> result_id int, label text, amount real
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT f.result_id, f.label, f.amount
FROM work_part p JOIN work_result x ON x.part_id = p.id JOIN work_figure f ON f.result_id = x.id
WHERE p.task_id = :task ORDER BY f.result_id, f.position;

-- many work_task_asked(task int) -> id int, part_id int, agency_name text, role text, until date, reason text, account_name text, at time
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT x.id, x.part_id, a.name AS agency_name, p.role, x.until, x.reason, x.account_name, x.at
FROM work_part p JOIN work_extension x ON x.part_id = p.id AND x.state = 'asked'
JOIN agency_v a ON a.id = p.agency_id
WHERE p.task_id = :task ORDER BY x.id;

-- many work_task_history(task int, most int)
--	-> id int, kind text, agency_name text?, words text, day date?, was date?, at time, account_name text
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT v.id, v.kind, a.name AS agency_name, v.words, v.day, v.was, v.at, v.account_name
FROM work_event v LEFT JOIN work_part p ON p.id = v.part_id LEFT JOIN agency_v a ON a.id = p.agency_id
WHERE v.task_id = :task ORDER BY v.id DESC LIMIT :most;

-- many work_task_below(task int)
--	-> id int, path text, words text, state text, standing bool, due date?, began date?, parts int, parts_in int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT c.id, c.path, c.words, w.state, w.standing, w.due, w.began, w.parts, w.parts_in
FROM plan_task_v t
JOIN plan_task_v c ON c.plan_id = t.plan_id AND c.parent = t.position AND c.rule = 'person'
JOIN work_task w ON w.task_id = c.id
WHERE t.id = :task ORDER BY c.position;

-- many work_plan_tasks(plan int)
--	-> task_id int, state text, standing bool, due date?, began date?, parts int, parts_in int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT task_id, state, standing, due, began, parts, parts_in FROM work_task WHERE plan_id = :plan ORDER BY task_id;

-- many work_officers(agency int) -> id int, display text
-- unscoped: the accounts of one agency, for who acts for it
SELECT a.id, a.display FROM account_v a
WHERE a.agency_id = :agency AND a.state = 'active' AND EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = a.id AND m.agency_id = :agency AND m.permission = 'work.act')
ORDER BY a.display LIMIT 200;

-- Agencies that see a plan, for who types a name.
-- many work_agencies_near(plan int, day date, most int) -> name text
SELECT DISTINCT a.name FROM plan_audience_v u JOIN agency_v a ON a.id = u.agency_id
WHERE u.plan_id = :plan AND a.first_day <= :day AND a.last_day >= :day ORDER BY a.name LIMIT :most;

-- one work_task_place(task int) -> province text?
-- unscoped: the order checks who may
SELECT p.province FROM work_task w JOIN plan_v p ON p.id = w.plan_id WHERE w.task_id = :task;

-- Plans in force that an account follows, but for one; newest first.
-- many work_plans_followed(account int, but int) -> id int, number text?, title text
SELECT p.id, p.number, p.title FROM plan_v p
WHERE p.superseded_by IS NULL AND p.id <> :but AND (EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = :account AND m.agency_id = coalesce(p.standing_id, p.issuer_id) AND m.permission = 'work.follow')
	OR EXISTS (SELECT 1 FROM access_reach_v r WHERE :account = 1 AND r.account_id = 1 AND r.agency_id = coalesce(p.standing_id, p.issuer_id)))
ORDER BY coalesce(p.issued, '') DESC, p.id DESC LIMIT 200;
