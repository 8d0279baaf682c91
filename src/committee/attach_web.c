/*
 * Files of meetings, directives and findings: handed in, and taken away.
 */
#include "committee/attach_web.h"

#include "committee_routes.h"
#include "file/file.h"
#include "urls.h"

static bool take(struct request *rq, const struct attach_to *to, const struct upload *file,
	struct change *c, struct err *e)
{
	if (attach_prepare(rq->read, &rq->actor, to, file->name, file->bytes, c, e))
		return true;
	request_field(rq, "file");
	return false;
}

static bool give(struct request *rq, const struct attach_to *to, int64_t id, struct reply *reply,
	struct err *e)
{
	struct attach_by_id_row row;
	struct file_held held;
	bool may, found;

	/* who does not see the record does not see its files */
	if (!attach_may(rq->read, &rq->actor, to, &may, e) ||
		!attach_find(rq->read, to, id, &row, &found, e) ||
		(found && !file_read(rq->read, row.file_id, &held, &found, e)))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	*reply = (struct reply){ held.type, row.name, held.bytes };
	return true;
}

/* ROUTE meeting_attach
 * POST       /meetings/{meeting:int}/files
 * form       file:file(20M)
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.attach
 * body       21M
 * rate       change
 * again      meeting_show
 * json       none
 * title      committee.meeting
 */
bool meeting_attach(
	struct request *rq, const struct meeting_attach_in *in, struct change *c, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_MEETING, .id = in->meeting };

	request_redirect(rq, url_meeting_show(rq->arena, .meeting = in->meeting));
	return take(rq, &to, &in->file, c, e);
}

/* ROUTE meeting_file
 * GET        /meetings/{meeting:int}/files/{file:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      committee.meeting
 */
bool meeting_file(
	struct request *rq, const struct meeting_file_in *in, struct reply *reply, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_MEETING, .id = in->meeting };

	return give(rq, &to, in->file, reply, e);
}

/* ROUTE directive_attach
 * POST       /directives/{directive:int}/files
 * form       file:file(20M)
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      directive.attach
 * body       21M
 * rate       change
 * again      directive_show
 * json       none
 * title      committee.directive
 */
bool directive_attach(
	struct request *rq, const struct directive_attach_in *in, struct change *c, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_DIRECTIVE, .id = in->directive };

	request_redirect(rq, url_directive_show(rq->arena, .directive = in->directive));
	return take(rq, &to, &in->file, c, e);
}

/* ROUTE directive_file
 * GET        /directives/{directive:int}/files/{file:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      committee.directive
 */
bool directive_file(
	struct request *rq, const struct directive_file_in *in, struct reply *reply, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_DIRECTIVE, .id = in->directive };

	return give(rq, &to, in->file, reply, e);
}

/* ROUTE team_files
 * GET        /teams/{team:int}/findings/{finding:int}/files
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_files_page
 * json       none
 * export     none
 * title      committee.finding_files
 */
bool team_files(struct request *rq, const struct team_files_in *in, struct team_files_page *page,
	struct err *e)
{
	struct attach_to to = { ATTACH_FINDING, in->finding, in->team };
	bool found;

	/* it says that the team is there for this account */
	if (!attach_fill(rq, &to, &page->files, e) ||
		!team_by_id(rq->read, in->team, rq->actor.account, &page->t, &found, e) ||
		!team_finding_by_id(rq->read, in->finding, in->team, &page->f, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE team_attach
 * POST       /teams/{team:int}/findings/{finding:int}/files
 * form       file:file(20M)
 * permission committee.read
 * scope      agency
 * csrf       token
 * audit      team.attach
 * body       21M
 * rate       change
 * again      team_files
 * json       none
 * title      committee.finding_files
 */
bool team_attach(
	struct request *rq, const struct team_attach_in *in, struct change *c, struct err *e)
{
	struct attach_to to = { ATTACH_FINDING, in->finding, in->team };

	request_redirect(rq, url_team_files(rq->arena, .team = in->team, .finding = in->finding));
	return take(rq, &to, &in->file, c, e);
}

/* ROUTE team_finding_file
 * GET        /teams/{team:int}/findings/{finding:int}/files/{file:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      committee.finding_files
 */
bool team_finding_file(struct request *rq, const struct team_finding_file_in *in,
	struct reply *reply, struct err *e)
{
	struct attach_to to = { ATTACH_FINDING, in->finding, in->team };

	return give(rq, &to, in->file, reply, e);
}
