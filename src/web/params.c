#include "web/params.h"

#include "base/viet.h"
#include "web/url.h"

enum { WORD_MAX = 64, IDS_MAX = 1000, TEXTS_MAX = 1000 };

static void *member(void *in, const struct param *p)
{
	return (char *)in + p->offset;
}

void *params_none(struct arena *a, const struct route *route)
{
	void *in = arena_alloc(a, route->in_size);

	for (size_t i = 0; i < route->n_params; i++)
		if (route->params[i].type == PARAM_INT)
			*(int64_t *)member(in, &route->params[i]) = DB_NULL;
	return in;
}

static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '_' &&
			c != '-')
			return false;
	}
	return s.n > 0 && s.n <= WORD_MAX;
}

/* An integer as we write them: no sign but '-', no zero in front. */
static bool is_int(struct str s, int64_t *out)
{
	size_t first = s.n && s.p[0] == '-';

	if (s.n > first + 1 && s.p[first] == '0')
		return false;
	return str_to_int(s, out) && *out != DB_NULL && !(first && *out == 0);
}

/* Line ends as LF; then no control character but LF and TAB. */
static bool clean_text(struct arena *a, struct str s, struct str *out)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			return false;
		p[n++] = (char)c;
	}
	*out = viet_nfc(a, str_trim(str_n(p, n)));
	return true;
}

static bool read_text(
	struct arena *a, const struct param *p, struct str s, struct str *out, struct err *e)
{
	if (!clean_text(a, s, out))
		return FAIL(e, ERR_INPUT, T_web_field_letters);
	if (out->n > p->max)
		return FAIL(e, ERR_INPUT, T_web_field_long, str_fmt(a, "%zu", p->max));
	return true;
}

static bool read_date(struct str s, struct date *out)
{
	s = str_trim(s);
	return date_parse_iso(s, out) || date_parse_vi(s, out);
}

static bool read_id(struct arena *a, struct str s, struct ids *out, struct err *e)
{
	int64_t v;

	if (!is_int(s, &v))
		return FAIL(e, ERR_INPUT, T_web_field_int);
	if (out->n == IDS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_web_too_many_fields);
	/* Room for the most there can be, at the first: the list has no capacity of its own. */
	if (!out->v)
		out->v = NEW_N(a, int64_t, IDS_MAX);
	out->v[out->n++] = v;
	return true;
}

static bool read_one_of(
	struct arena *a, const struct param *p, struct str s, struct texts *out, struct err *e)
{
	if (out->n == TEXTS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_web_too_many_fields);
	if (!out->v)
		out->v = NEW_N(a, struct str, TEXTS_MAX);
	return read_text(a, p, s, &out->v[out->n++], e);
}

static bool read_value(
	struct arena *a, const struct param *p, const struct pair *given, void *to, struct err *e)
{
	struct str s = given->value;

	switch (p->type) {
	case PARAM_INT:
		return is_int(str_trim(s), to) || FAIL(e, ERR_INPUT, T_web_field_int);
	case PARAM_TEXT:
		return read_text(a, p, s, to, e);
	case PARAM_WORD:
		*(struct str *)to = s;
		return is_word(s) || FAIL(e, ERR_INPUT, T_web_field_word);
	case PARAM_SECRET:
		*(struct str *)to = s;
		return s.n <= p->max ||
		       FAIL(e, ERR_INPUT, T_web_field_long, str_fmt(a, "%zu", p->max));
	case PARAM_DATE:
		return read_date(s, to) || FAIL(e, ERR_INPUT, T_web_field_date);
	case PARAM_BOOL:
		*(bool *)to = str_eq(s, S("1")) || str_eq(s, S("on"));
		return *(bool *)to || str_eq(s, S("0")) ||
		       FAIL(e, ERR_INPUT, T_web_param_bad, p->name);
	case PARAM_IDS:
		return read_id(a, s, to, e);
	case PARAM_TEXTS:
		return read_one_of(a, p, s, to, e);
	case PARAM_FILE:
		*(struct upload *)to = (struct upload){ given->file, s };
		return s.n <= p->max ||
		       FAIL(e, ERR_TOO_LARGE, T_web_field_file, str_fmt(a, "%zu", p->max >> 10));
	}
	return false;
}

