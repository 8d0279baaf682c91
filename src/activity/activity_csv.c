/*
 * Activities out of a CSV file (RFC 4180; comma, semicolon or tab, as the first line has it).
 * The first line names the columns: those of the activity (data/activity/README.md), then any
 * field by its code. Every line that is wrong is told with its number; lines are not guessed at.
 */
#include "activity/activity.h"
#include "activity_sql.h"
#include "base/viet.h"

enum { COLUMNS_MAX = 120, ROWS_MAX = 5000 };

enum column {
	COL_KIND,
	COL_AGENCY,
	COL_PLACE,
	COL_TASK,
	COL_FROM,
	COL_TO,
	COL_TITLE,
	COL_SOURCE,
	COL_GAP,
	COL_REF,
	COL_FIXED
};

static const char *const fixed[COL_FIXED] = { "kind", "agency", "place", "task", "from", "to",
	"title", "source", "gap", "ref" };

struct csv {
	struct arena *a;
	struct str text;
	size_t at;
	char sep;
	int64_t line; /* of the record that was read last */
	int64_t next; /* the line at `at` */
	bool open;    /* a quote was not closed */
};

struct table {
	struct csv csv;
	struct db_read *r;
	enum lang lang;
	size_t n;
	int fixed[COLUMNS_MAX];				 /* enum column, or -1 */
	const struct activity_field *field[COLUMNS_MAX]; /* or NULL */
	LIST(struct str) refs;
	activity_csv_faults *faults;
};

/* --- the file */

static struct str quoted(struct csv *c)
{
	struct buf b = { .arena = c->a };

	for (c->at++; c->at < c->text.n; c->at++) {
		char x = c->text.p[c->at];

		if (x == '"') {
			if (c->at + 1 < c->text.n && c->text.p[c->at + 1] == '"')
				c->at++;
			else
				break;
		}
		c->next += x == '\n';
		buf_addc(&b, x);
	}
	c->open |= c->at == c->text.n;
	c->at += c->at < c->text.n;
	return buf_str(&b);
}

static bool ends_cell(const struct csv *c)
{
	char x = c->text.p[c->at];

	return x == c->sep || x == '\n' || x == '\r';
}

static struct str cell(struct csv *c)
{
	size_t from = c->at;

	if (c->at < c->text.n && c->text.p[c->at] == '"') {
		struct str s = quoted(c);

		while (c->at < c->text.n && !ends_cell(c))
			c->at++;
		return s;
	}
	while (c->at < c->text.n && !ends_cell(c))
		c->at++;
	return str_sub(c->text, from, c->at);
}

/* The next record's cells; false at the end. Empty lines are passed over. */
static bool record(struct csv *c, struct str cells[COLUMNS_MAX], size_t *n)
{
	while (c->at < c->text.n && (c->text.p[c->at] == '\n' || c->text.p[c->at] == '\r'))
		c->next += c->text.p[c->at++] == '\n';
	if (c->at >= c->text.n)
		return false;
	c->line = c->next;
	for (*n = 0;; c->at++) {
		struct str s = cell(c);

		if (*n < COLUMNS_MAX)
			cells[(*n)++] = str_trim(viet_nfc(c->a, s));
		if (c->at >= c->text.n || c->text.p[c->at] != c->sep)
			return true;
	}
}

static char separator(struct str head)
{
	static const char seps[] = { ',', ';', '\t' };
	size_t end = str_find_char(head, '\n', 0), most = 0;
	char best = ',';

	for (size_t i = 0; i < COUNT(seps); i++) {
		size_t n = 0;

		for (size_t k = 0; k < (end == SIZE_MAX ? head.n : end); k++)
			n += head.p[k] == seps[i];
		if (n > most) {
			most = n;
			best = seps[i];
		}
	}
	return best;
}

