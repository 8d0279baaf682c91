-- Access in an emergency

-- Roles one has for good, but for those that could hand the rest on or judge it.
-- many emergency_roles(account int) -> id int, code text, name_vi text, name_en text, place int
-- unscoped: one's own
SELECT DISTINCT r.id, r.code, r.name_vi, r.name_en, r.place
FROM account_grant_today t JOIN account_grant g ON g.id = t.id JOIN role r ON r.id = g.role_id
WHERE t.account_id = :account AND g.until IS NULL
  AND EXISTS (SELECT 1 FROM role_permission u WHERE u.role_id = r.id AND u.permission = 'emergency.use')
  AND NOT EXISTS (SELECT 1 FROM role_permission p WHERE p.role_id = r.id AND p.permission IN
	('account.manage', 'audit.manage', 'operation.manage', 'outbox.manage', 'emergency.review'))
ORDER BY r.place;

-- By name, short name or code. Which agencies there are is no secret; what one has is.
-- many emergency_agencies(pattern text, code text, day date, most int) -> id int, code text, name text
SELECT a.id, a.code, a.name FROM agency_v a
WHERE a.first_day <= :day AND a.last_day >= :day
  AND (a.code = :code OR a.fold LIKE :pattern
	OR a.id IN (SELECT l.agency_id FROM agency_alias_v l WHERE l.fold LIKE :pattern))
ORDER BY CASE WHEN a.code = :code THEN 0 ELSE 1 END, a.sort_key, a.code LIMIT :most;

-- one emergency_held(account int, role int, agency int) -> grant_id int
-- unscoped: it is the question of scope itself
SELECT grant_id FROM grant_reach WHERE account_id = :account AND role_id = :role AND agency_id = :agency LIMIT 1;

-- one emergency_running(account int, now time) -> id int
-- unscoped: one's own
SELECT id FROM account_emergency WHERE account_id = :account AND ends > :now ORDER BY id LIMIT 1;

-- id emergency_grant(account int, role int, agency int, day date, now time, until time)
INSERT INTO account_grant(account_id, role_id, agency_id, valid_from, made, made_by, until)
VALUES (:account, :role, :agency, :day, :now, :account, :until) RETURNING id;

-- id emergency_insert(account int, grant_id int, reason text, now time, ends time)
INSERT INTO account_emergency(account_id, grant_id, reason, made, ends, finding)
VALUES (:account, :grant_id, :reason, :now, :ends, '') RETURNING id;

-- Who is alarmed and may judge: who reviews at the account's agency, or at the one it went to.
-- many emergency_superiors(account int, home int, agency int, most int) -> account int
-- unscoped: the alarm goes out whoever rang it
SELECT DISTINCT r.account_id AS account
FROM grant_reach r JOIN account_grant g ON g.id = r.grant_id
JOIN role_permission p ON p.role_id = r.role_id
WHERE r.agency_id IN (:home, :agency) AND p.permission = 'emergency.review' AND g.until IS NULL
  AND r.account_id <> :account
ORDER BY 1 LIMIT :most;

-- The reader's own, and those of accounts and agencies where the reader reviews.
-- many emergency_rows(reader int, now time, most int)
--	-> id int, account int, display text, home_name text?, role_vi text, role_en text, agency_name text?, made_at time, ends time, running bool, reviewed time?, justified bool
-- unscoped: restricted by the permission to review at either agency, or one's own
SELECT x.id, x.account_id AS account, a.display, h.name AS home_name, r.name_vi AS role_vi,
	r.name_en AS role_en, t.name AS agency_name, x.made AS made_at, x.ends,
	CASE WHEN x.ends > :now THEN 1 ELSE 0 END AS running, x.reviewed,
	coalesce(x.justified, 0) AS justified
FROM account_emergency x JOIN account a ON a.id = x.account_id
JOIN account_grant g ON g.id = x.grant_id JOIN role r ON r.id = g.role_id
LEFT JOIN agency_v h ON h.id = a.agency_id LEFT JOIN agency_v t ON t.id = g.agency_id
WHERE x.account_id = :reader OR EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = :reader
	AND m.permission = 'emergency.review' AND m.agency_id IN (a.agency_id, g.agency_id))
ORDER BY x.reviewed IS NOT NULL, x.id DESC LIMIT :most;

-- one emergency_row(id int, reader int, now time)
--	-> id int, account int, display text, home int, home_name text?, role_vi text, role_en text, agency int, agency_name text?, reason text, made_at time, ends time, running bool, reviewed time?, reviewer text?, justified bool, finding text, may_review bool, grant_id int
-- unscoped: restricted by the permission to review at either agency, or one's own
SELECT x.id, x.account_id AS account, a.display, a.agency_id AS home, h.name AS home_name, r.name_vi AS role_vi,
	r.name_en AS role_en, g.agency_id AS agency, t.name AS agency_name, x.reason, x.made AS made_at, x.ends,
	CASE WHEN x.ends > :now THEN 1 ELSE 0 END AS running, x.reviewed, b.display AS reviewer,
	coalesce(x.justified, 0) AS justified, x.finding,
	CASE WHEN x.account_id <> :reader THEN 1 ELSE 0 END AS may_review, x.grant_id
FROM account_emergency x JOIN account a ON a.id = x.account_id
JOIN account_grant g ON g.id = x.grant_id JOIN role r ON r.id = g.role_id
LEFT JOIN agency_v h ON h.id = a.agency_id LEFT JOIN agency_v t ON t.id = g.agency_id
LEFT JOIN account b ON b.id = x.reviewed_by
WHERE x.id = :id AND (x.account_id = :reader OR EXISTS (SELECT 1 FROM access_may_v m
	WHERE m.account_id = :reader AND m.permission = 'emergency.review'
	  AND m.agency_id IN (a.agency_id, g.agency_id)));

-- What the account did in that time, as the log has it.
-- many emergency_deeds(account int, began time, ended time, most int) -> seq int, at time, action text, object text, object_id int
SELECT seq, at, action, object, object_id FROM audit_entry_v
WHERE actor = :account AND at >= :began AND at <= :ended ORDER BY seq LIMIT :most;

-- changed emergency_cut(id int, account int, now time)
UPDATE account_emergency SET ends = :now WHERE id = :id AND account_id = :account AND ends > :now;

-- exec emergency_grant_end(grant_id int, now time)
UPDATE account_grant SET until = :now WHERE id = :grant_id AND until > :now;

-- changed emergency_verdict(id int, now time, by int, justified bool, finding text)
UPDATE account_emergency SET reviewed = :now, reviewed_by = :by, justified = :justified, finding = :finding
WHERE id = :id AND reviewed IS NULL AND ends <= :now AND account_id <> :by;
