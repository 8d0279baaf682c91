#include "report/cell.h"

#include "form/sheet.h"

/* A cell that the words name. */
struct named {
	struct str token;
	bool sum;
	int64_t edition;
	struct form_edition f;
	const struct form_cell *cell;
	int slot;
};

struct celling {
	struct db_read *r;
	struct arena *a;
	enum lang lang;
	const struct report_about *about;
	struct calendar_period period;
	struct report_figures *out;
};

/* The edition of the form that was in force on the period's last day; 0: none. */
static bool edition_of(const struct celling *c, struct str code, int64_t *id, struct err *e)
{
	struct form_editions_rows rows;

	*id = 0;
	if (!form_editions(c->r, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!*id && str_eq(x->code, code) &&
			(!date_given(x->valid_from) ||
				date_cmp(x->valid_from, c->about->to) <= 0) &&
			(!date_given(x->valid_to) || date_cmp(x->valid_to, c->about->to) >= 0))
			*id = x->id;
	return true;
}

/* "tổng: hd-01 A1.n"; *found false: it names no cell. */
static bool read_token(
	const struct celling *c, struct str token, struct named *out, bool *found, struct err *e)
{
	struct str sum = TEXT(c->a, LANG_VI, T_report_k_sum, S("")), rest = str_trim(token);
	size_t blank;

	*found = false;
	*out = (struct named){ .token = str_dup(c->a, rest), .sum = str_starts(rest, sum) };
	if (out->sum)
		rest = str_trim(str_sub(rest, sum.n, rest.n));
	blank = str_find_char(rest, ' ', 0);
	if (blank == SIZE_MAX)
		return true;
	if (!edition_of(c, str_sub(rest, 0, blank), &out->edition, e))
		return false;
	if (!out->edition)
		return true;
	if (!form_edition_get(c->r, out->edition, &out->f, e))
		return false;
	out->slot = form_slot_of(&out->f, str_trim(str_sub(rest, blank, rest.n)));
	*found = out->slot >= 0;
	out->cell = *found ? &out->f.cells.v[out->slot] : NULL;
	return true;
}

/* What an agency sent last; *given false: nothing. */
static bool sent_by(const struct celling *c, const struct named *n, int64_t agency,
	struct report_counted *line, struct form_figure *value, bool *given, struct err *e)
{
	struct form_submission_numbered_row sent;
	struct form_sheet_of_row sheet;
	struct form_body body;

	*given = false;
	if (!form_sheet_of(
		    c->r, n->edition, agency, c->period.system, c->period.to, &sheet, given, e))
		return false;
	if (!*given || !sheet.current) {
		*given = false;
		return true;
	}
	if (!form_submission_numbered(c->r, sheet.id, sheet.current, &sent, given, e))
		return false;
	if (!*given)
		return true;
	if (!form_body_read(c->a, &n->f, sent.body, sent.digest, &body, e))
		return false;
	*value = body.v[n->slot];
	*line = (struct report_counted){ .kind = S("submission"),
		.id = sheet.id,
		.words = TEXT(c->a, LANG_VI, T_report_cell_of, body.agency,
			str_fmt(c->a, "%lld", (long long)sent.number)),
		.day = date_of_time(sent.at),
		.number = value->n,
		.round = sent.number,
		.figure = S("") };
	return true;
}

static struct report_figure *add_figure(struct celling *c, const struct named *n)
{
	struct report_figure *f = LIST_ADD(c->a, c->out);
	struct str cell = form_cell_name(c->a, c->lang, &n->f, n->cell);

	*f = (struct report_figure){ .code = str_fmt(c->a, "%scell.%lld.%d", n->sum ? "sum." : "",
					     (long long)n->edition, n->slot),
		.token = n->token,
		.name = n->sum ? TEXT(c->a, c->lang, T_report_f_sum, cell) : cell,
		.summed = n->sum };
	return f;
}

static bool add_own(struct celling *c, const struct named *n, struct err *e)
{
	struct report_counted line;
	struct form_figure value = { .state = FORM_MISSING };
	bool given;

	if (!sent_by(c, n, c->about->agency, &line, &value, &given, e))
		return false;

	struct report_figure *f = add_figure(c, n);

	f->value = value.n;
	f->shown = form_figure_text(c->a, LANG_VI, value, n->cell->digits);
	if (given)
		LIST_PUSH(c->a, &f->of, line);
	return true;
}

static bool add_sum(
	struct celling *c, const struct named *n, const struct report_owers *owers, struct err *e)
{
	struct report_figure *f = add_figure(c, n);

	f->sum.asked = (int64_t)owers->all.n;
	LIST_EACH(o, &owers->all) {
		struct report_counted line;
		struct form_figure value;
		bool given;

		if (!sent_by(c, n, o->agency, &line, &value, &given, e))
			return false;
		if (!given || value.state == FORM_MISSING)
			continue;
		f->sum.given++;
		f->value += value.n;
		LIST_PUSH(c->a, &f->of, line);
	}
	f->shown = form_number_text(c->a, LANG_VI, f->value, n->cell->digits);
	return true;
}

bool report_figures_cells(struct db_read *r, enum lang lang, const struct report_about *about,
	const struct report_owers *owers, struct report_figures *out, struct err *e)
{
	struct celling c = {
		.r = r, .a = db_read_arena(r), .lang = lang, .about = about, .out = out
	};
	struct named n;
	struct str token;
	size_t at = 0;
	bool found;

	if (!calendar_period_find(c.a, about->period, &c.period))
		return true;
	while (report_next_token(about->words, &at, &token)) {
		if (report_figure_named(out, token))
			continue;
		if (!read_token(&c, token, &n, &found, e))
			return false;
		if (found && !(n.sum ? add_sum(&c, &n, owers, e) : add_own(&c, &n, e)))
			return false;
	}
	return true;
}
