/*
 * The table as a workbook, by libxlsxwriter: title and notes, a head that stays in sight
 * and is printed on every page, one format a column. The library writes to files; ours lie
 * in memory.
 */
#include "sheet/sheet.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	CELL_LETTERS = 30000, /* Excel takes 32,767 */
	WIDTH_LEAST = 8,
	WIDTH_MOST = 60,
	WIDTH_OF_DAY = 11,
	WIDTH_OF_MOMENT = 16,
	PAPER_A4 = 9
};

/* A file in memory, and what of it is mapped; ends with the arena. */
struct file {
	int fd;
	void *bytes;
	size_t n;
};

static void file_end(void *arg)
{
	struct file *f = arg;

	if (f->bytes)
		munmap(f->bytes, f->n);
	if (f->fd >= 0)
		close(f->fd);
}

struct writing {
	const struct sheet *s;
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format **formats; /* by column */
	char *scratch;
};

/* As the library wants it: ended by NUL, nothing XML cannot hold, not too long. In the
 * scratch, until the next call. */
static const char *plain(struct writing *w, struct str t)
{
	size_t n = 0, letters = 0, len;

	for (size_t i = 0; i < t.n && letters < CELL_LETTERS; i += len, letters++) {
		uint32_t r = str_rune(t, i, &len);

		if ((r < 0x20 && r != '\n' && r != '\t') || r == 0x7f || r == 0xfffe ||
			r == 0xffff) {
			w->scratch[n++] = ' ';
			continue;
		}
		memcpy(w->scratch + n, t.p + i, len);
		n += len;
	}
	w->scratch[n] = '\0';
	return w->scratch;
}

static lxw_format *format_of(struct writing *w, const struct sheet_column *c)
{
	static const char *const numbers[] = { "#,##0", "#,##0.0", "#,##0.00", "#,##0.000" };
	lxw_format *f = workbook_add_format(w->book);

	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_border(f, LXW_BORDER_HAIR);
	switch (c->type) {
	case SHEET_TEXT:
		format_set_text_wrap(f);
		break;
	case SHEET_INT:
	case SHEET_NUMBER:
		format_set_num_format(f, numbers[c->digits > 3 ? 3 : c->digits]);
		break;
	case SHEET_PERCENT:
		format_set_num_format(f, "0.0%");
		break;
	case SHEET_DATE:
		format_set_num_format(f, "dd/mm/yyyy");
		break;
	case SHEET_TIME:
		format_set_num_format(f, "dd/mm/yyyy hh:mm");
		break;
	}
	return f;
}

static size_t letters_of(struct str t)
{
	size_t n = 0, len;

	for (size_t i = 0; i < t.n && n < WIDTH_MOST; i += len, n++)
		str_rune(t, i, &len);
	return n;
}

static double width_of(const struct sheet *s, size_t column)
{
	const struct sheet_column *c = &s->columns.v[column];
	size_t most = letters_of(c->head) + 3; /* the filter's button */
	size_t least = c->type == SHEET_DATE   ? WIDTH_OF_DAY
		       : c->type == SHEET_TIME ? WIDTH_OF_MOMENT
					       : WIDTH_LEAST;

	most = most < least ? least : most;
	for (size_t i = 0; i < s->rows && most < WIDTH_MOST; i++) {
		const struct sheet_cell *x = &s->cells.v[i * s->columns.n + column];
		size_t n = x->kind == CELL_TEXT ? letters_of(x->text) : 0;

		most = n > most ? n : most;
	}
	return (double)(most > WIDTH_MOST ? WIDTH_MOST : most);
}

/* Days since 30/12/1899, as workbooks count them. */
static double serial_day(struct date d)
{
	return (double)(date_number(d) + 25569);
}

static double serial_time(int64_t us)
{
	return 25569.0 + ((double)us / 1e6 + 7 * 3600) / 86400.0;
}

/* A workbook knows no day before 1900: such a one is a text. */
static lxw_error write_day(
	struct writing *w, lxw_row_t row, lxw_col_t col, struct date d, lxw_format *f)
{
	char text[24];

	if (d.year >= 1900)
		return worksheet_write_number(w->page, row, col, serial_day(d), f);
	snprintf(text, sizeof(text), "%02d/%02d/%04d", d.day, d.month, d.year);
	return worksheet_write_string(w->page, row, col, text, f);
}

static lxw_error write_cell(
	struct writing *w, lxw_row_t row, lxw_col_t col, const struct sheet_cell *c)
{
	bool percent = w->s->columns.v[col].type == SHEET_PERCENT;
	lxw_format *f = w->formats[col];

	switch (c->kind) {
	case CELL_NONE:
		return worksheet_write_blank(w->page, row, col, f);
	case CELL_TEXT:
		return worksheet_write_string(w->page, row, col, plain(w, c->text), f);
	case CELL_INT:
		return worksheet_write_number(w->page, row, col, (double)c->n, f);
	case CELL_REAL:
		return worksheet_write_number(
			w->page, row, col, percent ? c->real / 100 : c->real, f);
	case CELL_DATE:
		return write_day(w, row, col, c->day, f);
	case CELL_TIME:
		return worksheet_write_number(w->page, row, col, serial_time(c->n), f);
	}
	return LXW_NO_ERROR;
}

