-- When heads were signed, for who looks after the installation.
CREATE VIEW audit_head_v AS SELECT id, at, size FROM audit_head;
