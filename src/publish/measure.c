#include "publish/measure.h"

#include <math.h>
#include <pthread.h>

#include "base/tsv.h"
#include "embed.h"

static const char *const codes[MEASURES] = { "page.width", "page.height", "margin.top",
	"margin.bottom", "margin.left", "margin.right", "page.number", "national", "motto",
	"motto.line", "parent", "issuer", "issuer.line", "number", "place", "type", "abstract",
	"abstract.line", "subject", "subject.gap", "bases", "body", "body.indent", "body.gap",
	"body.line", "authority", "signer", "to", "recipients.head", "recipients", "annex",
	"annex.title", "annex.with", "urgent", "urgent.height", "urgent.width.1", "urgent.width.2",
	"urgent.width.3", "typist", "contact", "header", "left.share", "table", "sign.space",
	"code.side", "code.words" };

static struct measure_row rows[MEASURES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* "12.7"; the table is ours: plain digits, no sign. */
static double figure(struct str s)
{
	double v = 0, part = 0;

	if (!s.n)
		return NAN;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			part = 1;
			continue;
		}
		v = v * 10 + (s.p[i] - '0');
		part *= 10;
	}
	return part > 0 ? v / part : v;
}

static void read_rows(void)
{
	struct str path = S("data/publish/measures.tsv"), f[8];
	struct err e = { 0 };
	struct tsv t;
	size_t n = 0;

	if (!tsv_open(&t, path, embed_find(path),
		    "code\tunit\tleast\tmost\tchosen\twhat\tcitation\tverified", &e))
		die("%.*s: broken", STR_ARG(path));
	while (tsv_row(&t, f, COUNT(f))) {
		if (n == MEASURES || !str_eq(f[0], str_z(codes[n])))
			die("%.*s, line %d: another measure is expected", STR_ARG(path), t.line);
		rows[n++] = (struct measure_row){ f[0], f[1], f[5], f[6], figure(f[2]),
			figure(f[3]), figure(f[4]), str_eq(f[7], S("1")) };
	}
	if (n != MEASURES || !tsv_done(&t, &e))
		die("%.*s: measures are missing", STR_ARG(path));
}

const struct measure_row *measure_rows(void)
{
	pthread_once(&once, read_rows);
	return rows;
}

double measure(enum measure m)
{
	const struct measure_row *r = &measure_rows()[m];

	return str_eq(r->unit, S("mm")) ? r->chosen * 72 / 25.4 : r->chosen;
}
