/*
 * Duties to report, campaigns, contact points.
 */
#include "reading/facts.h"
#include "reading/party.h"

enum { MOST_DUTIES = 10000 };

/* A period named at i: how many words; 0 none. */
static size_t period_at(const struct words *w, size_t i, size_t end, enum reading_period *out)
{
	static const struct {
		const char *first, *second;
		enum reading_period period;
	} periods[] = {
		{ "quý", NULL, READING_QUARTER },
		{ "6", "tháng", READING_HALF_YEAR },
		{ "06", "tháng", READING_HALF_YEAR },
		{ "sáu", "tháng", READING_HALF_YEAR },
		{ "nửa", "năm", READING_HALF_YEAR },
		{ "bán", "niên", READING_HALF_YEAR },
		{ "tháng", NULL, READING_MONTH },
		{ "tuần", NULL, READING_WEEK },
		{ "năm", NULL, READING_YEAR },
		{ "tổng", "kết", READING_YEAR },
		{ "sơ", "kết", READING_HALF_YEAR },
	};

	for (size_t k = 0; k < COUNT(periods); k++) {
		if (!word_at(w, i, end, word_hash(str_z(periods[k].first))) ||
			(periods[k].second &&
				!word_at(w, i + 1, end, word_hash(str_z(periods[k].second)))))
			continue;
		/* "năm 2024" and "tháng 6" are no periods */
		if (!periods[k].second && i + 1 < end && w->v[i + 1].flags & WORD_DIGITS &&
			!(w->v[i + 1].gap & GAP_OPEN))
			return 0;
		*out = periods[k].period;
		return periods[k].second ? 2 : 1;
	}
	return 0;
}

static struct reading_duty *add_due(struct reading_build *b, struct reading_duty *base,
	enum reading_period period, const struct block *k, size_t i, size_t n, struct date d,
	bool before)
{
	const struct words *w = &b->layout.words;
	struct reading_day day = { .date = d,
		.given = true,
		.before = before,
		.span = { w->v[i].at, word_end(w, i + n - 1) } };
	struct reading_duty *duty = NULL;

	day.written = block_text(b->a, &b->layout, k, day.span.from, day.span.to);
	/* those of one sentence stand together, at the end */
	for (size_t at = b->r->duties.n; at > 0 && !duty; at--) {
		struct reading_duty *x = &b->r->duties.v[at - 1];

		if (x->span.from != base->span.from)
			break;
		if (x->period == period)
			duty = x;
	}
	if (!duty) {
		duty = LIST_ADD(b->a, &b->r->duties);
		*duty = *base;
		duty->period = period;
		duty->rule = FIRE(b, duty_periodic);
	}
	LIST_PUSH(b->a, &duty->due, day);
	return duty;
}

/* "về …", "gửi …", "(qua …)". */
static void find_receiver(struct reading_build *b, size_t i, size_t end, struct reading_duty *d)
{
	const struct words *w = &b->layout.words;

	for (size_t k = i; k < end; k++) {
		bool to = word_at(w, k, end, WORD("về")) || word_at(w, k, end, WORD("gửi")) ||
			  word_at(w, k, end, WORD("cho")) || word_at(w, k, end, WORD("cáo"));
		bool via = word_at(w, k, end, WORD("qua"));
		struct reading_party p = { 0 };
		size_t skip = k + 1;

		if (!to && !via)
			continue;
		if (word_at(w, skip, end, WORD("về")))
			skip++;
		size_t n = party_at(b, skip, end, &p);

		if (!n)
			continue;
		/* with its apposition: "Bộ Công an - Cơ quan Thường trực …" */
		struct str name = party_spelled(b, skip, skip + n);

		if (to && !d->to.n)
			d->to = name;
		else if (via && !d->via.n)
			d->via = name;
	}
}

static bool reports(const struct words *w, size_t i, size_t end)
{
	for (size_t k = i; k + 1 < end; k++) {
		if ((word_is(w, k, WORD("báo")) && word_is(w, k + 1, WORD("cáo"))) ||
			word_is(w, k, WORD("gửi")))
			return true;
	}
	return false;
}

/* Days without a period: two a year are the half and the whole, four the quarters. */
static enum reading_period period_by_count(size_t no, size_t count)
{
	if (count >= 4)
		return READING_QUARTER;
	if (count == 2 && no == 0)
		return READING_HALF_YEAR;
	return READING_YEAR;
}

static size_t count_days(const struct words *w, size_t i, size_t end)
{
	size_t count = 0;

	for (size_t k = i; k < end; k++) {
		struct date d;
		size_t n = day_at(w, k, end, &d);

		count += n && !date_given(d);
		k += n ? n - 1 : 0;
	}
	return count;
}

