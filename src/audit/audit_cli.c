/*
 * The log from the command line: reading it, and the rule for its contents' end.
 */
#include "access/access.h"
#include "audit/audit.h"
#include "audit/retention.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"

enum { MOST = 50, MOST_EVER = 10000 };

/* --name N; `absent` without it. */
static bool number_option(
	struct cli *c, const char *name, int64_t absent, int64_t *out, struct err *e)
{
	struct str given = cli_option(c, name);

	*out = absent;
	if (!given.p || (str_to_int(given, out) && *out >= 0))
		return true;
	return FAIL(e, ERR_INPUT, T_audit_bad_number, str_z(name), given);
}

static void line_json(struct json *j, const struct audit_line *line)
{
	json_open_item(j);
	json_int(j, "seq", line->seq);
	json_time(j, "at", line->at);
	json_int(j, "actor", line->entry.actor);
	json_str(j, "actor_name", line->entry.actor_name);
	json_str(j, "permission", line->entry.permission);
	json_str(j, "action", line->entry.action);
	json_str(j, "object", line->entry.object);
	json_int(j, "object_id", line->entry.object_id);
	json_str(j, "detail", line->entry.detail);
	json_close(j);
}

static void print_lines(struct cli *c, const struct audit_lines *lines)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	if (!c->json) {
		LIST_EACH(l, lines)
			fprintf(c->out, "%8lld  %.*s  %-16.*s %-20.*s %.*s %lld\n",
				(long long)l->seq, STR_ARG(time_vi(c->arena, l->at)),
				STR_ARG(l->entry.actor_name), STR_ARG(l->entry.action),
				STR_ARG(l->entry.object), (long long)l->entry.object_id);
		return;
	}
	json_list(&j, NULL);
	LIST_EACH(l, lines)
		line_json(&j, l);
	json_end(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND audit list
 * usage [--object KIND --id N] [--before N] [--most N] [--json]
 * help  audit.help_list
 * db    read
 */
bool audit_list_cmd(struct cli *c, struct err *e)
{
	struct str object = cli_option(c, "--object");
	int64_t id, before, most;
	struct audit_lines lines;
	struct db_read *r;

	if (!number_option(c, "--id", 0, &id, e) ||
		!number_option(c, "--before", INT64_MAX, &before, e) ||
		!number_option(c, "--most", MOST, &most, e) || !cli_done(c, 0, 0, e))
		return false;
	if (most > MOST_EVER)
		most = MOST_EVER;
	if (!db_read_begin(c->db, c->arena, &r, e) ||
		!audit_read(r, object, id, before, most, &lines, e))
		return false;
	print_lines(c, &lines);
	db_read_end(r);
	return true;
}

/* --- the end of contents */

static void print_rule(struct cli *c, const struct retention *x)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };
	int64_t n = x->first ? x->through - x->first + 1 : 0;

	if (!c->json) {
		cli_print(c, TEXT(c->arena, c->lang, T_audit_rule,
				     str_fmt(c->arena, "%lld", (long long)x->years),
				     date_vi(c->arena, x->since), x->basis,
				     text_get(c->lang, x->verified ? T_audit_rule_verified
								   : T_audit_rule_unverified)));
		cli_print(c, TEXT(c->arena, c->lang, n ? T_audit_rule_may : T_audit_none_old,
				     str_fmt(c->arena, "%lld", (long long)x->first),
				     str_fmt(c->arena, "%lld", (long long)x->through)));
		return;
	}
	json_open(&j);
	json_int(&j, "years", x->years);
	json_date(&j, "from", x->since);
	json_str(&j, "basis", x->basis);
	json_bool(&j, "verified", x->verified);
	json_time(&j, "older", x->older);
	json_int(&j, "removable", n);
	json_int(&j, "first", x->first);
	json_int(&j, "through", x->through);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND audit retention
 * usage [--json]
 * help  audit.help_retention
 * db    read
 */
bool audit_retention_cmd(struct cli *c, struct err *e)
{
	struct retention rule;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e) ||
		!retention_now(r, &rule, e))
		return false;
	print_rule(c, &rule);
	db_read_end(r);
	return true;
}

/* COMMAND audit retention set
 * usage --years N --basis TEXT [--from DAY] [--verified]
 * help  audit.help_retention_set
 * db    write
 */
bool audit_retention_set_cmd(struct cli *c, struct err *e)
{
	struct retention_new in = { .basis = cli_option(c, "--basis") };
	struct audit_entry who = { 0 };

	access_by_command(c->arena, PERM_audit_manage, &who);
	in.verified = cli_flag(c, "--verified");
	return number_option(c, "--years", 0, &in.years, e) &&
	       cli_date(c, "--from", date_today(), &in.from, e) && cli_done(c, 0, 0, e) &&
	       retention_set(c->db, &who, &in, e);
}

/* COMMAND audit retention apply
 * usage [--json]
 * help  audit.help_retention_apply
 * db    write
 */
bool audit_retention_apply_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	int64_t removed;

	access_by_command(c->arena, PERM_audit_manage, &who);
	if (!cli_done(c, 0, 0, e) || !retention_apply(c->db, &who, &removed, e))
		return false;
	struct str n = str_fmt(c->arena, "%lld", (long long)removed);

	cli_print(c, c->json ? str_fmt(c->arena, "{\"removed\":%lld}", (long long)removed)
			     : TEXT(c->arena, c->lang, T_audit_removed, n));
	return true;
}
