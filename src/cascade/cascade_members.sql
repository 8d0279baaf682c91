-- The plans that a plan asks its members for

-- Tasks that may ask for plans; the words decide (members.c).
-- many cascade_asking(plan int) -> id int, path text, words text, last_day date?, due_suspect bool
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT t.id, t.path, t.words, t.last_day, t.due_suspect FROM plan_task_v t
WHERE t.plan_id = :plan AND t.part = 'organisation'
	AND EXISTS (SELECT 1 FROM plan_party_v x WHERE x.task_id = t.id)
ORDER BY t.position;

-- many cascade_members(task int) -> agency_id int, name text, kind text, level text, province_code text?, open bool
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT a.id AS agency_id, a.name, a.kind, a.level, a.province_code, min(x.open) AS open
FROM plan_assigned_v x JOIN agency_v a ON a.id = x.agency_id
WHERE x.task_id = :task
GROUP BY a.id, a.name, a.kind, a.level, a.province_code, a.sort_key
ORDER BY CASE a.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 ELSE 2 END, a.sort_key, a.id;

-- many cascade_sent_list(plan int) -> id int, agency_id int, number text, issued date?, received date, note text, account_name text, version int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT id, agency_id, number, issued, received, note, account_name, version FROM cascade_sent
WHERE plan_id = :plan AND withdrawn IS NULL ORDER BY received, id;

-- one cascade_sent_by_id(id int, plan int) -> agency_id int, number text, version int
-- unscoped: changed by who may at the plan's standing agency
SELECT agency_id, number, version FROM cascade_sent WHERE id = :id AND plan_id = :plan AND withdrawn IS NULL;

-- one cascade_is_asked(task int, agency int) -> asked int
-- unscoped: of one plan, which cascade_plan has read with its scope
SELECT count(*) AS asked FROM plan_assigned_v x WHERE x.task_id = :task AND x.agency_id = :agency;

-- id cascade_sent_add(plan_id int, agency_id int, number text, issued date?, received date, note text, account_id int, account_name text, now time)
-- unscoped: makes the row, for who may at the plan's standing agency
INSERT INTO cascade_sent(plan_id, agency_id, number, issued, received, note, account_id, account_name, at)
VALUES (:plan_id, :agency_id, :number, :issued, :received, :note, :account_id, :account_name, :now)
RETURNING id;

-- changed cascade_sent_withdraw(id int, plan int, version int, now time)
-- unscoped: changed by who may at the plan's standing agency
UPDATE cascade_sent SET withdrawn = :now, version = version + 1
WHERE id = :id AND plan_id = :plan AND version = :version AND withdrawn IS NULL;
