-- A number that two plans bear (31/KH-BCĐ is one of many) names neither: a person chooses.
CREATE VIEW cascade_cited AS
SELECT r.plan_id AS lower_plan, u.id AS upper_plan
FROM plan_cited_v r JOIN plan_v u ON u.number = r.number
WHERE r.carries_out = 1 AND r.task IS NULL AND u.superseded_by IS NULL AND u.id <> r.plan_id
	AND (r.issued IS NULL OR u.issued IS NULL OR r.issued = u.issued);

CREATE VIEW cascade_parent_v AS
SELECT lower_plan, upper_plan, 1 AS chosen FROM cascade_parent
UNION ALL
SELECT c.lower_plan, min(c.upper_plan), 0 FROM cascade_cited c
WHERE NOT EXISTS (SELECT 1 FROM cascade_parent p WHERE p.lower_plan = c.lower_plan)
GROUP BY c.lower_plan HAVING count(DISTINCT c.upper_plan) = 1;

-- The province whose plan it is, by its issuer's code, or its standing agency's where the issuer is
-- not known; none: no province's.
CREATE VIEW cascade_province_v AS
SELECT p.id AS plan_id, coalesce(i.province_code, s.province_code) AS code
FROM plan_v p LEFT JOIN agency_v i ON i.id = p.issuer_id LEFT JOIN agency_v s ON s.id = p.standing_id
WHERE p.province IS NOT NULL;
