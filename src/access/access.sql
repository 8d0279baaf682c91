-- Sessions and log-in

-- A session that began in the future began before the clock was set back: it has no end one could
-- trust.
-- one access_session_actor(digest blob, now time) -> session int, seen time, idle int, proved time, emergency int?, emergency_ends time?, owes bool, account int, name text, display text, agency int?, agency_name text?, lang text, theme int
-- unscoped: the session says whose row it is
SELECT s.id AS session, s.seen, x.idle, s.proved,
	(SELECT m.id FROM account_emergency m WHERE m.account_id = s.account_id AND m.ends > :now
		ORDER BY m.id LIMIT 1) AS emergency,
	(SELECT m.ends FROM account_emergency m WHERE m.account_id = s.account_id AND m.ends > :now
		ORDER BY m.id LIMIT 1) AS emergency_ends,
	CASE WHEN (a.demo = 0 OR x.demo_alone = 0)
		AND NOT EXISTS (SELECT 1 FROM account_factor f WHERE f.account_id = a.id)
		AND EXISTS (SELECT 1 FROM account_owes o WHERE o.account_id = a.id) THEN 1 ELSE 0 END AS owes,
	a.id AS account, a.name, a.display, a.agency_id AS agency, g.name AS agency_name, a.lang, a.theme
FROM session s JOIN account a ON a.id = s.account_id CROSS JOIN access_rule x
LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE s.digest = :digest AND s.ends > :now AND a.state = 'active'
  AND s.made < :now + 300000000;

-- many access_account_permissions(account int) -> permission text
-- unscoped: what an account may do, asked when it acts
SELECT DISTINCT p.permission
FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id
WHERE g.account_id = :account;

-- one access_login_account(name text) -> id int, state text, password text?, factors int, longest int
-- unscoped: nobody has logged in yet
SELECT a.id, a.state, a.password,
	(SELECT count(*) FROM account_factor f WHERE f.account_id = a.id) AS factors, x.longest
FROM account a CROSS JOIN access_rule x WHERE a.name = :name;

-- one access_rule_row() -> idle int, longest int, demo_alone bool, version int
SELECT idle, longest, demo_alone, version FROM access_rule;

-- one access_login_delay_of(key text, other text) -> until time
SELECT coalesce(max(until), 0) AS until FROM login_delay WHERE key IN (:key, :other);

-- one access_login_failures(key text) -> failures int, last time
SELECT failures, last FROM login_delay WHERE key = :key;

-- exec access_login_failed(key text, failures int, last time, until time)
INSERT INTO login_delay(key, failures, last, until) VALUES (:key, :failures, :last, :until)
ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last = excluded.last,
	until = excluded.until;

-- exec access_login_forgiven(key text)
DELETE FROM login_delay WHERE key = :key;

-- exec access_login_delay_purge(before time)
DELETE FROM login_delay WHERE last < :before;

-- id access_session_insert(digest blob, account int, made_at time, ends time, agent text, network text, factor text)
INSERT INTO session(digest, account_id, made, seen, ends, agent, network, factor, proved)
VALUES (:digest, :account, :made_at, :made_at, :ends, :agent, :network, :factor, :made_at) RETURNING id;

-- The token changes whenever what it stands for grows.
-- exec access_session_renew(id int, digest blob, proved time)
UPDATE session SET digest = :digest, proved = :proved WHERE id = :id;

-- exec access_visit_begin(account int, now time, hour_ago time)
INSERT INTO account_visit(account_id, began, before) VALUES (:account, :now, NULL)
ON CONFLICT (account_id) DO UPDATE SET began = excluded.began,
	before = coalesce((SELECT max(s.seen) FROM session s WHERE s.account_id = excluded.account_id), account_visit.began)
WHERE account_visit.began < :hour_ago;

-- one access_visit_before(account int) -> before time?
SELECT before FROM account_visit WHERE account_id = :account;

-- exec access_session_delete_digest(digest blob)
DELETE FROM session WHERE digest = :digest;

-- changed access_session_delete(id int, account int)
DELETE FROM session WHERE id = :id AND account_id = :account;

