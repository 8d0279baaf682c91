/*
 * Drafts as JSON: every item as it was read and as it stands, with who changed it.
 */
#include "review/review_web.h"

#include <math.h>

void review_list_json(struct json *j, const struct review_list_page *p)
{
	json_list(j, "reviews");
	LIST_EACH(x, p->drafts) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "file", x->file_name);
		json_str(j, "title", x->title);
		json_int(j, "tasks", x->tasks);
		json_int(j, "corrections", x->fixes);
		json_str(j, "by", x->account_name);
		json_str(j, "agency", x->agency_name);
		json_time(j, "made", x->made);
		json_time(j, "changed", x->changed);
		json_bool(j, "asked", x->asked);
		json_close(j);
	}
	json_end(j);
}

static void figure_json(struct json *j, const char *name, double v)
{
	if (isnan(v))
		json_null(j, name);
	else
		json_real(j, name, v);
}

static void measure_json(struct json *j, const struct review_measure *m)
{
	json_str(j, "operator", m->op);
	figure_json(j, "percent", m->percent);
	figure_json(j, "percent_to", m->percent_to);
	json_str(j, "counted", m->counted);
	json_str(j, "over", m->over);
}

static void owed_json(struct json *j, const struct review_owed *o)
{
	struct str rest = o->by, line;

	json_str(j, "period", o->period);
	json_str(j, "days", o->days);
	json_bool(j, "before", o->before);
	json_list(j, "owed_by");
	while (rest.n && str_split(&rest, '\n', &line))
		json_str(j, NULL, line);
	json_end(j);
	json_str(j, "owed_to", o->to);
	json_str(j, "via", o->via);
}

static void words_json(
	struct json *j, const char *name, const struct review_words *w, enum review_kind kind)
{
	json_object(j, name);
	json_str(j, "text", w->words);
	if (kind == REVIEW_TARGET)
		measure_json(j, &w->measure);
	if (kind == REVIEW_DUTY)
		owed_json(j, &w->owed);
	if (kind == REVIEW_TASK) {
		json_str(j, "path", w->path);
		json_list(j, "parties");
		LIST_EACH(p, &w->parties) {
			json_open_item(j);
			json_str(j, "role", str_z(reading_role_name(p->role)));
			json_str(j, "name", p->name);
			json_close(j);
		}
		json_end(j);
		json_date(j, "starts", w->starts);
		json_date(j, "due", w->due);
		json_bool(j, "before", w->due_before);
	}
	json_close(j);
}

static void item_json(struct json *j, const struct review_item *i)
{
	static const char *const kinds[REVIEW_KINDS] = { "task", "target", "duty" };
	static const char *const states[] = { "kept", "dropped", "merged" };

	json_open_item(j);
	json_str(j, "kind", str_z(kinds[i->key.kind]));
	json_int(j, "nth", i->key.nth);
	json_int(j, "part", i->key.part);
	json_int(j, "version", i->version);
	json_str(j, "state", str_z(states[i->state]));
	json_str(j, "sure", str_z(reading_sure_name(i->sure)));
	json_bool(j, "doubtful", i->doubtful);
	json_int(j, "line", i->line);
	json_list(j, "span");
	json_int(j, NULL, (int64_t)i->span.from);
	json_int(j, NULL, (int64_t)i->span.to);
	json_end(j);
	words_json(j, "now", &i->now, i->key.kind);
	if (i->key.part == 0)
		words_json(j, "read", &i->read, i->key.kind);
	if (i->fix) {
		json_str(j, "by", i->fix->account_name);
		json_time(j, "at", i->fix->at);
		json_str(j, "reason", i->fix->reason);
	}
	json_close(j);
}

void review_show_json(struct json *j, const struct review_page *p)
{
	static const char *const relations[] = { "new", "layout", "cut", "amended" };
	const struct review *v = p->review;

	json_int(j, "id", v->id);
	json_int(j, "version", v->draft.version);
	json_str(j, "state", v->draft.state);
	json_str(j, "file", v->draft.file_name);
	json_str(j, "number", v->draft.number.n ? v->draft.number : v->reading->header.number);
	json_str(j, "issuer", v->draft.issuer.n ? v->draft.issuer : v->reading->header.issuer);
	json_date(j, "issued",
		date_given(v->draft.issued) ? v->draft.issued : v->reading->header.date);
	json_str(j, "title", v->draft.name.n ? v->draft.name : v->reading->header.title);
	json_int(j, "repaired", (int64_t)v->reading->repairs.n);
	json_int(j, "to_see", p->top.to_see);
	json_str(j, "relation", str_z(relations[p->relation.kind]));
	if (p->relation.plan)
		json_int(j, "of_plan", p->relation.plan);
	if (p->top.plan)
		json_int(j, "plan", p->top.plan);
	json_list(j, "items");
	LIST_EACH(i, &v->items)
		item_json(j, i);
	json_end(j);
}
