/*
 * A reading as JSON: the form `haidang plan read --json` prints.
 */
#include <math.h>

#include "base/json.h"
#include "reading/reading.h"

static struct str day_text(struct arena *a, struct date d)
{
	if (!d.month)
		return STR_NULL;
	if (!date_given(d))
		return str_fmt(a, "%02d-%02d", d.month, d.day);
	return date_iso(a, d);
}

static void put_span(struct json *j, struct reading_span s)
{
	json_list(j, "span");
	json_int(j, NULL, (int64_t)s.from);
	json_int(j, NULL, (int64_t)s.to);
	json_end(j);
}

static void put_refs(struct json *j, const char *name, const reading_ref_list *refs)
{
	json_list(j, name);
	LIST_EACH(r, refs) {
		json_open_item(j);
		json_str(j, "number", r->number);
		json_str(j, "kind", r->kind);
		json_date(j, "date", r->date);
		if (r->name.n)
			json_str(j, "name", r->name);
		if (r->issuer.n)
			json_str(j, "issuer", r->issuer);
		put_span(j, r->span);
		json_close(j);
	}
	json_end(j);
}

static void put_flags(struct json *j, const reading_flag_list *flags)
{
	json_list(j, "flags");
	LIST_EACH(f, flags) {
		json_open_item(j);
		json_str(j, "flag", str_z(reading_flag_name(f->code)));
		json_str(j, "note", f->note);
		put_span(j, f->span);
		json_close(j);
	}
	json_end(j);
}

static void put_document(struct json *j, const struct reading *r)
{
	const struct reading_header *h = &r->header;

	json_object(j, "document");
	json_str(j, "number", h->number);
	json_str(j, "kind", h->kind);
	json_str(j, "issuer", h->issuer);
	json_str(j, "place", h->place);
	json_date(j, "date", h->date);
	json_str(j, "title", h->title);
	json_object(j, "signatory");
	json_str(j, "name", h->signatory);
	json_str(j, "title", h->signatory_title);
	json_close(j);
	json_str(j, "province", h->province);
	json_list(j, "years");
	LIST_EACH(y, &h->years)
		json_int(j, NULL, *y);
	json_end(j);
	put_refs(j, "bases", &h->bases);
	json_str(j, "parent_plan",
		h->parent_plan >= 0 ? h->bases.v[h->parent_plan].number : STR_NULL);
	json_list(j, "recipients");
	LIST_EACH(x, &h->recipients) {
		json_open_item(j);
		json_str(j, "name", x->name);
		json_str(j, "purpose", x->purpose);
		json_int(j, "line", x->line);
		json_close(j);
	}
	json_end(j);
	put_flags(j, &h->flags);
	json_close(j);
}

static void put_roles(struct json *j, const struct reading_item *t)
{
	for (enum reading_role role = 0; role < READING_ROLES; role++) {
		json_list(j, reading_role_name(role));
		LIST_EACH(p, &t->parties) {
			if (p->role == role)
				json_str(j, NULL, p->name);
		}
		json_end(j);
	}
	json_list(j, "parties");
	LIST_EACH(p, &t->parties) {
		json_open_item(j);
		json_str(j, "name", p->name);
		json_str(j, "written", p->written);
		json_str(j, "role", str_z(reading_role_name(p->role)));
		json_bool(j, "collective", p->collective);
		json_bool(j, "resolved", p->resolved);
		if (p->person)
			json_bool(j, "person", true);
		if (p->place.n)
			json_str(j, "place", p->place);
		json_str(j, "rule", str_z(reading_rule_name(p->rule)));
		json_str(j, "sure", str_z(reading_sure_name(p->sure)));
		put_span(j, p->span);
		json_close(j);
	}
	json_end(j);
}

static void put_task(struct json *j, const struct reading_item *t)
{
	struct arena *a = j->out->arena;

	json_open_item(j);
	json_str(j, "path", t->path);
	json_str(j, "text", t->text);
	json_str(j, "part", str_z(reading_part_name(t->part)));
	put_roles(j, t);
	json_str(j, "start", day_text(a, t->start.date));
	json_str(j, "due", day_text(a, t->due.date));
	json_bool(j, "before", t->due.before);
	json_str(j, "recurrence", t->recurrence);
	json_str(j, "trigger", t->trigger);
	put_refs(j, "refs", &t->refs);
	json_str(j, "assigned_by", t->assigned_by);
	json_str(j, "scope", str_z(reading_scope_name(t->scope)));
	json_int(j, "line", t->line);
	json_int(j, "line_end", t->line_end);
	put_span(j, t->span);
	json_str(j, "rule", str_z(reading_rule_name(t->rule)));
	json_str(j, "sure", str_z(reading_sure_name(t->sure)));
	put_flags(j, &t->flags);
	json_close(j);
}

