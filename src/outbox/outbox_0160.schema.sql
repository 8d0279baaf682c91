-- Messages to accounts: notices in the page, mail, short messages. A message is written in the
-- change it tells of and sent afterwards, by one thread of the server.

-- Where an account wants to be told. Its own business: nobody else writes it.
-- scope: account_id
CREATE TABLE outbox_contact (
	account_id INTEGER PRIMARY KEY REFERENCES account(id),
	mail TEXT,                          -- an address, checked when it was entered; none: no mail
	mobile TEXT,                        -- "+84901234567"
	wants_mail INTEGER NOT NULL CHECK (wants_mail IN (0, 1)),
	wants_sms INTEGER NOT NULL CHECK (wants_sms IN (0, 1)),
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A mail or short message goes queued → claimed (a sender has it; the peer cannot have it yet) →
-- handing (from here on the peer may have taken it) → sent. What becomes of it otherwise:
-- docs/decisions/0005-a-message-goes-out-once.md. A notice in the page is sent when it is made.
-- scope: account_id
CREATE TABLE outbox_message (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	channel TEXT NOT NULL CHECK (channel IN ('page', 'mail', 'sms')),
	key TEXT NOT NULL UNIQUE,           -- what is said to whom: the same again is no second message
	token TEXT NOT NULL,                -- drawn; part of the mail's Message-ID, the same at every try
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	link TEXT NOT NULL,                 -- a local address; "" for none
	state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'handing', 'sent', 'unknown', 'failed', 'expired')),
	tries INTEGER NOT NULL DEFAULT 0,   -- that the peer refused for the time being
	next_try INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	host TEXT,                          -- which machine's sender has it
	claim TEXT,                         -- which sender, drawn at its start
	claimed INTEGER,
	recipient TEXT,                     -- the address it was last tried at
	answer TEXT,                        -- the peer's last words
	made INTEGER NOT NULL,
	sent INTEGER,
	ack INTEGER NOT NULL CHECK (ack IN (0, 1)), -- a notice that the reader is asked to confirm
	read_at INTEGER,
	acked INTEGER,
	acked_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX outbox_message_due ON outbox_message(channel, next_try) WHERE state = 'queued';
CREATE INDEX outbox_message_going ON outbox_message(state, claimed) WHERE state IN ('claimed', 'handing');
CREATE INDEX outbox_message_state ON outbox_message(state, id) WHERE channel <> 'page';
CREATE INDEX outbox_message_unread ON outbox_message(account_id, id) WHERE channel = 'page' AND read_at IS NULL;
CREATE INDEX outbox_message_account ON outbox_message(account_id, channel, id);

-- Of the installation: one row.
CREATE TABLE outbox_setting (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	base TEXT NOT NULL,                 -- "https://haidang.example.vn": before local addresses in messages
	host TEXT NOT NULL,                 -- of the mail server; "": no mail is sent
	port INTEGER NOT NULL,
	tls TEXT NOT NULL CHECK (tls IN ('none', 'starttls', 'tls')),
	login TEXT NOT NULL,
	password TEXT NOT NULL,
	sender TEXT NOT NULL,               -- address of the mails' sender
	sender_name TEXT NOT NULL,
	ca TEXT NOT NULL,                   -- file with the certificates trusted; "": the system's
	sms_url TEXT NOT NULL,              -- of sendsms; "": no short messages are sent
	sms_login TEXT NOT NULL,
	sms_password TEXT NOT NULL,
	sms_sender TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO outbox_setting(id, base, host, port, tls, login, password, sender, sender_name, ca,
	sms_url, sms_login, sms_password, sms_sender, changed)
VALUES (1, '', '', 587, 'starttls', '', '', '', 'Hải Đăng', '', '', '', '', '', 0);

-- Notices of the page and whether they were read or confirmed, for the subjects that make them.
CREATE VIEW outbox_notice_v AS
SELECT id, account_id, key, read_at, acked FROM outbox_message WHERE channel = 'page';
CREATE VIEW outbox_contact_v AS
SELECT account_id, CASE WHEN mail IS NOT NULL AND wants_mail = 1 THEN 1 ELSE 0 END AS by_mail,
	CASE WHEN mobile IS NOT NULL AND wants_sms = 1 THEN 1 ELSE 0 END AS by_sms
FROM outbox_contact;
