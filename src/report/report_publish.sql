-- Published reports.

-- `current`: no later round of the report was published. `outdated`: something it rests on was put right since.
-- many report_published_page(before int, most int)
--	-> id int, report_id int, round int, title text, agency_name text, period text, number text, day date, at time, current bool, outdated bool
-- unscoped: published for every account that reads reports
SELECT x.id, x.report_id, x.round, t.title, a.name AS agency_name, t.period, i.number, i.day, x.at,
	CASE WHEN EXISTS (SELECT 1 FROM report_publication y WHERE y.report_id = x.report_id AND y.round > x.round) THEN 0 ELSE 1 END AS current,
	CASE WHEN EXISTS (SELECT 1 FROM report_source s JOIN report_issue n ON n.report_id = s.from_id AND n.round > s.from_round
		WHERE s.report_id = x.report_id AND s.round = x.round) THEN 1 ELSE 0 END AS outdated
FROM report_publication x JOIN report t ON t.id = x.report_id JOIN agency_v a ON a.id = t.agency_id
	JOIN report_issue i ON i.report_id = x.report_id AND i.round = x.round
WHERE x.id < :before ORDER BY x.id DESC LIMIT :most;

-- many report_publications(report int) -> round int, account_name text, at time
-- unscoped: of one report, which report_by_id has read with its scope in the same snapshot
SELECT round, account_name, at FROM report_publication WHERE report_id = :report ORDER BY round DESC;

-- Who signed a round, and whether a later one was signed.
-- one report_issue_signer(report int, round int) -> account_id int, last bool
-- unscoped: inside a change, which asks access_may
SELECT i.account_id, CASE WHEN EXISTS (SELECT 1 FROM report_issue j WHERE j.report_id = i.report_id AND j.round > i.round)
	THEN 0 ELSE 1 END AS last
FROM report_issue i WHERE i.report_id = :report AND i.round = :round;

-- id report_publication_add(report_id int, round int, account_id int, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO report_publication(report_id, round, account_id, account_name, at)
VALUES (:report_id, :round, :account_id, :account_name, :now)
ON CONFLICT DO NOTHING RETURNING id;
