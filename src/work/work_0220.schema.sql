-- Parts whose agency has asked for a later day and waits for the answer.
CREATE VIEW work_asked_v AS
SELECT p.plan_id, p.id AS part_id, p.agency_id FROM work_extension x JOIN work_part p ON p.id = x.part_id
WHERE x.state = 'asked';
