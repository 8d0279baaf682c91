/*
 * What a visitor may choose before logging in, and what tells others how the program is.
 */
#include "web/session_web.h"

#include "urls.h"
#include "web/route.h"
#include "web/url.h"
#include "web_routes.h"

/* ROUTE language_set
 * POST       /language
 * form       lang:word next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      none
 * body       2K
 * rate       change
 * again      none
 * json       none
 * title      web.language
 */
bool language_set(
	struct request *rq, const struct language_set_in *in, struct change *c, struct err *e)
{
	enum lang lang = text_lang(in->lang);

	(void)c;
	if (!str_eq(in->lang, str_z(text_lang_code(lang))))
		return FAIL(e, ERR_INPUT, T_web_param_bad, S("lang"));
	rq->new_lang = in->lang;
	request_redirect(rq, in->next.p && url_is_local(in->next) ? in->next : S("/"));
	return true;
}

/* ROUTE health
 * GET        /healthz
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       free
 * html       none
 * json       none
 * export     none
 * title      web.health
 */
bool health(struct request *rq, const struct health_in *in, struct reply *reply, struct err *e)
{
	(void)in;
	(void)e;
	/* The dispatcher has opened a snapshot: the database answers. */
	(void)rq->read;
	reply->type = S("text/plain; charset=utf-8");
	reply->bytes = S("ok\n");
	return true;
}

/* ROUTE openapi
 * GET        /api/v1/openapi.json
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
 * title      web.openapi
 */
bool openapi(struct request *rq, const struct openapi_in *in, struct reply *reply, struct err *e)
{
	(void)rq;
	(void)in;
	(void)e;
	reply->type = S("application/json");
	reply->bytes = route_openapi;
	return true;
}
