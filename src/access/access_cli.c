/*
 * Accounts from the command line. A command acts as the built-in account.
 */
#include "access/account.h"
#include "access/demo.h"
#include "access/grant.h"
#include "access/password.h"
#include "access_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "report/report.h"
#include "urge/urge.h"

static struct json begin_json(struct cli *c, struct buf *b)
{
	*b = (struct buf){ .arena = c->arena };
	return (struct json){ .out = b, .indent = 2 };
}

/* A password drawn, or the first line of standard input. */
static bool choose_password(struct cli *c, bool from_stdin, struct str *password, struct err *e)
{
	struct str line;

	if (!from_stdin) {
		*password = password_draw(c->arena);
		return true;
	}
	if (!cli_read_file(c, "-", PASSWORD_MAX + 2, &line, e))
		return false;
	if (!str_split(&line, '\n', password))
		*password = S("");
	return true;
}

static bool by_name(
	struct db_read *r, struct str name, struct access_account_by_name_row *row, struct err *e)
{
	bool found;

	if (!access_account_by_name(r, name, row, &found, e))
		return false;
	return (found && !str_eq(row->state, S("system"))) ||
	       FAIL(e, ERR_ABSENT, T_access_no_account_named, name);
}

static bool agency_by_code(struct db_read *r, struct str code, int64_t *id, struct err *e)
{
	struct access_agency_by_code_row row;
	bool found;

	if (!access_agency_by_code(r, code, date_today(), &row, &found, e))
		return false;
	*id = row.id;
	return found || FAIL(e, ERR_INPUT, T_access_no_agency_code, code);
}

/* --- one change after another, each on a snapshot of its own */

struct job {
	struct actor system;
	struct account_new add;
	struct grant_new grant;
	struct str name, agency_code, password;
	int64_t grant_id;
	bool active;
};

typedef bool (*prepare_fn)(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e);

static bool run_change(struct cli *c, struct job *j, prepare_fn prepare, int64_t *id, struct err *e)
{
	struct change change = { 0 };
	struct db_read *r;

	j->system = actor_of_system();
	access_by_command(c->arena, PERM_account_manage, &change.entry);
	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = prepare(c, r, j, &change, e);

	db_read_end(r);
	if (!ok || !audit_change(c->db, &change, e))
		return false;
	*id = change.entry.object_id;
	return true;
}

static bool prepare_add(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	return agency_by_code(r, j->agency_code, &j->add.agency, e) &&
	       account_prepare_add(c->db, r, &j->system, &j->add, change, e);
}

/* Over the agency, the place, or neither: the country. */
static bool prepare_grant(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	struct access_account_by_name_row row;

	if (!by_name(r, j->name, &row, e))
		return false;
	j->grant.account = row.id;
	j->grant.agency = DB_NULL;
	if (j->agency_code.p && !agency_by_code(r, j->agency_code, &j->grant.agency, e))
		return false;
	return grant_prepare_add(c->db, r, &j->system, &j->grant, change, e);
}

static bool prepare_revoke(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	struct access_account_by_name_row row;

	return by_name(r, j->name, &row, e) &&
	       grant_prepare_revoke(c->db, r, &j->system, row.id, j->grant_id, change, e);
}

static bool prepare_state(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	struct access_account_by_name_row row;

	return by_name(r, j->name, &row, e) &&
	       account_prepare_state(c->db, r, &j->system, row.id, j->active, change, e);
}

static bool prepare_reset(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	struct access_account_by_name_row row;

	(void)c;
	return by_name(r, j->name, &row, e) &&
	       account_prepare_reset(r, row.id, j->name, j->password, change, e);
}

static bool prepare_factors_off(
	struct cli *c, struct db_read *r, struct job *j, struct change *change, struct err *e)
{
	struct access_account_by_name_row row;

	return by_name(r, j->name, &row, e) &&
	       account_prepare_factors_off(c->arena, row.id, change, e);
}

static bool date_option(struct cli *c, const char *name, struct date *out, struct err *e)
{
	struct str s = cli_option(c, name);

	if (!s.p || date_parse_iso(s, out) || date_parse_vi(s, out))
		return true;
	return FAIL(e, ERR_INPUT, T_access_date_wrong, s);
}

/* COMMAND user add
 * usage NAME --agency CODE --role ROLE [--display TEXT] [--country] [--password-stdin | --service]
 * help  access.help_user_add
 * db    write
 */
