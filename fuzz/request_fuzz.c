/*
 * What strangers write into requests: addresses, queries, forms, cookies. The first
 * byte chooses what the rest is.
 */
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "web/form.h"
#include "web/params.h"
#include "web/route.h"
#include "web/url.h"

struct in {
	int64_t n;
	struct str text, word, secret;
	struct date day;
	bool flag;
	struct ids ids;
	struct upload file;
};

#define AT(member) offsetof(struct in, member)

static const struct param params[] = {
	{ S("n"), PARAM_INT, true, false, 0, AT(n) },
	{ S("text"), PARAM_TEXT, true, false, 100, AT(text) },
	{ S("word"), PARAM_WORD, true, false, 0, AT(word) },
	{ S("secret"), PARAM_SECRET, true, false, 100, AT(secret) },
	{ S("day"), PARAM_DATE, true, false, 0, AT(day) },
	{ S("flag"), PARAM_BOOL, true, false, 0, AT(flag) },
	{ S("ids"), PARAM_IDS, true, false, 0, AT(ids) },
	{ S("file"), PARAM_FILE, true, false, 4096, AT(file) },
};

static const struct route route = {
	.in_size = sizeof(struct in), .params = params, .n_params = COUNT(params)
};

static void must_hold(bool holds)
{
	if (!holds)
		abort();
}

/* What params promise of every value they let through. */
static void check_in(const struct in *in)
{
	must_hold(in->text.n <= 100 && str_is_utf8(in->text));
	must_hold(str_find_char(in->text, '\0', 0) == SIZE_MAX);
	must_hold(str_find_char(in->text, '\r', 0) == SIZE_MAX);
	must_hold(in->word.n <= 64);
	must_hold(in->file.bytes.n <= 4096 && str_is_utf8(in->file.name));
	must_hold(!date_given(in->day) || date_valid(in->day.year, in->day.month, in->day.day));
}

static void read_params(struct arena *a, const struct pairs *p)
{
	struct in *in = params_none(a, &route);
	struct err e = { 0 };
	struct str field;

	for (size_t i = 0; i < p->n; i++) {
		must_hold(str_is_utf8(p->v[i].name) && p->v[i].name.n > 0);
		must_hold(p->v[i].file.p || str_is_utf8(p->v[i].value));
	}
	if (params_read(a, &route, p, in, &field, &e))
		check_in(in);
	else
		must_hold(e.code != ERR_NONE && err_text(a, LANG_VI, &e).n > 0);
}

static void as_path(struct arena *a, struct str s)
{
	struct route_match m;
	struct str decoded;

	if (s.n == 0 || s.p[0] != '/' || str_find_char(s, '\0', 0) != SIZE_MAX)
		return;
	route_find(s, false, &m);
	must_hold(!m.route || m.get);
	if (url_decode(a, s, false, &decoded))
		must_hold(decoded.n <= s.n);
	if (url_is_local(s))
		must_hold(!str_starts(s, S("//")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct str s = str_n((const char *)bytes, n);
	struct pairs p = { 0 };
	struct err e = { 0 };

	switch (n ? bytes[0] % 5 : 0) {
	case 0:
		if (form_urlencoded(a, str_sub(s, 1, n), &p, &e))
			read_params(a, &p);
		break;
	case 1:
		if (form_multipart(a, str_sub(s, 1, n), S("b"), &p, &e))
			read_params(a, &p);
		break;
	case 2:
		(void)form_cookie(str_sub(s, 1, n), S("hd_session"));
		break;
	case 3:
		as_path(a, str_sub(s, 1, n));
		break;
	default:
		if (form_body(a, str_sub(s, 1, n / 2), str_sub(s, n / 2, n), &p, &e))
			read_params(a, &p);
		break;
	}
	arena_free(a);
	return 0;
}

/* The first byte of a seed: 'd' 0, 'e' 1, 'f' 2, 'g' 3, 'h' 4. */
const struct fuzz_seed fuzz_seeds[] = {
	FUZZ_SEED("dn=12&text=mua+b%C3%A1n&word=a.b&day=5/9/2025&flag=on&ids=1&ids=2"),
	FUZZ_SEED("e--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--b\r\n"
		  "Content-Disposition: form-data; name=\"file\"; filename=\"a%22.txt\"\r\n"
		  "Content-Type: text/plain\r\n\r\n\x00\xff\r\n--b--\r\n"),
	FUZZ_SEED("fa=1; hd_session=abcdef; hd_lang=vi"),
	FUZZ_SEED("g/accounts/12/grants/3"),
	FUZZ_SEED("g/plans/%zz/../x?y"),
	FUZZ_SEED(
		"hmultipart/form-data; boundary=b--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b--"),
};
const size_t fuzz_seeds_n = COUNT(fuzz_seeds);

const char *const fuzz_words[] = { "\r\n", "--b", "--b--", "name=\"", "filename=\"", "%00", "%",
	"%C3", "&", "=", "\r\n\r\n", "Content-Disposition: form-data; ", "/", "//", "..", "\"", ";",
	"+", "9223372036854775808", "-", "31/2/2025", "2025-02-28", "\xed\xa0\x80", "\xcc\x81",
	"ids=1&" };
const size_t fuzz_words_n = COUNT(fuzz_words);
