#include "access/login.h"

#include <arpa/inet.h>
#include <sodium.h>
#include "access/factor.h"
#include "access/passkey.h"
#include "access/password.h"
#include "access/session.h"
#include "access_sql.h"
#include "factor_sql.h"

enum { AGENT_MAX = 200, NAME_MAX_TYPED = 200, KEY_BYTES = 4, CHALLENGE = 32 };

#define SECOND INT64_C(1000000)

/* How tries are slowed: `free` of them at once, then 1, 2, 4 … seconds up to `longest`.
 * Many people share a network, so it is given more and never waits long. */
static const struct pace {
	int64_t free, longest;
} pace_name = { 4, 900 }, pace_network = { 30, 60 };

/* A failure older than this counts no more. */
#define FORGOTTEN (24 * 3600 * SECOND)

/* The second step is open so long. */
#define STEP_LASTS (300 * SECOND)

/* Who logs in again within this time has not been away. */
#define SAME_VISIT (3600 * SECOND)

/* Four bytes: people type passwords into the wrong field, and a short digest tells no
 * word from a thousand others. */
static struct str delay_key(struct arena *a, char kind, struct str what)
{
	unsigned char d[crypto_generichash_BYTES_MIN];
	char *text = arena_alloc(a, 2 * KEY_BYTES + 1);

	crypto_generichash(d, sizeof(d), (const unsigned char *)what.p, what.n,
		(const unsigned char *)"hai dang log-in ", 16);
	sodium_bin2hex(text, 2 * KEY_BYTES + 1, d, KEY_BYTES);
	return str_fmt(a, "%c:%s", kind, text);
}

static struct str lower_ascii(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return str_n(p, s.n);
}

struct str login_network(struct arena *a, struct str address)
{
	struct in6_addr six;
	struct in_addr four;
	char *z = str_c(a, address), shown[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET, z, &four) == 1) {
		four.s_addr &= htonl(0xffffff00);
		inet_ntop(AF_INET, &four, shown, sizeof(shown));
		return str_fmt(a, "%s/24", shown);
	}
	if (inet_pton(AF_INET6, z, &six) != 1)
		return S("");
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return login_network(a, str_fmt(a, "%d.%d.%d.%d", six.s6_addr[12], six.s6_addr[13],
						six.s6_addr[14], six.s6_addr[15]));
	memset(six.s6_addr + 6, 0, 10);
	inet_ntop(AF_INET6, &six, shown, sizeof(shown));
	return str_fmt(a, "%s/48", shown);
}

struct attempt {
	struct str keys[2]; /* whose delays it counts for: [0] of the name or the account's codes,
			     * [1] of the network, "" where the sender has no address */
	/* of one that is right */
	int64_t account, longest;
	struct str name, hash, factor;
	struct str digest, old_digest, agent, network, challenge;
	struct factor_use use;
	struct passkey_use key; /* id 0: a code it is */
	/* of another way in: what it uses up, and what its entry says */
	bool (*take)(struct db_write *w, void *arg, struct err *e);
	void *take_arg;
	struct str more;
};

static int64_t wait_after(const struct pace *pace, int64_t failures)
{
	int64_t seconds = 0;

	if (failures >= pace->free)
		seconds = failures - pace->free < 20 ? INT64_C(1) << (failures - pace->free)
						     : pace->longest;
	return (seconds < pace->longest ? seconds : pace->longest) * SECOND;
}

static bool count_failure(
	struct db_write *w, struct str key, const struct pace *pace, struct err *e)
{
	struct access_login_failures_row row;
	int64_t now = clock_now(), failures = 1;
	bool found;

	if (!key.n)
		return true;
	if (!access_login_failures(db_write_read(w), key, &row, &found, e))
		return false;
	if (found && now - row.last < FORGOTTEN)
		failures = row.failures + 1;
	int64_t wait = wait_after(pace, failures);

	return access_login_failed(w, key, failures, now, wait ? now + wait : 0, e);
}

static bool refused_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;

	return (!t->take || t->take(w, t->take_arg, e)) &&
	       count_failure(w, t->keys[0], &pace_name, e) &&
	       count_failure(w, t->keys[1], &pace_network, e);
}

/* Writes the refusal down, then says the one answer. */
static bool refuse(struct db *db, struct attempt *t, int64_t account, const char *why,
	enum text_id answer, struct err *e)
{
	struct change c = { .apply = refused_apply, .arg = t };
	char detail[768];
	int n = snprintf(detail, sizeof(detail), "{\"reason\":\"%s\"%.*s}", why, STR_ARG(t->more));

