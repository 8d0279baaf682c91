/*
 * What an entry says was changed, field by field. Apart from trail.c for the names of the library
 * that reads JSON are those of base/json.h.
 */
#include <jansson.h>

#include "trail/trail.h"

static struct str value_text(struct arena *a, const json_t *v)
{
	const size_t how = JSON_COMPACT | JSON_ENCODE_ANY;
	char *text;
	size_t n;

	switch (json_typeof(v)) {
	case JSON_STRING:
		return str_dup(a, str_n(json_string_value(v), json_string_length(v)));
	case JSON_INTEGER:
		return str_fmt(a, "%lld", (long long)json_integer_value(v));
	case JSON_TRUE:
		return S("1");
	case JSON_FALSE:
		return S("0");
	case JSON_NULL:
		return S("");
	default:
		n = json_dumpb(v, NULL, 0, how);
		text = arena_alloc(a, n + 1);
		return str_n(text, json_dumpb(v, text, n, how));
	}
}

void trail_fields(struct arena *a, struct str detail, struct trail_fields *out)
{
	json_error_t why;
	json_t *o = detail.n ? json_loadb(detail.p, detail.n, 0, &why) : NULL;
	const char *name;
	json_t *v;

	*out = (struct trail_fields){ 0 };
	if (json_is_object(o))
		json_object_foreach(o, name, v)
		{
			struct trail_field f = { str_dup(a, str_z(name)), value_text(a, v),
				STR_NULL };

			LIST_PUSH(a, out, f);
		}
	json_decref(o);
}

static struct trail_field *field_of(struct trail_fields *fields, struct str name)
{
	LIST_EACH(f, fields)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

void trail_differ(struct arena *a, struct trail_fields *known, struct trail_fields *now)
{
	LIST_EACH(f, now) {
		struct trail_field *old = field_of(known, f->name);

		if (old) {
			f->before = old->value;
			old->value = f->value;
		} else {
			LIST_PUSH(a, known, *f);
		}
	}
}
