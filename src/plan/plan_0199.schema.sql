-- Plans by whom they concern: those an agency follows as the standing agency or has issued, and
-- those that bodies of a level have issued.
CREATE INDEX plan_standing ON plan(standing_id);

CREATE VIEW plan_followed_v AS
SELECT p.id, p.standing_id AS agency_id, d.number, d.title, d.issued
FROM plan p JOIN document_v d ON d.id = p.document_id
WHERE p.superseded_by IS NULL AND p.standing_id IS NOT NULL
UNION ALL
SELECT p.id, d.issuer_id, d.number, d.title, d.issued
FROM document_v d JOIN plan p ON p.document_id = d.id
WHERE p.superseded_by IS NULL AND d.issuer_id IS NOT NULL AND (p.standing_id IS NULL OR p.standing_id <> d.issuer_id);

CREATE VIEW plan_level_v AS
SELECT p.id, a.level, d.issuer_id, d.issued
FROM agency_v a JOIN document_v d ON d.issuer_id = a.id JOIN plan p ON p.document_id = d.id
WHERE p.superseded_by IS NULL;

-- The list of plans in its order: the day they were issued; "" where none is known.
ALTER TABLE plan ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE plan SET day = coalesce((SELECT d.issued FROM document_v d WHERE d.id = plan.document_id), '');
CREATE INDEX plan_day ON plan(day, id) WHERE superseded_by IS NULL;
