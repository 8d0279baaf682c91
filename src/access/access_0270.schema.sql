-- What doctor looks at: accounts of the demo where real work is done.
CREATE VIEW account_demo_v AS SELECT id, demo FROM account WHERE state = 'active';
-- Who must have a second factor and has none.
CREATE VIEW account_unfactored_v AS
SELECT a.id, a.demo FROM account a
WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM account_owes o WHERE o.account_id = a.id)
	AND NOT EXISTS (SELECT 1 FROM account_factor f WHERE f.account_id = a.id);
