/*
 * Forms at the command line: editions loaded and listed, totals made anew.
 */
#include "access/access.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "form/sheet.h"
#include "form/total.h"

/* COMMAND form load
 * usage FILE
 * help  form.help_load
 * db    write
 */
bool form_load_cmd(struct cli *c, struct err *e)
{
	struct change change = { .entry.action = S("form.load") };
	struct str bytes;
	bool known;

	access_by_command(c->arena, PERM_form_manage, &change.entry);
	if (!cli_done(c, 1, 1, e) || !cli_read_file(c, c->args[0], FORM_FILE_MAX, &bytes, e) ||
		!form_load_prepare(c->arena, c->db, str_z(c->args[0]), bytes, &change, &known, e))
		return false;
	if (!known && !audit_change(c->db, &change, e))
		return false;
	const struct form_edition *f = change.arg;

	cli_print(c, TEXT(c->arena, c->lang, known ? T_form_loaded_before : T_form_loaded, f->code,
			     str_fmt(c->arena, "%lld", (long long)f->number),
			     str_fmt(c->arena, "%zu", f->cells.n),
			     str_fmt(c->arena, "%zu", f->checks.n)));
	return true;
}

/* COMMAND form check
 * usage FILE
 * help  form.help_check
 * db    none
 */
bool form_check_cmd(struct cli *c, struct err *e)
{
	struct form_edition f;
	struct str bytes;

	if (!cli_done(c, 1, 1, e) || !cli_read_file(c, c->args[0], FORM_FILE_MAX, &bytes, e) ||
		!form_edition_read(c->arena, str_z(c->args[0]), bytes, &f, e))
		return false;
	cli_print(c,
		TEXT(c->arena, c->lang, T_form_sound, f.code,
			str_fmt(c->arena, "%lld", (long long)f.number),
			str_fmt(c->arena, "%zu", f.cells.n), str_fmt(c->arena, "%zu", f.checks.n)));
	return true;
}

static void print_json(struct cli *c, const struct form_editions_rows *rows)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_list(&j, "editions");
	LIST_EACH(x, rows) {
		json_open_item(&j);
		json_int(&j, "id", x->id);
		json_str(&j, "form", x->code);
		json_int(&j, "edition", x->number);
		json_str(&j, "name", x->name_vi);
		json_int(&j, "cells", x->slots);
		json_bool(&j, "own", x->own);
		json_bool(&j, "verified", x->verified);
		json_str(&j, "citation", x->citation);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND form list
 * usage [--json]
 * help  form.help_list
 * db    read
 */
bool form_list_cmd(struct cli *c, struct err *e)
{
	struct form_editions_rows rows;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e) ||
		!form_editions(r, &rows, e))
		return false;
	db_read_end(r);
	if (c->json) {
		print_json(c, &rows);
		return true;
	}
	LIST_EACH(x, &rows)
		cli_print(c, str_fmt(c->arena, "%.*s\t%lld\t%lld\t%.*s", STR_ARG(x->code),
				     (long long)x->number, (long long)x->slots,
				     STR_ARG(c->lang == LANG_EN ? x->name_en : x->name_vi)));
	return true;
}

/* COMMAND form recompute
 * usage [--check]
 * help  form.help_recompute
 * db    write
 */
bool form_recompute_cmd(struct cli *c, struct err *e)
{
	bool check = cli_flag(c, "--check");
	struct form_recomputed done;
	struct audit_entry who = { 0 };

	access_by_command(c->arena, PERM_form_manage, &who);
	if (!cli_done(c, 0, 0, e) || !form_recompute(c->db, !check, &who, &done, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_form_recomputed,
			     str_fmt(c->arena, "%lld", (long long)done.sheets),
			     str_fmt(c->arena, "%lld", (long long)done.totals)));
	if (!done.wrong_sheets && !done.wrong_totals)
		return true;
	cli_print(c, TEXT(c->arena, c->lang, check ? T_form_differ : T_form_mended,
			     str_fmt(c->arena, "%lld", (long long)done.wrong_sheets),
			     str_fmt(c->arena, "%lld", (long long)done.wrong_totals)));
	return !check || FAIL(e, ERR_CONFLICT, T_form_differ,
				 str_fmt(c->arena, "%lld", (long long)done.wrong_sheets),
				 str_fmt(c->arena, "%lld", (long long)done.wrong_totals));
}
