#include "base/tsv.h"

#include <stdio.h>

static struct str line_number(const struct tsv *t, char *room, size_t size)
{
	int n = snprintf(room, size, "%d", t->line);

	return str_n(room, (size_t)n);
}

bool tsv_open(struct tsv *t, struct str name, struct str bytes, const char *head, struct err *e)
{
	struct str first;

	*t = (struct tsv){ .name = name, .rest = bytes, .line = 1 };
	if (!bytes.p)
		return FAIL(e, ERR_ABSENT, T_base_tsv_absent, name);
	if (!str_is_utf8(bytes))
		return FAIL(e, ERR_INPUT, T_base_tsv_utf8, name);
	if (!str_split(&t->rest, '\n', &first) || !str_eq(first, str_z(head)))
		return FAIL(e, ERR_INPUT, T_base_tsv_head, name, str_z(head));
	return true;
}

bool tsv_row(struct tsv *t, struct str *fields, size_t n)
{
	struct str line;
	size_t got = 0;

	if (t->rest.n == 0 || !str_split(&t->rest, '\n', &line))
		return false;
	t->line++;
	for (size_t from = 0; from != SIZE_MAX;) {
		size_t tab = str_find_char(line, '\t', from);

		if (got < n)
			fields[got] = str_sub(line, from, tab == SIZE_MAX ? line.n : tab);
		got++;
		from = tab == SIZE_MAX ? SIZE_MAX : tab + 1;
	}
	t->broken = got != n;
	return !t->broken;
}

bool tsv_done(const struct tsv *t, struct err *e)
{
	return !t->broken || tsv_bad(t, S("tab"), e);
}

bool tsv_bad(const struct tsv *t, struct str what, struct err *e)
{
	char room[16];

	return FAIL(
		e, ERR_INPUT, T_base_tsv_bad, t->name, line_number(t, room, sizeof(room)), what);
}

/* --- the program's own */

_Noreturn void tsv_own_bad(const struct tsv *t, const char *what)
{
	die("%.*s, line %d: %s", STR_ARG(t->name), t->line, what);
}

void tsv_own(struct tsv *t, struct arena *a, struct str name, struct str bytes, const char *head)
{
	struct err e = { 0 };

	if (!tsv_open(t, name, bytes, head, &e))
		die("%.*s: %.*s", STR_ARG(name), STR_ARG(err_text(a, LANG_EN, &e)));
}

void tsv_own_done(const struct tsv *t)
{
	struct err e = { 0 };

	if (!tsv_done(t, &e))
		tsv_own_bad(t, "another number of columns");
}

struct date tsv_own_day(const struct tsv *t, struct str field)
{
	struct date d = DATE_NONE;

	if (field.n && !date_parse_iso(field, &d))
		tsv_own_bad(t, "a day");
	return d;
}
