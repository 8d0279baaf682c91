#include "trail/words.h"

#include "access/actor.h"
#include "award/award.h"
#include "budget/budget.h"
#include "committee/committee.h"
#include "committee/directive.h"
#include "committee/meeting.h"
#include "committee/team.h"
#include "obstacle/obstacle.h"
#include "plan/plan.h"
#include "plan/plan_recipient.h"

static const struct trail_word actions[] = {
	{ "access.pair", T_access_pairs },
	{ "account.add", T_trail_a_account_add },
	{ "account.disable", T_trail_a_account_disable },
	{ "account.enable", T_trail_a_account_enable },
	{ "account.factors_off", T_trail_a_factors_off },
	{ "account.first", T_trail_a_account_first },
	{ "account.language", T_trail_a_account_language },
	{ "account.login", T_trail_a_account_login },
	{ "account.login_begin", T_trail_a_account_login_begin },
	{ "account.login_oidc", T_trail_a_login_oidc },
	{ "account.login_password", T_trail_a_login_password },
	{ "account.login_refused", T_trail_a_login_refused },
	{ "account.logout", T_trail_a_account_logout },
	{ "account.password", T_trail_a_account_password },
	{ "account.password_reset", T_trail_a_password_reset },
	{ "account.proved", T_trail_a_account_proved },
	{ "account.rescue_offer", T_trail_a_account_rescue_offer },
	{ "account.rescued", T_trail_a_account_rescued },
	{ "account.session_end", T_trail_a_account_session_end },
	{ "account.sessions_end", T_trail_a_account_sessions_end },
	{ "account.theme", T_trail_a_account_theme },
	{ "activity.attach", T_trail_a_activity_attach },
	{ "activity.correct", T_trail_a_activity_correct },
	{ "activity.enter", T_trail_a_activity_enter },
	{ "activity.import", T_trail_a_import },
	{ "activity.withdraw", T_trail_a_activity_withdraw },
	{ "agency.change", T_trail_a_agency_change },
	{ "agency.load", T_trail_a_load },
	{ "audit.clock", T_trail_a_clock },
	{ "audit.head", T_trail_a_head },
	{ "audit.remove", T_trail_a_remove },
	{ "audit.retention", T_trail_a_retention },
	{ "award.decide", T_trail_a_award_decide },
	{ "award.propose", T_trail_a_award_propose },
	{ "award.withdraw", T_trail_a_award_withdraw },
	{ "budget.put", T_trail_a_budget_put },
	{ "bulk.do", T_trail_a_bulk_do },
	{ "bulk.make", T_trail_a_bulk_make },
	{ "calendar.feed", T_trail_a_calendar_feed },
	{ "calendar.feed_end", T_trail_a_calendar_feed_end },
	{ "calendar.notice", T_trail_a_calendar_notice },
	{ "cascade.add", T_trail_a_cascade_add },
	{ "cascade.choose", T_trail_a_cascade_choose },
	{ "cascade.confirm", T_trail_a_cascade_confirm },
	{ "cascade.judge", T_trail_a_cascade_judge },
	{ "cascade.propose", T_trail_a_cascade_propose },
	{ "committee.contact_add", T_trail_a_committee_contact_add },
	{ "committee.contact_change", T_trail_a_committee_contact_change },
	{ "committee.seat_add", T_trail_a_committee_seat_add },
	{ "committee.seat_change", T_trail_a_committee_seat_change },
	{ "directive.add", T_trail_a_directive_add },
	{ "directive.attach", T_trail_a_directive_attach },
	{ "directive.change", T_trail_a_directive_change },
	{ "directive.part", T_trail_a_directive_part },
	{ "duty.add", T_trail_a_duty_add },
	{ "duty.decide", T_trail_a_duty_decide },
	{ "duty.end", T_trail_a_duty_end },
	{ "duty.receive", T_trail_a_duty_receive },
	{ "emergency.begin", T_trail_a_emergency_begin },
	{ "emergency.end", T_trail_a_emergency_end },
	{ "emergency.read", T_trail_a_emergency },
	{ "emergency.review", T_trail_a_emergency_review },
	{ "evidence.add", T_trail_a_evidence_add },
	{ "export", T_trail_a_export },
	{ "factor.offer", T_trail_a_factor_offer },
	{ "factor.totp_off", T_trail_a_factor_totp_off },
	{ "factor.totp_on", T_trail_a_factor_totp_on },
	{ "first.link", T_trail_a_first_link },
	{ "form.load", T_trail_a_form_load },
	{ "form.open", T_trail_a_form_open },
	{ "form.recompute", T_trail_a_form_recompute },
	{ "form.release", T_trail_a_form_release },
	{ "form.save", T_trail_a_form_save },
	{ "form.send", T_trail_a_form_send },
	{ "grant.add", T_trail_a_grant_add },
	{ "grant.revoke", T_trail_a_grant_revoke },
	{ "meeting.add", T_trail_a_meeting_add },
	{ "meeting.attach", T_trail_a_meeting_attach },
	{ "meeting.attendance", T_trail_a_meeting_attendance },
	{ "meeting.change", T_trail_a_meeting_change },
	{ "meeting.conclude", T_trail_a_meeting_conclude },
	{ "meeting.conclusion", T_trail_a_meeting_conclusion },
	{ "meeting.task", T_trail_a_meeting_task },
	{ "members.register", T_trail_a_members_register },
	{ "members.withdraw", T_trail_a_members_withdraw },
	{ "note.add", T_trail_a_note_add },
	{ "note.withdraw", T_trail_a_note_withdraw },
	{ "notice.ack", T_trail_a_notice_ack },
	{ "notice.read", T_trail_a_notice_read },
	{ "obstacle.answer", T_trail_a_obstacle_answer },
	{ "obstacle.correct", T_trail_a_obstacle_correct },
	{ "obstacle.end", T_trail_a_obstacle_end },
	{ "obstacle.forward", T_trail_a_obstacle_forward },
	{ "obstacle.raise", T_trail_a_obstacle_raise },
	{ "oidc.add", T_trail_a_oidc_add },
	{ "oidc.link", T_trail_a_oidc_link },
	{ "oidc.link_begin", T_trail_a_oidc_link_begin },
	{ "oidc.login_begin", T_trail_a_oidc_login_begin },
	{ "oidc.remove", T_trail_a_oidc_remove },
	{ "oidc.unlink", T_trail_a_oidc_unlink },
	{ "operation.backup", T_trail_a_backup },
	{ "operation.restore", T_trail_a_operation_restore },
	{ "outbox.again", T_trail_a_outbox_again },
	{ "outbox.arrived", T_trail_a_outbox_arrived },
	{ "outbox.claim", T_trail_a_outbox_claim },
	{ "outbox.contact", T_trail_a_outbox_contact },
	{ "outbox.hand", T_trail_a_outbox_hand },
	{ "outbox.report", T_trail_a_outbox_report },
	{ "outbox.settings", T_trail_a_outbox_settings },
	{ "outbox.settle", T_trail_a_outbox_settle },
	{ "outbox.tidy", T_trail_a_outbox_tidy },
	{ "paper.cancel", T_trail_a_paper_cancel },
	{ "paper.issue", T_trail_a_paper_issue },
	{ "paper.take", T_trail_a_paper_take },
	{ "passkey.add", T_trail_a_passkey_add },
	{ "passkey.offer", T_trail_a_passkey_offer },
	{ "passkey.remove", T_trail_a_passkey_remove },
	{ "place.load", T_trail_a_load },
	{ "plan.adopt", T_trail_a_plan_adopt },
	{ "plan.import", T_trail_a_plan_import },
	{ "plan.recipient_add", T_trail_a_plan_recipient_add },
	{ "plan.recipient_change", T_trail_a_plan_recipient_change },
	{ "report.accept", T_report_did_accept },
	{ "report.announce", T_report_did_publish },
	{ "report.ask", T_report_did_ask },
	{ "report.back", T_report_did_back },
	{ "report.begin", T_report_did_begin },
	{ "report.correct", T_report_did_correct },
	{ "report.drop", T_report_did_drop },
	{ "report.gather", T_report_did_take },
	{ "report.issue", T_report_did_sign },
	{ "report.remark", T_report_did_remark },
	{ "report.return", T_report_did_return },
	{ "report.step", T_report_did_step },
	{ "report.take", T_report_did_receive },
	{ "report.unask", T_report_did_unask },
	{ "report.write", T_report_did_write },
	{ "request.refused", T_trail_a_refused },
	{ "request.refused_counted", T_trail_a_counted },
	{ "review.add", T_trail_a_review_add },
	{ "review.ask", T_review_ask },
	{ "review.correct", T_trail_a_review_correct },
	{ "review.discard", T_trail_a_review_discard },
	{ "review.head", T_trail_a_review_head },
	{ "review.judge", T_trail_a_review_judge },
	{ "review.name", T_trail_a_review_name },
	{ "review.split", T_trail_a_review_split },
	{ "review.upload", T_trail_a_review_upload },
	{ "role.built_in", T_trail_a_roles },
	{ "saved.add", T_trail_a_saved_add },
	{ "saved.remove", T_trail_a_saved_remove },
	{ "search.later", T_trail_a_search_later },
	{ "search.rebuild", T_trail_a_search },
	{ "session.used", T_trail_a_session },
	{ "team.add", T_trail_a_team_add },
	{ "team.answer", T_trail_a_team_answer },
	{ "team.attach", T_trail_a_team_attach },
	{ "team.change", T_trail_a_team_change },
	{ "team.finding", T_trail_a_team_finding },
	{ "team.judge", T_trail_a_team_judge },
	{ "team.task", T_trail_a_team_task },
	{ "team.visit", T_trail_a_team_visit },
	{ "token.add", T_trail_a_token_add },
	{ "token.revoke", T_trail_a_token_revoke },
	{ "urge.alarm", T_trail_a_urge_alarm },
	{ "urge.duties", T_trail_a_urge_duties },
	{ "urge.remind", T_trail_a_urge_remind },
	{ "urge.round", T_trail_a_urge_round },
	{ "urge.send", T_trail_a_urge_send },
	{ "urge.settings", T_trail_a_urge_settings },
	{ "urge.step", T_trail_a_urge_step },
	{ "urge.step_end", T_trail_a_urge_step_end },
	{ "urge.tell", T_trail_a_urge_tell },
	{ "work.accept", T_trail_a_work_accept },
	{ "work.add", T_trail_a_work_add },
	{ "work.answer", T_trail_a_work_answer },
	{ "work.ask_later", T_trail_a_work_ask_later },
	{ "work.assign", T_trail_a_work_assign },
	{ "work.begin", T_trail_a_work_begin },
	{ "work.carry", T_trail_a_work_carry },
	{ "work.close", T_trail_a_work_close },
	{ "work.days", T_trail_a_work_days },
	{ "work.decline", T_trail_a_work_decline },
	{ "work.deny", T_trail_a_work_deny },
	{ "work.grant", T_trail_a_work_grant },
	{ "work.hand_in", T_trail_a_work_hand_in },
	{ "work.judge", T_trail_a_work_judge },
	{ "work.move", T_trail_a_work_move },
	{ "work.officer", T_trail_a_work_officer },
	{ "work.open", T_trail_a_work_open },
	{ "work.reopen", T_trail_a_work_reopen },
	{ "work.return", T_trail_a_work_return },
	{ "work.sub", T_trail_a_work_sub },
	{ "work.time", T_trail_a_work_time },
	{ "work.waive", T_trail_a_work_waive },
};

