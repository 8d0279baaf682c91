-- The sentences of a plan that ask for reports, for what makes duties of them.
CREATE VIEW plan_duty_v AS
SELECT plan_id, position, period, days, before, owed_by, owed_to, via, words, line, sure FROM plan_duty;
