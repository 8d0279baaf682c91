-- What came in for a period, and what was taken over from it.

-- The latest issue of every report addressed to the agency; `sent_back`: not signed again since.
-- A report on a plan that carries out this one is one on this one.
-- many report_incoming(agency int, period text, plan int?)
--	-> id int, agency_id int, agency_name text, state text, sent_back bool, round int, number text, day date, content text, digest blob
-- unscoped: addressed to the agency whose report is drawn up, by its own people
SELECT t.id, t.agency_id, a.name AS agency_name, t.state, t.sent_back, i.round, i.number, i.day, i.content, i.digest
FROM report t JOIN report_issue i ON i.report_id = t.id JOIN agency_v a ON a.id = t.agency_id
WHERE t.to_id = :agency AND t.period = :period
	AND NOT EXISTS (SELECT 1 FROM report_issue j WHERE j.report_id = i.report_id AND j.round > i.round)
	AND (t.plan_id IS NULL OR :plan IS NULL OR t.plan_id = :plan
		OR EXISTS (SELECT 1 FROM cascade_parent_v c WHERE c.lower_plan = t.plan_id AND c.upper_plan = :plan))
ORDER BY a.sort_key, t.id;

-- The duties by which others report to the agency for periods of that system.
-- many report_owed(to int, plan int?, system text)
--	-> id int, plan_id int?, title text, owed_by text, place_code text?, to_id int, owed_to text, system text, rule text, valid_from date, valid_to date, version int
-- unscoped: of the agency whose report is drawn up, by its own people
SELECT id, plan_id, title, owed_by, place_code, to_id, owed_to, system, rule, valid_from, valid_to, version
FROM duty_v WHERE to_id = :to AND system = :system AND (plan_id IS NULL OR :plan IS NULL OR plan_id = :plan) ORDER BY id;

-- id report_passage_add(report_id int, position int, from_id int, from_round int, from_position int, agency_id int, digest blob, words text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report_passage(report_id, position, from_id, from_round, from_position, agency_id, digest, words, account_name, at)
VALUES (:report_id, :position, :from_id, :from_round, :from_position, :agency_id, :digest, :words, :account_name, :now)
RETURNING id;

-- `latest`: the round its author has signed last.
-- many report_passages(report int)
--	-> id int, position int, from_id int, from_round int, from_position int, agency_id int, agency_name text, number text, day date, digest blob, words text, account_name text, at time, latest int
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT x.id, x.position, x.from_id, x.from_round, x.from_position, x.agency_id, a.name AS agency_name, i.number, i.day,
	x.digest, x.words, x.account_name, x.at,
	(SELECT max(j.round) FROM report_issue j WHERE j.report_id = x.from_id) AS latest
FROM report_passage x JOIN agency_v a ON a.id = x.agency_id
	JOIN report_issue i ON i.report_id = x.from_id AND i.round = x.from_round
WHERE x.report_id = :report ORDER BY x.position, x.id;

-- changed report_passage_drop(report int, id int)
-- unscoped: its change has asked access_may
DELETE FROM report_passage WHERE report_id = :report AND id = :id;

-- exec report_source_add(report_id int, round int, from_id int, from_round int)
-- unscoped: its change has asked access_may
INSERT INTO report_source(report_id, round, from_id, from_round) VALUES (:report_id, :round, :from_id, :from_round)
ON CONFLICT DO NOTHING;

-- The reports of a period that an account may open.
-- many report_open_to(account int, period text) -> id int
SELECT t.id FROM report t
WHERE t.period = :period AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id IN (t.agency_id, t.to_id));

-- What an issue rests on, however far below, and has been put right since.
-- many report_put_right(report int, round int)
--	-> from_id int, agency_name text, from_round int, round int, number text, day date, reason text
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
WITH RECURSIVE s(from_id, from_round) AS (
	SELECT x.from_id, x.from_round FROM report_source x WHERE x.report_id = :report AND x.round = :round
	UNION
	SELECT x.from_id, x.from_round FROM s JOIN report_source x ON x.report_id = s.from_id AND x.round = s.from_round
)
SELECT s.from_id, a.name AS agency_name, min(s.from_round) AS from_round, i.round, i.number, i.day, i.reason
FROM s JOIN report t ON t.id = s.from_id JOIN agency_v a ON a.id = t.agency_id
	JOIN report_issue i ON i.report_id = s.from_id AND i.round > s.from_round
WHERE NOT EXISTS (SELECT 1 FROM report_issue j WHERE j.report_id = i.report_id AND j.round > i.round)
GROUP BY s.from_id, a.name, a.sort_key, i.round, i.number, i.day, i.reason
ORDER BY a.sort_key, s.from_id;

-- Which reports rest on an issue of this one: whom a correction concerns.
-- many report_resting(report int) -> id int, agency_name text, number text, day date
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT DISTINCT t.id, a.name AS agency_name, i.number, i.day
FROM report_source x JOIN report t ON t.id = x.report_id JOIN agency_v a ON a.id = t.agency_id
	JOIN report_issue i ON i.report_id = x.report_id AND i.round = x.round
WHERE x.from_id = :report
	AND NOT EXISTS (SELECT 1 FROM report_issue j WHERE j.report_id = i.report_id AND j.round > i.round)
ORDER BY t.id;
