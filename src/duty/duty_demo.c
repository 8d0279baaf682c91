/*
 * Duties for the demo: those that the plans it brings order, and the ladder of figures from commune
 * to ministry; with what came in on time, late and not at all. What came is invented: which agency
 * is late is drawn from its name, so that it is the same on every machine.
 */
#include "access/access.h"
#include "duty/duty.h"

enum { ITEMS_BACK = 760, ODDS = 100, ON_TIME = 74, LATE = 90, NIL_EVERY = 17 };

static const struct date from = { 2025, 1, 1 }, to = { 2027, 12, 31 };

struct demo {
	struct db *db;
	struct arena *a;
	struct actor system;
};

/* --- changes, each on a snapshot that sees the one before */

static bool add(struct demo *d, const struct duty_new *n, int64_t *id, struct err *e)
{
	struct change c = { 0 };
	const char *field;

	access_by_command(d->a, PERM_duty_manage, &c.entry);
	c.entry.action = S("duty.add");
	if (!duty_add_prepare(d->a, &d->system, n, &c, &field, e) || !audit_change(d->db, &c, e))
		return false;
	*id = c.entry.object_id;
	return true;
}

static bool decide(struct demo *d, struct duty_decision x, struct err *e)
{
	struct change c = { 0 };
	const char *field;

	access_by_command(d->a, PERM_duty_manage, &c.entry);
	c.entry.action = S("duty.decide");
	return duty_decide_prepare(d->a, &d->system, &x, &c, &field, e) &&
	       audit_change(d->db, &c, e);
}

/* --- what came in */

typedef LIST(struct duty_receipt) receipts;

/* FNV-1a. */
static uint32_t draw(struct str name, struct str period)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	for (size_t i = 0; i < period.n; i++)
		h = (h ^ (unsigned char)period.p[i]) * 16777619u;
	return h ^ h >> 15;
}

/* A few days before the last one, or up to three weeks after it. False: it never came. */
static bool day_of_answer(uint32_t drawn, struct date last, struct date *sent)
{
	uint32_t odds = drawn % ODDS;

	if (odds >= LATE)
		return false;
	*sent = odds < ON_TIME ? date_add(last, -(int)(drawn / ODDS % 6))
			       : date_add(last, 1 + (int)(drawn / ODDS % 21));
	return date_cmp(*sent, date_today()) <= 0;
}

static void add_receipt(struct demo *d, const struct duty_table *t, const struct duty_line *l,
	size_t at, receipts *out)
{
	const struct duty_period *p = &t->periods.v[at];
	uint32_t drawn = draw(l->name, p->period.code);
	struct duty_receipt x = { .agency = l->agency, .nil = drawn % NIL_EVERY == 0 };

	if (l->items[at].state == DUTY_NOT_OWED || !day_of_answer(drawn, p->due.last, &x.sent) ||
		(date_given(p->period.from) && date_cmp(x.sent, p->period.from) < 0))
		return;
	x.number = x.nil ? S("") : str_fmt(d->a, "%u/BC", 10 + drawn % 490);
	LIST_PUSH(d->a, out, x);
}

static bool read_table(
	struct demo *d, int64_t id, struct db_read *r, struct duty_table *t, struct err *e)
{
	struct date today = date_today();
	struct duty_by_id_row row;
	duty_periods periods;
	bool found;

	if (!duty_by_id(r, id, d->system.account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_duty_absent);
	return duty_periods_in(r, LANG_VI, &row, date_add(today, -ITEMS_BACK), date_add(today, -1),
		       &periods, e) &&
	       duty_table_read(r, &row, &periods, today, t, e);
}

static bool receive_period(
	struct demo *d, int64_t id, const struct duty_table *t, size_t at, struct err *e)
{
	struct change c = { 0 };
	receipts in = { 0 };
	const char *field;

