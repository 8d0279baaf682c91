#include "urge/letter.h"

#include "plan/plan.h"

enum { LISTED = 50, NEWS = 20 };

/* --- one line */

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static struct str left_text(struct arena *a, enum lang lang, struct date due, struct date day)
{
	int64_t days = (int64_t)date_number(due) - date_number(day);

	if (days < 0)
		return TEXT(a, lang, T_urge_days_over, number(a, -days));
	return days ? TEXT(a, lang, T_urge_days_left, number(a, days))
		    : text_get(lang, T_urge_due_today);
}

/* "II.2.1.a, 19/KH-BCĐ138/CP, Bộ Y tế: chậm nhất 14/9/2025, quá 3 ngày": where it stands, never
 * what it says. */
static void add_line(
	struct buf *b, enum lang lang, const struct urge_told_items_row *x, struct str base)
{
	struct arena *a = b->arena;

	buf_addz(b, "- ");
	if (str_eq(x->role, S("requested")) && str_eq(x->whom, S("officer")))
		buf_addf(b, "%.*s ", STR_ARG(text_get(lang, T_urge_asked)));
	buf_add(b, plan_path_label(a, lang, x->path));
	if (x->number.n)
		buf_addf(b, ", %.*s", STR_ARG(x->number));
	if (!x->own)
		buf_addf(b, ", %.*s", STR_ARG(x->agency_name));
	if (date_given(x->due))
		buf_addf(b, ": %.*s, %.*s",
			STR_ARG(TEXT(a, lang, T_urge_at_latest, date_vi(a, x->due))),
			STR_ARG(left_text(a, lang, x->due, x->day)));
	buf_addc(b, '\n');
	if (base.n)
		buf_addf(b, "  %.*s/tasks/%lld\n", STR_ARG(base), (long long)x->task);
}

/* --- one letter */

static void add_count(struct buf *b, enum lang lang, enum text_id text, int64_t n)
{
	if (!n)
		return;
	if (b->n)
		buf_addz(b, ", ");
	buf_add(b, TEXT(b->arena, lang, text, number(b->arena, n)));
}

static struct str counts_text(struct arena *a, enum lang lang, const struct urge_told_row *p)
{
	struct buf b = { .arena = a };

	add_count(&b, lang, T_urge_n_over, p->late);
	add_count(&b, lang, T_urge_n_today, p->today);
	add_count(&b, lang, T_urge_n_soon, p->soon);
	return buf_str(&b);
}

struct listing {
	const struct urge_told_items_rows *items;
	const struct urge_news_rows *news;
	size_t at, news_at; /* the next ones; all lists are by rising account */
	int64_t batch;
	bool by_hand;
	struct str words, base;
};

static void add_items(
	struct buf *b, enum lang lang, const struct urge_told_row *p, struct listing *l)
{
	struct arena *a = b->arena;
	int64_t n = 0, total = p->late + p->today + p->soon;

	buf_add(b, text_get(lang, l->by_hand ? T_urge_mail_hand : T_urge_mail_round));
	buf_addz(b, "\n\n");
	while (l->at < l->items->n && l->items->v[l->at].account < p->account)
		l->at++;
	for (; l->at < l->items->n && l->items->v[l->at].account == p->account; l->at++, n++)
		add_line(b, lang, &l->items->v[l->at], l->base);
	if (n < total)
		buf_addf(
			b, "%.*s\n", STR_ARG(TEXT(a, lang, T_urge_and_more, number(a, total - n))));
	buf_addc(b, '\n');
}

/* What was told in the page and not read yet: which thing, never what it says. */
static void add_news(
	struct buf *b, enum lang lang, int64_t account, struct listing *l, struct letter *x)
{
	struct arena *a = b->arena;
	const struct urge_news_row *v = l->news->v;
	int64_t n = 0, total = 0;

	for (; l->news_at < l->news->n && v[l->news_at].account == account; l->news_at++, n++) {
		const struct urge_news_row *w = &v[l->news_at];

		if (n == 0)
			buf_addf(b, "%.*s\n\n", STR_ARG(text_get(lang, T_urge_mail_news)));
		total = w->n;
		x->news_upto = w->id > x->news_upto ? w->id : x->news_upto;
		buf_addf(b, "- %.*s\n", STR_ARG(w->subject));
		if (l->base.n && w->link.n)
			buf_addf(b, "  %.*s%.*s\n", STR_ARG(l->base), STR_ARG(w->link));
	}
	if (n < total)
		buf_addf(b, "%.*s\n",
			STR_ARG(TEXT(a, lang, T_urge_and_more_news, number(a, total - n))));
	if (n)
		buf_addc(b, '\n');
}

static void add_foot(struct buf *b, enum lang lang, const struct listing *l, bool reminds)
{
	struct arena *a = b->arena;

	if (l->base.n && reminds)
		buf_addf(b, "%.*s\n",
			STR_ARG(TEXT(a, lang, T_urge_mail_page,
				str_fmt(a, "%.*s/reminders/%lld", STR_ARG(l->base),
					(long long)l->batch))));
	if (l->base.n)
		buf_addf(b, "%.*s\n",
			STR_ARG(TEXT(a, lang, T_urge_mail_choice,
				str_fmt(a, "%.*s/account/reminders", STR_ARG(l->base)))));
	buf_addf(b, "%.*s\n", STR_ARG(text_get(lang, T_urge_mail_foot)));
}

static void add_letter(
	struct arena *a, struct letters *out, const struct urge_told_row *p, struct listing *l)
{
	struct letter *x = LIST_ADD(a, out);
	struct buf mail = { .arena = a };

