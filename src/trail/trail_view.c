#include "trail/trail_view.h"

#include "urls.h"
#include "web/route.h"

struct word {
	const char *code;
	enum text_id text;
};

static const struct word actions[] = {
	{ "export", T_trail_a_export },
	{ "emergency.read", T_trail_a_emergency },
	{ "request.refused", T_trail_a_refused },
	{ "request.refused_counted", T_trail_a_counted },
	{ "account.login_refused", T_trail_a_login_refused },
	{ "account.login_password", T_trail_a_login_password },
	{ "account.password_reset", T_trail_a_password_reset },
	{ "account.factors_off", T_trail_a_factors_off },
	{ "agency.load", T_trail_a_load },
	{ "place.load", T_trail_a_load },
	{ "activity.import", T_trail_a_import },
	{ "operation.backup", T_trail_a_backup },
	{ "urge.round", T_trail_a_urge_round },
	{ "urge.remind", T_trail_a_urge_remind },
	{ "urge.tell", T_trail_a_urge_tell },
	{ "session.used", T_trail_a_session },
	{ "role.built_in", T_trail_a_roles },
	{ "audit.clock", T_trail_a_clock },
	{ "audit.head", T_trail_a_head },
	{ "audit.remove", T_trail_a_remove },
	{ "audit.retention", T_trail_a_retention },
	{ "search.rebuild", T_trail_a_search },
};

static const struct word objects[] = {
	{ "plan", T_trail_o_plan },
	{ "task", T_trail_o_task },
	{ "account", T_trail_o_account },
	{ "agency", T_trail_o_agency },
	{ "session", T_trail_o_session },
	{ "grant", T_trail_o_grant },
	{ "review", T_trail_o_draft },
	{ "award", T_trail_o_award },
	{ "obstacle", T_trail_o_obstacle },
	{ "audit_head", T_trail_o_head },
	{ "audit", T_trail_o_log },
	{ "audit_retention", T_trail_kept },
	{ "activity", T_trail_o_activity },
	{ "backup", T_trail_o_backup },
	{ "budget", T_trail_o_budget },
	{ "bulk", T_trail_o_bulk },
	{ "committee_contact", T_trail_o_contact },
	{ "committee_seat", T_trail_o_seat },
	{ "directive", T_trail_o_directive },
	{ "link", T_trail_o_link },
	{ "meeting", T_trail_o_meeting },
	{ "notice", T_trail_o_notice },
	{ "outbox", T_trail_o_outbox },
	{ "place", T_trail_o_place },
	{ "role", T_trail_f_role },
	{ "saved", T_trail_o_saved },
	{ "search", T_trail_a_search },
	{ "sent", T_trail_o_sent },
	{ "team", T_trail_o_team },
	{ "urge", T_trail_o_urge },
	{ "urge_setting", T_trail_o_urge_rule },
	{ "urge_step", T_trail_o_urge_step },
};

static const struct word fields[] = {
	{ "title", T_trail_f_title },
	{ "name", T_trail_f_name },
	{ "number", T_trail_f_number },
	{ "agency", T_trail_f_agency },
	{ "account", T_trail_f_account },
	{ "role", T_trail_f_role },
	{ "state", T_trail_f_state },
	{ "reason", T_trail_f_reason },
	{ "why", T_trail_f_reason },
	{ "due", T_trail_f_due },
	{ "starts", T_trail_f_starts },
	{ "day", T_trail_f_day },
	{ "from", T_trail_f_from },
	{ "to", T_trail_f_to },
	{ "kind", T_trail_f_kind },
	{ "place", T_trail_f_place },
	{ "plan", T_trail_o_plan },
	{ "task", T_trail_o_task },
	{ "tasks", T_trail_f_tasks },
	{ "words", T_trail_f_words },
	{ "result", T_trail_f_result },
	{ "officer", T_trail_f_officer },
	{ "rows", T_trail_f_rows },
	{ "as", T_trail_f_as },
	{ "size", T_trail_f_size },
	{ "root", T_trail_f_root },
	{ "key", T_trail_f_key },
	{ "lang", T_trail_f_lang },
	{ "decision", T_trail_f_decision },
	{ "display", T_trail_f_display },
	{ "year", T_trail_f_year },
	{ "source", T_trail_f_source },
	{ "asked", T_trail_f_asked },
	{ "granted", T_trail_f_granted },
	{ "spent", T_trail_f_spent },
	{ "proposal", T_trail_f_proposal },
	{ "proposed", T_trail_f_proposal },
	{ "merit", T_trail_f_merit },
	{ "form", T_trail_f_form },
	{ "law", T_trail_f_law },
	{ "article", T_trail_f_article },
	{ "step", T_trail_f_step },
	{ "issued", T_trail_f_issued },
	{ "issuer", T_trail_f_issuer },
	{ "subject", T_trail_f_subject },
	{ "ended", T_trail_f_ended },
	{ "ends", T_trail_f_ended },
	{ "note", T_trail_f_note },
	{ "agencies", T_trail_f_agencies },
	{ "lead", T_trail_f_lead },
	{ "level", T_trail_f_level },
	{ "minutes", T_trail_f_minutes },
	{ "conclusion", T_trail_f_conclusion },
	{ "finding", T_trail_f_finding },
	{ "visit", T_trail_f_visit },
	{ "committee", T_trail_f_committee },
	{ "body", T_trail_f_body },
	{ "post", T_trail_f_post },
	{ "holder", T_trail_f_holder },
	{ "phone", T_trail_f_phone },
	{ "email", T_trail_f_email },
	{ "shared", T_trail_f_shared },
	{ "citation", T_trail_f_citation },
	{ "basis", T_trail_f_citation },
	{ "verified", T_trail_f_verified },
	{ "received", T_trail_f_received },
	{ "people", T_trail_f_people },
	{ "parts", T_trail_f_parts },
	{ "part", T_trail_f_part },
	{ "things", T_trail_f_rows },
	{ "entered", T_trail_f_entered },
	{ "file", T_trail_f_file },
	{ "factor", T_trail_f_factor },
	{ "years", T_trail_f_years },
	{ "through", T_trail_f_through },
	{ "noted", T_trail_f_noted },
	{ "strangers", T_trail_f_strangers },
	{ "beyond", T_trail_f_beyond },
};