static const struct trail_word objects[] = {
	{ "account", T_trail_o_account },
	{ "activity", T_trail_o_activity },
	{ "agency", T_trail_o_agency },
	{ "audit", T_trail_o_log },
	{ "audit_head", T_trail_o_head },
	{ "audit_retention", T_trail_kept },
	{ "award", T_trail_o_award },
	{ "backup", T_trail_o_backup },
	{ "budget", T_trail_o_budget },
	{ "bulk", T_trail_o_bulk },
	{ "calendar_notice", T_trail_o_calendar_notice },
	{ "committee_contact", T_trail_o_contact },
	{ "committee_seat", T_trail_o_seat },
	{ "directive", T_trail_o_directive },
	{ "duty", T_trail_o_duty },
	{ "emergency", T_trail_o_emergency },
	{ "form_edition", T_trail_o_form_edition },
	{ "form_release", T_trail_o_form_release },
	{ "form_sheet", T_trail_o_form_sheet },
	{ "grant", T_trail_o_grant },
	{ "link", T_trail_o_link },
	{ "meeting", T_trail_o_meeting },
	{ "notice", T_trail_o_notice },
	{ "obstacle", T_trail_o_obstacle },
	{ "oidc_provider", T_trail_o_oidc_provider },
	{ "outbox", T_trail_o_outbox },
	{ "pair", T_access_pairs },
	{ "paper", T_trail_o_paper },
	{ "place", T_trail_o_place },
	{ "plan", T_trail_o_plan },
	{ "request", T_trail_o_request },
	{ "review", T_trail_o_draft },
	{ "role", T_trail_f_role },
	{ "saved", T_trail_o_saved },
	{ "search", T_trail_a_search },
	{ "sent", T_trail_o_sent },
	{ "session", T_trail_o_session },
	{ "task", T_trail_o_task },
	{ "team", T_trail_o_team },
	{ "urge", T_trail_o_urge },
	{ "urge_setting", T_trail_o_urge_rule },
	{ "urge_step", T_trail_o_urge_step },
};

