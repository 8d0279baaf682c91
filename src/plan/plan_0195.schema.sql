-- For the subjects that stand on plans: who may see one, what a task's last day is, and which
-- agencies it falls to for certain.

-- As plan_reach_own and plan_reach: to be asked in this order, by EXISTS.
CREATE VIEW plan_reach_own_v AS SELECT plan_id, account_id FROM plan_reach_own;
CREATE VIEW plan_reach_v AS SELECT plan_id, account_id FROM plan_reach;

-- `last_day`: the last one that is in time; none where the text names no day, where the day as
-- written is suspect, or where every year has it and the plan is for no single year.
-- sqlite
CREATE VIEW plan_task_v AS
SELECT t.id, t.plan_id, t.position, t.heading, t.parent, t.path, t.part, t.words, t.starts,
	CASE WHEN t.due_suspect = 1 THEN NULL
		WHEN t.due IS NOT NULL AND t.due_before = 1 THEN date(t.due, '-1 day')
		WHEN t.due IS NOT NULL THEN t.due
		WHEN substr(t.recurrence, 1, 7) = 'yearly ' AND length(t.recurrence) = 12 AND t.recurrence <> 'yearly 02-29' AND p.year BETWEEN 1900 AND 2999
		THEN p.year || '-' || substr(t.recurrence, 8) END AS last_day,
	t.due_suspect, t.due_words, t.recurrence, t.trigger_words, t.sure, t.rule, t.version, p.superseded_by
FROM task t JOIN plan p ON p.id = t.plan_id;
-- postgres
CREATE VIEW plan_task_v AS
SELECT t.id, t.plan_id, t.position, t.heading, t.parent, t.path, t.part, t.words, t.starts,
	CASE WHEN t.due_suspect = 1 THEN NULL
		WHEN t.due IS NOT NULL AND t.due_before = 1 THEN to_char(CAST(t.due AS date) - 1, 'YYYY-MM-DD')
		WHEN t.due IS NOT NULL THEN t.due
		WHEN substr(t.recurrence, 1, 7) = 'yearly ' AND length(t.recurrence) = 12 AND t.recurrence <> 'yearly 02-29' AND p.year BETWEEN 1900 AND 2999
		THEN p.year || '-' || substr(t.recurrence, 8) END COLLATE "C" AS last_day,
	t.due_suspect, t.due_words, t.recurrence, t.trigger_words, t.sure, t.rule, t.version, p.superseded_by
FROM task t JOIN plan p ON p.id = t.plan_id;
-- both

-- Every agency a task falls to, once a party. `open`: through words such as "các bộ, ngành có liên
-- quan", which may mean it; a person decides.
CREATE VIEW plan_assigned_v AS
SELECT t.plan_id, x.task_id, x.agency_id, x.role, 0 AS through_collective, 0 AS open
FROM task t JOIN task_party x ON x.task_id = t.id WHERE x.agency_id IS NOT NULL
UNION ALL
SELECT t.plan_id, x.task_id, m.agency_id, x.role, 1, c.open
FROM task t JOIN task_party x ON x.task_id = t.id
JOIN plan_collective c ON c.id = x.collective_id JOIN plan_member m ON m.collective_id = c.id;
