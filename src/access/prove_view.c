#include "access/prove_view.h"

#include "access/access.h"
#include "urls.h"

bool prove_first(struct request *rq, struct str back)
{
	if (clock_now() - rq->actor.proved <= SESSION_PROVED)
		return false;
	rq->unchanged = true;
	request_redirect(rq, url_prove_form(rq->arena, .next = back));
	return true;
}