static const struct trail_word fields[] = {
	{ "abbr", T_trail_f_abbr },
	{ "account", T_trail_f_account },
	{ "action", T_trail_f_action },
	{ "after", T_trail_f_after },
	{ "agencies", T_trail_f_agencies },
	{ "agency", T_trail_f_agency },
	{ "alias", T_trail_f_alias },
	{ "alone", T_trail_f_alone },
	{ "amends", T_trail_f_amends },
	{ "article", T_trail_f_article },
	{ "as", T_trail_f_as },
	{ "asked", T_trail_f_asked },
	{ "asked_by", T_trail_f_asked_by },
	{ "back", T_trail_f_back },
	{ "basis", T_trail_f_citation },
	{ "before", T_trail_f_before },
	{ "beyond", T_trail_f_beyond },
	{ "body", T_trail_f_body },
	{ "bytes", T_trail_f_bytes },
	{ "carried", T_trail_f_carried },
	{ "changed", T_trail_f_changed },
	{ "citation", T_trail_f_citation },
	{ "client", T_trail_f_client },
	{ "code", T_trail_f_code },
	{ "committee", T_trail_f_committee },
	{ "conclusion", T_trail_f_conclusion },
	{ "confirmed", T_trail_f_confirmed },
	{ "corrections", T_trail_f_corrections },
	{ "day", T_trail_f_day },
	{ "days", T_trail_f_days },
	{ "decision", T_trail_f_decision },
	{ "digest", T_trail_f_digest },
	{ "display", T_trail_f_display },
	{ "document", T_trail_f_document },
	{ "done", T_trail_f_done },
	{ "doubtful", T_trail_f_doubtful },
	{ "dropped", T_trail_f_dropped },
	{ "due", T_trail_f_due },
	{ "duties", T_trail_f_duties },
	{ "email", T_trail_f_email },
	{ "ended", T_trail_f_ended },
	{ "ends", T_trail_f_ended },
	{ "entered", T_trail_f_entered },
	{ "factor", T_trail_f_factor },
	{ "facts", T_trail_f_facts },
	{ "field", T_trail_f_field },
	{ "figures", T_trail_f_figures },
	{ "file", T_trail_f_file },
	{ "finding", T_trail_f_finding },
	{ "first", T_trail_f_first },
	{ "form", T_trail_f_form },
	{ "from", T_trail_f_from },
	{ "gone", T_trail_f_gone },
	{ "granted", T_trail_f_granted },
	{ "holder", T_trail_f_holder },
	{ "host", T_trail_f_host },
	{ "hour", T_trail_f_hour },
	{ "id", T_trail_f_id },
	{ "issued", T_trail_f_issued },
	{ "issuer", T_trail_f_issuer },
	{ "item", T_trail_f_item },
	{ "items", T_trail_f_items },
	{ "justified", T_trail_f_justified },
	{ "key", T_trail_f_key },
	{ "kind", T_trail_f_kind },
	{ "known", T_trail_f_known },
	{ "lang", T_trail_f_lang },
	{ "last", T_trail_f_last },
	{ "law", T_trail_f_law },
	{ "lead", T_trail_f_lead },
	{ "level", T_trail_f_level },
	{ "links", T_trail_f_links },
	{ "lists", T_trail_f_lists },
	{ "log_head", T_trail_f_log_head },
	{ "log_size", T_trail_f_log_size },
	{ "login", T_trail_f_login },
	{ "lower_task", T_trail_f_lower_task },
	{ "made", T_trail_f_made },
	{ "mail", T_trail_f_mail },
	{ "means", T_trail_f_means },
	{ "merged_into", T_trail_f_merged_into },
	{ "merit", T_trail_f_merit },
	{ "minutes", T_trail_f_minutes },
	{ "mobile", T_trail_f_mobile },
	{ "name", T_trail_f_name },
	{ "needed", T_trail_f_needed },
	{ "note", T_trail_f_note },
	{ "noted", T_trail_f_noted },
	{ "number", T_trail_f_number },
	{ "officer", T_trail_f_officer },
	{ "older", T_trail_f_older },
	{ "other", T_trail_f_other },
	{ "part", T_trail_f_part },
	{ "parties", T_trail_f_parties },
	{ "parts", T_trail_f_parts },
	{ "password_new", T_trail_f_password_new },
	{ "people", T_trail_f_people },
	{ "per_minute", T_trail_f_per_minute },
	{ "period", T_trail_f_period },
	{ "permissions", T_trail_f_permissions },
	{ "phone", T_trail_f_phone },
	{ "place", T_trail_f_place },
	{ "places", T_trail_f_places },
	{ "plan", T_trail_o_plan },
	{ "port", T_trail_f_port },
	{ "post", T_trail_f_post },
	{ "proposal", T_trail_f_proposal },
	{ "proposed", T_trail_f_proposal },
	{ "provider", T_trail_o_oidc_provider },
	{ "provider_url", T_trail_f_provider_url },
	{ "province", T_trail_f_province },
	{ "purpose", T_trail_f_purpose },
	{ "reason", T_trail_f_reason },
	{ "received", T_trail_f_received },
	{ "recipient", T_trail_f_recipient },
	{ "relation", T_trail_f_relation },
	{ "removed", T_trail_f_removed },
	{ "request", T_trail_f_request },
	{ "result", T_trail_f_result },
	{ "role", T_trail_f_role },
	{ "roles", T_trail_f_roles },
	{ "root", T_trail_f_root },
	{ "rows", T_trail_f_rows },
	{ "rule", T_trail_f_rule },
	{ "seats", T_trail_f_seats },
	{ "sender", T_trail_f_sender },
	{ "service", T_trail_f_service },
	{ "sessions", T_trail_f_sessions },
	{ "sha256", T_trail_f_sha256 },
	{ "shared", T_trail_f_shared },
	{ "size", T_trail_f_size },
	{ "sms_login", T_trail_f_sms_login },
	{ "sms_password_new", T_trail_f_sms_password_new },
	{ "sms_report", T_trail_f_sms_report },
	{ "sms_url", T_trail_f_sms_url },
	{ "source", T_trail_f_source },
	{ "spent", T_trail_f_spent },
	{ "starts", T_trail_f_starts },
	{ "state", T_trail_f_state },
	{ "status", T_trail_f_status },
	{ "step", T_trail_f_step },
	{ "strangers", T_trail_f_strangers },
	{ "sub", T_trail_f_sub },
	{ "subject", T_trail_f_subject },
	{ "targets", T_trail_f_targets },
	{ "task", T_trail_o_task },
	{ "tasks", T_trail_f_tasks },
	{ "theme", T_trail_f_theme },
	{ "things", T_trail_f_rows },
	{ "through", T_trail_f_through },
	{ "title", T_trail_f_title },
	{ "tls", T_trail_f_tls },
	{ "to", T_trail_f_to },
	{ "token", T_trail_f_token },
	{ "type", T_trail_f_type },
	{ "unassigned", T_trail_f_unassigned },
	{ "unresolved", T_trail_f_unresolved },
	{ "upper", T_trail_f_upper },
	{ "upper_task", T_trail_f_upper_task },
	{ "valid_from", T_trail_f_valid_from },
	{ "valid_to", T_trail_f_valid_to },
	{ "verified", T_trail_f_verified },
	{ "visit", T_trail_f_visit },
	{ "wants_mail", T_trail_f_wants_mail },
	{ "wants_sms", T_trail_f_wants_sms },
	{ "was", T_trail_f_was },
	{ "what", T_trail_f_what },
	{ "why", T_trail_f_reason },
	{ "words", T_trail_f_words },
	{ "year", T_trail_f_year },
	{ "years", T_trail_f_years },
};

