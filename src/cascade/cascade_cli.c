/*
 * Links between plans at the command line, for a maintainer.
 */
#include "access/access.h"
#include "base/cli.h"
#include "base/json.h"
#include "cascade/cascade.h"
#include "commands.h"
#include "plan/plan.h"

static bool ids(struct cli *c, int64_t *upper, int64_t *lower, struct err *e)
{
	if (!cli_done(c, 2, 2, e))
		return false;
	return (str_to_int(str_z(c->args[0]), upper) && str_to_int(str_z(c->args[1]), lower)) ||
	       FAIL(e, ERR_INPUT, T_cascade_cli_ids);
}

static void print_pair(struct cli *c, const struct cascade_tasks_rows *upper,
	const struct cascade_tasks_rows *lower, const struct likeness_pair *p)
{
	fprintf(c->out, "%.*s\t%.*s\t%.2f\t%s", STR_ARG(upper->v[p->upper].path),
		STR_ARG(lower->v[p->lower].path), p->score, likeness_sure_name(p->sure));
	LIST_EACH(x, &p->phrases)
		fprintf(c->out, "\t%.*s", STR_ARG(*x));
	fputc('\n', c->out);
}

static void print_json(struct cli *c, const struct cascade_tasks_rows *upper,
	const struct cascade_tasks_rows *lower, const likeness_pairs *pairs)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_list(&j, "pairs");
	LIST_EACH(p, pairs) {
		json_open_item(&j);
		json_int(&j, "upper_task", upper->v[p->upper].id);
		json_str(&j, "upper_path", upper->v[p->upper].path);
		json_int(&j, "lower_task", lower->v[p->lower].id);
		json_str(&j, "lower_path", lower->v[p->lower].path);
		json_real(&j, "score", p->score);
		json_str(&j, "sure", str_z(likeness_sure_name(p->sure)));
		json_list(&j, "phrases");
		LIST_EACH(x, &p->phrases)
			json_str(&j, NULL, *x);
		json_end(&j);
		json_str(&j, "document", p->document);
		json_str(&j, "upper_body", p->upper_body);
		json_str(&j, "lower_body", p->lower_body);
		json_bool(&j, "same_heading", p->heading);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND cascade propose
 * usage UPPER LOWER [--json]
 * help  cascade.help_propose
 * db    read
 */
bool cascade_propose_cmd(struct cli *c, struct err *e)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	struct cascade_tasks_rows upper_rows, lower_rows;
	likeness_pairs pairs = { 0 };
	int64_t upper_id, lower_id;
	struct db_read *r;
	bool ok;

	if (!ids(c, &upper_id, &lower_id, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	ok = cascade_compared(r, upper_id, &upper, e) && cascade_compared(r, lower_id, &lower, e) &&
	     cascade_tasks(r, upper_id, &upper_rows, e) &&
	     cascade_tasks(r, lower_id, &lower_rows, e);
	db_read_end(r);
	if (!ok)
		return false;
	if (!upper.n || !lower.n)
		return FAIL(e, ERR_ABSENT, T_cascade_no_plan);
	likeness_propose(c->arena, &upper, &lower, &pairs);
	if (c->json) {
		print_json(c, &upper_rows, &lower_rows, &pairs);
		return true;
	}
	LIST_EACH(p, &pairs)
		print_pair(c, &upper_rows, &lower_rows, p);
	return true;
}
