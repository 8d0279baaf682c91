-- What a committee is made of and keeps: seats and contact points with their days, meetings and
-- what they concluded, inspection and survey teams and what they found, directives and who
-- carries them out. A register's row belongs to the agency that keeps it (agency_id): the
-- standing agency of the committee it is of, or the agency that called the meeting itself.

-- sqlite
CREATE VIEW committee_today AS SELECT date('now', '+7 hours') AS day;
-- postgres
CREATE VIEW committee_today AS SELECT to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS day;
-- both

-- A seat is an office, filled by an agency. Whoever holds it is named only by an account or where
-- a published paper (citation) names an official.
-- scope: committee_id
CREATE TABLE committee_seat (
	id INTEGER PRIMARY KEY,
	committee_id INTEGER NOT NULL REFERENCES agency(id),
	body TEXT NOT NULL CHECK (body IN ('committee', 'group', 'office')), -- the committee, its inter-agency group, its helpers
	role TEXT NOT NULL CHECK (role IN ('head', 'deputy', 'standing', 'member', 'officer')),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	post TEXT NOT NULL,
	holder TEXT NOT NULL,               -- "": not named
	account_id INTEGER REFERENCES account(id),
	before_id INTEGER REFERENCES committee_seat(id), -- the seat it took over from
	valid_from TEXT,                    -- none: since before the records begin
	valid_to TEXT,                      -- the last day; none: until further notice
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX committee_seat_of ON committee_seat(committee_id, body);
CREATE INDEX committee_seat_agency ON committee_seat(agency_id);

-- Where an agency of the committee is reached: an office, no private person.
-- scope: committee_id
CREATE TABLE committee_contact (
	id INTEGER PRIMARY KEY,
	committee_id INTEGER NOT NULL REFERENCES agency(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	post TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	address TEXT NOT NULL,
	hours TEXT NOT NULL,
	shared INTEGER NOT NULL CHECK (shared IN (0, 1)), -- whoever may read the directory sees it
	before_id INTEGER REFERENCES committee_contact(id),
	valid_from TEXT,
	valid_to TEXT,
	citation TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX committee_contact_of ON committee_contact(committee_id);

-- The standing agency of today and how it is known: a seat says so ('seat'), the list of agencies
-- does ('list'), or it is taken to be the province's police, as the plans have it ('custom').
CREATE VIEW committee_standing AS
SELECT c.id AS committee_id, 'seat' AS source, 1 AS rank, s.agency_id, s.verified
FROM agency_v c JOIN committee_seat s ON s.committee_id = c.id CROSS JOIN committee_today t
WHERE c.kind = 'committee' AND s.body = 'committee' AND s.role = 'standing'
	AND coalesce(s.valid_from, '0001-01-01') <= t.day AND coalesce(s.valid_to, '9999-12-31') >= t.day
UNION ALL
SELECT m.committee_id, 'list', 2, m.member_id, m.verified
FROM agency_member_v m CROSS JOIN committee_today t
WHERE m.role = 'standing' AND m.first_day <= t.day AND m.last_day >= t.day
UNION ALL
SELECT c.id, 'custom', 3, p.id, 0
FROM agency_v c JOIN agency_v p ON p.province_code = c.province_code AND p.pattern = 'ca-tinh'
CROSS JOIN committee_today t
WHERE c.kind = 'committee' AND c.level = 'province' AND p.first_day <= t.day AND p.last_day >= t.day;

CREATE VIEW committee_v AS
SELECT a.id, a.code, a.name, a.abbr, a.level, a.province_code, a.place_code, a.sort_key, a.first_day, a.last_day,
	(SELECT s.agency_id FROM committee_standing s WHERE s.committee_id = a.id ORDER BY s.rank, s.agency_id LIMIT 1) AS standing_id,
	(SELECT s.source FROM committee_standing s WHERE s.committee_id = a.id ORDER BY s.rank, s.agency_id LIMIT 1) AS standing_source
FROM agency_v a WHERE a.kind = 'committee';

-- Who reads what a committee keeps: itself, its standing agency, its members of today.
CREATE VIEW committee_reader_v AS
SELECT id AS committee_id, id AS agency_id FROM agency_v WHERE kind = 'committee'
UNION ALL
SELECT s.committee_id, s.agency_id FROM committee_seat s CROSS JOIN committee_today t
WHERE coalesce(s.valid_from, '0001-01-01') <= t.day AND coalesce(s.valid_to, '9999-12-31') >= t.day
UNION ALL
SELECT m.committee_id, m.member_id FROM agency_member_v m CROSS JOIN committee_today t
WHERE m.first_day <= t.day AND m.last_day >= t.day
UNION ALL
SELECT s.committee_id, s.agency_id FROM committee_standing s WHERE s.source = 'custom';

CREATE VIEW committee_reach AS
SELECT c.committee_id, r.account_id
FROM committee_reader_v c JOIN access_reach_v r ON r.agency_id = c.agency_id;
