-- Lists kept under a name

-- many saved_rows(account int) -> id int, name text, route text, address text, at time
-- unscoped: one's own
SELECT id, name, route, address, at FROM account_saved WHERE account_id = :account ORDER BY name;

-- many saved_of_route(account int, route text) -> name text, address text
-- unscoped: one's own
SELECT name, address FROM account_saved WHERE account_id = :account AND route = :route ORDER BY name;

-- one saved_count(account int, name text) -> n int, same int
-- unscoped: one's own
SELECT count(*) AS n, coalesce(sum(CASE WHEN name = :name THEN 1 ELSE 0 END), 0) AS same
FROM account_saved WHERE account_id = :account;

-- id saved_add(account int, name text, route text, address text, at time)
-- unscoped: one's own
INSERT INTO account_saved(account_id, name, route, address, at)
VALUES (:account, :name, :route, :address, :at) RETURNING id;

-- changed saved_remove(id int, account int)
-- unscoped: one's own
DELETE FROM account_saved WHERE id = :id AND account_id = :account;
