-- What doctor looks at: accounts of the demo where real work is done.
CREATE VIEW account_demo_v AS SELECT id, demo FROM account WHERE state = 'active';
