-- many origin_rows(task int, account int) -> kind text, id int, title text, day date?
SELECT 'meeting' AS kind, m.id AS id, m.title, m.day FROM meeting_conclusion k JOIN meeting m ON m.id = k.meeting_id
WHERE k.task_id = :task AND EXISTS (SELECT 1 FROM meeting_reach x WHERE x.meeting_id = m.id AND x.account_id = :account)
UNION
SELECT 'team', m.id, m.title, m.starts AS day FROM team_finding f JOIN team m ON m.id = f.team_id
WHERE f.task_id = :task AND EXISTS (SELECT 1 FROM team_reach x WHERE x.team_id = m.id AND x.account_id = :account)
UNION
SELECT 'directive', d.id, d.number AS title, d.issued AS day FROM task_v t
JOIN plan_cited_v c ON c.plan_id = t.plan_id AND c.task = t.position JOIN directive d ON d.number = c.number
WHERE t.id = :task AND EXISTS (SELECT 1 FROM directive_reach x WHERE x.directive_id = d.id AND x.account_id = :account)
ORDER BY kind, id;