-- changed access_session_delete_others(account int, keep int)
DELETE FROM session WHERE account_id = :account AND id <> :keep;

-- exec access_session_used(id int, seen time)
UPDATE session SET seen = :seen WHERE id = :id AND seen < :seen;

-- changed access_session_purge(now time)
DELETE FROM session WHERE ends < :now OR seen < :now - (SELECT idle * 1000000 FROM access_rule);

-- many access_session_rows(account int, now time) -> id int, made_at time, seen time, agent text, network text, factor text
SELECT id, made AS made_at, seen, agent, network, factor FROM session
WHERE account_id = :account AND ends > :now
  AND seen > :now - (SELECT idle * 1000000 FROM access_rule) ORDER BY made DESC, id DESC;

-- Accounts

-- many access_account_rows(account int) -> id int, name text, display text, agency_name text?, state text, roles text?
-- sqlite
SELECT a.id, a.name, a.display, g.name AS agency_name, a.state,
	(SELECT group_concat(code, ' ') FROM (SELECT DISTINCT r.code, r.place
		FROM account_grant_today t JOIN role r ON r.id = t.role_id
		WHERE t.account_id = a.id ORDER BY r.place)) AS roles
FROM account a LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE a.state <> 'system' AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id)
ORDER BY a.sort, a.name;
-- postgres
SELECT a.id, a.name, a.display, g.name AS agency_name, a.state,
	(SELECT string_agg(code, ' ' ORDER BY place) FROM (SELECT DISTINCT r.code, r.place
		FROM account_grant_today t JOIN role r ON r.id = t.role_id
		WHERE t.account_id = a.id) AS held) AS roles
FROM account a LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE a.state <> 'system' AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id)
ORDER BY a.sort, a.name;

-- one access_account_row(id int, account int) -> id int, name text, display text, agency int, agency_name text?, state text, service bool, made_at time
SELECT a.id, a.name, a.display, a.agency_id AS agency, g.name AS agency_name, a.state, a.service, a.made AS made_at
FROM account a LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE a.id = :id AND a.state <> 'system' AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = a.agency_id);

-- one access_account_by_name(name text) -> id int, display text, agency int?, state text, demo bool
-- unscoped: for commands, which act as the system, and for names already taken
SELECT id, display, agency_id AS agency, state, demo FROM account WHERE name = :name;

-- one access_account_secret(id int) -> name text, password text?
-- unscoped: one's own, to change it
SELECT name, password FROM account WHERE id = :id AND state = 'active';

-- one access_account_counts() -> own int, demo int, alone bool
-- unscoped: numbers only, to keep demo accounts out of real installations
SELECT coalesce(sum(1 - demo), 0) AS own, coalesce(sum(demo), 0) AS demo,
	(SELECT demo_alone FROM access_rule) AS alone
FROM account WHERE state <> 'system';

-- id access_account_insert(name text, display text, sort blob, agency int, password text?, demo bool, service bool, made_at time)
-- unscoped: who may is checked before
INSERT INTO account(name, display, sort, agency_id, lang, theme, state, demo, service, password, made, version)
VALUES (:name, :display, :sort, :agency, 'vi', 0, 'active', :demo, :service, :password, :made_at, 1)
RETURNING id;

-- changed access_account_set_state(id int, state text)
-- unscoped: who may is checked before (access_manages)
UPDATE account SET state = :state, version = version + 1
WHERE id = :id AND state <> 'system' AND state <> :state;

-- changed access_account_set_password(id int, password text)
-- unscoped: one's own, or checked before
UPDATE account SET password = :password, version = version + 1
WHERE id = :id AND state <> 'system' AND service = 0;

-- changed access_account_set_lang(id int, lang text)
-- unscoped: one's own
UPDATE account SET lang = :lang, version = version + 1 WHERE id = :id;

-- changed access_account_set_theme(id int, theme int)
-- unscoped: one's own
UPDATE account SET theme = :theme, version = version + 1 WHERE id = :id;

-- Roles and grants

