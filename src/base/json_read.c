#include "base/json_read.h"

json_t *json_object_read(struct str bytes)
{
	json_error_t ignored;
	json_t *v = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &ignored);

	if (json_is_object(v))
		return v;
	json_decref(v);
	return NULL;
}

struct str json_text(const json_t *v)
{
	return json_is_string(v) ? str_n(json_string_value(v), json_string_length(v)) : STR_NULL;
}

struct str json_text_at(struct arena *a, const json_t *object, const char *name)
{
	struct str s = json_text(json_object_get(object, name));

	return s.p ? str_dup(a, s) : s;
}

bool json_is_at(const json_t *object, const char *name, struct str value)
{
	struct str has = json_text(json_object_get(object, name));

	return has.p && str_eq(has, value);
}

int64_t json_int_at(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

struct date json_date_at(const json_t *object, const char *name)
{
	struct date d;

	return date_parse_iso(json_text(json_object_get(object, name)), &d) ? d : DATE_NONE;
}
