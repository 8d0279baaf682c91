/*
 * Tasks at the command line. What is shown is read by the very functions of the pages, as
 * the built-in account; --json prints what /api/v1 answers.
 */
#include "work/task_web.h"

#include "access/access.h"
#include "access_sql.h"
#include "base/cli.h"
#include "base/viet.h"
#include "commands.h"
#include "work/work_list_web.h"
#include "work_routes.h"

/* --- showing */

/* A request of the built-in account, over one snapshot. */
static bool ask(struct cli *c, struct request *rq, struct err *e)
{
	*rq = (struct request){
		.arena = c->arena,
		.db = c->db,
		.actor = actor_of_system(),
		.lang = c->lang,
		.now = clock_now(),
	};
	return db_read_begin(c->db, c->arena, &rq->read, e);
}

/* "123", or a plan and a path: "19/KH-BCĐ138/CP II.1.c". */
static bool task_named(struct cli *c, struct db_read *r, int64_t *id, struct err *e)
{
	struct work_task_named_rows found;
	struct str plan, path;

	if (!cli_done(c, 1, 2, e))
		return false;
	plan = viet_nfc(c->arena, str_z(c->args[0]));
	if (c->n_args == 1)
		return str_to_int(plan, id) || FAIL(e, ERR_INPUT, T_plan_cli_no_id, plan);
	path = str_z(c->args[1]);
	if (!work_task_named(r, plan, path, &found, e))
		return false;
	if (!found.n)
		return FAIL(e, ERR_ABSENT, T_work_cli_no_task, path, plan);
	*id = found.v[0].id;
	return found.n == 1 || FAIL(e, ERR_INPUT, T_work_cli_two_plans, plan);
}

static void print_json(
	struct cli *c, void (*print)(struct json *j, const void *page), const void *page)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	print(&j, page);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static void task_as_json(struct json *j, const void *page)
{
	task_show_json(j, page);
}

static struct str number_text(struct cli *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

/* As the text has it: of a plan that is not in force there is no work. */
static void print_parties(struct cli *c, const struct task_page *page)
{
	LIST_EACH(x, &page->parties)
		fprintf(c->out, "  %.*s: %.*s%s\n",
			STR_ARG(plan_role_text(c->lang, plan_role_of(x->row->role))),
			STR_ARG(x->row->name), x->unresolved ? " (?)" : "");
}

static void print_parts(struct cli *c, const struct task_work *work)
{
	fprintf(c->out, "%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_work_cli_state,
			work_look_text(c->lang, work->look), number_text(c, work->row->parts_in),
			number_text(c, work->row->parts))));
	LIST_EACH(x, &work->parts) {
		struct str due = date_given(x->row->due) ? date_vi(c->arena, x->row->due) : S("-");

		fprintf(c->out, "  %lld\t%.*s\t%.*s\t%.*s\t%.*s\n", (long long)x->row->id,
			STR_ARG(plan_role_text(c->lang, x->role)), STR_ARG(x->row->agency_name),
			STR_ARG(due), STR_ARG(x->text));
	}
}

static void print_task(struct cli *c, const struct task_page *page)
{
	fprintf(c->out, "%.*s (%.*s)\n%.*s\n", STR_ARG(page->label), STR_ARG(page->plan.name),
		STR_ARG(page->task->words));
	if (page->due.n)
		fprintf(c->out, "%.*s\n", STR_ARG(page->due));
	if (page->work.there)
		print_parts(c, &page->work);
	else
		print_parties(c, page);
	if (!page->parties.n && !page->work.parts.n)
		fprintf(c->out, "  %.*s\n", STR_ARG(text_get(c->lang, T_plan_unassigned)));
	if (page->task->line)
		fprintf(c->out, "%.*s\n",
			STR_ARG(TEXT(c->arena, c->lang, T_plan_lines,
				number_text(c, page->task->line),
				number_text(c, page->task->line_to))));
}

/* COMMAND task show
 * usage ID | PLAN PATH [--json]
 * help  plan.help_task
 * db    read
 */
bool task_show_cmd(struct cli *c, struct err *e)
{
	struct task_show_in in = { 0 };
	struct task_page page = { 0 };
	struct request rq;
	bool ok;

	if (!ask(c, &rq, e))
		return false;
	ok = task_named(c, rq.read, &in.task, e) && task_show(&rq, &in, &page, e);
	db_read_end(rq.read);
	if (ok && c->json)
		print_json(c, task_as_json, &page);
	else if (ok)
		print_task(c, &page);
	return ok;
}

/* --- the list of parts */

static void list_as_json(struct json *j, const void *page)
{
	work_list_json(j, page);
}

static void print_list(struct cli *c, const struct work_list_page *page)
{
	LIST_EACH(x, &page->lines) {
		struct str id = x->part ? number_text(c, x->part) : S("-");
		struct str due = date_given(x->due) ? date_iso(c->arena, x->due) : S("-");

		fprintf(c->out, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n",
			STR_ARG(id), STR_ARG(number_text(c, x->task)), STR_ARG(due),
			STR_ARG(x->plan_name), STR_ARG(x->label), STR_ARG(x->agency_name),
			STR_ARG(x->state_text), STR_ARG(x->brief), STR_ARG(x->urged_text));
	}
	if (!page->lines.n)
		cli_print(c, text_get(c->lang, T_work_list_none));
	if (page->cursor.n)
		cli_print(c, TEXT(c->arena, c->lang, T_work_cli_more, page->cursor));
}

static bool agency_option(
	struct cli *c, struct db_read *r, const char *name, int64_t *id, struct err *e)
{
	struct str code = cli_option(c, name);
	struct access_agency_by_code_row row;
	bool found;

	*id = 0;
	if (!code.p)
		return true;
	code = viet_lower(c->arena, code);
	if (!access_agency_by_code(r, code, date_today(), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_access_no_agency_code, code);
	*id = row.id;
	return true;
}

static bool list_options(struct cli *c, struct request *rq, struct work_list_in *in, struct err *e)
{
	struct str plan = cli_option(c, "--plan");

	in->plan = 0;
	in->q = cli_option(c, "--words");
	in->state = cli_option(c, "--state");
	in->role = cli_option(c, "--role");
	in->place = cli_option(c, "--place");
	in->after = cli_option(c, "--after");
	if (plan.p && !str_to_int(plan, &in->plan))
		return FAIL(e, ERR_INPUT, T_plan_cli_no_id, plan);
	if (!agency_option(c, rq->read, "--agency", &in->agency, e) ||
		!agency_option(c, rq->read, "--of", &rq->actor.agency, e) || !cli_done(c, 0, 0, e))
		return false;
	return in->plan || in->agency || rq->actor.agency || FAIL(e, ERR_INPUT, T_work_cli_list_of);
}

/* COMMAND task list
 * usage (--plan ID | --agency CODE | --of CODE) [--words TEXT] [--state STATE] [--role ROLE] [--place CODE] [--after CURSOR] [--json]
 * help  work.help_list
 * db    read
 */
bool task_list_cmd(struct cli *c, struct err *e)
{
	struct work_list_in in = { 0 };
	struct work_list_page page = { 0 };
	struct request rq;
	bool ok;

	if (!ask(c, &rq, e))
		return false;
	ok = list_options(c, &rq, &in, e) && work_list(&rq, &in, &page, e);
	db_read_end(rq.read);
	if (ok && c->json)
		print_json(c, list_as_json, &page);
	else if (ok)
		print_list(c, &page);
	return ok;
}