-- many access_role_rows() -> id int, code text, name_vi text, name_en text
SELECT id, code, name_vi, name_en FROM role ORDER BY place, code;

-- many access_role_permission_list() -> code text, name_vi text, name_en text, permission text?
SELECT r.code, r.name_vi, r.name_en, p.permission
FROM role r LEFT JOIN role_permission p ON p.role_id = r.id
WHERE r.built_in = 1 ORDER BY r.place, p.permission;

-- one access_role_by_code(code text) -> id int
SELECT id FROM role WHERE code = :code;

-- id access_role_put(code text, name_vi text, name_en text, place int)
INSERT INTO role(code, name_vi, name_en, place, built_in)
VALUES (:code, :name_vi, :name_en, :place, 1)
ON CONFLICT (code) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en,
	place = excluded.place, built_in = 1
RETURNING id;

-- exec access_role_clear(role int)
DELETE FROM role_permission WHERE role_id = :role;

-- exec access_role_allow(role int, permission text)
INSERT INTO role_permission(role_id, permission) VALUES (:role, :permission);

-- many access_grant_rows(account int) -> id int, role_vi text, role_en text, agency_name text?, place_name text?, valid_from date, valid_to date?, revoked time?, in_force bool
-- unscoped: of one account, which was read with its scope before, or of oneself
SELECT g.id, r.name_vi AS role_vi, r.name_en AS role_en, a.name AS agency_name,
	(SELECT p.full_name FROM place_v p WHERE p.code = g.place_code
		ORDER BY p.last_day DESC LIMIT 1) AS place_name, g.valid_from, g.valid_to, g.revoked,
	CASE WHEN EXISTS (SELECT 1 FROM account_grant_today t WHERE t.id = g.id)
		THEN 1 ELSE 0 END AS in_force
FROM account_grant g JOIN role r ON r.id = g.role_id
LEFT JOIN agency_v a ON a.id = g.agency_id
WHERE g.account_id = :account
ORDER BY g.revoked IS NOT NULL, g.valid_from, g.id;

-- one access_grant_held(account int, role int, agency int?, place text?, day date) -> id int
-- unscoped: of one account; the same grant is not given twice
SELECT id FROM account_grant
WHERE account_id = :account AND role_id = :role AND revoked IS NULL AND until IS NULL
  AND coalesce(agency_id, 0) = coalesce(CAST(:agency AS INTEGER), 0)
  AND coalesce(place_code, '') = coalesce(CAST(:place AS TEXT), '')
  AND (valid_to IS NULL OR valid_to >= :day)
ORDER BY id LIMIT 1;

-- id access_grant_insert(account int, role int, agency int?, place text?, valid_from date, valid_to date?, made_at time, made_by int)
INSERT INTO account_grant(account_id, role_id, agency_id, place_code, valid_from, valid_to, made, made_by)
VALUES (:account, :role, :agency, :place, :valid_from, :valid_to, :made_at, :made_by) RETURNING id;

-- one access_grant_by_id(id int, account int) -> role int, agency int?, place text?, revoked time?
-- unscoped: who may revoke it is checked before
SELECT role_id AS role, agency_id AS agency, place_code AS place, revoked FROM account_grant
WHERE id = :id AND account_id = :account;

-- changed access_grant_mark_revoked(id int, account int, at time, by int)
UPDATE account_grant SET revoked = :at, revoked_by = :by
WHERE id = :id AND account_id = :account AND revoked IS NULL;

-- What one may hand on

-- one access_may_at(account int, permission text, agency int) -> agency int
-- unscoped: it is the question of scope itself
SELECT m.agency_id AS agency FROM access_may_v m
WHERE m.account_id = :account AND m.agency_id = :agency AND m.permission = :permission LIMIT 1;

