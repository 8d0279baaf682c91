/*
 * Reading an issue back. Apart from issue.c because the names of the library that reads JSON
 * and of base/json.h are the same.
 */
#include "report/issue.h"

#include "base/json_read.h"
#include "report/incoming.h"

static void read_sections(struct arena *a, const json_t *list, struct report_content *c)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);

		LIST_PUSH(a, &c->sections,
			((struct report_said){
				json_text_at(a, o, "kind"), json_text_at(a, o, "words") }));
	}
}

static struct report_counted read_counted(struct arena *a, const json_t *o)
{
	struct report_counted x = { .kind = json_text_at(a, o, "kind"),
		.id = json_int_at(o, "id"),
		.words = json_text_at(a, o, "words"),
		.day = json_date_at(o, "day"),
		.number = json_int_at(o, "number"),
		.what = json_text_at(a, o, "what"),
		.place = json_text_at(a, o, "place"),
		.place_name = json_text_at(a, o, "place_name"),
		.from = json_date_at(o, "from"),
		.round = json_int_at(o, "round"),
		.figure = json_text_at(a, o, "figure") };

	return x;
}

/* An agency's own figure has its name by its code, in any language; so has a sum. */
static struct str name_of(struct arena *a, enum lang lang, struct str code, const json_t *o)
{
	struct str name = report_figure_name(lang, code);

	if (!name.p)
		name = report_sum_name(a, lang, code);
	if (!name.p)
		name = json_text_at(a, o, "name");
	return name.p ? name : code;
}

static void read_figure(struct arena *a, enum lang lang, const json_t *o, struct report_figure *f)
{
	const json_t *of = json_object_get(o, "of");

	f->code = json_text_at(a, o, "code");
	f->token = report_figure_token(f->code);
	if (!f->token.p)
		f->token = json_text_at(a, o, "token");
	f->name = name_of(a, lang, f->code, o);
	f->value = json_int_at(o, "value");
	f->shown = json_text_at(a, o, "shown");
	f->summed = json_object_get(o, "asked") != NULL;
	f->sum = (struct report_sum){ json_int_at(o, "asked"), json_int_at(o, "given"),
		json_int_at(o, "twice"), json_int_at(o, "maybe") };
	for (size_t i = 0; i < json_array_size(of); i++)
		LIST_PUSH(a, &f->of, read_counted(a, json_array_get(of, i)));
}

static void read_origins(struct arena *a, const json_t *list, report_origins *out)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);

		LIST_PUSH(a, out,
			((struct report_origin){ .position = json_int_at(o, "position"),
				.agency = json_text_at(a, o, "agency"),
				.report = json_int_at(o, "report"),
				.round = json_int_at(o, "round"),
				.section = json_int_at(o, "section"),
				.number = json_text_at(a, o, "number"),
				.day = json_date_at(o, "day"),
				.sha256 = json_text_at(a, o, "sha256"),
				.words = json_text_at(a, o, "words"),
				.as_taken = json_is_true(json_object_get(o, "as_taken")) }));
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
	read_origins(a, json_object_get(o, "sources"), &c->origins);
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
