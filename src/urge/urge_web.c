/*
 * Pages of urging: what one was reminded of, urging by hand with a look at who will be
 * told, the ladder and the rounds.
 */
#include "urge/urge_web.h"

#include "access/account.h"
#include "base/json.h"
#include "outbox/outbox.h"
#include "plan/plan.h"
#include "urge_routes.h"
#include "urls.h"
#include "web/request.h"

enum { LINES = 1000, BRIEF = 140, ROUNDS = 14, SPAN = 30 };

/* --- what one was reminded of */

static struct clock clock_of(struct date due, bool open)
{
	int days = (int)(date_number(due) - date_number(date_today()));
	int used = days >= SPAN ? 0 : days <= 0 ? 100 : 100 - 100 * days / SPAN;

	return (struct clock){ .days = days, .used = used, .done = !open, .due = due };
}

/* ROUTE reminder_show
 * GET        /reminders/{batch:int}
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       reminder_page
 * json       reminder_json /api/v1/reminders/{batch}
 * export     none
 * title      urge.reminder
 */
bool reminder_show(struct request *rq, const struct reminder_show_in *in,
	struct reminder_page *page, struct err *e)
{
	struct urge_own_items_rows rows;
	bool found;

	if (!urge_batch_of(rq->read, in->batch, rq->actor.account, &page->batch, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_urge_no_reminder);
	if (!urge_own_items(rq->read, in->batch, rq->actor.account, LINES, &rows, e))
		return false;
	page->by_hand = str_eq(page->batch.kind, S("hand"));
	LIST_EACH(x, &rows) {
		LIST_PUSH(rq->arena, &page->lines,
			((struct reminder_line){ .task = x->task_id,
				.label = plan_path_label(rq->arena, rq->lang, x->path),
				.brief = plan_brief(rq->arena, x->words, BRIEF),
				.plan_name = x->number.n ? x->number : S(""),
				.agency = x->agency_name,
				.asked = str_eq(x->role, S("requested")),
				.open = x->open,
				.clock = clock_of(x->due, x->open),
				.has_day = date_given(x->due) }));
		page->open += x->open;
	}
	return true;
}

void reminder_json(struct json *j, const struct reminder_page *p)
{
	json_date(j, "day", p->batch.day);
	json_bool(j, "by_hand", p->by_hand);
	json_list(j, "items");
	LIST_EACH(x, &p->lines) {
		json_open_item(j);
		json_int(j, "task", x->task);
		json_str(j, "path", x->label);
		json_str(j, "plan", x->plan_name);
		json_str(j, "agency", x->agency);
		json_date(j, "due", x->clock.due);
		json_bool(j, "open", x->open);
		json_close(j);
	}
	json_end(j);
}

/* --- by hand */

static void fill_lines(struct request *rq, struct urge_form_page *page)
{
	LIST_EACH(t, &page->hand.targets) {
		struct urge_count c = { t->part, t->times, t->last };
		urge_count_list one = { &c, t->times ? 1 : 0, 1 };

		LIST_PUSH(rq->arena, &page->lines,
			((struct urge_line){ t, plan_path_label(rq->arena, rq->lang, t->path),
				date_given(t->due) ? TEXT(rq->arena, rq->lang, T_urge_at_latest,
							     date_vi(rq->arena, t->due))
						   : S(""),
				urge_count_text(rq->arena, rq->lang, &one, t->part) }));
		if (t->why == URGE_TELLS)
			LIST_PUSH(rq->arena, &page->parts, t->part);
	}
}

/* ROUTE urge_form
 * GET        /urge
 * query      part:ids
 * permission urge.send
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       urge_form_page
 * json       none
 * export     none
 * title      urge.urge
 */
bool urge_form(struct request *rq, const struct urge_form_in *in, struct urge_form_page *page,
	struct err *e)
{
	if (!urge_hand_look(
		    rq->arena, rq->read, &rq->actor, in->part.v, in->part.n, &page->hand, e))
		return false;
	fill_lines(rq, page);
	return true;
}

/* ROUTE urge_send
 * POST       /urge
 * form       part:ids words:text(500)?
 * permission urge.send
 * scope      agency
 * csrf       token
 * audit      urge.send
 * body       32K
 * rate       change
 * again      none
 * json       none
 * title      urge.urge
 */
bool urge_send(struct request *rq, const struct urge_send_in *in, struct change *c, struct err *e)
{
	struct urge_hand *hand = NEW(rq->arena, struct urge_hand);

	if (!urge_hand_prepare(
		    rq->arena, rq->read, &rq->actor, in->part.v, in->part.n, in->words, hand, c, e))
		return false;
	/* where the first one is: its task says that it was urged */
	LIST_EACH(t, &hand->targets)
		if (t->why == URGE_TELLS)
			request_redirect(rq, url_task_show(rq->arena, .task = t->task));
	return true;
}

/* --- the ladder */

static void whom_options(struct request *rq, struct ladder_page *page)
{
	static const char *const words[] = { "officer", "chief", "standing" };

	for (size_t i = 0; i < COUNT(words); i++)
		LIST_PUSH(rq->arena, &page->whom,
			((struct option){ str_z(words[i]),
				text_get(rq->lang, urge_whom_text(str_z(words[i]))), i == 0 }));
}

/* ROUTE urge_steps
 * GET        /urge/ladder
 * query      none
 * permission urge.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       ladder_page
 * json       ladder_json /api/v1/urge/ladder
 * export     none
 * title      urge.ladder
 */
bool urge_steps(
	struct request *rq, const struct urge_steps_in *in, struct ladder_page *page, struct err *e)
{
	bool found;

