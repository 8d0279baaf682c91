-- Inspection and survey teams, where they went, what they found.

-- many team_rows(account int, committee int?, kind text?, late bool, day date, skip int, most int)
--	-> id int, kind text, title text, number text, starts date, ends date?, lead text, agency text,
--	committee_id int?, committee text?, visits int, findings int, open int, overdue int
WITH seen AS (
	SELECT m.id, m.kind, m.title, m.number, m.starts, m.ends, m.lead_id, m.agency_id, m.committee_id
	FROM team m
	WHERE (:committee IS NULL OR m.committee_id = :committee) AND (:kind IS NULL OR m.kind = :kind)
		AND (:late = 0 OR EXISTS (SELECT 1 FROM team_finding f WHERE f.team_id = m.id AND f.state = 'open' AND f.due < :day))
		AND EXISTS (SELECT 1 FROM team_reach x WHERE x.team_id = m.id AND x.account_id = :account)
	ORDER BY m.starts DESC, m.id DESC LIMIT :most OFFSET :skip
)
SELECT m.id, m.kind, m.title, m.number, m.starts, m.ends, l.name AS lead, a.name AS agency, m.committee_id,
	c.name AS committee,
	(SELECT count(*) FROM team_visit v WHERE v.team_id = m.id) AS visits,
	(SELECT count(*) FROM team_finding f WHERE f.team_id = m.id) AS findings,
	(SELECT count(*) FROM team_finding f WHERE f.team_id = m.id AND f.state IN ('open', 'answered')) AS open,
	(SELECT count(*) FROM team_finding f WHERE f.team_id = m.id AND f.state = 'open' AND f.due < :day) AS overdue
FROM seen m JOIN agency_v l ON l.id = m.lead_id JOIN agency_v a ON a.id = m.agency_id
LEFT JOIN agency_v c ON c.id = m.committee_id
ORDER BY m.starts DESC, m.id DESC;

-- one team_by_id(id int, account int)
--	-> id int, agency_id int, agency text, committee_id int?, committee text?, kind text, title text, number text,
--	decided date?, lead_id int, lead text, starts date, ends date?, content text, version int
SELECT m.id, m.agency_id, a.name AS agency, m.committee_id, c.name AS committee, m.kind, m.title, m.number,
	m.decided, m.lead_id, l.name AS lead, m.starts, m.ends, m.content, m.version
FROM team m JOIN agency_v a ON a.id = m.agency_id JOIN agency_v l ON l.id = m.lead_id
LEFT JOIN agency_v c ON c.id = m.committee_id
WHERE m.id = :id AND EXISTS (SELECT 1 FROM team_reach x WHERE x.team_id = m.id AND x.account_id = :account);

-- many team_agencies(team int) -> id int, name text
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT x.agency_id AS id, a.name FROM team_agency x JOIN agency_v a ON a.id = x.agency_id
WHERE x.team_id = :team ORDER BY a.sort_key, a.id;

-- many team_visits(team int) -> id int, agency_id int?, agency text?, place text, day date, note text, version int
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT v.id, v.agency_id, a.name AS agency, v.place, v.day, v.note, v.version
FROM team_visit v LEFT JOIN agency_v a ON a.id = v.agency_id WHERE v.team_id = :team ORDER BY v.day, v.id;

-- one team_visit_by_id(id int, team int) -> id int, agency text?, place text, day date, note text, version int
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT v.id, a.name AS agency, v.place, v.day, v.note, v.version
FROM team_visit v LEFT JOIN agency_v a ON a.id = v.agency_id WHERE v.id = :id AND v.team_id = :team;

-- many team_findings(team int, account int)
--	-> id int, visit_id int?, kind text, words text, recommendation text, agency_id int?, agency text?,
--	due date?, state text, answer text, answered date?, answered_by text, task_id int?, task_path text?,
--	task_state text?, mine bool, version int
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT f.id, f.visit_id, f.kind, f.words, f.recommendation, f.agency_id, a.name AS agency, f.due, f.state,
	f.answer, f.answered, f.answered_by, f.task_id, t.path AS task_path, w.state AS task_state,
	CASE WHEN EXISTS (SELECT 1 FROM access_may_v r WHERE r.account_id = :account AND r.agency_id = f.agency_id
		AND r.permission = 'work.act') THEN 1 ELSE 0 END AS mine, f.version
