/*
 * Tokens of service accounts from the command line.
 */
#include "access/token.h"
#include "access_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "token_sql.h"

enum { DAYS = 90, PER_MINUTE = 60 };

static bool account_named(struct db_read *r, struct str name, int64_t *id, struct err *e)
{
	struct access_account_by_name_row row;
	bool found;

	if (!access_account_by_name(r, name, &row, &found, e))
		return false;
	*id = row.id;
	return (found && row.id != ACCOUNT_SYSTEM) ||
	       FAIL(e, ERR_ABSENT, T_access_no_account_named, name);
}

static bool number_option(
	struct cli *c, const char *name, int64_t otherwise, int64_t *out, struct err *e)
{
	struct str s = cli_option(c, name);

	*out = otherwise;
	return !s.p || str_to_int(s, out) || FAIL(e, ERR_INPUT, T_access_token_rate);
}

/* COMMAND user token
 * usage NAME PURPOSE --may PERMISSIONS [--to DATE] [--per-minute N]
 * help  access.help_user_token
 * db    write
 */
bool user_token_cmd(struct cli *c, struct err *e)
{
	struct token_new in = { .permissions = cli_option(c, "--may") };
	struct actor system = actor_of_system();
	struct change change = { 0 };
	struct db_read *r;
	struct str token;
	const char *field;

	if (!number_option(c, "--per-minute", PER_MINUTE, &in.per_minute, e) ||
		!cli_date(c, "--to", date_add(date_today(), DAYS), &in.to, e) ||
		!cli_done(c, 2, 2, e))
		return false;
	in.name = str_z(c->args[1]);
	access_by_command(c->arena, PERM_account_manage, &change.entry);
	if (!access_ready(c->db, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = account_named(r, str_z(c->args[0]), &in.account, e) &&
		  token_prepare_add(c->db, r, &system, &in, &change, &token, &field, e);

	db_read_end(r);
	if (!ok || !audit_change(c->db, &change, e))
		return false;
	cli_print(c, token);
	return true;
}

static void tokens_json(struct cli *c, const struct token_rows_rows *rows)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 2 };

	json_list(&j, NULL);
	LIST_EACH(x, rows) {
		json_open_item(&j);
		json_int(&j, "id", x->id);
		json_str(&j, "name", x->name);
		json_str(&j, "permissions", x->permissions);
		json_int(&j, "per_minute", x->per_minute);
		json_time(&j, "begins", x->begins);
		json_time(&j, "ends", x->ends);
		json_bool(&j, "in_force", x->in_force);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND user tokens
 * usage NAME [--json]
 * help  access.help_user_tokens
 * db    read
 */
bool user_tokens_cmd(struct cli *c, struct err *e)
{
	struct token_rows_rows rows;
	struct db_read *r;
	int64_t account;

	if (!cli_done(c, 1, 1, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = account_named(r, str_z(c->args[0]), &account, e) &&
		  token_rows(r, account, clock_now(), &rows, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json) {
		tokens_json(c, &rows);
		return true;
	}
	LIST_EACH(x, &rows)
		cli_print(c, str_fmt(c->arena, "%lld\t%.*s\t%.*s\t%lld\t%s", (long long)x->id,
				     STR_ARG(x->name), STR_ARG(x->permissions),
				     (long long)x->per_minute, x->in_force ? "+" : "-"));
	return true;
}

/* COMMAND user token-revoke
 * usage NAME TOKEN
 * help  access.help_user_token_revoke
 * db    write
 */
bool user_token_revoke_cmd(struct cli *c, struct err *e)
{
	struct actor system = actor_of_system();
	struct change change = { 0 };
	struct db_read *r;
	int64_t account, id = 0;

	if (!cli_done(c, 2, 2, e))
		return false;
	if (!str_to_int(str_z(c->args[1]), &id))
		return FAIL(e, ERR_ABSENT, T_access_token_over);
	access_by_command(c->arena, PERM_account_manage, &change.entry);
	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = account_named(r, str_z(c->args[0]), &account, e) &&
		  token_prepare_revoke(c->db, r, &system, account, id, &change, e);

	db_read_end(r);
	if (!ok || !audit_change(c->db, &change, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_access_token_was_revoked, str_z(c->args[1]),
			     str_z(c->args[0])));
	return true;
}
