-- Meetings and what they concluded.

-- many meeting_rows(account int, committee int?, kind text?, state text?, skip int, most int)
--	-> id int, kind text, title text, day date, hour text, place text, state text, agency text,
--	committee_id int?, committee text?, minutes_number text, conclusions int, undone int
SELECT m.id, m.kind, m.title, m.day, m.hour, m.place, m.state, a.name AS agency, m.committee_id,
	c.name AS committee, m.minutes_number,
	(SELECT count(*) FROM meeting_conclusion k WHERE k.meeting_id = m.id) AS conclusions,
	(SELECT count(*) FROM meeting_conclusion k LEFT JOIN work_task_v w ON w.task_id = k.task_id
		WHERE k.meeting_id = m.id AND k.noted = 0 AND (k.task_id IS NULL OR w.state = 'open')) AS undone
FROM meeting m JOIN agency_v a ON a.id = m.agency_id LEFT JOIN agency_v c ON c.id = m.committee_id
WHERE (:committee IS NULL OR m.committee_id = :committee) AND (:kind IS NULL OR m.kind = :kind)
	AND (:state IS NULL OR m.state = :state)
	AND EXISTS (SELECT 1 FROM meeting_reach x WHERE x.meeting_id = m.id AND x.account_id = :account)
ORDER BY m.day DESC, m.id DESC LIMIT :most OFFSET :skip;

-- one meeting_by_id(id int, account int)
--	-> id int, agency_id int, agency text, committee_id int?, committee text?, kind text, title text, day date,
--	hour text, place text, chair text, agenda text, minutes_number text, minutes_day date?, state text, version int
SELECT m.id, m.agency_id, a.name AS agency, m.committee_id, c.name AS committee, m.kind, m.title, m.day, m.hour,
	m.place, m.chair, m.agenda, m.minutes_number, m.minutes_day, m.state, m.version
FROM meeting m JOIN agency_v a ON a.id = m.agency_id LEFT JOIN agency_v c ON c.id = m.committee_id
WHERE m.id = :id
	AND EXISTS (SELECT 1 FROM meeting_reach x WHERE x.meeting_id = m.id AND x.account_id = :account);

-- many meeting_agencies(meeting int) -> id int, name text, came int?
-- unscoped: of one meeting, which meeting_by_id has read with its scope in the same snapshot
SELECT x.agency_id AS id, a.name, x.came
FROM meeting_agency x JOIN agency_v a ON a.id = x.agency_id WHERE x.meeting_id = :meeting
ORDER BY a.sort_key, a.id;

-- many meeting_conclusions(meeting int)
--	-> id int, position int, words text, lead_id int?, lead text?, due date?, noted bool, task_id int?,
--	task_path text?, task_state text?, task_due date?, parts int, parts_in int, version int
-- unscoped: of one meeting, which meeting_by_id has read with its scope in the same snapshot
SELECT k.id, k.position, k.words, k.lead_id, a.name AS lead, k.due, k.noted, k.task_id, t.path AS task_path,
	w.state AS task_state, w.due AS task_due, coalesce(w.parts, 0) AS parts, coalesce(w.parts_in, 0) AS parts_in,
	k.version
FROM meeting_conclusion k LEFT JOIN agency_v a ON a.id = k.lead_id LEFT JOIN task_v t ON t.id = k.task_id
LEFT JOIN work_task_v w ON w.task_id = k.task_id
WHERE k.meeting_id = :meeting ORDER BY k.position;

-- What earlier meetings of the same committee, or of the same keeper's own, concluded and is not
-- done: no task yet, or one that is open.
-- many meeting_left(meeting int, account int, most int)
--	-> id int, meeting_id int, title text, day date, words text, lead text?, due date?, task_id int?,
--	task_path text?, parts int, parts_in int
SELECT k.id, m.id AS meeting_id, m.title, m.day, k.words, a.name AS lead, coalesce(w.due, k.due) AS due, k.task_id,
	t.path AS task_path, coalesce(w.parts, 0) AS parts, coalesce(w.parts_in, 0) AS parts_in
FROM meeting n JOIN meeting m ON (m.committee_id = n.committee_id
		OR (n.committee_id IS NULL AND m.committee_id IS NULL AND m.agency_id = n.agency_id))
	AND (m.day < n.day OR (m.day = n.day AND m.id < n.id)) AND m.state = 'held'
JOIN meeting_conclusion k ON k.meeting_id = m.id LEFT JOIN agency_v a ON a.id = k.lead_id
LEFT JOIN task_v t ON t.id = k.task_id LEFT JOIN work_task_v w ON w.task_id = k.task_id
WHERE n.id = :meeting AND k.noted = 0 AND (k.task_id IS NULL OR w.state = 'open')
	AND EXISTS (SELECT 1 FROM meeting_reach x WHERE x.meeting_id = m.id AND x.account_id = :account)
