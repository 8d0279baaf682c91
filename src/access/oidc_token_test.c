/*
 * ID tokens: what a provider signs is taken once all of it is right; whatever is altered, cut
 * or made for another is refused, and nothing that is no token at all breaks the reader.
 */
#include <cjose/cjose.h>
#include <stdlib.h>

#include "access/oidc_http.h"
#include "access/oidc_token.h"
#include "test/cmocka.h"

#define NOW INT64_C(1790000000)

static struct arena *a;
static cjose_jwk_t *key;
static struct str keys;

static struct oidc_expect expect = {
	.issuer = { "https://id.example", 18 },
	.client = { "haidang", 7 },
	.nonce = { "n-1", 3 },
	.now = NOW * 1000000,
};

/* Signed by our key under this header. */
static struct str signed_as(const char *alg, const char *kid, const char *claims)
{
	cjose_err err;
	cjose_header_t *header = cjose_header_new(&err);
	const char *text;

	assert_true(cjose_header_set(header, CJOSE_HDR_ALG, alg, &err));
	if (kid)
		assert_true(cjose_header_set(header, CJOSE_HDR_KID, kid, &err));
	cjose_jws_t *jws = cjose_jws_sign(
		key, header, (const uint8_t *)claims, strlen(claims), &err);

	assert_non_null(jws);
	assert_true(cjose_jws_export(jws, &text, &err));
	struct str token = str_dup(a, str_z(text));

	cjose_jws_release(jws);
	cjose_header_release(header);
	return token;
}

static const char sound[] =
	"{\"iss\":\"https://id.example\",\"aud\":\"haidang\",\"sub\":\"s-1\",\"nonce\":\"n-1\","
	"\"iat\":1790000000,\"exp\":1790000300,\"amr\":[\"pwd\",\"otp\"],\"acr\":\"2\"}";

/* The sound claims with one text put in place of another. */
static struct str token_with(const char *instead_of, const char *put)
{
	struct str all = str_z(sound);
	size_t at = str_find(all, str_z(instead_of), 0);

	assert_true(at != SIZE_MAX);
	struct str claims = str_fmt(
		a, "%.*s%s%s", (int)at, sound, put, sound + at + strlen(instead_of));

	return signed_as("RS256", "k", str_c(a, claims));
}

static enum oidc_fault check(struct str token)
{
	struct oidc_claims claims;
	enum oidc_fault fault = oidc_token_check(a, token, keys, &expect, &claims);

	assert_true((fault == OIDC_SOUND) == (claims.subject.p != NULL));
	return fault;
}

static void a_sound_token_says_who_and_how(void **state)
{
	struct oidc_claims claims;

	(void)state;
	assert_int_equal(
		oidc_token_check(a, signed_as("RS256", "k", sound), keys, &expect, &claims),
		OIDC_SOUND);
	assert_true(str_eq(claims.subject, S("s-1")));
	assert_int_equal(claims.means.n, 3);
	assert_true(str_eq(claims.means.v[2], S("otp")));
	/* no kid: there is one key only */
	assert_int_equal(check(signed_as("RS256", NULL, sound)), OIDC_SOUND);
}

static void each_claim_has_to_be_right(void **state)
{
	static const struct {
		const char *instead_of, *put;
		enum oidc_fault fault;
	} cases[] = {
		{ "https://id.example", "https://id.example/", OIDC_ISSUER },
		{ "\"iss\"", "\"isS\"", OIDC_ISSUER },
		{ "\"haidang\"", "\"haidan\"", OIDC_AUDIENCE },
		{ "\"haidang\"", "[]", OIDC_AUDIENCE },
		{ "\"haidang\"", "[\"haidang\",\"b\"]", OIDC_AUDIENCE },
		{ "\"haidang\"", "[\"haidang\",\"b\"],\"azp\":\"haidang\"", OIDC_SOUND },
		{ "\"haidang\"", "\"haidang\",\"azp\":\"b\"", OIDC_AUDIENCE },
		{ "1790000300", "1789999881", OIDC_SOUND },
		{ "1790000300", "1789999880", OIDC_TIME },
		{ "1790000300", "\"1790000300\"", OIDC_TIME },
		{ "1790000300", "1e400", OIDC_FORM },
		{ "\"iat\":1790000000", "\"iat\":1790000120", OIDC_SOUND },
		{ "\"iat\":1790000000", "\"iat\":1790000121", OIDC_TIME },
		{ "\"iat\":1790000000", "\"iat\":1789990000", OIDC_TIME },
		{ "\"iat\"", "\"nbf\":1790000500,\"iat\"", OIDC_TIME },
		{ "n-1", "n-2", OIDC_NONCE },
		{ "\"nonce\"", "\"once\"", OIDC_NONCE },
		{ "s-1", "", OIDC_FORM },
		{ "s-1", "s 1", OIDC_FORM },
		{ "\"sub\":\"s-1\"", "\"sub\":7", OIDC_FORM },
		{ "\"sub\"", "\"sub\":\"s-2\",\"sub\"", OIDC_FORM },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			check(token_with(cases[i].instead_of, cases[i].put)), cases[i].fault);
}

