#include "access/who.h"

#include "store/db.h"

struct str who_over(enum lang lang, struct str agency, struct str place)
{
	if (agency.n)
		return agency;
	return place.n ? place : text_get(lang, T_access_over_country);
}

int64_t who_cut(struct who_lines *lines)
{
	int64_t accounts = 0, last = 0;

	for (size_t i = 0; i < lines->n; i++) {
		if (lines->v[i].account == last)
			continue;
		if (accounts++ == WHO_PAGE) {
			lines->n = i;
			return last;
		}
		last = lines->v[i].account;
	}
	return 0;
}

void who_lines_json(struct json *j, const struct who_lines *lines, int64_t next)
{
	json_list(j, "accounts");
	LIST_EACH(x, lines) {
		json_open_item(j);
		json_int(j, "id", x->account);
		json_str(j, "display", x->display);
		json_str(j, "agency", x->home);
		json_bool(j, "service", x->service);
		json_str(j, "role", x->role);
		json_str(j, "over", x->over);
		json_date(j, "from", x->from);
		json_date(j, "to", x->to);
		json_bool(j, "emergency", x->until != DB_NULL);
		json_str(j, "giver", x->giver);
		json_list(j, "why");
		LIST_EACH(w, &x->why)
			json_str(j, NULL, *w);
		json_end(j);
		json_close(j);
	}
	json_end(j);
	if (next)
		json_int(j, "next", next);
}
