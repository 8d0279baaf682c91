/*
 * Figures for the demo, all invented: the built-in form as filled in by the police of every province,
 * the communes of one, and a few ministries, for the last two quarters; two communes before they
 * became one; a correction; drafts; and some who have not sent. What a body reports is drawn from
 * its name, so that it is the same on every machine.
 */
#include "access/access.h"
#include "form_demo_sql.h"
#include "form/sheet.h"

struct demo {
	struct db *db;
	struct arena *a;
	int64_t edition;
	struct form_edition f;
};

/* One who fills in, for a period. */
struct filling {
	const struct form_demo_agencies_row *agency;
	struct calendar_period period;
	int64_t received; /* given, and not drawn; -1: drawn */
	uint32_t more;	  /* what a correction adds to it */
};

enum { MISSING_OF = 100, MISSING = 13, DRAWN = -1 };

/* FNV-1a of who, when and what. */
static uint32_t draw(const struct filling *x, const struct calendar_period *p, const char *what)
{
	struct str words[] = { x->agency->name, p->code, str_z(what) };
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < COUNT(words); i++)
		for (size_t k = 0; k < words[i].n; k++)
			h = (h ^ (unsigned char)words[i].p[k]) * 16777619u;
	return h ^ h >> 15;
}

/* --- figures that fit together */

/* A commune has few, a province more. */
static int64_t up_to(const struct filling *x, const char *what, uint32_t commune, uint32_t province)
{
	bool small = str_eq(x->agency->level, S("commune"));

	return draw(x, &x->period, what) % (small ? commune + 1 : province + 1);
}

static int64_t received(const struct filling *x, const struct calendar_period *p)
{
	bool small = str_eq(x->agency->level, S("commune"));

	if (x->received != DRAWN && str_eq(p->code, x->period.code))
		return x->received;
	return draw(x, p, "A1") % (small ? 3 : 15);
}

static int64_t resolved(const struct filling *x, const struct calendar_period *p)
{
	return received(x, p) - received(x, p) / 3;
}

/* Since the year began. */
static int64_t since(struct arena *a, const struct filling *x, const struct calendar_period *p,
	int64_t (*of)(const struct filling *, const struct calendar_period *))
{
	struct calendar_period before;

	return of(x, p) + (form_period_before(a, p, &before) ? since(a, x, &before, of) : 0);
}

struct sheet {
	const struct form_edition *f;
	struct form_figure *v;
};

static void put(struct sheet *s, const char *code, int64_t n)
{
	int slot = form_slot_of(s->f, str_z(code));

	if (slot >= 0)
		s->v[slot] = (struct form_figure){ n > 0 ? FORM_VALUE : FORM_ZERO, n > 0 ? n : 0 };
}

static void mark(struct sheet *s, const char *code, enum form_state state)
{
	int slot = form_slot_of(s->f, str_z(code));

	if (slot >= 0)
		s->v[slot] = (struct form_figure){ state, 0 };
}

static void put_police(struct demo *d, struct sheet *s, const struct filling *x)
{
	const struct calendar_period *p = &x->period;
	int64_t opened = up_to(x, "B1", 0, 4), tried = up_to(x, "B4", 0, 2);

	put(s, "A1.n", received(x, p));
	put(s, "A2.n", resolved(x, p));
	put(s, "A3.n", since(d->a, x, p, received));
	put(s, "A4.n", since(d->a, x, p, resolved));
	put(s, "B1.v", opened);
	put(s, "B1.n", opened + up_to(x, "B1n", 0, 5) * (opened > 0));
	put(s, "B4.v", tried);
	put(s, "B4.n", tried * 2);
	put(s, "C1.f2", up_to(x, "f2", 1, 3));
	put(s, "C1.f3", up_to(x, "f3", 1, 6));
	put(s, "C1.m3", up_to(x, "m3", 0, 4));
	put(s, "C2.f3", up_to(x, "c2", 1, 3));
	put(s, "D8.n", up_to(x, "D8", 4, 60));
}

