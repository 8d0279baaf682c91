/* The accounts of an agency and those under it as a table to take away. */
#include "access/account_web.h"
#include "access_routes.h"

void account_list_sheet(struct sheet *s, const struct account_list_page *p)
{
	sheet_column(s, SHEET_TEXT, T_access_display);
	sheet_column(s, SHEET_TEXT, T_access_name);
	sheet_column(s, SHEET_TEXT, T_access_agency);
	sheet_column(s, SHEET_TEXT, T_access_role);
	sheet_column(s, SHEET_TEXT, T_access_state);
	LIST_EACH(a, &p->accounts) {
		if (!sheet_row(s))
			return;
		sheet_text(s, a->display);
		sheet_text(s, a->name);
		sheet_text(s, a->agency);
		sheet_text(s, a->roles);
		sheet_word(s, str_eq(a->state, S("active")) ? T_access_active : T_access_disabled);
	}
}
