-- How the installation's messages fare: for doctor and the metrics.
CREATE VIEW outbox_state_v AS SELECT id, channel, state, made FROM outbox_message;
CREATE VIEW outbox_setting_v AS SELECT host, sms_url FROM outbox_setting;
