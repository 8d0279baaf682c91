/*
 * An account's address for calendar programs, and what stands at it.
 */
#include "calendar/feed_web.h"

#include "calendar/feed.h"
#include "calendar_routes.h"
#include "calendar_sql.h"
#include "urls.h"

enum { DAYS_BACK = 31 };

/* ROUTE calendar_feed
 * GET        /calendar/feed
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       calendar_feed_page
 * json       none
 * export     none
 * title      calendar.feed_title
 */
bool calendar_feed(struct request *rq, const struct calendar_feed_in *in,
	struct calendar_feed_page *page, struct err *e)
{
	struct calendar_feed_of_row row;

	(void)in;
	if (!calendar_feed_of(rq->read, rq->actor.account, &row, &page->has, e))
		return false;
	if (page->has)
		page->made = time_vi(rq->arena, row.made);
	if (page->has && rq->once.n)
		page->fresh = str_fmt(rq->arena, "%.*s%.*s", STR_ARG(rq->origin),
			STR_ARG(url_calendar_ics_file(rq->arena, .feed = rq->once)));
	return true;
}

/* ROUTE calendar_feed_make
 * POST       /calendar/feed
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      calendar.feed
 * body       1K
 * rate       login
 * again      calendar_feed
 * json       none
 * title      calendar.feed_title
 */
bool calendar_feed_make(
	struct request *rq, const struct calendar_feed_make_in *in, struct change *c, struct err *e)
{
	struct str token;

	(void)in;
	request_redirect(rq, url_calendar_feed(rq->arena));
	if (!calendar_feed_make_prepare(rq->arena, &rq->actor, c, &token, e))
		return false;
	request_once(rq, str_fmt(rq->arena, "%.*s.ics", STR_ARG(token)));
	return true;
}

/* ROUTE calendar_feed_end
 * POST       /calendar/feed/end
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      calendar.feed_end
 * body       1K
 * rate       change
 * again      calendar_feed
 * json       none
 * title      calendar.feed_title
 */
bool calendar_feed_end(
	struct request *rq, const struct calendar_feed_end_in *in, struct change *c, struct err *e)
{
	(void)in;
	request_redirect(rq, url_calendar_feed(rq->arena));
	return calendar_feed_end_prepare(rq->arena, &rq->actor, c, e);
}

/* ROUTE calendar_ics_file
 * GET        /feeds/{feed:word}
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      calendar.feed_title
 */
bool calendar_ics_file(struct request *rq, const struct calendar_ics_file_in *in,
	struct reply *reply, struct err *e)
{
	struct str token = in->feed;
	calendar_entries entries = { 0 };
	int64_t account, made;

	if (str_ends(token, S(".ics")))
		token.n -= 4;
	if (!calendar_feed_account(rq->read, token, &account, &made, e) ||
		!calendar_entries_of(rq->read, account, rq->lang,
			date_add(date_today(), -DAYS_BACK), &entries, e))
		return false;
	reply->type = S("text/calendar; charset=utf-8");
	reply->name = S("haidang.ics");
	rq->tagged = true;
	reply->bytes = calendar_ics(
		rq->arena, text_get(rq->lang, T_calendar_feed_name), made, &entries);
	return true;
}