/* "trước ngày 10/6 đối với báo cáo 6 tháng" */
static enum reading_period period_behind(
	const struct words *w, size_t i, size_t end, enum reading_period period)
{
	enum reading_period seen;

	if (!word_at(w, i, end, WORD("đối")) || !word_at(w, i + 1, end, WORD("với")))
		return period;
	for (size_t k = i + 2; k < end && k < i + 7; k++) {
		if (k > i + 2 && w->v[k].gap & (GAP_STOP | GAP_COMMA))
			break;
		if (period_at(w, k, end, &seen))
			return seen;
	}
	return period;
}

/* "hằng tháng", "mỗi tháng" just behind: the day before it is one of every month. */
static bool monthly_behind(const struct words *w, size_t i, size_t end)
{
	return (word_at(w, i, end, WORD("hằng")) || word_at(w, i, end, WORD("hàng")) ||
		       word_at(w, i, end, WORD("mỗi")) || word_at(w, i, end, WORD("từng"))) &&
	       word_at(w, i + 1, end, WORD("tháng"));
}

/* "… của tháng cuối quý" just behind. */
static bool last_month_behind(const struct words *w, size_t i, size_t end)
{
	i += word_at(w, i, end, WORD("của"));
	return word_at(w, i, end, WORD("tháng")) && word_at(w, i + 1, end, WORD("cuối"));
}

/* "ngày 20" without a month, of every month or of the last of every quarter: a day of each of
 * them. Returns how many words; 0 none. */
static size_t day_of_months(struct reading_build *b, struct reading_duty *base,
	enum reading_period period, const struct block *k, size_t i, size_t end, bool before)
{
	const struct words *w = &b->layout.words;
	int64_t day = 0;
	size_t n = 2;

	if (!word_at(w, i, end, WORD("ngày")) || i + 1 >= end || w->v[i + 1].n > 2 ||
		!(w->v[i + 1].flags & WORD_DIGITS) || !str_to_int(word_text(w, i + 1), &day) ||
		day < 1 || day > 31)
		return 0;
	if (monthly_behind(w, i + n, end))
		period = READING_MONTH;
	bool quarter = period == READING_QUARTER && last_month_behind(w, i + n, end);

	if (period != READING_MONTH && !quarter)
		return 0;
	for (int month = quarter ? 3 : 1; month <= 12; month += quarter ? 3 : 1) {
		int of = (int)day;

		while (!date_valid(2001, month, of))
			of--; /* "ngày 31" of a shorter month is its last */
		add_due(b, base, period, k, i, n, (struct date){ 0, (int8_t)month, (int8_t)of },
			before)
			->rule = READING_RULE_duty_monthly;
	}
	FIRE(b, duty_monthly);
	return n;
}

static void periodic_duties(struct reading_build *b, const struct block *k, size_t i, size_t end,
	struct reading_duty *base)
{
	const struct words *w = &b->layout.words;
	enum reading_period period = READING_ONCE;
	size_t no = 0, count = count_days(w, i, end);
	bool before = false;

	for (size_t m = i; m < end; m++) {
		struct date d;
		enum reading_period seen;
		size_t n = day_at(w, m, end, &d);

		if (n && !date_given(d)) {
			period = period_behind(w, m + n, end, period);
			add_due(b, base,
				period == READING_ONCE ? period_by_count(no, count) : period, k, m,
				n, d, before);
			no++;
			m += n - 1;
			continue;
		}
		if (n) {
			m += n - 1;
			continue;
		}
		if (phrase_at(w, m, end, PHRASE_BEFORE_DAY))
			before = true;
		n = day_of_months(b, base, period, k, m, end, before);
		if (n) {
			m += n - 1;
			continue;
		}
		n = period_at(w, m, end, &seen);
		if (n) {
			period = seen;
			m += n - 1;
		}
	}
}

void duties_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	const struct reading_item *task)
{
	const struct words *w = &b->layout.words;

	for (size_t from = i, to; from < end && b->r->duties.n < MOST_DUTIES; from = to) {
		bool periodic = false;

		for (to = from + 1; to < end; to++) {
			if (w->v[to].gap & GAP_DOT && w->v[to].flags & WORD_UPPER)
				break;
		}
		for (size_t m = from; m < to && !periodic; m++)
			periodic = phrase_any(w, m, to, SET(PERIODIC) | SET(EVERY_YEAR), NULL) > 0;
		bool once = task && task->due.given && date_given(task->due.date) &&
			    task->due.span.from >= w->v[from].at &&
			    task->due.span.to <= word_end(w, to - 1);

		if ((!periodic && !once) || !reports(w, from, to))
			continue;
		struct reading_duty base = { .line = reading_line_of(b->r, w->v[from].at),
			.span = { w->v[from].at, word_end(w, to - 1) } };

		base.text = block_text(b->a, &b->layout, k, base.span.from, base.span.to);
		find_receiver(b, from, to, &base);
		if (task)
			LIST_EACH(p, &task->parties)
				LIST_PUSH(b->a, &base.from, p->name);
		if (once) {
			base.period = READING_ONCE;
			base.rule = FIRE(b, duty_once);
			LIST_PUSH(b->a, &base.due, task->due);
			LIST_PUSH(b->a, &b->r->duties, base);
		} else {
			periodic_duties(b, k, from, to, &base);
		}
	}
}

