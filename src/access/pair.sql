-- What takes two persons

-- many pair_rows() -> kind text, needed bool, version int
SELECT kind, needed, version FROM access_pair ORDER BY kind;

-- one pair_of(kind text) -> needed bool
SELECT needed FROM access_pair WHERE kind = :kind;

-- changed pair_set(kind text, needed bool, version int)
UPDATE access_pair SET needed = :needed, version = version + 1
WHERE kind = :kind AND version = :version AND needed <> :needed;

-- Persons but for one who may do this at an agency, by grants that were not taken in an emergency.
-- many pair_others_at(account int, permission text, agency int, most int) -> account int
-- unscoped: it is the question of scope itself
SELECT c.id AS account FROM account_who_v c
WHERE c.service = 0 AND c.id <> :account AND EXISTS (SELECT 1 FROM access_grant_v g
	WHERE g.account_id = c.id AND g.until IS NULL
	  AND EXISTS (SELECT 1 FROM role_permission p WHERE p.role_id = g.role_id AND p.permission = :permission)
	  AND EXISTS (SELECT 1 FROM grant_reach x WHERE x.grant_id = g.id AND x.agency_id = :agency))
ORDER BY c.id LIMIT :most;

-- one pair_may_set(account int) -> account int
-- unscoped: one's own
SELECT account_id AS account FROM access_whole_v
WHERE account_id = :account AND permission = 'account.manage' LIMIT 1;
