-- Money for plans.

-- many budget_plans(account int, most int) -> id int, number text?, title text, year int?
SELECT p.id, p.number, p.title, p.year FROM plan_v p
WHERE p.superseded_by IS NULL AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = p.id AND r.account_id = :account)
ORDER BY p.id DESC LIMIT :most;

-- many budget_lines(account int, plan int, year int)
--	-> id int, agency_id int, agency_name text, source text, asked int?, granted int?, spent int?, proposal text, decision text, version int
SELECT b.id, b.agency_id, a.name AS agency_name, b.source, b.asked, b.granted, b.spent, b.proposal, b.decision, b.version
FROM budget_line b JOIN agency_v a ON a.id = b.agency_id
WHERE b.plan_id = :plan AND b.year = :year
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = b.agency_id)
ORDER BY a.sort_key, b.agency_id, b.source;

-- many budget_years(account int, plan int) -> year int, agencies int, asked int?, granted int?, spent int?
SELECT b.year, count(DISTINCT b.agency_id) AS agencies, CAST(sum(b.asked) AS INTEGER) AS asked,
	CAST(sum(b.granted) AS INTEGER) AS granted, CAST(sum(b.spent) AS INTEGER) AS spent
FROM budget_line b
WHERE b.plan_id = :plan
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = b.agency_id)
GROUP BY b.year ORDER BY b.year DESC;

-- Who has work in the plan and has asked for nothing, not even for zero.
-- many budget_silent(account int, plan int, year int, most int) -> agency_id int, agency_name text
SELECT w.agency_id, a.name AS agency_name
FROM work_part_v w JOIN agency_v a ON a.id = w.agency_id
WHERE w.plan_id = :plan
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = w.agency_id)
	AND NOT EXISTS (SELECT 1 FROM budget_line b WHERE b.plan_id = :plan AND b.year = :year
		AND b.agency_id = w.agency_id AND b.asked IS NOT NULL)
GROUP BY w.agency_id, a.name, a.sort_key
ORDER BY a.sort_key, w.agency_id LIMIT :most;

-- one budget_line_of(account int, plan int, year int, agency int, source text)
--	-> id int, agency_name text, asked int?, granted int?, spent int?, proposal text, decision text, account_name text, changed time, version int
SELECT b.id, a.name AS agency_name, b.asked, b.granted, b.spent, b.proposal, b.decision, b.account_name, b.changed, b.version
FROM budget_line b JOIN agency_v a ON a.id = b.agency_id
WHERE b.plan_id = :plan AND b.year = :year AND b.agency_id = :agency AND b.source = :source
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = b.agency_id);

-- one budget_now(plan int, year int, agency int, source text)
--	-> id int, asked int?, granted int?, spent int?, proposal text, decision text, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT id, asked, granted, spent, proposal, decision, version FROM budget_line
WHERE plan_id = :plan AND year = :year AND agency_id = :agency AND source = :source;

-- one budget_agency(id int) -> name text, province_code text?
SELECT name, province_code FROM agency_v WHERE id = :id;

-- id budget_add(plan_id int, year int, agency_id int, source text, asked int?, granted int?, spent int?, proposal text, decision text, account_name text, now time)
-- unscoped: makes the row; its change has asked access_may
INSERT INTO budget_line(plan_id, year, agency_id, source, asked, granted, spent, proposal, decision, account_name, changed)
VALUES (:plan_id, :year, :agency_id, :source, :asked, :granted, :spent, :proposal, :decision, :account_name, :now)
ON CONFLICT DO NOTHING RETURNING id;

-- changed budget_change(id int, version int, asked int?, granted int?, spent int?, proposal text, decision text, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE budget_line SET asked = :asked, granted = :granted, spent = :spent, proposal = :proposal,
	decision = :decision, account_name = :account_name, changed = :now, version = version + 1
WHERE id = :id AND version = :version;

-- exec budget_keep_past(id int, version int)
-- unscoped: its change has asked access_may
INSERT INTO budget_past(line_id, version, asked, granted, spent, proposal, decision, account_name, changed)
SELECT id, version, asked, granted, spent, proposal, decision, account_name, changed FROM budget_line
WHERE id = :id AND version = :version;

-- Newest first.
-- many budget_past_of(line int, most int)
--	-> version int, asked int?, granted int?, spent int?, proposal text, decision text, account_name text, changed time
-- unscoped: of one line, which budget_line_of has read with its scope in the same snapshot
SELECT version, asked, granted, spent, proposal, decision, account_name, changed FROM budget_past
WHERE line_id = :line ORDER BY version DESC LIMIT :most;
