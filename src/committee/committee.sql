-- Committees: what they are made of, and where they are reached.

-- Of the reader's own level and place first. What a committee keeps is counted for its readers.
-- many committee_rows(account int, level text, province text?, day date, most int)
--	-> id int, name text, abbr text?, level text, standing_id int?, standing text?, source text?,
--	reads bool, seats int, meetings int, next_meeting date?
SELECT c.id, c.name, c.abbr, c.level, c.standing_id, s.name AS standing, c.standing_source AS source,
	CASE WHEN EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = c.id AND x.account_id = :account)
		THEN 1 ELSE 0 END AS reads,
	(SELECT count(*) FROM committee_seat k WHERE k.committee_id = c.id
		AND coalesce(k.valid_from, '0001-01-01') <= :day AND coalesce(k.valid_to, '9999-12-31') >= :day) AS seats,
	(SELECT count(*) FROM meeting m WHERE m.committee_id = c.id AND m.state = 'held') AS meetings,
	(SELECT min(m.day) FROM meeting m WHERE m.committee_id = c.id AND m.state = 'planned' AND m.day >= :day) AS next_meeting
FROM committee_v c LEFT JOIN agency_v s ON s.id = c.standing_id
WHERE c.first_day <= :day AND c.last_day >= :day
	AND EXISTS (SELECT 1 FROM account_v a WHERE a.id = :account)
ORDER BY CASE WHEN c.level = :level AND (:province IS NULL OR c.province_code = :province) THEN 0
	WHEN c.level = 'nation' THEN 1 ELSE 2 END, c.sort_key, c.id
LIMIT :most;

-- one committee_by_id(id int, account int)
--	-> id int, name text, abbr text?, level text, place_code text?, standing_id int?, standing text?,
--	source text?, reads bool
SELECT c.id, c.name, c.abbr, c.level, c.place_code, c.standing_id, s.name AS standing,
	c.standing_source AS source,
	CASE WHEN EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = c.id AND x.account_id = :account)
		THEN 1 ELSE 0 END AS reads
FROM committee_v c LEFT JOIN agency_v s ON s.id = c.standing_id
WHERE c.id = :id AND EXISTS (SELECT 1 FROM account_v a WHERE a.id = :account);

-- one committee_by_code(code text) -> id int, standing_id int?
-- unscoped: the demo and the tests, which know whom they mean
SELECT id, standing_id FROM committee_v WHERE code = :code;

-- The committees an account may keep records of, by its permission at the standing agency; at
-- the committee itself where there is none.
-- many committee_managed(account int, permission text, day date)
--	-> id int, name text, standing_id int?
-- unscoped: by the permission, which names the agencies
SELECT c.id, c.name, c.standing_id
FROM committee_v c
WHERE c.first_day <= :day AND c.last_day >= :day AND (
	EXISTS (SELECT 1 FROM access_may_v r WHERE r.account_id = :account AND r.permission = :permission
		AND r.agency_id = coalesce(c.standing_id, c.id))
	OR EXISTS (SELECT 1 FROM account_v a WHERE a.id = :account AND a.state = 'system'))
ORDER BY CASE c.level WHEN 'nation' THEN 0 ELSE 1 END, c.sort_key, c.id;

-- --- seats

-- many committee_seat_rows(committee int, account int, day date)
--	-> id int, body text, role text, agency_id int, agency text, post text, holder text, account text?,
--	before_id int?, before text?, valid_from date?, valid_to date?, citation text, verified bool, version int
SELECT s.id, s.body, s.role, s.agency_id, a.name AS agency, s.post, s.holder, u.display AS account,
	s.before_id, b.post AS before, s.valid_from, s.valid_to, s.citation, s.verified, s.version
FROM committee_seat s JOIN agency_v a ON a.id = s.agency_id LEFT JOIN account_v u ON u.id = s.account_id
LEFT JOIN committee_seat b ON b.id = s.before_id
WHERE s.committee_id = :committee AND coalesce(s.valid_from, '0001-01-01') <= :day
	AND coalesce(s.valid_to, '9999-12-31') >= :day
	AND EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = s.committee_id AND x.account_id = :account)
ORDER BY CASE s.body WHEN 'committee' THEN 0 WHEN 'group' THEN 1 ELSE 2 END,
	CASE s.role WHEN 'head' THEN 0 WHEN 'standing' THEN 1 WHEN 'deputy' THEN 2 WHEN 'member' THEN 3 ELSE 4 END,
	a.sort_key, s.id;

-- Members the list of agencies knows and no seat says.
-- many committee_listed(committee int, account int, day date)
--	-> agency_id int, agency text, role text, citation text, verified bool
SELECT m.member_id AS agency_id, a.name AS agency, m.role, m.citation, m.verified
FROM agency_member_v m JOIN agency_v a ON a.id = m.member_id
WHERE m.committee_id = :committee AND m.first_day <= :day AND m.last_day >= :day
	AND NOT EXISTS (SELECT 1 FROM committee_seat s WHERE s.committee_id = m.committee_id
		AND s.body = 'committee' AND s.agency_id = m.member_id
		AND coalesce(s.valid_from, '0001-01-01') <= :day AND coalesce(s.valid_to, '9999-12-31') >= :day)
	AND EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = m.committee_id AND x.account_id = :account)
