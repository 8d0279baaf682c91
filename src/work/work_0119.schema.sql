-- What is owed in a plan, and what falls to an agency in one, from the index alone.
CREATE INDEX work_part_plan_owed ON work_part(plan_id, due, agency_id, role) WHERE open = 1;
CREATE INDEX work_part_plan_agency ON work_part(plan_id, agency_id, due, open, role, state);
DROP INDEX work_part_plan;