static void put_targets(struct json *j, const struct reading *r)
{
	json_list(j, "targets");
	LIST_EACH(t, &r->targets) {
		json_open_item(j);
		json_str(j, "text", t->text);
		json_str(j, "op", str_z(t->op));
		if (isnan(t->percent_to)) {
			json_real(j, "percent", t->percent);
		} else {
			json_list(j, "percent");
			json_real(j, NULL, t->percent);
			json_real(j, NULL, t->percent_to);
			json_end(j);
		}
		json_bool(j, "bare", t->bare);
		json_str(j, "counted", t->counted);
		json_str(j, "over", t->over);
		json_int(j, "line", t->line);
		put_span(j, t->span);
		json_str(j, "rule", str_z(reading_rule_name(t->rule)));
		json_str(j, "sure", str_z(reading_sure_name(t->sure)));
		json_close(j);
	}
	json_end(j);
}

static void put_duties(struct json *j, const struct reading *r)
{
	struct arena *a = j->out->arena;

	json_list(j, "duties");
	LIST_EACH(d, &r->duties) {
		json_open_item(j);
		json_str(j, "period", str_z(reading_period_name(d->period)));
		json_list(j, "due");
		LIST_EACH(x, &d->due)
			json_str(j, NULL, day_text(a, x->date));
		json_end(j);
		json_bool(j, "before", d->due.n && d->due.v[0].before);
		json_list(j, "from");
		LIST_EACH(x, &d->from)
			json_str(j, NULL, *x);
		json_end(j);
		json_str(j, "to", d->to);
		json_str(j, "via", d->via);
		json_str(j, "text", d->text);
		json_int(j, "line", d->line);
		put_span(j, d->span);
		json_str(j, "rule", str_z(reading_rule_name(d->rule)));
		json_str(j, "sure", str_z(reading_sure_name(d->sure)));
		json_close(j);
	}
	json_end(j);
}

static void put_rest(struct json *j, const struct reading *r)
{
	struct arena *a = j->out->arena;

	json_list(j, "campaigns");
	LIST_EACH(c, &r->campaigns) {
		json_open_item(j);
		json_str(j, "name", c->name);
		json_str(j, "start", day_text(a, c->start.date));
		json_str(j, "end", day_text(a, c->end.date));
		json_bool(j, "yearly", c->yearly);
		json_int(j, "line", c->line);
		json_close(j);
	}
	json_end(j);
	json_list(j, "contacts");
	LIST_EACH(c, &r->contacts) {
		json_open_item(j);
		json_str(j, "text", c->text);
		json_str(j, "phone", c->phone);
		json_str(j, "email", c->email);
		json_str(j, "address", c->address);
		json_int(j, "line", c->line);
		json_close(j);
	}
	json_end(j);
	json_list(j, "repairs");
	LIST_EACH(x, &r->repairs) {
		json_open_item(j);
		json_int(j, "at", (int64_t)x->at);
		json_str(j, "from", str_fmt(a, "U+%04X", x->from));
		json_str(j, "to", str_fmt(a, "U+%04X", x->to));
		json_str(j, "sure", str_z(reading_sure_name(x->sure)));
		json_close(j);
	}
	json_end(j);
	put_flags(j, &r->flags);
}

static void put_outline(struct json *j, const struct reading *r)
{
	json_list(j, "headings");
	LIST_EACH(x, &r->items) {
		if (x->kind != READING_HEADING)
			continue;
		json_open_item(j);
		json_str(j, "path", x->path);
		json_str(j, "text", x->text);
		json_str(j, "part", str_z(reading_part_name(x->part)));
		json_int(j, "line", x->line);
		put_span(j, x->span);
		json_close(j);
	}
	json_end(j);
}

void reading_json(struct json *j, const char *name, const struct reading *r)
{
	if (name || j->depth)
		json_object(j, name);
	else
		json_open(j);
	put_document(j, r);
	put_outline(j, r);
	json_list(j, "tasks");
	LIST_EACH(x, &r->items) {
		if (x->kind == READING_TASK)
			put_task(j, x);
	}
	json_end(j);
	put_targets(j, r);
	put_duties(j, r);
	put_rest(j, r);
	json_close(j);
}
