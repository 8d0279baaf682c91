/*
 * Checks of an edition: "A.@ = B.@", "A2.n <= A1.n", "A1.c = last(A1.c) + A1.n".
 *
 *	check  = side ("=" | "<=" | ">=") side
 *	side   = ["-"] term { ("+" | "-") term }
 *	term   = number | cells | "last(" cells ")"
 *	cells  = ROW.COLUMN | ROW            the whole row, its totals apart
 *	       | ROW.@                       each column in turn
 *	       | @TABLE.COLUMN | @TABLE      each row of a table in turn
 *
 * A total stands for what it adds up. A check with @ is read once for each column, or row.
 */
#include "form/form.h"

struct parse {
	struct arena *arena;
	struct form_edition *f;
	struct str rest;
	int turn;			/* the column or row @ means now */
	const struct form_table *table; /* that it is of; NULL: no @ so far */
	bool rows, shut;		/* @ is a row; this turn has a box that is shut */
	struct form_check *check;
	int digits;   /* of the cells; -1: none yet */
	size_t slots; /* read so far: so few that no sum of them overflows */
};

enum { READS_MAX = 4 * FORM_SLOTS_MAX };

static void skip_blanks(struct parse *p)
{
	p->rest = str_trim(p->rest);
}

static bool take(struct parse *p, const char *sign)
{
	skip_blanks(p);
	if (!str_starts(p->rest, str_z(sign)))
		return false;
	p->rest = str_sub(p->rest, strlen(sign), p->rest.n);
	return true;
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static struct str take_name(struct parse *p)
{
	size_t n = 0;

	while (n < p->rest.n && is_name_byte(p->rest.p[n]))
		n++;
	struct str name = str_sub(p->rest, 0, n);

	p->rest = str_sub(p->rest, n, p->rest.n);
	return name;
}

static bool unknown(struct str what, struct err *e)
{
	return FAIL(e, ERR_INPUT, T_form_check_unknown, what);
}

/* --- cells */

static const struct form_table *table_with(const struct form_edition *f, struct str row, int *at)
{
	LIST_EACH(t, &f->tables)
		for (size_t i = 0; i < t->rows.n; i++)
			if (str_eq(t->rows.v[i].code, row)) {
				*at = (int)i;
				return t;
			}
	return NULL;
}

static int column_named(const struct form_table *t, struct str code)
{
	for (size_t i = 0; i < t->columns.n; i++)
		if (str_eq(t->columns.v[i].code, code))
			return (int)i;
	return -1;
}

static void add_slot(struct parse *p, form_slots *out, int slot)
{
	LIST_PUSH(p->arena, out, slot);
}

/* One box of the grid: a cell, or what a total adds up. */
static void add_box(
	struct parse *p, const struct form_table *t, int row, int column, struct form_term *term)
{
	const struct form_box *box = &t->grid[(size_t)row * t->columns.n + (size_t)column];

	if (box->slot == FORM_SHUT)
		p->shut = true;
	else if (box->slot >= 0)
		add_slot(p, &term->slots, box->slot);
	LIST_EACH(x, &box->sum)
		add_slot(p, &term->slots, *x);
}

static bool add_row(struct parse *p, const struct form_table *t, int row, struct form_term *term)
{
	bool shut = p->shut;

	for (size_t i = 0; i < t->columns.n; i++)
		if (!t->columns.v[i].total)
			add_box(p, t, row, (int)i, term);
	p->shut = shut; /* a row may have shut boxes and still be a row */
	return true;
}

/* What @ runs over must be the same everywhere in a check. */
static bool same_turns(struct parse *p, const struct form_table *t, bool rows, struct err *e)
{
	if (!p->table) {
		p->table = t;
		p->rows = rows;
	}
	if (p->rows != rows || (rows && p->table != t) || t->columns.n != p->table->columns.n)
		return FAIL(e, ERR_INPUT, T_form_check_turns);
	return true;
}

static bool read_each_row(struct parse *p, struct form_term *term, struct err *e)
{
	struct str name = take_name(p);
	const struct form_table *t = NULL;
	int column = -1;

	LIST_EACH(x, &p->f->tables)
		if (str_eq(x->code, name))
			t = x;
	if (!t)
		return unknown(name, e);
	if (!same_turns(p, t, true, e))
		return false;
	if (!str_starts(p->rest, S(".")))
		return add_row(p, t, p->turn, term);
	p->rest = str_sub(p->rest, 1, p->rest.n);
	name = take_name(p);
	column = column_named(t, name);
	if (column < 0)
		return unknown(name, e);
	add_box(p, t, p->turn, column, term);
	return true;
}

static bool read_cells(struct parse *p, struct form_term *term, struct err *e)
{
	int row = -1, column;

	if (take(p, "@"))
		return read_each_row(p, term, e);
	struct str name = take_name(p);
	const struct form_table *t = table_with(p->f, name, &row);

	if (!t)
		return unknown(name.n ? name : str_sub(p->rest, 0, 1), e);
	if (!str_starts(p->rest, S(".")))
		return add_row(p, t, row, term);
	p->rest = str_sub(p->rest, 1, p->rest.n);
	if (str_starts(p->rest, S("@"))) {
		p->rest = str_sub(p->rest, 1, p->rest.n);
		if (!same_turns(p, t, false, e))
			return false;
		add_box(p, t, row, p->turn, term);
		return true;
	}
	name = take_name(p);
	column = column_named(t, name);
	if (column < 0)
		return unknown(name, e);
	add_box(p, t, row, column, term);
	return true;
}

static bool same_digits(struct parse *p, const struct form_term *term, struct err *e)
{
	p->slots += term->slots.n + 1;
	if (p->slots > READS_MAX)
		return FAIL(e, ERR_INPUT, T_form_file_many);
	LIST_EACH(x, &term->slots) {
		int digits = p->f->cells.v[*x].digits;

		if (p->digits >= 0 && p->digits != digits)
			return FAIL(e, ERR_INPUT, T_form_check_digits);
		p->digits = digits;
	}
	return true;
}

/* --- sides */

static bool read_term(struct parse *p, bool minus, struct form_term *term, struct err *e)
{
	*term = (struct form_term){ .minus = minus };
	skip_blanks(p);
	if (p->rest.n && p->rest.p[0] >= '0' && p->rest.p[0] <= '9') {
		struct str name = take_name(p);

		return (str_to_int(name, &term->number) && term->number <= FORM_MOST) ||
		       unknown(name, e);
	}
	if (take(p, "last(")) {
		term->last = true;
		if (!read_cells(p, term, e))
			return false;
		return take(p, ")") || FAIL(e, ERR_INPUT, T_form_check_sign, S(")"));
	}
	return read_cells(p, term, e);
}

static bool read_side(struct parse *p, bool right, struct err *e)
{
	bool minus = take(p, "-");

	do {
		struct form_term term;

		if (!read_term(p, minus, &term, e) || !same_digits(p, &term, e))
			return false;
		if (right)
			LIST_PUSH(p->arena, &p->check->right, term);
		else
			LIST_PUSH(p->arena, &p->check->left, term);
		minus = false;
	} while (take(p, "+") || (minus = take(p, "-")));
	return true;
}

static bool read_relation(struct parse *p, struct err *e)
{
	if (take(p, "<="))
		p->check->relation = FORM_LE;
	else if (take(p, ">="))
		p->check->relation = FORM_GE;
	else if (take(p, "="))
		p->check->relation = FORM_EQ;
	else
		return FAIL(e, ERR_INPUT, T_form_check_sign, S("= <= >="));
	return true;
}

static bool has(const form_slots *list, int slot)
{
	LIST_EACH(x, list)
		if (*x == slot)
			return true;
	return false;
}

static void note_cells(struct parse *p, const struct form_term *term)
{
	if (term->last)
		return;
	LIST_EACH(x, &term->slots)
		if (!has(&p->check->cells, *x))
			add_slot(p, &p->check->cells, *x);
}

static bool read_once(struct parse *p, const struct form_check *as, struct err *e)
{
	*p->check = *as;
	p->rest = as->expression;
	p->shut = false;
	p->digits = -1;
	p->slots = 0;
	if (!read_side(p, false, e) || !read_relation(p, e) || !read_side(p, true, e))
		return false;
	skip_blanks(p);
	if (p->rest.n)
		return unknown(p->rest, e);
	LIST_EACH(x, &p->check->left)
		note_cells(p, x);
	LIST_EACH(x, &p->check->right)
		note_cells(p, x);
	p->check->digits = p->digits < 0 ? 0 : p->digits;
	return p->check->cells.n > 0 || FAIL(e, ERR_INPUT, T_form_check_no_cells);
}

/* A turn over a total adds nothing: its parts have turns of their own. */
static bool is_total(const struct parse *p)
{
	return p->table &&
	       (p->rows ? p->table->rows.v[p->turn].total : p->table->columns.v[p->turn].total);
}

static int turns(const struct parse *p)
{
	return !p->table ? 1 : (int)(p->rows ? p->table->rows.n : p->table->columns.n);
}

bool form_check_read(
	struct arena *a, struct form_edition *f, const struct form_check *as, struct err *e)
{
	struct parse p = { .arena = a, .f = f };

	do {
		struct form_check check;

		p.check = &check;
		if (!read_once(&p, as, e))
			return false;
		if (!p.shut && !is_total(&p))
			LIST_PUSH(a, &f->checks, check);
	} while (++p.turn < turns(&p));
	return true;
}

/* --- judging */

/* What a side may be: from low to high. */
struct range {
	int64_t low, high;
	bool open_low, open_high, unknown;
};

static void add(struct range *r, bool minus, int64_t n)
{
	r->low += minus ? -n : n;
	r->high += minus ? -n : n;
}

static struct range range_of(const struct form_term *v, size_t n, const struct form_figure *now,
	const struct form_figure *last)
{
	struct range r = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct form_figure *from = v[i].last ? last : now;

		add(&r, v[i].minus, v[i].number);
		LIST_EACH(x, &v[i].slots) {
			if (from && from[*x].state != FORM_MISSING &&
				from[*x].state != FORM_BLANK) {
				add(&r, v[i].minus, from[*x].n);
				continue;
			}
			r.unknown = true;
			r.open_low |= v[i].minus;
			r.open_high |= !v[i].minus;
		}
	}
	return r;
}

/* a <= b whatever the cells that are not known hold; or never. */
static enum form_verdict less(const struct range *a, const struct range *b)
{
	if (!a->open_low && !b->open_high && a->low > b->high)
		return FORM_BROKEN;
	if (!a->open_high && !b->open_low && a->high <= b->low)
		return FORM_HOLDS;
	return FORM_OPEN;
}

struct form_finding form_judge(
	const struct form_check *c, const struct form_figure *now, const struct form_figure *last)
{
	struct range left = range_of(c->left.v, c->left.n, now, last);
	struct range right = range_of(c->right.v, c->right.n, now, last);
	struct form_finding f = { .check = c, .left = left.low, .right = right.low };
	enum form_verdict up = less(&left, &right), down = less(&right, &left);

	if (c->relation == FORM_LE)
		f.verdict = up;
	else if (c->relation == FORM_GE)
		f.verdict = down;
	else if (up == FORM_BROKEN || down == FORM_BROKEN)
		f.verdict = FORM_BROKEN;
	else
		f.verdict = up == FORM_HOLDS && down == FORM_HOLDS ? FORM_HOLDS : FORM_OPEN;
	return f;
}
