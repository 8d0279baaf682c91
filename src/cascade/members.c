#include "cascade/members.h"

#include "base/json.h"
#include "base/viet.h"

/* --- who must, who has */

/* "xây dựng kế hoạch", "ban hành văn bản triển khai": what the organisation part of a plan
 * asks of its members. */
static bool asks_for_plans(struct arena *a, struct str words)
{
	static const char *const forms[] = { "xay dung ke hoach", "ban hanh ke hoach",
		"lap ke hoach", "xay dung chuong trinh ke hoach", "van ban trien khai" };
	struct str fold = viet_fold(a, words);

	for (size_t i = 0; i < COUNT(forms); i++)
		if (str_has(fold, str_z(forms[i])))
			return true;
	return false;
}

static bool asking_task(
	struct db_read *r, int64_t plan, const struct cascade_asking_row **out, struct err *e)
{
	struct cascade_asking_rows rows;
	struct arena *a = db_read_arena(r);
	struct cascade_members_rows members;

	*out = NULL;
	if (!cascade_asking(r, plan, &rows, e))
		return false;
	/* the first that asks more than one: "Giao Công an tỉnh … xây dựng kế hoạch kiểm tra"
	 * asks nobody to send anything */
	LIST_EACH(t, &rows) {
		if (!asks_for_plans(a, t->words))
			continue;
		if (!cascade_members(r, t->id, &members, e))
			return false;
		if (members.n > 1) {
			*out = t;
			return true;
		}
	}
	return true;
}

/* A province's plan may be issued by its committee: it is that of the province. */
static bool is_of(const struct cascade_lowers_row *p, const struct cascade_members_row *m)
{
	if (p->issuer_id == m->agency_id)
		return true;
	return p->province.p && str_eq(m->kind, S("people_committee")) &&
	       str_eq(m->level, S("province")) && str_eq(p->province, m->province_code);
}

static void fill_line(struct members_line *l, const struct cascade_lowers_rows *plans,
	const struct cascade_sent_list_rows *sent)
{
	LIST_EACH(p, plans)
		if (p->seen && is_of(p, l->member))
			l->plan = p;
	LIST_EACH(s, sent)
		if (s->agency_id == l->member->agency_id && !l->sent)
			l->sent = s;
	if (l->sent)
		l->day = l->sent->received;
	else if (l->plan)
		l->day = l->plan->issued;
}

static void judge(struct members *m, struct members_line *l, struct date today)
{
	struct date last = m->task->last_day;
	bool here = l->plan || l->sent;

	m->sent += here;
	m->missing += !here;
	if (!date_given(last))
		return;
	l->late = date_cmp(here ? l->day : today, last) > 0;
	m->late += l->late;
}

bool members_read(struct db_read *r, int64_t plan, int64_t account, struct date today,
	struct members *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct cascade_members_rows members;
	struct cascade_lowers_rows *plans = NEW(a, struct cascade_lowers_rows);
	struct cascade_sent_list_rows *sent = NEW(a, struct cascade_sent_list_rows);

	*out = (struct members){ 0 };
	if (!asking_task(r, plan, &out->task, e))
		return false;
	if (!out->task)
		return true;
	if (!cascade_members(r, out->task->id, &members, e) ||
		!cascade_lowers(r, plan, account, plans, e) || !cascade_sent_list(r, plan, sent, e))
		return false;
	LIST_EACH(m, &members) {
		struct members_line *l = LIST_ADD(a, &out->lines);

		l->member = m;
		fill_line(l, plans, sent);
		judge(out, l, today);
	}
	return true;
}

/* --- by hand */

struct registered {
	struct members_new in;
	int64_t account, sent, version;
	struct str account_name;
};

static bool apply_register(struct db_write *w, struct change *c, struct err *e)
{
	struct registered *g = c->arg;

	return cascade_sent_add(w, g->in.plan, g->in.agency, g->in.number, g->in.issued,
		g->in.received, g->in.note, g->account, g->account_name, clock_now(),
		&c->entry.object_id, e);
}

static bool check(const struct members_new *in, struct err *e)
{
	if (!in->number.n)
		return FAIL(e, ERR_INPUT, T_cascade_no_number);
	if (!date_given(in->received) || date_cmp(in->received, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_cascade_received_when);
	if (date_given(in->issued) && date_cmp(in->issued, in->received) > 0)
		return FAIL(e, ERR_INPUT, T_cascade_issued_after);
	return true;
}

/* The plan, whose standing agency collects. */
static bool collects(struct db_read *r, const struct actor *actor, int64_t plan, struct err *e)
{
	struct cascade_plan_row row;
	bool found, may;

	if (!cascade_plan(r, plan, actor->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_cascade_no_plan);
	if (!cascade_may(r, actor, &row, NULL, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_cascade_not_collector);
}

static bool register_read(
	struct db_read *r, const struct actor *actor, const struct members_new *in, struct err *e)
{
	const struct cascade_asking_row *task;
	struct cascade_is_asked_row row;
	bool found;

	if (!collects(r, actor, in->plan, e) || !asking_task(r, in->plan, &task, e))
		return false;
	if (!task)
		return FAIL(e, ERR_CONFLICT, T_cascade_asks_none);
	if (!cascade_is_asked(r, task->id, in->agency, &row, &found, e))
		return false;
	return (found && row.asked) || FAIL(e, ERR_INPUT, T_cascade_not_member);
}

static void tell(struct arena *a, const struct registered *g, struct change *c)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "plan", g->in.plan);
	json_int(&j, "agency", g->in.agency);
	json_str(&j, "number", g->in.number);
	json_date(&j, "received", g->in.received);
	json_close(&j);
	c->entry.object = S("sent");
	c->entry.object_id = g->sent;
	c->entry.detail = buf_str(&out);
}

bool members_register_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct members_new *in, struct change *c, struct err *e)
{
	struct registered *g = NEW(a, struct registered);
	struct db_read *r;
	bool ok;

	if (!check(in, e) || !db_read_begin(db, a, &r, e))
		return false;
	ok = register_read(r, actor, in, e);
	db_read_end(r);
	if (!ok)
		return false;
	*g = (struct registered){
		.in = *in, .account = actor->account, .account_name = actor->name
	};
	g->in.note = in->note.p ? in->note : S("");
	c->arg = g;
	c->apply = apply_register;
	tell(a, g, c);
	return true;
}

static bool apply_withdraw(struct db_write *w, struct change *c, struct err *e)
{
	const struct registered *g = c->arg;
	int64_t changed;

	if (!cascade_sent_withdraw(w, g->sent, g->in.plan, g->version, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_cascade_sent_gone);
}

bool members_withdraw_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t plan, int64_t sent, int64_t version, struct change *c, struct err *e)
{
	struct registered *g = NEW(a, struct registered);
	struct cascade_sent_by_id_row row;
	struct db_read *r;
	bool ok, found = false;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = collects(r, actor, plan, e) && cascade_sent_by_id(r, sent, plan, &row, &found, e);
	db_read_end(r);
	if (!ok)
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_cascade_sent_gone);
	*g = (struct registered){
		.in = { .plan = plan, .agency = row.agency_id, .number = row.number },
		.sent = sent,
		.version = version
	};
	c->arg = g;
	c->apply = apply_withdraw;
	tell(a, g, c);
	return true;
}
