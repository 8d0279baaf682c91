#include "access/password.h"

#include <pthread.h>
#include <sodium.h>
#include "access/gate.h"
#include "base/viet.h"

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

bool password_rules(struct arena *a, struct str plain, struct str name, struct err *e)
{
	struct str nfc;

	if (!one_form(a, plain, &nfc, e))
		return false;
	if (letters(nfc) < PASSWORD_MIN)
		return FAIL(e, ERR_INPUT, T_access_password_short, str_fmt(a, "%d", PASSWORD_MIN));
	if (!varied(nfc))
		return FAIL(e, ERR_INPUT, T_access_password_simple);
	if (name.n >= 3 && str_has(viet_fold(a, nfc), viet_fold(a, name)))
		return FAIL(e, ERR_INPUT, T_access_password_name);
	return true;
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
