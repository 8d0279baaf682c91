/*
 * The demo: what the program brings with it, loaded so that a first visitor finds a
 * living system. Real places, agencies and plans; the accounts are a command of their
 * own (demo accounts), for their passwords are shown once.
 */
#include "access/access.h"
#include "activity/activity.h"
#include "agency/agency.h"
#include "award/award.h"
#include "base/cli.h"
#include "base/tsv.h"
#include "budget/budget.h"
#include "cascade/cascade_demo.h"
#include "commands.h"
#include "committee/committee.h"
#include "duty/duty.h"
#include "embed.h"
#include "form/sheet.h"
#include "obstacle/obstacle.h"
#include "place/place.h"
#include "plan/plan.h"
#include "search/search.h"
#include "work/work.h"

#define SAMPLES "samples/"

static void say(struct cli *c, struct str text)
{
	fprintf(c->out, "%.*s\n", STR_ARG(text));
}

/* Why the number and issuer are given by hand: the file lacks them, others cite it so. */
static bool load_plan(struct cli *c, const struct str field[4], struct err *e)
{
	struct plan_source s = {
		.file_name = field[0],
		.bytes = embed_find(str_fmt(c->arena, SAMPLES "%.*s", STR_ARG(field[0]))),
		.number = field[1],
		.issuer = field[2],
	};
	struct change change = { .entry.action = S("plan.import") };
	struct plan_import *made;

	if (!s.bytes.p)
		return FAIL(e, ERR_INTERNAL, T_desk_demo_no_sample, field[0]);
	if (field[3].n && !date_parse_iso(field[3], &s.issued))
		return FAIL(e, ERR_INTERNAL, T_desk_demo_no_sample, field[3]);
	access_by_command(c->arena, PERM_plan_import, &change.entry);
	if (!plan_import_prepare(c->arena, c->db, &s, &change, &made, e))
		return false;
	if (made->known)
		return true;
	if (!audit_change(c->db, &change, e) || !plan_go_on(c->db, 0, e))
		return false;
	say(c, TEXT(c->arena, c->lang, T_desk_demo_plan, field[0],
		       str_fmt(c->arena, "%lld", (long long)made->tasks)));
	return true;
}

static bool load_plans(struct cli *c, struct err *e)
{
	static const char name[] = SAMPLES "manifest.tsv";
	struct str field[4];
	struct tsv t;

	if (!tsv_open(&t, str_z(name), embed_find(str_z(name)), "file\tnumber\tissuer\tissued", e))
		return false;
	while (tsv_row(&t, field, COUNT(field)))
		if (!load_plan(c, field, e))
			return false;
	return tsv_done(&t, e);
}

/* COMMAND demo load
 * usage
 * help  desk.help_demo
 * db    write
 */
bool demo_load_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	struct place_load places;
	struct agency_load agencies;
	int64_t things, activities;

	access_by_command(c->arena, PERM_plan_import, &who);
	if (!cli_done(c, 0, 0, e) || !access_ready(c->db, e) ||
		!place_load(c->db, c->arena, &who, &places, e) ||
		!agency_load(c->db, c->arena, &who, &agencies, e) ||
		(!agencies.unchanged && !search_rebuild(c->db, &who, &things, e)) ||
		!load_plans(c, e) || !activity_demo(c->db, c->arena, &who, &activities, e) ||
		!committee_demo(c->db, c->arena, e) || !cascade_demo(c->db, c->arena, &who, e) ||
		!work_demo(c->db, c->arena, e) || !obstacle_demo(c->db, c->arena, e) ||
		!award_demo(c->db, c->arena, e) || !budget_demo(c->db, c->arena, e) ||
		!duty_demo(c->db, c->arena, e) || !form_demo(c->db, c->arena, e))
		return false;
	say(c, text_get(c->lang, T_desk_demo_done));
	return true;
}