static enum text_id word_of(const struct trail_word *v, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_z(v[i].code), code))
			return v[i].text;
	return T_NONE;
}

const struct trail_word *trail_action_words(size_t *n)
{
	*n = COUNT(actions);
	return actions;
}

const struct trail_word *trail_object_words(size_t *n)
{
	*n = COUNT(objects);
	return objects;
}

enum text_id trail_action_word(struct str action)
{
	enum text_id text = word_of(actions, COUNT(actions), action);

	return text == T_NONE && str_ends(action, S("_refused")) ? T_trail_a_refused : text;
}

enum text_id trail_object_word(struct str object)
{
	return word_of(objects, COUNT(objects), object);
}

enum text_id trail_field_word(struct str field)
{
	return word_of(fields, COUNT(fields), field);
}

/* --- values */

#define ROLE(code, name, permissions) { code, name },
static const struct trail_word roles[] = {
#include "access/roles.def"
};
#undef ROLE

static const struct trail_word reasons[] = {
	{ "absent", T_trail_v_absent },
	{ "classified", T_trail_v_classified },
	{ "code", T_trail_v_code },
	{ "denied", T_trail_v_denied },
	{ "disabled", T_trail_v_disabled },
	{ "forged", T_trail_v_forged },
	{ "oidc_algorithm", T_trail_v_oidc_signature },
	{ "oidc_audience", T_trail_v_oidc_audience },
	{ "oidc_code", T_trail_v_oidc_code },
	{ "oidc_down", T_trail_v_oidc_down },
	{ "oidc_form", T_trail_v_oidc_form },
	{ "oidc_issuer", T_trail_v_oidc_issuer },
	{ "oidc_key", T_trail_v_oidc_signature },
	{ "oidc_no_code", T_trail_v_oidc_code },
	{ "oidc_nonce", T_trail_v_oidc_other },
	{ "oidc_other", T_trail_v_oidc_other },
	{ "oidc_signature", T_trail_v_oidc_signature },
	{ "oidc_state", T_trail_v_oidc_other },
	{ "oidc_step", T_trail_v_oidc_step },
	{ "oidc_time", T_trail_v_oidc_time },
	{ "oidc_unlinked", T_trail_v_oidc_unlinked },
	{ "passkey", T_trail_v_passkey },
	{ "password", T_trail_v_password },
	{ "permission", T_trail_v_permission },
	{ "proof", T_trail_v_password },
	{ "unknown", T_trail_v_unknown },
};

