-- Passkeys

-- exec passkey_offer_put(account int, challenge blob, ends time)
INSERT INTO passkey_offer(account_id, challenge, ends) VALUES (:account, :challenge, :ends)
ON CONFLICT (account_id) DO UPDATE SET challenge = excluded.challenge, ends = excluded.ends;

-- one passkey_offer_row(account int, now time) -> challenge blob
SELECT challenge FROM passkey_offer WHERE account_id = :account AND ends > :now;

-- changed passkey_offer_end(account int, challenge blob)
DELETE FROM passkey_offer WHERE account_id = :account AND challenge = :challenge;

-- id passkey_insert(account int, credential blob, algorithm int, public_key blob, party text, name text, counter int, made_at time)
INSERT INTO account_passkey(account_id, credential, algorithm, public_key, party, name, counter, made)
VALUES (:account, :credential, :algorithm, :public_key, :party, :name, :counter, :made_at)
ON CONFLICT (credential) DO NOTHING RETURNING id;

-- many passkey_rows(account int) -> id int, credential blob, party text, name text, made_at time, used time?
SELECT id, credential, party, name, made AS made_at, used FROM account_passkey
WHERE account_id = :account ORDER BY made, id;

-- one passkey_by_credential(credential blob) -> id int, account int, account_name text, state text, algorithm int, public_key blob, party text, counter int
-- unscoped: nobody has logged in yet
SELECT p.id, p.account_id AS account, a.name AS account_name, a.state, p.algorithm, p.public_key,
	p.party, p.counter
FROM account_passkey p JOIN account a ON a.id = p.account_id WHERE p.credential = :credential;

-- A counter that stands still is a copy's, unless the device does not count at all.
-- changed passkey_used(id int, counter int, at time)
UPDATE account_passkey SET counter = :counter, used = :at
WHERE id = :id AND (counter < :counter OR (counter = 0 AND :counter = 0));

-- changed passkey_delete(id int, account int)
DELETE FROM account_passkey WHERE id = :id AND account_id = :account;

-- exec passkey_clear(account int)
DELETE FROM account_passkey WHERE account_id = :account;

-- one passkey_count(account int) -> n int
SELECT count(*) AS n FROM account_passkey WHERE account_id = :account;
