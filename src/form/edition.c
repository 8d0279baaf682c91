/*
 * Reading an edition from its file: a keyword a line, fields between tabs. Where something
 * is wrong, the line and the field are named.
 */
#include "audit/hash.h"
#include "base/viet.h"
#include "form/form.h"

enum { FIELDS_MAX = 16, TEXT_MAX = 600, EXPRESSION_MAX = 400 };

/* What is looked up once everything stands: a total may come before what it adds up. */
struct later {
	int line;
	size_t table;
	int row, column; /* of a sum; -1: the other */
	struct str code;
	struct form_check check;
};

struct reading {
	struct arena *arena;
	struct str name;
	int line;
	struct str field[FIELDS_MAX];
	size_t n;
	struct form_edition *f;
	struct form_table *table; /* that rows and columns belong to */
	LIST(struct later) sums, shuts, checks;
	bool has_form, has_edition, has_basis;
};

enum { CHECKS_MAX = 300 };

/* "data/form/x.tsv, dòng 7, trường 3: …" */
static bool bad(struct reading *r, size_t field, struct str what, struct err *e)
{
	return FAIL(e, ERR_INPUT, T_form_file_bad, r->name, str_fmt(r->arena, "%d", r->line),
		str_fmt(r->arena, "%zu", field + 1), what);
}

static bool bad_text(struct reading *r, size_t field, enum text_id what, struct err *e)
{
	return bad(r, field, text_get(LANG_VI, what), e);
}

static bool need(struct reading *r, size_t n, struct err *e)
{
	if (r->n == n)
		return true;
	return FAIL(e, ERR_INPUT, T_form_file_fields, r->name, str_fmt(r->arena, "%d", r->line),
		str_fmt(r->arena, "%zu", n), str_fmt(r->arena, "%zu", r->n));
}

/* --- fields */

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '-' && c != '_')
			return false;
	}
	return s.n > 0 && s.n <= FORM_CODE_MAX;
}

static bool take_code(struct reading *r, size_t field, struct str *out, struct err *e)
{
	*out = r->field[field];
	return is_code(*out) || bad_text(r, field, T_form_file_code, e);
}

static bool take_text(struct reading *r, size_t field, bool must, struct str *out, struct err *e)
{
	*out = r->field[field];
	if (must && !out->n)
		return bad_text(r, field, T_form_file_empty, e);
	return out->n <= TEXT_MAX || bad_text(r, field, T_form_file_long, e);
}

static bool take_names(
	struct reading *r, size_t field, bool must, struct str out[LANG_COUNT], struct err *e)
{
	return take_text(r, field, must, &out[LANG_VI], e) &&
	       take_text(r, field + 1, must, &out[LANG_EN], e);
}

static bool take_date(struct reading *r, size_t field, struct date *out, struct err *e)
{
	*out = DATE_NONE;
	return !r->field[field].n || date_parse_iso(r->field[field], out) ||
	       bad_text(r, field, T_form_file_date, e);
}

static bool take_bit(struct reading *r, size_t field, bool *out, struct err *e)
{
	*out = str_eq(r->field[field], S("1"));
	return *out || str_eq(r->field[field], S("0")) || bad_text(r, field, T_form_file_bit, e);
}

/* One of two words. */
static bool take_either(
	struct reading *r, size_t field, const char *yes, const char *no, bool *out, struct err *e)
{
	*out = str_eq(r->field[field], str_z(yes));
	return *out || str_eq(r->field[field], str_z(no)) ||
	       bad(r, field, str_fmt(r->arena, "%s | %s", yes, no), e);
}

/* --- the head */

static bool read_form(struct reading *r, struct err *e)
{
	r->has_form = true;
	return need(r, 4, e) && take_code(r, 1, &r->f->code, e) &&
	       take_names(r, 2, true, r->f->name, e);
}

static bool read_edition(struct reading *r, struct err *e)
{
	r->has_edition = true;
	if (!need(r, 4, e))
		return false;
	if (!str_to_int(r->field[1], &r->f->number) || r->f->number < 1 || r->f->number > 9999)
		return bad_text(r, 1, T_form_file_number, e);
	if (!take_date(r, 2, &r->f->from, e) || !take_date(r, 3, &r->f->to, e))
		return false;
	if (date_given(r->f->to) && date_cmp(r->f->to, r->f->from) < 0)
		return bad_text(r, 3, T_form_file_crossed, e);
	return true;
}

