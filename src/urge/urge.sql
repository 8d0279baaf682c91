-- The ladder and the settings

-- many urge_ladder(day date) -> id int, days int, whom text, mail bool, sms bool, valid_from date, version int
SELECT id, days, whom, mail, sms, valid_from, version FROM urge_step
WHERE valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
ORDER BY days, CASE whom WHEN 'officer' THEN 0 WHEN 'chief' THEN 1 ELSE 2 END, id;

-- one urge_step_same(days int, whom text, day date) -> id int
SELECT id FROM urge_step
WHERE days = :days AND whom = :whom AND (valid_to IS NULL OR valid_to >= :day) ORDER BY id LIMIT 1;

-- id urge_step_add(days int, whom text, mail bool, sms bool, valid_from date)
INSERT INTO urge_step(days, whom, mail, sms, valid_from)
VALUES (:days, :whom, :mail, :sms, :valid_from) RETURNING id;

-- changed urge_step_end(id int, valid_to date, version int)
UPDATE urge_step SET valid_to = :valid_to, version = version + 1
WHERE id = :id AND version = :version AND valid_to IS NULL;

-- one urge_settings() -> hour int, ack_hours int, version int
SELECT hour, ack_hours, version FROM urge_setting WHERE id = 1;

-- changed urge_settings_set(hour int, ack_hours int, version int)
UPDATE urge_setting SET hour = :hour, ack_hours = :ack_hours, version = version + 1
WHERE id = 1 AND version = :version;

-- Batches

-- one urge_round_of(day date) -> id int, state text, claim text, until time
SELECT id, state, claim, until FROM urge_batch WHERE kind = 'round' AND day = :day;

-- id urge_batch_add(kind text, day date, state text, claim text, until time, account int?, words text, now time)
INSERT INTO urge_batch(kind, day, state, claim, until, account_id, words, made)
VALUES (:kind, :day, :state, :claim, :until, :account, :words, :now) RETURNING id;

-- changed urge_batch_take(id int, claim text, until time, now time)
UPDATE urge_batch SET claim = :claim, until = :until
WHERE id = :id AND state <> 'done' AND (claim = :claim OR until < :now);

-- changed urge_batch_state(id int, claim text, state text, until time, finished time?)
UPDATE urge_batch SET state = :state, until = :until, finished = :finished
WHERE id = :id AND claim = :claim AND state <> 'done';

-- one urge_batch_counts(id int) -> reminders int, people int
-- unscoped: numbers only
SELECT (SELECT count(DISTINCT part_id) FROM urge_item i WHERE i.batch_id = :id) AS reminders,
	(SELECT count(DISTINCT account_id) FROM urge_item i WHERE i.batch_id = :id) AS people;

-- The round's one look at what is owed

-- many urge_owed(from_day date, to_day date, day date) -> id int, plan_id int, agency_id int, role text, officer_id int?, due date, last int?
-- unscoped: the round is the system's
SELECT p.id, p.plan_id, p.agency_id, p.role, p.officer_id, p.due,
	(SELECT max(u.days) FROM urge_reminder u WHERE u.part_id = p.id AND u.due = p.due) AS last
FROM work_part_v p
WHERE p.open = 1 AND p.due >= :from_day AND p.due <= :to_day
  AND NOT EXISTS (SELECT 1 FROM urge_reminder t WHERE t.part_id = p.id AND t.day = :day)
ORDER BY p.due, p.id;

-- Who acts at an agency, who leads it, who urges from it: by roles held at one's own agency.
-- many urge_people() -> account int, agency int, acts bool, leads bool, urges bool
-- unscoped: the round is the system's
SELECT a.id AS account, a.agency_id AS agency,
	CASE WHEN EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = a.id
		AND m.agency_id = a.agency_id AND m.permission = 'work.act') THEN 1 ELSE 0 END AS acts,
	CASE WHEN EXISTS (SELECT 1 FROM access_role_v m WHERE m.account_id = a.id
		AND m.agency_id = a.agency_id AND m.role = 'leader') THEN 1 ELSE 0 END AS leads,
	CASE WHEN EXISTS (SELECT 1 FROM access_role_v m WHERE m.account_id = a.id
		AND m.agency_id = a.agency_id AND m.role = 'standing') THEN 1 ELSE 0 END AS urges
FROM account_notify_v a ORDER BY a.agency_id, a.id;

-- Who writes an agency's reports.
-- many urge_reporters() -> account int, agency int, lang text
-- unscoped: the round is the system's
SELECT a.id AS account, a.agency_id AS agency, a.lang FROM account_notify_v a
WHERE EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = a.id
	AND m.agency_id = a.agency_id AND m.permission = 'report.write')
