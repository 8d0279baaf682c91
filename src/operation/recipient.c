#include "operation/recipient.h"

#include <sodium.h>

enum { SUM = 4, TEXT_BYTES = RECIPIENT_KEY + SUM };

static const char public_word[] = "hd-backup-1-";
static const char secret_word[] = "hd-backup-secret-1-";

static void check_sum(unsigned char sum[SUM], const char *word, const unsigned char *key)
{
	unsigned char d[crypto_generichash_BYTES];

	crypto_generichash(
		d, sizeof(d), key, RECIPIENT_KEY, (const unsigned char *)word, strlen(word));
	memcpy(sum, d, SUM);
	sodium_memzero(d, sizeof(d));
}

static void name_it(struct recipient *r)
{
	unsigned char d[crypto_generichash_BYTES_MIN];

	crypto_generichash(d, sizeof(d), r->key, RECIPIENT_KEY, (const unsigned char *)"name", 4);
	sodium_bin2hex(r->name, sizeof(r->name), d, RECIPIENT_NAME / 2);
}

static void free_secret(void *s)
{
	sodium_free(s);
}

static struct recipient_secret *make(struct arena *a)
{
	struct recipient_secret *s = sodium_init() < 0 ? NULL : sodium_malloc(sizeof(*s));

	if (!s)
		die("no guarded memory");
	arena_defer(a, free_secret, s);
	return s;
}

struct recipient_secret *recipient_new(struct arena *a)
{
	struct recipient_secret *s = make(a);

	crypto_box_keypair(s->open.key, s->key);
	name_it(&s->open);
	return s;
}

static struct str key_text(struct arena *a, const char *word, const unsigned char *key)
{
	unsigned char bytes[TEXT_BYTES];
	char hex[2 * TEXT_BYTES + 1];

	memcpy(bytes, key, RECIPIENT_KEY);
	check_sum(bytes + RECIPIENT_KEY, word, key);
	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	struct str text = str_fmt(a, "%s%s", word, hex);

	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(hex, sizeof(hex));
	return text;
}

static bool parse(const char *word, struct str text, unsigned char *key)
{
	unsigned char bytes[TEXT_BYTES], sum[SUM];
	size_t n = 0;

	text = str_trim(text);
	if (!str_starts(text, str_z(word)))
		return false;
	text = str_sub(text, strlen(word), text.n);
	bool ok = text.n == 2 * TEXT_BYTES &&
		  sodium_hex2bin(bytes, sizeof(bytes), text.p, text.n, NULL, &n, NULL) == 0 &&
		  n == TEXT_BYTES;

	if (ok) {
		memcpy(key, bytes, RECIPIENT_KEY);
		check_sum(sum, word, key);
		ok = sodium_memcmp(sum, bytes + RECIPIENT_KEY, SUM) == 0;
	}
	sodium_memzero(bytes, sizeof(bytes));
	return ok;
}

struct str recipient_text(struct arena *a, const struct recipient *r)
{
	return key_text(a, public_word, r->key);
}

bool recipient_of(struct arena *a, struct str text, struct recipient *out, struct err *e)
{
	(void)a;
	if (sodium_init() < 0)
		die("no libsodium");
	*out = (struct recipient){ 0 };
	if (!parse(public_word, text, out->key) || sodium_is_zero(out->key, RECIPIENT_KEY))
		return FAIL(e, ERR_INPUT, T_operation_recipient_bad);
	name_it(out);
	return true;
}

struct str recipient_secret_text(struct arena *a, const struct recipient_secret *s)
{
	return key_text(a, secret_word, s->key);
}

bool recipient_secret_of(
	struct arena *a, struct str text, struct recipient_secret **out, struct err *e)
{
	struct recipient_secret *s = make(a);

	if (!parse(secret_word, text, s->key))
		return FAIL(e, ERR_INPUT, T_operation_secret_bad);
	if (crypto_scalarmult_base(s->open.key, s->key) != 0)
		return FAIL(e, ERR_INPUT, T_operation_secret_bad);
	name_it(&s->open);
	*out = s;
	return true;
}
