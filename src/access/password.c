#include "access/password.h"

#include <pthread.h>
#include <sodium.h>
#include "access/gate.h"
#include "base/viet.h"
#include "embed.h"

/* libsodium's "interactive" strength: 64 MiB, two passes. Two at once take 128 MiB; who
 * waits holds a worker, so few may. */
#define STRENGTH crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

enum { AT_ONCE = 2, MAY_WAIT = 8 };

static struct gate gate = GATE(AT_ONCE, MAY_WAIT);
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char dummy[crypto_pwhash_STRBYTES];

static void start(void)
{
	char drawn[32];

	if (sodium_init() < 0)
		die("libsodium does not start");
	randombytes_buf(drawn, sizeof(drawn));
	if (crypto_pwhash_str(dummy, drawn, sizeof(drawn), STRENGTH, MEMORY) != 0)
		die("no memory for one password hash");
}

/* Refuses what cannot be a password and gives the one form that is hashed. */
static bool one_form(struct arena *a, struct str plain, struct str *nfc, struct err *e)
{
	if (plain.n > PASSWORD_MAX)
		return FAIL(e, ERR_INPUT, T_access_password_long, str_fmt(a, "%d", PASSWORD_MAX));
	if (!str_is_utf8(plain))
		return FAIL(e, ERR_INPUT, T_access_password_bytes);
	*nfc = viet_nfc(a, plain);
	return true;
}

static size_t letters(struct str s)
{
	size_t count = 0;

	for (size_t i = 0, len; i < s.n; i += len, count++)
		str_rune(s, i, &len);
	return count;
}

/* Few different letters are few tries. */
static bool varied(struct str s)
{
	bool seen[256] = { false };
	int different = 0;

	for (size_t i = 0; i < s.n; i++) {
		different += !seen[(unsigned char)s.p[i]];
		seen[(unsigned char)s.p[i]] = true;
	}
	return different >= 5;
}

/* --- what is tried first */

/* Debian's john-data; public domain, as its head says. */
static const struct str list_file = { "/usr/share/john/password.lst", 28 };

/* What the list does not know. */
static const char *const here[] = { "matkhau", "xinchao", "anhyeuem", "emyeuanh", "toiyeuvietnam",
	"vietnam", "hanoi", "saigon", "danang", "congan", "bocongan", "bienphong", "haidang",
	"quantri", "canbo", "taikhoan", "dangnhap", "thuongtruc", "tinhyeu", "khongbiet" };

static bool plain_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
}

static bool digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Letters and digits alone, without marks and capitals. */
static struct str squeezed(struct arena *a, struct str s)
{
	struct str folded = viet_fold(a, s);
	struct buf b = { .arena = a };

	for (size_t i = 0; i < folded.n; i++)
		if (plain_letter(folded.p[i]))
			buf_addc(&b, folded.p[i]);
	return buf_str(&b);
}

static bool listed(struct str word)
{
	struct str rest = embed_find(list_file), line;

	for (size_t i = 0; i < COUNT(here); i++)
		if (str_eq(word, str_z(here[i])))
			return true;
	while (str_split(&rest, '\n', &line))
		if (str_eq_nocase(line, word) && line.n)
			return true;
	return false;
}

/* One word, once or over and over. */
static bool common_word(struct str s)
{
	for (size_t n = 3; n <= s.n; n++) {
		bool repeats = s.n % n == 0;

		for (size_t i = n; repeats && i < s.n; i++)
			repeats = s.p[i] == s.p[i - n];
		if (repeats && listed(str_sub(s, 0, n)))
			return true;
	}
	return false;
}

static bool common(struct str s)
{
	size_t from = 0, to = s.n;

	while (from < to && digit(s.p[from]))
		from++;
	while (to > from && digit(s.p[to - 1]))
		to--;
	return common_word(s) || common_word(str_sub(s, from, to));
}

/* A name of three letters is in too many words. */
static bool holds(struct arena *a, struct str squeezed_plain, struct str name)
{
	struct str n = name.p ? squeezed(a, name) : S("");

	return n.n >= 4 && str_has(squeezed_plain, n);
}

bool password_rules(
	struct arena *a, struct str plain, struct str name, struct str agency, struct err *e)
{
	struct str nfc, s;

	if (!one_form(a, plain, &nfc, e))
		return false;
	if (letters(nfc) < PASSWORD_MIN)
		return FAIL(e, ERR_INPUT, T_access_password_short, str_fmt(a, "%d", PASSWORD_MIN));
	if (!varied(nfc))
		return FAIL(e, ERR_INPUT, T_access_password_simple);
	if (name.n >= 3 && str_has(viet_fold(a, nfc), viet_fold(a, name)))
		return FAIL(e, ERR_INPUT, T_access_password_name);
	s = squeezed(a, nfc);
	if (holds(a, s, agency))
		return FAIL(e, ERR_INPUT, T_access_password_agency);
	return !common(s) || FAIL(e, ERR_INPUT, T_access_password_common);
}

bool password_hash(struct arena *a, struct str plain, struct str *hash, struct err *e)
{
	char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
	struct str nfc;

	pthread_once(&once, start);
	if (!one_form(a, plain, &nfc, e) || !gate_enter(&gate, e))
		return false;
	int failed = crypto_pwhash_str(out, nfc.p, nfc.n, STRENGTH, MEMORY);

	gate_leave(&gate);
	if (failed)
		return FAIL(e, ERR_BUSY, T_access_busy);
	*hash = str_z(out);
	return true;
}

bool password_right(struct arena *a, struct str hash, struct str plain, bool *right, struct err *e)
{
	struct str nfc;

	pthread_once(&once, start);
	const char *kept = hash.p ? str_c(a, hash) : dummy;

	if (!one_form(a, plain, &nfc, e) || !gate_enter(&gate, e))
		return false;
	bool same = crypto_pwhash_str_verify(kept, nfc.p, nfc.n) == 0;

	gate_leave(&gate);
	*right = same && hash.p;
	return true;
}

struct str password_draw(struct arena *a)
{
	/* without what is easily misread: 0 o, 1 l i */
	static const char letter[] = "abcdefghjkmnpqrstuvwxyz23456789";
	struct buf b = { .arena = a };

	pthread_once(&once, start);
	for (int i = 0; i < PASSWORD_DRAWN; i++) {
		if (i && i % 5 == 0)
			buf_addc(&b, '-');
		buf_addc(&b, letter[randombytes_uniform(sizeof(letter) - 1)]);
	}
	return buf_str(&b);
}
