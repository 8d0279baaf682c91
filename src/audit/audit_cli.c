/*
 * The log from the command line: reading it, and telling whether it was altered.
 */
#include "audit/audit.h"
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

static void verified_json(struct cli *c, const struct audit_checked *checked)
{
	static const char *const faults[] = { NULL, "gap", "altered" };
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_int(&j, "sound", checked->entries);
	json_str(&j, "fault", str_z(faults[checked->fault]));
	if (checked->fault == AUDIT_SOUND)
		json_null(&j, "seq");
	else
		json_int(&j, "seq", checked->seq);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND audit verify
 * usage [--json]
 * help  audit.help_verify
 * db    read
 */
bool audit_verify_cmd(struct cli *c, struct err *e)
{
	struct audit_checked checked;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e) ||
		!audit_verify(r, &checked, e))
		return false;
	db_read_end(r);
	struct str n = str_fmt(c->arena, "%lld", (long long)checked.entries);
	struct str seq = str_fmt(c->arena, "%lld", (long long)checked.seq);

	if (c->json)
		verified_json(c, &checked);
	if (checked.fault == AUDIT_GAP)
		return FAIL(e, ERR_CONFLICT, T_audit_gap, seq, n);
	if (checked.fault == AUDIT_ALTERED)
		return FAIL(e, ERR_CONFLICT, T_audit_altered, seq, n);
	if (!c->json)
		fprintf(c->out, "%.*s\n", STR_ARG(TEXT(c->arena, c->lang, T_audit_sound, n)));
	return true;
}
