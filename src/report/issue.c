/*
 * Writing an issue down.
 */
#include "report/issue.h"

#include "base/json.h"

static void write_counted(struct json *j, const struct report_counted *x)
{
	json_open_item(j);
	json_str(j, "kind", x->kind);
	json_int(j, "id", x->id);
	json_str(j, "words", x->words);
	json_date(j, "day", x->day);
	json_int(j, "number", x->number);
	if (x->what.n) {
		json_date(j, "from", x->from);
		json_str(j, "what", x->what);
		json_str(j, "place", x->place);
		json_str(j, "place_name", x->place_name);
	}
	if (x->round) {
		json_int(j, "round", x->round);
		json_str(j, "figure", x->figure);
	}
	json_close(j);
}

void report_figure_write(struct json *j, const struct report_figure *f)
{
	json_str(j, "code", f->code);
	if (!report_figure_token(f->code).p) {
		json_str(j, "token", f->token);
		json_str(j, "name", f->name);
	}
	json_int(j, "value", f->value);
	if (f->shown.p)
		json_str(j, "shown", f->shown);
	if (f->summed) {
		json_int(j, "asked", f->sum.asked);
		json_int(j, "given", f->sum.given);
		json_int(j, "twice", f->sum.twice);
		json_int(j, "maybe", f->sum.maybe);
	}
	json_list(j, "of");
	LIST_EACH(x, &f->of)
		write_counted(j, x);
	json_end(j);
}

static void write_origin(struct json *j, const struct report_origin *x)
{
	json_open_item(j);
	json_int(j, "position", x->position);
	json_str(j, "agency", x->agency);
	json_int(j, "report", x->report);
	json_int(j, "round", x->round);
	json_int(j, "section", x->section);
	json_str(j, "number", x->number);
	json_date(j, "day", x->day);
	json_str(j, "sha256", x->sha256);
	json_str(j, "words", x->words);
	json_bool(j, "as_taken", x->as_taken);
	json_close(j);
}

struct str report_content_write(struct arena *a, const struct report_content *c)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "report", c->report);
	json_int(&j, "round", c->round);
	json_str(&j, "agency", c->agency);
	json_str(&j, "to", c->to);
	json_str(&j, "period", c->period);
	json_date(&j, "from", c->from);
	json_date(&j, "to_day", c->to_day);
	json_str(&j, "title", c->title);
	json_str(&j, "number", c->number);
	json_date(&j, "day", c->day);
	json_str(&j, "signer", c->signer);
	json_str(&j, "position", c->position);
	json_str(&j, "reason", c->reason);
	json_list(&j, "sections");
	LIST_EACH(s, &c->sections) {
		json_open_item(&j);
		json_str(&j, "kind", s->kind);
		json_str(&j, "words", s->words);
		json_close(&j);
	}
	json_end(&j);
	json_list(&j, "figures");
	LIST_EACH(f, &c->figures) {
		json_open_item(&j);
		report_figure_write(&j, f);
		json_close(&j);
	}
	json_end(&j);
	if (c->origins.n) {
		json_list(&j, "sources");
		LIST_EACH(x, &c->origins)
			write_origin(&j, x);
		json_end(&j);
	}
	json_close(&j);
	return buf_str(&out);
}
