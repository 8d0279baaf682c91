-- What ten years of work leave on nation.sql, on 22/11/2026: of the years before, three parts in a hundred are
-- still owed; of this year's, a seventh of those that are due. Arithmetic again.
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
BEGIN;
UPDATE work_part SET state = 'accepted', open = 0, began = substr(coalesce(due, '2025-12-31'), 1, 8) || '01', handed_in = due
WHERE plan_id IN (SELECT id FROM plan WHERE imported_by = 'bench')
	AND CASE WHEN coalesce(due, (SELECT p.year || '-12-31' FROM plan p WHERE p.id = plan_id)) < '2026-01-01' THEN (id * 7919) % 100 >= 3
		WHEN due < '2026-11-22' THEN (id * 7919) % 7 > 0 ELSE 0 END;
UPDATE work_part SET state = 'in', open = 0, handed_in = '2026-11-20' WHERE open = 1 AND due BETWEEN '2026-11-01' AND '2026-12-31' AND id % 9 = 0;
UPDATE work_task SET parts = n.parts, parts_in = n.done, state = CASE WHEN n.done = n.parts AND n.waiting = 0 THEN 'done' ELSE 'open' END
FROM (SELECT task_id, count(*) AS parts, count(*) - sum(open) AS done, sum(state = 'in') AS waiting FROM work_part GROUP BY task_id) n
WHERE n.task_id = work_task.task_id;
DELETE FROM work_tally;
INSERT INTO work_tally(plan_id, agency_id, parts, leads, open, handed, done)
SELECT plan_id, agency_id, count(*), sum(role = 'lead'), sum(open), sum(state = 'in'), sum(state = 'accepted')
FROM work_part GROUP BY plan_id, agency_id;
INSERT INTO work_event(task_id, part_id, kind, words, at, account_id, account_name)
SELECT task_id, id, 'accepted', '', (julianday(due) - 2440587.5) * 86400000000, 1, 'system' FROM work_part WHERE state = 'accepted' AND due >= '2025-01-01' AND due < '2026-11-22';
COMMIT;
