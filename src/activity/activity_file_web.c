#include "activity/activity_file_web.h"

#include "activity_routes.h"
#include "file/file.h"
#include "urls.h"

/* ROUTE activity_attach
 * POST       /activities/{activity:int}/files
 * form       file:file(20M)
 * permission activity.write
 * scope      agency
 * csrf       token
 * audit      activity.attach
 * body       21M
 * rate       change
 * again      activity_show
 * json       none
 * title      activity.activity
 */
bool activity_attach(
	struct request *rq, const struct activity_attach_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_activity_show(rq->arena, .activity = in->activity));
	if (activity_attach_prepare(rq->arena, rq->read, &rq->actor, in->activity, in->file.name,
		    in->file.bytes, c, e))
		return true;
	request_field(rq, "file");
	return false;
}

/* ROUTE activity_file
 * GET        /activities/{activity:int}/files/{file:int}
 * query      none
 * permission activity.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      activity.activity
 */
bool activity_file(
	struct request *rq, const struct activity_file_in *in, struct reply *reply, struct err *e)
{
	struct activity_file_by_id_row row;
	struct file_held held;
	bool found;

	if (!activity_file_by_id(
		    rq->read, in->file, in->activity, rq->actor.account, &row, &found, e) ||
		(found && !file_read(rq->read, row.file_id, &held, &found, e)))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	*reply = (struct reply){ held.type, row.name, held.bytes };
	return true;
}
