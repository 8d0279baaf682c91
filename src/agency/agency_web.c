/*
 * Agencies: the list on a day, one agency with its history and competence, the form to
 * change its row.
 */
#include "agency/agency_web.h"

#include "access/access.h"
#include "agency/agency_json.h"
#include "agency_routes.h"
#include "place/place.h"
#include "place_sql.h"
#include "search/search.h"
#include "urls.h"

enum { PAGE = 100 };

static struct option option(
	struct request *rq, const char *name, enum text_id text, struct str chosen)
{
	return (struct option){ str_z(name), text_get(rq->lang, text),
		str_eq(str_z(name), chosen) };
}

static bool fill_options(struct request *rq, const struct agency_list_in *in, struct str level,
	struct agency_list_page *page, struct err *e)
{
	struct place_provinces_rows provinces;

	LIST_PUSH(rq->arena, &page->levels, option(rq, "all", T_agency_any_level, S("")));
	for (size_t i = 0; i < agency_levels_n; i++)
		LIST_PUSH(rq->arena, &page->levels,
			option(rq, agency_levels[i].name, agency_levels[i].text, level));
	LIST_PUSH(rq->arena, &page->kinds, option(rq, "", T_agency_any_kind, S("")));
	for (size_t i = 0; i < agency_kinds_n; i++)
		LIST_PUSH(rq->arena, &page->kinds,
			option(rq, agency_kinds[i].name, agency_kinds[i].text, in->kind));
	LIST_PUSH(rq->arena, &page->provinces, option(rq, "", T_agency_any_province, S("")));
	if (!place_provinces(rq->read, page->on, &provinces, e))
		return false;
	LIST_EACH(p, &provinces)
		LIST_PUSH(rq->arena, &page->provinces,
			((struct option){ p->code, p->full_name,
				in->province.p && str_eq(p->code, in->province) }));
	return true;
}

static struct str page_url(struct request *rq, const struct agency_list_in *in, int64_t skip)
{
	return url_agency_list(rq->arena, .q = in->q, .level = in->level, .kind = in->kind,
		.province = in->province, .on = in->on, .skip = skip);
}

/* An empty choice is none. */
static struct str chosen(struct str s)
{
	return s.n ? s : STR_NULL;
}

/* The page opens with the bodies of the nation, which everyone works with; the thousands of
 * the communes' come when asked for. */
static struct str level_of(const struct request *rq, const struct agency_list_in *in)
{
	bool opened = !in->level.n && !in->q.n && !in->kind.n && !in->province.n;

	if (str_eq(chosen(in->level), S("all")))
		return STR_NULL;
	return opened && !rq->api ? S("nation") : chosen(in->level);
}

/* ROUTE agency_list
 * GET        /agencies
 * query      q:text(200)? level:text(20)? kind:text(30)? province:text(2)? on:date? skip:int?
 * permission agency.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       agency_list_view
 * json       agency_list_json /api/v1/agencies
 * export     agency_list_sheet
 * title      agency.list
 */
bool agency_list(struct request *rq, const struct agency_list_in *in, struct agency_list_page *page,
	struct err *e)
{
	struct str pattern = in->q.n ? place_pattern(rq->arena, in->q) : STR_NULL;
	struct str level = level_of(rq, in), kind = chosen(in->kind),
		   province = chosen(in->province);
	int64_t skip = in->skip == DB_NULL || in->skip < 0 ? 0 : in->skip;
	struct agency_count_row count;
	bool found;

	page->q = in->q.p ? in->q : S("");
	page->on = date_given(in->on) ? in->on : date_today();
	page->filtered = pattern.p || in->level.n || kind.p || province.p;
	if (!fill_options(rq, in, level, page, e) ||
		!agency_count(
			rq->read, pattern, level, kind, province, page->on, &count, &found, e) ||
		!agency_rows(rq->read, pattern, level, kind, province, page->on, skip,
			request_most(rq, PAGE), &page->rows, e))
		return false;
	page->pager = (struct pager){ .from = page->rows.n ? skip + 1 : 0,
		.to = skip + (int64_t)page->rows.n,
		.total = count.total };
	if (skip)
		page->pager.prev = page_url(rq, in, skip > PAGE ? skip - PAGE : 0);
	if (page->pager.to < count.total)
		page->pager.next = page_url(rq, in, skip + PAGE);
	return true;
}

void agency_list_json(struct json *j, const struct agency_list_page *p)
{
	json_date(j, "on", p->on);
	json_int(j, "total", p->pager.total);
	json_list(j, "agencies");
	LIST_EACH(a, &p->rows) {
		json_open_item(j);
		json_int(j, "id", a->id);
		json_str(j, "code", a->code);
		json_str(j, "name", a->name);
		json_str(j, "abbreviation", a->abbr);
		json_str(j, "kind", a->kind);
		json_str(j, "level", a->level);
		json_str(j, "place", a->place);
		json_date(j, "valid_from", a->valid_from);
		json_date(j, "valid_to", a->valid_to);
		json_bool(j, "verified", a->verified);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->pager.next);
}