/* An empty field is one that was not filled in. */
static bool is_empty(const struct param *p, const struct pair *given)
{
	if (p->type == PARAM_FILE)
		return given->value.n == 0 && given->file.n == 0;
	return given->value.n == 0 && p->type != PARAM_TEXTS;
}

static const struct param *find(const struct route *r, struct str name)
{
	for (size_t i = r->n_path; i < r->n_params; i++)
		if (str_eq(r->params[i].name, name))
			return &r->params[i];
	return NULL;
}

bool params_path(struct arena *a, const struct route_match *m, void *in, struct err *e)
{
	for (size_t i = 0; i < m->route->n_path; i++) {
		const struct param *p = &m->route->params[i];
		struct pair given = { .name = p->name };
		struct err why = { 0 };

		if (!url_decode(a, m->values[i], false, &given.value) || !str_is_utf8(given.value))
			return FAIL(e, ERR_INPUT, T_web_bad_path);
		if (!read_value(a, p, &given, member(in, p), &why))
			return FAIL(e, ERR_ABSENT, T_web_not_found);
	}
	return true;
}

static bool read_given(struct arena *a, const struct route *route, const struct pairs *given,
	void *in, bool *seen, struct str *field, struct err *e)
{
	for (size_t i = 0; i < given->n; i++) {
		const struct pair *g = &given->v[i];
		const struct param *p = find(route, g->name);

		*field = STR_NULL;
		if (!p)
			return FAIL(e, ERR_INPUT, T_web_param_unknown, g->name);
		bool *here = &seen[p - route->params];

		if (*here && p->type != PARAM_IDS && p->type != PARAM_TEXTS)
			return FAIL(e, ERR_INPUT, T_web_param_twice, g->name);
		if ((g->file.p != NULL) != (p->type == PARAM_FILE))
			return FAIL(e, ERR_INPUT, T_web_param_bad, g->name);
		*here = true;
		*field = p->name;
		if (is_empty(p, g) || read_value(a, p, g, member(in, p), e))
			continue;
		if (!route->post) { /* an address has no fields under which to say more */
			err_clear(e);
			FAIL(e, ERR_INPUT, T_web_param_bad, p->name);
		}
		return false;
	}
	return true;
}

static bool is_there(const struct param *p, const void *at)
{
	switch (p->type) {
	case PARAM_INT:
		return *(const int64_t *)at != DB_NULL;
	case PARAM_TEXT:
	case PARAM_WORD:
	case PARAM_SECRET:
		return ((const struct str *)at)->n > 0;
	case PARAM_DATE:
		return date_given(*(const struct date *)at);
	case PARAM_BOOL:
		return true;
	case PARAM_IDS:
		return ((const struct ids *)at)->n > 0;
	case PARAM_TEXTS:
		return ((const struct texts *)at)->n > 0;
	case PARAM_FILE:
		return ((const struct upload *)at)->bytes.p != NULL;
	}
	return false;
}

bool params_read(struct arena *a, const struct route *route, const struct pairs *given, void *in,
	struct str *field, struct err *e)
{
	bool *seen = NEW_N(a, bool, route->n_params + 1);

	if (!read_given(a, route, given, in, seen, field, e))
		return false;
	*field = STR_NULL;
	for (size_t i = route->n_path; i < route->n_params; i++) {
		const struct param *p = &route->params[i];

		if (p->optional || is_there(p, member(in, p)))
			continue;
		*field = p->name;
		return route->post ? FAIL(e, ERR_INPUT, T_web_field_missing)
				   : FAIL(e, ERR_INPUT, T_web_param_missing, p->name);
	}
	return true;
}
