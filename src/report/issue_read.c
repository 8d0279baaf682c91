/*
 * Reading an issue back. Apart from issue.c because the names of the library that reads JSON
 * and of base/json.h are the same.
 */
#include "base/json_read.h"
#include "report/issue.h"

static void read_sections(struct arena *a, const json_t *list, struct report_content *c)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);

		LIST_PUSH(a, &c->sections,
			((struct report_said){
				json_text_at(a, o, "kind"), json_text_at(a, o, "words") }));
	}
}

static void read_figure(struct arena *a, enum lang lang, const json_t *o, struct report_figure *f)
{
	const json_t *of = json_object_get(o, "of");

	f->code = json_text_at(a, o, "code");
	f->name = report_figure_name(lang, f->code);
	if (!f->name.p)
		f->name = f->code;
	f->value = json_int_at(o, "value");
	for (size_t i = 0; i < json_array_size(of); i++) {
		const json_t *x = json_array_get(of, i);

		LIST_PUSH(a, &f->of,
			((struct report_counted){ json_text_at(a, x, "kind"), json_int_at(x, "id"),
				json_text_at(a, x, "words"), json_date_at(x, "day"),
				json_int_at(x, "number") }));
	}
}

static void read_all(struct arena *a, enum lang lang, const json_t *o, struct report_content *c)
{
	const json_t *figures = json_object_get(o, "figures");

	c->report = json_int_at(o, "report");
	c->round = json_int_at(o, "round");
	c->agency = json_text_at(a, o, "agency");
	c->to = json_text_at(a, o, "to");
	c->period = json_text_at(a, o, "period");
	c->from = json_date_at(o, "from");
	c->to_day = json_date_at(o, "to_day");
	c->title = json_text_at(a, o, "title");
	c->number = json_text_at(a, o, "number");
	c->day = json_date_at(o, "day");
	c->signer = json_text_at(a, o, "signer");
	c->position = json_text_at(a, o, "position");
	c->reason = json_text_at(a, o, "reason");
	read_sections(a, json_object_get(o, "sections"), c);
	for (size_t i = 0; i < json_array_size(figures); i++)
		read_figure(a, lang, json_array_get(figures, i), LIST_ADD(a, &c->figures));
}

bool report_content_read(struct arena *a, enum lang lang, struct str bytes,
	struct report_content *out, struct err *e)
{
	json_t *o = json_object_read(bytes);

	*out = (struct report_content){ 0 };
	if (!o)
		return FAIL(e, ERR_STORE, T_report_unreadable);
	read_all(a, lang, o, out);
	json_decref(o);
	return true;
}
