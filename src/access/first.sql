-- The first administrator

-- Nobody can manage accounts: none who could log in.
-- one first_needed() -> needed int
-- unscoped: nobody is there yet
SELECT 1 AS needed FROM access_rule WHERE NOT EXISTS (
	SELECT 1 FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id
	JOIN account a ON a.id = g.account_id
	WHERE p.permission = 'account.manage' AND a.password IS NOT NULL);

-- exec first_put(digest blob, ends time)
INSERT INTO access_first(id, digest, ends) VALUES (1, :digest, :ends)
ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, ends = excluded.ends;

-- one first_of(digest blob, now time) -> ends time
-- unscoped: the link says so
SELECT f.ends FROM access_first f WHERE f.digest = :digest AND f.ends > :now
  AND NOT EXISTS (SELECT 1 FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id
	JOIN account a ON a.id = g.account_id
	WHERE p.permission = 'account.manage' AND a.password IS NOT NULL);

-- changed first_end(digest blob)
DELETE FROM access_first WHERE digest = :digest;

-- many first_agencies(day date) -> id int, name text
SELECT id, name FROM agency_v WHERE level IN ('nation', 'province') AND first_day <= :day AND last_day >= :day
ORDER BY CASE level WHEN 'nation' THEN 0 ELSE 1 END, sort_key, id LIMIT 500;

-- What an account may do, each with the grant it comes from. Ends that lie ahead are said.

-- many why_may(account int) -> permission text, role_vi text, role_en text, agency_name text?, place_name text?, valid_from date, valid_to date?, until time?, giver text
-- unscoped: of one account, which the reader has been shown to reach
SELECT p.permission, r.name_vi AS role_vi, r.name_en AS role_en, a.name AS agency_name,
	(SELECT v.full_name FROM place_v v WHERE v.code = g.place_code ORDER BY v.last_day DESC LIMIT 1) AS place_name,
	g.valid_from, g.valid_to, g.until, b.display AS giver
FROM account_grant_today t JOIN account_grant g ON g.id = t.id JOIN role r ON r.id = g.role_id
JOIN role_permission p ON p.role_id = r.id JOIN account b ON b.id = g.made_by
LEFT JOIN agency_v a ON a.id = g.agency_id
WHERE t.account_id = :account ORDER BY p.permission, g.valid_from, g.id;

-- Who reaches an agency and may do this there: a line for each grant of the next `most` accounts.
-- A grant reaches an agency by more ways than one: it is said once.
-- many who_may(agency int, permission text, reader int, after int, most int)
--	-> account int, display text, service bool, home_name text?, own bool, role_vi text, role_en text, agency_name text?, place_name text?, valid_from date, valid_to date?, until time?, giver text
WITH page AS MATERIALIZED (SELECT c.id, c.display, c.sort, c.agency_id, c.service FROM account_who_v c
	WHERE (:after = 0 OR (c.sort, c.id) > (SELECT l.sort, l.id FROM account_who_v l WHERE l.id = :after))
		AND EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = c.id
			AND m.agency_id = :agency AND m.permission = :permission)
		AND EXISTS (SELECT 1 FROM access_reach_v w WHERE w.account_id = :reader AND w.agency_id = :agency)
	ORDER BY c.sort, c.id LIMIT :most)
SELECT p.id AS account, p.display, p.service, o.name AS home_name,
	CASE WHEN g.agency_id = :agency THEN 1 ELSE 0 END AS own, g.role_vi, g.role_en, g.agency_name,
	g.place_name, g.valid_from, g.valid_to, g.until, g.giver
FROM page p JOIN access_grant_v g ON g.account_id = p.id LEFT JOIN agency_v o ON o.id = p.agency_id
WHERE EXISTS (SELECT 1 FROM role_permission h WHERE h.role_id = g.role_id AND h.permission = :permission)
  AND EXISTS (SELECT 1 FROM grant_reach x WHERE x.grant_id = g.id AND x.agency_id = :agency)
ORDER BY p.sort, p.id, g.id;
