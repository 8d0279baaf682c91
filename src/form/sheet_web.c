/*
 * The pages of a sheet: filled in, judged, sent.
 */
#include "form/sheet_web.h"

#include "access/access.h"

#include "form_routes.h"
#include "urls.h"

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static struct str cell_href(struct request *rq, int slot)
{
	return str_fmt(rq->arena, "#c%d", slot);
}

static struct str cell_words(struct request *rq, const struct form_edition *f, int slot)
{
	return form_cell_name(rq->arena, rq->lang, f, &f->cells.v[slot]);
}

static bool read_sheet(struct request *rq, int64_t id, struct form_sheet_by_id_row *s,
	struct form_edition *f, struct err *e)
{
	bool found;

	if (!form_sheet_by_id(rq->read, id, rq->actor.account, s, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	return form_edition_get(rq->read, s->edition_id, f, e);
}

static bool read_draft(struct request *rq, const struct form_sheet_by_id_row *s,
	const struct form_edition *f, struct form_figure **v, struct err *e)
{
	*v = NEW_N(rq->arena, struct form_figure, f->cells.n);
	return form_figures_unpack(s->draft, *v, f->cells.n) ||
	       FAIL(e, ERR_STORE, T_form_body_broken);
}

/* "14 so với 13": what the two sides of a broken check come to. */
static struct sheet_line line_of(
	struct request *rq, const struct form_edition *f, const struct form_finding *x)
{
	int slot = x->check->cells.v[0];
	struct str left = form_number_text(rq->arena, rq->lang, x->left, x->check->digits);
	struct str right = form_number_text(rq->arena, rq->lang, x->right, x->check->digits);

	return (struct sheet_line){ .cell = cell_words(rq, f, slot),
		.href = cell_href(rq, slot),
		.check = x->check,
		.words = TEXT(rq->arena, rq->lang, T_form_finding, x->check->words[rq->lang], left,
			right),
		.remark = S("") };
}

/* --- filling in */

/* What was typed, cell by cell, on a page that is shown again. */
static struct str *typed_cells(struct request *rq, size_t cells)
{
	struct str *typed = NEW_N(rq->arena, struct str, cells);
	size_t n = 0;

	for (size_t i = 0; i < rq->n_form; i++)
		if (str_eq(rq->form[i].name, S("cell")) && n < cells)
			typed[n++] = rq->form[i].value;
	return n == cells ? typed : NULL;
}

/* Figures out of what was typed; a cell that is none keeps what was typed, and says why. */
static void read_typed(struct request *rq, struct sheet_show_page *page, struct str *typed,
	struct form_figure *v, const char **marks)
{
	for (size_t i = 0; i < page->f.cells.n; i++) {
		struct err why = { 0 };

		if (form_figure_read(typed[i], page->f.cells.v[i].digits, &v[i], &why)) {
			typed[i] = STR_NULL;
			continue;
		}
		marks[i] = "bad";
		LIST_PUSH(rq->arena, &page->faults,
			((struct fault_line){ cell_words(rq, &page->f, (int)i),
				cell_href(rq, (int)i), err_text(rq->arena, rq->lang, &why) }));
	}
}

/* Somebody was quicker: the page shows both, and what only one of us changed is taken over. */
static void merge_typed(struct request *rq, struct sheet_show_page *page, struct form_figure *mine,
	const char **marks)
{
	size_t n = page->f.cells.n;
	struct form_figure *base = NEW_N(rq->arena, struct form_figure, n);
	struct form_merge m;

	if (!form_figures_unpack(request_value(rq, "base", S("")), base, n))
		return;
	m = form_merge(rq->arena, base, mine, page->v, n);
	page->conflict = true;
	page->taken = m.taken;
	LIST_EACH(x, &m.both) {
		int digits = page->f.cells.v[x->slot].digits;

		marks[x->slot] = "two";
		LIST_PUSH(rq->arena, &page->clashes,
			((struct clash_line){ cell_words(rq, &page->f, x->slot),
				cell_href(rq, x->slot),
				form_figure_typed(rq->arena, x->mine, digits),
				form_figure_typed(rq->arena, x->theirs, digits) }));
	}
	page->v = m.v;
}

static void mark_findings(struct request *rq, struct sheet_show_page *page, const char **marks)
{
	LIST_EACH(x, &page->judged.errors) {
		LIST_PUSH(rq->arena, &page->errors, line_of(rq, &page->f, x));
		LIST_EACH(slot, &x->check->cells)
			if (!marks[*slot])
				marks[*slot] = "bad";
	}
	LIST_EACH(x, &page->judged.warnings)
		LIST_PUSH(rq->arena, &page->warnings, line_of(rq, &page->f, x));
}

static bool fill_sheet(struct request *rq, struct sheet_show_page *page, struct err *e)
{
	size_t n = page->f.cells.n;
	const char **marks = NEW_N(rq->arena, const char *, n);
	struct str *typed = rq->refusal ? typed_cells(rq, n) : NULL;

	if (!read_draft(rq, &page->s, &page->f, &page->v, e))
		return false;
	page->base = page->s.draft;
	if (typed) {
		struct form_figure *mine = NEW_N(rq->arena, struct form_figure, n);

		read_typed(rq, page, typed, mine, marks);
		if (rq->refusal->code == ERR_STALE)
			merge_typed(rq, page, mine, marks);
		else
			page->v = mine;
	}
	if (!form_judge_all(rq->arena, rq->read, &page->f, &page->s, page->v, &page->judged, e))
		return false;
	mark_findings(rq, page, marks);
	page->grid = form_grid_of(rq, &page->f,
		&(struct grid_fill){ page->v, page->judged.last, typed, marks, page->may_write });
	page->filled = (int64_t)page->judged.filled;
	page->cells = (int64_t)n;
	return true;
}

/* ROUTE sheet_show
 * GET        /forms/sheets/{sheet:int}
 * query      none
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       sheet_show_page
 * json       sheet_show_json /api/v1/forms/sheets/{sheet}
 * export     none
 * title      form.sheet
 */
bool sheet_show(struct request *rq, const struct sheet_show_in *in, struct sheet_show_page *page,
	struct err *e)
{
	struct form_sheet_by_id_row *s = &page->s;

	if (!read_sheet(rq, in->sheet, s, &page->f, e) ||
		!access_may(
			rq->read, &rq->actor, PERM_form_write, s->agency_id, &page->may_write, e) ||
		!form_submissions(rq->read, s->id, &page->sent, e))
		return false;
	page->period = form_period_name(
		rq->arena, rq->lang, s->period_system, s->period_from, s->period_to);
	page->over = date_cmp(s->period_to, date_today()) <= 0;
	request_title(rq, page->f.name[rq->lang]);
	request_landscape(rq);
	return fill_sheet(rq, page, e);
}

static bool read_cells(struct request *rq, const struct form_edition *f, const struct texts *cells,
	struct form_figure *v, struct err *e)
{
	(void)rq;
	if (cells->n != f->cells.n)
		return FAIL(e, ERR_INPUT, T_form_no_request);
	for (size_t i = 0; i < cells->n; i++)
		if (!form_figure_read(cells->v[i], f->cells.v[i].digits, &v[i], e))
			return false;
	return true;
}

/* ROUTE sheet_save
 * POST       /forms/sheets/{sheet:int}
 * form       version:int base:text(20000) cell:texts(60) then:word?
 * permission form.write
 * scope      agency
 * csrf       token
 * audit      form.save
 * body       256K
 * rate       change
 * again      sheet_show
 * json       none
 * title      form.sheet
 */
bool sheet_save(struct request *rq, const struct sheet_save_in *in, struct change *c, struct err *e)
{
	struct form_sheet_by_id_row s;
	struct form_edition f;

	if (!read_sheet(rq, in->sheet, &s, &f, e))
		return false;
	struct form_figure *v = NEW_N(rq->arena, struct form_figure, f.cells.n);

	if (!read_cells(rq, &f, &in->cell, v, e))
		return false;
	for (size_t i = 0; i < f.cells.n; i++)
		if (v[i].state == FORM_BLANK && str_eq(or_empty(in->then), S("zero")))
			v[i].state = FORM_ZERO;
		else if (v[i].state == FORM_BLANK && str_eq(or_empty(in->then), S("unknown")))
			v[i].state = FORM_MISSING;
	if (str_eq(or_empty(in->then), S("send")))
		request_redirect(rq, url_sheet_send_form(rq->arena, .sheet = in->sheet));
	else
		request_redirect(rq, url_sheet_show(rq->arena, .sheet = in->sheet));
	rq->unchanged = in->version == s.version &&
			str_eq(form_figures_pack(rq->arena, v, f.cells.n), s.draft);
	return rq->unchanged ||
	       form_save_prepare(rq->arena, &rq->actor, in->sheet, in->version, v, f.cells.n, c, e);
}

/* --- sending */

/* The number of the request that drew the page: nobody else's page has it. */
static struct str draw_request(const struct request *rq)
{
	struct buf b = { .arena = rq->arena };

	_Static_assert(REQUEST_ID * 2 == FORM_REQUEST, "as long as a request's number");
	for (size_t i = 0; i < sizeof(rq->id); i++)
		buf_addf(&b, "%02x", rq->id[i]);
	return buf_str(&b);
}

/* What was typed under a warning, on a page that is shown again. */
static struct str typed_remark(struct request *rq, struct str check)
{
	bool next = false;

	for (size_t i = 0; i < rq->n_form; i++) {
		if (next && str_eq(rq->form[i].name, S("remark")))
			return rq->form[i].value;
		if (str_eq(rq->form[i].name, S("check")))
			next = str_eq(rq->form[i].value, check);
	}
	return S("");
}

/* One remark a check, however many columns it is broken in. */
static void add_warnings(struct request *rq, struct sheet_send_page *page)
{
	LIST_EACH(x, &page->judged.warnings) {
		struct sheet_line line = line_of(rq, &page->f, x);

		if (page->warnings.n &&
			str_eq(page->warnings.v[page->warnings.n - 1].check->code, x->check->code))
			continue;
		line.remark = typed_remark(rq, x->check->code);
		LIST_PUSH(rq->arena, &page->warnings, line);
	}
}

/* ROUTE sheet_send_form
 * GET        /forms/sheets/{sheet:int}/send
 * query      none
 * permission form.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       sheet_send_page
 * json       none
 * export     none
 * title      form.send_title
 */
bool sheet_send_form(struct request *rq, const struct sheet_send_form_in *in,
	struct sheet_send_page *page, struct err *e)
{
	struct form_sheet_by_id_row *s = &page->s;
	struct form_figure *v;

	if (!read_sheet(rq, in->sheet, s, &page->f, e) || !read_draft(rq, s, &page->f, &v, e) ||
		!form_judge_all(rq->arena, rq->read, &page->f, s, v, &page->judged, e))
		return false;
	page->period = form_period_name(
		rq->arena, rq->lang, s->period_system, s->period_from, s->period_to);
	page->next = s->current + 1;
	page->over = date_cmp(s->period_to, date_today()) <= 0;
	page->request = request_value(rq, "request", draw_request(rq));
	LIST_EACH(x, &page->judged.errors)
		LIST_PUSH(rq->arena, &page->errors, line_of(rq, &page->f, x));
	add_warnings(rq, page);
	if (page->judged.blank.n)
		page->first_blank = cell_words(rq, &page->f, page->judged.blank.v[0]);
	return true;
}

/* ROUTE sheet_send
 * POST       /forms/sheets/{sheet:int}/send
 * form       version:int request:text(40) reason:text(2000)? check:texts(40)? remark:texts(500)? file:file(1M)?
 * permission form.write
 * scope      agency
 * csrf       token
 * audit      form.send
 * body       2M
 * rate       change
 * again      sheet_send_form
 * json       none
 * title      form.send_title
 */
bool sheet_send(struct request *rq, const struct sheet_send_in *in, struct change *c, struct err *e)
{
	struct form_send send = { .sheet = in->sheet,
		.version = in->version,
		.reason = or_empty(in->reason),
		.request = in->request,
		.lang = rq->lang };
	struct file_new *file = NEW(rq->arena, struct file_new);
	bool again;

	for (size_t i = 0; i < in->check.n && i < in->remark.n; i++)
		LIST_PUSH(rq->arena, &send.remarks,
			((struct form_remark){ in->check.v[i], in->remark.v[i] }));
	request_redirect(rq, url_sheet_show(rq->arena, .sheet = in->sheet));
	if (in->file.bytes.p) {
		send.file = file;
		if (!file_prepare(rq->arena, in->file.name, in->file.bytes, file, e)) {
			request_field(rq, "file");
			return false;
		}
	}
	if (!form_send_prepare(rq->arena, rq->read, &rq->actor, &send, c, &again, e)) {
		if (e->text == T_form_no_reason)
			request_field(rq, "reason");
		return false;
	}
	rq->unchanged = again;
	return true;
}

/* --- what was sent */

static void add_change(struct request *rq, struct submission_show_page *page, size_t slot,
	struct form_figure before, struct form_figure now)
{
	int digits = page->f.cells.v[slot].digits;

	LIST_PUSH(rq->arena, &page->changes,
		((struct submission_line){ cell_words(rq, &page->f, (int)slot),
			form_figure_text(rq->arena, rq->lang, before, digits),
			form_figure_text(rq->arena, rq->lang, now, digits) }));
}

static bool compare(struct request *rq, struct submission_show_page *page, struct err *e)
{
	struct form_submission_numbered_row other;
	struct form_body was;
	bool found;

	if (page->against <= 0)
		return true;
	if (!form_submission_numbered(rq->read, page->s.id, page->against, &other, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (!form_body_read(rq->arena, &page->f, other.body, other.digest, &was, e))
		return false;
	for (size_t i = 0; i < page->f.cells.n; i++)
		if (!form_figure_eq(was.v[i], page->body.v[i]))
			add_change(rq, page, i, was.v[i], page->body.v[i]);
	return true;
}

/* ROUTE submission_show
 * GET        /forms/sheets/{sheet:int}/versions/{nth:int}
 * query      against:int?
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       submission_show_page
 * json       submission_show_json /api/v1/forms/sheets/{sheet}/versions/{nth}
 * export     submission_show_sheet
 * title      form.submission
 */
bool submission_show(struct request *rq, const struct submission_show_in *in,
	struct submission_show_page *page, struct err *e)
{
	struct form_sheet_by_id_row *s = &page->s;
	bool found;

	if (!read_sheet(rq, in->sheet, s, &page->f, e) ||
		!form_submission_numbered(rq->read, s->id, in->nth, &page->one, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (!form_body_read(
		    rq->arena, &page->f, page->one.body, page->one.digest, &page->body, e) ||
		!form_submissions(rq->read, s->id, &page->all, e))
		return false;
	if (!form_attachment_of(rq->read, page->one.id, &page->file, &page->attached, e))
		return false;
	page->period = form_period_name(
		rq->arena, rq->lang, s->period_system, s->period_from, s->period_to);
	page->grid = form_grid_of(rq, &page->f, &(struct grid_fill){ .v = page->body.v });
	page->against = in->against == DB_NULL ? in->nth - 1 : in->against;
	request_title(rq, page->f.name[rq->lang]);
	request_landscape(rq);
	return compare(rq, page, e);
}

/* ROUTE submission_file
 * GET        /forms/sheets/{sheet:int}/versions/{nth:int}/file
 * query      none
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      form.attached
 */
bool submission_file(
	struct request *rq, const struct submission_file_in *in, struct reply *reply, struct err *e)
{
	struct form_submission_numbered_row one;
	struct form_attachment_of_row row;
	struct form_sheet_by_id_row s;
	struct file_held held;
	bool found;

	if (!form_sheet_by_id(rq->read, in->sheet, rq->actor.account, &s, &found, e) ||
		(found && !form_submission_numbered(rq->read, s.id, in->nth, &one, &found, e)) ||
		(found && !form_attachment_of(rq->read, one.id, &row, &found, e)) ||
		(found && !file_read(rq->read, row.file_id, &held, &found, e)))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	*reply = (struct reply){ held.type, row.name, held.bytes };
	return true;
}