static void put_work(struct sheet *s, const struct filling *x)
{
	int64_t sessions = up_to(x, "D1", 8, 120) + x->more, classes = up_to(x, "D4", 1, 9);

	put(s, "D1.n", sessions);
	put(s, "D2.n", sessions * (30 + up_to(x, "D2", 40, 90)));
	put(s, "D3.n", up_to(x, "D3", 3, 40));
	put(s, "D4.n", classes);
	put(s, "D5.n", classes * (20 + up_to(x, "D5", 10, 30)));
	put(s, "D6.n", up_to(x, "D6", 1, 4));
	put(s, "D7.n", up_to(x, "D6", 1, 4) * 3);
	put(s, "D9.n", up_to(x, "D9", 90, 9000));
}

/* Of tips, cases and victims a body without police reports nothing: it does not apply. */
static struct form_figure *fill(struct demo *d, const struct filling *x)
{
	bool police = str_eq(x->agency->kind, S("police"));
	struct sheet s = { &d->f, NEW_N(d->a, struct form_figure, d->f.cells.n) };

	LIST_EACH(c, &d->f.cells)
		s.v[c - d->f.cells.v].state = police || str_starts(c->code, S("D")) ? FORM_ZERO
										    : FORM_NA;
	if (police)
		put_police(d, &s, x);
	put_work(&s, x);
	if (draw(x, &x->period, "?") % 5 == 0)
		mark(&s, "D9.n", FORM_MISSING);
	return s.v;
}

/* --- changes, each on a snapshot that sees the one before */

static struct actor person(struct demo *d, const struct filling *x)
{
	struct actor who = actor_of_system();

	who.display = str_fmt(d->a, "Cán bộ MẪU-%04u", draw(x, &x->period, "") % 10000);
	return who;
}

static struct change begin(struct demo *d, const char *action)
{
	struct change c = { 0 };

	access_by_command(d->a, PERM_form_write, &c.entry);
	c.entry.action = str_z(action);
	return c;
}

static bool open_sheet(struct demo *d, const struct filling *x, int64_t *sheet, struct err *e)
{
	struct form_open in = { d->edition, x->agency->id, x->period, LANG_VI };
	struct change c = begin(d, "form.open");
	struct actor who = person(d, x);
	struct db_read *r;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = form_open_prepare(d->a, r, &who, &in, &c, e);

	db_read_end(r);
	if (!ok || !audit_change(d->db, &c, e))
		return false;
	*sheet = c.entry.object_id;
	return true;
}

static bool save(struct demo *d, const struct filling *x, int64_t sheet, int64_t version,
	const struct form_figure *v, struct err *e)
{
	struct change c = begin(d, "form.save");
	struct actor who = person(d, x);

	return form_save_prepare(d->a, &who, sheet, version, v, d->f.cells.n, &c, e) &&
	       audit_change(d->db, &c, e);
}

static bool send(struct demo *d, const struct filling *x, int64_t sheet, int64_t version,
	struct str reason, struct err *e)
{
	struct form_send in = { .sheet = sheet,
		.version = version,
		.reason = reason,
		.request = str_fmt(
			d->a, "demo%014lld%014lld", (long long)sheet, (long long)version) };
	struct change c = begin(d, "form.send");
	struct actor who = person(d, x);
	struct db_read *r;
	bool again;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = form_send_prepare(d->a, r, &who, &in, &c, &again, e);

	db_read_end(r);
	return ok && (again || audit_change(d->db, &c, e));
}

static bool report(struct demo *d, const struct filling *x, struct err *e)
{
	int64_t sheet;

	return open_sheet(d, x, &sheet, e) && save(d, x, sheet, 1, fill(d, x), e) &&
	       send(d, x, sheet, 2, S(""), e);
}

/* Sent, found to be short of some sessions, sent again. */
static bool report_twice(struct demo *d, const struct filling *x, struct err *e)
{
	struct filling more = *x;
	int64_t sheet;

	more.more = 6;
	return open_sheet(d, x, &sheet, e) && save(d, x, sheet, 1, fill(d, x), e) &&
	       send(d, x, sheet, 2, S(""), e) && save(d, x, sheet, 3, fill(d, &more), e) &&
	       send(d, x, sheet, 4, S("Bổ sung các buổi truyền thông của hai phường gửi muộn."), e);
}

/* Half of the cells are still blank. */
static bool draft(struct demo *d, const struct filling *x, struct err *e)
{
	struct form_figure *v = fill(d, x);
	int64_t sheet;

	for (size_t i = d->f.cells.n / 2; i < d->f.cells.n; i++)
		v[i] = (struct form_figure){ FORM_BLANK, 0 };
	return open_sheet(d, x, &sheet, e) && save(d, x, sheet, 1, v, e);
}