ORDER BY a.agency_id, a.id;

-- many urge_plans() -> id int, standing int?
-- unscoped: the round is the system's
SELECT id, coalesce(standing_id, issuer_id) AS standing FROM plan_v ORDER BY id;

-- exec urge_reminder_add(part int, day date, due date?, days int?, agency int, batch int)
-- unscoped: the round is the system's; by hand who may is checked before
INSERT INTO urge_reminder(part_id, day, due, days, agency_id, batch_id)
VALUES (:part, :day, :due, :days, :agency, :batch) ON CONFLICT DO NOTHING;

-- exec urge_item_add(batch int, account int, part int, whom text, mail bool, sms bool)
-- unscoped: the round is the system's; by hand who may is checked before
INSERT INTO urge_item(batch_id, account_id, part_id, whom, mail, sms)
VALUES (:batch, :account, :part, :whom, :mail, :sms)
ON CONFLICT (batch_id, account_id, part_id) DO NOTHING;

-- Messages

-- many urge_told(batch int) -> account int, lang text, agency int, late int, today int, soon int, asked int, mail bool, sms int, own int
-- unscoped: the round is the system's
SELECT i.account_id AS account, a.lang, a.agency_id AS agency,
	sum(CASE WHEN r.due < r.day THEN 1 ELSE 0 END) AS late,
	sum(CASE WHEN r.due = r.day THEN 1 ELSE 0 END) AS today,
	sum(CASE WHEN r.due > r.day OR r.due IS NULL THEN 1 ELSE 0 END) AS soon,
	sum(CASE WHEN p.role = 'requested' AND i.whom = 'officer' THEN 1 ELSE 0 END) AS asked,
	CAST(max(i.mail) AS INTEGER) AS mail, CAST(sum(i.sms) AS INTEGER) AS sms,
	sum(CASE WHEN r.agency_id = a.agency_id THEN 1 ELSE 0 END) AS own
FROM urge_item i
JOIN urge_reminder r ON r.part_id = i.part_id AND r.batch_id = i.batch_id
JOIN work_part_v p ON p.id = i.part_id
JOIN account_notify_v a ON a.id = i.account_id
WHERE i.batch_id = :batch
  AND NOT EXISTS (SELECT 1 FROM outbox_notice_v n
	WHERE n.key = 'urge:' || CAST(:batch AS TEXT) || ':' || CAST(i.account_id AS TEXT))
GROUP BY i.account_id, a.lang, a.agency_id ORDER BY i.account_id;

-- The first ones of each person's list, those longest over first.
-- many urge_told_items(batch int, most int) -> account int, task int, path text, number text?, due date?, day date, role text, whom text, agency_name text, own bool
-- unscoped: the round is the system's
SELECT account, task, path, number, due, day, role, whom, agency_name, own FROM (
	SELECT i.account_id AS account, t.id AS task, t.path, v.number, r.due, r.day, p.role, i.whom,
		coalesce(g.abbr, g.name) AS agency_name,
		CASE WHEN r.agency_id = a.agency_id THEN 1 ELSE 0 END AS own,
		row_number() OVER (PARTITION BY i.account_id ORDER BY r.due, i.part_id) AS nth
	FROM urge_item i
	JOIN urge_reminder r ON r.part_id = i.part_id AND r.batch_id = i.batch_id
	JOIN work_part_v p ON p.id = i.part_id
	JOIN task_v t ON t.id = p.task_id
	JOIN plan_v v ON v.id = p.plan_id
	JOIN agency_v g ON g.id = r.agency_id
	JOIN account_notify_v a ON a.id = i.account_id
	WHERE i.batch_id = :batch) AS listed
WHERE nth <= :most ORDER BY account, nth;

-- What else the day's mail tells: notices nobody read yet, the first ones of each person.
-- many urge_news(batch int, most int) -> account int, lang text, id int, subject text, link text, n int
-- unscoped: the round is the system's
SELECT account, lang, id, subject, link, n FROM (
	SELECT w.account_id AS account, a.lang, w.id, w.subject, w.link,
		count(*) OVER (PARTITION BY w.account_id) AS n,
		row_number() OVER (PARTITION BY w.account_id ORDER BY w.id DESC) AS nth
	FROM outbox_news_v w JOIN account_notify_v a ON a.id = w.account_id
	WHERE NOT EXISTS (SELECT 1 FROM outbox_notice_v n
		WHERE n.key = 'urge:' || CAST(:batch AS TEXT) || ':' || CAST(w.account_id AS TEXT))) AS listed
