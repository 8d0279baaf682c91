#include "access/factor.h"

#include <sodium.h>

#include "access/session.h"
#include "access/totp.h"
#include "access_sql.h"
#include "factor_sql.h"

#define OFFER_LASTS (INT64_C(30) * 60 * 1000000)

enum { OFFER = TOTP_SECRET + RECOVERY_CODES * RECOVERY_LETTERS };

static const struct str purpose_totp = { "totp", 4 }, purpose_offer = { "totp offer", 10 },
			purpose_recovery = { "recovery code", 13 };

struct factor_change {
	int64_t account, session, offered, step;
	struct str box, digest;
	struct str codes[RECOVERY_CODES]; /* digests */
};

static struct factor_change *begin(struct arena *a, struct change *c, struct str action,
	const struct actor *by, bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct factor_change *m = NEW(a, struct factor_change);

	m->account = by->account;
	m->session = by->session_id;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = by->account;
	return m;
}

static struct str about(struct arena *a, int64_t account)
{
	return str_fmt(a, "account_totp/%lld", (long long)account);
}

static struct str recovery_digest(
	struct arena *a, const struct keyfile *key, int64_t account, struct str code)
{
	unsigned char *mac = arena_alloc(a, KEYFILE_MAC);

	keyfile_mac(key, purpose_recovery, about(a, account), code, mac);
	return str_n((const char *)mac, KEYFILE_MAC);
}

/* --- offering */

/* Without what is easily misread: 0 o, 1 l i. */
static void draw(unsigned char plain[OFFER])
{
	static const char letter[] = "abcdefghjkmnpqrstuvwxyz23456789";

	randombytes_buf(plain, TOTP_SECRET);
	for (size_t i = TOTP_SECRET; i < OFFER; i++)
		plain[i] = (unsigned char)letter[randombytes_uniform(sizeof(letter) - 1)];
}

static bool offer_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct factor_change *m = c->arg;

	return totp_offer_put(w, m->account, m->box, m->offered, e);
}

bool factor_prepare_offer(
	struct db *db, struct db_read *r, const struct actor *by, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct factor_change *m = begin(a, c, S("factor.offer"), by, offer_apply);
	unsigned char plain[OFFER];
	const struct keyfile *key;

	if (!db_key(db, &key, e))
		return false;
	draw(plain);
	m->offered = clock_now();
	m->box = keyfile_seal(a, key, purpose_offer, about(a, m->account),
		str_n((const char *)plain, sizeof(plain)));
	sodium_memzero(plain, sizeof(plain));
	return true;
}

/* What is offered, if it still is. */
static bool open_offer(const struct keyfile *key, struct arena *a, int64_t account,
	const struct totp_row_row *row, unsigned char plain[OFFER], bool *there, struct err *e)
{
	size_t n;

	*there = row->offer.p && clock_now() - row->offered < OFFER_LASTS;
	return !*there || keyfile_unseal(key, purpose_offer, about(a, account), row->offer, plain,
				  OFFER, &n, e);
}

static bool read_offer(struct db *db, struct db_read *r, int64_t account,
	const struct keyfile **key, struct totp_row_row *row, unsigned char plain[OFFER],
	bool *there, struct err *e)
{
	if (!totp_row(r, account, row, there, e) || !*there || !row->offer.p) {
		*there = false;
		return e->code == ERR_NONE;
	}
	return db_key(db, key, e) &&
	       open_offer(*key, db_read_arena(r), account, row, plain, there, e);
}

static const char *code_in(const unsigned char plain[OFFER], int i)
{
	return (const char *)plain + TOTP_SECRET + i * RECOVERY_LETTERS;
}

bool factor_offer_read(struct db *db, struct db_read *r, const struct actor *by,
	struct factor_offer *out, bool *there, struct err *e)
{
	struct arena *a = db_read_arena(r);
	unsigned char plain[OFFER];
	const struct keyfile *key;
	struct totp_row_row row;

	if (!read_offer(db, r, by->account, &key, &row, plain, there, e))
		return false;
	if (!*there)
		return true;
	out->address = totp_address(a, plain, by->name);
	out->key = totp_groups(a, plain);
	for (int i = 0; i < RECOVERY_CODES; i++)
		LIST_PUSH(a, &out->codes,
			str_fmt(a, "%.*s-%.*s", RECOVERY_LETTERS / 2, code_in(plain, i),
				RECOVERY_LETTERS / 2, code_in(plain, i) + RECOVERY_LETTERS / 2));
	sodium_memzero(plain, sizeof(plain));
	return true;
}

/* --- confirming */