static bool read_basis(struct reading *r, struct err *e)
{
	r->has_basis = true;
	return need(r, 4, e) && take_either(r, 1, "own", "issued", &r->f->own, e) &&
	       take_bit(r, 2, &r->f->verified, e) && take_text(r, 3, true, &r->f->citation, e);
}

static bool read_unit(struct reading *r, struct err *e)
{
	return need(r, 3, e) && take_names(r, 1, true, r->f->unit, e);
}

static bool read_periods(struct reading *r, struct err *e)
{
	struct str code;

	for (size_t i = 1; i < r->n; i++) {
		if (!take_code(r, i, &code, e))
			return false;
		LIST_PUSH(r->arena, &r->f->periods, code);
	}
	return r->n > 1 || need(r, 2, e);
}

static bool read_reporter(struct reading *r, struct err *e)
{
	struct form_reporter x;

	if (!need(r, 3, e) || !take_code(r, 1, &x.kind, e) || !take_code(r, 2, &x.level, e))
		return false;
	LIST_PUSH(r->arena, &r->f->reporters, x);
	return true;
}

/* --- tables */

static bool read_table(struct reading *r, struct err *e)
{
	struct form_table t = { 0 };

	if (!need(r, 4, e) || !take_code(r, 1, &t.code, e) || !take_names(r, 2, true, t.name, e))
		return false;
	LIST_EACH(x, &r->f->tables)
		if (str_eq(x->code, t.code))
			return bad_text(r, 1, T_form_file_twice, e);
	LIST_PUSH(r->arena, &r->f->tables, t);
	r->table = &r->f->tables.v[r->f->tables.n - 1];
	return true;
}

static int column_of(const struct form_table *t, struct str code)
{
	for (size_t i = 0; i < t->columns.n; i++)
		if (str_eq(t->columns.v[i].code, code))
			return (int)i;
	return -1;
}

static int row_of(const struct form_table *t, struct str code)
{
	for (size_t i = 0; i < t->rows.n; i++)
		if (str_eq(t->rows.v[i].code, code))
			return (int)i;
	return -1;
}

static bool add_column(struct reading *r, const struct form_column *c, struct err *e)
{
	if (!is_code(c->code))
		return bad_text(r, 1, T_form_file_code, e);
	if (column_of(r->table, c->code) >= 0)
		return bad_text(r, 1, T_form_file_twice, e);
	if (r->table->rows.n)
		return bad_text(r, 0, T_form_file_order, e);
	LIST_PUSH(r->arena, &r->table->columns, *c);
	return true;
}

/* column CODE vi en dims group_vi group_en; in a sum `dims` is what it adds up. */
static bool read_column(struct reading *r, struct err *e)
{
	struct form_column c = { 0 };

	if (!need(r, 7, e) || !take_names(r, 2, true, c.name, e) ||
		!take_text(r, 4, false, &c.dims, e) || !take_names(r, 5, false, c.group, e))
		return false;
	c.code = r->field[1];
	return add_column(r, &c, e);
}

/* sum CODE vi en 1+2+3 */
static bool read_sum(struct reading *r, struct err *e)
{
	struct form_column c = { .dims = S(""), .group = { S(""), S("") }, .total = true };

	if (!need(r, 5, e) || !take_names(r, 2, true, c.name, e))
		return false;
	c.code = r->field[1];
	LIST_PUSH(r->arena, &r->sums,
		((struct later){ .line = r->line,
			.table = r->f->tables.n - 1,
			.row = -1,
			.column = (int)r->table->columns.n,
			.code = r->field[4] }));
	return add_column(r, &c, e);
}

static bool add_row(struct reading *r, const struct form_row *row, struct err *e)
{
	if (!is_code(row->code))
		return bad_text(r, 1, T_form_file_code, e);
	LIST_EACH(t, &r->f->tables)
		if (row_of(t, row->code) >= 0)
			return bad_text(r, 1, T_form_file_twice, e);
	LIST_PUSH(r->arena, &r->table->rows, *row);
	return true;
}