ORDER BY m.role DESC, a.sort_key;

-- Seats that have ended or not begun on a day, newest first.
-- many committee_seats_other(committee int, account int, day date, most int)
--	-> id int, body text, role text, agency_id int, agency text, post text, holder text,
--	valid_from date?, valid_to date?, later bool
SELECT s.id, s.body, s.role, s.agency_id, a.name AS agency, s.post, s.holder, s.valid_from, s.valid_to,
	CASE WHEN coalesce(s.valid_from, '0001-01-01') > :day THEN 1 ELSE 0 END AS later
FROM committee_seat s JOIN agency_v a ON a.id = s.agency_id
WHERE s.committee_id = :committee AND (coalesce(s.valid_from, '0001-01-01') > :day
		OR coalesce(s.valid_to, '9999-12-31') < :day)
	AND EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = s.committee_id AND x.account_id = :account)
ORDER BY coalesce(s.valid_to, '9999-12-31') DESC, s.id DESC LIMIT :most;

-- one committee_seat_by_id(id int, committee int)
--	-> id int, body text, role text, agency_id int, agency text, post text, holder text, account text?,
--	before_id int?, valid_from date?, valid_to date?, citation text, verified bool, version int
-- unscoped: of one committee, which the caller has read with its scope or may change
SELECT s.id, s.body, s.role, s.agency_id, a.name AS agency, s.post, s.holder, u.name AS account,
	s.before_id, s.valid_from, s.valid_to, s.citation, s.verified, s.version
FROM committee_seat s JOIN agency_v a ON a.id = s.agency_id LEFT JOIN account_v u ON u.id = s.account_id
WHERE s.id = :id AND s.committee_id = :committee;

-- one committee_account(name text, account int) -> id int
SELECT a.id FROM account_v a
WHERE a.name = :name AND a.state = 'active' AND (a.id = :account OR EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id));

-- id committee_seat_add(committee int, body text, role text, agency int, post text, holder text,
--	account int?, before int?, valid_from date?, valid_to date?, citation text, verified bool)
-- unscoped: makes the row
INSERT INTO committee_seat(committee_id, body, role, agency_id, post, holder, account_id, before_id,
	valid_from, valid_to, citation, verified)
VALUES (:committee, :body, :role, :agency, :post, :holder, :account, :before, :valid_from, :valid_to,
	:citation, :verified)
RETURNING id;

-- changed committee_seat_change(id int, version int, body text, role text, agency int, post text, holder text,
--	account int?, valid_from date?, valid_to date?, citation text, verified bool)
-- unscoped: the change has checked its right at the committee
UPDATE committee_seat SET body = :body, role = :role, agency_id = :agency, post = :post, holder = :holder,
	account_id = :account, valid_from = :valid_from, valid_to = :valid_to, citation = :citation,
	verified = :verified, version = version + 1
WHERE id = :id AND version = :version;

-- Who is followed ends the day before.
-- changed committee_seat_end(id int, committee int, valid_to date)
-- unscoped: the change has checked its right at the committee
UPDATE committee_seat SET valid_to = :valid_to, version = version + 1
WHERE id = :id AND committee_id = :committee AND coalesce(valid_from, '0001-01-01') <= :valid_to
	AND coalesce(valid_to, '9999-12-31') >= :valid_to;

-- --- contact points

-- many committee_contact_rows(committee int, account int, day date)
--	-> id int, agency_id int, agency text, standing bool, post text, phone text, email text, address text,
--	hours text, shared bool, valid_from date?, valid_to date?, citation text, version int
SELECT k.id, k.agency_id, a.name AS agency,
	CASE WHEN k.agency_id = c.standing_id THEN 1 ELSE 0 END AS standing, k.post, k.phone, k.email, k.address,
	k.hours, k.shared, k.valid_from, k.valid_to, k.citation, k.version
FROM committee_contact k JOIN agency_v a ON a.id = k.agency_id JOIN committee_v c ON c.id = k.committee_id
WHERE k.committee_id = :committee AND coalesce(k.valid_from, '0001-01-01') <= :day
	AND coalesce(k.valid_to, '9999-12-31') >= :day
	AND (k.shared = 1 OR EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = k.committee_id AND x.account_id = :account)
		OR EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = k.agency_id))
ORDER BY standing DESC, a.sort_key, k.id;

-- one committee_contact_by_id(id int, committee int)
--	-> id int, agency_id int, agency text, post text, phone text, email text, address text, hours text,
--	shared bool, before_id int?, valid_from date?, valid_to date?, citation text, version int
-- unscoped: of one committee, which the caller has read with its scope or may change
SELECT k.id, k.agency_id, a.name AS agency, k.post, k.phone, k.email, k.address, k.hours, k.shared, k.before_id,
	k.valid_from, k.valid_to, k.citation, k.version
FROM committee_contact k JOIN agency_v a ON a.id = k.agency_id
WHERE k.id = :id AND k.committee_id = :committee;

