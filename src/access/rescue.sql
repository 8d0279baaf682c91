-- Telling accounts

-- one tell_account(id int) -> lang text
-- unscoped: of the account that is told
SELECT lang FROM account WHERE id = :id AND state = 'active' AND agency_id IS NOT NULL;

-- Coming back in

-- What the account has been given and what is not over: who helps it must hold all of it.
-- many rescue_grants(account int, day date) -> role int, agency int?, place text?, valid_to date?
-- unscoped: of one account, which the helper has been shown to manage
SELECT role_id AS role, agency_id AS agency, place_code AS place, valid_to FROM account_grant
WHERE account_id = :account AND revoked IS NULL AND until IS NULL
  AND (valid_to IS NULL OR valid_to >= :day);

-- The row stays: messages are named after it.
-- exec rescue_void(account int, now time)
UPDATE account_rescue SET ends = :now WHERE account_id = :account AND used IS NULL AND ends > :now;

-- id rescue_insert(account int, digest blob, reason text, now time, by int, ends time)
INSERT INTO account_rescue(account_id, digest, reason, made, made_by, ends)
VALUES (:account, :digest, :reason, :now, :by, :ends) RETURNING id;

-- one rescue_of(name text, digest blob, now time) -> id int, account int, display text, by int, helper text
-- unscoped: nobody has logged in yet; the code says whose it is
SELECT x.id, a.id AS account, a.display, x.made_by AS by, b.display AS helper
FROM account_rescue x JOIN account a ON a.id = x.account_id JOIN account b ON b.id = x.made_by
WHERE a.name = :name AND a.state = 'active' AND x.digest = :digest AND x.used IS NULL AND x.ends > :now;

-- changed rescue_take(id int, now time)
UPDATE account_rescue SET used = :now WHERE id = :id AND used IS NULL AND ends > :now;

-- one rescue_open(account int, now time) -> made_at time, ends time, helper text
-- unscoped: of one account, which the reader has been shown to manage
SELECT x.made AS made_at, x.ends, b.display AS helper
FROM account_rescue x JOIN account b ON b.id = x.made_by
WHERE x.account_id = :account AND x.used IS NULL AND x.ends > :now ORDER BY x.id DESC LIMIT 1;