ORDER BY m.day DESC, m.id DESC, k.position LIMIT :most;

-- many meeting_partners(meeting int) -> conclusion_id int, id int, name text
-- unscoped: of one meeting, which meeting_by_id has read with its scope in the same snapshot
SELECT x.conclusion_id, a.id, a.name
FROM meeting_conclusion k JOIN meeting_conclusion_agency x ON x.conclusion_id = k.id
JOIN agency_v a ON a.id = x.agency_id
WHERE k.meeting_id = :meeting ORDER BY x.conclusion_id, a.sort_key, a.id;

-- one meeting_conclusion_by_id(id int, meeting int)
--	-> id int, position int, words text, lead_id int?, lead text?, due date?, noted bool, task_id int?,
--	version int
-- unscoped: of one meeting, which meeting_by_id has read with its scope in the same snapshot
SELECT k.id, k.position, k.words, k.lead_id, a.name AS lead, k.due, k.noted, k.task_id, k.version
FROM meeting_conclusion k LEFT JOIN agency_v a ON a.id = k.lead_id
WHERE k.id = :id AND k.meeting_id = :meeting;

-- id meeting_add(agency int, committee int?, kind text, title text, day date, hour text, place text, chair text,
--	agenda text, minutes_number text, minutes_day date?, state text, made time, made_by int)
-- unscoped: makes the row
INSERT INTO meeting(agency_id, committee_id, kind, title, day, hour, place, chair, agenda, minutes_number,
	minutes_day, state, made, made_by)
VALUES (:agency, :committee, :kind, :title, :day, :hour, :place, :chair, :agenda, :minutes_number,
	:minutes_day, :state, :made, :made_by)
RETURNING id;

-- changed meeting_change(id int, version int, kind text, title text, day date, hour text, place text, chair text,
--	agenda text, minutes_number text, minutes_day date?, state text)
-- unscoped: the change has checked its right at the agency that keeps it
UPDATE meeting SET kind = :kind, title = :title, day = :day, hour = :hour, place = :place, chair = :chair,
	agenda = :agenda, minutes_number = :minutes_number, minutes_day = :minutes_day, state = :state,
	version = version + 1
WHERE id = :id AND version = :version;

-- Of a meeting somebody looked at: what hangs on it changes with its version.
-- changed meeting_touch(id int, version int)
-- unscoped: the change has checked its right at the agency that keeps it
UPDATE meeting SET version = version + 1 WHERE id = :id AND version = :version;

-- exec meeting_agency_put(meeting int, agency int)
INSERT INTO meeting_agency(meeting_id, agency_id, came) VALUES (:meeting, :agency, NULL)
ON CONFLICT (meeting_id, agency_id) DO NOTHING;

-- exec meeting_agency_drop(meeting int, agency int)
DELETE FROM meeting_agency WHERE meeting_id = :meeting AND agency_id = :agency;

-- exec meeting_agency_came(meeting int, agency int, came int)
UPDATE meeting_agency SET came = :came WHERE meeting_id = :meeting AND agency_id = :agency;

-- id meeting_conclusion_add(meeting int, words text, lead int?, due date?, noted bool)
-- unscoped: the change has checked its right at the agency that keeps the meeting
INSERT INTO meeting_conclusion(meeting_id, position, words, lead_id, due, noted)
SELECT :meeting, coalesce(max(position), 0) + 1, :words, :lead, :due, :noted
FROM meeting_conclusion WHERE meeting_id = :meeting
RETURNING id;

-- changed meeting_conclusion_change(id int, version int, words text, lead int?, due date?, noted bool)
-- unscoped: the change has checked its right at the agency that keeps the meeting
UPDATE meeting_conclusion SET words = :words, lead_id = :lead, due = :due, noted = :noted, version = version + 1
WHERE id = :id AND version = :version AND task_id IS NULL;

-- changed meeting_conclusion_task(id int, version int, task int)
-- unscoped: the change has checked its right at the agency that keeps the meeting
UPDATE meeting_conclusion SET task_id = :task, noted = 0, version = version + 1
WHERE id = :id AND version = :version AND task_id IS NULL;

-- exec meeting_partner_clear(conclusion int)
DELETE FROM meeting_conclusion_agency WHERE conclusion_id = :conclusion;

-- exec meeting_partner_add(conclusion int, agency int)
INSERT INTO meeting_conclusion_agency(conclusion_id, agency_id) VALUES (:conclusion, :agency)
ON CONFLICT (conclusion_id, agency_id) DO NOTHING;

-- one meeting_index(id int)
--	-> agency_id int, committee_id int?, title text, day date, place text, chair text, agenda text, minutes_number text
-- unscoped: within the change of the meeting, for the search
SELECT agency_id, committee_id, title, day, place, chair, agenda, minutes_number FROM meeting WHERE id = :id;
