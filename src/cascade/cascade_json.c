/*
 * Links, coverage and members' plans as JSON: what is stored, in the words of the tables.
 */
#include "cascade/coverage_web.h"
#include "cascade/members_web.h"

static void refs_json(struct json *j, const char *name, const cascade_refs *refs)
{
	json_list(j, name);
	LIST_EACH(r, refs) {
		json_open_item(j);
		json_int(j, "task", r->id);
		json_str(j, "path", r->label);
		if (r->place.n)
			json_str(j, "province", r->place);
		json_bool(j, "confirmed", !r->waiting);
		json_bool(j, "done", r->done);
		json_close(j);
	}
	json_end(j);
}

void cascade_links_json(struct json *j, const struct cascade_links_page *p)
{
	if (p->above.id)
		json_int(j, "upper", p->above.id);
	else
		json_null(j, "upper");
	json_bool(j, "upper_chosen", p->above.chosen);
	json_int(j, "proposed", p->counts[CASCADE_PROPOSED]);
	json_int(j, "confirmed", p->counts[CASCADE_CONFIRMED]);
	json_int(j, "rejected", p->counts[CASCADE_REJECTED]);
	json_list(j, "links");
	LIST_EACH(r, &p->rows) {
		const struct cascade_links_row *x = r->link;

		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "upper_task", x->upper_task);
		json_str(j, "upper_path", x->upper_path);
		json_int(j, "lower_task", x->lower_task);
		json_str(j, "lower_path", x->lower_path);
		json_str(j, "state", x->state);
		json_str(j, "made_by", x->made_by);
		json_real(j, "score", x->score);
		json_str(j, "sure", x->sure);
		json_list(j, "phrases");
		LIST_EACH(f, &r->phrases)
			json_str(j, NULL, *f);
		json_end(j);
		json_str(j, "document", x->cited);
		json_str(j, "upper_body", x->upper_body);
		json_str(j, "lower_body", x->lower_body);
		json_bool(j, "same_heading", x->heading);
		json_str(j, "note", x->note);
		json_str(j, "by", x->account_name);
		json_int(j, "version", x->version);
		json_close(j);
	}
	json_end(j);
}

static void lines_json(struct json *j, const char *name, const struct coverage_page *p,
	const coverage_lines *lines)
{
	json_list(j, name);
	LIST_EACH(l, lines) {
		json_open_item(j);
		json_int(j, "task", l->id);
		json_str(j, "path", l->label);
		json_str(j, "class", str_z(coverage_class_word(l->class)));
		json_bool(j, "addressed", l->addressed);
		if (p->kind == COVERAGE_DOWN && !p->province.n) {
			json_int(j, "taken", l->taken);
			json_int(j, "done", l->done);
			json_int(j, "waiting", l->waiting);
			json_list(j, "gaps");
			LIST_EACH(g, &l->gaps)
				json_str(j, NULL, *g);
			json_end(j);
		}
		refs_json(j, "links", &l->refs);
		json_close(j);
	}
	json_end(j);
}

static void places_json(struct json *j, const struct coverage *c)
{
	json_list(j, "provinces");
	LIST_EACH(x, &c->places) {
		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "name", x->name);
		if (x->plan && x->plan->seen)
			json_int(j, "plan", x->plan->id);
		else
			json_null(j, "plan");
		for (enum coverage_class k = 0; k < COVERAGE_CLASSES; k++)
			json_int(j, coverage_class_word(k), x->counts[k]);
		json_int(j, "done", x->done);
		json_close(j);
	}
	json_end(j);
}

void cascade_coverage_json(struct json *j, const struct coverage_page *p)
{
	static const char *const kinds[] = { "neither", "down", "up" };

	json_str(j, "kind", str_z(kinds[p->kind]));
	if (p->kind == COVERAGE_UP)
		json_int(j, "upper", p->above.id);
	for (enum coverage_class k = 0; k < COVERAGE_CLASSES; k++)
		json_int(j, coverage_class_word(k), p->counts[k]);
	lines_json(j, "tasks", p, &p->lines);
	if (p->kind == COVERAGE_UP)
		lines_json(j, "own", p, &p->own_lines);
	if (p->kind == COVERAGE_DOWN)
		places_json(j, &p->down);
}

void cascade_members_json(struct json *j, const struct members_page *p)
{
	const struct members *m = &p->members;

	if (m->task)
		json_int(j, "task", m->task->id);
	else
		json_null(j, "task");
	json_date(j, "last_day", m->task ? m->task->last_day : DATE_NONE);
	json_int(j, "sent", m->sent);
	json_int(j, "missing", m->missing);
	json_int(j, "late", m->late);
	json_list(j, "members");
	LIST_EACH(r, &p->rows) {
		const struct members_line *l = r->line;

		json_open_item(j);
		json_int(j, "agency", l->member->agency_id);
		json_str(j, "name", l->member->name);
		json_bool(j, "sent", l->plan || l->sent);
		if (l->plan)
			json_int(j, "plan", l->plan->id);
		if (l->sent) {
			json_int(j, "registered", l->sent->id);
			json_str(j, "number", l->sent->number);
			json_date(j, "issued", l->sent->issued);
		}
		json_date(j, "day", l->day);
		json_bool(j, "late", l->late);
		json_close(j);
	}
	json_end(j);
}
