#include "trail/trail_view.h"

#include "trail/words.h"
#include "trail_sql.h"
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
	struct str word = trail_value_word(a, lang, f->action, f->name, value);
	struct date day;

	if (word.p)
		return word;
	if (str_eq(value, S("true")))
		return text_get(lang, T_trail_yes);
	if (str_eq(value, S("false")))
		return text_get(lang, T_trail_no);
	return date_parse_iso(value, &day) ? date_vi(a, day) : value;
}

/* A field whose value is the number of an agency, or of several. */
static bool is_agency(const struct trail_field *f)
{
	static const char *const names[] = { "agency", "agencies", "holder", "lead", "standing" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(f->name, str_z(names[i])))
			return true;
	return str_eq(f->name, S("to")) && str_starts(f->action, S("obstacle."));
}

struct str trail_value_href(struct arena *a, const struct trail_field *f)
{
	bool agency = is_agency(f);
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
	if (str_eq(object, S("meeting")))
		return url_meeting_show(a, .meeting = id);
	if (str_eq(object, S("directive")))
		return url_directive_show(a, .directive = id);
	if (str_eq(object, S("team")))
		return url_team_show(a, .team = id);
	if (str_eq(object, S("award")))
		return url_award_show(a, .award = id);
	if (str_eq(object, S("obstacle")))
		return url_obstacle_show(a, .obstacle = id);
	if (str_eq(object, S("activity")))
		return url_activity_show(a, .activity = id);
	if (str_eq(object, S("review")))
		return url_review_show(a, .draft = id);
	if (str_eq(object, S("emergency")))
		return url_emergency_show(a, .emergency = id);
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

/* --- the names of agencies */

static void collect(struct buf *ids, const struct trail_field *f)
{
	struct str rest = f->value, one;
	int64_t id;

	while (is_agency(f) && rest.n && str_split(&rest, ';', &one))
		if (str_to_int(str_trim(one), &id) && id > 0)
			buf_addf(ids, "%019lld", (long long)id);
}

/* "Bộ Y tế; Bộ Công an"; a number that is no agency's stays. */
static struct str named(
	struct arena *a, const struct trail_agencies_rows *rows, const struct trail_field *f)
{
	struct str rest = f->value, one;
	struct buf b = { .arena = a };

	while (rest.n && str_split(&rest, ';', &one)) {
		struct str name = str_trim(one);
		int64_t id;

		if (str_to_int(name, &id))
			LIST_EACH(x, rows)
				if (x->id == id)
					name = x->name;
		buf_addf(&b, "%s%.*s", b.n ? "; " : "", STR_ARG(name));
	}
	return buf_str(&b);
}

static bool name_agencies(struct request *rq, struct trail_items *items, struct err *e)
{
	struct buf ids = { .arena = rq->arena };
	struct trail_agencies_rows rows;

	LIST_EACH(item, items)
		LIST_EACH(f, &item->fields)
			collect(&ids, f);
	if (!ids.n)
		return true;
	if (!trail_agencies(rq->read, buf_str(&ids), &rows, e))
		return false;
	LIST_EACH(item, items)
		LIST_EACH(f, &item->fields)
			if (is_agency(f))
				f->name_of = named(rq->arena, &rows, f);
	return true;
}

bool trail_fill(
	struct request *rq, const struct trail_lines *lines, struct trail_items *out, struct err *e)
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
	return name_agencies(rq, out, e);
}
