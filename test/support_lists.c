#include "agency/agency.h"
#include "place/place.h"
#include "test/support.h"

static bool load(struct test_db *t, struct err *e)
{
	struct audit_entry who = { .actor_name = S("test"), .permission = S("place.load") };
	struct place_load places;
	struct agency_load agencies;

	return place_load(t->db, t->arena, &who, &places, e) &&
	       agency_load(t->db, t->arena, &who, &agencies, e);
}

bool test_db_lists(struct test_db *t, struct err *e)
{
	return test_db_filled(t, "lists", load, e);
}
