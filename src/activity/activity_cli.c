/*
 * Commands: the kinds with what they ask for, and rows from a CSV file.
 */
#include "access/access.h"
#include "activity/activity.h"
#include "activity_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"

enum { FILE_MAX = 8 << 20, FAULTS_SHOWN = 200 };

static void kind_json(struct json *j, const struct activity_kind *k)
{
	json_open_item(j);
	json_str(j, "kind", k->code);
	json_str(j, "group", k->group);
	json_str(j, "name", k->name[LANG_VI]);
	json_str(j, "name_en", k->name[LANG_EN]);
	json_bool(j, "counts_only", k->counts_only);
	json_str(j, "citation", k->citation);
	json_list(j, "fields");
	for (size_t i = 0; i < k->n_asks; i++) {
		json_open_item(j);
		json_str(j, "field", k->asks[i].field->code);
		json_bool(j, "required", k->asks[i].need);
		json_close(j);
	}
	json_end(j);
	json_close(j);
}

static void kinds_json(struct cli *c)
{
	struct activity_kinds all = activity_kinds();
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_list(&j, "kinds");
	LIST_EACH(k, &all)
		kind_json(&j, k);
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static void kind_line(struct cli *c, const struct activity_kind *k)
{
	struct buf fields = { .arena = c->arena };

	for (size_t i = 0; i < k->n_asks; i++)
		buf_addf(&fields, " %.*s%s", STR_ARG(k->asks[i].field->code),
			k->asks[i].need ? "!" : "");
	cli_print(c,
		str_fmt(c->arena, "%-18.*s %.*s\n                  %.*s\n                  (%.*s)",
			STR_ARG(k->code), STR_ARG(k->name[c->lang]), STR_ARG(buf_str(&fields)),
			STR_ARG(k->citation)));
}

/* COMMAND activity kinds
 * usage [--json]
 * help  activity.help_kinds
 * db    none
 */
bool activity_kinds_cmd(struct cli *c, struct err *e)
{
	struct activity_kinds all = activity_kinds();

	if (!cli_done(c, 0, 0, e))
		return false;
	if (c->json) {
		kinds_json(c);
		return true;
	}
	LIST_EACH(k, &all)
		kind_line(c, k);
	return true;
}

static bool tell_faults(struct cli *c, const activity_csv_faults *faults, struct err *e)
{
	size_t shown = 0;

	LIST_EACH(f, faults)
		if (shown++ < FAULTS_SHOWN)
			cli_print(c,
				TEXT(c->arena, c->lang, T_activity_csv_fault,
					str_fmt(c->arena, "%lld", (long long)f->line), f->words));
	return FAIL(e, ERR_INPUT, T_activity_csv_faults, str_fmt(c->arena, "%zu", faults->n));
}

/* Reads and checks on one snapshot; nothing is written yet. */
static bool prepare(struct cli *c, struct str bytes, struct activity_batch *b,
	struct change *change, struct err *e)
{
	struct actor system = actor_of_system();
	activity_csv_faults faults = { 0 };
	struct db_read *r;
	size_t bad;

	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	system.name = change->entry.actor_name;
	bool ok = activity_csv(c->arena, r, c->lang, bytes, b, &faults, e) &&
		  (faults.n ? tell_faults(c, &faults, e)
			    : activity_batch_prepare(c->arena, r, &system, b, change, &bad, e));

	db_read_end(r);
	return ok;
}

/* COMMAND activity import
 * usage FILE.csv [--dry-run]
 * help  activity.help_import
 * db    write
 */
bool activity_import_cmd(struct cli *c, struct err *e)
{
	bool dry = cli_flag(c, "--dry-run");
	struct activity_batch b = { 0 };
	struct change change = { 0 };
	struct str bytes;

	if (!cli_done(c, 1, 1, e) || !cli_read_file(c, c->args[0], FILE_MAX, &bytes, e))
		return false;
	access_by_command(c->arena, PERM_activity_write, &change.entry);
	if (!prepare(c, bytes, &b, &change, e))
		return false;
	if (!dry && change.apply && !audit_change(c->db, &change, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, dry ? T_activity_csv_would : T_activity_csv_done,
			     str_fmt(c->arena, "%lld", (long long)b.entered),
			     str_fmt(c->arena, "%lld", (long long)b.known)));
	return true;
}
