#include "web/gallery_web.h"

#include "urls.h"
#include "web_routes.h"

/* ROUTE gallery
 * GET        /gallery
 * query      sort:word?
 * permission gallery.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       gallery_page
 * json       none
 * title      web.gallery
 */
bool gallery(struct request *rq, const struct gallery_in *in, struct gallery_page *page, struct err *e)
{
	static const struct party parties[] = {
		{ PARTY_LEAD, { "BCA", 3 }, { "Bộ Công an", 14 }, { NULL, 0 } },
	};

	(void)e;
	LIST_PUSH(rq->arena, &page->parties, parties[0]);
	page->today = date_today();
	page->sort = sort_of(url_gallery(rq->arena), in->sort, "path");
	page->pager = (struct pager){ .from = 1, .to = 2, .total = 2 };
	return true;
}
