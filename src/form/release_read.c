/*
 * Reading a release's body. Apart from release.c for the names of the library that reads JSON are
 * those of base/json.h.
 */
#include "base/json_read.h"
#include "form/release.h"

static bool broken(struct err *e, const char *what)
{
	FAIL(e, ERR_STORE, T_form_body_broken);
	return err_detail(e, "a release's body: %s", what);
}

static bool read_cells(
	struct arena *a, const struct form_edition *f, const json_t *o, struct form_vector *out)
{
	json_t *cells = json_object_get(o, "cells"), *x;
	const char *name;

	*out = form_vector_new(a, f->cells.n);
	out->submissions = json_int_at(o, "submissions");
	if (!json_is_object(cells))
		return false;
	json_object_foreach(cells, name, x)
	{
		int slot = form_slot_of(f, str_z(name));

		if (slot < 0 || json_array_size(x) != 4)
			return false;
		out->v[slot] = (struct form_tally){ json_integer_value(json_array_get(x, 0)),
			json_integer_value(json_array_get(x, 1)),
			json_integer_value(json_array_get(x, 2)),
			json_integer_value(json_array_get(x, 3)) };
	}
	return true;
}

static bool read_all(struct arena *a, const struct form_edition *f, const json_t *o,
	struct form_released *out, struct err *e)
{
	const json_t *parts = json_object_get(o, "parts"), *missing = json_object_get(o, "missing");

	if (!str_eq(json_text_at(a, o, "edition_sha256"), f->digest))
		return broken(e, "of another edition");
	if (!read_cells(a, f, json_object_get(o, "total"), &out->total))
		return broken(e, "its total");
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *x = json_array_get(parts, i);
		struct form_part *p = LIST_ADD(a, &out->parts);

		p->place = json_int_at(x, "place");
		p->code = json_text_at(a, x, "code");
		p->name = json_text_at(a, x, "name");
		p->kind = json_text_at(a, x, "kind");
		p->divided = json_is_true(json_object_get(x, "not_divided"));
		if (!read_cells(a, f, x, &p->v))
			return broken(e, "a part");
	}
	for (size_t i = 0; i < json_array_size(missing); i++)
		LIST_PUSH(a, &out->missing, json_text_at(a, json_array_get(missing, i), "name"));
	out->asked = json_int_at(o, "asked");
	out->whole = json_is_true(json_object_get(o, "whole"));
	return true;
}

bool form_released_read(struct arena *a, const struct form_edition *f, struct str body,
	struct str digest, struct form_released *out, struct err *e)
{
	json_t *o;
	bool ok;

	*out = (struct form_released){ 0 };
	if (!str_eq(form_sha256(a, body), digest))
		return broken(e, "its digest does not agree");
	o = json_object_read(body);
	ok = o ? read_all(a, f, o, out, e) : broken(e, "no JSON");
	json_decref(o);
	return ok;
}
