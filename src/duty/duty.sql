-- Duties, what came in for them, and what was decided otherwise.

-- Everybody of the plan sees its duties; those of no plan, who reaches the one they are owed to
-- or has a right to read somewhere, for their words are of published papers.
-- many duty_list(account int) -> id int, plan_id int?, number text?, title text, owed_by text, place_code text?, to_id int, to_name text, owed_to text, system text, rule text, valid_from date, valid_to date, citation text, version int
SELECT d.id, d.plan_id, p.number, d.title, d.owed_by, d.place_code, d.to_id, a.name AS to_name, d.owed_to, d.system,
	d.rule, d.valid_from, d.valid_to, d.citation, d.version
FROM duty d JOIN agency_v a ON a.id = d.to_id LEFT JOIN plan_v p ON p.id = d.plan_id
WHERE EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = d.to_id)
	OR d.plan_id IS NULL
	OR EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
	OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
ORDER BY d.valid_to DESC, d.to_id, d.id;

-- one duty_by_id(id int, account int) -> id int, plan_id int?, number text?, title text, owed_by text, place_code text?, to_id int, to_name text, owed_to text, system text, rule text, valid_from date, valid_to date, citation text, version int
SELECT d.id, d.plan_id, p.number, d.title, d.owed_by, d.place_code, d.to_id, a.name AS to_name, d.owed_to, d.system,
	d.rule, d.valid_from, d.valid_to, d.citation, d.version
FROM duty d JOIN agency_v a ON a.id = d.to_id LEFT JOIN plan_v p ON p.id = d.plan_id
WHERE d.id = :id AND (
	EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = d.to_id)
	OR d.plan_id IS NULL
	OR EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account)
	OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = d.plan_id AND o.account_id = :account));

-- one duty_now(id int) -> to_id int, title text, owed_by text, place_code text?, system text, rule text, valid_from date, valid_to date, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT to_id, title, owed_by, place_code, system, rule, valid_from, valid_to, version FROM duty WHERE id = :id;

-- many duty_answers(duty int) -> agency_id int, period text, sent date, nil bool, number text, account_name text
-- unscoped: of one duty, which duty_by_id has read with its scope in the same snapshot
SELECT agency_id, period, sent, nil, number, account_name FROM duty_answer WHERE duty_id = :duty ORDER BY agency_id, period;

-- many duty_exceptions(duty int) -> id int, agency_id int?, agency_name text?, period text, kind text, until date?, number text, issued date?, reason text, account_name text, at time
-- unscoped: of one duty, which duty_by_id has read with its scope in the same snapshot
SELECT x.id, x.agency_id, a.name AS agency_name, x.period, x.kind, x.until, x.number, x.issued, x.reason, x.account_name, x.at
FROM duty_exception x LEFT JOIN agency_v a ON a.id = x.agency_id
WHERE x.duty_id = :duty AND x.withdrawn IS NULL ORDER BY x.id;

-- one duty_agency(id int) -> id int, name text, abbr text?, kind text, level text
SELECT id, name, abbr, kind, level FROM agency_v WHERE id = :id;

-- one duty_plan(plan int, account int) -> id int, number text?, title text, year int?, province text?, standing_id int?, standing_name text?
SELECT p.id, p.number, p.title, p.year, p.province, p.standing_id, a.name AS standing_name
FROM plan_v p LEFT JOIN agency_v a ON a.id = p.standing_id
WHERE p.id = :plan AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)
	OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.id AND o.account_id = :account));

-- Sentences of the plans that an agency follows and of which no duty was made yet.
-- many duty_open(account int, agency int, most int) -> plan_id int, number text?, position int, period text, days text, before bool, owed_by text, words text
SELECT own.id AS plan_id, own.number, y.position, y.period, y.days, y.before, y.owed_by, y.words
FROM plan_followed_v own JOIN plan_duty_v y ON y.plan_id = own.id
WHERE own.agency_id = :agency AND y.period <> 'once'
	AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.plan_id = y.plan_id AND d.position = y.position)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = :agency)
ORDER BY own.id DESC, y.position LIMIT :most;

-- one duty_sentence(plan int, position int) -> period text, days text, before bool, owed_by text, owed_to text?, via text?, words text
-- unscoped: of one plan, which duty_plan has read with its scope in the same snapshot
SELECT period, days, before, owed_by, owed_to, via, words FROM plan_duty_v WHERE plan_id = :plan AND position = :position;