/* --- who, when */

/* Two communes of Huế of the second quarter of 2025, which are one since. */
static const struct {
	const char *code;
	int64_t received;
} merged[] = { { "ca-xa.19825", 5 }, { "ca-xa.19828", 3 } };

static bool put_merged(struct demo *d, const struct form_demo_agencies_rows *all, struct err *e)
{
	struct filling x = { 0 };

	if (!calendar_period_find(d->a, S("quarter-2025-2"), &x.period))
		return true;
	for (size_t i = 0; i < COUNT(merged); i++)
		LIST_EACH(g, all) {
			x.agency = g;
			x.received = merged[i].received;
			if (str_eq(g->code, str_z(merged[i].code)) && !report(d, &x, e))
				return false;
		}
	return true;
}

static bool is_open(const struct form_demo_agencies_row *g, const struct calendar_period *p)
{
	return (!date_given(g->valid_from) || date_cmp(g->valid_from, p->to) <= 0) &&
	       (!date_given(g->valid_to) || date_cmp(g->valid_to, p->from) >= 0);
}

static bool put_period(struct demo *d, const struct form_demo_agencies_rows *all,
	const struct calendar_period *p, bool last, struct err *e)
{
	LIST_EACH(g, all) {
		struct filling x = { .agency = g, .period = *p, .received = DRAWN };
		bool commune = str_eq(g->level, S("commune"));
		bool late = last && str_eq(g->code, S("byt")); /* has begun, and not sent */
		bool twice = last && str_starts(g->code, S("ca-tinh.46"));

		if (!is_open(g, p) || (!last && (commune || draw(&x, p, "few") % 3)) ||
			(!twice && !late && draw(&x, p, "missing") % MISSING_OF < MISSING))
			continue;
		if (!(twice ? report_twice : late ? draft : report)(d, &x, e))
			return false;
	}
	return true;
}

static bool put_drafts(struct demo *d, const struct form_demo_agencies_rows *all,
	const struct calendar_period *p, struct err *e)
{
	static const char *const codes[] = { "ca-tinh.46", "so-yt.46", "bqp" };

	LIST_EACH(g, all)
		for (size_t i = 0; i < COUNT(codes); i++) {
			struct filling x = { .agency = g, .period = *p, .received = DRAWN };

			if (str_starts(g->code, str_z(codes[i])) && is_open(g, p) &&
				!draft(d, &x, e))
				return false;
		}
	return true;
}

static bool play(struct demo *d, const struct form_demo_agencies_rows *all, struct err *e)
{
	struct date today = date_today();
	calendar_periods past = { 0 }, now = { 0 };

	calendar_periods_in(d->a, S("quarter"), date_add(today, -200), date_add(today, -1), &past);
	calendar_periods_in(d->a, S("quarter"), today, date_add(today, 92), &now);
	for (size_t i = past.n > 2 ? past.n - 2 : 0; i < past.n; i++)
		if (!put_period(d, all, &past.v[i], i + 1 == past.n, e))
			return false;
	return put_merged(d, all, e) && (!now.n || put_drafts(d, all, &now.v[0], e));
}

static bool begin_demo(
	struct demo *d, struct form_demo_agencies_rows *all, bool *done, struct err *e)
{
	struct form_edition_numbered_row edition;
	struct form_demo_done_row sheets;
	struct db_read *r;
	bool found, counted;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = form_edition_numbered(r, S("hd-01"), 1, &edition, &found, e) &&
		  form_demo_done(r, &sheets, &counted, e) &&
		  form_demo_agencies(r, date_today(), all, e) &&
		  (!found || form_edition_get(r, edition.id, &d->f, e));

	db_read_end(r);
	*done = ok && (!found || sheets.n > 0);
	d->edition = found ? edition.id : 0;
	return ok;
}

bool form_demo(struct db *db, struct arena *a, struct err *e)
{
	struct demo d = { .db = db, .a = a };
	struct form_demo_agencies_rows all;
	bool done;

	return form_ready(db, e) && begin_demo(&d, &all, &done, e) && (done || play(&d, &all, e));
}
