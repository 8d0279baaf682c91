#include "access/session.h"

#include <pwd.h>
#include <sodium.h>
#include <unistd.h>
#include "access/access.h"
#include "access/seen.h"
#include "access_sql.h"
#include "factor_sql.h"
#include "oidc_sql.h"
#include "token_sql.h"

enum {
	TOKEN = 32,	 /* random bytes */
	TOKEN_TEXT = 43, /* as base64url without padding */
	CSRF = 16,
	CSRF_TEXT = 2 * CSRF,
	SEEN_NOTED = 60 * 1000000,    /* a use within a minute of the last is not noted */
	SEEN_WRITTEN = 300 * 1000000, /* what was noted is written every five minutes */
};

static bool token_bytes(struct str token, unsigned char bytes[TOKEN])
{
	size_t n = 0;

	return token.n == TOKEN_TEXT &&
	       sodium_base642bin(bytes, TOKEN, token.p, token.n, NULL, &n, NULL,
		       sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       n == TOKEN;
}

static struct str digest_of(struct arena *a, const unsigned char bytes[TOKEN])
{
	unsigned char *d = arena_alloc(a, SESSION_DIGEST);

	crypto_generichash(d, SESSION_DIGEST, bytes, TOKEN, NULL, 0);
	return str_n((const char *)d, SESSION_DIGEST);
}

struct str session_draw(struct arena *a, struct str *digest)
{
	unsigned char bytes[TOKEN];
	char *text = arena_alloc(a, TOKEN_TEXT + 1);

	if (sodium_init() < 0)
		die("libsodium does not start");
	randombytes_buf(bytes, sizeof(bytes));
	*digest = digest_of(a, bytes);
	sodium_bin2base64(text, TOKEN_TEXT + 1, bytes, sizeof(bytes),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
	return str_n(text, TOKEN_TEXT);
}

bool session_digest(struct arena *a, struct str token, struct str *digest)
{
	unsigned char bytes[TOKEN];

	if (!token_bytes(token, bytes))
		return false;
	*digest = digest_of(a, bytes);
	return true;
}

struct str access_csrf(struct arena *a, struct str token)
{
	static const unsigned char what[] = "hai dang form";
	unsigned char bytes[TOKEN], mac[CSRF];
	char *text = arena_alloc(a, CSRF_TEXT + 1);

	if (!token_bytes(token, bytes))
		return S("");
	crypto_generichash(mac, sizeof(mac), what, sizeof(what), bytes, sizeof(bytes));
	sodium_bin2hex(text, CSRF_TEXT + 1, mac, sizeof(mac));
	return str_n(text, CSRF_TEXT);
}

bool access_csrf_right(struct str token, struct str csrf)
{
	struct arena *a = arena_new(4096);
	struct str right = access_csrf(a, token);
	bool same = right.n && right.n == csrf.n && sodium_memcmp(right.p, csrf.p, csrf.n) == 0;

	arena_free(a);
	return same;
}

static bool load_permissions(struct db_read *r, struct actor *actor, struct err *e)
{
	struct access_account_permissions_rows rows;

	if (!access_account_permissions(r, actor->account, &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		enum permission p = permission_of(row->permission);

		/* a role may hold a permission of a newer or older program: it gives nothing */
		if (p > PERM_LOGIN && p < PERM_COUNT)
			actor->permissions |= UINT64_C(1) << p;
	}
	return true;
}

static struct str digest_name(struct arena *a, struct str digest)
{
	enum { SHOWN = 8 };
	char *hex = arena_alloc(a, 2 * SHOWN + 1);

	sodium_bin2hex(hex, 2 * SHOWN + 1, (const unsigned char *)digest.p, SHOWN);
	return str_n(hex, 2 * SHOWN);
}

bool access_load(struct db_read *r, struct str token, struct actor *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	int64_t now = clock_now();
	struct access_session_actor_row row;
	struct str digest;
	bool found;

	*out = (struct actor){ .name = S(""), .display = S(""), .agency_name = S("") };
	if (!session_digest(a, token, &digest))
		return true;
	if (!access_session_actor(r, digest, now, &row, &found, e))
		return false;
	if (!found)
		return true;
	int64_t noted = seen_at(row.session);
	int64_t seen = noted > row.seen ? noted : row.seen;

	if (seen < now - row.idle * 1000000)
		return true;
	if (now - seen > SEEN_NOTED)
		seen_note(row.session, now);
	*out = (struct actor){
		.account = row.account,
		.name = row.name,
		.display = row.display,
		.agency = row.agency == DB_NULL ? 0 : row.agency,
		.agency_name = row.agency_name.p ? row.agency_name : S(""),
		.lang = text_lang(row.lang),
		.theme = (enum theme)row.theme,
		.session_id = row.session,
		.session = digest_name(a, digest),
		.proved = row.proved,
		.emergency = row.emergency == DB_NULL ? 0 : row.emergency,
		.emergency_ends = row.emergency == DB_NULL ? 0 : row.emergency_ends,
		.owes = row.owes,
	};
	return load_permissions(r, out, e);
}

bool access_may(struct db_read *r, const struct actor *actor, enum permission p, int64_t agency,
	bool *may, struct err *e)
{
	struct access_may_at_row row;

	*may = actor->account == ACCOUNT_SYSTEM;
	if (*may || !actor_may(actor, p))
		return true;
	return access_may_at(r, actor->account, str_z(permission_name(p)), agency, &row, may, e);
}

struct actor actor_of_system(void)
{
	return (struct actor){
		.account = ACCOUNT_SYSTEM,
		.name = S("system"),
		.display = S("Hệ thống"),
		.agency_name = S(""),
		.permissions = UINT64_MAX,
		.session = S(""),
	};
}

void access_by_command(struct arena *a, enum permission p, struct audit_entry *entry)
{
	const struct passwd *who = getpwuid(getuid());

	entry->actor = ACCOUNT_SYSTEM;
	entry->actor_name = who ? str_fmt(a, "cli:%s", who->pw_name)
				: str_fmt(a, "cli:%u", (unsigned)getuid());
	entry->permission = str_z(permission_name(p));
}

struct tick {
	struct seen *used;
	size_t n;
	int64_t now;
};

static bool tick_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct tick *t = c->arg;
	struct db_batch *b = db_batch(w);
	int64_t ended;

	for (size_t i = 0; i < t->n; i++)
		if (!(t->used[i].session > 0
				    ? access_session_used_queue(
					      b, t->used[i].session, t->used[i].at, e)
				    : token_used_queue(b, -t->used[i].session, t->used[i].at, e)))
			return false;
	return db_batch_run(b, e) && access_session_purge(w, t->now, &ended, e) &&
	       login_step_purge(w, t->now, e) && oidc_step_purge(w, t->now, e) &&
	       access_login_delay_purge(w, t->now - SESSION_LONGEST * 2, e);
}

bool access_tick(struct db *db, struct err *e)
{
	static _Atomic int64_t written; /* clock_ticks() */

	if (written && clock_ticks() - written < SEEN_WRITTEN)
		return true;
	struct arena *a = arena_new((size_t)1 << 20);
	struct tick t = { .now = clock_now() };
	bool ok = true;

	t.n = seen_take(a, &t.used);
	if (t.n) {
		struct change c = { .apply = tick_apply, .arg = &t };

		c.entry = (struct audit_entry){
			.actor = ACCOUNT_SYSTEM,
			.actor_name = S("system:tick"),
			.permission = S("system"),
			.action = S("session.used"),
			.object = S("session"),
			.detail = str_fmt(a, "{\"sessions\":%zu}", t.n),
		};
		ok = audit_change(db, &c, e);
		written = clock_ticks();
	}
	arena_free(a);
	return ok;
}
