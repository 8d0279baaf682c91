#include "trail/trail_view.h"

#include "trail/words.h"
#include "urls.h"
#include "web/route.h"

struct str trail_field_text(enum lang lang, struct str name)
{
	enum text_id text = trail_field_word(name);

	return text == T_NONE ? name : text_get(lang, text);
}

struct str trail_value_text(
	struct arena *a, enum lang lang, const struct trail_field *f, struct str value)
{
	struct str word = trail_value_word(lang, f->action, f->name, value);
	struct date day;

	if (word.p)
		return word;
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
	enum text_id text = trail_action_word(action);

	return text == T_NONE ? action : text_get(lang, text);
}

struct str trail_object_text(struct arena *a, enum lang lang, struct str object, int64_t id)
{
	enum text_id text = trail_object_word(object);
	struct str name = text == T_NONE ? object : text_get(lang, text);

	for (size_t i = 0; text == T_NONE && i < routes_n; i++)
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
		LIST_EACH(f, &item->fields)
			f->action = x->action;
	}
}
