-- A notice that the day's one mail tells of as well, unless it was read by then: 1 until it did, then 2.
ALTER TABLE outbox_message ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_message_digest ON outbox_message(account_id, id) WHERE digest = 1;

-- What the next such mail has to tell, to those who want mail.
CREATE VIEW outbox_news_v AS
SELECT m.id, m.account_id, m.subject, m.link, m.made
FROM outbox_message m JOIN outbox_contact c ON c.account_id = m.account_id
WHERE m.digest = 1 AND m.read_at IS NULL AND c.mail IS NOT NULL AND c.wants_mail = 1;
