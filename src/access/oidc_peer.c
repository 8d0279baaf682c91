#include "access/oidc_peer.h"

#include "access/oidc_http.h"
#include "base/json_read.h"

#define SECOND INT64_C(1000000)
#define KEEPS (600 * SECOND)
#define ASKED_AGAIN (60 * SECOND)

/* What a list of the document says about a word; `otherwise` where there is no such list. */
static bool lists(const json_t *object, const char *name, const char *word, bool otherwise)
{
	const json_t *list = json_object_get(object, name);
	bool has = false;

	if (!json_is_array(list))
		return otherwise;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));

		has = has || (one && strcmp(one, word) == 0);
	}
	return has;
}

static bool at_home(struct arena *a, struct str url, struct str home)
{
	struct str origin;

	return url.p && oidc_origin(a, url, &origin) && str_eq(origin, home);
}

static bool described(
	struct arena *a, const json_t *object, struct str home, struct oidc_peer *p, struct err *e)
{
	struct str issuer = json_text_at(a, object, "issuer");

	p->authorize = json_text_at(a, object, "authorization_endpoint");
	p->token = json_text_at(a, object, "token_endpoint");
	p->keys = json_text_at(a, object, "jwks_uri");
	p->post = !lists(
		object, "token_endpoint_auth_methods_supported", "client_secret_basic", true);
	p->names_itself = json_is_true(
		json_object_get(object, "authorization_response_iss_parameter_supported"));
	if (!issuer.p || !str_eq(issuer, p->issuer))
		return FAIL(e, ERR_INPUT, T_access_oidc_other_issuer);
	if (!at_home(a, p->authorize, home) || !at_home(a, p->token, home) ||
		!at_home(a, p->keys, home))
		return FAIL(e, ERR_INPUT, T_access_oidc_other_host);
	return lists(object, "code_challenge_methods_supported", "S256", true) ||
	       FAIL(e, ERR_INPUT, T_access_oidc_no_pkce);
}

bool oidc_peer_read(struct arena *a, struct str issuer, struct oidc_peer *out, struct err *e)
{
	struct str home, body, base = issuer;

	*out = (struct oidc_peer){ .issuer = issuer };
	if (!oidc_origin(a, issuer, &home) || str_find_char(issuer, '?', 0) != SIZE_MAX)
		return FAIL(e, ERR_INPUT, T_access_oidc_issuer_wrong);
	if (str_ends(base, S("/")))
		base.n--;
	if (!oidc_document(a, str_fmt(a, "%.*s/.well-known/openid-configuration", STR_ARG(base)),
		    clock_now() - KEEPS, &body, e))
		return false;
	json_t *object = json_object_read(body);
	bool ok = object ? described(a, object, home, out, e)
			 : FAIL(e, ERR_INPUT, T_access_oidc_other_issuer);

	json_decref(object);
	return ok;
}

bool oidc_peer_keys(
	struct arena *a, const struct oidc_peer *p, bool again, struct str *keys, struct err *e)
{
	return oidc_document(a, p->keys, clock_now() - (again ? ASKED_AGAIN : KEEPS), keys, e);
}

/* RFC 6749, section 2.3.1: both are encoded as in a form before they go into the header; a blank
 * as %20, which every reader of forms takes. */
static struct str basic_of(struct arena *a, const struct oidc_exchange *x)
{
	struct str client = oidc_encode(a, x->client), secret = oidc_encode(a, x->secret);

	return str_fmt(a, "%.*s:%.*s", STR_ARG(client), STR_ARG(secret));
}

bool oidc_peer_exchange(struct arena *a, const struct oidc_peer *p, const struct oidc_exchange *x,
	struct str *token, struct err *e)
{
	struct str code = oidc_encode(a, x->code), back = oidc_encode(a, x->back);
	struct str client = oidc_encode(a, x->client), body;
	struct str form = str_fmt(a,
		"grant_type=authorization_code&code=%.*s&redirect_uri=%.*s&code_verifier=%.*s&client_id=%.*s",
		STR_ARG(code), STR_ARG(back), STR_ARG(x->verifier), STR_ARG(client));
	long status = 0;

	*token = STR_NULL;
	if (p->post) {
		struct str secret = oidc_encode(a, x->secret);

		form = str_fmt(a, "%.*s&client_secret=%.*s", STR_ARG(form), STR_ARG(secret));
	}
	if (!oidc_post(a, p->token, form, p->post ? STR_NULL : basic_of(a, x), &status, &body, e))
		return false;
	if (status >= 500)
		return FAIL(e, ERR_BUSY, T_access_oidc_down);
	json_t *object = status == 200 ? json_object_read(body) : NULL;

	*token = json_text_at(a, object, "id_token");
	json_decref(object);
	return true;
}