	LIST_EACH(l, &t->lines)
		add_receipt(d, t, l, at, &in);
	if (!in.n)
		return true;
	access_by_command(d->a, PERM_duty_manage, &c.entry);
	c.entry.action = S("duty.receive");
	return duty_receive_all_prepare(d->a, &d->system, id, t->periods.v[at].period.code, in.v,
		       in.n, &c, &field, e) &&
	       audit_change(d->db, &c, e);
}

/* The first whose report of the period is still to come; NULL: none. */
static const struct duty_line *missing_in(const struct duty_table *t, size_t at, size_t nth)
{
	LIST_EACH(l, &t->lines)
		if (l->items[at].state == DUTY_MISSING && nth-- == 0)
			return l;
	return NULL;
}

/* One of those who owe the last period is let off, another has been given more time. */
static bool except(struct demo *d, int64_t id, struct err *e)
{
	struct duty_table t;
	struct db_read *r;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = read_table(d, id, r, &t, e);

	db_read_end(r);
	if (!ok || !t.periods.n)
		return ok;
	const struct duty_period *p = &t.periods.v[t.periods.n - 1];
	const struct duty_line *off = missing_in(&t, t.periods.n - 1, 0),
			       *later = missing_in(&t, t.periods.n - 1, 1);

	if (off &&
		!decide(d,
			(struct duty_decision){ .duty = id,
				.agency = off->agency,
				.period = p->period.code,
				.number = S(""),
				.reason = S(
					"Đang sắp xếp tổ chức bộ máy, kỳ này không phát sinh.") },
			e))
		return false;
	return !later || decide(d,
				 (struct duty_decision){ .duty = id,
					 .agency = later->agency,
					 .period = p->period.code,
					 .extend = true,
					 .until = date_add(p->due.last, 100),
					 .number = S("01/DM-CV"),
					 .issued = p->due.last,
					 .reason = S("Tập trung khắc phục hậu quả thiên tai.") },
				 e);
}

static bool answer(struct demo *d, int64_t id, struct err *e)
{
	struct duty_table t;
	struct db_read *r;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = read_table(d, id, r, &t, e);

	for (size_t at = 0; ok && at < t.periods.n; at++)
		ok = receive_period(d, id, &t, at, e);
	db_read_end(r);
	return ok;
}

static bool play(struct demo *d, const struct duty_new *n, bool answers, int64_t *id, struct err *e)
{
	return add(d, n, id, e) && (!answers || answer(d, *id, e));
}

/* --- of the plans */

/* Whose words a plan's are; where it names nobody, who owes is as in the plan beside it. */
static const struct {
	const char *province, *place, *to, *owed_by;
} places[] = {
	{ "Đồng Nai", "75", "ca-tinh.75", "các sở, ban, ngành" },
	{ "Thừa Thiên Huế", "46", "ca-tinh.46", "các sở, ban, ngành, địa phương" },
};

static const struct {
	const char *period, *title;
} titles[] = {
	{ "quarter", "Báo cáo quý về công tác phòng, chống mua bán người" },
	{ "half_year", "Báo cáo 6 tháng về công tác phòng, chống mua bán người" },
	{ "year", "Báo cáo năm về công tác phòng, chống mua bán người" },
	{ "once", "Gửi kế hoạch thực hiện của đơn vị" },
};

static struct str title_of(struct str period)
{
	for (size_t i = 0; i < COUNT(titles); i++)
		if (str_eq(period, str_z(titles[i].period)))
			return str_z(titles[i].title);
	return S("");
}

static bool body(struct db_read *r, const char *code, int64_t *id, struct err *e)
{
	struct duty_demo_agency_row row;
	bool found;

	*id = 0;
	if (!duty_demo_agency(r, str_z(code), date_today(), &row, &found, e))
		return false;
	if (found)
		*id = row.id;
	return true;
}

/* A plan is for its year; as in practice, its dates are kept until the next one orders others. */
static bool of_sentence(struct demo *d, struct db_read *r, const struct duty_demo_sentences_row *s,
	struct duty_new *n, struct err *e)
{
	bool once = str_eq(s->period, DUTY_ONCE);
	const char *to_code = "bca";

