/*
 * Places from the command line: load, list, show, and what is wrong with the lists.
 */
#include "access/access.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "place/place.h"
#include "place/place_json.h"
#include "place_sql.h"

enum { FOUND_MOST = 1000 };

static struct str text_of(struct cli *c, enum text_id id)
{
	return text_get(c->lang, id);
}

/* COMMAND place load
 * usage [--json]
 * help  place.help_load
 * db    write
 */
bool place_load_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	struct place_load done;
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	if (!cli_done(c, 0, 0, e))
		return false;
	access_by_command(c->arena, PERM_agency_manage, &who);
	if (!place_load(c->db, c->arena, &who, &done, e))
		return false;
	if (!c->json) {
		struct str text = TEXT(c->arena, c->lang,
			done.unchanged ? T_place_load_unchanged : T_place_load_done,
			str_fmt(c->arena, "%lld", (long long)done.places),
			str_fmt(c->arena, "%lld", (long long)done.edges),
			str_fmt(c->arena, "%lld", (long long)done.faults));

		fprintf(c->out, "%.*s\n", STR_ARG(text));
		return true;
	}
	json_open(&j);
	json_bool(&j, "unchanged", done.unchanged);
	json_int(&j, "places", done.places);
	json_int(&j, "edges", done.edges);
	json_int(&j, "faults", done.faults);
	json_close(&j);
	cli_print(c, buf_str(&out));
	return true;
}

static void place_json(struct json *j, struct str code, struct str name, int64_t population)
{
	json_open_item(j);
	json_str(j, "code", code);
	json_str(j, "name", name);
	if (population == DB_NULL)
		json_null(j, "population");
	else
		json_int(j, "population", population);
	json_close(j);
}

static void place_line(struct cli *c, struct str code, struct str name, struct str more)
{
	fprintf(c->out, "%.*s\t%.*s\t%.*s\n", STR_ARG(code), STR_ARG(name), STR_ARG(more));
}

static bool list_provinces(
	struct cli *c, struct db_read *r, struct json *j, struct date day, struct err *e)
{
	struct place_provinces_rows rows;