/* row CODE vi en count|amountN period|cumulative additive|single dims */
static bool read_row(struct reading *r, struct err *e)
{
	struct form_row row = { 0 };

	if (!need(r, 8, e) || !take_names(r, 2, true, row.name, e))
		return false;
	row.code = r->field[1];
	if (!str_eq(r->field[4], S("count"))) {
		struct str digits = str_sub(r->field[4], 6, r->field[4].n);
		int64_t n = 0;

		if (!str_starts(r->field[4], S("amount")) ||
			(digits.n && (!str_to_int(digits, &n) || n < 0 || n > FORM_DIGITS_MAX)))
			return bad(r, 4, S("count | amount | amount1 … amount3"), e);
		row.amount = true;
		row.digits = (int)n;
	}
	if (!take_either(r, 5, "cumulative", "period", &row.cumulative, e) ||
		!take_either(r, 6, "additive", "single", &row.additive, e) ||
		!take_text(r, 7, false, &row.dims, e))
		return false;
	return add_row(r, &row, e);
}

/* total CODE vi en A1+A2 */
static bool read_total(struct reading *r, struct err *e)
{
	struct form_row row = { .dims = S(""), .additive = true, .total = true };

	if (!need(r, 5, e) || !take_names(r, 2, true, row.name, e))
		return false;
	row.code = r->field[1];
	LIST_PUSH(r->arena, &r->sums,
		((struct later){ .line = r->line,
			.table = r->f->tables.n - 1,
			.row = (int)r->table->rows.n,
			.column = -1,
			.code = r->field[4] }));
	return add_row(r, &row, e);
}

/* shut A1.3: the form itself says that the cell does not apply. */
static bool read_shut(struct reading *r, struct err *e)
{
	if (!need(r, 2, e))
		return false;
	LIST_PUSH(r->arena, &r->shuts,
		((struct later){
			.line = r->line, .table = r->f->tables.n - 1, .code = r->field[1] }));
	return true;
}

/* --- checks */

static bool read_check(struct reading *r, struct err *e)
{
	struct form_check c = { 0 };

	if (!need(r, 6, e) || !take_code(r, 1, &c.code, e) ||
		!take_either(r, 2, "warning", "error", &c.warning, e) ||
		!take_names(r, 4, true, c.words, e))
		return false;
	c.expression = r->field[3];
	if (!c.expression.n || c.expression.n > EXPRESSION_MAX)
		return bad_text(r, 3, T_form_file_empty, e);
	LIST_EACH(x, &r->checks)
		if (str_eq(x->check.code, c.code))
			return bad_text(r, 1, T_form_file_twice, e);
	if (r->checks.n == CHECKS_MAX)
		return bad_text(r, 0, T_form_file_many, e);
	LIST_PUSH(r->arena, &r->checks, ((struct later){ .line = r->line, .check = c }));
	return true;
}

/* --- what was left for later */

static bool add_part(struct reading *r, const struct later *x, struct form_table *t,
	struct str part, struct err *e)
{
	bool rows = x->row >= 0;
	int at = rows ? row_of(t, part) : column_of(t, part);

	if (at < 0 || (rows ? t->rows.v[at].total : t->columns.v[at].total))
		return bad(r, 4, TEXT(r->arena, LANG_VI, T_form_file_unknown, part), e);
	if (rows && (t->rows.v[at].digits != t->rows.v[x->row].digits) && t->rows.v[x->row].sum.n)
		return bad_text(r, 4, T_form_file_digits, e);
	if (rows) {
		t->rows.v[x->row].digits = t->rows.v[at].digits;
		t->rows.v[x->row].amount = t->rows.v[at].amount;
		t->rows.v[x->row].additive &= t->rows.v[at].additive;
		LIST_PUSH(r->arena, &t->rows.v[x->row].sum, at);
	} else {
		LIST_PUSH(r->arena, &t->columns.v[x->column].sum, at);
	}
	return true;
}

static bool finish_sums(struct reading *r, struct err *e)
{
	LIST_EACH(x, &r->sums) {
		struct str rest = x->code, part;

		r->line = x->line;
		while (str_split(&rest, '+', &part))
			if (!add_part(r, x, &r->f->tables.v[x->table], part, e))
				return false;
		if (!x->code.n)
			return bad_text(r, 4, T_form_file_empty, e);
	}
	return true;
}

static struct form_box *box_at(const struct form_table *t, int row, int column)
{
	return &t->grid[(size_t)row * t->columns.n + (size_t)column];
}

