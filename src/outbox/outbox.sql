-- Messages to accounts, and where these want to be told.

-- Contacts

-- one outbox_contact_of(account int) -> mail text?, mobile text?, wants_mail bool, wants_sms bool, version int
-- unscoped: one's own, and the sender's look at where to send
SELECT mail, mobile, wants_mail, wants_sms, version FROM outbox_contact WHERE account_id = :account;

-- changed outbox_contact_add(account int, mail text?, mobile text?, wants_mail bool, wants_sms bool, now time)
-- unscoped: makes one's own row
INSERT INTO outbox_contact(account_id, mail, mobile, wants_mail, wants_sms, changed)
VALUES (:account, :mail, :mobile, :wants_mail, :wants_sms, :now)
ON CONFLICT DO NOTHING;

-- changed outbox_contact_set(account int, mail text?, mobile text?, wants_mail bool, wants_sms bool, now time, version int)
-- unscoped: one's own
UPDATE outbox_contact SET mail = :mail, mobile = :mobile, wants_mail = :wants_mail,
	wants_sms = :wants_sms, changed = :now, version = version + 1
WHERE account_id = :account AND version = :version;

-- Putting

-- id outbox_message_add(account int, channel text, key text, token text, subject text, body text, link text, state text, now time, expires time, sent time?, ack bool, digest int, confirms int?)
-- unscoped: makes the row, once
INSERT INTO outbox_message(account_id, channel, key, token, subject, body, link, state, next_try,
	expires, made, sent, ack, digest, confirms)
VALUES (:account, :channel, :key, :token, :subject, :body, :link, :state, :now, :expires, :now, :sent, :ack, :digest, :confirms)
ON CONFLICT (key) DO NOTHING RETURNING id;

-- exec outbox_news_told(account int, upto int)
-- unscoped: the system's, of what a mail has told one account
UPDATE outbox_message SET digest = 2 WHERE account_id = :account AND digest = 1 AND read_at IS NULL AND id <= :upto;

-- Sending

-- many outbox_due(channel text, now time, most int) -> id int, account int, token text, subject text, body text, tries int, made time, confirms int?, mail text?, mobile text?
-- unscoped: the sender's
SELECT m.id, m.account_id AS account, m.token, m.subject, m.body, m.tries, m.made, m.confirms, c.mail, c.mobile
FROM outbox_message m LEFT JOIN outbox_contact c ON c.account_id = m.account_id
WHERE m.state = 'queued' AND m.channel = :channel AND m.next_try <= :now
ORDER BY m.next_try, m.id LIMIT :most;

-- one outbox_anything_due(now time) -> id int
-- unscoped: the sender's
SELECT id FROM outbox_message
WHERE (state = 'queued' AND channel <> 'page' AND next_try <= :now) LIMIT 1;

-- changed outbox_claim(id int, host text, claim text, recipient text?, now time)
-- unscoped: the sender's
UPDATE outbox_message SET state = 'claimed', host = :host, claim = :claim, claimed = :now,
	recipient = :recipient
WHERE id = :id AND state = 'queued';

-- changed outbox_hand(id int, claim text, now time)
-- unscoped: the sender's
UPDATE outbox_message SET state = 'handing', claimed = :now
WHERE id = :id AND state = 'claimed' AND claim = :claim;

-- changed outbox_doubt_all(answer text)
-- unscoped: of the installation, after it was brought back
UPDATE outbox_message SET state = 'unknown', answer = :answer, host = NULL, claim = NULL, claimed = NULL
WHERE channel <> 'page' AND state IN ('queued', 'claimed', 'handing');

-- changed outbox_settle(id int, claim text, state text, more int, next_try time, sent time?, answer text)
-- unscoped: the sender's
UPDATE outbox_message SET state = :state, tries = tries + :more, next_try = :next_try, sent = :sent,
	answer = :answer, host = NULL, claim = NULL, claimed = NULL
WHERE id = :id AND claim = :claim AND state IN ('claimed', 'handing', 'unknown');

-- A queued or claimed message that went past its time.
-- changed outbox_expire(now time)
-- unscoped: the sender's
UPDATE outbox_message SET state = 'expired'
WHERE state = 'queued' AND channel <> 'page' AND expires <= :now;