	if (n < 0 || (size_t)n >= sizeof(detail))
		n = snprintf(detail, sizeof(detail), "{\"reason\":\"%s\"}", why);

	c.entry = (struct audit_entry){
		.actor_name = S("nobody"),
		.permission = S("public"),
		.action = S("account.login_refused"),
		.object = S("account"),
		.object_id = account,
		.detail = str_n(detail, (size_t)n),
	};
	return audit_change(db, &c, e) && FAIL(e, ERR_LOGIN, answer);
}

/* ERR_TOO_MANY while the name or the network has to wait. */
static bool may_try(struct db_read *r, const struct attempt *t, struct err *e)
{
	struct access_login_delay_of_row row;
	int64_t now = clock_now();
	bool found;

	if (!access_login_delay_of(r, t->keys[0], t->keys[1], &row, &found, e))
		return false;
	if (!found || row.until <= now)
		return true;
	/* no delay is longer: the clock was ahead when it was written */
	if (row.until - now > pace_name.longest * SECOND)
		return true;
	struct str seconds = str_fmt(
		db_read_arena(r), "%lld", (long long)((row.until - now + SECOND - 1) / SECOND));

	return FAIL(e, ERR_TOO_MANY, T_access_login_wait, seconds);
}

/* Cut at a letter; what is no UTF-8 is left out. */
static struct str agent_of(struct str agent)
{
	struct str cut = str_sub(agent, 0, AGENT_MAX);

	while (cut.n && cut.n < agent.n && (agent.p[cut.n] & 0xc0) == 0x80)
		cut.n--;
	return agent.p && str_is_utf8(cut) ? cut : S("");
}

/* What is known of the sender, whatever they show. */
static struct attempt *begin(struct arena *a, const struct login *in)
{
	struct attempt *t = NEW(a, struct attempt);

	if (sodium_init() < 0)
		die("libsodium does not start");
	t->network = login_network(a, in->address);
	t->keys[1] = t->network.n ? delay_key(a, 'a', t->network) : S("");
	t->agent = agent_of(in->agent);
	if (!session_digest(a, in->token, &t->old_digest))
		t->old_digest = S("");
	return t;
}

/* --- the password */

static bool still_as_checked(
	struct db_write *w, const struct attempt *t, int64_t *longest, struct err *e)
{
	struct access_login_account_row row;
	bool found;

	if (!access_login_account(db_write_read(w), t->name, &row, &found, e))
		return false;
	if (!found || !str_eq(row.state, S("active")) ||
		(t->hash.p && !str_eq(row.password, t->hash)))
		return FAIL(e, ERR_LOGIN, T_access_login_refused);
	*longest = row.longest * SECOND;
	return true;
}

static bool open_session(struct db_write *w, const struct attempt *t, struct err *e)
{
	int64_t now = clock_now(), session, longest;

	if (!still_as_checked(w, t, &longest, e) ||
		!access_visit_begin(w, t->account, now, now - SAME_VISIT, e) ||
		(t->old_digest.n && !access_session_delete_digest(w, t->old_digest, e)))
		return false;
	return access_login_forgiven(w, t->keys[0], e) &&
	       access_session_insert(w, t->digest, t->account, now, now + longest, t->agent,
		       t->network, t->factor, &session, e);
}

static bool login_apply(struct db_write *w, struct change *c, struct err *e)
{
	return open_session(w, c->arg, e);
}

/* The session that the browser still has stays until the second step is done. */
static bool half_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;
	int64_t longest;

	return still_as_checked(w, t, &longest, e) && access_login_forgiven(w, t->keys[0], e) &&
	       login_step_put(w, t->digest, t->account, clock_now() + STEP_LASTS, t->challenge, e);
}

static void challenge_draw(struct arena *a, struct attempt *t)
{
	unsigned char *bytes = arena_alloc(a, CHALLENGE);

	randombytes_buf(bytes, CHALLENGE);
	t->challenge = str_n((const char *)bytes, CHALLENGE);
}

static void fill(struct change *c, struct attempt *t, struct str action,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	c->apply = apply;
	c->arg = t;
	c->entry.actor = t->account;
	c->entry.actor_name = t->name;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = t->account;
}