WHERE nth <= :most ORDER BY account, nth;

-- For an alarm: whose work it is, for each person that is told of some by SMS.
-- many urge_alarming(batch int) -> account int, agency int, agency_name text, plan int, n int
-- unscoped: the round is the system's
SELECT i.account_id AS account, r.agency_id AS agency, coalesce(g.abbr, g.name) AS agency_name,
	min(p.plan_id) AS plan, count(*) AS n
FROM urge_item i
JOIN urge_reminder r ON r.part_id = i.part_id AND r.batch_id = i.batch_id
JOIN work_part_v p ON p.id = i.part_id
JOIN agency_v g ON g.id = r.agency_id
WHERE i.batch_id = :batch AND i.sms = 1
GROUP BY i.account_id, r.agency_id, coalesce(g.abbr, g.name)
ORDER BY r.agency_id, i.account_id;

-- Alarms

-- id urge_alarm_add(batch int, agency int, plan int, nth int, account int, notice int, until time)
-- unscoped: the system's
INSERT INTO urge_alarm(batch_id, agency_id, plan_id, nth, account_id, notice_id, until, state)
VALUES (:batch, :agency, :plan, :nth, :account, :notice, :until, 'open')
ON CONFLICT DO NOTHING RETURNING id;

-- many urge_alarms_over(now time, most int) -> id int, batch int, agency int, agency_name text, plan int, nth int, acked time?, n int
-- unscoped: the system's
SELECT m.id, m.batch_id AS batch, m.agency_id AS agency, coalesce(g.abbr, g.name) AS agency_name,
	m.plan_id AS plan, m.nth, n.acked,
	(SELECT count(DISTINCT i.part_id) FROM urge_item i JOIN work_part_v p ON p.id = i.part_id
		WHERE i.batch_id = m.batch_id AND i.sms = 1 AND p.agency_id = m.agency_id) AS n
FROM urge_alarm m JOIN outbox_notice_v n ON n.id = m.notice_id JOIN agency_v g ON g.id = m.agency_id
WHERE m.state = 'open' AND (n.acked IS NOT NULL OR m.until <= :now)
ORDER BY m.until, m.id LIMIT :most;

-- changed urge_alarm_set(id int, state text)
-- unscoped: the system's
UPDATE urge_alarm SET state = :state WHERE id = :id AND state = 'open';

-- Whom an alarm has not reached: those who lead the agency, then those who urge from the standing one.
-- one urge_alarm_next(batch int, agency int, plan int) -> account int, lang text
-- unscoped: the system's
SELECT account, lang FROM (
	SELECT a.id AS account, a.lang, 0 AS place FROM account_notify_v a
	WHERE a.agency_id = :agency AND EXISTS (SELECT 1 FROM access_role_v m
		WHERE m.account_id = a.id AND m.agency_id = a.agency_id AND m.role = 'leader')
	UNION ALL
	SELECT a.id, a.lang, 1 FROM account_notify_v a JOIN plan_v v ON v.id = :plan
	WHERE a.agency_id = coalesce(v.standing_id, v.issuer_id) AND EXISTS (SELECT 1 FROM access_role_v m
		WHERE m.account_id = a.id AND m.agency_id = a.agency_id AND m.role = 'standing')) AS all_of
WHERE account NOT IN (SELECT x.account_id FROM urge_alarm x WHERE x.batch_id = :batch AND x.agency_id = :agency)
ORDER BY place, account LIMIT 1;

-- For lists and pages

-- How often each part was reminded of, and when last.
-- many urge_counts(parts text) -> part int, times int, last_day date
-- unscoped: of parts that the asker has read with their scope
-- sqlite
SELECT u.part_id AS part, count(*) AS times, max(u.day) AS last_day FROM urge_reminder u
WHERE u.part_id IN (SELECT value FROM json_each(:parts)) GROUP BY u.part_id ORDER BY u.part_id;
-- postgres
SELECT u.part_id AS part, count(*) AS times, max(u.day) AS last_day FROM urge_reminder u
WHERE u.part_id IN (SELECT CAST(x AS BIGINT) FROM jsonb_array_elements_text(CAST(:parts AS jsonb)) AS q(x))
GROUP BY u.part_id ORDER BY u.part_id;