static bool read_head(struct table *t, struct err *e)
{
	struct str cells[COLUMNS_MAX];
	bool seen[COL_FIXED] = { false };

	if (!record(&t->csv, cells, &t->n))
		return FAIL(e, ERR_INPUT, T_activity_csv_empty);
	for (size_t i = 0; i < t->n; i++) {
		t->fixed[i] = -1;
		t->field[i] = activity_field(cells[i]);
		for (int k = 0; k < COL_FIXED; k++)
			if (str_eq(cells[i], str_z(fixed[k]))) {
				t->fixed[i] = k;
				seen[k] = true;
			}
		if (t->fixed[i] < 0 && !t->field[i])
			return FAIL(e, ERR_INPUT, T_activity_csv_column, cells[i]);
	}
	for (int k = COL_KIND; k <= COL_FROM; k++)
		if (!seen[k] && (k == COL_KIND || k == COL_AGENCY || k == COL_FROM))
			return FAIL(e, ERR_INPUT, T_activity_csv_no_column, str_z(fixed[k]));
	return true;
}

/* --- one line */

static bool day_of(struct str s, struct date *out)
{
	return date_parse_iso(s, out) || date_parse_vi(s, out);
}

static bool find_agency(struct table *t, struct str code, int64_t *id, struct err *e)
{
	struct activity_agency_by_code_row row;
	bool found;

	if (!activity_agency_by_code(t->r, code, date_today(), &row, &found, e))
		return false;
	*id = found ? row.id : 0;
	return found || FAIL(e, ERR_INPUT, T_activity_csv_agency, code);
}

/* Its number here, or the plan's number and the path: "19/KH-BCĐ138/CP II.2.1.e". */
static bool find_task(struct table *t, struct str word, int64_t *id, struct err *e)
{
	struct activity_task_by_path_row row;
	size_t blank = word.n;
	bool found;

	*id = 0;
	if (!word.n || str_to_int(word, id))
		return true;
	while (blank && word.p[blank - 1] != ' ')
		blank--;
	if (!activity_task_by_path(t->r, str_trim(str_sub(word, 0, blank)),
		    str_sub(word, blank, word.n), &row, &found, e))
		return false;
	*id = found ? row.id : 0;
	return found || FAIL(e, ERR_INPUT, T_activity_csv_task, word);
}

static bool find_place(struct table *t, const struct activity_said *s, struct err *e)
{
	struct activity_place_row row;
	bool found;

	if (!s->place.n)
		return true;
	if (!activity_place(t->r, s->place, s->ends, s->agency, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_activity_no_place, date_vi(t->csv.a, s->ends));
	if (!row.inside)
		return FAIL(e, ERR_INPUT, T_activity_place_outside);
	return !s->kind->province || str_eq(row.kind, S("province")) ||
	       FAIL(e, ERR_INPUT, T_activity_place_fine);
}

static bool take_fixed(
	struct table *t, struct activity_said *s, const struct str *cells, size_t n, struct err *e)
{
	struct str by[COL_FIXED] = { { 0 } };

	for (size_t i = 0; i < n; i++)
		if (t->fixed[i] >= 0)
			by[t->fixed[i]] = cells[i];
	s->kind = activity_kind(by[COL_KIND]);
	if (!s->kind)
		return FAIL(e, ERR_INPUT, T_activity_csv_kind, by[COL_KIND]);
	if (!day_of(by[COL_FROM], &s->starts) ||
		!day_of(by[COL_TO].n ? by[COL_TO] : by[COL_FROM], &s->ends))
		return FAIL(e, ERR_INPUT, T_activity_no_day);
	if (by[COL_TITLE].n > ACTIVITY_TITLE_MAX * 4 ||
		by[COL_SOURCE].n > ACTIVITY_SOURCE_MAX * 4 || by[COL_REF].n > 100)
		return FAIL(e, ERR_INPUT, T_activity_too_long);
	s->place = by[COL_PLACE];
	s->title = by[COL_TITLE];
	s->source = by[COL_SOURCE];
	s->gap = by[COL_GAP];
	s->ref = by[COL_REF];
	return find_agency(t, by[COL_AGENCY], &s->agency, e) &&
	       find_task(t, by[COL_TASK], &s->task, e) && find_place(t, s, e);
}

/* A figure that the kind does not ask for is told, not dropped. */
static bool take_fields(const struct table *t, struct activity_said *s, const struct str *cells,
	size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		bool asked = !t->field[i] || !cells[i].n;

		for (size_t k = 0; k < s->kind->n_asks; k++)
			asked |= s->kind->asks[k].field == t->field[i];
		if (!asked)
			return FAIL(e, ERR_INPUT, T_activity_csv_not_asked, t->field[i]->code);
	}
	for (size_t k = 0; k < s->kind->n_asks; k++) {
		const struct activity_ask *ask = &s->kind->asks[k];
		struct str typed = STR_NULL;

		for (size_t i = 0; i < n; i++)
			if (t->field[i] == ask->field)
				typed = cells[i];
		if (!typed.n && ask->preset.n)
			typed = ask->preset;
		if (!activity_read(ask->field, ask->need, typed, &s->answers[k], e)) {
			err_detail(e, "%.*s", STR_ARG(ask->field->code));
			return false;
		}
	}
	return true;
}

