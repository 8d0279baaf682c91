-- A plan's tasks in time.

-- Within which days everything lies.
-- one gantt_span(plan int)
--	-> tasks int, dated int, starts date?, due date?, due_first date?, baseline_starts date?, baseline_due date?, began date?, finished date?
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT count(*) AS tasks, count(due) AS dated, min(starts) AS starts, max(due) AS due, min(due) AS due_first,
	min(baseline_starts) AS baseline_starts, max(baseline_due) AS baseline_due, min(began) AS began,
	max(finished) AS finished
FROM work_task WHERE plan_id = :plan;

-- many gantt_rows(plan int, dated bool, behind int, most int)
--	-> id int, position int, heading int?, path text, words text, state text, standing bool, starts date?, due date?, baseline_starts date?, baseline_due date?, began date?, finished date?, parts int, parts_in int, leads int, lead text?, lead_short text?
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT t.id, t.position, t.heading, t.path, t.words, w.state, w.standing, w.starts, w.due,
	w.baseline_starts, w.baseline_due, w.began, w.finished, w.parts, w.parts_in,
	(SELECT count(*) FROM work_part p WHERE p.task_id = t.id AND p.role = 'lead' AND p.state <> 'ended') AS leads,
	l.name AS lead, l.abbr AS lead_short
FROM plan_task_v t JOIN work_task w ON w.task_id = t.id
LEFT JOIN agency_v l ON l.id = (SELECT p.agency_id FROM work_part p
	WHERE p.task_id = t.id AND p.role = 'lead' AND p.state <> 'ended' ORDER BY p.through_collective, p.id LIMIT 1)
WHERE t.plan_id = :plan AND t.position > :behind AND CASE WHEN w.due IS NULL THEN 0 ELSE 1 END = :dated
ORDER BY t.position LIMIT :most;

-- many gantt_headings(plan int) -> position int, path text, title text, first int?, tasks int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT h.position, h.path, h.title, min(t.position) AS first, count(t.id) AS tasks
FROM plan_heading_v h LEFT JOIN (SELECT t.id, t.plan_id, t.position, t.heading FROM plan_task_v t
	JOIN work_task w ON w.task_id = t.id WHERE t.plan_id = :plan AND w.due IS NOT NULL) t
	ON t.plan_id = h.plan_id AND t.heading = h.position
WHERE h.plan_id = :plan
GROUP BY h.position, h.path, h.title ORDER BY h.position;
