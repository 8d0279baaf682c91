#include "access/passkey.h"

#include <sodium.h>

#include "access/session.h"
#include "access/webauthn.h"
#include "access_sql.h"
#include "base/json.h"
#include "base/viet.h"
#include "factor_sql.h"
#include "passkey_sql.h"

#define OFFER_LASTS (INT64_C(5) * 60 * 1000000)

struct passkey_change {
	int64_t account, session, id;
	struct str challenge, name, party, digest;
	struct webauthn_key key;
};

static struct passkey_change *begin(struct arena *a, struct change *c, struct str action,
	const struct actor *by, bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct passkey_change *m = NEW(a, struct passkey_change);

	m->account = by->account;
	m->session = by->session_id;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = by->account;
	return m;
}

static bool offer_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct passkey_change *m = c->arg;

	return passkey_offer_put(w, m->account, m->challenge, clock_now() + OFFER_LASTS, e);
}

bool passkey_prepare_offer(
	struct db_read *r, const struct actor *by, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct passkey_change *m = begin(a, c, S("passkey.offer"), by, offer_apply);
	struct passkey_count_row row;
	unsigned char *drawn = arena_alloc(a, WEBAUTHN_CHALLENGE);
	bool found;

	if (!passkey_count(r, by->account, &row, &found, e))
		return false;
	if (row.n >= PASSKEYS_MAX)
		return FAIL(e, ERR_CONFLICT, T_access_passkey_many, str_fmt(a, "%d", PASSKEYS_MAX));
	randombytes_buf(drawn, WEBAUTHN_CHALLENGE);
	m->challenge = str_n((const char *)drawn, WEBAUTHN_CHALLENGE);
	return true;
}

bool passkey_offer_read(struct db_read *r, const struct actor *by, struct str *challenge,
	bool *there, struct err *e)
{
	struct passkey_offer_row_row row;

	if (!passkey_offer_row(r, by->account, clock_now(), &row, there, e))
		return false;
	*challenge = *there ? row.challenge : STR_NULL;
	return true;
}

static bool add_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct passkey_change *m = c->arg;
	int64_t ended, id;

	if (!passkey_offer_end(w, m->account, m->challenge, &ended, e))
		return false;
	if (!ended)
		return FAIL(e, ERR_CONFLICT, T_access_passkey_over);
	if (!passkey_insert(w, m->account, m->key.credential, m->key.algorithm, m->key.public_key,
		    m->party, m->name, m->key.counter, clock_now(), &id, e))
		return false;
	if (!id)
		return FAIL(e, ERR_CONFLICT, T_access_passkey_known);
	return access_session_delete_others(w, m->account, m->session, &ended, e) &&
	       access_session_renew(w, m->session, m->digest, clock_now(), e);
}

static struct str named(struct arena *a, struct str name)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "name", name);
	json_close(&j);
	return buf_str(&b);
}

bool passkey_prepare_add(struct db_read *r, const struct actor *by, struct str origin,
	struct str name, struct str client, struct str attestation, struct change *c,
	struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct passkey_change *m = begin(a, c, S("passkey.add"), by, add_apply);
	bool there;

	if (!passkey_offer_read(r, by, &m->challenge, &there, e))
		return false;
	if (!there)
		return FAIL(e, ERR_CONFLICT, T_access_passkey_over);
	struct webauthn_ask ask = { m->challenge, origin };

	m->name = viet_nfc(a, name);
	m->party = webauthn_party(origin);
	c->entry.detail = named(a, m->name);
	*token = session_draw(a, &m->digest);
	return webauthn_made(a, &ask, client, attestation, &m->key, e);
}

static bool remove_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct passkey_change *m = c->arg;
	struct factor_of_row row;
	int64_t changed, ended;
	bool found;

	if (!passkey_delete(w, m->id, m->account, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_ABSENT, T_access_passkey_none);
	if (!factor_of(db_write_read(w), m->account, &row, &found, e))
		return false;
	if (row.owes && !row.factors)
		return FAIL(e, ERR_CONFLICT, T_access_factor_last);
	return access_session_delete_others(w, m->account, m->session, &ended, e);
}

bool passkey_prepare_remove(
	struct db_read *r, const struct actor *by, int64_t id, struct change *c, struct err *e)
{
	(void)e;
	struct passkey_change *m = begin(
		db_read_arena(r), c, S("passkey.remove"), by, remove_apply);

	m->id = id;
	return true;
}

bool passkey_check(struct db_read *r, int64_t account, struct str challenge, struct str origin,
	const struct passkey_answer *answer, struct passkey_use *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct webauthn_ask ask = { challenge, origin };
	struct passkey_by_credential_row row;
	struct str credential;
	bool found;

	if (!webauthn_bytes(a, answer->credential, &credential))
		return FAIL(e, ERR_LOGIN, T_access_passkey_refused);
	if (!passkey_by_credential(r, credential, &row, &found, e))
		return false;
	if (!found || (account && row.account != account) || !str_eq(row.state, S("active")) ||
		!str_eq(row.party, webauthn_party(origin)))
		return FAIL(e, ERR_LOGIN, T_access_passkey_refused);
	struct webauthn_key key = { credential, row.algorithm, row.public_key, row.counter };

	*out = (struct passkey_use){
		.id = row.id, .account = row.account, .account_name = row.account_name
	};
	return webauthn_signed(
		a, &ask, &key, answer->client, answer->data, answer->signature, &out->counter, e);
}

bool passkey_take(struct db_write *w, const struct passkey_use *use, bool *taken, struct err *e)
{
	int64_t changed;

	if (!passkey_used(w, use->id, use->counter, clock_now(), &changed, e))
		return false;
	*taken = changed > 0;
	return true;
}
