-- The demo: who writes and signs its reports.

-- one report_demo_account(name text) -> id int, display text, agency_id int?
-- unscoped: the demo is the system's
SELECT id, display, agency_id FROM account_v WHERE name = :name AND state = 'active';

-- one report_demo_plan() -> id int?
-- unscoped: the demo is the system's
SELECT min(id) AS id FROM plan_v;

-- one report_demo_committee(code text) -> id int
SELECT id FROM agency_v WHERE code = :code;
