-- Standing directives and official letters.

-- many directive_rows(account int, committee int?, origin text?, in_force bool, day date, skip int, most int)
--	-> id int, kind text, origin text, number text, issued date?, issuer text, subject text, due date?, ended date?,
--	agency text, parts int, done int, silent int
WITH seen AS (
	SELECT m.id, m.kind, m.origin, m.number, m.issued, m.issuer, m.subject, m.due, m.ended, m.agency_id
	FROM directive m
	WHERE (:committee IS NULL OR m.committee_id = :committee) AND (:origin IS NULL OR m.origin = :origin)
		AND (:in_force = 0 OR m.ended IS NULL OR m.ended >= :day)
		AND EXISTS (SELECT 1 FROM directive_reach x WHERE x.directive_id = m.id AND x.account_id = :account)
	ORDER BY coalesce(m.issued, '') DESC, m.id DESC LIMIT :most OFFSET :skip
)
SELECT m.id, m.kind, m.origin, m.number, m.issued, m.issuer, m.subject, m.due, m.ended, a.name AS agency,
	(SELECT count(*) FROM directive_agency x WHERE x.directive_id = m.id AND x.state <> 'void') AS parts,
	(SELECT count(*) FROM directive_agency x WHERE x.directive_id = m.id AND x.state = 'done') AS done,
	(SELECT count(*) FROM directive_agency x WHERE x.directive_id = m.id AND x.state = 'new') AS silent
FROM seen m JOIN agency_v a ON a.id = m.agency_id
ORDER BY coalesce(m.issued, '') DESC, m.id DESC;

-- one directive_by_id(id int, account int)
--	-> id int, agency_id int, agency text, committee_id int?, committee text?, origin text, kind text, number text,
--	issued date?, issuer text, subject text, content text, due date?, ended date?, ended_by text, version int
SELECT m.id, m.agency_id, a.name AS agency, m.committee_id, c.name AS committee, m.origin, m.kind, m.number,
	m.issued, m.issuer, m.subject, m.content, m.due, m.ended, m.ended_by, m.version
FROM directive m JOIN agency_v a ON a.id = m.agency_id LEFT JOIN agency_v c ON c.id = m.committee_id
WHERE m.id = :id
	AND EXISTS (SELECT 1 FROM directive_reach x WHERE x.directive_id = m.id AND x.account_id = :account);

-- The parts an account may speak for are marked: by work.act at the part's agency.
-- many directive_parts(directive int, account int)
--	-> id int, agency_id int, agency text, state text, note text, said date?, said_by text, mine bool, version int
-- unscoped: of one directive, which directive_by_id has read with its scope in the same snapshot
SELECT x.id, x.agency_id, a.name AS agency, x.state, x.note, x.said, x.said_by,
	CASE WHEN EXISTS (SELECT 1 FROM access_may_v r WHERE r.account_id = :account AND r.agency_id = x.agency_id
		AND r.permission = 'work.act') THEN 1 ELSE 0 END AS mine, x.version
FROM directive_agency x JOIN agency_v a ON a.id = x.agency_id WHERE x.directive_id = :directive
ORDER BY a.sort_key, a.id;

-- one directive_part_by_id(id int, directive int)
--	-> id int, agency_id int, agency text, state text, note text, said date?, said_by text, version int
-- unscoped: of one directive, which directive_by_id has read with its scope in the same snapshot
SELECT x.id, x.agency_id, a.name AS agency, x.state, x.note, x.said, x.said_by, x.version
FROM directive_agency x JOIN agency_v a ON a.id = x.agency_id WHERE x.id = :id AND x.directive_id = :directive;

-- Plans and tasks the account may see that cite the number.
-- many directive_cited(number text, account int, most int)
--	-> plan_id int, plan_number text?, plan_title text, task_id int?, path text?, words text?
SELECT r.plan_id, p.number AS plan_number, p.title AS plan_title, t.id AS task_id, t.path, t.words
FROM plan_cited_v r JOIN plan_v p ON p.id = r.plan_id
LEFT JOIN task_v t ON t.plan_id = r.plan_id AND t.position = r.task
WHERE r.number = :number AND p.superseded_by IS NULL
	AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v x ON x.agency_id = u.agency_id
		WHERE u.plan_id = r.plan_id AND x.account_id = :account)
ORDER BY r.plan_id DESC, r.task NULLS FIRST LIMIT :most;

-- Another of the same number and issuer in the same register.
-- many directive_same(agency int, number text, issuer text, id int) -> id int
-- unscoped: of one agency's register, which the caller keeps
SELECT id FROM directive WHERE agency_id = :agency AND number = :number AND issuer = :issuer AND id <> :id
ORDER BY id LIMIT 1;

-- id directive_add(agency int, committee int?, origin text, kind text, number text, issued date?, issuer text,
--	subject text, content text, due date?, ended date?, ended_by text, made time, made_by int)
-- unscoped: makes the row
INSERT INTO directive(agency_id, committee_id, origin, kind, number, issued, issuer, subject, content, due, ended,
	ended_by, made, made_by)
VALUES (:agency, :committee, :origin, :kind, :number, :issued, :issuer, :subject, :content, :due, :ended,
	:ended_by, :made, :made_by)
RETURNING id;

-- changed directive_change(id int, version int, origin text, kind text, number text, issued date?, issuer text,
--	subject text, content text, due date?, ended date?, ended_by text)
-- unscoped: the change has checked its right at the agency that keeps it
UPDATE directive SET origin = :origin, kind = :kind, number = :number, issued = :issued, issuer = :issuer,
	subject = :subject, content = :content, due = :due, ended = :ended, ended_by = :ended_by,
	version = version + 1
WHERE id = :id AND version = :version;

-- exec directive_agency_put(directive int, agency int)
-- unscoped: the change has checked its right at the agency that keeps it
INSERT INTO directive_agency(directive_id, agency_id, state, note, said_by) VALUES (:directive, :agency, 'new', '', '')
ON CONFLICT (directive_id, agency_id) DO UPDATE
	SET state = CASE directive_agency.state WHEN 'void' THEN 'new' ELSE directive_agency.state END;

-- Who is no longer addressed and has said nothing goes; what somebody said stays, as void.
-- exec directive_agency_drop(directive int, agency int)
-- unscoped: the change has checked its right at the agency that keeps it
DELETE FROM directive_agency WHERE directive_id = :directive AND agency_id = :agency AND said IS NULL;

-- exec directive_agency_void(directive int, agency int)
-- unscoped: the change has checked its right at the agency that keeps it
UPDATE directive_agency SET state = 'void', version = version + 1
WHERE directive_id = :directive AND agency_id = :agency AND state <> 'void';

-- changed directive_part_say(id int, version int, state text, note text, day date, by text)
-- unscoped: the change has checked its right at the part's agency or the keeper's
UPDATE directive_agency SET state = :state, note = :note, said = :day, said_by = :by, version = version + 1
WHERE id = :id AND version = :version;
