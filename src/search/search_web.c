/*
 * The search page. The page of a hit is the route "KIND_show" with the thing's id or code for its
 * parameter; whoever may not open that page does not find the kind.
 */
#include "search/search_web.h"

#include "access/access.h"
#include "search/search.h"
#include "search_routes.h"
#include "web/route.h"

enum { HITS = 50 };

static const struct kind {
	const char *name;
	enum text_id word;
} kinds[] = {
	{ "plan", T_search_kind_plan },
	{ "task", T_search_kind_task },
	{ "agency", T_search_kind_agency },
	{ "place", T_search_kind_place },
	{ "activity", T_search_kind_activity },
	{ "meeting", T_search_kind_meeting },
	{ "team", T_search_kind_team },
	{ "directive", T_search_kind_directive },
	{ "obstacle", T_search_kind_obstacle },
	{ "award", T_search_kind_award },
};

static const struct route *page_of(struct arena *a, const char *kind)
{
	return route_named(str_fmt(a, "%s_show", kind).p);
}

/* "/plans/7" of "/plans/{plan:int}", "/places/46" of "/places/{code:word}". */
static struct str address_of(struct arena *a, const struct route *r, const struct search_hit *hit)
{
	size_t open = str_find_char(r->path, '{', 0), close = str_find_char(r->path, '}', 0);

	if (close == SIZE_MAX)
		return STR_NULL;
	struct str name = hit->code.p ? hit->code : str_fmt(a, "%lld", (long long)hit->id);

	return str_fmt(a, "%.*s%.*s%.*s", STR_ARG(str_sub(r->path, 0, open)), STR_ARG(name),
		STR_ARG(str_sub(r->path, close + 1, r->path.n)));
}

static struct str kinds_to_find(struct request *rq)
{
	struct buf b = { .arena = rq->arena };

	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct route *r = page_of(rq->arena, kinds[i].name);

		if (r && actor_may(&rq->actor, r->permission))
			buf_addf(&b, "%s%s", b.n ? " " : "", kinds[i].name);
	}
	return buf_str(&b);
}

static void add_line(struct request *rq, struct search_page *page, const struct search_hit *hit)
{
	struct search_line *l = LIST_ADD(rq->arena, &page->lines);

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(hit->kind, str_z(kinds[i].name))) {
			l->word = text_get(rq->lang, kinds[i].word);
			l->href = address_of(rq->arena, page_of(rq->arena, kinds[i].name), hit);
		}
	l->kind = hit->kind;
	l->id = hit->id;
	l->title = hit->title;
	l->note = hit->note;
	l->agency = hit->agency;
}

/* ROUTE search
 * GET        /search
 * query      q:text(200)?
 * permission login
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       search_page
 * json       search_json /api/v1/search
 * export     none
 * title      search.title
 */
bool search(struct request *rq, const struct search_in *in, struct search_page *page, struct err *e)
{
	struct search_question q = { .words = in->q,
		.kinds = kinds_to_find(rq),
		.account = rq->actor.account,
		.most = HITS };
	struct search_result result;

	page->q = rq->q = in->q;
	if (!in->q.n)
		return true;
	if (!search_query(rq->read, &q, &result, e))
		return false;
	page->total = result.total;
	LIST_EACH(hit, &result.hits)
		add_line(rq, page, hit);
	return true;
}

void search_json(struct json *j, const struct search_page *p)
{
	json_int(j, "total", p->total);
	json_list(j, "hits");
	LIST_EACH(l, &p->lines) {
		json_open_item(j);
		json_str(j, "kind", l->kind);
		json_int(j, "id", l->id);
		json_str(j, "title", l->title);
		json_str(j, "note", l->note);
		json_str(j, "agency", l->agency);
		json_str(j, "page", l->href);
		json_close(j);
	}
	json_end(j);
}
