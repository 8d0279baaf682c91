#include "access/webauthn.h"

#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <openssl/sha.h>
#include <sodium.h>

#include "base/json_read.h"

struct str webauthn_text(struct arena *a, struct str bytes)
{
	size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, room);

	sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_z(text);
}

bool webauthn_bytes(struct arena *a, struct str text, struct str *out)
{
	size_t n = 0;

	if (!text.p || text.n == 0 || text.n > WEBAUTHN_FIELD)
		return false;
	unsigned char *bytes = arena_alloc(a, text.n);

	if (sodium_base642bin(bytes, text.n, text.p, text.n, NULL, &n, NULL,
		    sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	*out = str_n((const char *)bytes, n);
	return true;
}

struct str webauthn_party(struct str origin)
{
	size_t at = str_find(origin, S("://"), 0);
	struct str host = at == SIZE_MAX ? origin : str_sub(origin, at + 3, origin.n);
	size_t colon = str_find_char(host, ':', 0);

	return str_sub(host, 0, colon == SIZE_MAX ? host.n : colon);
}

/* --- what the browser says it asked for */

/* Bytes that were signed, read as they stand; doubled members are refused. */
static bool client_right(
	struct arena *a, const struct webauthn_ask *ask, struct str type, struct str json)
{
	json_t *object = json_object_read(json);
	bool right = object && json_is_at(object, "type", type) &&
		     json_is_at(object, "challenge", webauthn_text(a, ask->challenge)) &&
		     json_is_at(object, "origin", ask->origin) &&
		     !json_is_true(json_object_get(object, "crossOrigin"));

	json_decref(object);
	return right;
}

static void sha256(struct str s, unsigned char out[SHA256_DIGEST_LENGTH])
{
	SHA256((const unsigned char *)s.p, s.n, out);
}

/* The authenticator's data begin with the digest of the party. */
static bool party_right(const struct webauthn_ask *ask, struct str data)
{
	unsigned char party[SHA256_DIGEST_LENGTH];

	sha256(webauthn_party(ask->origin), party);
	return data.n >= sizeof(party) && sodium_memcmp(data.p, party, sizeof(party)) == 0;
}

/* --- a new key */

/* "authData" of the attestation object. */
static bool data_of(struct arena *a, struct str object, struct str *out)
{
	struct cbor_load_result loaded;
	cbor_item_t *map = cbor_load((const unsigned char *)object.p, object.n, &loaded);
	bool found = false;

	if (map && cbor_isa_map(map) && cbor_map_is_definite(map) && loaded.read == object.n) {
		struct cbor_pair *pairs = cbor_map_handle(map);

		for (size_t i = 0; i < cbor_map_size(map) && !found; i++) {
			cbor_item_t *k = pairs[i].key, *v = pairs[i].value;

			found = cbor_isa_string(k) && cbor_string_is_definite(k) &&
				str_eq(str_n((const char *)cbor_string_handle(k),
					       cbor_string_length(k)),
					S("authData")) &&
				cbor_isa_bytestring(v) && cbor_bytestring_is_definite(v);
			if (found)
				*out = str_dup(a, str_n((const char *)cbor_bytestring_handle(v),
							  cbor_bytestring_length(v)));
		}
	}
	if (map)
		cbor_decref(&map);
	return found;
}

enum { PRESENT = 1, VERIFIED = 4 };

/* libfido2 wants to know the algorithm before it looks. */
static bool key_of(struct arena *a, struct str data, struct webauthn_key *out)
{
	static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };
	bool found = false;

	for (size_t i = 0; i < COUNT(algorithms) && !found; i++) {
		fido_cred_t *c = fido_cred_new();

		if (!c)
			die("no memory for a passkey");
		found = fido_cred_set_type(c, algorithms[i]) == FIDO_OK &&
			fido_cred_set_authdata_raw(c, (const unsigned char *)data.p, data.n) ==
				FIDO_OK &&
			(fido_cred_flags(c) & (PRESENT | VERIFIED)) == (PRESENT | VERIFIED) &&
			fido_cred_id_len(c) > 0 && fido_cred_pubkey_len(c) > 0;
		if (found)
			*out = (struct webauthn_key){
				.credential = str_dup(a, str_n((const char *)fido_cred_id_ptr(c),
								 fido_cred_id_len(c))),
				.algorithm = algorithms[i],
				.public_key = str_dup(
					a, str_n((const char *)fido_cred_pubkey_ptr(c),
						   fido_cred_pubkey_len(c))),
				.counter = fido_cred_sigcount(c),
			};
		fido_cred_free(&c);
	}
	return found;
}

bool webauthn_made(struct arena *a, const struct webauthn_ask *ask, struct str client,
	struct str attestation, struct webauthn_key *out, struct err *e)
{
	struct str json, object, data;

	if (!webauthn_bytes(a, client, &json) || !webauthn_bytes(a, attestation, &object) ||
		!client_right(a, ask, S("webauthn.create"), json) || !data_of(a, object, &data) ||
		!party_right(ask, data) || !key_of(a, data, out))
		return FAIL(e, ERR_INPUT, T_access_passkey_wrong);
	return true;
}

/* --- a signature */

/* A public key in the form its algorithm has; freed by the caller's kind. */
static int verify(const fido_assert_t *assertion, const struct webauthn_key *key)
{
	int r = FIDO_ERR_INVALID_ARGUMENT;
	es256_pk_t *es = NULL;
	eddsa_pk_t *ed = NULL;
	rs256_pk_t *rs = NULL;

	switch (key->algorithm) {
	case COSE_ES256:
		es = es256_pk_new();
		if (es && es256_pk_from_ptr(es, key->public_key.p, key->public_key.n) == FIDO_OK)
			r = fido_assert_verify(assertion, 0, COSE_ES256, es);
		es256_pk_free(&es);
		break;
	case COSE_EDDSA:
		ed = eddsa_pk_new();
		if (ed && eddsa_pk_from_ptr(ed, key->public_key.p, key->public_key.n) == FIDO_OK)
			r = fido_assert_verify(assertion, 0, COSE_EDDSA, ed);
		eddsa_pk_free(&ed);
		break;
	case COSE_RS256:
		rs = rs256_pk_new();
		if (rs && rs256_pk_from_ptr(rs, key->public_key.p, key->public_key.n) == FIDO_OK)
			r = fido_assert_verify(assertion, 0, COSE_RS256, rs);
		rs256_pk_free(&rs);
		break;
	default:
		break;
	}
	return r;
}

static bool signature_right(struct arena *a, const struct webauthn_ask *ask,
	const struct webauthn_key *key, struct str json, struct str data, struct str signature,
	int64_t *counter)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	fido_assert_t *s = fido_assert_new();

	if (!s)
		die("no memory for a passkey");
	sha256(json, hash);
	bool right = fido_assert_set_count(s, 1) == FIDO_OK &&
		     fido_assert_set_clientdata_hash(s, hash, sizeof(hash)) == FIDO_OK &&
		     fido_assert_set_rp(s, str_c(a, webauthn_party(ask->origin))) == FIDO_OK &&
		     fido_assert_set_up(s, FIDO_OPT_TRUE) == FIDO_OK &&
		     fido_assert_set_uv(s, FIDO_OPT_TRUE) == FIDO_OK &&
		     fido_assert_set_authdata_raw(s, 0, (const unsigned char *)data.p, data.n) ==
			     FIDO_OK &&
		     fido_assert_set_sig(s, 0, (const unsigned char *)signature.p, signature.n) ==
			     FIDO_OK &&
		     verify(s, key) == FIDO_OK;

	if (right)
		*counter = fido_assert_sigcount(s, 0);
	fido_assert_free(&s);
	return right;
}

bool webauthn_signed(struct arena *a, const struct webauthn_ask *ask,
	const struct webauthn_key *key, struct str client, struct str data, struct str signature,
	int64_t *counter, struct err *e)
{
	struct str json, bytes, signed_by;

	if (!webauthn_bytes(a, client, &json) || !webauthn_bytes(a, data, &bytes) ||
		!webauthn_bytes(a, signature, &signed_by) ||
		!client_right(a, ask, S("webauthn.get"), json) || !party_right(ask, bytes) ||
		!signature_right(a, ask, key, json, bytes, signed_by, counter))
		return FAIL(e, ERR_LOGIN, T_access_passkey_refused);
	return true;
}
