/*
 * haidang doctor: what is unsafe here and how to mend it. Exit code 0 where nothing is bad.
 */
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "operation/doctor.h"

static void say_json(struct cli *c, const struct findings *found)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 2 };

	json_open(&j);
	json_int(&j, "bad", found->bad);
	json_int(&j, "warnings", found->warn);
	json_list(&j, "findings");
	LIST_EACH(f, found) {
		json_open_item(&j);
		json_str(&j, "key", str_z(f->key));
		json_str(&j, "severity", str_z(severity_word(f->severity)));
		json_str(&j, "what", f->what);
		json_str(&j, "todo", f->todo);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&b));
}

static void say(struct cli *c, const struct findings *found)
{
	static const enum text_id words[] = { T_operation_note, T_operation_warning,
		T_operation_bad };

	LIST_EACH(f, found)
		fprintf(c->out, "%.*s: %.*s\n    %.*s\n",
			STR_ARG(text_get(c->lang, words[f->severity])), STR_ARG(f->what),
			STR_ARG(f->todo));
	if (!found->n)
		cli_print(c, text_get(c->lang, T_operation_well));
}

/* COMMAND doctor
 * usage [--quick] [--json]
 * help  operation.help_doctor
 * db    read
 */
bool doctor_cmd(struct cli *c, struct err *e)
{
	bool quick = cli_flag(c, "--quick");
	struct findings found;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = doctor_look(
		r, c->db_url, db_key_path(c->arena, c->db), c->lang, !quick, &found, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json)
		say_json(c, &found);
	else
		say(c, &found);
	return found.bad == 0 ||
	       FAIL(e, ERR_CONFLICT, T_operation_ill, str_fmt(c->arena, "%d", found.bad));
}