/* Title and notes; answers the row the head goes into. */
static lxw_row_t write_top(struct writing *w)
{
	lxw_format *title = workbook_add_format(w->book), *note = workbook_add_format(w->book);
	lxw_row_t row = 0;

	format_set_bold(title);
	format_set_font_size(title, 14);
	format_set_font_color(note, 0x555555);
	worksheet_write_string(w->page, row++, 0, plain(w, w->s->title), title);
	LIST_EACH(n, &w->s->notes)
		worksheet_write_string(w->page, row++, 0, plain(w, *n), note);
	return row + 1;
}

static void write_head(struct writing *w, lxw_row_t row)
{
	lxw_format *head = workbook_add_format(w->book);

	format_set_bold(head);
	format_set_text_wrap(head);
	format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_border(head, LXW_BORDER_THIN);
	format_set_bg_color(head, 0xE8ECF1);
	for (size_t k = 0; k < w->s->columns.n; k++) {
		lxw_col_t col = (lxw_col_t)k;

		worksheet_set_column(w->page, col, col, width_of(w->s, k), NULL);
		worksheet_write_string(w->page, row, col, plain(w, w->s->columns.v[k].head), head);
	}
}

static void set_page(struct writing *w, lxw_row_t head)
{
	lxw_col_t last = (lxw_col_t)(w->s->columns.n - 1);
	lxw_row_t end = head + (lxw_row_t)(w->s->rows ? w->s->rows : 1);

	worksheet_freeze_panes(w->page, head + 1, 0);
	worksheet_autofilter(w->page, head, 0, end, last);
	worksheet_repeat_rows(w->page, head, head);
	worksheet_set_paper(w->page, PAPER_A4);
	worksheet_set_landscape(w->page);
	worksheet_fit_to_pages(w->page, 1, 0);
	worksheet_set_footer(w->page, "&R&P/&N");
}

static lxw_error fill(struct writing *w)
{
	const struct sheet *s = w->s;
	lxw_doc_properties about = { .created = (time_t)(clock_now() / 1000000) };

	w->page = workbook_add_worksheet(w->book, plain(w, text_get(s->lang, T_sheet_tab)));
	if (!w->page)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	workbook_set_properties(w->book, &about);
	for (size_t k = 0; k < s->columns.n; k++)
		w->formats[k] = format_of(w, &s->columns.v[k]);
	lxw_row_t head = write_top(w);

	write_head(w, head);
	for (size_t i = 0; i < s->rows * s->columns.n; i++) {
		lxw_row_t row = head + 1 + (lxw_row_t)(i / s->columns.n);
		lxw_col_t col = (lxw_col_t)(i % s->columns.n);
		lxw_error fault = write_cell(w, row, col, &s->cells.v[i]);

		if (fault != LXW_NO_ERROR)
			return fault;
	}
	set_page(w, head);
	return LXW_NO_ERROR;
}

static bool map(struct file *f, struct str *out)
{
	struct stat st;

	if (fstat(f->fd, &st) || st.st_size <= 0)
		return false;
	f->n = (size_t)st.st_size;
	f->bytes = mmap(NULL, f->n, PROT_READ, MAP_PRIVATE, f->fd, 0);
	if (f->bytes == MAP_FAILED) {
		f->bytes = NULL;
		return false;
	}
	*out = str_n(f->bytes, f->n);
	return true;
}

bool sheet_xlsx(const struct sheet *s, struct str *out, struct err *e)
{
	/* What the arena gives is taken before the book is begun: it may not give more, and
	 * leave from here. */
	struct file *file = NEW(s->arena, struct file);
	struct writing w = { .s = s,
		.formats = NEW_N(s->arena, lxw_format *, s->columns.n + 1),
		.scratch = NEW_N(s->arena, char, CELL_LETTERS * 4 + 1) };
	char name[64], shm[] = "/dev/shm";
	lxw_workbook_options options = { .tmpdir = access(shm, W_OK) == 0 ? shm : NULL };

	file->fd = -1;
	arena_defer(s->arena, file_end, file);
	file->fd = memfd_create("sheet", MFD_CLOEXEC);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", file->fd);
	if (file->fd < 0 || !(w.book = workbook_new_opt(name, &options)))
		return FAIL(e, ERR_STORE, T_sheet_not_written);
	lxw_error fault = fill(&w), closed = workbook_close(w.book);

	if (fault == LXW_NO_ERROR)
		fault = closed;
	if (fault == LXW_NO_ERROR && map(file, out))
		return true;
	FAIL(e, ERR_STORE, T_sheet_not_written);
	return err_detail(e, "libxlsxwriter: %s", lxw_strerror(fault));
}
