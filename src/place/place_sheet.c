/* The provinces of a day, or the places that were found, as a table to take away. */
#include "place/place_web.h"
#include "place_routes.h"

static void provinces_sheet(struct sheet *s, const struct place_list_page *p)
{
	sheet_column(s, SHEET_TEXT, T_place_code);
	sheet_column(s, SHEET_TEXT, T_place_province);
	sheet_column(s, SHEET_INT, T_place_n_districts);
	sheet_column(s, SHEET_INT, T_place_n_communes);
	sheet_column(s, SHEET_INT, T_place_population);
	LIST_EACH(x, &p->provinces) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->code);
		sheet_text(s, x->full_name);
		sheet_int(s, x->districts);
		sheet_int(s, x->communes);
		sheet_int(s, x->population);
	}
}

static void found_sheet(struct sheet *s, const struct place_list_page *p)
{
	sheet_note(s, TEXT(s->arena, s->lang, T_place_sheet_search, p->q));
	sheet_column(s, SHEET_TEXT, T_place_code);
	sheet_column(s, SHEET_TEXT, T_place_name);
	sheet_column(s, SHEET_TEXT, T_place_kind);
	sheet_column(s, SHEET_TEXT, T_place_in_province);
	LIST_EACH(x, &p->found) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->code);
		sheet_text(s, x->full_name);
		sheet_word(s, place_kind_text(x->kind));
		sheet_text(s, x->province);
	}
}

void place_list_sheet(struct sheet *s, const struct place_list_page *p)
{
	const struct place_counts_row *n = &p->counts;

	sheet_note(s, TEXT(s->arena, s->lang, T_place_counts_on, date_vi(s->arena, p->on),
			      str_fmt(s->arena, "%lld", (long long)n->provinces),
			      str_fmt(s->arena, "%lld", (long long)n->districts),
			      str_fmt(s->arena, "%lld", (long long)n->communes)));
	if (p->searched)
		found_sheet(s, p);
	else
		provinces_sheet(s, p);
}