static bool word_of(const struct word *v, size_t n, struct str code, enum text_id *out)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_z(v[i].code), code)) {
			*out = v[i].text;
			return true;
		}
	return false;
}

struct str trail_field_text(enum lang lang, struct str name)
{
	enum text_id text;

	return word_of(fields, COUNT(fields), name, &text) ? text_get(lang, text) : name;
}

struct str trail_value_text(struct arena *a, enum lang lang, struct str value)
{
	struct date day;

	if (str_eq(value, S("true")))
		return text_get(lang, T_trail_yes);
	if (str_eq(value, S("false")))
		return text_get(lang, T_trail_no);
	return date_parse_iso(value, &day) ? date_vi(a, day) : value;
}

struct str trail_value_href(struct arena *a, const struct trail_field *f)
{
	bool agency = str_eq(f->name, S("lead"));
	int64_t id;

	if (!str_to_int(f->value, &id))
		return STR_NULL;
	return trail_object_href(a, agency ? S("agency") : f->name, id);
}

struct str trail_action_text(enum lang lang, struct str action)
{
	enum text_id text;

	if (word_of(actions, COUNT(actions), action, &text))
		return text_get(lang, text);
	if (str_ends(action, S("_refused")))
		return text_get(lang, T_trail_a_refused);
	for (size_t i = 0; i < routes_n; i++)
		if (action.n && str_eq(routes[i].audit, action))
			return text_get(lang, routes[i].title);
	return action;
}

struct str trail_object_text(struct arena *a, enum lang lang, struct str object, int64_t id)
{
	struct str name = object;
	enum text_id text;

	if (word_of(objects, COUNT(objects), object, &text))
		name = text_get(lang, text);
	else
		for (size_t i = 0; i < routes_n; i++)
			if (str_eq(routes[i].name, object))
				name = text_get(lang, routes[i].title);
	return id ? str_fmt(a, "%.*s %lld", STR_ARG(name), (long long)id) : name;
}

struct str trail_object_href(struct arena *a, struct str object, int64_t id)
{
	if (id <= 0)
		return STR_NULL;
	if (str_eq(object, S("plan")))
		return url_plan_show(a, .plan = id);
	if (str_eq(object, S("task")))
		return url_task_show(a, .task = id);
	if (str_eq(object, S("account")))
		return url_account_show(a, .account = id);
	if (str_eq(object, S("agency")))
		return url_agency_show(a, .agency = id);
	if (str_eq(object, S("audit_head")))
		return url_trail_head(a, .head = id);
	return STR_NULL;
}

/* Neither set nor cleared, or a part that had no number yet. */
static bool says_nothing(const struct trail_field *f)
{
	return f->value.n + f->before.n == 0 ||
	       (str_eq(f->value, S("0")) &&
		       (str_eq(f->name, S("conclusion")) || str_eq(f->name, S("finding")) ||
			       str_eq(f->name, S("visit"))));
}

void trail_tidy(struct trail_items *items)
{
	LIST_EACH(item, items) {
		struct trail_fields *said = &item->fields;
		size_t n = 0;

		for (size_t i = 0; i < said->n; i++)
			if (!says_nothing(&said->v[i]))
				said->v[n++] = said->v[i];
		said->n = n;
	}
}

void trail_fill(struct request *rq, const struct trail_lines *lines, struct trail_items *out)
{
	struct arena *a = rq->arena;

	LIST_EACH(l, lines) {
		const struct audit_entry *x = &l->line.entry;
		struct trail_item *item = LIST_ADD(a, out);

		item->seq = l->line.seq;
		item->at = l->line.at;
		item->removed_by = l->removed_by;
		item->action = x->action;
		item->object = x->object;
		item->object_id = x->object_id;
		item->who = x->actor_name;
		item->what = trail_action_text(rq->lang, x->action);
		item->on = trail_object_text(a, rq->lang, x->object, x->object_id);
		item->href = trail_object_href(a, x->object, x->object_id);
		trail_fields(a, x->detail, &item->fields);
	}
}