bool login_prepare(struct db *db, struct db_read *r, const struct login *in, struct change *c,
	struct logged *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct attempt *t = begin(a, in);
	struct access_login_account_row row;
	bool found, right;

	if (in->name.n > NAME_MAX_TYPED)
		return FAIL(e, ERR_LOGIN, T_access_login_refused);
	t->name = lower_ascii(a, in->name);
	t->keys[0] = delay_key(a, 'n', t->name);
	if (!may_try(r, t, e) || !access_login_account(r, t->name, &row, &found, e))
		return false;
	t->hash = found ? row.password : STR_NULL;
	if (!password_right(a, t->hash, in->password, &right, e))
		return false;
	if (!right || !str_eq(row.state, S("active")))
		return refuse(db, t, found ? row.id : 0,
			!found	? "unknown"
			: right ? "disabled"
				: "password",
			T_access_login_refused, e);
	t->account = row.id;
	t->factor = S("password");
	out->token = session_draw(a, &t->digest);
	out->step = row.factors > 0;
	challenge_draw(a, t);
	fill(c, t, out->step ? S("account.login_password") : S("account.login"),
		out->step ? half_apply : login_apply);
	return true;
}

/* --- the second step */

bool login_half_read(struct db_read *r, struct str token, struct login_half *out, struct err *e)
{
	struct login_step_of_row row;
	bool found;

	*out = (struct login_half){ .name = S("") };
	if (!session_digest(db_read_arena(r), token, &out->digest))
		return true;
	if (!login_step_of(r, out->digest, clock_now(), &row, &found, e))
		return false;
	if (!found || (row.account != DB_NULL && !str_eq(row.state, S("active"))))
		return true;
	out->challenge = row.challenge;
	if (row.account == DB_NULL)
		return true;
	out->account = row.account;
	out->name = row.name;
	return true;
}

static bool code_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;
	int64_t ended;
	bool taken;

	if (!login_step_end(w, t->old_digest, &ended, e) ||
		!(t->key.id ? passkey_take(w, &t->key, &taken, e)
			    : factor_take(w, t->account, &t->use, &taken, e)))
		return false;
	if (!ended || !taken)
		return FAIL(e, ERR_LOGIN, T_access_code_refused);
	return open_session(w, t, e);
}

bool login_code_prepare(struct db *db, struct db_read *r, const struct login *in, struct str code,
	struct change *c, struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct attempt *t = begin(a, in);
	struct login_half half;

	if (!login_half_read(r, in->token, &half, e))
		return false;
	if (!half.account)
		return FAIL(e, ERR_LOGIN, T_access_step_over);
	t->account = half.account;
	t->name = half.name;
	t->keys[0] = delay_key(a, 'c', str_fmt(a, "%lld", (long long)half.account));
	if (!may_try(r, t, e) || !factor_check(db, r, t->account, code, &t->use, e))
		return false;
	if (t->use.kind == FACTOR_NONE)
		return refuse(db, t, t->account, "code", T_access_code_refused, e);
	t->factor = t->use.kind == FACTOR_TOTP ? S("totp") : S("recovery");
	*token = session_draw(a, &t->digest);
	fill(c, t, S("account.login"), code_apply);
	c->entry.detail = str_fmt(a, "{\"factor\":\"%.*s\"}", STR_ARG(t->factor));
	return true;
}

/* --- a passkey: as the second step, or alone */

static bool begin_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;

	return login_step_put(w, t->digest, DB_NULL, clock_now() + STEP_LASTS, t->challenge, e);
}

bool login_begin_prepare(struct arena *a, struct change *c, struct str *token, struct err *e)
{
	struct attempt *t = NEW(a, struct attempt);

	(void)e;
	*token = session_draw(a, &t->digest);
	challenge_draw(a, t);
	c->apply = begin_apply;
	c->arg = t;
	c->entry.action = S("account.login_begin");
	c->entry.object = S("account");
	return true;
}

