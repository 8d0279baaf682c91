-- Reports. What is being written is seen by accounts of the agency whose it is, not by those who
-- reach it from above; by its recipient and by who reaches it, once it was sent.

-- many report_page(account int, mine bool, state text, before int, most int)
--	-> id int, agency_id int, agency_name text, to_name text, number text?, period text, period_from date, period_to date, title text, state text, round int, changed time
SELECT t.id, t.agency_id, a.name AS agency_name, u.name AS to_name, p.number, t.period, t.period_from, t.period_to, t.title, t.state,
	t.round, t.changed
FROM report t JOIN agency_v a ON a.id = t.agency_id JOIN agency_v u ON u.id = t.to_id LEFT JOIN plan_v p ON p.id = t.plan_id
WHERE t.id < :before AND (:state = '' OR t.state = :state)
	AND ((:mine = 1 AND EXISTS (SELECT 1 FROM access_reach_v r JOIN account_v o ON o.id = r.account_id AND o.agency_id = r.agency_id
		WHERE r.account_id = :account AND r.agency_id = t.agency_id))
		OR (:mine = 0 AND EXISTS (SELECT 1 FROM report_issue i WHERE i.report_id = t.id)
			AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = t.to_id)))
ORDER BY t.id DESC LIMIT :most;

-- `own`: seen as the agency's whose it is, with what is being written; `near`: as that or as the
-- recipient's; else only what was published.
-- one report_by_id(id int, account int)
--	-> id int, agency_id int, agency_name text, to_id int, to_name text, plan_id int?, number text?, period text, period_from date, period_to date, title text, state text, round int, reason text, asked_id int?, account_name text, changed time, version int, own bool, near bool, issues int, published int?
SELECT t.id, t.agency_id, a.name AS agency_name, t.to_id, u.name AS to_name, t.plan_id, p.number, t.period, t.period_from, t.period_to,
	t.title, t.state, t.round, t.reason, t.asked_id, t.account_name, t.changed, t.version,
	CASE WHEN EXISTS (SELECT 1 FROM access_reach_v r JOIN account_v o ON o.id = r.account_id AND o.agency_id = r.agency_id
		WHERE r.account_id = :account AND r.agency_id = t.agency_id) THEN 1 ELSE 0 END AS own,
	CASE WHEN EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id IN (t.agency_id, t.to_id))
		THEN 1 ELSE 0 END AS near,
	(SELECT count(*) FROM report_issue i WHERE i.report_id = t.id) AS issues,
	(SELECT max(x.round) FROM report_publication x WHERE x.report_id = t.id) AS published
FROM report t JOIN agency_v a ON a.id = t.agency_id JOIN agency_v u ON u.id = t.to_id LEFT JOIN plan_v p ON p.id = t.plan_id
WHERE t.id = :id
	AND (EXISTS (SELECT 1 FROM access_reach_v r JOIN account_v o ON o.id = r.account_id AND o.agency_id = r.agency_id
		WHERE r.account_id = :account AND r.agency_id = t.agency_id)
		OR (EXISTS (SELECT 1 FROM report_issue i WHERE i.report_id = t.id)
			AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id IN (t.agency_id, t.to_id)))
		OR EXISTS (SELECT 1 FROM report_publication x WHERE x.report_id = t.id));

-- one report_now(id int)
--	-> agency_id int, to_id int, plan_id int?, period text, period_from date, period_to date, title text, state text, round int, reason text, asked_id int?, sent_back bool, account_name text, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT agency_id, to_id, plan_id, period, period_from, period_to, title, state, round, reason, asked_id, sent_back, account_name, version
FROM report WHERE id = :id;

-- one report_of_ref(ref text) -> id int
-- unscoped: inside a change, which asks access_may
SELECT id FROM report WHERE ref = :ref;