bool user_add_cmd(struct cli *c, struct err *e)
{
	struct job j = { .agency_code = cli_option(c, "--agency"),
		.grant.role = cli_option(c, "--role"),
		.add.display = cli_option(c, "--display") };
	bool country = cli_flag(c, "--country"), from_stdin = cli_flag(c, "--password-stdin");
	int64_t id;

	j.add.service = cli_flag(c, "--service");
	if (!cli_done(c, 1, 1, e))
		return false;
	if (!j.agency_code.p || !j.grant.role.p)
		return FAIL(e, ERR_INPUT, T_access_add_needs);
	j.add.name = j.name = str_z(c->args[0]);
	if (!j.add.display.p)
		j.add.display = j.name;
	if ((!j.add.service && !choose_password(c, from_stdin, &j.add.password, e)) ||
		!access_ready(c->db, e) || !run_change(c, &j, prepare_add, &id, e))
		return false;
	if (country)
		j.agency_code = STR_NULL;
	if (!run_change(c, &j, prepare_grant, &id, e))
		return false;
	if (from_stdin || j.add.service)
		cli_print(c, TEXT(c->arena, c->lang, T_access_added, j.name));
	else
		cli_print(c, TEXT(c->arena, c->lang, T_access_added_with, j.name, j.add.password));
	return true;
}

/* COMMAND user password
 * usage NAME [--password-stdin]
 * help  access.help_user_password
 * db    write
 */
bool user_password_cmd(struct cli *c, struct err *e)
{
	struct job j = { 0 };
	bool from_stdin = cli_flag(c, "--password-stdin");
	int64_t id;

	if (!cli_done(c, 1, 1, e))
		return false;
	j.name = str_z(c->args[0]);
	if (!choose_password(c, from_stdin, &j.password, e) ||
		!run_change(c, &j, prepare_reset, &id, e))
		return false;
	if (from_stdin)
		cli_print(c, TEXT(c->arena, c->lang, T_access_reset, j.name));
	else
		cli_print(c, TEXT(c->arena, c->lang, T_access_reset_with, j.name, j.password));
	return true;
}

/* COMMAND user factors-off
 * usage NAME
 * help  access.help_factors_off
 * db    write
 */
bool user_factors_off_cmd(struct cli *c, struct err *e)
{
	struct job j = { 0 };
	int64_t id;

	if (!cli_done(c, 1, 1, e))
		return false;
	j.name = str_z(c->args[0]);
	if (!run_change(c, &j, prepare_factors_off, &id, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_factors_off, j.name));
	return true;
}

static bool set_state(struct cli *c, bool active, enum text_id said, struct err *e)
{
	struct job j = { .active = active };
	int64_t id;

	if (!cli_done(c, 1, 1, e))
		return false;
	j.name = str_z(c->args[0]);
	if (!run_change(c, &j, prepare_state, &id, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, said, j.name));
	return true;
}

/* COMMAND user disable
 * usage NAME
 * help  access.help_user_disable
 * db    write
 */
bool user_disable_cmd(struct cli *c, struct err *e)
{
	return set_state(c, false, T_access_was_disabled, e);
}

/* COMMAND user enable
 * usage NAME
 * help  access.help_user_enable
 * db    write
 */
bool user_enable_cmd(struct cli *c, struct err *e)
{
	return set_state(c, true, T_access_was_enabled, e);
}

/* COMMAND user grant
 * usage NAME ROLE (--agency CODE | --place CODE | --country) [--from DATE] [--to DATE]
 * help  access.help_user_grant
 * db    write
 */
bool user_grant_cmd(struct cli *c, struct err *e)
{
	struct job j = { .agency_code = cli_option(c, "--agency"),
		.grant.place = cli_option(c, "--place") };
	bool country = cli_flag(c, "--country");
	int64_t id;

	if (!date_option(c, "--from", &j.grant.from, e) ||
		!date_option(c, "--to", &j.grant.to, e) || !cli_done(c, 2, 2, e))
		return false;
	if ((j.agency_code.p != NULL) + (j.grant.place.p != NULL) + country != 1)
		return FAIL(e, ERR_INPUT, T_access_grant_over_what);
	j.name = str_z(c->args[0]);
	j.grant.role = str_z(c->args[1]);
	if (!access_ready(c->db, e) || !run_change(c, &j, prepare_grant, &id, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_granted, j.name,
			     str_fmt(c->arena, "%lld", (long long)id)));
	return true;
}

