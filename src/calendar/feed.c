#include "calendar/feed.h"

#include <sodium.h>

#include "calendar_sql.h"

enum { TOKEN = 24, DIGEST = 32, SOURCES = 4, LINE = 75 };

static calendar_source_fn *sources[SOURCES];
static size_t n_sources;

void calendar_entries_from(calendar_source_fn *fn)
{
	if (n_sources == SOURCES)
		die("more sources of calendar entries than there is room for");
	sources[n_sources++] = fn;
}

bool calendar_entries_of(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e)
{
	for (size_t i = 0; i < n_sources; i++)
		if (!sources[i](r, account, lang, from, out, e))
			return false;
	return true;
}

/* --- iCalendar */

/* A content line, folded: a line that goes on begins with a blank, which counts. */
static void put_line(struct buf *b, const char *name, struct str value)
{
	size_t room = LINE - strlen(name);

	buf_addz(b, name);
	for (size_t i = 0; i < value.n;) {
		size_t n;

		(void)str_rune(value, i, &n);
		if (n > room) {
			buf_addz(b, "\r\n ");
			room = LINE - 1;
		}
		buf_add(b, str_sub(value, i, i + n));
		room -= n;
		i += n;
	}
	buf_addz(b, "\r\n");
}

static struct str escaped(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n') {
			buf_addz(&b, "\\n");
		} else if (c >= ' ' && c != 0x7f) {
			if (strchr("\\;,", c))
				buf_addc(&b, '\\');
			buf_addc(&b, (char)c);
		}
	}
	return buf_str(&b);
}

static struct str basic_date(struct arena *a, struct date d)
{
	return str_fmt(a, "%04d%02d%02d", d.year, d.month, d.day);
}

/* "20251222T070309Z" */
static struct str basic_time(struct arena *a, int64_t us)
{
	struct buf b = { .arena = a };
	struct str iso = time_iso(a, us);

	for (size_t i = 0; i < iso.n; i++)
		if (iso.p[i] != '-' && iso.p[i] != ':')
			buf_addc(&b, iso.p[i]);
	return buf_str(&b);
}

static void put_entry(struct arena *a, struct buf *b, int64_t made, const struct calendar_entry *x)
{
	put_line(b, "BEGIN:", S("VEVENT"));
	put_line(b, "UID:", str_fmt(a, "%.*s@haidang", STR_ARG(x->uid)));
	put_line(b, "DTSTAMP:", basic_time(a, x->changed ? x->changed : made));
	put_line(b, "DTSTART;VALUE=DATE:", basic_date(a, x->day));
	put_line(b, "DTEND;VALUE=DATE:", basic_date(a, date_add(x->day, 1)));
	put_line(b, "SUMMARY:", escaped(a, x->title));
	put_line(b, "TRANSP:", S("TRANSPARENT"));
	put_line(b, "END:", S("VEVENT"));
}

struct str calendar_ics(
	struct arena *a, struct str name, int64_t made, const calendar_entries *entries)
{
	struct buf b = { .arena = a };

	put_line(&b, "BEGIN:", S("VCALENDAR"));
	put_line(&b, "VERSION:", S("2.0"));
	put_line(&b, "PRODID:", S("-//Hai Dang//Calendar//VI"));
	put_line(&b, "CALSCALE:", S("GREGORIAN"));
	put_line(&b, "NAME:", escaped(a, name));
	put_line(&b, "X-WR-CALNAME:", escaped(a, name));
	put_line(&b, "REFRESH-INTERVAL;VALUE=DURATION:", S("PT6H"));
	LIST_EACH(x, entries)
		put_entry(a, &b, made, x);
	put_line(&b, "END:", S("VCALENDAR"));
	return buf_str(&b);
}

/* --- the address */

static struct str digest_of(struct arena *a, struct str token)
{
	unsigned char *d = arena_alloc(a, DIGEST);

	crypto_generichash(d, DIGEST, (const unsigned char *)token.p, token.n,
		(const unsigned char *)"hai dang calendar feed", 22);
	return str_n((const char *)d, DIGEST);
}

struct work {
	int64_t account;
	struct str digest;
};

static bool make(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;

	return calendar_feed_put(w, k->account, k->digest, clock_now(), e);
}

static bool end(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	int64_t changed;

	if (!calendar_feed_drop(w, k->account, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_calendar_feed_no);
}

static struct work *begin(struct arena *a, const struct actor *actor, struct change *c)
{
	struct work *k = NEW(a, struct work);

	k->account = actor->account;
	c->arg = k;
	c->entry.object = S("account");
	c->entry.object_id = actor->account;
	return k;
}

bool calendar_feed_make_prepare(struct arena *a, const struct actor *actor, struct change *c,
	struct str *token, struct err *e)
{
	unsigned char drawn[TOKEN];
	char *hex = arena_alloc(a, 2 * TOKEN + 1);
	struct work *k = begin(a, actor, c);

	(void)e;
	randombytes_buf(drawn, sizeof(drawn));
	sodium_bin2hex(hex, 2 * TOKEN + 1, drawn, sizeof(drawn));
	*token = str_z(hex);
	k->digest = digest_of(a, *token);
	c->apply = make;
	return true;
}

bool calendar_feed_end_prepare(
	struct arena *a, const struct actor *actor, struct change *c, struct err *e)
{
	(void)e;
	(void)begin(a, actor, c);
	c->apply = end;
	return true;
}

bool calendar_feed_account(
	struct db_read *r, struct str token, int64_t *account, int64_t *made, struct err *e)
{
	struct calendar_feed_by_row row;
	bool found;

	if (!calendar_feed_by(r, digest_of(db_read_arena(r), token), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_calendar_feed_absent);
	*account = row.account_id;
	*made = row.made;
	return true;
}
