-- For the subjects that compare plans: under which headings a task stands, whom it names, what it
-- and its plan cite. `position` and `task` are places among everything read, as in task.

CREATE VIEW plan_heading_v AS
SELECT plan_id, position, parent, path, title FROM plan_heading;

CREATE VIEW plan_party_v AS
SELECT t.plan_id, x.task_id, x.position, x.role, x.name, x.agency_id, x.collective_id
FROM task t JOIN task_party x ON x.task_id = t.id;

-- `task` none: a basis of the plan; `carries_out`: the plan or programme it carries out.
CREATE VIEW plan_cited_v AS
SELECT plan_id, position, task, carries_out, number, kind, name, issuer, issued FROM plan_ref;

-- The plan that carries another out is looked for by the number it cites.
CREATE INDEX plan_ref_number ON plan_ref(number) WHERE carries_out = 1;
