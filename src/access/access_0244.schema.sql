-- What an account may do in the whole country: what belongs to no agency asks for it.
CREATE VIEW access_whole_v AS
SELECT g.account_id, p.permission
FROM account_grant_today g JOIN role_permission p ON p.role_id = g.role_id
WHERE g.agency_id IS NULL AND g.place_code IS NULL;
