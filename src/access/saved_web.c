/*
 * Lists kept under a name: all of one's own, one more, one less.
 */
#include "access/saved_web.h"

#include "access_routes.h"
#include "urls.h"
#include "web/route.h"
#include "web/url.h"

/* The list an address leads to; NULL where it is none that can be kept. */
static const struct route *list_at(struct str address)
{
	size_t mark = str_find_char(address, '?', 0);
	struct route_match m;

	if (!url_is_local(address))
		return NULL;
	route_find(str_sub(address, 0, mark == SIZE_MAX ? address.n : mark), false, &m);
	return m.route && !m.api && m.route->sheet ? m.route : NULL;
}

static struct str title_of(struct request *rq, struct str route)
{
	const struct route *r = route_named(str_c(rq->arena, route));

	return r ? text_get(rq->lang, r->title) : route;
}

/* ROUTE saved_list
 * GET        /saved
 * query      address:text(1500)?
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       saved_list_view
 * json       saved_list_json /api/v1/saved
 * export     none
 * title      access.saved
 */
bool saved_list(struct request *rq, const struct saved_list_in *in, struct saved_list_page *page,
	struct err *e)
{
	struct saved_rows_rows *rows = NEW(rq->arena, struct saved_rows_rows);
	const struct route *list = in->address.n ? list_at(in->address) : NULL;

	if (!saved_rows(rq->read, rq->actor.account, rows, e))
		return false;
	if (list) {
		page->address = in->address;
		page->of = text_get(rq->lang, list->title);
	}
	LIST_EACH(x, rows)
		LIST_PUSH(rq->arena, &page->lines,
			((struct saved_line){ x, title_of(rq, x->route) }));
	return true;
}

void saved_list_json(struct json *j, const struct saved_list_page *p)
{
	json_list(j, "saved");
	LIST_EACH(l, &p->lines) {
		json_open_item(j);
		json_int(j, "id", l->row->id);
		json_str(j, "name", l->row->name);
		json_str(j, "list", l->row->route);
		json_str(j, "address", l->row->address);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE saved_keep
 * POST       /saved
 * form       name:text(240) address:text(1500)
 * permission login
 * scope      own
 * csrf       token
 * audit      saved.add
 * body       8K
 * rate       change
 * again      saved_list
 * json       none
 * title      access.saved
 */
bool saved_keep(struct request *rq, const struct saved_keep_in *in, struct change *c, struct err *e)
{
	const struct route *list = list_at(in->address);

	if (!list)
		return FAIL(e, ERR_INPUT, T_access_saved_no_list);
	request_redirect(rq, in->address);
	if (saved_add_prepare(rq->arena, &rq->actor, in->name, list->name, in->address, c, e))
		return true;
	request_field(rq, "name");
	return false;
}

/* ROUTE saved_drop
 * POST       /saved/{saved:int}/remove
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      saved.remove
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.saved_remove
 */
bool saved_drop(struct request *rq, const struct saved_drop_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_saved_list(rq->arena));
	return saved_remove_prepare(rq->arena, &rq->actor, in->saved, c, e);
}