FROM team_finding f LEFT JOIN agency_v a ON a.id = f.agency_id LEFT JOIN task_v t ON t.id = f.task_id
LEFT JOIN work_task_v w ON w.task_id = f.task_id WHERE f.team_id = :team
ORDER BY CASE f.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 ELSE 2 END, f.due NULLS LAST, f.id;

-- one team_finding_by_id(id int, team int)
--	-> id int, visit_id int?, kind text, words text, recommendation text, agency_id int?, agency text?,
--	due date?, state text, answer text, answered date?, answered_by text, task_id int?, version int
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT f.id, f.visit_id, f.kind, f.words, f.recommendation, f.agency_id, a.name AS agency, f.due, f.state,
	f.answer, f.answered, f.answered_by, f.task_id, f.version
FROM team_finding f LEFT JOIN agency_v a ON a.id = f.agency_id WHERE f.id = :id AND f.team_id = :team;

-- id team_add(agency int, committee int?, kind text, title text, number text, decided date?, lead int,
--	starts date, ends date?, content text, made time, made_by int)
-- unscoped: makes the row
INSERT INTO team(agency_id, committee_id, kind, title, number, decided, lead_id, starts, ends, content, made, made_by)
VALUES (:agency, :committee, :kind, :title, :number, :decided, :lead, :starts, :ends, :content, :made, :made_by)
RETURNING id;

-- changed team_change(id int, version int, kind text, title text, number text, decided date?, lead int,
--	starts date, ends date?, content text)
-- unscoped: the change has checked its right at the agency that keeps it
UPDATE team SET kind = :kind, title = :title, number = :number, decided = :decided, lead_id = :lead,
	starts = :starts, ends = :ends, content = :content, version = version + 1
WHERE id = :id AND version = :version;

-- exec team_agency_clear(team int)
DELETE FROM team_agency WHERE team_id = :team;

-- exec team_agency_add(team int, agency int)
INSERT INTO team_agency(team_id, agency_id) VALUES (:team, :agency) ON CONFLICT (team_id, agency_id) DO NOTHING;

-- id team_visit_add(team int, agency int?, place text, day date, note text)
-- unscoped: the change has checked its right at the agency that keeps the team
INSERT INTO team_visit(team_id, agency_id, place, day, note) VALUES (:team, :agency, :place, :day, :note)
RETURNING id;

-- changed team_visit_change(id int, version int, agency int?, place text, day date, note text)
-- unscoped: the change has checked its right at the agency that keeps the team
UPDATE team_visit SET agency_id = :agency, place = :place, day = :day, note = :note, version = version + 1
WHERE id = :id AND version = :version;

-- id team_finding_add(team int, visit int?, kind text, words text, recommendation text, agency int?, due date?,
--	state text)
-- unscoped: the change has checked its right at the agency that keeps the team
INSERT INTO team_finding(team_id, visit_id, kind, words, recommendation, agency_id, due, state, answer, answered_by)
VALUES (:team, :visit, :kind, :words, :recommendation, :agency, :due, :state, '', '')
RETURNING id;

-- What was answered stays the answer to what was asked.
-- changed team_finding_change(id int, version int, visit int?, kind text, words text, recommendation text,
--	agency int?, due date?, state text)
-- unscoped: the change has checked its right at the agency that keeps the team
UPDATE team_finding SET visit_id = :visit, kind = :kind, words = :words, recommendation = :recommendation,
	agency_id = :agency, due = :due, state = :state, version = version + 1
WHERE id = :id AND version = :version AND state IN ('none', 'open');

-- changed team_finding_answer(id int, version int, answer text, day date, by text)
-- unscoped: the change has checked its right at the agency that has to mend it
UPDATE team_finding SET state = 'answered', answer = :answer, answered = :day, answered_by = :by,
	version = version + 1
WHERE id = :id AND version = :version AND state IN ('open', 'answered');

-- changed team_finding_judge(id int, version int, state text)
-- unscoped: the change has checked its right at the agency that keeps the team
UPDATE team_finding SET state = :state, version = version + 1
WHERE id = :id AND version = :version AND state IN ('open', 'answered', 'closed');

-- changed team_finding_task(id int, version int, task int)
-- unscoped: the change has checked its right at the agency that keeps the team
UPDATE team_finding SET task_id = :task, version = version + 1
WHERE id = :id AND version = :version AND task_id IS NULL;


-- one team_index(id int) -> agency_id int, committee_id int?, title text, number text, content text
-- unscoped: within the change of the team, for the search
SELECT agency_id, committee_id, title, number, content FROM team WHERE id = :id;