static bool confirm_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct factor_change *m = c->arg;
	int64_t changed, ended;

	if (!totp_offer_take(w, m->account, m->offered, m->box, m->step, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_factor_offer_over);
	if (!recovery_clear(w, m->account, e))
		return false;
	for (int i = 0; i < RECOVERY_CODES; i++)
		if (!recovery_put(w, m->account, m->codes[i], e))
			return false;
	return access_session_delete_others(w, m->account, m->session, &ended, e) &&
	       access_session_renew(w, m->session, m->digest, clock_now(), e);
}

/* As people type it: blanks and hyphens do not count, nor do capitals. */
static struct str plain_code(struct arena *a, struct str typed)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < typed.n; i++) {
		char ch = typed.p[i];

		if (ch != ' ' && ch != '-')
			buf_addc(&b, ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch);
	}
	return buf_str(&b);
}

bool factor_prepare_confirm(struct db *db, struct db_read *r, const struct actor *by,
	struct str code, struct change *c, struct str *token, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct factor_change *m = begin(a, c, S("factor.totp_on"), by, confirm_apply);
	unsigned char plain[OFFER];
	const struct keyfile *key;
	struct totp_row_row row;
	bool there;

	if (!read_offer(db, r, by->account, &key, &row, plain, &there, e))
		return false;
	if (!there)
		return FAIL(e, ERR_CONFLICT, T_access_factor_offer_over);
	m->offered = row.offered;
	m->step = totp_match(plain, plain_code(a, code), clock_now(), 0);
	if (m->step) {
		m->box = keyfile_seal(a, key, purpose_totp, about(a, m->account),
			str_n((const char *)plain, TOTP_SECRET));
		for (int i = 0; i < RECOVERY_CODES; i++)
			m->codes[i] = recovery_digest(
				a, key, m->account, str_n(code_in(plain, i), RECOVERY_LETTERS));
		*token = session_draw(a, &m->digest);
	}
	sodium_memzero(plain, sizeof(plain));
	return m->step || FAIL(e, ERR_INPUT, T_access_factor_code_wrong);
}

/* --- removing */

static bool remove_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct factor_change *m = c->arg;
	struct factor_of_row row;
	int64_t changed, ended;
	bool found;

	if (!totp_clear(w, m->account, &changed, e) || !recovery_clear(w, m->account, e) ||
		!factor_of(db_write_read(w), m->account, &row, &found, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_factor_none);
	if (found && row.owes && !row.factors)
		return FAIL(e, ERR_CONFLICT, T_access_factor_last);
	return access_session_delete_others(w, m->account, m->session, &ended, e);
}

bool factor_prepare_remove(
	struct db_read *r, const struct actor *by, struct change *c, struct err *e)
{
	(void)e;
	begin(db_read_arena(r), c, S("factor.totp_off"), by, remove_apply);
	return true;
}

/* --- at the log-in */

static bool totp_check(const struct keyfile *key, struct arena *a, int64_t account,
	const struct totp_row_row *row, struct str code, int64_t *step, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	size_t n;

	if (!keyfile_unseal(
		    key, purpose_totp, about(a, account), row->box, secret, sizeof(secret), &n, e))
		return false;
	*step = totp_match(secret, code, clock_now(), row->last_step);
	sodium_memzero(secret, sizeof(secret));
	return true;
}

bool factor_check(struct db *db, struct db_read *r, int64_t account, struct str typed,
	struct factor_use *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct str code = plain_code(a, typed);
	const struct keyfile *key;
	struct recovery_unused_row recovery;
	struct totp_row_row row;
	bool found, unused;

	*out = (struct factor_use){ .kind = FACTOR_NONE };
	if (!totp_row(r, account, &row, &found, e) || !db_key(db, &key, e))
		return false;
	if (found && row.box.p && !totp_check(key, a, account, &row, code, &out->step, e))
		return false;
	out->digest = recovery_digest(a, key, account, code);
	if (!recovery_unused(r, account, out->digest, &recovery, &unused, e))
		return false;
	out->kind = out->step ? FACTOR_TOTP : unused ? FACTOR_RECOVERY : FACTOR_NONE;
	return true;
}

bool factor_take(struct db_write *w, int64_t account, const struct factor_use *use, bool *taken,
	struct err *e)
{
	int64_t changed = 0;
	bool ok = true;

	if (use->kind == FACTOR_TOTP)
		ok = totp_step_take(w, account, use->step, &changed, e);
	else if (use->kind == FACTOR_RECOVERY)
		ok = recovery_take(w, account, use->digest, clock_now(), &changed, e);
	*taken = changed > 0;
	return ok;
}