-- one duty_made(plan int, position int) -> id int
-- unscoped: re-checked inside a change
SELECT id FROM duty WHERE plan_id = :plan AND position = :position ORDER BY id LIMIT 1;

-- id duty_add(plan_id int?, position int?, title text, owed_by text, place_code text?, to_id int, owed_to text, system text, rule text, valid_from date, valid_to date, citation text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO duty(plan_id, position, title, owed_by, place_code, to_id, owed_to, system, rule, valid_from, valid_to, citation, account_name, changed)
VALUES (:plan_id, :position, :title, :owed_by, :place_code, :to_id, :owed_to, :system, :rule, :valid_from, :valid_to, :citation, :account_name, :now)
RETURNING id;

-- changed duty_set_end(id int, version int, valid_to date, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE duty SET valid_to = :valid_to, account_name = :account_name, changed = :now, version = version + 1
WHERE id = :id AND version = :version;

-- changed duty_answer_add(duty int, agency int, period text, sent date, nil bool, number text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO duty_answer(duty_id, agency_id, period, sent, nil, number, account_name, at)
VALUES (:duty, :agency, :period, :sent, :nil, :number, :account_name, :now)
ON CONFLICT DO NOTHING;

-- id duty_exception_add(duty int, agency int?, period text, kind text, until date?, number text, issued date?, reason text, account_name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO duty_exception(duty_id, agency_id, period, kind, until, number, issued, reason, account_name, at)
VALUES (:duty, :agency, :period, :kind, :until, :number, :issued, :reason, :account_name, :now)
RETURNING id;

-- one duty_of_account(account int) -> agency_id int?
-- unscoped: one's own
SELECT agency_id FROM account_v WHERE id = :account;

-- one duty_province(id int) -> province_code text?
SELECT province_code FROM agency_v WHERE id = :id;

-- The last day on which there was a place of that code. NULL: there is none.
-- one duty_place_last(code text) -> last date?
SELECT max(last_day) AS last FROM place_v WHERE code = :code;

-- What these bodies are on a day: themselves, or what they were kept on, renamed and merged as.
-- What was split or handed over in part goes on as nobody.
-- many duty_heirs(agencies text, day date) -> id int, name text, kind text, level text
-- sqlite
WITH RECURSIVE onward(step, id) AS (
	SELECT 0, CAST(value AS INTEGER) FROM json_each(:agencies)
	UNION
	SELECT o.step + 1, e.to_id FROM onward o JOIN agency_edge_v e ON e.from_id = o.id
	WHERE e.kind IN ('keep', 'rename', 'merge') AND e.date <= :day AND o.step < 8)
SELECT a.id, a.name, a.kind, a.level FROM agency_v a
WHERE a.id IN (SELECT id FROM onward) AND a.first_day <= :day AND a.last_day >= :day
ORDER BY CASE a.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 WHEN 'district' THEN 2 ELSE 3 END, a.sort_key, a.code;
-- postgres
WITH RECURSIVE onward(step, id) AS (
	SELECT 0, CAST(x AS BIGINT) FROM jsonb_array_elements_text(CAST(:agencies AS jsonb)) AS q(x)
	UNION
	SELECT o.step + 1, e.to_id FROM onward o JOIN agency_edge_v e ON e.from_id = o.id
	WHERE e.kind IN ('keep', 'rename', 'merge') AND e.date <= :day AND o.step < 8)
SELECT a.id, a.name, a.kind, a.level FROM agency_v a
WHERE a.id IN (SELECT id FROM onward) AND a.first_day <= :day AND a.last_day >= :day
ORDER BY CASE a.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 WHEN 'district' THEN 2 ELSE 3 END, a.sort_key, a.code;

-- For the demo

-- many duty_demo_sentences() -> plan_id int, number text?, title text, province text?, standing_id int?, position int, period text, days text, before bool, owed_by text, owed_to text?
-- unscoped: the demo is the system's
SELECT p.id AS plan_id, p.number, p.title, p.province, p.standing_id, y.position, y.period, y.days, y.before, y.owed_by, y.owed_to
FROM plan_v p JOIN plan_duty_v y ON y.plan_id = p.id ORDER BY p.id, y.position;

-- The body of that code, or of the code with the day on which it was made anew.
-- one duty_demo_agency(code text, day date) -> id int
SELECT id FROM agency_v
WHERE (code = :code OR code LIKE :code || '.____-__-__') AND first_day <= :day AND last_day >= :day
ORDER BY code LIMIT 1;

-- one duty_demo_done() -> n int
-- unscoped: the demo is the system's
SELECT count(*) AS n FROM duty;
