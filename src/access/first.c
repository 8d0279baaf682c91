#include "access/first.h"

#include <sodium.h>

#include "access_sql.h"
#include "first_sql.h"

enum { TOKEN = 32, DIGEST = 32 };

#define LINK_LASTS (INT64_C(24) * 3600 * 1000000)

static struct str digest_of(struct arena *a, struct str token)
{
	unsigned char *d = arena_alloc(a, DIGEST);

	crypto_generichash(d, DIGEST, (const unsigned char *)token.p, token.n,
		(const unsigned char *)"hai dang first link", 19);
	return str_n((const char *)d, DIGEST);
}

static bool offer_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct str *digest = c->arg;

	return first_put(w, *digest, clock_now() + LINK_LASTS, e);
}

static bool is_needed(struct db *db, struct arena *a, bool *needed, struct err *e)
{
	struct first_needed_row row;
	struct db_read *r;

	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = first_needed(r, &row, needed, e);

	db_read_end(r);
	return ok;
}

bool first_offer(struct db *db, struct arena *a, struct str *token, struct err *e)
{
	unsigned char drawn[TOKEN];
	char *hex = arena_alloc(a, 2 * TOKEN + 1);
	struct change c = { .apply = offer_apply };
	bool needed;

	*token = STR_NULL;
	if (!is_needed(db, a, &needed, e) || !needed)
		return e->code == ERR_NONE;
	randombytes_buf(drawn, sizeof(drawn));
	sodium_bin2hex(hex, 2 * TOKEN + 1, drawn, sizeof(drawn));
	struct str digest = digest_of(a, str_z(hex));

	c.arg = &digest;
	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:start"),
		.permission = S("system"),
		.action = S("first.link"),
		.object = S("account"),
	};
	if (!audit_change(db, &c, e))
		return false;
	*token = str_z(hex);
	return true;
}

bool first_open(struct db_read *r, struct str token, bool *open, struct err *e)
{
	struct first_of_row row;

	return first_of(r, digest_of(db_read_arena(r), token), clock_now(), &row, open, e);
}

struct first {
	bool (*add)(struct db_write *w, struct change *c, struct err *e);
	void *arg;
	struct str digest;
	int64_t role;
};

static bool first_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct first *f = c->arg;
	struct first_of_row row;
	int64_t now = clock_now(), ended, grant;
	bool open;

	/* again: another may have been quicker */
	if (!first_of(db_write_read(w), f->digest, now, &row, &open, e) ||
		!first_end(w, f->digest, &ended, e))
		return false;
	if (!open || !ended)
		return FAIL(e, ERR_ABSENT, T_access_first_over);
	c->arg = f->arg;
	bool ok = f->add(w, c, e);

	c->arg = f;
	return ok && access_grant_insert(w, c->entry.object_id, f->role, DB_NULL, STR_NULL,
			     date_today(), DATE_NONE, now, ACCOUNT_SYSTEM, &grant, e);
}

bool first_prepare(struct db *db, struct db_read *r, struct str token, const struct account_new *in,
	struct change *c, struct err *e)
{
	struct first *f = NEW(db_read_arena(r), struct first);
	struct actor system = actor_of_system();
	struct access_role_by_code_row role;
	bool found;

	if (!first_open(r, token, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_first_over);
	if (!account_prepare_add(db, r, &system, in, c, e) ||
		!access_role_by_code(r, S("admin"), &role, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INTERNAL, T_access_no_role, S("admin"));
	f->add = c->apply;
	f->arg = c->arg;
	f->digest = digest_of(db_read_arena(r), token);
	f->role = role.id;
	c->apply = first_apply;
	c->arg = f;
	c->entry.action = S("account.first");
	return true;
}
