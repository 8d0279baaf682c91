#include "access/oidc.h"

#include <sodium.h>

#include "access/account.h"
#include "access/grant.h"
#include "access/oidc_http.h"
#include "access/oidc_peer.h"
#include "access/oidc_token.h"
#include "access/session.h"
#include "access/tell.h"
#include "access_sql.h"
#include "base/json.h"
#include "base/viet.h"
#include "oidc_sql.h"

#define STEP_LASTS (INT64_C(300) * 1000000)

static const struct str purpose = { "oidc client secret", 18 };

static struct str about(struct arena *a, struct str code)
{
	return str_fmt(a, "oidc_provider/%.*s", STR_ARG(code));
}

static bool provider_of(struct db_read *r, struct str code, struct oidc_provider_of_row *out,
	enum err_code otherwise, struct err *e)
{
	bool found;

	if (!oidc_provider_of(r, code, out, &found, e))
		return false;
	return found || FAIL(e, otherwise, T_access_oidc_none, code);
}

/* What the provider says of itself, asked while no snapshot is held: it may take its time. */
static bool read_peer(struct db_read *r, struct str issuer, struct oidc_peer *peer, struct err *e)
{
	struct err why = { 0 };

	db_read_end(r);
	bool ok = oidc_peer_read(db_read_arena(r), issuer, peer, &why);

	if (!db_read_again(r, e))
		return false;
	if (!ok)
		*e = why;
	return ok;
}

/* --- providers */

struct provider_change {
	struct oidc_new in;
	struct str box;
	int64_t provider, by;
};

static struct provider_change *begin(struct arena *a, struct change *c, struct str action,
	const struct actor *by, bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct provider_change *m = NEW(a, struct provider_change);

	m->by = by->account;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("oidc_provider");
	return m;
}

static bool add_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct provider_change *m = c->arg;
	const struct oidc_new *x = &m->in;

	if (!oidc_provider_insert(w, x->code, x->agency, x->name, x->issuer, x->client, m->box,
		    x->factor, clock_now(), m->by, &c->entry.object_id, e))
		return false;
	return c->entry.object_id || FAIL(e, ERR_CONFLICT, T_access_oidc_taken);
}

static bool code_right(struct str code)
{
	for (size_t i = 0; i < code.n; i++) {
		char ch = code.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (ch == '-' && i)))
			return false;
	}
	return code.n > 1 && code.n <= OIDC_CODE_MAX;
}

static bool visible(struct str s, size_t most, bool blanks)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] >= 0x7F || (s.p[i] == ' ' && !blanks))
			return false;
	return s.n <= most;
}

static bool input_right(
	struct db_read *r, const struct oidc_new *x, const char **field, struct err *e)
{
	struct oidc_provider_clash_row row;
	bool found;

	*field = "code";
	if (!code_right(x->code))
		return FAIL(e, ERR_INPUT, T_access_oidc_code_wrong);
	*field = "name";
	if (!x->name.n || x->name.n > OIDC_NAME_MAX * 3)
		return FAIL(e, ERR_INPUT, T_access_oidc_name_wrong);
	*field = "client";
	if (!x->client.n || !visible(x->client, OIDC_SECRET_MAX, false))
		return FAIL(e, ERR_INPUT, T_access_oidc_client_wrong);
	*field = "secret";
	if (!x->secret.n || !visible(x->secret, OIDC_SECRET_MAX, true))
		return FAIL(e, ERR_INPUT, T_access_oidc_secret_wrong);
	*field = "factor";
	if (!visible(x->factor, OIDC_FACTOR_MAX, true))
		return FAIL(e, ERR_INPUT, T_access_oidc_factor_wrong);
	*field = "issuer";
	if (!oidc_provider_clash(r, x->code, x->issuer, &row, &found, e))
		return false;
	return !found || FAIL(e, ERR_CONFLICT, T_access_oidc_taken);
}

static struct str detail_of(struct arena *a, const struct oidc_new *x)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "code", x->code);
	json_str(&j, "name", x->name);
	json_str(&j, "provider_url", x->issuer);
	json_str(&j, "client", x->client);
	json_str(&j, "factor", x->factor);
	json_close(&j);
	return buf_str(&b);
}

