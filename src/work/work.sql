-- What is done about the tasks of adopted plans.

-- The adoption

-- many work_unopened() -> id int
-- unscoped: at the start, of every plan
SELECT p.id FROM plan_v p
WHERE p.superseded_by IS NULL AND NOT EXISTS (SELECT 1 FROM work_task w WHERE w.plan_id = p.id)
	AND EXISTS (SELECT 1 FROM task_v t WHERE t.plan_id = p.id)
ORDER BY p.id;

-- exec work_open_tasks(plan int)
-- unscoped: the adoption of a plan, which may
INSERT INTO work_task(task_id, plan_id, state, standing, starts, due, baseline_starts, baseline_due, written_due, parts, parts_in)
SELECT t.id, t.plan_id, 'open',
	CASE WHEN t.last_day IS NULL AND t.due_suspect = 0 AND t.trigger_words IS NULL THEN 1 ELSE 0 END,
	t.starts, t.last_day, t.starts, t.last_day, t.last_day, 0, 0
FROM plan_task_v t
WHERE t.plan_id = :plan AND NOT EXISTS (SELECT 1 FROM work_task w WHERE w.task_id = t.id);

-- By name before by a collective; of several roles the one that comes first in the vocabulary.
-- exec work_open_parts(plan int)
-- unscoped: the adoption of a plan, which may
INSERT INTO work_part(task_id, plan_id, agency_id, role, through_collective, due, baseline_due, state, open)
SELECT x.task_id, x.plan_id, x.agency_id,
	CASE min(x.through_collective * 4 + CASE x.role WHEN 'lead' THEN 0 WHEN 'coordinating' THEN 1 WHEN 'joint' THEN 2 ELSE 3 END) % 4
		WHEN 0 THEN 'lead' WHEN 1 THEN 'coordinating' WHEN 2 THEN 'joint' ELSE 'requested' END,
	min(x.through_collective), w.due, w.due, 'new', 1
FROM plan_assigned_v x JOIN work_task w ON w.task_id = x.task_id
WHERE x.plan_id = :plan AND x.open = 0 AND w.state = 'open'
	AND NOT EXISTS (SELECT 1 FROM work_part p WHERE p.task_id = x.task_id AND p.agency_id = x.agency_id)
GROUP BY x.task_id, x.plan_id, x.agency_id, w.due;

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
