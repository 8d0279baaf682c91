-- Many parts at once

-- one bulk_by_id(id int, account int) -> id int, pasted bool, made time, done time?
-- unscoped: one's own
SELECT id, pasted, made, done FROM work_bulk WHERE id = :id AND account_id = :account;

-- many bulk_items(bulk int)
--	-> line int, action text, part_id int?, given text, words text, day date?, officer_id int?, fault text?, task_id int?, path text?, agency_name text?, part_words text?, part_due date?, state text?, role text?
-- unscoped: of one's own, which bulk_by_id has read; the orders check who may
SELECT i.line, i.action, i.part_id, i.given, i.words, i.day, i.officer_id, i.fault, p.task_id, t.path,
	a.name AS agency_name, p.words AS part_words, p.due AS part_due, p.state, p.role
FROM work_bulk_item i LEFT JOIN work_part p ON p.id = i.part_id LEFT JOIN task_v t ON t.id = p.task_id
LEFT JOIN agency_v a ON a.id = p.agency_id
WHERE i.bulk_id = :bulk ORDER BY i.line;

-- id bulk_add(account int, pasted bool, made time)
-- unscoped: one's own
INSERT INTO work_bulk(account_id, pasted, made) VALUES (:account, :pasted, :made) RETURNING id;

-- exec bulk_item_add(bulk_id int, line int, action text, part_id int?, given text, words text, day date?, officer_id int?, fault text?)
INSERT INTO work_bulk_item(bulk_id, line, action, part_id, given, words, day, officer_id, fault)
VALUES (:bulk_id, :line, :action, :part_id, :given, :words, :day, :officer_id, :fault);

-- changed bulk_mark_done(id int, account int, at time)
-- unscoped: one's own
UPDATE work_bulk SET done = :at WHERE id = :id AND account_id = :account AND done IS NULL;

-- exec bulk_forget_items(account int, before time)
-- unscoped: one's own
DELETE FROM work_bulk_item WHERE bulk_id IN (SELECT id FROM work_bulk WHERE account_id = :account AND made < :before);

-- exec bulk_forget(account int, before time)
-- unscoped: one's own
DELETE FROM work_bulk WHERE account_id = :account AND made < :before;

-- What a choice finds: parts of plans or agencies that the account sees.
-- many bulk_find(account int, plan int, agency int, state text, late bool, day date, most int) -> id int
SELECT p.id FROM work_part p JOIN work_task w ON w.task_id = p.task_id
WHERE w.state = 'open' AND p.state <> 'ended' AND (:plan = 0 OR p.plan_id = :plan)
	AND (:agency = 0 OR p.agency_id = :agency) AND (:state = '' OR p.state = :state)
	AND (:late = 0 OR (p.open = 1 AND p.due < :day))
	AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM access_reach_v o WHERE o.agency_id = p.agency_id AND o.account_id = :account))
ORDER BY p.plan_id, p.task_id, p.id LIMIT :most;

-- many bulk_officers(agency int) -> id int, display text
-- unscoped: of the actor's own agency
SELECT id, display FROM account_v WHERE agency_id = :agency AND state = 'active' ORDER BY display, id LIMIT 200;

-- Lines that were pasted name tasks by their path or number.
-- many paste_tasks(plan int) -> id int, path text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT id, path FROM task_v WHERE plan_id = :plan ORDER BY path, id;

-- many paste_parts(task int, word text, fold text) -> id int
-- unscoped: of one task of a plan that was read with its scope; the orders check who may
SELECT p.id FROM work_part p JOIN agency_v a ON a.id = p.agency_id
WHERE p.task_id = :task AND p.state <> 'ended' AND (a.abbr = :word OR a.code = :word OR a.fold = :fold) LIMIT 2;