-- one outbox_anything_expired(now time) -> id int
-- unscoped: the sender's
SELECT id FROM outbox_message
WHERE state = 'queued' AND channel <> 'page' AND expires <= :now LIMIT 1;

-- What senders that ended left behind: of this machine all but the sender's own, of others what
-- has stood too long.
-- one outbox_anything_left(host text, claim text, before time) -> id int
-- unscoped: the sender's
SELECT id FROM outbox_message
WHERE state IN ('claimed', 'handing') AND claim <> :claim AND (host = :host OR claimed < :before)
LIMIT 1;

-- changed outbox_take_back(host text, claim text, before time)
-- unscoped: the sender's
UPDATE outbox_message SET state = 'queued', host = NULL, claim = NULL, claimed = NULL
WHERE state = 'claimed' AND claim <> :claim AND (host = :host OR claimed < :before);

-- The claim stays: a sender that was slow, not dead, may still say how it ended.
-- changed outbox_give_up(host text, claim text, before time)
-- unscoped: the sender's
UPDATE outbox_message SET state = 'unknown', answer = ''
WHERE state = 'handing' AND claim <> :claim AND (host = :host OR claimed < :before);

-- Settings

-- one outbox_settings() -> base text, host text, port int, tls text, login text, password_box blob?, sender text, sender_name text, ca text, sms_url text, sms_login text, sms_password_box blob?, sms_sender text, sms_report text, version int
SELECT base, host, port, tls, login, password_box, sender, sender_name, ca, sms_url, sms_login,
	sms_password_box, sms_sender, sms_report, version
FROM outbox_setting WHERE id = 1;

-- What an earlier program kept in plain.
-- one outbox_plain() -> password text, sms_password text
SELECT password, sms_password FROM outbox_setting WHERE id = 1 AND (password <> '' OR sms_password <> '');

-- changed outbox_plain_sealed(password_box blob?, sms_password_box blob?, password text, sms_password text)
UPDATE outbox_setting SET password = '', sms_password = '',
	password_box = coalesce(:password_box, password_box), sms_password_box = coalesce(:sms_password_box, sms_password_box)
WHERE id = 1 AND password = :password AND sms_password = :sms_password;

-- changed outbox_settings_set(base text, host text, port int, tls text, login text, password_box blob?, sender text, sender_name text, ca text, sms_url text, sms_login text, sms_password_box blob?, sms_sender text, sms_report text, now time, version int)
UPDATE outbox_setting SET base = :base, host = :host, port = :port, tls = :tls, login = :login,
	password = '', password_box = :password_box, sender = :sender, sender_name = :sender_name, ca = :ca,
	sms_url = :sms_url, sms_login = :sms_login, sms_password = '', sms_password_box = :sms_password_box,
	sms_sender = :sms_sender, sms_report = :sms_report, changed = :now, version = version + 1
WHERE id = 1 AND version = :version;

-- Settings are the whole installation's: they are for who reaches every body of the nation's level.
-- one outbox_beyond(account int, day date) -> id int
SELECT a.id FROM agency_v a
WHERE a.level = 'nation' AND a.first_day <= :day AND a.last_day >= :day
  AND NOT EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = a.id)
ORDER BY a.id LIMIT 1;

-- Looking after them: never a body

-- many outbox_list(account int, state text?, before int, most int) -> id int, display text, agency text?, channel text, state text, tries int, next_try time, answer text?, made time, sent time?, report text?, reported time?
SELECT m.id, p.display, a.name AS agency, m.channel, m.state, m.tries, m.next_try, m.answer, m.made, m.sent,
	m.report, m.reported
FROM outbox_message m JOIN account_v p ON p.id = m.account_id LEFT JOIN agency_v a ON a.id = p.agency_id
WHERE m.channel <> 'page' AND m.id < :before AND (:state IS NULL OR m.state = :state)
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.agency_id)
ORDER BY m.id DESC LIMIT :most;

-- many outbox_counts(account int) -> state text, n int
SELECT m.state, count(*) AS n
FROM outbox_message m JOIN account_v p ON p.id = m.account_id
WHERE m.channel <> 'page'
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.agency_id)
GROUP BY m.state ORDER BY m.state;

