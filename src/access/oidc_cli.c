/*
 * Providers for log-in from the command line.
 */
#include "access/oidc.h"
#include "access_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "oidc_sql.h"

static bool agency_by_code(struct db_read *r, struct str code, int64_t *id, struct err *e)
{
	struct access_agency_by_code_row row;
	bool found;

	if (!access_agency_by_code(r, code.p ? code : S(""), date_today(), &row, &found, e))
		return false;
	*id = row.id;
	return found || FAIL(e, ERR_INPUT, T_access_no_agency_code, code);
}

/* The first line of standard input: a secret in the arguments is seen by every process. */
static bool read_secret(struct cli *c, struct str *secret, struct err *e)
{
	struct str line;

	if (!cli_read_file(c, "-", OIDC_SECRET_MAX + 2, &line, e))
		return false;
	if (!str_split(&line, '\n', secret))
		*secret = S("");
	return true;
}

static struct str given(struct str s)
{
	return s.p ? s : S("");
}

/* COMMAND oidc add
 * usage CODE --agency CODE --name NAME --issuer URL --client ID [--factor WORDS] < SECRET
 * help  access.help_oidc_add
 * db    write
 */
bool oidc_add_cmd(struct cli *c, struct err *e)
{
	struct actor system = actor_of_system();
	struct str agency = cli_option(c, "--agency");
	struct oidc_new in = {
		.name = given(cli_option(c, "--name")),
		.issuer = given(cli_option(c, "--issuer")),
		.client = given(cli_option(c, "--client")),
		.factor = given(cli_option(c, "--factor")),
	};
	struct change change = { 0 };
	struct db_read *r;
	const char *field;

	if (!cli_done(c, 1, 1, e) || !read_secret(c, &in.secret, e))
		return false;
	in.code = str_z(c->args[0]);
	access_by_command(c->arena, PERM_account_manage, &change.entry);
	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = agency_by_code(r, agency, &in.agency, e) &&
		  oidc_prepare_add(c->db, r, &system, &in, &change, &field, e);

	db_read_end(r);
	if (!ok || !audit_change(c->db, &change, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_oidc_was_added, in.code,
			     oidc_back(c->arena, S("https://…"), in.code)));
	return true;
}

static void providers_json(struct cli *c, const struct oidc_provider_rows_rows *rows)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 2 };

	json_list(&j, NULL);
	LIST_EACH(x, rows) {
		json_open_item(&j);
		json_str(&j, "code", x->code);
		json_str(&j, "name", x->name);
		json_str(&j, "issuer", x->issuer);
		json_str(&j, "client", x->client);
		json_str(&j, "factor", x->factor);
		json_str(&j, "agency", x->agency_name);
		json_int(&j, "links", x->links);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND oidc list
 * usage [--json]
 * help  access.help_oidc_list
 * db    read
 */
bool oidc_list_cmd(struct cli *c, struct err *e)
{
	struct oidc_provider_rows_rows rows;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = oidc_provider_rows(r, ACCOUNT_SYSTEM, &rows, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json) {
		providers_json(c, &rows);
		return true;
	}
	LIST_EACH(x, &rows)
		cli_print(c, str_fmt(c->arena, "%.*s\t%.*s\t%.*s\t%.*s\t%lld", STR_ARG(x->code),
				     STR_ARG(x->name), STR_ARG(x->issuer), STR_ARG(x->agency_name),
				     (long long)x->links));
	return true;
}

/* COMMAND oidc remove
 * usage CODE
 * help  access.help_oidc_remove
 * db    write
 */
bool oidc_remove_cmd(struct cli *c, struct err *e)
{
	struct actor system = actor_of_system();
	struct change change = { 0 };
	struct db_read *r;

	if (!cli_done(c, 1, 1, e))
		return false;
	access_by_command(c->arena, PERM_account_manage, &change.entry);
	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = oidc_prepare_remove(c->db, r, &system, str_z(c->args[0]), &change, e);

	db_read_end(r);
	if (!ok || !audit_change(c->db, &change, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_oidc_was_removed, str_z(c->args[0])));
	return true;
}