bool oidc_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct oidc_new *in, struct change *c, const char **field, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct provider_change *m = begin(a, c, S("oidc.add"), by, add_apply);
	const struct keyfile *key;
	struct oidc_peer peer;

	*field = "code";
	m->in = *in;
	m->in.name = viet_nfc(a, in->name);
	m->in.factor = in->factor.p ? str_trim(in->factor) : S("");
	if (!access_manages(db, r, by, in->agency, c, e) || !input_right(r, &m->in, field, e) ||
		!read_peer(r, in->issuer, &peer, e) || !db_key(db, &key, e))
		return false;
	m->box = keyfile_seal(a, key, purpose, about(a, in->code), in->secret);
	c->entry.detail = detail_of(a, &m->in);
	return true;
}

static bool remove_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct provider_change *m = c->arg;
	int64_t changed;

	if (!oidc_links_drop(w, m->provider, e) || !oidc_steps_drop(w, m->provider, e) ||
		!oidc_provider_delete(w, m->provider, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_access_oidc_none, m->in.code);
}

bool oidc_prepare_remove(struct db *db, struct db_read *r, const struct actor *by, struct str code,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct provider_change *m = begin(a, c, S("oidc.remove"), by, remove_apply);
	struct oidc_provider_of_row row;

	if (!provider_of(r, code, &row, ERR_ABSENT, e))
		return false;
	m->in.code = row.code;
	m->provider = row.id;
	c->entry.object_id = row.id;
	c->entry.detail = str_fmt(a, "{\"code\":\"%.*s\"}", STR_ARG(row.code));
	return access_manages(db, r, by, row.agency, c, e);
}

/* --- links */

struct link {
	int64_t provider, account, by;
	struct str subject;
	struct str helper, office; /* for the account's owner, where an officer does it */
	struct str step, state;	   /* of the step that is used up; no value: an officer's */
};

static bool step_take(struct db_write *w, const struct link *m, struct err *e)
{
	int64_t ended;

	if (!oidc_step_end(w, m->step, m->state, &ended, e))
		return false;
	return ended || FAIL(e, ERR_LOGIN, T_access_step_over);
}

/* The provider is for the account's agency, and a person's account it is. */
static bool served(struct db_read *r, int64_t provider, int64_t account, struct err *e)
{
	struct oidc_serves_row row;
	bool found;

	if (!oidc_serves(r, provider, account, &row, &found, e))
		return false;
	return (found && !row.service) || FAIL(e, ERR_CONFLICT, T_access_oidc_elsewhere);
}

static bool tell_owner(struct db_write *w, const struct link *m, enum text_id body, struct err *e)
{
	struct access_news news = {
		.key = str_fmt(db_write_arena(w), "oidc/%lld/%lld", (long long)m->provider,
			(long long)clock_now()),
		.subject = T_access_oidc_told,
		.body = body,
		.first = m->office,
		.second = m->helper,
		.link = S("/account/providers"),
	};

	return m->by == m->account || access_tell(w, m->account, &news, e);
}

static bool link_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct link *m = c->arg;
	int64_t id;

	if ((m->step.p && !step_take(w, m, e)) ||
		!served(db_write_read(w), m->provider, m->account, e) ||
		!oidc_link_insert(
			w, m->provider, m->subject, m->account, clock_now(), m->by, &id, e))
		return false;
	if (!id)
		return FAIL(e, ERR_CONFLICT, T_access_oidc_linked_already);
	return tell_owner(w, m, T_access_oidc_told_link, e);
}

/* Members of the entry's object. */
static struct str said(struct arena *a, struct str provider, struct str subject)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "provider", provider);
	if (subject.p)
		json_str(&j, "sub", subject);
	json_close(&j);
	return buf_str(&b);
}

static void link_fill(struct arena *a, struct link *m, struct str code, struct str action,
	bool (*apply)(struct db_write *, struct change *, struct err *), struct change *c)
{
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = m->account;
	c->entry.detail = said(a, code, m->subject);
}

bool oidc_prepare_link(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str code, struct str subject, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct link *m = NEW(a, struct link);
	struct oidc_provider_of_row row;
	bool covered;

	*m = (struct link){ .account = account, .by = by->account, .helper = by->display };
	link_fill(a, m, code, S("oidc.link"), link_apply, c);
	if (!grant_account_of_others(db, r, by, account, c, e) ||
		!provider_of(r, code, &row, ERR_INPUT, e) ||
		!grant_covered(r, by, account, &covered, e))
		return false;
	if (!covered)
		return access_refuse(db, c, T_access_oidc_beyond, e);
	if (!oidc_subject_right(subject))
		return FAIL(e, ERR_INPUT, T_access_oidc_subject_wrong);
	m->provider = row.id;
	m->office = row.name;
	m->subject = subject;
	c->entry.detail = said(a, row.code, subject);
	return served(r, row.id, account, e);
}

