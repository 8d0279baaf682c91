/*
 * Asking a provider over the network: its own host alone, by TLS, no redirects, no proxy,
 * not more than so many bytes and seconds. Documents are kept for a while. Inside access only.
 */
#ifndef ACCESS_OIDC_HTTP_H
#define ACCESS_OIDC_HTTP_H

#include "base/base.h"

enum { OIDC_URL_MAX = 500 };

/* "https://host:port" of an address; false where it is none that may be asked: another scheme
 * (http only to this machine itself, and only under HAIDANG_TEST), a user, a fragment. */
bool oidc_origin(struct arena *a, struct str url, struct str *origin);

/* A document, asked for again where what is kept was asked for before `since` (clock_now()).
 * ERR_BUSY: the provider gives none now; it is not asked again for some seconds. */
bool oidc_document(
	struct arena *a, struct str url, int64_t since, struct str *body, struct err *e) MUST;

/* POSTs a form. `basic` is "login:password", or has no value. ERR_BUSY: no answer; who gave none
 * is not asked again for some seconds. */
bool oidc_post(struct arena *a, struct str url, struct str form, struct str basic, long *status,
	struct str *body, struct err *e) MUST;

/* As a form has it: all but letters, digits and - . _ ~ in percent. */
struct str oidc_encode(struct arena *a, struct str s);

#endif
