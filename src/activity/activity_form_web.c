/*
 * Entering, correcting, withdrawing: the forms and what they send. The fields of a kind come as
 * v1 … v24 in the order the kind asks for them; `form` says for which questions they are the
 * answers, so that a form opened before an update is not read as another.
 */
#include "activity/activity_form_web.h"

#include "access/access.h"
#include "activity_routes.h"
#include "urls.h"

/* The answers of a form, in the kind's order. */
#define TYPED(in)                                                                               \
	{                                                                                       \
		(in)->v1, (in)->v2, (in)->v3, (in)->v4, (in)->v5, (in)->v6, (in)->v7, (in)->v8, \
			(in)->v9, (in)->v10, (in)->v11, (in)->v12, (in)->v13, (in)->v14,        \
			(in)->v15, (in)->v16, (in)->v17, (in)->v18, (in)->v19, (in)->v20,       \
			(in)->v21, (in)->v22, (in)->v23, (in)->v24                              \
	}

struct typed {
	struct str v[ACTIVITY_FIELDS_MAX];
	struct ids na;
};

static bool is_na(const struct typed *t, size_t i)
{
	for (size_t k = 0; k < t->na.n; k++)
		if (t->na.v[k] == (int64_t)i + 1)
			return true;
	return false;
}

static const char *slot_name(struct request *rq, size_t i)
{
	return str_c(rq->arena, str_fmt(rq->arena, "v%zu", i + 1));
}

/* A figure beside a ticked "not applicable" is a contradiction, not a choice of ours. */
static bool read_answer(
	struct request *rq, struct activity_said *s, const struct typed *t, size_t i, struct err *e)
{
	const struct activity_ask *ask = &s->kind->asks[i];

	if (is_na(t, i) && ask->field->type == ACTIVITY_COUNT) {
		s->answers[i] = (struct activity_answer){ .state = ACTIVITY_NA };
		return !t->v[i].n || str_eq(t->v[i], S("×")) ||
		       request_refuse(rq, slot_name(rq, i), e, ERR_INPUT, T_activity_both);
	}
	if (activity_read(ask->field, ask->need && !s->draft, t->v[i], &s->answers[i], e))
		return true;
	request_field(rq, slot_name(rq, i));
	return false;
}

static bool read_answers(
	struct request *rq, struct activity_said *s, const struct typed *t, struct err *e)
{
	for (size_t i = 0; i < ACTIVITY_FIELDS_MAX; i++) {
		if (i >= s->kind->n_asks) {
			if (t->v[i].n)
				return FAIL(e, ERR_CONFLICT, T_activity_form_changed);
			continue;
		}
		if (!read_answer(rq, s, t, i, e))
			return false;
	}
	return true;
}

static bool kind_of_form(
	struct str code, struct str form, const struct activity_kind **out, struct err *e)
{
	*out = activity_kind(code);
	if (!*out)
		return FAIL(e, ERR_INPUT, T_activity_no_kind);
	return str_eq((*out)->form, form) || FAIL(e, ERR_CONFLICT, T_activity_form_changed);
}

static void show_fault(struct request *rq, const struct activity_fault *f)
{
	if (f->ask >= 0)
		request_field(rq, slot_name(rq, (size_t)f->ask));
	else if (f->field)
		request_field(rq, f->field);
}

/* --- a new one */

static bool like_that(struct request *rq, int64_t id, struct activity_said *s, struct err *e)
{
	struct activity_version_by_id_row row;
	struct activity_by_id_row head;
	const struct activity_kind *k;
	bool found;

	if (!activity_by_id(rq->read, id, rq->actor.account, &head, &found, e))
		return false;
	k = found ? activity_kind(head.kind) : NULL;
	if (!k)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	if (!activity_load(rq->read, id, head.version, rq->actor.account, k, &row, s, e))
		return false;
	for (size_t i = 0; i < k->n_asks; i++)
		if (k->asks[i].field->type == ACTIVITY_COUNT)
			s->answers[i] = (struct activity_answer){ .state = ACTIVITY_MISSING };
	s->gap = s->source = STR_NULL;
	return true;
}

/* The place where an agency is, on today's map; of its province for what is told by province. */
static struct str own_place(const struct activity_kind *k, const struct activity_agency_row *g)
{
	return k->province ? g->province_code : g->place_code;
}

static bool start_form(struct request *rq, const struct activity_new_in *in,
	struct activity_said *s, struct err *e)
{
	struct activity_agency_row agency;
	bool found;

