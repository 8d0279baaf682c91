-- Who is told of what happens to a report.

-- Those of the agency who may do that there, or the one account; never who does it.
-- many told_people(agency int, permission text?, account int?, author int) -> id int, lang text
-- unscoped: inside a change, of the agency it concerns
SELECT a.id, a.lang FROM account_notify_v a
WHERE a.agency_id = :agency AND a.id <> :author AND (:account IS NULL OR a.id = :account)
	AND (:permission IS NULL OR EXISTS (SELECT 1 FROM access_may_v m
		WHERE m.account_id = a.id AND m.agency_id = a.agency_id AND m.permission = :permission))
ORDER BY a.id;

-- one told_names(agency int, recipient int) -> agency text, recipient text
SELECT coalesce(a.abbr, a.name) AS agency, coalesce(u.abbr, u.name) AS recipient FROM agency_v a, agency_v u
WHERE a.id = :agency AND u.id = :recipient;
