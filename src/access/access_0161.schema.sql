-- Whom messages may go to, and who has which role where. A pair may stand here twice.
CREATE VIEW account_notify_v AS
SELECT id, display, agency_id, lang FROM account WHERE state = 'active' AND agency_id IS NOT NULL;

CREATE VIEW access_role_v AS
SELECT r.account_id, r.agency_id, x.code AS role
FROM grant_reach r JOIN role x ON x.id = r.role_id;
