/*
 * Writing an issue down.
 */
#include "report/issue.h"

#include "base/json.h"

static void write_figure(struct json *j, const struct report_figure *f)
{
	json_open_item(j);
	json_str(j, "code", f->code);
	json_int(j, "value", f->value);
	json_list(j, "of");
	LIST_EACH(x, &f->of) {
		json_open_item(j);
		json_str(j, "kind", x->kind);
		json_int(j, "id", x->id);
		json_str(j, "words", x->words);
		json_date(j, "day", x->day);
		json_int(j, "number", x->number);
		json_close(j);
	}
	json_end(j);
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
	LIST_EACH(f, &c->figures)
		write_figure(&j, f);
	json_end(&j);
	json_close(&j);
	return buf_str(&out);
}
