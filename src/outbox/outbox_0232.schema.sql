-- Passwords of the peers, sealed under the key that lies beside the database. What stood here in
-- plain is sealed, and emptied, when the program next has a sender.
ALTER TABLE outbox_setting ADD COLUMN password_box BLOB;
ALTER TABLE outbox_setting ADD COLUMN sms_password_box BLOB;
-- Where the gateway reaches this server, "http://10.0.0.5:8138"; "": it is asked for no reports.
ALTER TABLE outbox_setting ADD COLUMN sms_report TEXT NOT NULL DEFAULT '';

-- A short message may confirm a notice: its reader does by a link in it, without logging in.
ALTER TABLE outbox_message ADD COLUMN confirms INTEGER REFERENCES outbox_message(id);
-- What the gateway reports of it later; none: nothing.
ALTER TABLE outbox_message ADD COLUMN report TEXT; -- 'waits', 'delivered', 'undelivered'
ALTER TABLE outbox_message ADD COLUMN reported INTEGER;

-- What a short message on its way carries: a link to confirm by, an address to report to. Drawn
-- when it is handed over; kept is a digest, so that who reads the database can use neither.
CREATE TABLE outbox_link (
	digest TEXT PRIMARY KEY,
	message_id INTEGER NOT NULL REFERENCES outbox_message(id),
	kind TEXT NOT NULL CHECK (kind IN ('confirm', 'report')),
	expires INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_link_expires ON outbox_link(expires);
