#include "urge/duties.h"

#include "access/access.h"
#include "duty/duty.h"
#include "outbox/outbox.h"
#include "urge_sql.h"

enum {
	WEEK = 7,
	EVE = 1,
	LATEST = 14, /* days over: longer, it is a matter for persons */
	BACK = 400   /* a day may have been moved on by so much */
};

/* The last one that has come; NULL: none. */
static const char *step_of(const struct duty_item *i)
{
	switch (i->state) {
	case DUTY_DUE_SOON:
		return i->days > EVE ? "week" : "eve";
	case DUTY_MISSING:
		return i->days <= LATEST ? "over" : NULL;
	default:
		return NULL;
	}
}

struct telling {
	struct arena *a;
	const struct urge_reporters_rows *people;
	const struct duty_list_row *duty;
	duty_news_list *out;
};

/* "Báo cáo quý, Quý III/2026: chậm nhất 19/9/2026, còn 7 ngày". */
static struct str subject_of(
	struct telling *t, enum lang lang, struct str system_period, const struct duty_item *i)
{
	struct calendar_period p;
	struct str label = calendar_period_find(t->a, system_period, &p)
				   ? calendar_period_label(t->a, lang, &p)
				   : text_get(lang, T_duty_once);
	enum text_id text = i->state == DUTY_MISSING ? T_urge_duty_over
			    : i->days		     ? T_urge_duty_soon
						     : T_urge_duty_today;

	return TEXT(t->a, lang, text, t->duty->title, label, date_vi(t->a, i->last),
		str_fmt(t->a, "%d", i->days));
}

static void tell_agency(struct telling *t, int64_t agency, struct str period,
	const struct duty_item *i, const char *step)
{
	LIST_EACH(x, t->people) {
		if (x->agency != agency)
			continue;
		LIST_PUSH(t->a, t->out,
			((struct duty_news){ .account = x->account,
				.key = str_fmt(t->a, "duty:%lld:%.*s:%.*s:%s:%lld",
					(long long)t->duty->id, STR_ARG(period),
					STR_ARG(date_iso(t->a, i->last)), step,
					(long long)x->account),
				.subject = subject_of(t, text_lang(x->lang), period, i),
				.link = str_fmt(t->a, "/duties/%lld/items/%.*s?agency=%lld",
					(long long)t->duty->id, STR_ARG(period),
					(long long)agency) }));
	}
}

static bool tell_duty(struct telling *t, struct db_read *r, struct date day, struct err *e)
{
	duty_periods periods;
	struct duty_table table;
	struct duty_by_id_row d;
	bool found;

	if (!duty_by_id(r, t->duty->id, ACCOUNT_SYSTEM, &d, &found, e))
		return false;
	if (!found)
		return true;
	if (!duty_periods_in(
		    r, LANG_VI, &d, date_add(day, -BACK), date_add(day, WEEK), &periods, e) ||
		!duty_table_read(r, &d, &periods, day, &table, e))
		return false;
	LIST_EACH(l, &table.lines)
		for (size_t at = 0; at < periods.n; at++) {
			const char *step = step_of(&l->items[at]);

			if (step)
				tell_agency(t, l->agency, periods.v[at].period.code, &l->items[at],
					step);
		}
	return true;
}

bool duty_news_read(
	struct arena *a, struct db_read *r, struct date day, duty_news_list *out, struct err *e)
{
	struct urge_reporters_rows people;
	struct duty_list_rows duties;

	*out = (duty_news_list){ 0 };
	if (!urge_reporters(r, &people, e) || !duty_list(r, ACCOUNT_SYSTEM, &duties, e))
		return false;
	LIST_EACH(d, &duties) {
		struct telling t = { a, &people, d, out };

		if (date_cmp(d->valid_to, date_add(day, -LATEST)) >= 0 && !tell_duty(&t, r, day, e))
			return false;
	}
	return true;
}

bool duty_news_put(
	struct db_write *w, const duty_news_list *all, size_t from, size_t most, struct err *e)
{
	for (size_t i = from; i < all->n && i < from + most; i++) {
		const struct duty_news *x = &all->v[i];
		struct outbox_new m = { .account = x->account,
			.channel = OUTBOX_PAGE,
			.key = x->key,
			.subject = x->subject,
			.body = S(""),
			.link = x->link,
			.digest = true };
		int64_t id;

		if (!outbox_put(w, &m, &id, e))
			return false;
	}
	return true;
}