static bool unlink_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct link *m = c->arg;
	int64_t changed;

	if (!oidc_link_delete(w, m->provider, m->account, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_oidc_not_linked);
	return tell_owner(w, m, T_access_oidc_told_unlink, e);
}

bool oidc_prepare_unlink(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str code, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct link *m = NEW(a, struct link);
	struct oidc_provider_of_row row;

	*m = (struct link){ .account = account, .by = by->account, .helper = by->display };
	link_fill(a, m, code, S("oidc.unlink"), unlink_apply, c);
	if (account != by->account && !grant_account_of_others(db, r, by, account, c, e))
		return false;
	if (!provider_of(r, code, &row, ERR_ABSENT, e))
		return false;
	m->provider = row.id;
	m->office = row.name;
	return true;
}

/* --- away */

struct step {
	int64_t provider, account;
	struct str code, digest, state, nonce, verifier, ask, onward;
};

struct str oidc_back(struct arena *a, struct str origin, struct str code)
{
	return str_fmt(a, "%.*s/login/oidc/%.*s/back", STR_ARG(origin), STR_ARG(code));
}

/* RFC 7636: the provider sees the digest first, and the verifier with the code. */
static struct str challenge_of(struct arena *a, struct str verifier)
{
	unsigned char d[crypto_hash_sha256_BYTES];
	char *text = arena_alloc(a, 2 * sizeof(d));

	crypto_hash_sha256(d, (const unsigned char *)verifier.p, verifier.n);
	sodium_bin2base64(
		text, 2 * sizeof(d), d, sizeof(d), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_z(text);
}

static struct str ask_of(struct arena *a, const struct oidc_peer *peer, struct str client,
	const struct step *m, struct str state, struct str back)
{
	struct str challenge = challenge_of(a, m->verifier);
	struct buf b = { .arena = a };

	buf_add(&b, peer->authorize);
	buf_addc(&b, str_find_char(peer->authorize, '?', 0) == SIZE_MAX ? '?' : '&');
	buf_addz(&b, "response_type=code&scope=openid&client_id=");
	buf_add(&b, oidc_encode(a, client));
	buf_addz(&b, "&redirect_uri=");
	buf_add(&b, oidc_encode(a, back));
	buf_addf(&b, "&state=%.*s&nonce=%.*s&code_challenge=%.*s&code_challenge_method=S256",
		STR_ARG(state), STR_ARG(m->nonce), STR_ARG(challenge));
	return buf_str(&b);
}

static bool begin_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct step *m = c->arg;
	struct oidc_provider_of_row row;

	if (!provider_of(db_write_read(w), m->code, &row, ERR_ABSENT, e))
		return false;
	if (row.id != m->provider)
		return FAIL(e, ERR_ABSENT, T_access_oidc_none, m->code);
	return oidc_step_put(w, m->digest, m->provider, m->account ? m->account : DB_NULL, m->state,
		m->nonce, m->verifier, m->ask, m->onward, clock_now() + STEP_LASTS, e);
}

bool oidc_prepare_begin(struct db_read *r, const struct actor *by, const struct login *in,
	const struct oidc_ask *ask, struct change *c, struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct step *m = NEW(a, struct step);
	struct oidc_provider_of_row row;
	struct oidc_peer peer;
	struct str unused;

	if (!provider_of(r, ask->provider, &row, ERR_ABSENT, e) ||
		!read_peer(r, row.issuer, &peer, e))
		return false;
	*m = (struct step){ .provider = row.id,
		.account = by->account,
		.code = row.code,
		.onward = ask->next.p ? ask->next : S("") };
	*token = STR_NULL;
	if (!by->account)
		*token = session_draw(a, &m->digest);
	else if (!session_digest(a, in->token, &m->digest))
		return FAIL(e, ERR_LOGIN, T_access_login_needed);
	if (by->account && !served(r, row.id, by->account, e))
		return false;
	struct str state = session_draw(a, &m->state);

	m->nonce = session_draw(a, &unused);
	m->verifier = session_draw(a, &unused);
	m->ask = ask_of(a, &peer, row.client, m, state, oidc_back(a, ask->origin, row.code));
	c->apply = begin_apply;
	c->arg = m;
	c->entry.action = by->account ? S("oidc.link_begin") : S("oidc.login_begin");
	c->entry.object = S("account");
	c->entry.object_id = by->account;
	c->entry.detail = said(a, row.code, STR_NULL);
	return true;
}