static const struct trail_word factors[] = {
	{ "oidc", T_trail_v_by_oidc },
	{ "passkey", T_trail_v_by_passkey },
	{ "password", T_trail_v_by_password },
	{ "rescue", T_trail_v_by_rescue },
	{ "totp", T_trail_v_by_totp },
};

/* How an order to a difficulty or an award ended. */
static const struct trail_word steps[] = {
	{ "answer", T_trail_v_answer },
	{ "close", T_trail_v_close },
	{ "correct", T_trail_v_correct },
	{ "forward", T_trail_v_forward },
	{ "grant", T_trail_v_grant },
	{ "refuse", T_trail_v_refuse },
	{ "withdraw", T_trail_v_withdraw },
};

/* Of the registers of committees: whose entries begin with `action`. */
static const struct {
	const char *action, *field;
	const struct committee_words *words;
} registers[] = {
	{ "committee.seat", "body", &committee_bodies },
	{ "committee.seat", "role", &committee_roles },
	{ "directive.add", "kind", &directive_kinds },
	{ "directive.change", "kind", &directive_kinds },
	{ "directive.part", "state", &directive_states },
	{ "meeting.add", "kind", &meeting_kinds },
	{ "meeting.add", "state", &meeting_states },
	{ "meeting.change", "kind", &meeting_kinds },
	{ "meeting.change", "state", &meeting_states },
	{ "team.add", "kind", &team_kinds },
	{ "team.change", "kind", &team_kinds },
	{ "team.finding", "kind", &team_finding_kinds },
	{ "team.judge", "state", &team_finding_states },
};

