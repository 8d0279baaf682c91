-- The demo: how its first plan went.

-- one work_demo_part(path text, agency int) -> part_id int, task_id int, state text
-- unscoped: of the plan the demo itself has loaded
SELECT p.id AS part_id, p.task_id, p.state FROM work_part p JOIN task_v t ON t.id = p.task_id
WHERE t.plan_id = (SELECT min(id) FROM plan_v) AND t.path = :path AND p.agency_id = :agency;

-- one work_demo_task(path text) -> id int, state text
-- unscoped: of the plan the demo itself has loaded
SELECT w.task_id AS id, w.state FROM work_task w JOIN task_v t ON t.id = w.task_id
WHERE t.plan_id = (SELECT min(id) FROM plan_v) AND t.path = :path;
