-- Notices of days off.

-- many calendar_notice_all() -> code text, year int, what text, first date, last date, other date?, citation text, verified bool, gone bool, version int
SELECT code, year, what, first, last, other, citation, verified, gone, version FROM calendar_notice ORDER BY first, code;

-- one calendar_beyond(account int, day date) -> id int
SELECT a.id FROM agency_v a
WHERE a.level = 'nation' AND a.first_day <= :day AND a.last_day >= :day
  AND NOT EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = a.id)
ORDER BY a.id LIMIT 1;

-- one calendar_notice_now(code text) -> id int, year int, what text, first date, last date, citation text, version int
SELECT id, year, what, first, last, citation, version FROM calendar_notice WHERE code = :code;

-- id calendar_notice_add(code text, year int, what text, first date, last date, other date?, citation text, verified bool, gone bool, account_name text, now time)
INSERT INTO calendar_notice(code, year, what, first, last, other, citation, verified, gone, account_name, changed)
VALUES (:code, :year, :what, :first, :last, :other, :citation, :verified, :gone, :account_name, :now)
RETURNING id;

-- changed calendar_notice_set(id int, version int, year int, first date, last date, other date?, citation text, verified bool, gone bool, account_name text, now time)
UPDATE calendar_notice SET year = :year, first = :first, last = :last, other = :other, citation = :citation,
	verified = :verified, gone = :gone, account_name = :account_name, changed = :now, version = version + 1
WHERE id = :id AND version = :version;

-- one calendar_notice_last() -> id int
SELECT id FROM calendar_notice ORDER BY id DESC LIMIT 1;

-- Addresses of calendars

-- one calendar_feed_of(account int) -> made time
-- unscoped: one's own
SELECT made FROM calendar_feed WHERE account_id = :account;

-- one calendar_feed_by(digest blob) -> account_id int, made time
-- unscoped: whoever has the address
SELECT f.account_id, f.made FROM calendar_feed f JOIN account_v a ON a.id = f.account_id
WHERE f.digest = :digest AND a.state = 'active';

-- exec calendar_feed_put(account int, digest blob, now time)
-- unscoped: one's own
INSERT INTO calendar_feed(account_id, digest, made) VALUES (:account, :digest, :now)
ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, made = excluded.made;

-- changed calendar_feed_drop(account int)
-- unscoped: one's own
DELETE FROM calendar_feed WHERE account_id = :account;