-- By a grant that lasts as long as what is given; one taken in an emergency hands on nothing.
-- One that reaches the agency reaches those under it: they are gone through one by one only
-- where there is none.
-- many access_grant_beyond_agency(account int, role int, agency int, last_day date) -> permission text
-- unscoped: it compares what the giver holds with what is given
SELECT p.permission FROM role_permission p
WHERE p.role_id = :role AND NOT EXISTS (
	SELECT 1 FROM account_grant_today n JOIN role_permission h ON h.role_id = n.role_id
	JOIN account_grant g ON g.id = n.id
	WHERE n.account_id = :account AND h.permission = p.permission AND g.until IS NULL
	  AND (g.valid_to IS NULL OR g.valid_to >= :last_day)
	  AND ((g.agency_id IS NULL AND g.place_code IS NULL) OR EXISTS (SELECT 1 FROM agency_tree_v x
		WHERE x.ancestor_id = g.agency_id AND x.agency_id = :agency)))
  AND EXISTS (SELECT 1 FROM agency_tree_v t
	WHERE t.ancestor_id = :agency AND NOT EXISTS (SELECT 1 FROM grant_reach m
		JOIN role_permission h ON h.role_id = m.role_id JOIN account_grant g ON g.id = m.grant_id
		WHERE m.account_id = :account AND m.agency_id = t.agency_id
		  AND h.permission = p.permission AND g.until IS NULL
		  AND (g.valid_to IS NULL OR g.valid_to >= :last_day)))
ORDER BY p.permission;

-- many access_grant_beyond_place(account int, role int, place text?, last_day date) -> permission text
-- unscoped: it compares what the giver holds with what is given
SELECT p.permission FROM role_permission p
WHERE p.role_id = :role AND NOT EXISTS (
	SELECT 1 FROM account_grant_today g JOIN role_permission h ON h.role_id = g.role_id
	JOIN account_grant w ON w.id = g.id
	WHERE g.account_id = :account AND h.permission = p.permission AND g.agency_id IS NULL
	  AND w.until IS NULL AND (w.valid_to IS NULL OR w.valid_to >= :last_day)
	  AND (g.place_code IS NULL OR EXISTS (SELECT 1 FROM place_v v WHERE v.code = :place
		AND g.place_code IN (v.code, v.district_code, v.province_code))))
ORDER BY p.permission;

-- one access_agency_found(id int) -> name text
SELECT name FROM agency_v WHERE id = :id;

-- one access_place_found(code text) -> name text
SELECT full_name AS name FROM place_v WHERE code = :code ORDER BY last_day DESC LIMIT 1;

-- The higher first, and of the lower ones those next to one's own: nobody chooses among all
-- communes of the country in one list.
-- many access_agencies_reached(account int, day date, most int) -> id int, name text
SELECT g.id, g.name FROM agency_v g
WHERE g.first_day <= :day AND g.last_day >= :day
  AND (g.level IN ('nation', 'province') OR g.id IN (SELECT t.agency_id
	FROM account_grant_today n JOIN agency_tree_v t ON t.ancestor_id = n.agency_id
	WHERE n.account_id = :account AND t.depth <= 1))
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = g.id)
ORDER BY CASE g.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 ELSE 2 END, g.sort_key, g.id
LIMIT :most;

-- For commands, which act as the system

-- A code goes on through changes of name, each with its day behind it: the one in force.
-- one access_agency_by_code(code text, day date) -> id int, name text
SELECT id, name FROM agency_v
WHERE code = :code OR (code LIKE :code || '.____-__-__')
ORDER BY CASE WHEN first_day <= :day AND last_day >= :day THEN 0 ELSE 1 END, code LIMIT 1;

-- many access_user_list() -> id int, name text, display text, agency_code text?, state text, demo bool
-- unscoped: a command acts as the system
SELECT a.id, a.name, a.display, g.code AS agency_code, a.state, a.demo
FROM account a LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE a.state <> 'system' ORDER BY a.name;

-- many access_user_grants() -> account int, id int, role text, agency_code text?, place_code text?, valid_from date, valid_to date?
-- unscoped: a command acts as the system
SELECT t.account_id AS account, t.id, r.code AS role, g.code AS agency_code, t.place_code,
	t.valid_from, t.valid_to
FROM account_grant t JOIN role r ON r.id = t.role_id LEFT JOIN agency_v g ON g.id = t.agency_id
WHERE t.revoked IS NULL ORDER BY t.account_id, t.id;
