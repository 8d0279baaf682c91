-- Who may see a plan, for the subjects that stand on it.
CREATE VIEW plan_audience_v AS
SELECT plan_id, agency_id, reason FROM plan_audience;