	if (!place_provinces(r, day, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (c->json)
			place_json(j, p->code, p->full_name, p->population);
		else
			place_line(c, p->code, p->full_name,
				TEXT(c->arena, c->lang, T_place_units,
					str_fmt(c->arena, "%lld", (long long)p->districts),
					str_fmt(c->arena, "%lld", (long long)p->communes)));
	return true;
}

static bool list_communes(struct cli *c, struct db_read *r, struct json *j, struct str province,
	struct date day, struct err *e)
{
	struct place_communes_rows rows;

	if (!place_communes(r, province, day, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (c->json)
			place_json(j, p->code, p->full_name, p->population);
		else
			place_line(c, p->code, p->full_name,
				p->district_code.p ? p->district_code : S(""));
	return true;
}

static bool list_found(struct cli *c, struct db_read *r, struct json *j, struct str typed,
	struct date day, struct err *e)
{
	struct place_find_rows rows;

	if (!place_find(r, place_pattern(c->arena, typed), STR_NULL, day, FOUND_MOST, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (c->json)
			place_json(j, p->code, p->full_name, DB_NULL);
		else
			place_line(c, p->code, p->full_name, p->province.p ? p->province : S(""));
	return true;
}

/* COMMAND place list
 * usage [TEXT] [--province CODE] [--at DATE] [--json]
 * help  place.help_list
 * db    read
 */
bool place_list_cmd(struct cli *c, struct err *e)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };
	struct str province = cli_option(c, "--province");
	struct date day;
	struct db_read *r;

	if (!cli_date(c, "--at", date_today(), &day, e) || !cli_done(c, 0, 1, e) ||
		!db_read_begin(c->db, c->arena, &r, e))
		return false;
	json_list(&j, NULL);
	bool ok = c->n_args    ? list_found(c, r, &j, str_z(c->args[0]), day, e)
		  : province.p ? list_communes(c, r, &j, province, day, e)
			       : list_provinces(c, r, &j, day, e);

	json_end(&j);
	db_read_end(r);
	if (ok && c->json)
		cli_print(c, buf_str(&out));
	return ok;
}

struct shown {
	struct place_on_row place;
	struct place_before_rows before;
	struct place_after_rows after;
	struct place_sum sum;
};

static bool read_shown(
	struct cli *c, struct str code, struct date day, struct shown *s, struct err *e)
{
	struct db_read *r;
	bool found;

	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = place_on(r, code, day, &s->place, &found, e);

	if (ok && !found)
		ok = FAIL(e, ERR_ABSENT, T_place_absent_on, code, date_vi(c->arena, day));
	ok = ok && place_before(r, s->place.id, &s->before, e) &&
	     place_after(r, s->place.id, &s->after, e) &&
	     place_sum(r, s->place.id, day, &s->sum, e);
	db_read_end(r);
	return ok;
}

static void show_json(struct cli *c, const struct shown *s)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_str(&j, "code", s->place.code);
	json_str(&j, "kind", s->place.kind);
	json_str(&j, "name", s->place.full_name);
	json_str(&j, "province", s->place.province_code);
	json_str(&j, "district", s->place.district_code);
	json_date(&j, "valid_from", s->place.valid_from);
	json_date(&j, "valid_to", s->place.valid_to);
	json_str(&j, "citation", s->place.citation);
	json_bool(&j, "verified", s->place.verified);
	place_sum_json(&j, "population", &s->sum);
	json_list(&j, "predecessors");
	LIST_EACH(b, &s->before)
		place_edge_json(&j, b->step, b->code, b->full_name, b->edge, b->date, b->share,
			b->citation, b->verified);
	json_end(&j);
	json_list(&j, "successors");
	LIST_EACH(a, &s->after)
		place_edge_json(&j, a->step, a->code, a->full_name, a->edge, a->date, a->share,
			a->citation, a->verified);
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static void edge_line(struct cli *c, const char *arrow, int64_t step, struct str code,
	struct str name, struct str edge, struct date date, double share, bool verified)
{
	fprintf(c->out, "%*s%s %.*s %.*s, %.*s %.*s", (int)step * 2, "", arrow, STR_ARG(code),
		STR_ARG(name), STR_ARG(text_of(c, place_edge_text(edge))),
		STR_ARG(date_vi(c->arena, date)));
	if (share != share)
		fprintf(c->out, ", %.*s", STR_ARG(text_of(c, T_place_share_unknown)));
	if (!verified)
		fprintf(c->out, " (%.*s)", STR_ARG(text_of(c, T_place_unverified)));
	fputc('\n', c->out);
}

/* COMMAND place show
 * usage CODE [--at DATE] [--json]
 * help  place.help_show
 * db    read
 */
bool place_show_cmd(struct cli *c, struct err *e)
{
	struct shown s;
	struct date day;

	if (!cli_date(c, "--at", date_today(), &day, e) || !cli_done(c, 1, 1, e) ||
		!read_shown(c, str_z(c->args[0]), day, &s, e))
		return false;
	if (c->json) {
		show_json(c, &s);
		return true;
	}
	fprintf(c->out, "%.*s %.*s\n", STR_ARG(s.place.code), STR_ARG(s.place.full_name));
	fprintf(c->out, "%.*s\n", STR_ARG(place_sum_words(c->arena, c->lang, &s.sum)));
	LIST_EACH(b, &s.before)
		edge_line(c, "<-", b->step, b->code, b->full_name, b->edge, b->date, b->share,
			b->verified);
	LIST_EACH(a, &s.after)
		edge_line(c, "->", a->step, a->code, a->full_name, a->edge, a->date, a->share,
			a->verified);
	return true;
}

static void faults_json(struct cli *c, const struct place_faults_rows *rows)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_list(&j, NULL);
	LIST_EACH(f, rows) {
		json_open_item(&j);
		json_str(&j, "rule", f->rule);
		json_str(&j, "code", f->code);
		json_str(&j, "name", f->name);
		json_str(&j, "found", f->found);
		json_bool(&j, "bridged", f->bridged);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&out));
}

static void faults_lines(struct cli *c, const struct place_faults_rows *rows)
{
	struct str rule = STR_NULL;

	LIST_EACH(f, rows) {
		if (!rule.p || !str_eq(rule, f->rule))
			fprintf(c->out, "%.*s\n", STR_ARG(text_of(c, place_fault_text(f->rule))));
		rule = f->rule;
		fprintf(c->out, "  %.*s %.*s %.*s%s%.*s\n", STR_ARG(f->code), STR_ARG(f->name),
			STR_ARG(f->found), f->bridged ? " · " : "",
			STR_ARG(f->bridged ? text_of(c, T_place_bridged) : S("")));
	}
}

/* COMMAND place check
 * usage [--json]
 * help  place.help_check
 * db    read
 */
bool place_check_cmd(struct cli *c, struct err *e)
{
	struct place_faults_rows rows;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = place_faults(r, &rows, e);

	db_read_end(r);
	if (!ok)
		return false;
	if (c->json)
		faults_json(c, &rows);
	else
		faults_lines(c, &rows);
	return true;
}
