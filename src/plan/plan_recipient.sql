-- Recipients of a plan

-- many plan_recipient_rows(plan int)
--	-> id int, position int, name text, words text, purpose text, line int, settled bool, version int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT id, position, name, words, purpose, line, settled, version
FROM plan_recipient WHERE plan_id = :plan ORDER BY position;

-- many plan_recipient_agencies(plan int) -> recipient_id int, agency_id int, name text
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT x.recipient_id, x.agency_id, a.name
FROM plan_recipient r JOIN plan_recipient_agency x ON x.recipient_id = r.id JOIN agency_v a ON a.id = x.agency_id
WHERE r.plan_id = :plan ORDER BY r.position, a.sort_key, a.id;

-- one plan_recipient_by_id(id int, plan int) -> id int, name text, words text, purpose text, line int, settled bool, version int
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT id, name, words, purpose, line, settled, version FROM plan_recipient WHERE id = :id AND plan_id = :plan;

-- exec plan_recipient_put(plan int, position int, name text, words text, purpose text, line int, byte_from int, byte_to int, settled bool)
-- unscoped: the import, which may
INSERT INTO plan_recipient(plan_id, position, name, words, purpose, line, byte_from, byte_to, settled)
VALUES (:plan, :position, :name, :words, :purpose, :line, :byte_from, :byte_to, :settled);

-- exec plan_recipient_agency_put(plan int, position int, agency int)
-- unscoped: the import writes what it has just made
INSERT INTO plan_recipient_agency(recipient_id, agency_id)
SELECT id, :agency FROM plan_recipient WHERE plan_id = :plan AND position = :position;

-- id plan_recipient_add(plan int, name text, purpose text)
-- unscoped: the change has checked its right at the plan
INSERT INTO plan_recipient(plan_id, position, name, words, purpose, line, byte_from, byte_to, settled)
VALUES (:plan, (SELECT 1 + coalesce(max(position), -1) FROM plan_recipient WHERE plan_id = :plan), :name, '', :purpose, 0, 0, 0, 1)
RETURNING id;

-- changed plan_recipient_change(id int, version int, name text, purpose text)
-- unscoped: the change has checked its right at the plan
UPDATE plan_recipient SET name = :name, purpose = :purpose, settled = 1, version = version + 1
WHERE id = :id AND version = :version;

-- changed plan_recipient_drop(id int, version int)
-- unscoped: the change has checked its right at the plan
DELETE FROM plan_recipient WHERE id = :id AND version = :version;

-- exec plan_recipient_agencies_clear(id int)
DELETE FROM plan_recipient_agency WHERE recipient_id = :id;

-- exec plan_recipient_agency_add(id int, agency int)
INSERT INTO plan_recipient_agency(recipient_id, agency_id) VALUES (:id, :agency);

-- What follows from the recipients: they themselves, the bodies of the localities among them,
-- and who took somebody's place since.
-- exec plan_recipient_audience_clear(plan int)
DELETE FROM plan_audience WHERE plan_id = :plan AND reason IN ('recipient', 'place', 'successor');

-- exec plan_recipient_audience(plan int)
-- unscoped: the change reads what it has just made
INSERT INTO plan_audience(plan_id, agency_id, reason)
SELECT DISTINCT r.plan_id, x.agency_id, 'recipient'
FROM plan_recipient r JOIN plan_recipient_agency x ON x.recipient_id = r.id WHERE r.plan_id = :plan;

-- The day and the place the names of a plan are of.
-- one plan_recipient_plan(plan int)
--	-> issued date?, year int?, imported time, place_code text?, standing_id int?, issuer_id int?, superseded_by int?
-- unscoped: of one plan, which plan_by_id has read with its scope in the same snapshot
SELECT d.issued, p.year, p.imported, a.place_code, p.standing_id, d.issuer_id, p.superseded_by
FROM plan p JOIN document_v d ON d.id = p.document_id LEFT JOIN agency_v a ON a.id = coalesce(p.standing_id, d.issuer_id)
WHERE p.id = :plan;
