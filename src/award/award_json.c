/*
 * Awards as JSON and as a table.
 */
#include "award/award_web.h"

struct str award_action_text(enum lang lang, struct str action)
{
	if (str_eq(action, S("award.propose")))
		return text_get(lang, T_award_did_propose);
	if (str_eq(action, S("award.decide")))
		return text_get(lang, T_award_did_decide);
	if (str_eq(action, S("award.withdraw")))
		return text_get(lang, T_award_did_withdraw);
	return action;
}

void award_list_json(struct json *j, const struct award_list_page *p)
{
	json_list(j, "awards");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "kind", x->kind);
		json_str(j, "form", x->form);
		json_str(j, "name", x->name);
		json_str(j, "merit", x->merit);
		json_str(j, "agency", x->agency_name);
		json_str(j, "plan", x->number);
		json_date(j, "proposed", x->proposed);
		json_str(j, "state", x->state);
		json_str(j, "decision", x->decision);
		json_date(j, "decided", x->decided);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

void award_show_json(struct json *j, const struct award_show_page *p)
{
	const struct award_by_id_row *w = &p->w;

	json_int(j, "id", w->id);
	json_int(j, "version", w->version);
	json_str(j, "kind", w->kind);
	json_str(j, "form", w->form);
	json_str(j, "name", w->name);
	json_str(j, "merit", w->merit);
	json_int(j, "agency_id", w->agency_id);
	json_str(j, "agency", w->agency_name);
	json_str(j, "plan", w->number);
	json_date(j, "proposed", w->proposed);
	json_str(j, "by", w->account_name);
	json_str(j, "state", w->state);
	json_str(j, "decision", w->decision);
	json_date(j, "decided", w->decided);
	json_str(j, "decided_by", w->decided_by);
	json_str(j, "reason", w->reason);
	json_list(j, "corrections");
	LIST_EACH(x, &p->corrections) {
		json_open_item(j);
		json_str(j, "decision_was", x->decision);
		json_date(j, "decided_was", x->decided);
		json_str(j, "reason", x->reason);
		json_str(j, "by", x->account_name);
		json_close(j);
	}
	json_end(j);
}

void award_list_sheet(struct sheet *s, const struct award_list_page *p)
{
	static const enum text_id heads[] = { T_award_name, T_award_kind, T_award_form,
		T_award_merit, T_award_agency, T_award_plan, T_award_state };

	for (size_t i = 0; i < COUNT(heads); i++)
		sheet_column(s, SHEET_TEXT, heads[i]);
	sheet_column(s, SHEET_DATE, T_award_proposed);
	sheet_column(s, SHEET_TEXT, T_award_decision);
	sheet_column(s, SHEET_DATE, T_award_decided);
	LIST_EACH(x, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->name);
		sheet_text(s, award_kind_text(s->lang, x->kind));
		sheet_text(s, award_form_text(s->lang, x->form));
		sheet_text(s, x->merit);
		sheet_text(s, x->agency_name);
		sheet_text(s, x->number);
		sheet_text(s, award_state_text(s->lang, x->state));
		sheet_date(s, x->proposed);
		sheet_text(s, x->decision);
		sheet_date(s, x->decided);
	}
}
