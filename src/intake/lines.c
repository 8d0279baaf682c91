#include "intake/reader.h"

enum { GRID_COLUMNS = 3, GRID_ROWS = 2 };

/* Everything that is no letter and no line's end is a blank; a tab sets nothing apart in a line. */
void lines_add(struct lines *l, struct str words)
{
	struct buf *b = &l->open[l->depth];

	for (size_t i = 0; i < words.n; i++) {
		unsigned char c = (unsigned char)words.p[i];

		buf_addc(b, c < 0x20 || c == 0x7f ? ' ' : (char)c);
	}
	if (l->out.n + b->n > INTAKE_TEXT_MAX)
		l->fault = FAULT_LONG;
}

void lines_break(struct lines *l)
{
	buf_addc(&l->open[l->depth], '\n');
}

/* Where finished lines go: the cell one is in, or the page. */
static struct buf *ground(struct lines *l)
{
	if (l->noting)
		return &l->notes;
	if (!l->tables || !l->rows.n)
		return &l->out;
	struct lines_row *row = &l->rows.v[l->rows.n - 1];

	return row->cells.n ? &row->cells.v[row->cells.n - 1].words : &l->out;
}

static void put_line(struct buf *b, struct str line)
{
	line = str_trim(line);
	if (!line.n)
		return;
	buf_add(b, line);
	buf_addc(b, '\n');
}

void lines_end(struct lines *l)
{
	struct buf *open = &l->open[l->depth];
	struct str rest = buf_str(open), line;

	while (str_split(&rest, '\n', &line))
		put_line(ground(l), line);
	open->n = 0;
}

bool lines_nest(struct lines *l)
{
	if (l->depth + 1 == LINES_OPEN) {
		l->fault = FAULT_LONG;
		return false;
	}
	l->open[++l->depth] = (struct buf){ .arena = l->arena };
	return true;
}

void lines_unnest(struct lines *l)
{
	lines_end(l);
	if (l->depth == l->noting)
		l->noting = 0;
	l->depth--;
}

void lines_note(struct lines *l, int number)
{
	struct buf mark = { .arena = l->arena };

	if (!lines_nest(l))
		return;
	if (!l->noting)
		l->noting = l->depth;
	l->flags |= INTAKE_NOTES;
	buf_addf(&mark, "[%d] ", number);
	lines_add(l, buf_str(&mark));
}

struct str lines_text(struct lines *l)
{
	lines_end(l);
	buf_add(&l->out, buf_str(&l->notes));
	l->notes.n = 0;
	return buf_str(&l->out);
}

/* --- tables */

void lines_table(struct lines *l)
{
	if (l->tables++ == 0)
		l->rows.n = 0;
}

void lines_row(struct lines *l)
{
	if (l->tables == 1)
		*LIST_ADD(l->arena, &l->rows) = (struct lines_row){ 0 };
}

void lines_cell(struct lines *l)
{
	if (l->tables != 1)
		return;
	if (!l->rows.n)
		lines_row(l);
	LIST_PUSH(l->arena, &l->rows.v[l->rows.n - 1].cells,
		((struct lines_cell){ .words.arena = l->arena }));
}

void lines_cell_undo(struct lines *l)
{
	if (l->tables == 1 && l->rows.n && l->rows.v[l->rows.n - 1].cells.n)
		l->rows.v[l->rows.n - 1].cells.n--;
}

void lines_cells_empty(struct lines *l, int n)
{
	for (int i = 0; i < n && i < 64; i++)
		lines_cell(l);
}

static bool is_grid(const struct lines *l)
{
	size_t wide = 0;

	LIST_EACH(row, &l->rows)
		wide += row->cells.n >= GRID_COLUMNS;
	return wide >= GRID_ROWS;
}

/* The bars set the cells apart; one within a cell would be another. */
static void put_cell(struct buf *b, struct str words)
{
	struct str rest = words, line;
	bool more = false;

	buf_addz(b, "| ");
	while (str_split(&rest, '\n', &line)) {
		if (!line.n)
			continue;
		if (more)
			buf_addc(b, ' ');
		more = true;
		for (size_t i = 0; i < line.n; i++)
			buf_addc(b, line.p[i] == '|' ? '/' : line.p[i]);
	}
	if (more)
		buf_addc(b, ' ');
}

static void put_row(struct lines *l, const struct lines_row *row, bool grid)
{
	struct str rest, line;

	if (grid && row->cells.n > 1) {
		LIST_EACH(c, &row->cells)
			put_cell(&l->out, buf_str(&c->words));
		buf_addz(&l->out, "|\n");
		return;
	}
	LIST_EACH(c, &row->cells)
		for (rest = buf_str(&c->words); str_split(&rest, '\n', &line);)
			put_line(&l->out, line);
}

void lines_table_end(struct lines *l)
{
	lines_end(l);
	if (l->tables == 0 || --l->tables)
		return;
	bool grid = is_grid(l);

	LIST_EACH(row, &l->rows)
		put_row(l, row, grid);
	l->rows.n = 0;
	if (l->out.n > INTAKE_TEXT_MAX)
		l->fault = FAULT_LONG;
}

/* --- numbers of lists */

static void add_letters(struct buf *b, char first, int n)
{
	/* a … z, aa, bb …: as Word and Writer print them */
	for (int i = (n - 1) / 26; i >= 0; i--)
		buf_addc(b, (char)(first + (n - 1) % 26));
}

static void add_roman(struct buf *b, bool upper, int n)
{
	static const struct {
		int value;
		const char *low, *high;
	} parts[] = { { 1000, "m", "M" }, { 900, "cm", "CM" }, { 500, "d", "D" },
		{ 400, "cd", "CD" }, { 100, "c", "C" }, { 90, "xc", "XC" }, { 50, "l", "L" },
		{ 40, "xl", "XL" }, { 10, "x", "X" }, { 9, "ix", "IX" }, { 5, "v", "V" },
		{ 4, "iv", "IV" }, { 1, "i", "I" } };

	for (size_t i = 0; i < COUNT(parts); i++)
		for (; n >= parts[i].value; n -= parts[i].value)
			buf_addz(b, upper ? parts[i].high : parts[i].low);
}

void number_add(struct buf *b, enum number_format format, int n)
{
	enum { MOST = 3000 }; /* beyond, letters and Roman numbers are no numbers any more */

	if (format == NUMBER_NONE)
		return;
	if (format == NUMBER_DECIMAL_ZERO)
		buf_addf(b, "%02d", n);
	else if (format == NUMBER_DECIMAL || n < 1 || n > MOST)
		buf_add_int(b, n);
	else if (format == NUMBER_LOWER_LETTER || format == NUMBER_UPPER_LETTER)
		add_letters(b, format == NUMBER_LOWER_LETTER ? 'a' : 'A', n);
	else
		add_roman(b, format == NUMBER_UPPER_ROMAN, n);
}

struct str number_bullet(struct str sign)
{
	size_t len;
	uint32_t rune = sign.n ? str_rune(sign, 0, &len) : 0;

	if (rune == 0xF02D || rune == 0x2013 || rune == 0x2014 || rune == 0x2212)
		return S("-");
	if (rune == 0xF02B)
		return S("+");
	/* Symbol and Wingdings have their signs in the private area; "o" is Courier's circle */
	if ((rune >= 0xE000 && rune <= 0xF8FF) || str_eq(sign, S("o")) || rune == 0x25E6 ||
		rune == 0x25AA || rune == 0x25CF || rune == 0x25A0 || rune == 0x25CB)
		return S("•");
	return sign;
}