-- id committee_contact_add(committee int, agency int, post text, phone text, email text, address text,
--	hours text, shared bool, before int?, valid_from date?, valid_to date?, citation text)
-- unscoped: makes the row
INSERT INTO committee_contact(committee_id, agency_id, post, phone, email, address, hours, shared, before_id,
	valid_from, valid_to, citation)
VALUES (:committee, :agency, :post, :phone, :email, :address, :hours, :shared, :before, :valid_from, :valid_to,
	:citation)
RETURNING id;

-- changed committee_contact_change(id int, version int, agency int, post text, phone text, email text,
--	address text, hours text, shared bool, valid_from date?, valid_to date?, citation text)
-- unscoped: the change has checked its right at the committee
UPDATE committee_contact SET agency_id = :agency, post = :post, phone = :phone, email = :email,
	address = :address, hours = :hours, shared = :shared, valid_from = :valid_from, valid_to = :valid_to,
	citation = :citation, version = version + 1
WHERE id = :id AND version = :version;

-- changed committee_contact_end(id int, committee int, valid_to date)
-- unscoped: the change has checked its right at the committee
UPDATE committee_contact SET valid_to = :valid_to, version = version + 1
WHERE id = :id AND committee_id = :committee AND coalesce(valid_from, '0001-01-01') <= :valid_to
	AND coalesce(valid_to, '9999-12-31') >= :valid_to;

-- The agencies that have a seat today, for inviting all of them.
-- many committee_member_agencies(committee int, day date) -> id int
-- unscoped: of one committee, whose records the caller may keep
SELECT s.agency_id AS id FROM committee_seat s
WHERE s.committee_id = :committee AND s.body = 'committee' AND coalesce(s.valid_from, '0001-01-01') <= :day
	AND coalesce(s.valid_to, '9999-12-31') >= :day
UNION
SELECT m.member_id FROM agency_member_v m
WHERE m.committee_id = :committee AND m.first_day <= :day AND m.last_day >= :day
ORDER BY id;

-- one committee_agency_place(id int) -> name text, place_code text?, level text, province_code text?
SELECT name, place_code, level, province_code FROM agency_v WHERE id = :id;

-- The committees an account reads, its registers' filter.
-- many committee_readable(account int, day date) -> id int, name text
SELECT c.id, c.name FROM committee_v c
WHERE c.first_day <= :day AND c.last_day >= :day
	AND EXISTS (SELECT 1 FROM committee_reach x WHERE x.committee_id = c.id AND x.account_id = :account)
ORDER BY CASE c.level WHEN 'nation' THEN 0 ELSE 1 END, c.sort_key, c.id;

-- Plans in force to which an account may add tasks, newest first.
-- many committee_plans(account int, most int) -> id int, number text?, title text
-- unscoped: by the permission, which names the agencies
SELECT p.id, p.number, p.title FROM plan_v p
WHERE p.superseded_by IS NULL AND p.standing_id IS NOT NULL AND (
	EXISTS (SELECT 1 FROM access_may_v r WHERE r.account_id = :account AND r.agency_id = p.standing_id
		AND r.permission = 'work.follow')
	OR EXISTS (SELECT 1 FROM account_v a WHERE a.id = :account AND a.state = 'system'))
ORDER BY coalesce(p.issued, '') DESC, p.id DESC LIMIT :most;

-- one committee_plan(id int) -> standing_id int
-- unscoped: the change asks for its permission there
SELECT standing_id FROM plan_v WHERE id = :id AND superseded_by IS NULL AND standing_id IS NOT NULL;

-- one committee_demo_of(code text) -> id int, seats int
-- unscoped: the demonstration, which fills what is empty
SELECT c.id, (SELECT count(*) FROM committee_seat s WHERE s.committee_id = c.id) AS seats
FROM committee_v c WHERE c.code = :code;

-- The first conclusion of a meeting and the newest plan of whoever keeps it.
-- one committee_demo_task(meeting int) -> conclusion int, plan int
-- unscoped: the demonstration, of what it has made itself
SELECT k.id AS conclusion, p.id AS plan
FROM meeting m JOIN meeting_conclusion k ON k.meeting_id = m.id
JOIN plan_v p ON p.standing_id = m.agency_id AND p.superseded_by IS NULL
WHERE m.id = :meeting ORDER BY k.position, p.id DESC LIMIT 1;

-- Who has a seat in the committee itself on a day, an agency once.
-- many committee_seats_at(committee int, day date) -> agency_id int, name text, kind text, level text, standing bool
-- unscoped: whom a plan means by the committee; names of agencies, which everybody may read
SELECT s.agency_id, a.name, a.kind, a.level, max(CASE WHEN s.role = 'standing' THEN 1 ELSE 0 END) AS standing
FROM committee_seat s JOIN agency_v a ON a.id = s.agency_id
WHERE s.committee_id = :committee AND s.body = 'committee' AND coalesce(s.valid_from, '0001-01-01') <= :day
	AND coalesce(s.valid_to, '9999-12-31') >= :day
GROUP BY s.agency_id, a.name, a.kind, a.level, a.sort_key
ORDER BY standing DESC, a.sort_key, s.agency_id;
