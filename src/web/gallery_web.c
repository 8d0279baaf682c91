/*
 * The gallery. Its figures and names are made up on the spot: it shows how components
 * look, no data.
 */
#include "web/gallery_web.h"

#include "urls.h"
#include "web_routes.h"

static const struct gallery_group groups[] = {
	{ "colour", T_web_g_colour, T_web_g_colour_hint, "tokens.css" },
	{ "type", T_web_g_type, T_web_g_type_hint, "h1 h2 h3 .small .num" },
	{ "button", T_web_g_button, T_web_g_button_hint, ".btn .main .danger .slim .bare" },
	{ "tabs", T_web_g_tabs, T_web_g_tabs_hint, ".tabs" },
	{ "tree", T_web_g_tree, T_web_g_tree_hint, ".tree" },
	{ "table", T_web_g_table, T_web_g_table_hint, ".t .fold sort_head pager" },
	{ "chip", T_web_g_chip, T_web_g_chip_hint, "chip" },
	{ "clock", T_web_g_clock, T_web_g_clock_hint, "clock" },
	{ "party", T_web_g_party, T_web_g_party_hint, "party" },
	{ "form", T_web_g_form, T_web_g_form_hint, "field choice select check" },
	{ "steps", T_web_g_steps, T_web_g_steps_hint, ".steps" },
	{ "banner", T_web_g_banner, T_web_g_banner_hint, "banner" },
	{ "empty", T_web_g_empty, T_web_g_empty_hint, "nothing" },
	{ "confirm", T_web_g_confirm, T_web_g_confirm_hint, ".card .facts" },
	{ "log", T_web_g_log, T_web_g_log_hint, ".log .tl" },
};

static const struct gallery_chip chips[] = {
	{ CHIP_PLAIN, ICON_dot, T_web_g_not_due },
	{ CHIP_INFO, ICON_run, T_web_g_under_way },
	{ CHIP_OK, ICON_okdisc, T_web_g_done },
	{ CHIP_SOON, ICON_clock, T_web_g_soon },
	{ CHIP_LATE, ICON_alert, T_web_g_late },
	{ CHIP_SEALED, ICON_lock, T_web_g_sealed },
	{ CHIP_NONE, ICON_ask, T_web_g_nobody },
};

static void add_clocks(struct request *rq, struct gallery_page *page)
{
	static const int days[] = { 52, 7, 1, 0, -12 }, used[] = { 20, 70, 95, 100, 100 };

	for (size_t i = 0; i < COUNT(days); i++)
		LIST_PUSH(rq->arena, &page->clocks,
			((struct clock){ .days = days[i],
				.used = used[i],
				.due = date_add(date_today(), days[i]) }));
	LIST_PUSH(rq->arena, &page->clocks, ((struct clock){ .done = true }));
}

static void add_parties(struct request *rq, struct gallery_page *page)
{
	static const enum text_id names[] = { T_web_g_agency_1, T_web_g_agency_2, T_web_g_agency_3,
		T_web_g_agency_4 };

	for (size_t i = 0; i < COUNT(names); i++)
		LIST_PUSH(rq->arena, &page->parties,
			((struct party){ .role = (enum party_role)i,
				.name = text_get(rq->lang, names[i]) }));
}

static void add_kinds(struct request *rq, struct gallery_page *page)
{
	static const enum text_id names[] = { T_web_g_kind_1, T_web_g_kind_2, T_web_g_kind_3 };

	for (size_t i = 0; i < COUNT(names); i++)
		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){ .value = str_fmt(rq->arena, "%zu", i),
				.label = text_get(rq->lang, names[i]),
				.on = i == 0 }));
}

/* ROUTE gallery
 * GET        /gallery
 * query      sort:word?
 * permission gallery.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       gallery_page
 * json       none
 * export     none
 * title      web.gallery
 */
bool gallery(
	struct request *rq, const struct gallery_in *in, struct gallery_page *page, struct err *e)
{
	struct str here = url_gallery(rq->arena);

	(void)e;
	for (size_t i = 0; i < COUNT(groups); i++)
		LIST_PUSH(rq->arena, &page->groups, groups[i]);
	for (size_t i = 0; i < COUNT(chips); i++)
		LIST_PUSH(rq->arena, &page->chips, chips[i]);
	add_clocks(rq, page);
	add_parties(rq, page);
	add_kinds(rq, page);
	page->sort = sort_of(here, in->sort, "path");
	page->pager = (struct pager){
		.from = 21, .to = 40, .total = 1234, .prev = here, .next = here
	};
	return true;
}
