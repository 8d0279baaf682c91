#include "access/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

enum { SHA1 = 20, GROUP = 4, LETTERS = TOTP_SECRET * 8 / 5 };

int64_t totp_step(int64_t at)
{
	return at / 1000000 / TOTP_SECONDS;
}

void totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1])
{
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	for (int i = 7; i >= 0; i--, step >>= 8)
		counter[i] = (unsigned char)(step & 0xff);
	if (!HMAC(EVP_sha1(), secret, TOTP_SECRET, counter, sizeof(counter), mac, &n) || n != SHA1)
		die("HMAC-SHA-1 does not work");
	unsigned at = mac[SHA1 - 1] & 15u;
	uint32_t v = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
		     (uint32_t)mac[at + 2] << 8 | mac[at + 3];

	snprintf(code, TOTP_DIGITS + 1, "%06u", (unsigned)(v % 1000000));
	sodium_memzero(mac, sizeof(mac));
}

int64_t totp_match(
	const unsigned char secret[TOTP_SECRET], struct str code, int64_t at, int64_t last)
{
	char right[TOTP_DIGITS + 1];
	int64_t found = 0, now = totp_step(at);

	for (int64_t step = now - TOTP_DRIFT; step <= now + TOTP_DRIFT; step++) {
		totp_code(secret, step, right);
		if (code.n == TOTP_DIGITS && sodium_memcmp(right, code.p, TOTP_DIGITS) == 0 &&
			step > last && !found)
			found = step;
	}
	sodium_memzero(right, sizeof(right));
	return found;
}

/* RFC 4648; a secret of 20 bytes needs no padding. */
static struct str base32(struct arena *a, const unsigned char *p, int group)
{
	static const char letter[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct buf b = { .arena = a };

	for (int i = 0; i < LETTERS; i++) {
		int bit = i * 5;
		unsigned two = (unsigned)p[bit / 8] << 8 |
			       (bit / 8 + 1 < TOTP_SECRET ? p[bit / 8 + 1] : 0u);

		if (group && i && i % group == 0)
			buf_addc(&b, ' ');
		buf_addc(&b, letter[two >> (11 - bit % 8) & 31]);
	}
	return buf_str(&b);
}

struct str totp_groups(struct arena *a, const unsigned char secret[TOTP_SECRET])
{
	return base32(a, secret, GROUP);
}

struct str totp_address(
	struct arena *a, const unsigned char secret[TOTP_SECRET], struct str account)
{
	/* "Hải Đăng"; an account's name needs no escaping */
	static const char issuer[] = "H%E1%BA%A3i%20%C4%90%C4%83ng";

	return str_fmt(a, "otpauth://totp/%s:%.*s?secret=%.*s&issuer=%s", issuer, STR_ARG(account),
		STR_ARG(base32(a, secret, 0)), issuer);
}
