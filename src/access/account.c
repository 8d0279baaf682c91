#include "access/account.h"

#include "access/password.h"
#include "access_sql.h"
#include "factor_sql.h"
#include "passkey_sql.h"
#include "base/json.h"
#include "base/viet.h"

struct account_change {
	int64_t id;
	int64_t session; /* the one that goes on, or the one that ends */
	struct account_new add;
	struct str sort, hash, word;
	int64_t theme;
};

static struct account_change *begin(struct arena *a, struct change *c, struct str action,
	int64_t id, bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct account_change *m = NEW(a, struct account_change);

	m->id = id;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("account");
	c->entry.object_id = id;
	return m;
}

bool access_reason_right(struct str reason)
{
	size_t letters = 0;

	for (size_t i = 0; i < reason.n; i++)
		letters += (reason.p[i] & 0xc0) != 0x80;
	return letters >= REASON_MIN && letters <= REASON_MAX;
}

bool access_refuse(struct db *db, const struct change *c, enum text_id text, struct err *e)
{
	struct arena *a = arena_new(65536);
	struct audit_entry entry = c->entry;

	entry.action = str_fmt(a, "%.*s_refused", STR_ARG(c->entry.action));
	bool logged = audit_note(db, &entry, e);

	arena_free(a);
	return logged && FAIL(e, ERR_DENIED, text);
}

bool access_manages(struct db *db, struct db_read *r, const struct actor *by, int64_t agency,
	const struct change *c, struct err *e)
{
	bool may;

	if (!access_may(r, by, PERM_account_manage, agency, &may, e))
		return false;
	return may || access_refuse(db, c, T_access_beyond_reach, e);
}

/* --- adding */

static bool name_right(struct str name)
{
	if (name.n < 2 || name.n > ACCOUNT_NAME_MAX || name.p[0] < 'a' || name.p[0] > 'z')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char ch = name.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' ||
			    ch == '_' || ch == '-'))
			return false;
	}
	return true;
}

static bool display_right(struct str display)
{
	if (display.n == 0 || display.n > ACCOUNT_DISPLAY_MAX * 3 || !str_is_utf8(display))
		return false;
	for (size_t i = 0; i < display.n; i++)
		if ((unsigned char)display.p[i] < 0x20)
			return false;
	return true;
}

static bool agency_there(struct db_read *r, int64_t agency, struct str *name, struct err *e)
{
	struct access_agency_found_row row;
	bool found;

	if (!access_agency_found(r, agency, &row, &found, e))
		return false;
	*name = found ? row.name : STR_NULL;
	return found || FAIL(e, ERR_INPUT, T_access_no_agency);
}

static bool add_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	struct access_account_by_name_row row;
	bool found;

	if (!access_account_by_name(db_write_read(w), m->add.name, &row, &found, e))
		return false;
	if (found)
		return FAIL(e, ERR_CONFLICT, T_access_name_taken, m->add.name);
	return access_account_insert(w, m->add.name, m->add.display, m->sort, m->add.agency,
		m->hash, m->add.demo, m->add.service, clock_now(), &c->entry.object_id, e);
}

static struct str add_detail(struct arena *a, const struct account_new *in)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "name", in->name);
	json_str(&j, "display", in->display);
	json_int(&j, "agency", in->agency);
	if (in->service)
		json_bool(&j, "service", true);
	json_close(&j);
	return buf_str(&b);
}

bool account_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct account_new *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct account_change *m = begin(a, c, S("account.add"), 0, add_apply);
	struct str agency;

	if (!name_right(in->name))
		return FAIL(e, ERR_INPUT, T_access_name_wrong, in->name);
	if (!display_right(in->display))
		return FAIL(e, ERR_INPUT, T_access_display_wrong);
	c->entry.detail = add_detail(a, in);
	if (!agency_there(r, in->agency, &agency, e) ||
		!access_manages(db, r, by, in->agency, c, e))
		return false;
	m->add = *in;
	m->add.display = viet_nfc(a, in->display);
	m->sort = viet_sort_key(a, m->add.display);
	m->hash = STR_NULL;
	if (in->service && in->password.n)
		return FAIL(e, ERR_INPUT, T_access_service_no_password);
	if (!in->password.p || in->service)
		return true;
	return password_rules(a, in->password, in->name, agency, e) &&
	       password_hash(a, in->password, &m->hash, e);
}

/* --- enabled, disabled */