static bool step_of(struct db_read *r, struct str token, struct str code, struct str *digest,
	struct oidc_step_of_row *row, bool *found, struct err *e)
{
	*found = false;
	return !session_digest(db_read_arena(r), token, digest) ||
	       oidc_step_of(r, *digest, code, clock_now(), row, found, e);
}

bool oidc_step_ask(struct db_read *r, struct str token, struct str code, struct str *name,
	struct str *ask, struct err *e)
{
	struct oidc_provider_of_row provider;
	struct oidc_step_of_row row;
	struct str digest;
	bool found;

	*name = S("");
	*ask = STR_NULL;
	if (!oidc_provider_of(r, code, &provider, &found, e) || !found)
		return e->code == ERR_NONE;
	*name = provider.name;
	if (!step_of(r, token, code, &digest, &row, &found, e))
		return false;
	if (found)
		*ask = row.ask;
	return true;
}

/* --- and back */

struct back {
	struct db *db;
	struct db_read *r;
	struct login_try *tried;
	struct oidc_provider_of_row provider;
	struct oidc_step_of_row step;
	struct oidc_claims claims;
	struct link spent; /* the step, and in the end whose it is */
	int64_t link;
	const char *fault; /* why the provider's answer is none; NULL: it is one */
};

static bool spend(struct db_write *w, void *arg, struct err *e)
{
	const struct link *m = arg;
	int64_t ended;

	return oidc_step_end(w, m->step, m->state, &ended, e);
}

static bool refuse(struct back *b, int64_t account, const char *why, struct err *e)
{
	struct str all = said(db_read_arena(b->r), b->provider.code, b->claims.subject);
	struct str members = str_sub(all, 1, all.n - 1);

	login_try_takes(b->tried, b->spent.step.p ? spend : NULL, &b->spent,
		str_fmt(db_read_arena(b->r), ",%.*s", STR_ARG(members)));
	return login_try_refuse(b->db, b->tried, account, why,
		strcmp(why, "oidc_down") == 0 ? T_access_oidc_down : T_access_oidc_refused, e);
}

static bool secret_of(struct back *b, struct str *secret, struct err *e)
{
	struct arena *a = db_read_arena(b->r);
	struct str box = b->provider.secret_box;
	unsigned char *plain = arena_alloc(a, box.n + 1);
	const struct keyfile *key;
	size_t n;

	if (!db_key(b->db, &key, e) ||
		!keyfile_unseal(key, purpose, about(a, b->provider.code), box, plain, box.n, &n, e))
		return false;
	*secret = str_n((const char *)plain, n);
	return true;
}

static bool exchange(struct back *b, const struct oidc_peer *peer, const struct oidc_answer *answer,
	struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(b->r);
	struct oidc_exchange x = {
		.client = b->provider.client,
		.code = answer->code,
		.verifier = b->step.verifier,
		.back = oidc_back(a, answer->origin, b->provider.code),
	};

	if (!secret_of(b, &x.secret, e))
		return false;
	bool ok = oidc_peer_exchange(a, peer, &x, token, e);

	sodium_memzero((char *)x.secret.p, x.secret.n);
	return ok;
}

/* Asks for the keys once more where the token's is not among them. */
static bool check_token(
	struct back *b, const struct oidc_peer *peer, struct str token, struct err *e)
{
	struct arena *a = db_read_arena(b->r);
	struct oidc_expect expect = { b->provider.issuer, b->provider.client, b->step.nonce,
		clock_now() };
	enum oidc_fault fault = OIDC_KEY;
	struct str keys;

	for (int i = 0; i < 2 && fault == OIDC_KEY; i++) {
		if (!oidc_peer_keys(a, peer, i > 0, &keys, e))
			return false;
		fault = oidc_token_check(a, token, keys, &expect, &b->claims);
	}
	b->fault = fault == OIDC_SOUND ? NULL : oidc_fault_name(fault);
	return true;
}

/* All that the provider is asked, without a snapshot; what it says goes to claims and fault. */
static bool ask_peer(struct back *b, const struct oidc_answer *answer, struct err *e)
{
	struct oidc_peer peer;
	struct str token;

	if (!oidc_peer_read(db_read_arena(b->r), b->provider.issuer, &peer, e))
		return false;
	b->fault = "oidc_issuer";
	if (peer.names_itself && !answer->issuer.p)
		return true;
	if (!exchange(b, &peer, answer, &token, e))
		return false;
	b->fault = "oidc_code";
	return !token.p || check_token(b, &peer, token, e);
}

