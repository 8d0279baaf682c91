-- Who reads what a committee keeps, asked by the account. PostgreSQL makes an EXISTS over several
-- parts into a join of all of them (minutes, where one account reaches every commune); a value
-- asked for each reader it must look up by its indexes.
DROP VIEW directive_reach;
DROP VIEW team_reach;
DROP VIEW meeting_reach;
DROP VIEW committee_reach;

CREATE VIEW committee_reach AS
SELECT c.committee_id, a.id AS account_id
FROM account_v a CROSS JOIN committee_reader_v c
WHERE (SELECT 1 FROM access_reach_v r WHERE r.account_id = a.id AND r.agency_id = c.agency_id LIMIT 1) = 1;

CREATE VIEW meeting_reach AS
SELECT m.id AS meeting_id, r.account_id
FROM meeting m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.meeting_id, r.account_id
FROM meeting_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM meeting m JOIN committee_reach r ON r.committee_id = m.committee_id;

CREATE VIEW team_reach AS
SELECT m.id AS team_id, r.account_id
FROM team m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.team_id, r.account_id
FROM team_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT v.team_id, r.account_id
FROM team_visit v JOIN access_reach_v r ON r.agency_id = v.agency_id
UNION ALL
SELECT f.team_id, r.account_id
FROM team_finding f JOIN access_reach_v r ON r.agency_id = f.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM team m JOIN committee_reach r ON r.committee_id = m.committee_id;

CREATE VIEW directive_reach AS
SELECT m.id AS directive_id, r.account_id
FROM directive m JOIN access_reach_v r ON r.agency_id = m.agency_id
UNION ALL
SELECT x.directive_id, r.account_id
FROM directive_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
UNION ALL
SELECT m.id, r.account_id
FROM directive m JOIN committee_reach r ON r.committee_id = m.committee_id;
