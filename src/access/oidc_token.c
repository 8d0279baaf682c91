#include "access/oidc_token.h"

#include <cjose/cjose.h>
#include <math.h>

#include "access/webauthn.h"
#include "base/json_read.h"

enum { LEEWAY = 120, OLDEST = 600, RSA_LEAST = 2048, RSA_MOST = 8192, KEYS_MOST = 50 };

const char *oidc_fault_name(enum oidc_fault fault)
{
	static const char *const names[OIDC_FAULTS] = { "oidc_sound", "oidc_form", "oidc_algorithm",
		"oidc_key", "oidc_signature", "oidc_issuer", "oidc_audience", "oidc_time",
		"oidc_nonce" };

	return names[fault];
}

bool oidc_subject_right(struct str subject)
{
	if (!subject.n || subject.n > OIDC_SUBJECT_MAX)
		return false;
	for (size_t i = 0; i < subject.n; i++)
		if (subject.p[i] <= ' ' || subject.p[i] >= 0x7F)
			return false;
	return true;
}

/* --- values of objects */

/* Absent or so. */
static bool member_may_be(const json_t *object, const char *name, struct str value)
{
	return !json_object_get(object, name) || json_is_at(object, name, value);
}

/* --- the key */

/* The algorithms that are taken, what key each needs, and what of a key is looked at. */
static const struct algorithm {
	const char *name, *type, *curve, *parts[3];
} algorithms[] = {
	{ "RS256", "RSA", NULL, { "n", "e" } },
	{ "ES256", "EC", "P-256", { "crv", "x", "y" } },
};

static const struct algorithm *algorithm_of(const json_t *header)
{
	for (size_t i = 0; i < COUNT(algorithms); i++)
		if (json_is_at(header, "alg", str_z(algorithms[i].name)))
			return &algorithms[i];
	return NULL;
}

static bool fits(const json_t *key, const struct algorithm *alg, struct str kid)
{
	return json_is_at(key, "kty", str_z(alg->type)) &&
	       (!alg->curve || json_is_at(key, "crv", str_z(alg->curve))) &&
	       member_may_be(key, "use", S("sig")) && member_may_be(key, "alg", str_z(alg->name)) &&
	       (!kid.p || json_is_at(key, "kid", kid));
}

/* The one key that fits: a token that names none is taken only where there is no choice. */
static json_t *key_find(const json_t *set, const struct algorithm *alg, struct str kid)
{
	const json_t *keys = json_object_get(set, "keys");
	json_t *found = NULL;

	for (size_t i = 0; i < json_array_size(keys) && i < KEYS_MOST; i++) {
		json_t *key = json_array_get(keys, i);

		if (!fits(key, alg, kid))
			continue;
		if (found)
			return NULL;
		found = key;
	}
	return found;
}

/* Only what the algorithm needs: whatever else stands in a stranger's key stays unread. */
static cjose_jwk_t *key_import(const json_t *key, const struct algorithm *alg)
{
	json_t *plain = json_pack("{}"); /* json_object() is base's, by its name */
	cjose_jwk_t *jwk = NULL;
	cjose_err ignored;
	bool whole = json_object_set_new(plain, "kty", json_string(alg->type)) == 0;

	for (size_t i = 0; i < COUNT(alg->parts) && alg->parts[i]; i++) {
		json_t *part = json_object_get(key, alg->parts[i]);

		whole = whole && json_is_string(part) &&
			json_object_set(plain, alg->parts[i], part) == 0;
	}
	if (whole)
		jwk = cjose_jwk_import_json((cjose_header_t *)plain, &ignored);
	json_decref(plain);
	return jwk;
}

static bool key_strong(const cjose_jwk_t *jwk)
{
	cjose_err ignored;

	if (cjose_jwk_get_kty(jwk, &ignored) != CJOSE_JWK_KTY_RSA)
		return true;
	size_t bits = cjose_jwk_get_keysize(jwk, &ignored);

	return bits >= RSA_LEAST && bits <= RSA_MOST;
}

/* --- the signature */

/* The payload, in the arena, of a token that this key has signed. */
static bool signed_by(
	struct arena *a, struct str token, const cjose_jwk_t *jwk, struct str *payload)
{
	cjose_err ignored;
	cjose_jws_t *jws = cjose_jws_import(token.p, token.n, &ignored);
	uint8_t *bytes;
	size_t n;
	bool right = jws && cjose_jws_verify(jws, jwk, &ignored) &&
		     cjose_jws_get_plaintext(jws, &bytes, &n, &ignored);

