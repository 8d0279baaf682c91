/*
 * Search from the command line, and its index.
 */
#include "access/access.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "search/search.h"

enum { HITS = 20 };

static void print_json(struct cli *c, const struct search_result *result)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 2 };

	json_open(&j);
	json_int(&j, "total", result->total);
	json_list(&j, "hits");
	LIST_EACH(hit, &result->hits) {
		json_open_item(&j);
		json_str(&j, "kind", hit->kind);
		json_int(&j, "id", hit->id);
		json_str(&j, "title", hit->title);
		json_str(&j, "note", hit->note);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND search
 * usage WORD… [--json]
 * help  search.help_search
 * db    read
 */
bool search_cmd(struct cli *c, struct err *e)
{
	struct buf words = { .arena = c->arena };
	struct search_result result;
	struct db_read *r;

	if (!cli_done(c, 1, -1, e))
		return false;
	for (int i = 0; i < c->n_args; i++)
		buf_addf(&words, "%s%s", i ? " " : "", c->args[i]);
	struct search_question q = { .words = buf_str(&words),
		.kinds = S("plan task agency place"),
		.account = ACCOUNT_SYSTEM,
		.most = HITS };

	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = search_query(r, &q, &result, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json) {
		print_json(c, &result);
		return true;
	}
	LIST_EACH(hit, &result.hits)
		fprintf(c->out, "%.*s %lld\t%.*s\t%.*s\n", STR_ARG(hit->kind), (long long)hit->id,
			STR_ARG(hit->title), STR_ARG(hit->note));
	struct str total = TEXT(c->arena, c->lang, T_search_found,
		str_fmt(c->arena, "%lld", (long long)result.total));

	fprintf(c->out, "%.*s\n", STR_ARG(total));
	return true;
}

/* COMMAND search rebuild
 * usage
 * help  search.help_rebuild
 * db    write
 */
bool search_rebuild_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	int64_t things;

	if (!cli_done(c, 0, 0, e))
		return false;
	access_by_command(c->arena, PERM_agency_read, &who);
	if (!search_rebuild(c->db, &who, &things, e))
		return false;
	struct str said = TEXT(
		c->arena, c->lang, T_search_rebuilt, str_fmt(c->arena, "%lld", (long long)things));

	fprintf(c->out, "%.*s\n", STR_ARG(said));
	return true;
}
