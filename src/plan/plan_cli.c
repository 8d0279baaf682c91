/*
 * Plans at the command line. What is shown is read by the very functions of the pages,
 * as the built-in account; --json prints what /api/v1 answers.
 */
#include "plan/plan_web.h"

#include "access/access.h"
#include "base/cli.h"
#include "commands.h"
#include "plan_routes.h"

/* --- import */

static void import_json(struct cli *c, const struct plan_import *m)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_int(&j, "plan", m->plan);
	json_bool(&j, "known", m->known);
	if (!m->known) {
		json_str(&j, "number", m->number);
		json_str(&j, "title", m->title);
		json_int(&j, "tasks", m->tasks);
		json_int(&j, "parties", m->parties);
		json_int(&j, "unassigned", m->unassigned);
		json_int(&j, "unresolved", m->unresolved);
		json_int(&j, "doubtful", m->doubtful);
		json_int(&j, "targets", m->targets);
		json_int(&j, "duties", m->duties);
	}
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static struct str number_text(struct cli *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

static void import_text(struct cli *c, const struct plan_import *m)
{
	struct str id = number_text(c, m->plan);

	if (m->known) {
		fprintf(c->out, "%.*s\n", STR_ARG(TEXT(c->arena, c->lang, T_plan_cli_known, id)));
		return;
	}
	fprintf(c->out, "%.*s\n%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_plan_cli_imported, id,
			m->number.n ? m->number : text_get(c->lang, T_plan_no_number))),
		STR_ARG(TEXT(c->arena, c->lang, T_plan_imported_counts, number_text(c, m->tasks),
			number_text(c, m->unassigned), number_text(c, m->doubtful))));
}

/* The last part of a path: what a page would get as the file's name. */
static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_z(slash ? slash + 1 : path);
}

/* COMMAND plan import
 * usage FILE [--number SỐ] [--issuer CƠ-QUAN] [--date NGÀY] [--json]
 * help  plan.help_import
 * db    write
 */
bool plan_import_cmd(struct cli *c, struct err *e)
{
	struct plan_source s = { .number = cli_option(c, "--number"),
		.issuer = cli_option(c, "--issuer") };
	struct change change = { .entry.action = S("plan.import") };
	struct plan_import *made;

	if (!cli_date(c, "--date", DATE_NONE, &s.issued, e) || !cli_done(c, 1, 1, e) ||
		!cli_read_file(c, c->args[0], DOCUMENT_MAX, &s.bytes, e))
		return false;
	s.file_name = base_name(c->args[0]);
	access_by_command(c->arena, PERM_plan_import, &change.entry);
	if (!plan_import_prepare(c->arena, c->db, &s, &change, &made, e))
		return false;
	if (!made->known && (!audit_change(c->db, &change, e) || !plan_go_on(c->db, 0, e)))
		return false;
	if (c->json)
		import_json(c, made);
	else
		import_text(c, made);
	return true;
}

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

static bool one_id(struct cli *c, int64_t *id, struct err *e)
{
	return cli_done(c, 1, 1, e) &&
	       (str_to_int(str_z(c->args[0]), id) ||
		       FAIL(e, ERR_INPUT, T_plan_cli_no_id, str_z(c->args[0])));
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

static void list_as_json(struct json *j, const void *page)
{
	plan_list_json(j, page);
}

static void plan_as_json(struct json *j, const void *page)
{
	plan_show_json(j, page);
}

static void print_list(struct cli *c, const struct plan_list_page *page)
{
	LIST_EACH(p, &page->plans) {
		struct str number = p->number.n ? p->number : text_get(c->lang, T_plan_no_number);

		fprintf(c->out, "%lld\t%.*s\t%.*s\t%.*s\t%lld\n", (long long)p->id, STR_ARG(number),
			STR_ARG(date_vi(c->arena, p->issued)), STR_ARG(p->title),
			(long long)p->tasks);
	}
	if (page->cursor.n)
		fprintf(c->out, "%.*s\n",
			STR_ARG(TEXT(c->arena, c->lang, T_plan_cli_more, page->cursor)));
}

/* COMMAND plan list
 * usage [--find CHỮ] [--after DẤU] [--json]
 * help  plan.help_list
 * db    read
 */
bool plan_list_cmd(struct cli *c, struct err *e)
{
	struct plan_list_in in = { .q = cli_option(c, "--find"),
		.after = cli_option(c, "--after") };
	struct plan_list_page page = { 0 };
	struct request rq;
	bool ok;

	if (!cli_done(c, 0, 0, e) || !ask(c, &rq, e))
		return false;
	ok = plan_list(&rq, &in, &page, e);
	db_read_end(rq.read);
	if (ok && c->json)
		print_json(c, list_as_json, &page);
	else if (ok)
		print_list(c, &page);
	return ok;
}

static void print_parties(struct cli *c, const struct plan_row *r)
{
	for (size_t i = 0; i < r->n_parties; i++) {
		const struct plan_parties_row *x = &r->parties[i];

		fprintf(c->out, "%s%.*s: %.*s", i ? "; " : "", STR_ARG(x->role), STR_ARG(x->name));
	}
	if (!r->n_parties)
		fprintf(c->out, "%.*s", STR_ARG(text_get(c->lang, T_plan_unassigned)));
}

static void print_plan(struct cli *c, const struct plan_outline_page *page)
{
	fprintf(c->out, "%.*s\n%.*s\n", STR_ARG(page->head.title), STR_ARG(page->head.line));
	LIST_EACH(g, &page->groups) {
		fprintf(c->out, "\n%.*s %.*s\n", STR_ARG(g->path), STR_ARG(g->title));
		LIST_EACH(r, &g->rows) {
			fprintf(c->out, "  %lld\t%.*s\t%.*s\t", (long long)r->id, STR_ARG(r->label),
				STR_ARG(r->brief));
			print_parties(c, r);
			fprintf(c->out, "\t%.*s\n", STR_ARG(r->due));
		}
	}
}

/* COMMAND plan show
 * usage ID [--json]
 * help  plan.help_show
 * db    read
 */
bool plan_show_cmd(struct cli *c, struct err *e)
{
	struct plan_show_in in = { .agency = DB_NULL };
	struct plan_outline_page page = { 0 };
	struct request rq;
	bool ok;

	if (!one_id(c, &in.plan, e) || !ask(c, &rq, e))
		return false;
	ok = plan_show(&rq, &in, &page, e);
	db_read_end(rq.read);
	if (ok && c->json)
		print_json(c, plan_as_json, &page);
	else if (ok)
		print_plan(c, &page);
	return ok;
}