	if (in->like != DB_NULL && !rq->n_form) {
		if (!like_that(rq, in->like, s, e))
			return false;
	} else {
		s->kind = activity_kind(request_value(rq, "kind", in->kind));
		s->agency = in->agency != DB_NULL ? in->agency : rq->actor.agency;
	}
	if (!s->kind)
		return true;
	if (!str_to_int(request_value(rq, "agency", S("")), &s->agency) && s->agency <= 0)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	if (!activity_agency(rq->read, s->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	s->starts = s->ends = date_today();
	if (!s->place.n)
		s->place = own_place(s->kind, &agency);
	return true;
}

static struct str fresh_ref(struct request *rq)
{
	struct buf b = { .arena = rq->arena };

	buf_addz(&b, "form:");
	for (int i = 0; i < REQUEST_ID; i++)
		buf_addf(&b, "%02x", rq->id[i]);
	return buf_str(&b);
}

/* ROUTE activity_new
 * GET        /activities/new
 * query      kind:word? like:int? agency:int? province:text(5)?
 * permission activity.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_form_view
 * json       none
 * export     none
 * title      activity.new
 */
bool activity_new(struct request *rq, const struct activity_new_in *in,
	struct activity_form_page *page, struct err *e)
{
	struct activity_said s = { 0 };
	struct activity_kinds_page *kinds = NEW(rq->arena, struct activity_kinds_page);
	bool may;

	if (!start_form(rq, in, &s, e))
		return false;
	page->kinds = kinds;
	if (!s.kind) {
		activity_fill_groups(rq, kinds, in->agency == DB_NULL ? 0 : in->agency);
		return activity_fill_last(rq, kinds, e);
	}
	if (!access_may(rq->read, &rq->actor, PERM_activity_write, s.agency, &may, e))
		return false;
	if (!may)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	page->once = request_value(rq, "once", fresh_ref(rq));
	request_title(rq, s.kind->name[rq->lang]);
	return activity_fill_form(rq, &s, in->province, page, e);
}

static struct str to_the_activity(struct request *rq, struct change *c)
{
	return url_activity_show(rq->arena, .activity = c->entry.object_id, .done = S("entered"));
}

/* ROUTE activity_enter
 * POST       /activities
 * form       kind:word form:word once:text(64) agency:int? task:int? place:text(20)? starts:date? ends:date? title:text(800)? source:text(800)? gap:word? draft:bool na:ids? v1:text(2000)? v2:text(2000)? v3:text(2000)? v4:text(2000)? v5:text(2000)? v6:text(2000)? v7:text(2000)? v8:text(2000)? v9:text(2000)? v10:text(2000)? v11:text(2000)? v12:text(2000)? v13:text(2000)? v14:text(2000)? v15:text(2000)? v16:text(2000)? v17:text(2000)? v18:text(2000)? v19:text(2000)? v20:text(2000)? v21:text(2000)? v22:text(2000)? v23:text(2000)? v24:text(2000)?
 * permission activity.write
 * scope      agency
 * csrf       token
 * audit      activity.enter
 * body       64K
 * rate       change
 * again      activity_new
 * json       none
 * title      activity.new
 */
bool activity_enter(
	struct request *rq, const struct activity_enter_in *in, struct change *c, struct err *e)
{
	struct typed typed = { TYPED(in), in->na };
	struct activity_fault fault;
	int64_t known;
	struct activity_said s = {
		.agency = in->agency == DB_NULL ? rq->actor.agency : in->agency,
		.task = in->task == DB_NULL ? 0 : in->task,
		.place = in->place,
		.starts = date_given(in->starts) ? in->starts : in->ends,
		.ends = date_given(in->ends) ? in->ends : in->starts,
		.title = in->title,
		.source = in->source,
		.gap = in->gap,
		.draft = in->draft,
		.ref = in->once,
	};

	if (!kind_of_form(in->kind, in->form, &s.kind, e) || !read_answers(rq, &s, &typed, e))
		return false;
	if (!activity_enter_prepare(rq->arena, rq->read, &rq->actor, &s, c, &known, &fault, e)) {
		show_fault(rq, &fault);
		return false;
	}
	rq->unchanged = known != 0;
	if (known)
		request_redirect(rq, url_activity_show(rq->arena, .activity = known));
	else
		rq->after = to_the_activity;
	return true;
}

/* --- a new version */

static bool may_change(
	struct request *rq, int64_t id, struct activity_show_page *now, struct err *e)
{
	if (!activity_fill_show(rq, id, 0, now, e))
		return false;
	if (!now->may_write)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	return !str_eq(now->head.state, S("withdrawn")) ||
	       FAIL(e, ERR_CONFLICT, T_activity_is_withdrawn);
}

/* ROUTE activity_edit
 * GET        /activities/{activity:int}/edit
 * query      province:text(5)?
 * permission activity.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_form_view
 * json       none
 * export     none
 * title      activity.edit
 */
bool activity_edit(struct request *rq, const struct activity_edit_in *in,
	struct activity_form_page *page, struct err *e)
{
	struct activity_show_page *now = NEW(rq->arena, struct activity_show_page);

	if (!may_change(rq, in->activity, now, e))
		return false;
	page->id = in->activity;
	page->version = now->head.version;
	page->was_draft = now->said->draft;
	if (rq->refusal && rq->refusal->code == ERR_STALE)
		page->standing = now;
	activity_reason_options(rq, &page->reasons.v, &page->reasons.n);
	request_title(rq, now->name);
	return activity_fill_form(rq, now->said, in->province, page, e);
}

/* ROUTE activity_correct
 * POST       /activities/{activity:int}/edit
 * form       version:int kind:word form:word agency:int? task:int? place:text(20)? starts:date? ends:date? title:text(800)? source:text(800)? gap:word? draft:bool reason:word? note:text(1200)? na:ids? v1:text(2000)? v2:text(2000)? v3:text(2000)? v4:text(2000)? v5:text(2000)? v6:text(2000)? v7:text(2000)? v8:text(2000)? v9:text(2000)? v10:text(2000)? v11:text(2000)? v12:text(2000)? v13:text(2000)? v14:text(2000)? v15:text(2000)? v16:text(2000)? v17:text(2000)? v18:text(2000)? v19:text(2000)? v20:text(2000)? v21:text(2000)? v22:text(2000)? v23:text(2000)? v24:text(2000)?
 * permission activity.write
 * scope      agency
 * csrf       token
 * audit      activity.correct
 * body       64K
 * rate       change
 * again      activity_edit
 * json       none
 * title      activity.edit
 */
bool activity_correct(
	struct request *rq, const struct activity_correct_in *in, struct change *c, struct err *e)
{
	struct typed typed = { TYPED(in), in->na };
	struct activity_why why = { in->reason, in->note };
	struct activity_fault fault;
	struct activity_said s = {
		.agency = in->agency == DB_NULL ? rq->actor.agency : in->agency,
		.task = in->task == DB_NULL ? 0 : in->task,
		.place = in->place,
		.starts = date_given(in->starts) ? in->starts : in->ends,
		.ends = date_given(in->ends) ? in->ends : in->starts,
		.title = in->title,
		.source = in->source,
		.gap = in->gap,
		.draft = in->draft,
	};

	if (!kind_of_form(in->kind, in->form, &s.kind, e) || !read_answers(rq, &s, &typed, e))
		return false;
	if (!activity_correct_prepare(rq->arena, rq->read, &rq->actor, in->activity, in->version,
		    &s, &why, c, &fault, e)) {
		show_fault(rq, &fault);
		return false;
	}
	request_redirect(rq, url_activity_show(rq->arena, .activity = in->activity));
	return true;
}

/* --- withdrawn */

/* ROUTE activity_withdraw_form
 * GET        /activities/{activity:int}/withdraw
 * query      none
 * permission activity.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_withdraw_view
 * json       none
 * export     none
 * title      activity.withdraw
 */
bool activity_withdraw_form(struct request *rq, const struct activity_withdraw_form_in *in,
	struct activity_withdraw_page *page, struct err *e)
{
	struct activity_show_page now = { 0 };

	if (!may_change(rq, in->activity, &now, e))
		return false;
	page->head = now.head;
	page->name = now.name;
	page->counts_only = now.kind->counts_only;
	activity_reason_options(rq, &page->reasons.v, &page->reasons.n);
	return true;
}

/* ROUTE activity_withdraw
 * POST       /activities/{activity:int}/withdraw
 * form       version:int reason:word note:text(1200)?
 * permission activity.write
 * scope      agency
 * csrf       token
 * audit      activity.withdraw
 * body       8K
 * rate       change
 * again      activity_withdraw_form
 * json       none
 * title      activity.withdraw
 */
bool activity_withdraw(
	struct request *rq, const struct activity_withdraw_in *in, struct change *c, struct err *e)
{
	struct activity_why why = { in->reason, in->note };

	request_redirect(rq, url_activity_show(rq->arena, .activity = in->activity));
	return activity_withdraw_prepare(
		rq->arena, rq->read, &rq->actor, in->activity, in->version, &why, c, e);
}