static bool state_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t changed, ended;

	if (!access_account_set_state(w, m->id, m->word, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_state_same);
	return str_eq(m->word, S("active")) || access_session_delete_others(w, m->id, 0, &ended, e);
}

bool account_prepare_state(struct db *db, struct db_read *r, const struct actor *by, int64_t id,
	bool active, struct change *c, struct err *e)
{
	struct account_change *m = begin(db_read_arena(r), c,
		active ? S("account.enable") : S("account.disable"), id, state_apply);
	struct access_account_row_row row;
	bool found;

	if (!access_account_row(r, id, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	if (id == by->account)
		return access_refuse(db, c, T_access_not_oneself, e);
	m->word = active ? S("active") : S("disabled");
	return access_manages(db, r, by, row.agency, c, e);
}

/* --- one's own */

static bool password_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t changed, ended;

	if (!access_account_set_password(w, m->id, m->hash, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	return login_step_drop(w, m->id, e) &&
	       access_session_delete_others(w, m->id, m->session, &ended, e);
}

bool account_prepare_password(struct db_read *r, const struct actor *by, struct str old,
	struct str fresh, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct account_change *m = begin(a, c, S("account.password"), by->account, password_apply);
	struct access_account_secret_row row;
	bool found, right;

	if (!password_rules(a, fresh, by->name, by->agency_name, e))
		return false;
	if (str_eq(old, fresh))
		return FAIL(e, ERR_INPUT, T_access_password_same);
	if (!access_account_secret(r, by->account, &row, &found, e))
		return false;
	if (!password_right(a, found ? row.password : STR_NULL, old, &right, e))
		return false;
	if (!right)
		return FAIL(e, ERR_INPUT, T_access_password_wrong);
	m->session = by->session_id;
	return password_hash(a, fresh, &m->hash, e);
}

bool account_prepare_reset(struct db_read *r, int64_t id, struct str name, struct str fresh,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct account_change *m = begin(a, c, S("account.password_reset"), id, password_apply);

	return password_rules(a, fresh, name, STR_NULL, e) && password_hash(a, fresh, &m->hash, e);
}

static bool factors_off_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t changed, ended;

	return totp_clear(w, m->id, &changed, e) && recovery_clear(w, m->id, e) &&
	       passkey_clear(w, m->id, e) && login_step_drop(w, m->id, e) &&
	       access_session_delete_others(w, m->id, 0, &ended, e);
}

bool account_prepare_factors_off(struct arena *a, int64_t id, struct change *c, struct err *e)
{
	(void)e;
	begin(a, c, S("account.factors_off"), id, factors_off_apply);
	return true;
}

static bool lang_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t changed;

	return access_account_set_lang(w, m->id, m->word, &changed, e);
}

bool account_prepare_lang(
	struct arena *a, const struct actor *by, enum lang lang, struct change *c, struct err *e)
{
	(void)e;
	struct account_change *m = begin(a, c, S("account.language"), by->account, lang_apply);

	m->word = str_z(text_lang_code(lang));
	c->entry.detail = str_fmt(a, "{\"lang\":\"%s\"}", text_lang_code(lang));
	return true;
}

static bool theme_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t changed;

	return access_account_set_theme(w, m->id, m->theme, &changed, e);
}

bool account_prepare_theme(
	struct arena *a, const struct actor *by, enum theme theme, struct change *c, struct err *e)
{
	(void)e;
	struct account_change *m = begin(a, c, S("account.theme"), by->account, theme_apply);

	m->theme = theme;
	c->entry.detail = str_fmt(a, "{\"theme\":%d}", theme);
	return true;
}

static bool session_end_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t ended;

	if (!access_session_delete(w, m->session, m->id, &ended, e))
		return false;
	return ended || FAIL(e, ERR_ABSENT, T_access_no_session);
}

bool account_prepare_session_end(
	struct arena *a, const struct actor *by, int64_t session, struct change *c, struct err *e)
{
	(void)e;
	struct account_change *m = begin(
		a, c, S("account.session_end"), by->account, session_end_apply);

	m->session = session;
	return true;
}

static bool sessions_end_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct account_change *m = c->arg;
	int64_t ended;

	return access_session_delete_others(w, m->id, m->session, &ended, e);
}

bool account_prepare_sessions_end(
	struct arena *a, const struct actor *by, struct change *c, struct err *e)
{
	(void)e;
	struct account_change *m = begin(
		a, c, S("account.sessions_end"), by->account, sessions_end_apply);

	m->session = by->session_id;
	return true;
}