void campaigns_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	const struct reading_item *task)
{
	const struct words *w = &b->layout.words;

	for (size_t m = i; m < end; m++) {
		size_t n = phrase_at(w, m, end, PHRASE_CAMPAIGN), stop = m + n;
		struct reading_campaign c = { .rule = READING_RULE_campaign_named };

		if (!n)
			continue;
		while (stop < end && stop - m < 24 && !(w->v[stop].gap & GAP_STOP) &&
			!word_at(w, stop, end, WORD("trên")) &&
			!word_at(w, stop, end, WORD("thời")) && !word_at(w, stop, end, WORD("từ")))
			stop++;
		c.span = (struct reading_span){ w->v[m].at, word_end(w, stop - 1) };
		c.name = block_text(b->a, &b->layout, k, c.span.from, c.span.to);
		c.line = reading_line_of(b->r, c.span.from);
		if (task->start.given) {
			c.start = task->start;
			c.end = task->due;
		}
		c.yearly = task->recurrence.n > 0;
		FIRE(b, campaign_named);
		LIST_PUSH(b->a, &b->r->campaigns, c);
		m = stop;
	}
}

/* --- contact points */

static bool phone_sign(char c)
{
	return (c >= '0' && c <= '9') || strchr(".- +", c);
}

static size_t phone_after(struct str t, size_t at, size_t end, struct str *out)
{
	size_t from, digits = 0;

	while (at < end && strchr(" :.", t.p[at]))
		at++;
	for (from = at; at < end && phone_sign(t.p[at]); at++)
		digits += t.p[at] >= '0' && t.p[at] <= '9';
	while (at > from && strchr(".- ", t.p[at - 1]))
		at--;
	if (digits < 3 || digits > 12)
		return 0;
	*out = str_sub(t, from, at);
	return at;
}

static struct str email_at(struct str t, size_t from, size_t end)
{
	size_t at = str_find_char(str_sub(t, 0, end), '@', from), low, high;

	if (at == SIZE_MAX)
		return STR_NULL;
	for (low = at; low > from && !strchr(" \n(<:,;*", t.p[low - 1]);)
		low--;
	for (high = at; high < end && !strchr(" \n)>,;*", t.p[high]);)
		high++;
	return high - low > 4 ? str_sub(t, low, high) : STR_NULL;
}

void contacts_find(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	struct reading_contact c = { .phone = STR_NULL, .email = STR_NULL, .address = STR_NULL };
	size_t end = b->layout.pieces.v[k->piece_end - 1].to;

	for (size_t i = k->word; i < k->word_end && !c.phone.n; i++) {
		bool phone = word_at(w, i, k->word_end, WORD("SĐT")) ||
			     word_at(w, i, k->word_end, WORD("ĐT")) ||
			     (word_at(w, i, k->word_end, WORD("thoại"))) ||
			     word_at(w, i, k->word_end, WORD("hotline"));

		if (phone && phone_after(w->text, word_end(w, i), end, &c.phone))
			c.span = (struct reading_span){ w->v[i].at,
				(size_t)(c.phone.p - w->text.p) + c.phone.n };
		/* "số 27 đường Trần Cao Vân" */
		if (word_at(w, i, k->word_end, WORD("số")) &&
			word_at(w, i + 2, k->word_end, WORD("đường"))) {
			size_t m = i + 3;

			while (m < k->word_end && !(w->v[m].gap & (GAP_STOP)) && m - i < 14)
				m++;
			c.address = block_text(b->a, &b->layout, k, w->v[i].at, word_end(w, m - 1));
		}
	}
	if (k->word < k->word_end)
		c.email = email_at(w->text, w->v[k->word].at, end);
	if (!c.phone.n && !c.email.n)
		return;
	if (!c.span.to)
		c.span = (struct reading_span){ (size_t)(c.email.p - w->text.p),
			(size_t)(c.email.p - w->text.p) + c.email.n };
	c.text = block_text(b->a, &b->layout, k, c.span.from, c.span.to);
	c.line = reading_line_of(b->r, c.span.from);
	FIRE(b, contact_point);
	LIST_PUSH(b->a, &b->r->contacts, c);
}
