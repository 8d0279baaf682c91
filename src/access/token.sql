-- Tokens of service accounts

-- one token_actor(digest blob, now time) -> token int, permissions text, per_minute int, used time?, account int, name text, display text, agency int?, agency_name text?, lang text
-- unscoped: the token says whose row it is
SELECT x.id AS token, x.permissions, x.per_minute, x.used, a.id AS account, a.name, a.display,
	a.agency_id AS agency, g.name AS agency_name, a.lang
FROM account_token x JOIN account a ON a.id = x.account_id LEFT JOIN agency_v g ON g.id = a.agency_id
WHERE x.digest = :digest AND x.revoked IS NULL AND x.begins <= :now AND x.ends > :now
  AND a.state = 'active' AND a.service = 1;

-- What the account may wherever it reaches: a permission that one of its grants lacks would reach
-- by that grant to where it was never given.
-- many token_even(account int) -> permission text
-- unscoped: what an account may do, asked when it acts
SELECT DISTINCT p.permission
FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id
WHERE g.account_id = :account AND ((g.agency_id IS NULL AND g.place_code IS NULL)
	OR NOT EXISTS (SELECT 1 FROM account_grant_today o
		WHERE o.account_id = :account AND NOT EXISTS (SELECT 1 FROM role_permission h
			WHERE h.role_id = o.role_id AND h.permission = p.permission)));

-- exec token_used(id int, used time)
UPDATE account_token SET used = :used WHERE id = :id AND (used IS NULL OR used < :used);

-- many token_rows(account int, now time) -> id int, name text, permissions text, per_minute int, begins time, ends time, maker text, used time?, revoked time?, in_force bool
-- unscoped: of one account, which the reader has been shown to manage
SELECT x.id, x.name, x.permissions, x.per_minute, x.begins, x.ends, b.display AS maker, x.used, x.revoked,
	CASE WHEN x.revoked IS NULL AND x.begins <= :now AND x.ends > :now THEN 1 ELSE 0 END AS in_force
FROM account_token x JOIN account b ON b.id = x.made_by
WHERE x.account_id = :account ORDER BY x.revoked IS NOT NULL, x.id DESC;

-- one token_count(account int, now time) -> n int
SELECT count(*) AS n FROM account_token WHERE account_id = :account AND revoked IS NULL AND ends > :now;

-- id token_insert(account int, digest blob, name text, permissions text, per_minute int, begins time, ends time, now time, by int)
INSERT INTO account_token(account_id, digest, name, permissions, per_minute, begins, ends, made, made_by)
VALUES (:account, :digest, :name, :permissions, :per_minute, :begins, :ends, :now, :by) RETURNING id;

-- changed token_revoke_one(id int, account int, now time, by int)
UPDATE account_token SET revoked = :now, revoked_by = :by
WHERE id = :id AND account_id = :account AND revoked IS NULL;

-- one token_service(account int) -> service bool
-- unscoped: of one account, which the reader has been shown to manage
SELECT service FROM account WHERE id = :account;
