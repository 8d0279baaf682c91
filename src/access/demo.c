#include "access/demo.h"

#include "access/account.h"
#include "access/grant.h"
#include "access/password.h"
#include "access_sql.h"

static const struct person {
	const char *name, *display, *agency, *role;
	bool country; /* the role reaches the country, not only the agency */
} persons[] = {
	{ "thuongtruc", "Cán bộ BCA-0107", "bca", "standing", true },
	{ "daumoi", "Cán bộ BYT-0412", "byt", "focal", false },
	{ "trucban", "Cán bộ CAH-0231", "ca-tinh.46", "duty", false },
	{ "kiemsat", "Cán bộ VKS-0318", "vksnd-tinh.46", "case", false },
	{ "hotro", "Cán bộ SYT-0526", "so-yt.46", "support", false },
	{ "lanhdao", "Lãnh đạo BCĐ-0001", "bcd138", "leader", true },
	{ "lanhdaobyt", "Lãnh đạo BYT-0002", "byt", "leader", false },
	{ "lanhdaobca", "Lãnh đạo BCA-0003", "bca", "leader", false },
	{ "daumoibqp", "Cán bộ BQP-0415", "bqp", "focal", false },
	{ "lanhdaobqp", "Lãnh đạo BQP-0005", "bqp", "leader", false },
	{ "thuongtruchue", "Cán bộ CAH-0108", "ca-tinh.46", "standing", false },
	{ "lanhdaohue", "Lãnh đạo CAH-0004", "ca-tinh.46", "leader", false },
	{ "capxa", "Cán bộ CAX-1996", "ca-xa.19960", "focal", false },
	{ "dulieu", "Cán bộ BCA-0645", "bca", "data", true },
	{ "quantri", "Quản trị HT-0009", "bca", "admin", true },
};

struct demo {
	struct db *db;
	struct arena *a;
	struct actor system;
};

/* One change on a snapshot of its own, so that each sees what the last one did. */
static bool with_change(struct demo *d, enum permission p,
	bool (*prepare)(
		struct demo *d, struct db_read *r, struct change *c, void *arg, struct err *e),
	void *arg, int64_t *id, struct err *e)
{
	struct change c = { 0 };
	struct db_read *r;

	access_by_command(d->a, p, &c.entry);
	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = prepare(d, r, &c, arg, e);

	db_read_end(r);
	if (!ok || !audit_change(d->db, &c, e))
		return false;
	*id = c.entry.object_id;
	return true;
}

static bool prepare_account(
	struct demo *d, struct db_read *r, struct change *c, void *arg, struct err *e)
{
	return account_prepare_add(d->db, r, &d->system, arg, c, e);
}

static bool prepare_grant(
	struct demo *d, struct db_read *r, struct change *c, void *arg, struct err *e)
{
	return grant_prepare_add(d->db, r, &d->system, arg, c, e);
}

struct reset {
	int64_t id;
	struct str name, password;
};

static bool prepare_reset(
	struct demo *d, struct db_read *r, struct change *c, void *arg, struct err *e)
{
	const struct reset *x = arg;

	(void)d;
	return account_prepare_reset(r, x->id, x->name, x->password, c, e);
}

static bool add_person(struct demo *d, const struct person *p, int64_t agency,
	struct demo_account *out, struct err *e)
{
	struct account_new add = { .name = str_z(p->name),
		.display = str_z(p->display),
		.agency = agency,
		.password = password_draw(d->a),
		.demo = true };
	struct grant_new grant = { .role = str_z(p->role),
		.agency = p->country ? DB_NULL : agency };
	int64_t id;

	if (!with_change(d, PERM_account_manage, prepare_account, &add, &grant.account, e) ||
		!with_change(d, PERM_account_manage, prepare_grant, &grant, &id, e))
		return false;
	out->password = add.password;
	return true;
}

static bool put_person(
	struct demo *d, const struct person *p, bool reset, struct demo_account *out, struct err *e)
{
	struct access_account_by_name_row account;
	struct access_agency_by_code_row agency;
	struct db_read *r;
	bool known, found;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = access_account_by_name(r, str_z(p->name), &account, &known, e) &&
		  access_agency_by_code(r, str_z(p->agency), date_today(), &agency, &found, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_access_demo_agency, str_z(p->agency));
	*out = (struct demo_account){ .name = str_z(p->name),
		.display = str_z(p->display),
		.role = str_z(p->role),
		.agency = agency.name };
	if (!known)
		return add_person(d, p, agency.id, out, e);
	if (!reset)
		return true;
	struct reset x = { account.id, out->name, password_draw(d->a) };
	int64_t id;

	out->password = x.password;
	return with_change(d, PERM_account_manage, prepare_reset, &x, &id, e);
}

static bool only_demo(struct demo *d, struct err *e)
{
	struct access_account_counts_row counts;
	struct db_read *r;
	bool found;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = access_account_counts(r, &counts, &found, e);

	db_read_end(r);
	if (ok && counts.own)
		return FAIL(e, ERR_CONFLICT, T_access_demo_real);
	return ok;
}

bool access_demo(
	struct db *db, struct arena *a, bool reset, struct demo_accounts *out, struct err *e)
{
	struct demo d = { .db = db, .a = a, .system = actor_of_system() };

	if (!access_ready(db, e) || !only_demo(&d, e))
		return false;
	for (size_t i = 0; i < COUNT(persons); i++)
		if (!put_person(&d, &persons[i], reset, LIST_ADD(a, out), e))
			return false;
	return true;
}