static void the_algorithm_and_the_key_are_ours_to_choose(void **state)
{
	struct str good = signed_as("RS256", "k", sound), kept = keys, none, hmac;
	size_t dot = str_find_char(good, '.', 0);

	(void)state;
	none = str_fmt(a, "eyJhbGciOiJub25lIn0%.*s", (int)(good.n - dot), good.p + dot);
	assert_int_equal(check(none), OIDC_ALGORITHM);
	hmac = str_fmt(
		a, "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsifQ%.*s", (int)(good.n - dot), good.p + dot);
	assert_int_equal(check(hmac), OIDC_ALGORITHM);
	assert_int_equal(check(signed_as("RS512", "k", sound)), OIDC_ALGORITHM);
	assert_int_equal(check(signed_as("RS256", "other", sound)), OIDC_KEY);
	keys = S("{\"keys\":[]}");
	assert_int_equal(check(good), OIDC_KEY);
	keys = S("no JSON");
	assert_int_equal(check(good), OIDC_KEY);
	keys = S("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}");
	assert_int_equal(check(good), OIDC_KEY); /* too short to be one */
	keys = S("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":7}]}");
	assert_int_equal(check(good), OIDC_KEY);
	keys = kept;
	assert_int_equal(check(good), OIDC_SOUND);
}

static void no_byte_of_a_token_can_be_changed_or_cut(void **state)
{
	struct str good = signed_as("RS256", "k", sound);

	(void)state;
	/* the last letter holds bits that no byte needs */
	for (size_t i = 0; i + 1 < good.n; i++) {
		char *bytes = str_c(a, good);

		bytes[i] = bytes[i] == 'A' ? 'B' : 'A';
		assert_int_not_equal(check(str_n(bytes, good.n)), OIDC_SOUND);
	}
	for (size_t n = 0; n + 1 < good.n; n += 7)
		assert_int_not_equal(check(str_sub(good, 0, n)), OIDC_SOUND);
	assert_int_equal(check(S("...")), OIDC_FORM);
	assert_int_equal(check(S("bm8.bm8.bm8")), OIDC_FORM);
}

static void only_addresses_that_may_be_asked_are_asked(void **state)
{
	static const char *const wrong[] = { "", "id.example", "ftp://id.example",
		"https://u@id.example", "https://id.example/#x", "https://", "file:///etc/passwd",
		"http://id.example", "http://10.0.0.1/", "https://id.example/a b",
		"https://id.example/\"" };
	struct str origin;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(oidc_origin(a, str_z(wrong[i]), &origin));
	assert_true(oidc_origin(a, S("https://id.example/realm?x=1"), &origin));
	assert_true(str_eq(origin, S("https://id.example:443")));
	setenv("HAIDANG_TEST", "1", 1);
	assert_true(oidc_origin(a, S("http://127.0.0.1:8080/x"), &origin));
	assert_false(oidc_origin(a, S("http://127.0.0.1.example/x"), &origin));
	unsetenv("HAIDANG_TEST");
	assert_false(oidc_origin(a, S("http://127.0.0.1:8080/x"), &origin));
}

static int load(void **state)
{
	cjose_err err;

	(void)state;
	a = arena_new((size_t)64 << 20);
	key = cjose_jwk_create_RSA_random(2048, (const uint8_t *)"\x01\x00\x01", 3, &err);
	if (!key || !cjose_jwk_set_kid(key, "k", 1, &err))
		return -1;
	char *public = cjose_jwk_to_json(key, false, &err);

	keys = str_fmt(a, "{\"keys\":[%s]}", public);
	cjose_get_dealloc()(public);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	cjose_jwk_release(key);
	arena_free(a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_token_says_who_and_how),
		cmocka_unit_test(each_claim_has_to_be_right),
		cmocka_unit_test(the_algorithm_and_the_key_are_ours_to_choose),
		cmocka_unit_test(no_byte_of_a_token_can_be_changed_or_cut),
		cmocka_unit_test(only_addresses_that_may_be_asked_are_asked),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
