/*
 * Reading an issue back. Apart from issue.c because the names of the library that reads JSON
 * and of base/json.h are the same.
 */
#include "report/issue.h"

#include <jansson.h>

static struct str text_at(struct arena *a, const json_t *o, const char *name)
{
	const json_t *v = json_object_get(o, name);

	return json_is_string(v) ? str_dup(a, str_n(json_string_value(v), json_string_length(v)))
				 : S("");
}

static int64_t int_at(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static struct date date_at(struct arena *a, const json_t *o, const char *name)
{
	struct date d;

	return date_parse_iso(text_at(a, o, name), &d) ? d : DATE_NONE;
}

static void read_sections(struct arena *a, const json_t *list, struct report_content *c)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);

		LIST_PUSH(a, &c->sections,
			((struct report_said){ text_at(a, o, "kind"), text_at(a, o, "words") }));
	}
}

static void read_figure(struct arena *a, enum lang lang, const json_t *o, struct report_figure *f)
{
	const json_t *of = json_object_get(o, "of");

	f->code = text_at(a, o, "code");
	f->name = report_figure_name(lang, f->code);
	if (!f->name.p)
		f->name = f->code;
	f->value = int_at(o, "value");
	for (size_t i = 0; i < json_array_size(of); i++) {
		const json_t *x = json_array_get(of, i);

		LIST_PUSH(a, &f->of,
			((struct report_counted){ text_at(a, x, "kind"), int_at(x, "id"),
				text_at(a, x, "words"), date_at(a, x, "day"),
				int_at(x, "number") }));
	}
}

static void read_all(struct arena *a, enum lang lang, const json_t *o, struct report_content *c)
{
	const json_t *figures = json_object_get(o, "figures");

	c->report = int_at(o, "report");
	c->round = int_at(o, "round");
	c->agency = text_at(a, o, "agency");
	c->to = text_at(a, o, "to");
	c->period = text_at(a, o, "period");
	c->from = date_at(a, o, "from");
	c->to_day = date_at(a, o, "to_day");
	c->title = text_at(a, o, "title");
	c->number = text_at(a, o, "number");
	c->day = date_at(a, o, "day");
	c->signer = text_at(a, o, "signer");
	c->position = text_at(a, o, "position");
	c->reason = text_at(a, o, "reason");
	read_sections(a, json_object_get(o, "sections"), c);
	for (size_t i = 0; i < json_array_size(figures); i++)
		read_figure(a, lang, json_array_get(figures, i), LIST_ADD(a, &c->figures));
}

bool report_content_read(struct arena *a, enum lang lang, struct str bytes,
	struct report_content *out, struct err *e)
{
	json_error_t why;
	json_t *o = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &why);

	*out = (struct report_content){ 0 };
	if (!json_is_object(o)) {
		json_decref(o);
		return FAIL(e, ERR_STORE, T_report_unreadable);
	}
	read_all(a, lang, o, out);
	json_decref(o);
	return true;
}
