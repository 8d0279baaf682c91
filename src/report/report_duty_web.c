/*
 * A report begun from what is owed: the duty says to whom, on which plan, for which period.
 */
#include "report/report_duty_web.h"

#include "duty/duty.h"
#include "report_routes.h"
#include "urls.h"

static struct str to_it(struct request *rq, struct change *c)
{
	return url_report_show(rq->arena, .report = c->entry.object_id);
}

/* The duty as the reader sees it, and the period, which the own agency must owe. */
static bool read_owed(
	struct request *rq, int64_t duty, struct str period, struct report_new *new, struct err *e)
{
	struct duty_by_id_row d;
	struct duty_period p;
	bool found, owed;

	if (!duty_by_id(rq->read, duty, rq->actor.account, &d, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_duty_absent);
	if (!duty_period_find(rq->read, rq->lang, &d, period, &p, &found, e))
		return false;
	if (!found || !p.period.system.n)
		return FAIL(e, ERR_INPUT, T_report_no_period);
	if (!duty_is_owed(rq->read, &d, rq->actor.agency, p.due.last, &owed, e))
		return false;
	*new = (struct report_new){ rq->actor.agency, d.to_id, d.plan_id, p.period };
	return owed || FAIL(e, ERR_CONFLICT, T_duty_not_owed_by);
}

/* ROUTE report_of_duty
 * POST       /duties/{duty:int}/items/{period:word}/report
 * form       none
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.begin
 * body       4K
 * rate       change
 * again      none
 * json       none
 * title      report.new
 */
bool report_of_duty(
	struct request *rq, const struct report_of_duty_in *in, struct change *c, struct err *e)
{
	struct report_new new;
	int64_t known;

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_report_no_agency);
	if (!read_owed(rq, in->duty, in->period, &new, e) ||
		!report_begin_prepare(rq->arena, rq->read, &rq->actor, &new, c, &known, e))
		return false;
	rq->after = to_it;
	if (known) { /* begun before: it goes on there */
		rq->unchanged = true;
		rq->after = NULL;
		request_redirect(rq, url_report_show(rq->arena, .report = known));
	}
	return true;
}