	*n = (struct duty_new){ .plan = s->plan_id,
		.position = s->position,
		.title = title_of(s->period),
		.owed_by = s->owed_by,
		.place = STR_NULL,
		.owed_to = s->owed_to.n ? s->owed_to : S("Ban Chỉ đạo"),
		.system = once ? S("") : s->period,
		.rule = str_fmt(d->a, "%s %.*s %s", once ? "date" : "year", STR_ARG(s->days),
			s->before ? "before" : "by"),
		.citation = s->number.n ? s->number : s->title,
		.valid_from = once ? DATE(2023, 1, 1) : from,
		.valid_to = once ? DATE(2023, 12, 31) : to };
	for (size_t i = 0; i < COUNT(places); i++)
		if (str_eq(s->province, str_z(places[i].province))) {
			n->place = str_z(places[i].place);
			to_code = places[i].to;
			if (!n->owed_by.n)
				n->owed_by = str_z(places[i].owed_by);
		}
	return body(r, to_code, &n->to, e);
}

/* One that waits to be confirmed, as all do at first. */
static bool is_left(const struct duty_demo_sentences_row *s)
{
	return !s->province.n && str_eq(s->period, S("half_year"));
}

/* A clerk writes who owes in words of the lists; what the text says stays in the plan. */
static bool put_sentence(struct demo *d, const struct duty_demo_sentences_row *s, struct err *e)
{
	struct duty_new n;
	struct db_read *r;
	int64_t id;

	if (!title_of(s->period).n || !s->days.n || is_left(s))
		return true;
	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = of_sentence(d, r, s, &n, e);

	db_read_end(r);
	if (!ok || !n.to)
		return ok;
	return play(d, &n, n.system.n > 0, &id, e) &&
	       (n.place.n || !str_eq(s->period, S("quarter")) || except(d, id, e));
}

/* --- the ladder of figures */

static const struct {
	const char *title, *owed_by, *place, *to, *owed_to, *rule;
} ladder[] = {
	{ "Số liệu quý của Công an cấp xã", "Công an các xã, phường", "46", "ca-tinh.46",
		"Công an thành phố Huế", "after 3 day end" },
	{ "Số liệu quý của Công an cấp tỉnh", "Công an các tỉnh, thành phố", "", "bca",
		"Bộ Công an", "after 8 day end" },
	{ "Số liệu quý toàn quốc", "Bộ Công an", "", "bcd138", "Ban Chỉ đạo 138/CP",
		"after 15 day end" },
};

static bool put_rung(struct demo *d, size_t i, struct err *e)
{
	struct duty_new n = { .plan = DB_NULL,
		.position = DB_NULL,
		.title = str_z(ladder[i].title),
		.owed_by = str_z(ladder[i].owed_by),
		.place = *ladder[i].place ? str_z(ladder[i].place) : STR_NULL,
		.owed_to = str_z(ladder[i].owed_to),
		.system = S("quarter"),
		.rule = str_z(ladder[i].rule),
		.citation = S("Dữ liệu mẫu, chưa cơ quan nào ban hành"),
		.valid_from = DATE(2026, 1, 1),
		.valid_to = to };
	struct db_read *r;
	int64_t id;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = body(r, ladder[i].to, &n.to, e);

	db_read_end(r);
	return ok && (!n.to || play(d, &n, true, &id, e));
}

static bool sentences(
	struct demo *d, struct duty_demo_sentences_rows *out, int64_t *there, struct err *e)
{
	struct duty_demo_done_row done;
	struct db_read *r;
	bool found;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = duty_demo_done(r, &done, &found, e) && duty_demo_sentences(r, out, e);

	db_read_end(r);
	*there = done.n;
	return ok;
}

bool duty_demo(struct db *db, struct arena *a, struct err *e)
{
	struct demo d = { db, a, actor_of_system() };
	struct duty_demo_sentences_rows rows;
	int64_t there;

	if (!sentences(&d, &rows, &there, e))
		return false;
	if (there)
		return true;
	LIST_EACH(s, &rows)
		if (!put_sentence(&d, s, e))
			return false;
	for (size_t i = 0; i < COUNT(ladder); i++)
		if (!put_rung(&d, i, e))
			return false;
	return true;
}
