#include "web/parts.h"

#include "web/out.h"
#include "web/request.h"
#include "web/route.h"
#include "web/url.h"

const char *chip_class(enum chip chip)
{
	static const char *const names[] = {
		[CHIP_PLAIN] = "",
		[CHIP_LATE] = " late",
		[CHIP_SOON] = " soon",
		[CHIP_OK] = " ok",
		[CHIP_INFO] = " info",
		[CHIP_SEALED] = " sealed",
		[CHIP_NONE] = " none",
	};

	return names[chip];
}

const char *party_class(enum party_role role)
{
	static const char *const names[] = {
		[PARTY_LEAD] = "lead",
		[PARTY_COOP] = "coop",
		[PARTY_JOINT] = "joint",
		[PARTY_ASK] = "ask",
	};

	return names[role];
}

enum text_id party_word(enum party_role role)
{
	static const enum text_id words[] = {
		[PARTY_LEAD] = T_web_party_lead,
		[PARTY_COOP] = T_web_party_coop,
		[PARTY_JOINT] = T_web_party_joint,
		[PARTY_ASK] = T_web_party_ask,
	};

	return words[role];
}

struct clock clock_until(struct date starts, struct date due)
{
	enum { WITHOUT_START = 90 };
	int32_t today = date_number(date_today()), end = date_number(due);
	int32_t from = date_given(starts) ? date_number(starts) : end - WITHOUT_START;
	int32_t all = end - from, gone = today - from;

	return (struct clock){
		.days = end - today,
		.used = all <= 0 || gone >= all ? 100
			: gone <= 0		? 0
						: gone * 100 / all,
		.due = due,
	};
}

/* A week before the day it is soon, on the last two days and after it late. */
const char *clock_class(const struct clock *c)
{
	if (c->days < 2)
		return " late";
	return c->days <= 7 ? " soon" : "";
}

const char *field_type(const struct field *f)
{
	return !f->type || field_is(f, "date") ? "text" : f->type;
}

bool field_is(const struct field *f, const char *type)
{
	return f->type && strcmp(f->type, type) == 0;
}

bool field_shows(const struct field *f)
{
	return !field_is(f, "password") && !field_is(f, "file");
}

bool option_on(const struct out *o, const struct field *f, const struct option *x)
{
	struct str typed = request_value(o->rq, f->name, STR_NULL);

	return typed.p ? str_eq(typed, x->value) : x->on;
}

struct sort sort_of(struct str base, struct str param, const char *otherwise)
{
	struct sort s = { .base = base, .key = param.n ? param : str_z(otherwise) };

	s.down = str_starts(s.key, S("-"));
	if (s.down)
		s.key = str_sub(s.key, 1, s.key.n);
	return s;
}

struct str sort_address(const struct out *o, const struct sort *s, const char *key)
{
	struct buf b = { .arena = o->arena };

	buf_add(&b, s->base);
	buf_addc(&b, str_find_char(s->base, '?', 0) == SIZE_MAX ? '?' : '&');
	buf_addz(&b, "sort=");
	if (str_eq(s->key, str_z(key)) && !s->down)
		buf_addc(&b, '-');
	url_encode(&b, str_z(key));
	return buf_str(&b);
}

bool exports_given(const struct out *o)
{
	return o->rq->route && o->rq->route->sheet;
}

/* What says where in the list one is, and in which form. */
static bool is_of_the_page(struct str pair)
{
	static const char *const names[] = { "after=", "skip=", "as=" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_starts(pair, str_z(names[i])))
			return true;
	return false;
}

/* Path and filters, as they were asked for. */
static void add_filters(const struct out *o, struct buf *b)
{
	struct str address = o->rq->address, query, pair;
	size_t mark = str_find_char(address, '?', 0);
	char sign = '?';

	buf_add(b, str_sub(address, 0, mark == SIZE_MAX ? address.n : mark));
	query = mark == SIZE_MAX ? S("") : str_sub(address, mark + 1, address.n);
	while (str_split(&query, '&', &pair)) {
		if (!pair.n || is_of_the_page(pair))
			continue;
		buf_addc(b, sign);
		buf_add(b, pair);
		sign = '&';
	}
}

struct str filters_address(const struct out *o)
{
	struct buf b = { .arena = o->arena };

	add_filters(o, &b);
	return buf_str(&b);
}

bool filters_given(const struct out *o)
{
	return str_find_char(filters_address(o), '?', 0) != SIZE_MAX;
}

struct str exports_address(const struct out *o, const char *as)
{
	struct buf b = { .arena = o->arena };

	add_filters(o, &b);
	buf_addf(&b, "%cas=%s", str_find_char(buf_str(&b), '?', 0) == SIZE_MAX ? '?' : '&', as);
	return buf_str(&b);
}
