#include "agency/agency_json.h"

static void edge_json(struct json *j, int64_t id, int64_t step, struct str name, struct str edge,
	struct date date, double share, struct str matter, struct str citation, bool verified)
{
	json_open_item(j);
	json_int(j, "id", id);
	json_int(j, "step", step);
	json_str(j, "name", name);
	json_str(j, "event", edge);
	json_date(j, "date", date);
	json_real(j, "share", share);
	json_str(j, "matter", matter);
	json_str(j, "citation", citation);
	json_bool(j, "verified", verified);
	json_close(j);
}

void agency_history_json(struct json *j, const struct agency_before_rows *before,
	const struct agency_after_rows *after)
{
	json_list(j, "predecessors");
	LIST_EACH(b, before)
		edge_json(j, b->id, b->step, b->name, b->edge, b->date, b->share, b->matter,
			b->citation, b->verified);
	json_end(j);
	json_list(j, "successors");
	LIST_EACH(a, after)
		edge_json(j, a->id, a->step, a->name, a->edge, a->date, a->share, a->matter,
			a->citation, a->verified);
	json_end(j);
}
