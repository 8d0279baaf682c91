-- A plan whose text was amended: the new text is a plan of its own, to which the tasks that go on
-- have moved with their ids. What is left here ended with this text.
ALTER TABLE plan ADD COLUMN superseded_by INTEGER REFERENCES plan(id);
DROP VIEW plan_v;
CREATE VIEW plan_v AS
SELECT p.id, p.year, p.province, p.standing_id, p.superseded_by, d.number, d.kind, d.issuer, d.issuer_id, d.issued, d.title
FROM plan p JOIN document_v d ON d.id = p.document_id;