	if (right)
		*payload = str_dup(a, str_n((const char *)bytes, n));
	if (jws)
		cjose_jws_release(jws);
	return right;
}

static enum oidc_fault check_signed(struct arena *a, struct str token, const json_t *header,
	const json_t *set, struct str *payload)
{
	const struct algorithm *alg = algorithm_of(header);

	if (!alg)
		return OIDC_ALGORITHM;
	/* an extension that must be understood is not */
	if (json_object_get(header, "crit"))
		return OIDC_FORM;
	const json_t *key = key_find(set, alg, json_text(json_object_get(header, "kid")));
	cjose_jwk_t *jwk = key ? key_import(key, alg) : NULL;

	if (!jwk)
		return OIDC_KEY;
	enum oidc_fault fault = !key_strong(jwk)		     ? OIDC_KEY
				: !signed_by(a, token, jwk, payload) ? OIDC_SIGNATURE
								     : OIDC_SOUND;

	cjose_jwk_release(jwk);
	return fault;
}

/* --- the claims */

static bool for_us(const json_t *claims, struct str client)
{
	const json_t *audience = json_object_get(claims, "aud");
	bool named = str_eq(json_text(audience), client) && client.n;

	for (size_t i = 0; i < json_array_size(audience); i++)
		named = named || str_eq(json_text(json_array_get(audience, i)), client);
	if (!named || !member_may_be(claims, "azp", client))
		return false;
	return json_array_size(audience) < 2 || json_object_get(claims, "azp");
}

static double seconds_of(const json_t *claims, const char *name)
{
	const json_t *value = json_object_get(claims, name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* A comparison with NaN is false: what is missing is not in time. */
static bool in_time(const json_t *claims, int64_t now)
{
	double t = (double)(now / 1000000), made = seconds_of(claims, "iat");

	if (json_object_get(claims, "nbf") && !(seconds_of(claims, "nbf") <= t + LEEWAY))
		return false;
	return seconds_of(claims, "exp") > t - LEEWAY && made <= t + LEEWAY &&
	       made >= t - OLDEST - LEEWAY;
}

static enum oidc_fault check_claims(
	struct arena *a, const json_t *claims, const struct oidc_expect *x, struct oidc_claims *out)
{
	const json_t *means = json_object_get(claims, "amr");
	struct str subject = json_text(json_object_get(claims, "sub"));
	struct str class = json_text(json_object_get(claims, "acr"));

	if (!json_is_at(claims, "iss", x->issuer))
		return OIDC_ISSUER;
	if (!for_us(claims, x->client))
		return OIDC_AUDIENCE;
	if (!in_time(claims, x->now))
		return OIDC_TIME;
	if (!x->nonce.n || !json_is_at(claims, "nonce", x->nonce))
		return OIDC_NONCE;
	if (!subject.p || !oidc_subject_right(subject))
		return OIDC_FORM;
	out->subject = str_dup(a, subject);
	if (class.p)
		LIST_PUSH(a, &out->means, str_dup(a, class));
	for (size_t i = 0; i < json_array_size(means) && i < KEYS_MOST; i++) {
		struct str one = json_text(json_array_get(means, i));

		if (one.p)
			LIST_PUSH(a, &out->means, str_dup(a, one));
	}
	return OIDC_SOUND;
}

enum oidc_fault oidc_token_check(struct arena *a, struct str token, struct str keys,
	const struct oidc_expect *expect, struct oidc_claims *out)
{
	struct str rest = token, head, header_bytes, payload = STR_NULL;
	enum oidc_fault fault = OIDC_FORM;

	*out = (struct oidc_claims){ .subject = STR_NULL };
	if (!token.n || token.n > OIDC_TOKEN_MAX || !str_split(&rest, '.', &head) ||
		!webauthn_bytes(a, head, &header_bytes))
		return OIDC_FORM;
	json_t *header = json_object_read(header_bytes), *set = json_object_read(keys),
	       *claims = NULL;

	if (header)
		fault = set ? check_signed(a, token, header, set, &payload) : OIDC_KEY;
	if (header && fault == OIDC_SOUND) {
		claims = json_object_read(payload);
		fault = claims ? check_claims(a, claims, expect, out) : OIDC_FORM;
	}
	json_decref(claims);
	json_decref(set);
	json_decref(header);
	return fault;
}
