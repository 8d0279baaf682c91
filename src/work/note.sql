-- Notes on a task

-- many note_rows(task int, most int)
--	-> id int, words text, at time, account_id int, account_name text, agency_name text?, withdrawn time?
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT n.id, n.words, n.at, n.account_id, n.account_name, a.name AS agency_name, n.withdrawn
FROM work_note n LEFT JOIN agency_v a ON a.id = n.agency_id
WHERE n.task_id = :task ORDER BY n.id LIMIT :most;

-- many note_agencies(task int) -> note_id int, agency_id int, name text, abbr text?
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT x.note_id, x.agency_id, a.name, a.abbr
FROM work_note n JOIN work_note_agency x ON x.note_id = n.id JOIN agency_v a ON a.id = x.agency_id
WHERE n.task_id = :task ORDER BY x.note_id, a.sort_key;

-- one note_count(task int) -> n int
-- unscoped: of one task, which task_by_id has read with its scope in the same snapshot
SELECT count(*) AS n FROM work_note WHERE task_id = :task;

-- one note_task(task int) -> id int
-- unscoped: whether there is work at all for a task that the account may see
SELECT task_id AS id FROM work_task WHERE task_id = :task;

-- one note_own(id int, account int) -> task_id int, withdrawn time?
-- unscoped: one's own
SELECT task_id, withdrawn FROM work_note WHERE id = :id AND account_id = :account;

-- By its short name or its code; an agency with a part in the task before others.
-- many note_named(task int, word text, day date) -> id int
-- unscoped: names of agencies are public; nothing else of the task is told
SELECT a.id FROM agency_v a
WHERE (a.abbr = :word OR a.code = :word) AND a.first_day <= :day AND a.last_day >= :day
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM work_part p WHERE p.task_id = :task AND p.agency_id = a.id) THEN 0 ELSE 1 END, a.id
LIMIT 1;

-- Who of an agency that a note names is told: whoever works on its part, else all who act for it; only
-- those who see the task.
-- many note_people(task int, agency int, author int) -> id int, lang text, path text, number text?, agency_name text
-- unscoped: each by his own reach
SELECT a.id, a.lang, t.path, v.number, coalesce(g.abbr, g.name) AS agency_name
FROM account_notify_v a JOIN agency_v g ON g.id = a.agency_id
JOIN task_v t ON t.id = :task JOIN plan_v v ON v.id = t.plan_id
WHERE a.agency_id = :agency AND a.id <> :author
  AND EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = a.id AND m.agency_id = a.agency_id
	AND m.permission = 'work.act')
  AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = t.plan_id AND r.account_id = a.id)
  AND (a.id = (SELECT p.officer_id FROM work_part p WHERE p.task_id = :task AND p.agency_id = :agency)
	OR NOT EXISTS (SELECT 1 FROM work_part p JOIN account_notify_v f ON f.id = p.officer_id
		WHERE p.task_id = :task AND p.agency_id = :agency))
ORDER BY a.id;

-- id note_add(task_id int, words text, at time, account_id int, account_name text, agency_id int?)
-- unscoped: apply has read the task with its scope
INSERT INTO work_note(task_id, words, at, account_id, account_name, agency_id)
VALUES (:task_id, :words, :at, :account_id, :account_name, :agency_id) RETURNING id;

-- exec note_name(note_id int, agency_id int)
INSERT INTO work_note_agency(note_id, agency_id) VALUES (:note_id, :agency_id)
ON CONFLICT DO NOTHING;

-- changed note_take_back(id int, account int, at time)
-- unscoped: one's own
UPDATE work_note SET words = '', withdrawn = :at
WHERE id = :id AND account_id = :account AND withdrawn IS NULL;

-- exec note_forget_names(id int)
-- unscoped: of one's own note
DELETE FROM work_note_agency WHERE note_id = :id;

-- Files of a result

-- one evidence_result(result int, account int)
--	-> id int, nth int, words text, day date, account_name text, part_id int, task_id int, plan_id int, path text, agency_id int, agency_name text, state text, task_state text
SELECT r.id, r.nth, r.words, r.day, r.account_name, p.id AS part_id, p.task_id, p.plan_id, t.path, p.agency_id,
	a.name AS agency_name, p.state, w.state AS task_state
FROM work_result r JOIN work_part p ON p.id = r.part_id JOIN work_task w ON w.task_id = p.task_id
JOIN task_v t ON t.id = p.task_id JOIN agency_v a ON a.id = p.agency_id
WHERE r.id = :result AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.plan_id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM access_reach_v o WHERE o.agency_id = p.agency_id AND o.account_id = :account));

-- many evidence_rows(result int)
--	-> nth int, file_id int, name text, kind text, size int, at time, account_name text
-- unscoped: of one result, which evidence_result has read with its scope in the same snapshot
SELECT nth, file_id, name, kind, size, at, account_name FROM work_result_file WHERE result_id = :result ORDER BY nth;

-- one evidence_file(result int, nth int) -> file_id int, name text
-- unscoped: of one result, which evidence_result has read with its scope in the same snapshot
SELECT file_id, name FROM work_result_file WHERE result_id = :result AND nth = :nth;

-- one evidence_held(result int, file int) -> files int, same int
-- unscoped: of one result, which evidence_result has read with its scope in the same snapshot
SELECT count(*) AS files, coalesce(sum(CASE WHEN file_id = :file THEN 1 ELSE 0 END), 0) AS same
FROM work_result_file WHERE result_id = :result;

-- exec evidence_add(result_id int, nth int, file_id int, name text, kind text, size int, at time, account_id int, account_name text)
-- unscoped: apply has read the result with its scope and who may
INSERT INTO work_result_file(result_id, nth, file_id, name, kind, size, at, account_id, account_name)
VALUES (:result_id, :nth, :file_id, :name, :kind, :size, :at, :account_id, :account_name);