/* What the provider does not give for now is a refusal too: the step is over. */
static bool vouched(struct back *b, const struct oidc_answer *answer, struct err *e)
{
	struct err why = { 0 };

	db_read_end(b->r);
	bool asked = ask_peer(b, answer, &why);

	if (!db_read_again(b->r, e))
		return false;
	if (!asked && why.code != ERR_BUSY && why.code != ERR_INPUT) {
		*e = why;
		return false;
	}
	if (!asked) {
		log_warn("oidc", "provider=%.*s %s", STR_ARG(b->provider.code), why.detail);
		b->fault = "oidc_down";
	}
	return !b->fault || refuse(b, 0, b->fault, e);
}

/* The step that this browser has opened, with what the provider says to it. */
static bool came_back(
	struct back *b, const struct login *in, const struct oidc_answer *answer, struct err *e)
{
	struct arena *a = db_read_arena(b->r);
	struct str digest, state;
	bool found;

	if (!step_of(b->r, in->token, b->provider.code, &digest, &b->step, &found, e))
		return false;
	if (!found)
		return refuse(b, 0, "oidc_step", e);
	b->spent = (struct link){ .step = digest, .state = b->step.state };
	if (!answer->state.p || !session_digest(a, answer->state, &state) ||
		!str_eq(state, b->step.state))
		return refuse(b, 0, "oidc_state", e);
	if (answer->issuer.p && !str_eq(answer->issuer, b->provider.issuer))
		return refuse(b, 0, "oidc_issuer", e);
	return answer->code.n || refuse(b, 0, "oidc_no_code", e);
}

/* Whether the provider row lets some of these means count as a second factor. */
static bool counts(const struct oidc_claims *claims, struct str factor)
{
	struct str one;

	while (str_split(&factor, ' ', &one))
		LIST_EACH(x, &claims->means)
			if (one.n && str_eq(*x, one))
				return true;
	return false;
}

static bool used_take(struct db_write *w, void *arg, struct err *e)
{
	const struct back *b = arg;
	int64_t changed;

	if (!step_take(w, &b->spent, e) || !oidc_link_used(w, b->link, b->claims.subject,
						   b->spent.account, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_LOGIN, T_access_oidc_refused);
}

static bool log_in(
	struct back *b, const struct login *in, struct change *c, struct logged *out, struct err *e)
{
	struct arena *a = db_read_arena(b->r);
	struct oidc_link_of_row row;
	bool found;

	if (!oidc_link_of(b->r, b->provider.id, b->claims.subject, &row, &found, e))
		return false;
	if (!found || !str_eq(row.state, S("active")))
		return refuse(b, found ? row.account : 0, found ? "disabled" : "oidc_unlinked", e);
	b->link = row.id;
	b->spent.account = row.account;
	struct login_shown shown = {
		.account = row.account,
		.name = row.name,
		.factor = S("oidc"),
		.step = row.factors > 0 && !counts(&b->claims, b->provider.factor),
		.detail = str_fmt(a, "{\"factor\":\"oidc\",\"provider\":\"%.*s\"}",
			STR_ARG(b->provider.code)),
		.take = used_take,
		.arg = b,
	};

	return login_shown_prepare(a, in, &shown, c, out, e);
}

static bool link_own(struct back *b, const struct actor *by, struct change *c, struct err *e)
{
	if (b->step.account != by->account)
		return refuse(b, b->step.account, "oidc_other", e);
	b->spent.provider = b->provider.id;
	b->spent.account = b->spent.by = by->account;
	b->spent.subject = b->claims.subject;
	link_fill(db_read_arena(b->r), &b->spent, b->provider.code, S("oidc.link"), link_apply, c);
	c->entry.actor = by->account;
	c->entry.actor_name = by->name;
	return true;
}

bool oidc_prepare_answer(struct db *db, struct db_read *r, const struct actor *by,
	const struct login *in, const struct oidc_answer *answer, struct change *c,
	struct oidc_outcome *out, struct err *e)
{
	struct back *b = NEW(db_read_arena(r), struct back);

	b->db = db;
	b->r = r;
	if (!provider_of(r, answer->provider, &b->provider, ERR_ABSENT, e) ||
		!login_try_begin(r, 0, in, &b->tried, e) || !came_back(b, in, answer, e) ||
		!vouched(b, answer, e))
		return false;
	*out = (struct oidc_outcome){ .linked = b->step.account != DB_NULL,
		.next = b->step.onward.n ? b->step.onward : STR_NULL };
	return out->linked ? link_own(b, by, c, e) : log_in(b, in, c, &out->logged, e);
}
