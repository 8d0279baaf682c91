/*
 * What an entry says was changed, field by field. Apart from trail.c for the names of the library
 * that reads JSON are those of base/json.h.
 */
#include "base/json_read.h"
#include "trail/trail.h"

static struct str value_text(struct arena *a, const json_t *v, int depth);

static void add_value(struct buf *b, const char *name, const json_t *v, int depth)
{
	struct str text = value_text(b->arena, v, depth + 1);

	if (b->n)
		buf_addz(b, "; ");
	if (name)
		buf_addf(b, "%s: ", name);
	buf_add(b, text);
}

/* A list or what has members, one after the other; what is deeper stays as it is written. */
static struct str several(struct arena *a, const json_t *v, int depth)
{
	struct buf b = { .arena = a };
	const char *name;
	json_t *x;
	size_t i;

	if (json_is_array(v)) {
		json_array_foreach(v, i, x) add_value(&b, NULL, x, depth);
	} else {
		json_object_foreach((json_t *)v, name, x) add_value(&b, name, x, depth);
	}
	return buf_str(&b);
}

static struct str value_text(struct arena *a, const json_t *v, int depth)
{
	const size_t how = JSON_COMPACT | JSON_ENCODE_ANY;
	char *text;
	size_t n;

	if ((json_is_array(v) || json_is_object(v)) && depth < 2)
		return several(a, v, depth);
	switch (json_typeof(v)) {
	case JSON_STRING:
		return str_dup(a, json_text(v));
	case JSON_INTEGER:
		return str_fmt(a, "%lld", (long long)json_integer_value(v));
	case JSON_TRUE:
		return S("true");
	case JSON_FALSE:
		return S("false");
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
			struct trail_field f = { .name = str_dup(a, str_z(name)),
				.value = value_text(a, v, 0) };

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

/* --- what was before */

/* "committee.seat_change" of a committee_seat sets the record itself; "note.add" of a task adds
 * something to it, which changes nothing that was said before. */
static bool sets_record(const struct audit_entry *x)
{
	static const char *const verbs[] = { "add", "change", "correct", "enter", "propose", "put",
		"raise" };
	struct str verb;

	if (x->action.n <= x->object.n + 1)
		return false;
	for (size_t i = 0; i < x->object.n; i++)
		if (x->object.p[i] != (x->action.p[i] == '.' ? '_' : x->action.p[i]))
			return false;
	verb = str_sub(x->action, x->object.n + 1, x->action.n);
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (str_eq(verb, str_z(verbs[i])))
			return true;
	return false;
}

/* A part of the record that has a number: what was done to it before is comparable. */
static const struct trail_field *part_of(const struct trail_fields *fields)
{
	static const char *const parts[] = { "part", "conclusion", "finding", "visit", "item" };

	LIST_EACH(f, fields)
		for (size_t i = 0; i < COUNT(parts); i++)
			if (str_eq(f->name, str_z(parts[i])) && f->value.n &&
				!str_eq(f->value, S("0")))
				return f;
	return NULL;
}

/* No value: nothing to compare with. */
static struct str key_of(
	struct arena *a, const struct audit_entry *x, const struct trail_fields *fields)
{
	const struct trail_field *part;

	if (sets_record(x))
		return S("");
	part = part_of(fields);
	return part ? str_fmt(a, "%.*s %.*s %.*s", STR_ARG(x->action), STR_ARG(part->name),
			      STR_ARG(part->value))
		    : STR_NULL;
}

static struct trail_fields *known_of(struct arena *a, struct trail_known *known, struct str key)
{
	LIST_EACH(k, known)
		if (str_eq(k->key, key))
			return &k->fields;
	struct trail_known_part *k = LIST_ADD(a, known);

	k->key = key;
	return &k->fields;
}

void trail_differ(struct arena *a, struct trail_known *known, const struct audit_entry *entry,
	struct trail_fields *now)
{
	struct str key = key_of(a, entry, now);

	if (!key.p)
		return;
	struct trail_fields *before = known_of(a, known, key);

	LIST_EACH(f, now) {
		struct trail_field *old = field_of(before, f->name);

		if (old) {
			f->before = old->name_of.n ? old->name_of : old->value;
			old->value = f->value;
			old->name_of = f->name_of;
		} else {
			LIST_PUSH(a, before, *f);
		}
	}
}
