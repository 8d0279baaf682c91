#include "outbox/secret.h"

#include "access/access.h"
#include "audit/audit.h"
#include "outbox_sql.h"

static const struct str purpose = S("outbox password");

static struct str about(enum secret which)
{
	return which == SECRET_MAIL ? S("outbox_setting/password_box")
				    : S("outbox_setting/sms_password_box");
}

bool secret_seal(struct db *db, struct arena *a, enum secret which, struct str plain,
	struct str *box, struct err *e)
{
	const struct keyfile *key;

	*box = STR_NULL;
	if (!plain.n)
		return true;
	if (!db_key(db, &key, e))
		return false;
	*box = keyfile_seal(a, key, purpose, about(which), plain);
	return true;
}

bool secret_open(struct db *db, enum secret which, struct str box, unsigned char plain[SECRET_MOST],
	struct str *out, struct err *e)
{
	const struct keyfile *key;
	size_t n;

	*out = S("");
	if (!box.n)
		return true;
	if (!db_key(db, &key, e) ||
		!keyfile_unseal(key, purpose, about(which), box, plain, SECRET_MOST, &n, e))
		return false;
	*out = str_n((const char *)plain, n);
	return true;
}

struct tidy {
	struct outbox_plain_row plain;
	struct str box, sms_box;
};

static bool tidy_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct tidy *t = c->arg;
	int64_t changed;

	/* changed meanwhile: by who has sealed it */
	return outbox_plain_sealed(
		w, t->box, t->sms_box, t->plain.password, t->plain.sms_password, &changed, e);
}

bool secret_tidy(struct db *db, struct arena *a, struct err *e)
{
	struct tidy t = { 0 };
	struct change c = { .apply = tidy_apply, .arg = &t };
	struct db_read *r;
	bool ok, found;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = outbox_plain(r, &t.plain, &found, e);
	db_read_end(r);
	if (!ok || !found)
		return ok;
	if (!secret_seal(db, a, SECRET_MAIL, t.plain.password, &t.box, e) ||
		!secret_seal(db, a, SECRET_SMS, t.plain.sms_password, &t.sms_box, e))
		return false;
	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:outbox"),
		.permission = S("system"),
		.action = S("outbox.settings"),
		.object = S("outbox"),
	};
	return audit_change(db, &c, e);
}