/* COMMAND user revoke
 * usage NAME GRANT
 * help  access.help_user_revoke
 * db    write
 */
bool user_revoke_cmd(struct cli *c, struct err *e)
{
	struct job j = { 0 };
	int64_t id;

	if (!cli_done(c, 2, 2, e))
		return false;
	j.name = str_z(c->args[0]);
	if (!str_to_int(str_z(c->args[1]), &j.grant_id))
		return FAIL(e, ERR_ABSENT, T_access_no_grant);
	if (!run_change(c, &j, prepare_revoke, &id, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_was_revoked, str_z(c->args[1]), j.name));
	return true;
}

/* "7 focal byt; 9 leader *": number, role, scope (* the country). */
static struct str grants_of(
	struct arena *a, const struct access_user_grants_rows *grants, int64_t account)
{
	struct buf b = { .arena = a };

	LIST_EACH(g, grants) {
		struct str over = g->agency_code.p  ? g->agency_code
				  : g->place_code.p ? g->place_code
						    : S("*");

		if (g->account == account)
			buf_addf(&b, "%s%lld %.*s %.*s", b.n ? "; " : "", (long long)g->id,
				STR_ARG(g->role), STR_ARG(over));
	}
	return buf_str(&b);
}

static void users_json(struct cli *c, const struct access_user_list_rows *users,
	const struct access_user_grants_rows *grants)
{
	struct buf b;
	struct json j = begin_json(c, &b);

	json_list(&j, NULL);
	LIST_EACH(u, users) {
		json_open_item(&j);
		json_str(&j, "name", u->name);
		json_str(&j, "display", u->display);
		json_str(&j, "agency", u->agency_code);
		json_str(&j, "state", u->state);
		json_bool(&j, "demo", u->demo);
		json_list(&j, "grants");
		LIST_EACH(g, grants)
			if (g->account == u->id) {
				json_open_item(&j);
				json_int(&j, "id", g->id);
				json_str(&j, "role", g->role);
				json_str(&j, "agency", g->agency_code);
				json_str(&j, "place", g->place_code);
				json_date(&j, "from", g->valid_from);
				json_date(&j, "to", g->valid_to);
				json_close(&j);
			}
		json_end(&j);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND user list
 * usage [--json]
 * help  access.help_user_list
 * db    read
 */
bool user_list_cmd(struct cli *c, struct err *e)
{
	struct access_user_list_rows users;
	struct access_user_grants_rows grants;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = access_user_list(r, &users, e) && access_user_grants(r, &grants, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json) {
		users_json(c, &users, &grants);
		return true;
	}
	LIST_EACH(u, &users)
		cli_print(
			c, str_fmt(c->arena, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s", STR_ARG(u->name),
				   STR_ARG(u->display), STR_ARG(u->agency_code), STR_ARG(u->state),
				   STR_ARG(grants_of(c->arena, &grants, u->id))));
	return true;
}

static void demo_json(struct cli *c, const struct demo_accounts *accounts)
{
	struct buf b;
	struct json j = begin_json(c, &b);

	json_list(&j, NULL);
	LIST_EACH(d, accounts) {
		json_open_item(&j);
		json_str(&j, "name", d->name);
		json_str(&j, "password", d->password);
		json_str(&j, "display", d->display);
		json_str(&j, "role", d->role);
		json_str(&j, "agency", d->agency);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND demo accounts
 * usage [--reset] [--json]
 * help  access.help_demo_accounts
 * db    write
 */
bool demo_accounts_cmd(struct cli *c, struct err *e)
{
	struct demo_accounts accounts = { 0 };
	bool reset = cli_flag(c, "--reset");

	if (!cli_done(c, 0, 0, e) || !access_demo(c->db, c->arena, reset, &accounts, e) ||
		!urge_demo(c->db, c->arena, e) || !report_demo(c->db, c->arena, e))
		return false;
	if (c->json) {
		demo_json(c, &accounts);
		return true;
	}
	LIST_EACH(d, &accounts) {
		struct str password = d->password.p ? d->password
						    : text_get(c->lang, T_access_password_kept);

		cli_print(c, str_fmt(c->arena, "%-12.*s %-26.*s %.*s, %.*s", STR_ARG(d->name),
				     STR_ARG(password), STR_ARG(d->display), STR_ARG(d->agency)));
	}
	return true;
}
