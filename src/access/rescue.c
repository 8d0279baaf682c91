#include "access/rescue.h"

#include <sodium.h>

#include "access/account.h"
#include "access/grant.h"
#include "access/password.h"
#include "access/tell.h"
#include "access_sql.h"
#include "factor_sql.h"
#include "oidc_sql.h"
#include "passkey_sql.h"
#include "rescue_sql.h"
#include "base/json.h"

enum { LETTERS = 20, GROUP = 4, DIGEST = 32 };

#define CODE_LASTS (INT64_C(24) * 3600 * 1000000)

struct rescue {
	int64_t id, account, by;
	struct str name, helper, reason, digest, hash;
	struct login_try *tried;
};

/* 20 of 31 letters: nobody guesses 99 bits, so a plain digest will do. */
static struct str draw(struct arena *a)
{
	static const char letter[] = "abcdefghjkmnpqrstuvwxyz23456789";
	struct buf b = { .arena = a };

	for (int i = 0; i < LETTERS; i++) {
		if (i && i % GROUP == 0)
			buf_addc(&b, '-');
		buf_addc(&b, letter[randombytes_uniform(sizeof(letter) - 1)]);
	}
	return buf_str(&b);
}

/* As it was read out or typed: capitals, blanks and strokes count for nothing. */
static struct str digest_of(struct arena *a, struct str code)
{
	unsigned char *d = arena_alloc(a, DIGEST);
	struct buf b = { .arena = a };

	for (size_t i = 0; i < code.n; i++) {
		char ch = code.p[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		if (ch != ' ' && ch != '-')
			buf_addc(&b, ch);
	}
	struct str plain = buf_str(&b);

	crypto_generichash(d, DIGEST, (const unsigned char *)plain.p, plain.n,
		(const unsigned char *)"hai dang rescue code", 20);
	return str_n((const char *)d, DIGEST);
}

/* --- by the officer */

static bool tell_both(struct db_write *w, const struct rescue *m, int64_t id, const char *what,
	enum text_id subject, enum text_id to_account, enum text_id to_officer, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct access_news news = {
		.key = str_fmt(a, "rescue/%lld/%s", (long long)id, what),
		.subject = subject,
		.body = to_account,
		.first = m->name,
		.second = m->helper,
		.third = m->reason,
		.link = S("/account"),
	};

	if (!access_tell(w, m->account, &news, e))
		return false;
	news.body = to_officer;
	news.link = str_fmt(a, "/accounts/%lld", (long long)m->account);
	return access_tell(w, m->by, &news, e);
}

static bool offer_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct rescue *m = c->arg;
	int64_t now = clock_now(), id;

	return rescue_void(w, m->account, now, e) &&
	       rescue_insert(
		       w, m->account, m->digest, m->reason, now, m->by, now + CODE_LASTS, &id, e) &&
	       tell_both(w, m, id, "offer", T_access_rescue_told, T_access_rescue_told_account,
		       T_access_rescue_told_officer, e);
}

static struct str detail_of(struct arena *a, struct str reason)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "reason", reason);
	json_close(&j);
	return buf_str(&b);
}

bool rescue_prepare_offer(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str reason, struct change *c, struct str *code, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct rescue *m = NEW(a, struct rescue);
	struct access_account_row_row row;
	bool found, covered;

	*m = (struct rescue){ .account = account, .by = by->account, .helper = by->display };
	c->apply = offer_apply;
	c->arg = m;
	c->entry.action = S("account.rescue_offer");
	c->entry.object = S("account");
	c->entry.object_id = account;
	if (!grant_account_of_others(db, r, by, account, c, e) ||
		!access_account_row(r, account, by->account, &row, &found, e) ||
		!grant_covered(r, by, account, &covered, e))
		return false;
	if (!covered)
		return access_refuse(db, c, T_access_rescue_beyond, e);
	if (!str_eq(row.state, S("active")))
		return FAIL(e, ERR_CONFLICT, T_access_rescue_disabled);
	if (row.service)
		return FAIL(e, ERR_CONFLICT, T_access_service_no_password);
	if (!access_reason_right(reason))
		return FAIL(e, ERR_INPUT, T_access_reason_wrong);
	m->name = row.display;
	m->reason = reason;
	c->entry.detail = detail_of(a, reason);
	*code = draw(a);
	m->digest = digest_of(a, *code);
	return true;
}

/* --- by the person */

static bool use_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct rescue *m = c->arg;
	int64_t taken, changed, ended;

	if (!rescue_take(w, m->id, clock_now(), &taken, e))
		return false;
	if (!taken)
		return FAIL(e, ERR_LOGIN, T_access_rescue_refused);
	return access_account_set_password(w, m->account, m->hash, &changed, e) &&
	       totp_clear(w, m->account, &changed, e) && recovery_clear(w, m->account, e) &&
	       passkey_clear(w, m->account, e) && oidc_links_clear(w, m->account, e) &&
	       login_step_drop(w, m->account, e) &&
	       access_session_delete_others(w, m->account, 0, &ended, e) &&
	       login_try_forgive(w, m->tried, e) &&
	       tell_both(w, m, m->id, "used", T_access_rescue_told, T_access_rescue_used_account,
		       T_access_rescue_used_officer, e);
}

bool rescue_prepare_use(struct db *db, struct db_read *r, const struct login *in, struct str code,
	struct str fresh, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct rescue *m = NEW(a, struct rescue);
	struct rescue_of_row row;
	bool found;

	if (!login_try_begin(r, 'r', in, &m->tried, e) ||
		!password_rules(a, fresh, in->name, STR_NULL, e) ||
		!rescue_of(r, in->name, digest_of(a, code), clock_now(), &row, &found, e))
		return false;
	if (!found)
		return login_try_refuse(db, m->tried, 0, "rescue", T_access_rescue_refused, e);
	if (!password_hash(a, fresh, &m->hash, e))
		return false;
	m->id = row.id;
	m->account = row.account;
	m->by = row.by;
	m->name = row.display;
	m->helper = row.helper;
	m->reason = S("");
	c->apply = use_apply;
	c->arg = m;
	c->entry.action = S("account.rescued");
	c->entry.actor = row.account;
	c->entry.actor_name = in->name;
	c->entry.object = S("account");
	c->entry.object_id = row.account;
	return true;
}
