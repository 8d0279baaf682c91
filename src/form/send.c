/*
 * Judging a draft, and sending it: the submission, what counts now, and the totals in one
 * change.
 */
#include "access/access.h"
#include "base/json.h"
#include "form/sheet.h"
#include "form/strand.h"
#include "form/total.h"

/* --- judging */

/* What the cells held in the period before: zero everywhere where a year begins. */
static bool read_last(struct arena *a, struct db_read *r, const struct form_edition *f,
	const struct form_sheet_by_id_row *s, struct form_judged *out, struct err *e)
{
	struct calendar_period p, before;
	struct form_sheet_last_row row;
	struct form_vector v;
	bool found;

	if (!form_period_of(a, s->period_system, s->period_from, s->period_to, &p))
		return true;
	if (!form_period_before(a, &p, &before)) {
		out->last = NEW_N(a, struct form_figure, f->cells.n);
		for (size_t i = 0; i < f->cells.n; i++)
			out->last[i].state = f->cells.v[i].cumulative ? FORM_ZERO : FORM_MISSING;
		return true;
	}
	if (!form_sheet_last(
		    r, s->edition_id, s->agency_id, s->period_system, before.to, &row, &found, e))
		return false;
	if (!found || !row.vector.p)
		return true;
	if (!form_vector_unpack(a, row.vector, &v, e))
		return false;
	out->last = NEW_N(a, struct form_figure, f->cells.n);
	for (size_t i = 0; i < f->cells.n && i < v.n; i++)
		out->last[i] = form_tally_figure(&v.v[i]);
	return true;
}

bool form_judge_all(struct arena *a, struct db_read *r, const struct form_edition *f,
	const struct form_sheet_by_id_row *s, const struct form_figure *v, struct form_judged *out,
	struct err *e)
{
	*out = (struct form_judged){ 0 };
	if (!read_last(a, r, f, s, out, e))
		return false;
	for (size_t i = 0; i < f->cells.n; i++) {
		out->filled += v[i].state != FORM_BLANK;
		if (v[i].state == FORM_BLANK)
			LIST_PUSH(a, &out->blank, (int)i);
		if (v[i].state == FORM_MISSING)
			LIST_PUSH(a, &out->missing, (int)i);
	}
	LIST_EACH(c, &f->checks) {
		struct form_finding found = form_judge(c, v, out->last);

		if (found.verdict != FORM_BROKEN)
			continue;
		if (c->warning)
			LIST_PUSH(a, &out->warnings, found);
		else
			LIST_PUSH(a, &out->errors, found);
	}
	return true;
}

/* --- sending */

struct work {
	struct actor actor;
	struct form_total_key key;
	int64_t sheet, version, agency, number, now;
	struct str body, digest, vector, reason, request;
	const struct file_new *file; /* NULL: none */
	bool nil;
};

/* The same request once more, in the writer: another thread was quicker with it. */
static bool is_again(struct db_write *w, const struct work *k, bool *again, struct err *e)
{
	struct form_submission_requested_row row;

	return form_submission_requested(
		db_write_read(w), k->request, k->actor.account, &row, again, e);
}

/* Every so many submissions one period that has been quiet is wound (form/strand.h): its price,
 * a few milliseconds, is spread over them. */
enum { A_WINDING = 64 };
static const int64_t quiet = INT64_C(600) * 1000000;

static bool wind_sometimes(struct db_write *w, int64_t submission, struct err *e)
{
	bool found;

	return submission % A_WINDING || form_wind_quiet(w, quiet, &found, e);
}

static bool attach(struct db_write *w, const struct work *k, int64_t submission, struct err *e)
{
	const struct file_new *f = k->file;
	int64_t file;

	if (!f)
		return true;
	return file_put(w, f, &file, e) &&
	       form_attachment_add(w, submission, k->agency, file, f->name,
		       str_z(file_kind_name(f->kind)), (int64_t)f->bytes.n, f->digest, e);
}

