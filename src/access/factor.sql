-- Second factors

-- one totp_row(account int) -> box blob?, offer blob?, offered time, last_step int
SELECT box, offer, offered, last_step FROM account_totp WHERE account_id = :account;

-- exec totp_offer_put(account int, offer blob, now time)
INSERT INTO account_totp(account_id, box, offer, offered, last_step)
VALUES (:account, NULL, :offer, :now, 0)
ON CONFLICT (account_id) DO UPDATE SET offer = excluded.offer, offered = excluded.offered;

-- changed totp_offer_take(account int, offered time, box blob, step int)
UPDATE account_totp SET box = :box, offer = NULL, last_step = :step
WHERE account_id = :account AND offered = :offered AND offer IS NOT NULL;

-- changed totp_step_take(account int, step int)
UPDATE account_totp SET last_step = :step
WHERE account_id = :account AND last_step < :step AND box IS NOT NULL;

-- changed totp_clear(account int)
DELETE FROM account_totp WHERE account_id = :account;

-- exec recovery_put(account int, digest blob)
INSERT INTO account_recovery(account_id, digest, used) VALUES (:account, :digest, NULL);

-- changed recovery_take(account int, digest blob, at time)
UPDATE account_recovery SET used = :at
WHERE account_id = :account AND digest = :digest AND used IS NULL;

-- one recovery_unused(account int, digest blob) -> digest blob
SELECT digest FROM account_recovery
WHERE account_id = :account AND digest = :digest AND used IS NULL;

-- exec recovery_clear(account int)
DELETE FROM account_recovery WHERE account_id = :account;

-- one factor_of(account int) -> owes bool, factors int, totp bool, keys int, codes int
-- unscoped: one's own, or of who is logging in
SELECT CASE WHEN (a.demo = 0 OR r.demo_alone = 0)
		AND EXISTS (SELECT 1 FROM account_owes o WHERE o.account_id = a.id) THEN 1 ELSE 0 END AS owes,
	(SELECT count(*) FROM account_factor f WHERE f.account_id = a.id) AS factors,
	CASE WHEN EXISTS (SELECT 1 FROM account_totp t WHERE t.account_id = a.id AND t.box IS NOT NULL)
		THEN 1 ELSE 0 END AS totp,
	(SELECT count(*) FROM account_passkey k WHERE k.account_id = a.id) AS keys,
	(SELECT count(*) FROM account_recovery c WHERE c.account_id = a.id AND c.used IS NULL) AS codes
FROM account a CROSS JOIN access_rule r WHERE a.id = :account;

-- A log-in under way

-- exec login_step_put(digest blob, account int?, ends time, challenge blob)
INSERT INTO login_step(digest, account_id, ends, challenge) VALUES (:digest, :account, :ends, :challenge);

-- one login_step_of(digest blob, now time) -> account int?, name text?, state text?, challenge blob
-- unscoped: the token says whose it is
SELECT s.account_id AS account, a.name, a.state, s.challenge
FROM login_step s LEFT JOIN account a ON a.id = s.account_id
WHERE s.digest = :digest AND s.ends > :now;

-- changed login_step_end(digest blob)
DELETE FROM login_step WHERE digest = :digest;

-- exec login_step_drop(account int)
DELETE FROM login_step WHERE account_id = :account;

-- exec login_step_purge(now time)
DELETE FROM login_step WHERE ends < :now;
