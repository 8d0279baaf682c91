/*
 * Reading the body of a submission. Apart from body.c for the names of the library that reads
 * JSON are those of base/json.h.
 */
#include "base/json_read.h"
#include "form/sheet.h"

static bool broken(struct err *e, const char *what)
{
	FAIL(e, ERR_STORE, T_form_body_broken);
	return err_detail(e, "a submission's body: %s", what);
}

/* "1234.5" of a cell with that many digits. */
static bool read_decimal(struct str s, int digits, int64_t *out)
{
	size_t dot = str_find_char(s, '.', 0);
	int64_t whole, part;

	if (dot == SIZE_MAX || s.n - dot - 1 != (size_t)digits ||
		!str_to_int(str_sub(s, 0, dot), &whole) ||
		!str_to_int(str_sub(s, dot + 1, s.n), &part) || whole < 0 || part < 0 ||
		whole > FORM_MOST)
		return false;
	for (int i = 0; i < digits; i++)
		whole *= 10;
	*out = whole + part;
	return true;
}

static bool read_figure(const struct form_cell *c, const json_t *v, struct form_figure *out)
{
	out->state = FORM_VALUE;
	if (c->digits == 0 && json_is_integer(v))
		out->n = json_integer_value(v);
	else if (c->digits == 0 || !read_decimal(json_text(v), c->digits, &out->n))
		return false;
	return out->n > 0 && out->n <= FORM_MOST;
}

/* Cells are written in their order, so the next one is most often the one that follows. */
static int slot_from(const struct form_edition *f, struct str code, size_t from)
{
	for (size_t i = from; i < f->cells.n; i++)
		if (str_eq(f->cells.v[i].code, code))
			return (int)i;
	return form_slot_of(f, code);
}

static bool read_figures(const struct form_edition *f, json_t *o, struct form_figure *v)
{
	const char *name;
	json_t *x;
	int slot = -1;

	if (!json_is_object(o))
		return false;
	json_object_foreach(o, name, x)
	{
		slot = slot_from(f, str_z(name), (size_t)(slot + 1));
		if (slot < 0 || !read_figure(&f->cells.v[slot], x, &v[slot]))
			return false;
	}
	return true;
}

static bool read_states(const struct form_edition *f, const json_t *list, enum form_state state,
	struct form_figure *v)
{
	int slot = -1;

	if (!json_is_array(list))
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_array_get(list, i);

		if (!json_is_string(x))
			return false;
		slot = slot_from(f, str_z(json_string_value(x)), (size_t)(slot + 1));
		if (slot < 0 || v[slot].state != FORM_ZERO)
			return false;
		v[slot].state = state;
	}
	return true;
}

static void read_remarks(struct arena *a, const json_t *list, struct form_body *out)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_array_get(list, i);
		struct form_remark m = { json_text_at(a, x, "check"), json_text_at(a, x, "text") };

		LIST_PUSH(a, &out->remarks, m);
	}
}

static bool read_all(struct arena *a, const struct form_edition *f, const json_t *o,
	struct form_body *out, struct err *e)
{
	out->form = json_text_at(a, o, "form");
	out->agency = json_text_at(a, o, "agency");
	out->map = json_text_at(a, o, "map");
	out->author = json_text_at(a, o, "author");
	out->at = json_text_at(a, o, "at");
	out->reason = json_text_at(a, o, "reason");
	out->edition = json_integer_value(json_object_get(o, "edition"));
	out->number = json_integer_value(json_object_get(o, "version"));
	if (!str_eq(json_text_at(a, o, "edition_sha256"), f->digest))
		return broken(e, "of another edition");
	out->v = NEW_N(a, struct form_figure, f->cells.n);
	for (size_t i = 0; i < f->cells.n; i++)
		out->v[i].state = FORM_ZERO;
	if (!str_eq(json_text_at(a, o, "rest"), S("zero")) ||
		!read_figures(f, json_object_get(o, "figures"), out->v) ||
		!read_states(f, json_object_get(o, "missing"), FORM_MISSING, out->v) ||
		!read_states(f, json_object_get(o, "not_applicable"), FORM_NA, out->v))
		return broken(e, "its cells");
	read_remarks(a, json_object_get(o, "remarks"), out);
	return true;
}

bool form_body_read(struct arena *a, const struct form_edition *f, struct str body,
	struct str digest, struct form_body *out, struct err *e)
{
	json_t *o;
	bool ok;

	*out = (struct form_body){ 0 };
	if (!str_eq(form_sha256(a, body), digest))
		return broken(e, "its digest does not agree");
	o = json_object_read(body);
	if (!o)
		return broken(e, "no JSON");
	ok = read_all(a, f, o, out, e);
	json_decref(o);
	return ok;
}