static struct form_box *box_named(const struct form_table *t, struct str code)
{
	size_t dot = str_find_char(code, '.', 0);
	int row = row_of(t, str_sub(code, 0, dot)), column = -1;

	if (dot != SIZE_MAX)
		column = column_of(t, str_sub(code, dot + 1, code.n));
	return row < 0 || column < 0 ? NULL : box_at(t, row, column);
}

static bool shut_boxes(struct reading *r, struct err *e)
{
	LIST_EACH(x, &r->shuts) {
		struct form_box *box = box_named(&r->f->tables.v[x->table], x->code);

		r->line = x->line;
		if (!box || box->slot == FORM_SUM)
			return bad(r, 1, TEXT(r->arena, LANG_VI, T_form_file_unknown, x->code), e);
		box->slot = FORM_SHUT;
	}
	return true;
}

static void add_cell(struct reading *r, size_t table, size_t row, size_t column)
{
	struct form_table *t = &r->f->tables.v[table];
	const struct form_row *w = &t->rows.v[row];
	const struct form_column *c = &t->columns.v[column];

	box_at(t, (int)row, (int)column)->slot = (int)r->f->cells.n;
	LIST_PUSH(r->arena, &r->f->cells,
		((struct form_cell){ .table = (int)table,
			.row = (int)row,
			.column = (int)column,
			.code = str_fmt(r->arena, "%.*s.%.*s", STR_ARG(w->code), STR_ARG(c->code)),
			.dims = str_trim(
				str_fmt(r->arena, "%.*s %.*s", STR_ARG(w->dims), STR_ARG(c->dims))),
			.digits = w->digits,
			.amount = w->amount,
			.cumulative = w->cumulative,
			.additive = w->additive }));
}

static void number_cells(struct reading *r, size_t table)
{
	struct form_table *t = &r->f->tables.v[table];

	for (size_t i = 0; i < t->rows.n; i++)
		for (size_t j = 0; j < t->columns.n; j++)
			if (box_at(t, (int)i, (int)j)->slot != FORM_SHUT &&
				box_at(t, (int)i, (int)j)->slot != FORM_SUM)
				add_cell(r, table, i, j);
}

/* The slots a total adds up, itself where it is no total. */
static void add_slots(
	struct reading *r, const struct form_table *t, int row, int column, form_slots *out)
{
	const struct form_row *w = &t->rows.v[row];
	const struct form_column *c = &t->columns.v[column];

	if (w->total) {
		LIST_EACH(x, &w->sum)
			add_slots(r, t, *x, column, out);
	} else if (c->total) {
		LIST_EACH(x, &c->sum)
			add_slots(r, t, row, *x, out);
	} else if (box_at(t, row, column)->slot >= 0) {
		LIST_PUSH(r->arena, out, box_at(t, row, column)->slot);
	}
}

static bool finish_table(struct reading *r, size_t table, struct err *e)
{
	struct form_table *t = &r->f->tables.v[table];
	size_t boxes = t->rows.n * t->columns.n;

	if (!boxes)
		return FAIL(e, ERR_INPUT, T_form_file_no_cells, r->name, t->code);
	if (boxes > 4 * FORM_SLOTS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_form_file_cells, r->name);
	t->grid = NEW_N(r->arena, struct form_box, boxes);
	for (size_t i = 0; i < t->rows.n; i++)
		for (size_t j = 0; j < t->columns.n; j++)
			if (t->rows.v[i].total || t->columns.v[j].total)
				box_at(t, (int)i, (int)j)->slot = FORM_SUM;
	return true;
}

static void fill_sums(struct reading *r, const struct form_table *t)
{
	for (size_t i = 0; i < t->rows.n; i++)
		for (size_t j = 0; j < t->columns.n; j++)
			if (box_at(t, (int)i, (int)j)->slot == FORM_SUM)
				add_slots(r, t, (int)i, (int)j, &box_at(t, (int)i, (int)j)->sum);
}

static bool finish_checks(struct reading *r, struct err *e)
{
	LIST_EACH(x, &r->checks) {
		struct err why = { 0 };

		r->line = x->line;
		if (!form_check_read(r->arena, r->f, &x->check, &why))
			return bad(r, 3, err_text(r->arena, LANG_VI, &why), e);
	}
	return true;
}