	x->reminds = true;
	x->account = p->account;
	x->lang = text_lang(p->lang);
	x->subject = TEXT(a, x->lang, l->by_hand ? T_urge_subject_hand : T_urge_subject_round,
		counts_text(a, x->lang, p));
	x->notice = l->words.n ? l->words : S("");
	add_items(&mail, x->lang, p, l);
	add_news(&mail, x->lang, p->account, l, x);
	add_foot(&mail, x->lang, l, true);
	x->mail = buf_str(&mail);
	x->by_mail = p->mail || x->news_upto;
}

/* To those who owe nothing and have something unread, up to an account. */
static void add_news_letters(
	struct arena *a, struct letters *out, struct listing *l, int64_t before)
{
	while (l->news_at < l->news->n && l->news->v[l->news_at].account < before) {
		const struct urge_news_row *w = &l->news->v[l->news_at];
		struct letter *x = LIST_ADD(a, out);
		struct buf mail = { .arena = a };

		x->account = w->account;
		x->lang = text_lang(w->lang);
		x->subject = TEXT(a, x->lang, T_urge_subject_news, number(a, w->n));
		add_news(&mail, x->lang, x->account, l, x);
		add_foot(&mail, x->lang, l, false);
		x->mail = buf_str(&mail);
		x->by_mail = true;
	}
}

/* --- alarms: one chain an agency, begun with the first who is to be told by SMS */

static struct letter *letter_of(struct letters *all, int64_t account)
{
	LIST_EACH(x, all)
		if (x->account == account)
			return x;
	return NULL;
}

static void begin_alarms(struct letters *all, const struct urge_alarming_rows *rows)
{
	int64_t begun = 0;

	LIST_EACH(row, rows) {
		struct letter *x = row->agency == begun ? NULL : letter_of(all, row->account);

		if (!x || x->agency)
			continue;
		begun = row->agency;
		x->agency = row->agency;
		x->plan = row->plan;
		x->sms_agency = row->agency_name;
		x->sms_count = row->n;
	}
}

bool letters_read(struct arena *a, struct db_read *r, int64_t batch, bool by_hand, struct str words,
	struct letters *out, struct err *e)
{
	struct urge_told_items_rows items;
	struct urge_news_rows news = { 0 };
	struct urge_alarming_rows alarming;
	struct urge_settings_row settings;
	struct urge_told_rows people;
	bool found;

	*out = (struct letters){ .batch = batch };
	if (!outbox_base(r, &out->base, e) || !urge_settings(r, &settings, &found, e) ||
		!urge_told(r, batch, &people, e) || !urge_told_items(r, batch, LISTED, &items, e) ||
		!urge_alarming(r, batch, &alarming, e) ||
		/* one digest a day: what is urged by hand goes alone */
		(!by_hand && !urge_news(r, batch, NEWS, &news, e)))
		return false;
	struct listing l = { .items = &items,
		.news = &news,
		.batch = batch,
		.by_hand = by_hand,
		.words = words,
		.base = out->base };

	LIST_EACH(p, &people) {
		add_news_letters(a, out, &l, p->account);
		add_letter(a, out, p, &l);
	}
	add_news_letters(a, out, &l, INT64_MAX);
	out->until = clock_now() + settings.ack_hours * INT64_C(3600) * 1000000;
	begin_alarms(out, &alarming);
	return true;
}

/* --- putting */

bool alarm_put(struct db_write *w, const struct alarm *m, int64_t notice, struct err *e)
{
	struct arena *a = db_write_arena(w);
	/* where there is an address, the sender puts the link behind it */
	struct str page = m->base.n ? S("") : text_get(m->lang, T_urge_sms_page);
	struct outbox_new sms = { .account = m->account,
		.channel = OUTBOX_SMS,
		.key = str_fmt(a, "urge:%lld:%lld:%lld:sms", (long long)m->batch,
			(long long)m->agency, (long long)m->nth),
		.confirms = notice,
		.body = TEXT(a, m->lang, T_urge_sms, number(a, m->count), m->agency_name, page) };
	int64_t id;

	return outbox_put(w, &sms, &id, e) && urge_alarm_add(w, m->batch, m->agency, m->plan,
						      m->nth, m->account, notice, m->until, &id, e);
}

static bool put_one(
	struct db_write *w, const struct letters *all, const struct letter *x, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct str key = str_fmt(a, "urge:%lld:%lld", (long long)all->batch, (long long)x->account);
	struct outbox_new notice = { .account = x->account,
		.channel = OUTBOX_PAGE,
		.key = key,
		.subject = x->subject,
		.body = x->notice,
		.link = str_fmt(a, "/reminders/%lld", (long long)all->batch),
		.ack = x->agency != 0 };
	struct outbox_new mail = { .account = x->account,
		.channel = OUTBOX_MAIL,
		.key = str_fmt(a, "%.*s:mail", STR_ARG(key)),
		.subject = x->subject,
		.body = x->mail };
	struct alarm alarm = { all->batch, x->agency, x->plan, 1, x->account, x->lang,
		x->sms_agency, x->sms_count, all->until, all->base };
	int64_t id, mail_id = 0;

	/* the notice's key says for all three that they were put */
	if (x->reminds && !outbox_put(w, &notice, &id, e))
		return false;
	if (x->reminds && !id)
		return true;
	if (x->by_mail && !outbox_put(w, &mail, &mail_id, e))
		return false;
	/* a second mail of a day is none: what it would tell waits for the next */
	if (x->news_upto && mail_id && !outbox_told(w, x->account, x->news_upto, e))
		return false;
	return !x->agency || alarm_put(w, &alarm, id, e);
}

bool letters_put(
	struct db_write *w, const struct letters *all, size_t from, size_t most, struct err *e)
{
	for (size_t i = from; i < all->n && i < from + most; i++)
		if (!put_one(w, all, &all->v[i], e))
			return false;
	return true;
}