-- What would be urged by hand.
-- many urge_chosen(parts text, account int, day date) -> id int, task_id int, plan_id int, agency_id int, role text, officer_id int?, due date?, open bool, path text, number text?, agency_name text, standing int?, today bool, times int, last_day date?
-- sqlite
SELECT p.id, p.task_id, p.plan_id, p.agency_id, p.role, p.officer_id, p.due, p.open, t.path, v.number,
	coalesce(g.abbr, g.name) AS agency_name, coalesce(v.standing_id, v.issuer_id) AS standing,
	CASE WHEN EXISTS (SELECT 1 FROM urge_reminder u WHERE u.part_id = p.id AND u.day = :day) THEN 1 ELSE 0 END AS today,
	(SELECT count(*) FROM urge_reminder u WHERE u.part_id = p.id) AS times,
	(SELECT max(u.day) FROM urge_reminder u WHERE u.part_id = p.id) AS last_day
FROM work_part_v p JOIN task_v t ON t.id = p.task_id JOIN plan_v v ON v.id = p.plan_id
JOIN agency_v g ON g.id = p.agency_id
WHERE p.id IN (SELECT value FROM json_each(:parts))
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account
	AND r.agency_id = coalesce(v.standing_id, v.issuer_id))
ORDER BY g.sort_key, p.agency_id, p.due, p.id;
-- postgres
SELECT p.id, p.task_id, p.plan_id, p.agency_id, p.role, p.officer_id, p.due, p.open, t.path, v.number,
	coalesce(g.abbr, g.name) AS agency_name, coalesce(v.standing_id, v.issuer_id) AS standing,
	CASE WHEN EXISTS (SELECT 1 FROM urge_reminder u WHERE u.part_id = p.id AND u.day = :day) THEN 1 ELSE 0 END AS today,
	(SELECT count(*) FROM urge_reminder u WHERE u.part_id = p.id) AS times,
	(SELECT max(u.day) FROM urge_reminder u WHERE u.part_id = p.id) AS last_day
FROM work_part_v p JOIN task_v t ON t.id = p.task_id JOIN plan_v v ON v.id = p.plan_id
JOIN agency_v g ON g.id = p.agency_id
WHERE p.id IN (SELECT CAST(x AS BIGINT) FROM jsonb_array_elements_text(CAST(:parts AS jsonb)) AS q(x))
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account
	AND r.agency_id = coalesce(v.standing_id, v.issuer_id))
ORDER BY g.sort_key, p.agency_id, p.due, p.id;

-- one urge_batch_of(batch int, account int) -> day date, kind text, words text
-- unscoped: only who was told of something in it
SELECT b.day, b.kind, b.words FROM urge_batch b
WHERE b.id = :batch AND EXISTS (SELECT 1 FROM urge_item i WHERE i.batch_id = b.id AND i.account_id = :account);

-- many urge_own_items(batch int, account int, most int) -> part int, task_id int, path text, words text, number text?, plan_id int, role text, whom text, agency_name text, due date?, state text, open bool
-- unscoped: what one was told oneself
SELECT p.id AS part, p.task_id, t.path, t.words, v.number, p.plan_id, p.role, i.whom,
	coalesce(g.abbr, g.name) AS agency_name, p.due, p.state, p.open
FROM urge_item i JOIN work_part_v p ON p.id = i.part_id
JOIN task_v t ON t.id = p.task_id JOIN plan_v v ON v.id = p.plan_id JOIN agency_v g ON g.id = p.agency_id
WHERE i.batch_id = :batch AND i.account_id = :account
ORDER BY p.open DESC, p.due, p.id LIMIT :most;

-- many urge_rounds(most int) -> id int, day date, state text, made time, finished time?, reminders int, people int
-- unscoped: numbers only
SELECT b.id, b.day, b.state, b.made, b.finished,
	(SELECT count(DISTINCT i.part_id) FROM urge_item i WHERE i.batch_id = b.id) AS reminders,
	(SELECT count(DISTINCT i.account_id) FROM urge_item i WHERE i.batch_id = b.id) AS people
FROM urge_batch b WHERE b.kind = 'round' ORDER BY b.day DESC LIMIT :most;

-- For the demo: what is overdue at bodies that have an account, once.
-- many urge_demo_parts(day date, most int) -> id int
-- unscoped: the demo is the system's
SELECT p.id FROM work_part_v p
WHERE p.open = 1 AND p.due < :day AND p.role <> 'requested'
  AND p.agency_id IN (SELECT a.agency_id FROM account_notify_v a)
  AND NOT EXISTS (SELECT 1 FROM urge_item)
ORDER BY p.due DESC, p.id LIMIT :most;
