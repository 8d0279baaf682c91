#include "committee/origin.h"

static const struct {
	const char *word;
	enum text_id text;
} kinds[ORIGIN_KINDS] = {
	[ORIGIN_MEETING] = { "meeting", T_committee_way_meeting },
	[ORIGIN_TEAM] = { "team", T_committee_way_team },
	[ORIGIN_DIRECTIVE] = { "directive", T_committee_way_directive },
};

const char *origin_word(enum origin_kind kind)
{
	return kinds[kind].word;
}

static enum origin_kind kind_of(struct str word)
{
	enum origin_kind kind = ORIGIN_MEETING;

	while (kind < ORIGIN_DIRECTIVE && !str_eq(word, str_z(kinds[kind].word)))
		kind++;
	return kind;
}

bool origin_of_task(
	struct db_read *r, int64_t account, int64_t task, origin_list *out, struct err *e)
{
	struct origin_rows_rows rows;

	*out = (origin_list){ 0 };
	if (!origin_rows(r, task, account, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(db_read_arena(r), out,
			((struct origin){ kind_of(x->kind), x->id, x->title, x->day }));
	return true;
}

struct str origin_text(struct arena *a, enum lang lang, const struct origin *o)
{
	return TEXT(a, lang, kinds[o->kind].text, o->title);
}
