#include "web/request.h"

#include "sheet/sheet.h"

void request_redirect(struct request *rq, struct str url)
{
	rq->redirect = url;
}

void request_title(struct request *rq, struct str title)
{
	rq->title = title;
}

int64_t request_most(const struct request *rq, int64_t page)
{
	return rq->export ? SHEET_ROWS + 1 : page;
}

void request_landscape(struct request *rq)
{
	rq->landscape = true;
}

void request_a3(struct request *rq)
{
	rq->landscape = rq->a3 = true;
}

void request_session(struct request *rq, struct str token)
{
	rq->new_session = token;
	rq->end_session = false;
}

void request_session_end(struct request *rq)
{
	rq->new_session = STR_NULL;
	rq->end_session = true;
}

void request_once(struct request *rq, struct str text)
{
	rq->new_once = text;
}

void request_field(struct request *rq, const char *name)
{
	rq->field = str_z(name);
}

struct str request_value(const struct request *rq, const char *name, struct str otherwise)
{
	for (size_t i = 0; i < rq->n_form; i++)
		if (str_eq(rq->form[i].name, str_z(name)))
			return rq->form[i].value;
	return otherwise;
}
