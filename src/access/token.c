#include "access/token.h"

#include "access/account.h"
#include "access/grant.h"
#include "access/seen.h"
#include "access/session.h"
#include "access_sql.h"
#include "base/json.h"
#include "token_sql.h"

#define DAY (INT64_C(24) * 3600 * 1000000)
#define VIET_NAM (INT64_C(7) * 3600 * 1000000)
#define NOTED (INT64_C(60) * 1000000)

struct token {
	struct token_new in;
	int64_t id, by;
	struct str digest;
};

static struct token *begin(struct arena *a, struct change *c, struct str action,
	const struct actor *by, int64_t account,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct token *m = NEW(a, struct token);

	m->by = by->account;
	m->in.account = account;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = account;
	return m;
}

/* --- making one */

/* The first moment of a day in Viet Nam. */
static int64_t midnight(struct date d)
{
	return (int64_t)date_number(d) * DAY - VIET_NAM;
}

static bool add_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct token *m = c->arg;
	int64_t now = clock_now(), id;
	struct token_count_row row;
	bool found;

	if (!token_count(db_write_read(w), m->in.account, now, &row, &found, e))
		return false;
	if (row.n >= TOKENS_MAX)
		return FAIL(e, ERR_CONFLICT, T_access_token_many);
	return token_insert(w, m->in.account, m->digest, m->in.name, m->in.permissions,
		m->in.per_minute, midnight(m->in.from), midnight(date_add(m->in.to, 1)), now, m->by,
		&id, e);
}

/* Each is one of ours and one the account has; said again with single blanks. */
static bool among(const struct token_even_rows *rows, struct str permission)
{
	LIST_EACH(x, rows)
		if (str_eq(x->permission, permission))
			return true;
	return false;
}

/* Such as the account has, and has wherever it reaches. */
static bool one_right(const struct access_account_permissions_rows *held,
	const struct token_even_rows *even, struct str one, struct err *e)
{
	LIST_EACH(x, held)
		if (str_eq(x->permission, one))
			return among(even, one) || FAIL(e, ERR_INPUT, T_access_token_uneven, one);
	return FAIL(e, ERR_INPUT, T_access_token_lacks, one);
}

static bool permissions_right(struct db_read *r, struct token_new *in, struct err *e)
{
	struct access_account_permissions_rows held;
	struct token_even_rows even;
	struct buf b = { .arena = db_read_arena(r) };
	struct str rest = in->permissions, one;

	if (!access_account_permissions(r, in->account, &held, e) ||
		!token_even(r, in->account, &even, e))
		return false;
	while (str_split(&rest, ' ', &one)) {
		if (!one.n)
			continue;
		if (!one_right(&held, &even, one, e))
			return false;
		if (b.n)
			buf_addc(&b, ' ');
		buf_add(&b, one);
	}
	in->permissions = buf_str(&b);
	return in->permissions.n || FAIL(e, ERR_INPUT, T_access_token_nothing);
}

static bool input_right(struct db_read *r, struct token_new *in, const char **field, struct err *e)
{
	*field = "name";
	if (!in->name.n || in->name.n > TOKEN_NAME_MAX * 3)
		return FAIL(e, ERR_INPUT, T_access_token_name_wrong);
	*field = "to";
	if (!date_given(in->from))
		in->from = date_today();
	if (!date_given(in->to) || date_cmp(in->to, in->from) < 0 ||
		date_number(in->to) - date_number(date_today()) > TOKEN_DAYS_MAX)
		return FAIL(e, ERR_INPUT, T_access_token_dates);
	*field = "per_minute";
	if (in->per_minute < 1 || in->per_minute > TOKEN_RATE_MAX)
		return FAIL(e, ERR_INPUT, T_access_token_rate);
	*field = "may";
	return permissions_right(r, in, e);
}

static struct str detail_of(struct arena *a, const struct token_new *in)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "name", in->name);
	json_str(&j, "permissions", in->permissions);
	json_int(&j, "per_minute", in->per_minute);
	json_date(&j, "from", in->from);
	json_date(&j, "to", in->to);
	json_close(&j);
	return buf_str(&b);
}

bool token_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct token_new *in, struct change *c, struct str *token, const char **field,
	struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct token *m = begin(a, c, S("token.add"), by, in->account, add_apply);
	struct token_service_row row;
	bool found, covered;

	*field = "name";
	if (!grant_account_of_others(db, r, by, in->account, c, e) ||
		!token_service(r, in->account, &row, &found, e))
		return false;
	if (!found || !row.service)
		return FAIL(e, ERR_CONFLICT, T_access_token_person);
	if (!grant_covered(r, by, in->account, &covered, e))
		return false;
	if (!covered)
		return access_refuse(db, c, T_access_token_beyond, e);
	m->in = *in;
	if (!input_right(r, &m->in, field, e))
		return false;
	c->entry.detail = detail_of(a, &m->in);
	struct str drawn = session_draw(a, &m->digest);

	*token = str_fmt(a, TOKEN_PREFIX "%.*s", STR_ARG(drawn));
	return true;
}

/* --- ending one */

static bool revoke_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct token *m = c->arg;
	int64_t changed;

	if (!token_revoke_one(w, m->id, m->in.account, clock_now(), m->by, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_access_token_over);
}

bool token_prepare_revoke(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	int64_t id, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct token *m = begin(a, c, S("token.revoke"), by, account, revoke_apply);

	m->id = id;
	c->entry.detail = str_fmt(a, "{\"token\":%lld}", (long long)id);
	return grant_account_of_others(db, r, by, account, c, e);
}

/* --- using one */

static uint64_t both(struct str scope, const struct token_even_rows *held)
{
	struct str one;
	uint64_t bits = 0;

	while (str_split(&scope, ' ', &one))
		LIST_EACH(x, held) {
			enum permission p = permission_of(one);

			if (str_eq(x->permission, one) && p > PERM_LOGIN && p < PERM_COUNT)
				bits |= UINT64_C(1) << p;
		}
	return bits;
}

bool token_load(
	struct db_read *r, struct str token, struct actor *out, int64_t *per_minute, struct err *e)
{
	struct str prefix = S(TOKEN_PREFIX), digest;
	struct token_even_rows held;
	struct token_actor_row row;
	int64_t now = clock_now();
	bool found;

	*out = (struct actor){ .name = S(""), .display = S(""), .agency_name = S("") };
	if (!str_starts(token, prefix) ||
		!session_digest(db_read_arena(r), str_sub(token, prefix.n, token.n), &digest))
		return true;
	if (!token_actor(r, digest, now, &row, &found, e) || !found)
		return e->code == ERR_NONE;
	if (!token_even(r, row.account, &held, e))
		return false;
	/* noted among the sessions, below zero: written down together */
	if (now - seen_at(-row.token) > NOTED && (row.used == DB_NULL || now - row.used > NOTED))
		seen_note(-row.token, now);
	*per_minute = row.per_minute;
	*out = (struct actor){
		.account = row.account,
		.name = row.name,
		.display = row.display,
		.agency = row.agency == DB_NULL ? 0 : row.agency,
		.agency_name = row.agency_name.p ? row.agency_name : S(""),
		.lang = text_lang(row.lang),
		.session = S(""),
		.token = row.token,
		.permissions = both(row.permissions, &held),
	};
	return true;
}
