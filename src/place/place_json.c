#include "place/place_json.h"

void place_edge_json(struct json *j, int64_t step, struct str code, struct str name,
	struct str edge, struct date date, double share, struct str citation, bool verified)
{
	json_open_item(j);
	json_int(j, "step", step);
	json_str(j, "code", code);
	json_str(j, "name", name);
	json_str(j, "event", edge);
	json_date(j, "date", date);
	json_real(j, "share", share);
	json_str(j, "citation", citation);
	json_bool(j, "verified", verified);
	json_close(j);
}

void place_sum_json(struct json *j, const char *name, const struct place_sum *sum)
{
	json_object(j, name);
	json_bool(j, "exact", place_sum_exact(sum));
	json_int(j, "least", sum->least);
	json_int(j, "most", sum->most);
	json_int(j, "communes", sum->parts);
	json_int(j, "shared", sum->shared);
	json_int(j, "without_figure", sum->without);
	json_bool(j, "carried_back", sum->carried);
	json_close(j);
}
