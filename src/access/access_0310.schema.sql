-- Who may see what, and why: asked by the pages that answer it for one record, by the same ways
-- of reach as those that restrict it.
CREATE INDEX account_grant_agency ON account_grant(agency_id, account_id);
CREATE INDEX account_grant_place ON account_grant(place_code, account_id);

-- Accounts in their order; who could act, if something were given to them.
CREATE VIEW account_who_v AS
SELECT id, display, sort, agency_id, service FROM account WHERE state = 'active';

-- What an account may do somewhere: what a route asks first.
CREATE VIEW access_holds_v AS
SELECT g.account_id, p.permission
FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id;

-- A grant in force, for reading; with neither agency nor place it is over the country.
CREATE VIEW access_grant_v AS
SELECT t.id, t.account_id, t.role_id, r.name_vi AS role_vi, r.name_en AS role_en, g.agency_id,
	g.place_code, a.name AS agency_name,
	(SELECT v.full_name FROM place_v v WHERE v.code = g.place_code
		ORDER BY v.last_day DESC LIMIT 1) AS place_name,
	g.valid_from, g.valid_to, g.until, b.display AS giver
FROM account_grant_today t JOIN account_grant g ON g.id = t.id JOIN role r ON r.id = t.role_id
JOIN account b ON b.id = g.made_by LEFT JOIN agency_v a ON a.id = g.agency_id;

-- Which agencies a grant reaches; access_reach_v is made of the same.
CREATE VIEW access_grant_reach_v AS SELECT grant_id, agency_id FROM grant_reach;