static enum text_id register_word(struct str action, struct str field, struct str value)
{
	for (size_t i = 0; i < COUNT(registers); i++)
		if (str_starts(action, str_z(registers[i].action)) &&
			str_eq(field, str_z(registers[i].field)))
			return committee_word(registers[i].words, value);
	return T_NONE;
}

static struct str given(struct str s)
{
	return s.n ? s : STR_NULL;
}

static struct str budget_word(enum lang lang, struct str value)
{
	enum budget_source source = budget_source_of(value);

	return source == BUDGET_SOURCES ? STR_NULL : budget_source_text(lang, source);
}

static struct str obstacle_word(enum lang lang, struct str value)
{
	enum obstacle_kind kind = obstacle_kind_of(value);

	return kind == OBSTACLE_KINDS ? STR_NULL : obstacle_kind_text(lang, kind);
}

static struct str award_word(enum lang lang, struct str field, struct str value)
{
	if (str_eq(field, S("kind")))
		return given(award_kind_text(lang, value));
	if (str_eq(field, S("form")))
		return given(award_form_text(lang, value));
	enum text_id text = str_eq(field, S("step")) ? word_of(steps, COUNT(steps), value) : T_NONE;

	return text == T_NONE ? STR_NULL : text_get(lang, text);
}

static enum text_id list_word(struct str action, struct str field, struct str value)
{
	if (str_starts(action, S("plan.recipient")) && str_eq(field, S("purpose")))
		return plan_recipient_purpose_text(plan_recipient_purpose_of(value));
	if (str_starts(action, S("committee.")) || str_starts(action, S("directive.")) ||
		str_starts(action, S("meeting.")) || str_starts(action, S("team.")))
		return register_word(action, field, value);
	if (str_eq(field, S("step")))
		return word_of(steps, COUNT(steps), value);
	if (str_eq(field, S("role")))
		return word_of(roles, COUNT(roles), value);
	if (str_eq(field, S("factor")))
		return word_of(factors, COUNT(factors), value);
	if (str_eq(field, S("why")) || str_ends(action, S("_refused")))
		return word_of(reasons, COUNT(reasons), value);
	return T_NONE;
}

struct str trail_value_word(
	struct arena *a, enum lang lang, struct str action, struct str field, struct str value)
{
	enum text_id text;

	if (str_eq(field, S("permissions")))
		return permission_list_words(a, lang, value);
	if (str_eq(action, S("access.pair")) && str_eq(field, S("kind")))
		return permission_words(lang, value);

	if (str_starts(action, S("work.")) && str_eq(field, S("role")))
		return given(plan_role_text(lang, plan_role_of(value)));
	if (str_eq(action, S("budget.put")) && str_eq(field, S("source")))
		return budget_word(lang, value);
	if (str_starts(action, S("obstacle.")) && str_eq(field, S("kind")))
		return obstacle_word(lang, value);
	if (str_starts(action, S("award.")))
		return award_word(lang, field, value);
	text = list_word(action, field, value);
	return text == T_NONE ? STR_NULL : text_get(lang, text);
}