static bool load(struct request *rq, int64_t id, struct agency_by_id_row *agency, struct err *e)
{
	bool found;

	if (!agency_by_id(rq->read, id, agency, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_agency_absent);
}

/* ROUTE agency_show
 * GET        /agencies/{agency:int}
 * query      tab:word?
 * permission agency.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       agency_show_view
 * json       agency_show_json /api/v1/agencies/{agency}
 * export     none
 * title      agency.agency
 */
bool agency_show(struct request *rq, const struct agency_show_in *in, struct agency_show_page *page,
	struct err *e)
{
	struct agency_by_id_row *a = &page->agency;
	struct date today = date_today();

	if (!load(rq, in->agency, a, e))
		return false;
	request_title(rq, a->name);
	page->tab = in->tab.p && str_eq(in->tab, S("history"))	    ? AGENCY_TAB_HISTORY
		    : in->tab.p && str_eq(in->tab, S("competence")) ? AGENCY_TAB_COMPETENCE
								    : AGENCY_TAB_FACTS;
	page->on = place_day(a->valid_from, a->valid_to, today);
	page->ended = date_given(a->valid_to) && date_cmp(a->valid_to, today) < 0;
	if (!access_may(rq->read, &rq->actor, PERM_agency_manage, in->agency, &page->may_edit, e))
		return false;
	return agency_aliases(rq->read, a->id, &page->aliases, e) &&
	       agency_words(rq->read, a->pattern.p ? a->pattern : S(""), &page->words, e) &&
	       agency_children(rq->read, a->id, page->on, &page->children, e) &&
	       agency_members(rq->read, a->id, page->on, &page->members, e) &&
	       agency_before(rq->read, a->id, &page->before, e) &&
	       agency_after(rq->read, a->id, &page->after, e) &&
	       agency_competences(rq->read, a->id, &page->competences, e);
}

static void facts_json(struct json *j, const struct agency_by_id_row *a)
{
	json_int(j, "id", a->id);
	json_int(j, "version", a->version);
	json_str(j, "code", a->code);
	json_str(j, "name", a->name);
	json_str(j, "abbreviation", a->abbr);
	json_str(j, "kind", a->kind);
	json_str(j, "level", a->level);
	if (a->parent_id == DB_NULL)
		json_null(j, "parent_id");
	else
		json_int(j, "parent_id", a->parent_id);
	json_str(j, "place", a->place_code);
	json_date(j, "valid_from", a->valid_from);
	json_date(j, "valid_to", a->valid_to);
	json_str(j, "citation", a->citation);
	json_bool(j, "verified", a->verified);
}

void agency_show_json(struct json *j, const struct agency_show_page *p)
{
	facts_json(j, &p->agency);
	json_list(j, "aliases");
	LIST_EACH(a, &p->aliases)
		json_str(j, NULL, a->name);
	json_end(j);
	agency_history_json(j, &p->before, &p->after);
	json_list(j, "competence");
	LIST_EACH(c, &p->competences) {
		json_open_item(j);
		json_str(j, "place", c->place_code);
		json_str(j, "matter", c->matter);
		json_date(j, "valid_from", c->valid_from);
		json_date(j, "valid_to", c->valid_to);
		json_close(j);
	}
	json_end(j);
}

/* An agency out of the actor's reach has no form: the answer is that of one that is not there. */
static bool may_manage(struct request *rq, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(rq->read, &rq->actor, PERM_agency_manage, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_ABSENT, T_agency_absent);
}

/* ROUTE agency_edit
 * GET        /agencies/{agency:int}/edit
 * query      none
 * permission agency.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       agency_edit_view
 * json       none
 * export     none
 * title      agency.edit
 */
bool agency_edit(struct request *rq, const struct agency_edit_in *in, struct agency_edit_page *page,
	struct err *e)
{
	if (!may_manage(rq, in->agency, e) || !load(rq, in->agency, &page->agency, e))
		return false;
	page->valid_from = date_vi(rq->arena, page->agency.valid_from);
	page->valid_to = date_vi(rq->arena, page->agency.valid_to);
	return true;
}

/* The change of the agency and what it is found by. Agencies stand below the search, so that
 * their own apply cannot put them there. */
struct found_edit {
	int64_t agency;
	struct change edit;
};

static bool edit_and_find(struct db_write *w, struct change *c, struct err *e)
{
	struct found_edit *f = c->arg;

	f->edit.entry = c->entry;
	return f->edit.apply(w, &f->edit, e) && search_put_agency(w, f->agency, e);
}

/* ROUTE agency_change
 * POST       /agencies/{agency:int}/edit
 * form       version:int name:text(300) abbr:text(60)? valid_from:date? valid_to:date? citation:text(300)? verified:bool
 * permission agency.manage
 * scope      agency
 * csrf       token
 * audit      agency.change
 * body       8K
 * rate       change
 * again      agency_edit
 * json       none
 * title      agency.edit
 */
bool agency_change(
	struct request *rq, const struct agency_change_in *in, struct change *c, struct err *e)
{
	struct agency_edit edit = { .id = in->agency,
		.version = in->version,
		.name = in->name,
		.abbr = in->abbr,
		.valid_from = in->valid_from,
		.valid_to = in->valid_to,
		.citation = in->citation,
		.verified = in->verified };

	if (!may_manage(rq, in->agency, e))
		return false;
	if (date_given(in->valid_to) && date_cmp(in->valid_from, in->valid_to) > 0)
		return request_refuse(rq, "valid_to", e, ERR_INPUT, T_agency_dates_crossed);
	request_redirect(rq, url_agency_show(rq->arena, .agency = in->agency));
	struct found_edit *found = NEW(rq->arena, struct found_edit);

	*found = (struct found_edit){ .agency = in->agency, .edit = *c };
	if (!agency_edit_prepare(rq->arena, &found->edit, &edit, e))
		return false;
	c->entry = found->edit.entry;
	c->apply = edit_and_find;
	c->arg = found;
	return true;
}
