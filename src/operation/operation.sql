-- How the installation fares: what doctor says and the metrics count. Nothing of any record.

-- The newest entry of one kind.
-- one operation_last(object text, action text) -> at time
SELECT at FROM audit_entry_v WHERE object = :object AND object_id = 0 AND action = :action
ORDER BY seq DESC LIMIT 1;

-- one operation_log_end() -> seq int, at time
SELECT seq, at FROM audit_entry_v ORDER BY seq DESC LIMIT 1;

-- one operation_accounts() -> demo int, real int
-- unscoped: how many, for who keeps the installation
SELECT coalesce(sum(demo), 0) AS demo, coalesce(sum(1 - demo), 0) AS real FROM account_demo_v;

-- one operation_unfactored() -> n int
-- unscoped: how many, for who keeps the installation
SELECT count(*) AS n FROM account_unfactored_v WHERE demo = 0;

-- many operation_messages() -> state text, n int, oldest time
-- unscoped: how many in which state, for who keeps the installation
SELECT state, count(*) AS n, min(made) AS oldest FROM outbox_state_v
WHERE channel <> 'page' AND state <> 'sent' GROUP BY state ORDER BY state;

-- one operation_mail() -> mail bool, sms bool
SELECT host <> '' AS mail, sms_url <> '' AS sms FROM outbox_setting_v;

-- Facts of law and organisation nobody has checked yet.
-- one operation_unverified() -> n int
-- unscoped: how many; which they are stands on their own pages
SELECT (SELECT count(*) FROM agency_v WHERE verified = 0) + (SELECT count(*) FROM agency_competence_v WHERE verified = 0) AS n;

-- The newest head of the log.
-- one operation_head() -> at time
SELECT at FROM audit_head_v ORDER BY id DESC LIMIT 1;