bool login_passkey_prepare(struct db *db, struct db_read *r, const struct login *in,
	struct str origin, const struct passkey_answer *answer, struct change *c, struct str *token,
	struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct attempt *t = begin(a, in);
	struct login_half half;
	struct err why = { 0 };

	if (!login_half_read(r, in->token, &half, e))
		return false;
	if (!half.challenge.p)
		return FAIL(e, ERR_LOGIN, T_access_step_over);
	t->keys[0] = half.account ? delay_key(a, 'c', str_fmt(a, "%lld", (long long)half.account))
				  : S("");
	if (!may_try(r, t, e))
		return false;
	if (!passkey_check(r, half.account, half.challenge, origin, answer, &t->key, &why)) {
		if (why.code == ERR_LOGIN)
			return refuse(db, t, t->key.account, "passkey", why.text, e);
		*e = why;
		return false;
	}
	t->account = t->key.account;
	t->name = t->key.account_name;
	t->factor = S("passkey");
	*token = session_draw(a, &t->digest);
	fill(c, t, S("account.login"), code_apply);
	c->entry.detail = S("{\"factor\":\"passkey\"}");
	return true;
}

/* --- other ways in */

struct login_try {
	struct attempt a;
};

bool login_try_begin(
	struct db_read *r, char kind, const struct login *in, struct login_try **out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct login_try *t = NEW(a, struct login_try);

	t->a = *begin(a, in);
	t->a.keys[0] = kind ? delay_key(
				      a, kind, lower_ascii(a, str_sub(in->name, 0, NAME_MAX_TYPED)))
			    : S("");
	*out = t;
	return may_try(r, &t->a, e);
}

bool login_try_refuse(struct db *db, struct login_try *t, int64_t account, const char *why,
	enum text_id answer, struct err *e)
{
	return refuse(db, &t->a, account, why, answer, e);
}

void login_try_takes(struct login_try *t, bool (*take)(struct db_write *, void *, struct err *),
	void *arg, struct str more)
{
	t->a.take = take;
	t->a.take_arg = arg;
	t->a.more = more;
}

bool login_try_forgive(struct db_write *w, const struct login_try *t, struct err *e)
{
	return access_login_forgiven(w, t->a.keys[0], e);
}

static bool shown_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;

	return t->take(w, t->take_arg, e) && open_session(w, t, e);
}

static bool shown_half_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attempt *t = c->arg;

	return t->take(w, t->take_arg, e) && half_apply(w, c, e);
}

bool login_shown_prepare(struct arena *a, const struct login *in, const struct login_shown *shown,
	struct change *c, struct logged *out, struct err *e)
{
	struct attempt *t = begin(a, in);

	(void)e;
	t->account = shown->account;
	t->name = shown->name;
	t->factor = shown->factor;
	t->take = shown->take;
	t->take_arg = shown->arg;
	t->keys[0] = S("");
	out->token = session_draw(a, &t->digest);
	out->step = shown->step;
	challenge_draw(a, t);
	fill(c, t, out->step ? S("account.login_oidc") : S("account.login"),
		out->step ? shown_half_apply : shown_apply);
	c->entry.detail = shown->detail;
	return true;
}

/* --- showing again who one is */

struct proof {
	int64_t session;
	struct str digest;
};

static bool prove_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct proof *p = c->arg;

	return access_session_renew(w, p->session, p->digest, clock_now(), e);
}

bool login_prove_prepare(struct db *db, struct db_read *r, const struct actor *by,
	struct str password, struct change *c, struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct attempt t = { .keys = { delay_key(a, 'n', by->name), S("") } };
	struct proof *p = NEW(a, struct proof);
	struct access_account_secret_row row;
	bool found, right;

	if (!may_try(r, &t, e) || !access_account_secret(r, by->account, &row, &found, e) ||
		!password_right(a, found ? row.password : STR_NULL, password, &right, e))
		return false;
	if (!right)
		return refuse(db, &t, by->account, "proof", T_access_password_wrong, e);
	p->session = by->session_id;
	*token = session_draw(a, &p->digest);
	c->apply = prove_apply;
	c->arg = p;
	c->entry.action = S("account.proved");
	c->entry.object = S("account");
	c->entry.object_id = by->account;
	return true;
}

/* --- out */

static bool logout_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct actor *actor = c->arg;
	int64_t ended;

	return access_session_delete(w, actor->session_id, actor->account, &ended, e);
}

bool logout_prepare(struct arena *a, const struct actor *actor, struct change *c, struct err *e)
{
	struct actor *who = NEW(a, struct actor);

	if (!actor->session_id)
		return FAIL(e, ERR_LOGIN, T_access_login_needed);
	*who = *actor;
	c->apply = logout_apply;
	c->arg = who;
	c->entry.action = S("account.logout");
	c->entry.object = S("account");
	c->entry.object_id = actor->account;
	return true;
}
