/*
 * Agencies from the command line: load, list, show, and whom words mean.
 */
#include "access/access.h"
#include "agency/agency.h"
#include "agency/agency_json.h"
#include "agency_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "place/place.h"

enum { LISTED_MOST = 100000 };

/* COMMAND agency load
 * usage [--json]
 * help  agency.help_load
 * db    write
 */
bool agency_load_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	struct agency_load done;
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	if (!cli_done(c, 0, 0, e))
		return false;
	access_by_command(c->arena, PERM_agency_manage, &who);
	if (!agency_load(c->db, c->arena, &who, &done, e))
		return false;
	if (!c->json) {
		struct str text = TEXT(c->arena, c->lang,
			done.unchanged ? T_agency_load_unchanged : T_agency_load_done,
			str_fmt(c->arena, "%lld", (long long)done.agencies));

		fprintf(c->out, "%.*s\n", STR_ARG(text));
		return true;
	}
	json_open(&j);
	json_bool(&j, "unchanged", done.unchanged);
	json_int(&j, "agencies", done.agencies);
	json_close(&j);
	cli_print(c, buf_str(&out));
	return true;
}

static void list_json(struct cli *c, const struct agency_rows_rows *rows)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_list(&j, NULL);
	LIST_EACH(a, rows) {
		json_open_item(&j);
		json_int(&j, "id", a->id);
		json_str(&j, "code", a->code);
		json_str(&j, "name", a->name);
		json_str(&j, "abbreviation", a->abbr);
		json_str(&j, "kind", a->kind);
		json_str(&j, "level", a->level);
		json_str(&j, "place", a->place);
		json_date(&j, "valid_from", a->valid_from);
		json_date(&j, "valid_to", a->valid_to);
		json_bool(&j, "verified", a->verified);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND agency list
 * usage [TEXT] [--level nation|province|district|commune] [--kind KIND] [--province CODE] [--at DATE] [--json]
 * help  agency.help_list
 * db    read
 */
bool agency_list_cmd(struct cli *c, struct err *e)
{
	struct str level = cli_option(c, "--level"), kind = cli_option(c, "--kind");
	struct str province = cli_option(c, "--province");
	struct agency_rows_rows rows;
	struct date day;
	struct db_read *r;

	if (!cli_date(c, "--at", date_today(), &day, e) || !cli_done(c, 0, 1, e) ||
		!db_read_begin(c->db, c->arena, &r, e))
		return false;
	struct str pattern = c->n_args ? place_pattern(c->arena, str_z(c->args[0])) : STR_NULL;
	bool ok = agency_rows(r, pattern, level, kind, province, day, 0, LISTED_MOST, &rows, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json) {
		list_json(c, &rows);
		return true;
	}
	LIST_EACH(a, &rows)
		fprintf(c->out, "%.*s\t%.*s\t%.*s\n", STR_ARG(a->code), STR_ARG(a->name),
			STR_ARG(text_get(c->lang, agency_kind_text(a->kind))));
	return true;
}

struct shown {
	struct agency_by_id_row agency;
	struct agency_aliases_rows aliases;
	struct agency_before_rows before;
	struct agency_after_rows after;
};

/* By its code, or by a name as a document of --place would write it. */
static bool find_shown(struct cli *c, struct db_read *r, struct str place, struct date day,
	int64_t *id, struct err *e)
{
	struct str asked = str_z(c->args[0]);
	struct agency_by_code_row row;
	bool found;

	if (!agency_by_code(r, asked, &row, &found, e))
		return false;
	*id = found ? row.id : 0;
	if (!found && !agency_find(r, asked, place, day, id, e))
		return false;
	return *id || FAIL(e, ERR_ABSENT, T_agency_not_named, asked);
}

static bool read_shown(
	struct cli *c, struct str place, struct date day, struct shown *s, struct err *e)
{
	struct db_read *r;
	int64_t id;
	bool found = false;

	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = find_shown(c, r, place, day, &id, e) &&
		  agency_by_id(r, id, &s->agency, &found, e) &&
		  agency_aliases(r, id, &s->aliases, e) && agency_before(r, id, &s->before, e) &&
		  agency_after(r, id, &s->after, e);

	db_read_end(r);
	return ok && (found || FAIL(e, ERR_ABSENT, T_agency_absent));
}

static void show_json(struct cli *c, const struct shown *s)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_int(&j, "id", s->agency.id);
	json_str(&j, "code", s->agency.code);
	json_str(&j, "name", s->agency.name);
	json_str(&j, "abbreviation", s->agency.abbr);
	json_str(&j, "kind", s->agency.kind);
	json_str(&j, "level", s->agency.level);
	json_str(&j, "parent", s->agency.parent);
	json_str(&j, "place", s->agency.place_code);
	json_date(&j, "valid_from", s->agency.valid_from);
	json_date(&j, "valid_to", s->agency.valid_to);
	json_str(&j, "citation", s->agency.citation);
	json_bool(&j, "verified", s->agency.verified);
	json_int(&j, "version", s->agency.version);
	json_list(&j, "aliases");
	LIST_EACH(a, &s->aliases)
		json_str(&j, NULL, a->name);
	json_end(&j);
	agency_history_json(&j, &s->before, &s->after);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static void edge_line(struct cli *c, const char *arrow, int64_t step, struct str name,
	struct str edge, struct date date, struct str matter, bool verified)
{
	fprintf(c->out, "%*s%s %.*s, %.*s %.*s%s%.*s%s%.*s\n", (int)step * 2, "", arrow,
		STR_ARG(name), STR_ARG(text_get(c->lang, place_edge_text(edge))),
		STR_ARG(date_vi(c->arena, date)), matter.n ? ": " : "", STR_ARG(matter),
		verified ? "" : " · ",
		STR_ARG(verified ? S("") : text_get(c->lang, T_agency_unverified)));
}

/* COMMAND agency show
 * usage CODE|NAME [--place CODE] [--at DATE] [--json]
 * help  agency.help_show
 * db    read
 */
bool agency_show_cmd(struct cli *c, struct err *e)
{
	struct str place = cli_option(c, "--place");
	struct shown s;
	struct date day;

	if (!cli_date(c, "--at", date_today(), &day, e) || !cli_done(c, 1, 1, e) ||
		!read_shown(c, place, day, &s, e))
		return false;
	if (c->json) {
		show_json(c, &s);
		return true;
	}
	fprintf(c->out, "%.*s\t%.*s\n", STR_ARG(s.agency.code), STR_ARG(s.agency.name));
	LIST_EACH(a, &s.aliases)
		fprintf(c->out, "  = %.*s\n", STR_ARG(a->name));
	LIST_EACH(b, &s.before)
		edge_line(c, "<-", b->step, b->name, b->edge, b->date, b->matter, b->verified);
	LIST_EACH(a, &s.after)
		edge_line(c, "->", a->step, a->name, a->edge, a->date, a->matter, a->verified);
	return true;
}

static void collective_json(struct cli *c, const struct agency_collective *found)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_bool(&j, "open", found->open);
	json_str(&j, "note", found->note);
	json_list(&j, "agencies");
	LIST_EACH(a, found->bodies) {
		json_open_item(&j);
		json_int(&j, "id", a->id);
		json_str(&j, "name", a->name);
		json_str(&j, "kind", a->kind);
		json_str(&j, "level", a->level);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND agency resolve
 * usage WORDS [--place CODE] [--at DATE] [--json]
 * help  agency.help_resolve
 * db    read
 */
bool agency_resolve_cmd(struct cli *c, struct err *e)
{
	struct str place = cli_option(c, "--place");
	struct agency_collective found;
	struct date day;
	struct db_read *r;

	if (!cli_date(c, "--at", date_today(), &day, e) || !cli_done(c, 1, 1, e) ||
		!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = agency_collective(r, str_z(c->args[0]), place, day, &found, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (!found.known)
		return FAIL(e, ERR_ABSENT, T_agency_no_collective, str_z(c->args[0]));
	if (c->json) {
		collective_json(c, &found);
		return true;
	}
	LIST_EACH(a, found.bodies)
		fprintf(c->out, "%.*s\n", STR_ARG(a->name));
	if (found.open)
		fprintf(c->out, "%.*s\n", STR_ARG(text_get(c->lang, T_agency_collective_open)));
	if (found.note.n)
		fprintf(c->out, "%.*s\n", STR_ARG(found.note));
	return true;
}