-- one outbox_message_reached(id int, account int) -> state text, channel text
SELECT m.state, m.channel FROM outbox_message m JOIN account_v p ON p.id = m.account_id
WHERE m.id = :id AND m.channel <> 'page'
  AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = p.agency_id);

-- By a person, who has seen that it did not arrive. The token stays, so a double is recognisable.
-- changed outbox_again(id int, now time, expires time)
-- unscoped: read with its scope before (outbox_message_reached)
UPDATE outbox_message SET state = 'queued', tries = 0, next_try = :now, expires = :expires,
	host = NULL, claim = NULL, claimed = NULL
WHERE id = :id AND state IN ('queued', 'unknown', 'failed', 'expired');

-- changed outbox_arrived(id int, now time)
-- unscoped: read with its scope before (outbox_message_reached)
UPDATE outbox_message SET state = 'sent', sent = :now, host = NULL, claim = NULL, claimed = NULL
WHERE id = :id AND state = 'unknown';

-- Notices

-- one outbox_unread(account int) -> n int
-- unscoped: one's own
SELECT count(*) AS n FROM outbox_message
WHERE account_id = :account AND channel = 'page' AND read_at IS NULL;

-- many outbox_notices(account int, before int, most int) -> id int, subject text, body text, link text, made time, ack bool, read_at time?, acked time?
-- unscoped: one's own
SELECT id, subject, body, link, made, ack, read_at, acked FROM outbox_message
WHERE account_id = :account AND channel = 'page' AND id < :before
ORDER BY id DESC LIMIT :most;

-- one outbox_notice(id int, account int) -> id int, subject text, body text, link text, made time, ack bool, read_at time?, acked time?
-- unscoped: one's own
SELECT id, subject, body, link, made, ack, read_at, acked FROM outbox_message
WHERE id = :id AND account_id = :account AND channel = 'page';

-- changed outbox_notice_read(id int, account int, now time)
-- unscoped: one's own
UPDATE outbox_message SET read_at = :now
WHERE id = :id AND account_id = :account AND channel = 'page' AND read_at IS NULL;

-- changed outbox_notices_read(account int, upto int, now time)
-- unscoped: one's own; what is to be confirmed is not read by the way
UPDATE outbox_message SET read_at = :now
WHERE account_id = :account AND channel = 'page' AND read_at IS NULL AND id <= :upto
  AND (ack = 0 OR acked IS NOT NULL);

-- changed outbox_notice_ack(id int, account int, now time)
-- unscoped: one's own
UPDATE outbox_message SET acked = :now, acked_by = :account, read_at = coalesce(read_at, :now)
WHERE id = :id AND account_id = :account AND channel = 'page' AND ack = 1 AND acked IS NULL;

-- Links that a short message carries

-- exec outbox_link_add(digest text, message int, kind text, expires time)
INSERT INTO outbox_link(digest, message_id, kind, expires) VALUES (:digest, :message, :kind, :expires);

-- exec outbox_links_over(now time)
DELETE FROM outbox_link WHERE expires <= :now;

-- The notice that a link confirms.
-- one outbox_link_notice(digest text, now time) -> id int, account int, subject text, made time, acked time?
-- unscoped: who has the link was sent it
SELECT n.id, n.account_id AS account, n.subject, n.made, n.acked
FROM outbox_link l JOIN outbox_message m ON m.id = l.message_id JOIN outbox_message n ON n.id = m.confirms
WHERE l.digest = :digest AND l.kind = 'confirm' AND l.expires > :now AND n.ack = 1;

-- one outbox_link_report(digest text, now time) -> id int
-- unscoped: the gateway, which was given the address
SELECT message_id AS id FROM outbox_link WHERE digest = :digest AND kind = 'report' AND expires > :now;

-- What arrived stays arrived.
-- changed outbox_report_set(id int, report text, now time)
-- unscoped: the gateway, which was given the address
UPDATE outbox_message SET report = :report, reported = :now
WHERE id = :id AND channel = 'sms' AND coalesce(report, '') <> 'delivered';