-- id report_add(agency_id int, to_id int, plan_id int?, period text, period_from date, period_to date, ref text, title text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report(agency_id, to_id, plan_id, period, period_from, period_to, ref, title, state, account_name, changed)
VALUES (:agency_id, :to_id, :plan_id, :period, :period_from, :period_to, :ref, :title, 'drafting', :account_name, :now)
ON CONFLICT DO NOTHING RETURNING id;

-- changed report_step(id int, version int, state text, round int, reason text, asked_id int?, sent_back bool, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE report SET state = :state, round = :round, reason = :reason, asked_id = :asked_id, sent_back = :sent_back,
	account_name = :account_name, changed = :now, version = version + 1
WHERE id = :id AND version = :version;

-- many report_sections(report int) -> position int, kind text, words text, account_name text, changed time, version int
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT position, kind, words, account_name, changed, version FROM report_section WHERE report_id = :report ORDER BY position;

-- exec report_section_add(report_id int, position int, kind text, words text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report_section(report_id, position, kind, words, account_name, changed)
VALUES (:report_id, :position, :kind, :words, :account_name, :now);

-- changed report_section_write(report int, position int, version int, words text, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE report_section SET words = :words, account_name = :account_name, changed = :now, version = version + 1
WHERE report_id = :report AND position = :position AND version = :version;

-- exec report_issue_add(report_id int, round int, number text, day date, signer text, position text, reason text, content text, digest blob, account_id int, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report_issue(report_id, round, number, day, signer, position, reason, content, digest, account_id, account_name, at)
VALUES (:report_id, :round, :number, :day, :signer, :position, :reason, :content, :digest, :account_id, :account_name, :now);

-- many report_issues(report int)
--	-> round int, number text, day date, signer text, position text, reason text, digest blob, account_name text, at time
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT round, number, day, signer, position, reason, digest, account_name, at FROM report_issue
WHERE report_id = :report ORDER BY round DESC;

-- one report_issue_of(report int, round int)
--	-> number text, day date, signer text, position text, reason text, content text, digest blob, account_name text, at time
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT number, day, signer, position, reason, content, digest, account_name, at FROM report_issue
WHERE report_id = :report AND round = :round;

-- exec report_remark_add(report_id int, round int, position int, quote text, words text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report_remark(report_id, round, position, quote, words, account_name, at)
VALUES (:report_id, :round, :position, :quote, :words, :account_name, :now);

-- many report_remarks(report int)
--	-> id int, round int, position int, quote text, words text, account_name text, at time
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT id, round, position, quote, words, account_name, at FROM report_remark
WHERE report_id = :report ORDER BY round DESC, position, id;

-- Duties that a report of the period may answer.
-- many report_duties(to int, plan int?, system text) -> id int
-- unscoped: inside a change, which has asked access_may; an answer is of the report's own agency
SELECT id FROM duty_v WHERE to_id = :to AND system = :system AND (plan_id IS NULL OR plan_id = :plan) ORDER BY id;

-- What can be reported on and to whom: plans that give the agency work, with who follows them.
-- To the agency that follows it; who follows it reports to who issued it.
-- many report_plans(account int, agency int, most int) -> id int, number text?, title text, to_id int?, to_name text?
SELECT p.id, p.number, p.title, s.id AS to_id, s.name AS to_name
FROM plan_v p LEFT JOIN agency_v s ON s.id = CASE WHEN p.standing_id = :agency THEN p.issuer_id ELSE p.standing_id END
WHERE p.superseded_by IS NULL AND EXISTS (SELECT 1 FROM work_tally_v w WHERE w.plan_id = p.id AND w.agency_id = :agency)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
ORDER BY p.id DESC LIMIT :most;

-- Figures: what each counts, one row a thing counted. `day` is the day it counts on.

-- many report_parts(agency int, plan int?, first date, last date)
--	-> task_id int, path text, words text, state text, due date?, handed_in date?, role text
-- unscoped: of one agency, whose report it is
SELECT w.task_id, k.path, k.words, w.state, w.due, w.handed_in, w.role
FROM work_part_v w JOIN plan_task_v k ON k.id = w.task_id
WHERE w.agency_id = :agency AND (:plan IS NULL OR w.plan_id = :plan) AND w.state NOT IN ('waived', 'refused', 'ended')
	AND ((w.due >= :first AND w.due <= :last) OR (w.handed_in >= :first AND w.handed_in <= :last))
ORDER BY k.plan_id, k.position;

-- Of those it leads, what was done in the period and was written down of it.
-- many report_results(agency int, plan int?, first date, last date)
--	-> heading text, path text, task_id int, words text, said text, day date
-- unscoped: of one agency, whose report it is
SELECT coalesce((SELECT h.title FROM plan_heading_v h WHERE h.plan_id = k.plan_id AND h.position = k.heading), '') AS heading, k.path, k.id AS task_id,
	k.words, x.words AS said, x.day
FROM work_part_v w JOIN plan_task_v k ON k.id = w.task_id JOIN work_result_v x ON x.part_id = w.id
WHERE w.agency_id = :agency AND (:plan IS NULL OR w.plan_id = :plan) AND x.day >= :first AND x.day <= :last
	AND NOT EXISTS (SELECT 1 FROM work_result_v y WHERE y.part_id = x.part_id AND y.nth > x.nth AND y.day <= :last)
ORDER BY k.plan_id, k.position, x.nth;

-- What falls due in the days after it.
-- many report_next(agency int, plan int?, first date, last date) -> path text, task_id int, words text, due date
-- unscoped: of one agency, whose report it is
SELECT k.path, k.id AS task_id, k.words, w.due
FROM work_part_v w JOIN plan_task_v k ON k.id = w.task_id
WHERE w.agency_id = :agency AND (:plan IS NULL OR w.plan_id = :plan) AND w.open = 1 AND w.due >= :first AND w.due <= :last
ORDER BY w.due, k.plan_id, k.position;

-- many report_activities(agency int, first date, last date)
--	-> id int, kind text, title text, starts date, ends date, place_code text?, place_name text?
-- unscoped: of one agency, whose report it is
SELECT x.id, x.kind, x.title, x.starts, x.ends, x.place_code, p.full_name AS place_name
FROM activity_v x LEFT JOIN place_v p ON p.id = x.place_id
WHERE x.agency_id = :agency AND x.ends >= :first AND x.ends <= :last AND x.state IN ('entered', 'corrected')
ORDER BY x.ends, x.id;

-- many report_sums(agency int, first date, last date) -> field text, activity_id int, number int
-- unscoped: of one agency, whose report it is
SELECT f.field, f.activity_id, f.number
FROM activity_v a JOIN activity_figure_v f ON f.activity_id = a.id
WHERE a.agency_id = :agency AND a.ends >= :first AND a.ends <= :last AND f.state = 'known'
	AND f.field IN ('reach', 'sessions', 'leaflets', 'classes', 'trainees')
ORDER BY a.ends, a.id;

-- many report_obstacles(agency int, first date, last date) -> id int, title text, state text, raised date, law text, article text
-- unscoped: of one agency, whose report it is
SELECT id, title, state, raised, law, article FROM obstacle_v
WHERE agency_id = :agency AND raised >= :first AND raised <= :last AND state <> 'withdrawn'
ORDER BY raised, id;