/* Two lines that say the very same are two activities; the same file again is none. */
static struct str ref_of(struct table *t, const struct str *cells, size_t n)
{
	uint64_t hash = 14695981039346656037u;
	int nth = 0;
	struct str ref;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k <= cells[i].n; k++)
			hash = (hash ^ (k < cells[i].n ? (unsigned char)cells[i].p[k] : 0xff)) *
			       1099511628211u;
	ref = str_fmt(t->csv.a, "csv:%016llx", (unsigned long long)hash);
	LIST_EACH(x, &t->refs)
		nth += str_eq(*x, ref);
	LIST_PUSH(t->csv.a, &t->refs, ref);
	return nth ? str_fmt(t->csv.a, "%.*s.%d", STR_ARG(ref), nth) : ref;
}

static void tell(struct table *t, const struct err *e)
{
	struct activity_csv_fault *f = LIST_ADD(t->csv.a, t->faults);
	struct str words = err_text(t->csv.a, t->lang, e);

	f->line = t->csv.line;
	f->words = e->detail[0] ? str_fmt(t->csv.a, "%s: %.*s", e->detail, STR_ARG(words)) : words;
}

static bool take_line(
	struct table *t, const struct str *cells, size_t n, struct activity_said *s, struct err *e)
{
	struct activity_fault fault = { .ask = -1 };

	if (n != t->n)
		return FAIL(e, ERR_INPUT, T_activity_csv_cells);
	if (!take_fixed(t, s, cells, n, e) || !take_fields(t, s, cells, n, e))
		return false;
	if (!s->ref.n)
		s->ref = ref_of(t, cells, n);
	if (activity_check(s, date_today(), &fault, e))
		return true;
	if (fault.ask >= 0)
		err_detail(e, "%.*s", STR_ARG(s->kind->asks[fault.ask].field->code));
	else if (fault.field)
		err_detail(e, "%s", fault.field);
	return false;
}

bool activity_csv(struct arena *a, struct db_read *r, enum lang lang, struct str bytes,
	struct activity_batch *out, activity_csv_faults *faults, struct err *e)
{
	struct table t = { .csv = { .a = a, .next = 1 }, .r = r, .lang = lang, .faults = faults };
	struct str cells[COLUMNS_MAX];
	size_t n;

	if (!str_is_utf8(bytes))
		return FAIL(e, ERR_INPUT, T_activity_csv_utf8);
	t.csv.text = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
	t.csv.sep = separator(t.csv.text);
	if (!read_head(&t, e))
		return false;
	while (record(&t.csv, cells, &n)) {
		struct activity_said s = { 0 };
		struct err wrong = { 0 };

		if (out->rows.n + faults->n == ROWS_MAX)
			return FAIL(e, ERR_TOO_LARGE, T_activity_csv_rows);
		if (take_line(&t, cells, n, &s, &wrong))
			LIST_PUSH(a, &out->rows, s);
		else if (wrong.code == ERR_INPUT)
			tell(&t, &wrong);
		else {
			*e = wrong;
			return false;
		}
	}
	return !t.csv.open || FAIL(e, ERR_INPUT, T_activity_csv_quote);
}
