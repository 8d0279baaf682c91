-- Awards.

-- many award_page(account int, first date, last date, state text, before int, most int)
--	-> id int, agency_id int, agency_name text, plan_id int?, number text?, kind text, form text, name text, merit text, proposed date, state text, decision text, decided date?
SELECT w.id, w.agency_id, a.name AS agency_name, w.plan_id, p.number, w.kind, w.form, w.name, w.merit, w.proposed,
	w.state, w.decision, w.decided
FROM award w JOIN agency_v a ON a.id = w.agency_id LEFT JOIN plan_v p ON p.id = w.plan_id
WHERE w.id < :before AND w.proposed >= :first AND w.proposed <= :last AND (:state = '' OR w.state = :state)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = w.agency_id)
ORDER BY w.id DESC LIMIT :most;

-- many award_years(account int) -> year text, granted int, waiting int
SELECT substr(w.proposed, 1, 4) AS year, count(CASE WHEN w.state = 'granted' THEN 1 END) AS granted,
	count(CASE WHEN w.state = 'proposed' THEN 1 END) AS waiting
FROM award w
WHERE EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = w.agency_id)
GROUP BY substr(w.proposed, 1, 4) ORDER BY substr(w.proposed, 1, 4) DESC;

-- one award_by_id(id int, account int)
--	-> id int, agency_id int, agency_name text, plan_id int?, number text?, kind text, form text, name text, merit text, proposed date, state text, decision text, decided date?, reason text, decided_by text?, account_id int, account_name text, version int
SELECT w.id, w.agency_id, a.name AS agency_name, w.plan_id, p.number, w.kind, w.form, w.name, w.merit, w.proposed,
	w.state, w.decision, w.decided, w.reason, w.decided_by, w.account_id, w.account_name, w.version
FROM award w JOIN agency_v a ON a.id = w.agency_id LEFT JOIN plan_v p ON p.id = w.plan_id
WHERE w.id = :id AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = w.agency_id);

-- one award_now(id int) -> agency_id int, account_id int, name text, state text, proposed date, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT agency_id, account_id, name, state, proposed, version FROM award WHERE id = :id;

-- many award_plans(account int, most int) -> id int, number text?, title text
SELECT p.id, p.number, p.title FROM plan_v p
WHERE p.superseded_by IS NULL AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = p.id AND r.account_id = :account)
ORDER BY p.id DESC LIMIT :most;

-- id award_add(agency_id int, plan_id int?, kind text, form text, name text, merit text, proposed date, account_id int, account_name text, now time)
-- unscoped: makes the row
INSERT INTO award(agency_id, plan_id, kind, form, name, merit, proposed, state, account_id, account_name, changed)
VALUES (:agency_id, :plan_id, :kind, :form, :name, :merit, :proposed, 'proposed', :account_id, :account_name, :now)
RETURNING id;

-- changed award_end(id int, version int, state text, decision text, decided date?, reason text, decided_by text?, now time)
-- unscoped: its change has asked access_may
UPDATE award SET state = :state, decision = :decision, decided = :decided, reason = :reason,
	decided_by = :decided_by, changed = :now, version = version + 1
WHERE id = :id AND version = :version AND state = 'proposed';

-- exec award_keep_wrong(id int, version int, reason text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO award_correction(award_id, version, decision, decided, decided_by, reason, account_name, at)
SELECT id, version, decision, decided, decided_by, :reason, :account_name, :now FROM award
WHERE id = :id AND version = :version;

-- changed award_correct(id int, version int, decision text, decided date, decided_by text, now time)
-- unscoped: its change has asked access_may
UPDATE award SET decision = :decision, decided = :decided, decided_by = :decided_by, changed = :now,
	version = version + 1
WHERE id = :id AND version = :version AND state = 'granted';

-- many award_corrections(award int)
--	-> version int, decision text, decided date?, decided_by text?, reason text, account_name text, at time
-- unscoped: of one award, which award_by_id has read with its scope in the same snapshot
SELECT version, decision, decided, decided_by, reason, account_name, at FROM award_correction
WHERE award_id = :award ORDER BY version DESC;
