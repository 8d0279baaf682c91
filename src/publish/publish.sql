-- Numbers of papers.

-- many paper_page(account int, kind text, year int, before int, most int)
--	-> id int, agency_id int, agency_name text, kind text, year int, number int, symbol text, abstract text, day date, state text, reason text, digest text?, account_name text
SELECT n.id, n.agency_id, a.name AS agency_name, n.kind, n.year, n.number, n.symbol, n.abstract, n.day, n.state, n.reason,
	n.digest, n.account_name
FROM paper_number n JOIN agency_v a ON a.id = n.agency_id
WHERE n.id < :before AND (:kind = '' OR n.kind = :kind) AND (:year = 0 OR n.year = :year)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = n.agency_id)
ORDER BY n.id DESC LIMIT :most;

-- many paper_years(account int) -> year int, given int, waiting int, cancelled int
SELECT n.year, count(*) AS given, count(CASE WHEN n.state = 'taken' THEN 1 END) AS waiting,
	count(CASE WHEN n.state = 'cancelled' THEN 1 END) AS cancelled
FROM paper_number n
WHERE EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = n.agency_id)
GROUP BY n.year ORDER BY n.year DESC;

-- one paper_by_id(id int, account int)
--	-> id int, agency_id int, agency_name text, kind text, year int, number int, symbol text, abstract text, day date, state text, reason text, file_id int?, file_name text?, digest text?, account_name text, taken time, ended_by text?, ended time?, version int
SELECT n.id, n.agency_id, a.name AS agency_name, n.kind, n.year, n.number, n.symbol, n.abstract, n.day, n.state, n.reason,
	n.file_id, n.file_name, n.digest, n.account_name, n.taken, n.ended_by, n.ended, n.version
FROM paper_number n JOIN agency_v a ON a.id = n.agency_id
WHERE n.id = :id AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = n.agency_id);

-- many paper_by_digest(digest text)
--	-> id int, agency_name text, kind text, number int, symbol text, abstract text, day date
-- unscoped: who has the file's bytes knows what is in them; the answer says that they went out
SELECT n.id, a.name AS agency_name, n.kind, n.number, n.symbol, n.abstract, n.day
FROM paper_number n JOIN agency_v a ON a.id = n.agency_id
WHERE n.digest = :digest AND n.state = 'issued' ORDER BY n.id;

-- one paper_last(agency int, kind text, year int) -> number int, day date
-- unscoped: re-checked inside a change, which asks access_may
SELECT number, day FROM paper_number WHERE agency_id = :agency AND kind = :kind AND year = :year
ORDER BY number DESC LIMIT 1;

-- one paper_now(id int) -> agency_id int, kind text, number int, symbol text, state text, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT agency_id, kind, number, symbol, state, version FROM paper_number WHERE id = :id;

-- id paper_add(agency int, kind text, year int, number int, symbol text, abstract text, day date, account_id int, account_name text, now time)
-- unscoped: makes the row
INSERT INTO paper_number(agency_id, kind, year, number, symbol, abstract, day, state, account_id, account_name, taken)
VALUES (:agency, :kind, :year, :number, :symbol, :abstract, :day, 'taken', :account_id, :account_name, :now)
RETURNING id;

-- changed paper_cancel_now(id int, version int, reason text, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE paper_number SET state = 'cancelled', reason = :reason, ended_by = :account_name, ended = :now,
	version = version + 1
WHERE id = :id AND version = :version AND state = 'taken';

-- changed paper_issue_now(id int, version int, file_id int, file_name text, digest text, account_name text, now time)
-- unscoped: its change has asked access_may
UPDATE paper_number SET state = 'issued', file_id = :file_id, file_name = :file_name, digest = :digest,
	ended_by = :account_name, ended = :now, version = version + 1
WHERE id = :id AND version = :version AND state = 'taken';
