-- What other subjects may know of reports: where they are, never what they say.
CREATE VIEW report_v AS
SELECT id, agency_id, to_id, plan_id, period, state, round, asked_id, changed FROM report;