static bool apply_send(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	struct form_sheet_now_row now;
	int64_t changed, id;
	bool found, again;

	if (!is_again(w, k, &again, e))
		return false;
	if (again)
		return true;
	if (!form_sheet_now(db_write_read(w), k->sheet, &now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (!form_must_write(db_write_read(w), &k->actor, now.agency_id, e) ||
		!form_sheet_sent(w, k->sheet, k->version, k->number, k->vector, k->now,
			k->actor.display, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_STALE, T_form_stale, now.changed_name,
			time_vi(db_write_arena(w), now.changed));
	return form_submission_add(w, k->sheet, k->agency, k->number, k->body, k->digest, k->reason,
		       k->nil, k->actor.account, k->actor.display, k->now, k->request, &id, e) &&
	       attach(w, k, id, e) && form_total_move(w, &k->key, now.vector, k->vector, e) &&
	       wind_sometimes(w, id, e);
}

/* The agency has closed: who took it over sends for it, not its own account. */
static bool check_agency(
	struct db_read *r, const struct actor *actor, int64_t agency, struct err *e)
{
	struct form_agency_row g;
	bool found;

	if (!form_agency(r, agency, &g, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (actor->agency == agency && date_given(g.valid_to) &&
		date_cmp(g.valid_to, date_today()) < 0)
		return FAIL(e, ERR_CONFLICT, T_form_closed_sends, g.name,
			date_vi(db_read_arena(r), g.valid_to));
	return true;
}

static const struct form_remark *remark_of(const struct form_send *in, struct str check)
{
	LIST_EACH(x, &in->remarks)
		if (str_eq(x->check, check) && x->text.n)
			return x;
	return NULL;
}

static bool check_judged(struct arena *a, const struct form_edition *f, const struct form_judged *j,
	const struct form_send *in, struct err *e)
{
	if (j->blank.n)
		return FAIL(e, ERR_INPUT, T_form_blank_left, str_fmt(a, "%zu", j->blank.n),
			form_cell_name(a, in->lang, f, &f->cells.v[j->blank.v[0]]));
	if (j->errors.n)
		return FAIL(e, ERR_INPUT, T_form_errors_left, str_fmt(a, "%zu", j->errors.n),
			j->errors.v[0].check->words[in->lang]);
	LIST_EACH(x, &j->warnings)
		if (!remark_of(in, x->check->code))
			return FAIL(e, ERR_INPUT, T_form_remark_left, x->check->words[in->lang]);
	return true;
}

static bool check_same(struct arena *a, const struct form_sheet_by_id_row *s,
	const struct form_send *in, struct str vector, struct err *e)
{
	if (!s->current)
		return true;
	if (str_eq(vector, s->vector) && !in->file)
		return FAIL(e, ERR_CONFLICT, T_form_nothing_new,
			str_fmt(a, "%lld", (long long)s->current));
	return in->reason.n || FAIL(e, ERR_INPUT, T_form_no_reason);
}

static bool is_nil(const struct form_figure *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].state == FORM_VALUE || v[i].state == FORM_MISSING)
			return false;
	return true;
}

static struct str send_detail(struct arena *a, const struct work *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "number", k->number);
	json_str(&j, "sha256", k->digest);
	json_bool(&j, "nil", k->nil);
	if (k->reason.n)
		json_str(&j, "reason", k->reason);
	if (k->file)
		json_str(&j, "file", k->file->digest);
	json_close(&j);
	return buf_str(&out);
}

/* Remarks of checks that are broken; others are not kept. */
static void write_body(struct arena *a, const struct form_edition *f,
	const struct form_sheet_by_id_row *s, const struct form_send *in,
	const struct form_judged *j, const struct form_figure *v, struct work *k)
{
	LIST(struct form_remark) kept = { 0 };
	struct form_body_head head = { .f = f,
		.sheet = s,
		.number = k->number,
		.at = k->now,
		.author = k->actor.display,
		.reason = k->reason,
		.nil = k->nil,
		.file = k->file };

	LIST_EACH(x, &j->warnings) {
		const struct form_remark *m = remark_of(in, x->check->code);
		bool twice = kept.n && str_eq(kept.v[kept.n - 1].check, x->check->code);

		if (m && !twice)
			LIST_PUSH(a, &kept, *m);
	}
	head.remarks = kept.v;
	head.n_remarks = kept.n;
	k->body = form_body_write(a, &head, v, &k->digest);
}

static void fill_work(struct arena *a, const struct form_sheet_by_id_row *s,
	const struct form_send *in, struct work *k)
{
	k->sheet = s->id;
	k->version = in->version;
	k->agency = s->agency_id;
	k->number = s->current + 1;
	k->now = clock_now();
	k->reason = s->current ? in->reason : S("");
	k->request = in->request;
	k->file = in->file;
	k->key = (struct form_total_key){ .edition = s->edition_id,
		.line = str_dup(a, s->line),
		.period = { .system = str_dup(a, s->period_system),
			.from = s->period_from,
			.to = s->period_to },
		.place = s->place_id,
		.province = s->province_id };
}

static bool read_sheet(struct db_read *r, const struct actor *actor, int64_t id,
	struct form_sheet_by_id_row *s, struct err *e)
{
	bool found;

	if (!form_sheet_by_id(r, id, actor->account, s, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_form_absent);
}

bool form_send_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_send *in, struct change *c, bool *again, struct err *e)
{
	struct work *k = NEW(a, struct work);
	struct form_submission_requested_row sent;
	struct form_sheet_by_id_row s;
	struct form_edition f;
	struct form_judged j;

	k->actor = *actor;
	c->entry.object = S("form_sheet");
	c->entry.object_id = in->sheet;
	if (in->request.n != FORM_REQUEST)
		return FAIL(e, ERR_INPUT, T_form_no_request);
	if (!form_submission_requested(r, in->request, actor->account, &sent, again, e))
		return false;
	if (*again)
		return true;
	if (!read_sheet(r, actor, in->sheet, &s, e) || !form_edition_get(r, s.edition_id, &f, e) ||
		!form_must_write(r, actor, s.agency_id, e) ||
		!check_agency(r, actor, s.agency_id, e))
		return false;
	if (in->version != s.version)
		return FAIL(e, ERR_STALE, T_form_stale, s.changed_name, time_vi(a, s.changed));
	if (date_cmp(s.period_to, date_today()) > 0)
		return FAIL(e, ERR_CONFLICT, T_form_not_over, date_vi(a, s.period_to));

	struct form_figure *v = NEW_N(a, struct form_figure, f.cells.n);

	if (!form_figures_unpack(s.draft, v, f.cells.n))
		return FAIL(e, ERR_STORE, T_form_body_broken);
	if (!form_judge_all(a, r, &f, &s, v, &j, e) || !check_judged(a, &f, &j, in, e))
		return false;
	struct form_vector packed = form_vector_of(a, v, f.cells.n);

	k->vector = form_vector_pack(a, &packed);
	if (!check_same(a, &s, in, k->vector, e))
		return false;
	k->nil = is_nil(v, f.cells.n);
	fill_work(a, &s, in, k);
	write_body(a, &f, &s, in, &j, v, k);
	c->arg = k;
	c->apply = apply_send;
	c->entry.action = S("form.send");
	c->entry.detail = send_detail(a, k);
	return true;
}