static bool finish(struct reading *r, struct err *e)
{
	struct form_edition *f = r->f;

	if (!r->has_form || !r->has_edition || !r->has_basis || !f->periods.n || !f->reporters.n ||
		!f->tables.n)
		return FAIL(e, ERR_INPUT, T_form_file_head, r->name);
	if (!finish_sums(r, e))
		return false;
	for (size_t i = 0; i < f->tables.n; i++)
		if (!finish_table(r, i, e))
			return false;
	if (!shut_boxes(r, e))
		return false;
	for (size_t i = 0; i < f->tables.n; i++) {
		number_cells(r, i);
		fill_sums(r, &f->tables.v[i]);
	}
	if (!f->cells.n || f->cells.n > FORM_SLOTS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_form_file_cells, r->name);
	return finish_checks(r, e);
}

/* --- line by line */

static const struct {
	const char *word;
	bool (*read)(struct reading *r, struct err *e);
	bool in_table;
} keywords[] = {
	{ "form", read_form, false },
	{ "edition", read_edition, false },
	{ "basis", read_basis, false },
	{ "unit", read_unit, false },
	{ "periods", read_periods, false },
	{ "reports", read_reporter, false },
	{ "table", read_table, false },
	{ "column", read_column, true },
	{ "sum", read_sum, true },
	{ "row", read_row, true },
	{ "total", read_total, true },
	{ "shut", read_shut, true },
	{ "check", read_check, false },
};

static bool read_line(struct reading *r, struct str line, struct err *e)
{
	r->n = 0;
	for (struct str rest = line, field; str_split(&rest, '\t', &field); r->n++) {
		if (r->n == FIELDS_MAX)
			return bad_text(r, r->n, T_form_file_long, e);
		r->field[r->n] = str_trim(field);
	}
	for (size_t i = 0; i < COUNT(keywords); i++) {
		if (!str_eq(r->field[0], str_z(keywords[i].word)))
			continue;
		if (keywords[i].in_table && !r->table)
			return bad_text(r, 0, T_form_file_order, e);
		return keywords[i].read(r, e);
	}
	return bad(r, 0, TEXT(r->arena, LANG_VI, T_form_file_unknown, r->field[0]), e);
}

struct str form_sha256(struct arena *a, struct str bytes)
{
	unsigned char hash[32];
	struct buf b = { .arena = a };

	hash_sha256(bytes, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(&b, "%02x", hash[i]);
	return buf_str(&b);
}

bool form_edition_read(
	struct arena *a, struct str name, struct str bytes, struct form_edition *out, struct err *e)
{
	struct reading r = { .arena = a, .name = name, .f = out };
	struct str rest = bytes, line;

	*out = (struct form_edition){ .source = bytes, .unit = { S(""), S("") } };
	if (bytes.n > FORM_FILE_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_form_file_large, name);
	if (!str_is_utf8(bytes) || str_find_char(bytes, '\0', 0) != SIZE_MAX ||
		!str_eq(viet_nfc(a, bytes), bytes))
		return FAIL(e, ERR_INPUT, T_form_file_letters, name);
	while (str_split(&rest, '\n', &line)) {
		r.line++;
		if (str_ends(line, S("\r")))
			line.n--;
		if (line.n && line.p[0] != '#' && !read_line(&r, line, e))
			return false;
	}
	out->digest = form_sha256(a, bytes);
	return finish(&r, e);
}

/* --- names */

struct str form_cell_name(
	struct arena *a, enum lang lang, const struct form_edition *f, const struct form_cell *c)
{
	const struct form_table *t = form_table_of(f, c);
	const struct form_row *w = &t->rows.v[c->row];
	const struct form_column *k = &t->columns.v[c->column];
	bool group = k->group[lang].n > 0;

	return str_fmt(a, "%.*s %.*s: %.*s%s%.*s", STR_ARG(w->code), STR_ARG(w->name[lang]),
		STR_ARG(k->group[lang]), group ? ", " : "", STR_ARG(k->name[lang]));
}

int form_slot_of(const struct form_edition *f, struct str code)
{
	for (size_t i = 0; i < f->cells.n; i++)
		if (str_eq(f->cells.v[i].code, code))
			return (int)i;
	return -1;
}
