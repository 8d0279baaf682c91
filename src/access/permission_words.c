/*
 * Permissions as people read them.
 */
#include "access/actor.h"

static const struct {
	enum permission permission;
	enum text_id text;
} words[] = {
	{ PERM_place_read, T_access_p_place_read },
	{ PERM_agency_read, T_access_p_agency_read },
	{ PERM_agency_manage, T_access_p_agency_manage },
	{ PERM_plan_read, T_access_p_plan_read },
	{ PERM_plan_import, T_access_p_plan_import },
	{ PERM_plan_adopt, T_access_p_plan_adopt },
	{ PERM_task_read, T_access_p_task_read },
	{ PERM_account_read, T_access_p_account_read },
	{ PERM_account_manage, T_access_p_account_manage },
	{ PERM_audit_read, T_access_p_audit_read },
	{ PERM_audit_manage, T_access_p_audit_manage },
	{ PERM_gallery_read, T_access_p_gallery_read },
	{ PERM_work_act, T_access_p_work_act },
	{ PERM_work_follow, T_access_p_work_follow },
	{ PERM_cascade_confirm, T_access_p_cascade_confirm },
	{ PERM_committee_read, T_access_p_committee_read },
	{ PERM_committee_manage, T_access_p_committee_manage },
	{ PERM_activity_read, T_access_p_activity_read },
	{ PERM_activity_write, T_access_p_activity_write },
	{ PERM_obstacle_read, T_access_p_obstacle_read },
	{ PERM_obstacle_write, T_access_p_obstacle_write },
	{ PERM_obstacle_answer, T_access_p_obstacle_answer },
	{ PERM_award_read, T_access_p_award_read },
	{ PERM_award_propose, T_access_p_award_propose },
	{ PERM_award_decide, T_access_p_award_decide },
	{ PERM_budget_read, T_access_p_budget_read },
	{ PERM_budget_write, T_access_p_budget_write },
	{ PERM_budget_decide, T_access_p_budget_decide },
	{ PERM_form_read, T_access_p_form_read },
	{ PERM_form_write, T_access_p_form_write },
	{ PERM_form_manage, T_access_p_form_manage },
	{ PERM_form_publish, T_access_p_form_publish },
	{ PERM_calendar_manage, T_access_p_calendar_manage },
	{ PERM_duty_read, T_access_p_duty_read },
	{ PERM_duty_manage, T_access_p_duty_manage },
	{ PERM_report_read, T_access_p_report_read },
	{ PERM_report_write, T_access_p_report_write },
	{ PERM_report_sign, T_access_p_report_sign },
	{ PERM_report_receive, T_access_p_report_receive },
	{ PERM_paper_read, T_access_p_paper_read },
	{ PERM_paper_number, T_access_p_paper_number },
	{ PERM_report_publish, T_access_p_report_publish },
	{ PERM_urge_read, T_access_p_urge_read },
	{ PERM_urge_send, T_access_p_urge_send },
	{ PERM_outbox_manage, T_access_p_outbox_manage },
	{ PERM_operation_manage, T_access_p_operation_manage },
	{ PERM_emergency_use, T_access_p_emergency_use },
	{ PERM_emergency_review, T_access_p_emergency_review },
};

struct str permission_words(enum lang lang, struct str name)
{
	enum permission p = permission_of(name);

	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].permission == p)
			return text_get(lang, words[i].text);
	return name;
}

struct str permission_list_words(struct arena *a, enum lang lang, struct str names)
{
	struct buf b = { .arena = a };
	struct str one;

	while (str_split(&names, ' ', &one)) {
		if (!one.n)
			continue;
		if (b.n)
			buf_addz(&b, "; ");
		buf_add(&b, permission_words(lang, one));
	}
	return buf_str(&b);
}
