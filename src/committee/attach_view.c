#include "committee/attach_view.h"

#include "urls.h"

static struct str file_url(struct arena *a, const struct attach_to *to, int64_t id)
{
	switch (to->kind) {
	case ATTACH_MEETING:
		return url_meeting_file(a, .meeting = to->id, .file = id);
	case ATTACH_DIRECTIVE:
		return url_directive_file(a, .directive = to->id, .file = id);
	case ATTACH_FINDING:
		break;
	}
	return url_team_finding_file(a, .team = to->team, .finding = to->id, .file = id);
}

static struct str form_url(struct arena *a, const struct attach_to *to)
{
	switch (to->kind) {
	case ATTACH_MEETING:
		return url_meeting_attach(a, .meeting = to->id);
	case ATTACH_DIRECTIVE:
		return url_directive_attach(a, .directive = to->id);
	case ATTACH_FINDING:
		break;
	}
	return url_team_attach(a, .team = to->team, .finding = to->id);
}

bool attach_fill(
	struct request *rq, const struct attach_to *to, struct attach_part *out, struct err *e)
{
	bool may;

	if (!attach_may(rq->read, &rq->actor, to, &may, e) ||
		!attach_list(rq->read, to, &out->files, e))
		return false;
	LIST_EACH(f, &out->files)
		LIST_PUSH(rq->arena, &out->lines,
			((struct attach_line){ f, file_url(rq->arena, to, f->id) }));
	out->post = may && out->files.n < ATTACH_MOST ? form_url(rq->arena, to) : STR_NULL;
	return true;
}

void attach_json(struct json *j, const struct attach_part *p)
{
	json_list(j, "files");
	LIST_EACH(l, &p->lines) {
		json_open_item(j);
		json_int(j, "id", l->file->id);
		json_str(j, "name", l->file->name);
		json_int(j, "size", l->file->size);
		json_str(j, "href", l->href);
		json_close(j);
	}
	json_end(j);
}
