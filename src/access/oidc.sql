-- Providers

-- many oidc_provider_rows(account int) -> id int, code text, name text, issuer text, client text, factor text, agency int, agency_name text, links int
SELECT p.id, p.code, p.name, p.issuer, p.client, p.factor, p.agency_id AS agency, g.name AS agency_name,
	(SELECT count(*) FROM oidc_link l WHERE l.provider_id = p.id) AS links
FROM oidc_provider p JOIN agency_v g ON g.id = p.agency_id
WHERE EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.agency_id)
ORDER BY p.code;

-- many oidc_offered(most int) -> code text, name text
-- unscoped: the log-in page, which everybody sees
SELECT code, name FROM oidc_provider ORDER BY name, code LIMIT :most;

-- one oidc_provider_of(code text) -> id int, code text, name text, issuer text, client text, secret_box blob, factor text, agency int
-- unscoped: who changes it has to manage its agency, and who logs in is nobody yet
SELECT id, code, name, issuer, client, secret_box, factor, agency_id AS agency
FROM oidc_provider WHERE code = :code;

-- one oidc_provider_clash(code text, issuer text) -> id int
-- unscoped: a code and an issuer are taken, wherever
SELECT id FROM oidc_provider WHERE code = :code OR issuer = :issuer ORDER BY id LIMIT 1;

-- id oidc_provider_insert(code text, agency int, name text, issuer text, client text, secret_box blob, factor text, now time, by int)
-- unscoped: the giver has been shown to manage the agency
INSERT INTO oidc_provider(code, agency_id, name, issuer, client, secret_box, factor, made, made_by)
VALUES (:code, :agency, :name, :issuer, :client, :secret_box, :factor, :now, :by)
ON CONFLICT DO NOTHING RETURNING id;

-- exec oidc_links_drop(provider int)
DELETE FROM oidc_link WHERE provider_id = :provider;

-- exec oidc_steps_drop(provider int)
DELETE FROM oidc_step WHERE provider_id = :provider;

-- changed oidc_provider_delete(provider int)
-- unscoped: the giver has been shown to manage the agency
DELETE FROM oidc_provider WHERE id = :provider;

-- Links

-- The providers an account may use: of its own agency and of those above it.
-- many oidc_account_rows(account int) -> code text, name text, issuer text, subject text?, linked time?, used time?
-- unscoped: of one account: one's own, or one that the reader has been shown to manage
SELECT p.code, p.name, p.issuer, l.subject, l.made AS linked, l.used
FROM account a JOIN agency_tree_v t ON t.agency_id = a.agency_id
JOIN oidc_provider p ON p.agency_id = t.ancestor_id
LEFT JOIN oidc_link l ON l.provider_id = p.id AND l.account_id = a.id
WHERE a.id = :account ORDER BY p.name, p.code;

-- one oidc_serves(provider int, account int) -> service bool
-- unscoped: it is the question of scope itself
SELECT a.service FROM account a JOIN oidc_provider p ON p.id = :provider
WHERE a.id = :account AND EXISTS (SELECT 1 FROM agency_tree_v t
	WHERE t.ancestor_id = p.agency_id AND t.agency_id = a.agency_id);

-- one oidc_link_of(provider int, subject text) -> id int, account int, name text, state text, factors int
-- unscoped: nobody has logged in yet; the provider says whose it is
SELECT l.id, a.id AS account, a.name, a.state,
	(SELECT count(*) FROM account_factor f WHERE f.account_id = a.id) AS factors
FROM oidc_link l JOIN account a ON a.id = l.account_id JOIN oidc_provider p ON p.id = l.provider_id
WHERE l.provider_id = :provider AND l.subject = :subject
  AND EXISTS (SELECT 1 FROM agency_tree_v t WHERE t.ancestor_id = p.agency_id AND t.agency_id = a.agency_id);

-- id oidc_link_insert(provider int, subject text, account int, now time, by int)
INSERT INTO oidc_link(provider_id, subject, account_id, made, made_by, used)
VALUES (:provider, :subject, :account, :now, :by, NULL)
ON CONFLICT DO NOTHING RETURNING id;

-- changed oidc_link_used(id int, subject text, account int, now time)
UPDATE oidc_link SET used = :now WHERE id = :id AND subject = :subject AND account_id = :account;

-- changed oidc_link_delete(provider int, account int)
DELETE FROM oidc_link WHERE provider_id = :provider AND account_id = :account;

-- exec oidc_links_clear(account int)
DELETE FROM oidc_link WHERE account_id = :account;

-- Away at the provider

-- exec oidc_step_put(digest blob, provider int, account int?, state blob, nonce text, verifier text, ask text, onward text, ends time)
INSERT INTO oidc_step(digest, provider_id, account_id, state, nonce, verifier, ask, onward, ends)
VALUES (:digest, :provider, :account, :state, :nonce, :verifier, :ask, :onward, :ends)
ON CONFLICT (digest) DO UPDATE SET provider_id = excluded.provider_id, account_id = excluded.account_id,
	state = excluded.state, nonce = excluded.nonce, verifier = excluded.verifier, ask = excluded.ask,
	onward = excluded.onward, ends = excluded.ends;

-- one oidc_step_of(digest blob, code text, now time) -> provider int, account int?, state blob, nonce text, verifier text, ask text, onward text
-- unscoped: the token says whose it is
SELECT s.provider_id AS provider, s.account_id AS account, s.state, s.nonce, s.verifier, s.ask, s.onward
FROM oidc_step s JOIN oidc_provider p ON p.id = s.provider_id
WHERE s.digest = :digest AND p.code = :code AND s.ends > :now;

-- changed oidc_step_end(digest blob, state blob)
DELETE FROM oidc_step WHERE digest = :digest AND state = :state;

-- exec oidc_step_purge(now time)
DELETE FROM oidc_step WHERE ends < :now;