	(void)in;
	if (!urge_ladder(rq->read, date_today(), &page->steps, e) ||
		!urge_settings(rq->read, &page->settings, &found, e) ||
		!urge_rounds(rq->read, ROUNDS, &page->rounds, e) ||
		!outbox_may_set(rq->read, &rq->actor, &page->may_set, e))
		return false;
	page->hour = str_fmt(rq->arena, "%lld", (long long)page->settings.hour);
	page->ack_hours = str_fmt(rq->arena, "%lld", (long long)page->settings.ack_hours);
	whom_options(rq, page);
	return true;
}

void ladder_json(struct json *j, const struct ladder_page *p)
{
	json_int(j, "hour", p->settings.hour);
	json_int(j, "ack_hours", p->settings.ack_hours);
	json_list(j, "steps");
	LIST_EACH(s, &p->steps) {
		json_open_item(j);
		json_int(j, "id", s->id);
		json_int(j, "days", s->days);
		json_str(j, "whom", s->whom);
		json_bool(j, "mail", s->mail);
		json_bool(j, "sms", s->sms);
		json_date(j, "from", s->valid_from);
		json_close(j);
	}
	json_end(j);
}

static bool allowed(struct request *rq, struct change *c, struct err *e)
{
	bool may;

	request_redirect(rq, url_urge_steps(rq->arena));
	if (!outbox_may_set(rq->read, &rq->actor, &may, e))
		return false;
	return may || access_refuse(rq->db, c, T_outbox_may_not_set, e);
}

/* ROUTE urge_step_put
 * POST       /urge/ladder
 * form       days:text(5) whom:word mail:bool sms:bool
 * permission outbox.manage
 * scope      none
 * csrf       token
 * audit      urge.step
 * body       2K
 * rate       change
 * again      urge_steps
 * json       none
 * title      urge.ladder
 */
bool urge_step_put(
	struct request *rq, const struct urge_step_put_in *in, struct change *c, struct err *e)
{
	struct urge_step_new step = {
		.whom = in->whom, .mail = in->mail, .sms = in->sms, .from = date_today()
	};

	if (!allowed(rq, c, e))
		return false;
	if (!str_to_int(in->days, &step.days))
		return request_refuse(rq, "days", e, ERR_INPUT, T_urge_days_wrong);
	if (urge_step_prepare(rq->arena, &step, c, e))
		return true;
	request_field(rq, e->text == T_urge_whom_wrong ? "whom" : "days");
	return false;
}

/* ROUTE urge_step_stop
 * POST       /urge/ladder/{step:int}/end
 * form       version:int
 * permission outbox.manage
 * scope      none
 * csrf       token
 * audit      urge.step_end
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      urge.ladder
 */
bool urge_step_stop(
	struct request *rq, const struct urge_step_stop_in *in, struct change *c, struct err *e)
{
	return allowed(rq, c, e) && urge_step_end_prepare(rq->arena, in->step, in->version, c, e);
}

/* ROUTE urge_hours
 * POST       /urge/settings
 * form       hour:int ack_hours:int version:int
 * permission outbox.manage
 * scope      none
 * csrf       token
 * audit      urge.settings
 * body       1K
 * rate       change
 * again      urge_steps
 * json       none
 * title      urge.ladder
 */
bool urge_hours(struct request *rq, const struct urge_hours_in *in, struct change *c, struct err *e)
{
	if (!allowed(rq, c, e))
		return false;
	if (urge_settings_prepare(rq->arena, in->hour, in->ack_hours, in->version, c, e))
		return true;
	if (e->text != T_urge_stale)
		request_field(rq, e->text == T_urge_hour_wrong ? "hour" : "ack_hours");
	return false;
}
