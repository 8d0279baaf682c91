/*
 * How the installation fares, for who keeps it.
 */
#include "operation/operation_web.h"

#include "base/json.h"
#include "operation_routes.h"
#include "web/request.h"

/* ROUTE doctor
 * GET        /doctor
 * query      none
 * permission operation.manage
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       doctor_page
 * json       doctor_json /api/v1/doctor
 * export     none
 * title      operation.doctor
 */
bool doctor(struct request *rq, const struct doctor_in *in, struct doctor_page *page, struct err *e)
{
	(void)in;
	return doctor_look(rq->read, doctor_db_url(), db_key_path(rq->arena, rq->db), rq->lang,
		false, &page->found, e);
}

void doctor_json(struct json *j, const struct doctor_page *p)
{
	json_int(j, "bad", p->found.bad);
	json_int(j, "warnings", p->found.warn);
	json_list(j, "findings");
	LIST_EACH(f, &p->found) {
		json_open_item(j);
		json_str(j, "key", str_z(f->key));
		json_str(j, "severity", str_z(severity_word(f->severity)));
		json_str(j, "what", f->what);
		json_str(j, "todo", f->todo);
		json_close(j);
	}
	json_end(j);
}
