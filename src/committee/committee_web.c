/*
 * The committees: the directory, one committee, its seats and contact points on a day, and the
 * forms that change them.
 */
#include "committee/committee_web.h"

#include "committee_routes.h"
#include "urls.h"

enum { COMMITTEES = 200, OTHERS = 100, LATEST = 5 };

/* ROUTE committee_list
 * GET        /committees
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_list_page
 * json       committee_list_json /api/v1/committees
 * export     committee_list_sheet
 * title      committee.list
 */
bool committee_list(struct request *rq, const struct committee_list_in *in,
	struct committee_list_page *page, struct err *e)
{
	struct committee_agency_place_row own = { .level = S("nation") };
	bool found;

	(void)in;
	if (rq->actor.agency &&
		!committee_agency_place(rq->read, rq->actor.agency, &own, &found, e))
		return false;
	return committee_rows(rq->read, rq->actor.account, own.level, own.province_code,
		date_today(), COMMITTEES, &page->rows, e);
}

static void id_json(struct json *j, const char *name, int64_t id)
{
	if (id == DB_NULL)
		json_null(j, name);
	else
		json_int(j, name, id);
}

void committee_list_json(struct json *j, const struct committee_list_page *p)
{
	json_list(j, "committees");
	LIST_EACH(c, &p->rows) {
		json_open_item(j);
		json_int(j, "id", c->id);
		json_str(j, "name", c->name);
		json_str(j, "level", c->level);
		id_json(j, "standing_id", c->standing_id);
		json_str(j, "standing", c->standing);
		json_str(j, "standing_known_by", c->source);
		if (c->reads) {
			json_int(j, "seats", c->seats);
			json_int(j, "meetings_held", c->meetings);
			json_date(j, "next_meeting", c->next_meeting);
		}
		json_close(j);
	}
	json_end(j);
}

static void head_json(struct json *j, const struct committee_head *h)
{
	json_int(j, "id", h->c.id);
	json_str(j, "name", h->c.name);
	json_str(j, "level", h->c.level);
	id_json(j, "standing_id", h->c.standing_id);
	json_str(j, "standing", h->c.standing);
	json_str(j, "standing_known_by", h->c.source);
}

static void seats_json(struct json *j, const struct committee_seat_rows_rows *seats)
{
	json_list(j, "seats");
	LIST_EACH(s, seats) {
		json_open_item(j);
		json_int(j, "id", s->id);
		json_str(j, "body", s->body);
		json_str(j, "role", s->role);
		json_int(j, "agency_id", s->agency_id);
		json_str(j, "agency", s->agency);
		json_str(j, "post", s->post);
		json_str(j, "holder", s->holder.n ? s->holder : s->account);
		id_json(j, "took_over_from", s->before_id);
		json_date(j, "from", s->valid_from);
		json_date(j, "to", s->valid_to);
		json_str(j, "citation", s->citation);
		json_bool(j, "verified", s->verified);
		json_int(j, "version", s->version);
		json_close(j);
	}
	json_end(j);
}

static void contacts_json(struct json *j, const struct committee_contact_rows_rows *contacts)
{
	json_list(j, "contacts");
	LIST_EACH(k, contacts) {
		json_open_item(j);
		json_int(j, "id", k->id);
		json_int(j, "agency_id", k->agency_id);
		json_str(j, "agency", k->agency);
		json_bool(j, "standing", k->standing);
		json_str(j, "post", k->post);
		json_str(j, "phone", k->phone);
		json_str(j, "email", k->email);
		json_str(j, "address", k->address);
		json_str(j, "hours", k->hours);
		json_date(j, "from", k->valid_from);
		json_date(j, "to", k->valid_to);
		json_int(j, "version", k->version);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE committee_show
 * GET        /committees/{committee:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_show_page
 * json       committee_show_json /api/v1/committees/{committee}
 * export     none
 * title      committee.committee
 */
bool committee_show(struct request *rq, const struct committee_show_in *in,
	struct committee_show_page *page, struct err *e)
{
	int64_t me = rq->actor.account;

	return committee_head_fill(rq, in->committee, COMMITTEE_TAB_SHOW, &page->head, e) &&
	       committee_seat_rows(rq->read, in->committee, me, date_today(), &page->seats, e) &&
	       committee_contact_rows(
		       rq->read, in->committee, me, date_today(), &page->contacts, e) &&
	       meeting_rows(rq->read, me, in->committee, STR_NULL, STR_NULL, 0, LATEST,
		       &page->meetings, e);
}

void committee_show_json(struct json *j, const struct committee_show_page *p)
{
	head_json(j, &p->head);
	seats_json(j, &p->seats);
	contacts_json(j, &p->contacts);
}

/* ROUTE committee_members
 * GET        /committees/{committee:int}/members
 * query      on:date?
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_members_page
 * json       committee_members_json /api/v1/committees/{committee}/members
 * export     committee_members_sheet
 * title      committee.members
 */
bool committee_members(struct request *rq, const struct committee_members_in *in,
	struct committee_members_page *page, struct err *e)
{
	int64_t me = rq->actor.account;

	page->today = !date_given(in->on) || date_cmp(in->on, date_today()) == 0;
	page->on = page->today ? date_today() : in->on;
	return committee_head_fill(rq, in->committee, COMMITTEE_TAB_MEMBERS, &page->head, e) &&
	       committee_seat_rows(rq->read, in->committee, me, page->on, &page->seats, e) &&
	       committee_listed(rq->read, in->committee, me, page->on, &page->listed, e) &&
	       committee_seats_other(
		       rq->read, in->committee, me, page->on, OTHERS, &page->others, e);
}

void committee_members_json(struct json *j, const struct committee_members_page *p)
{
	head_json(j, &p->head);
	json_date(j, "on", p->on);
	seats_json(j, &p->seats);
	json_list(j, "listed");
	LIST_EACH(m, &p->listed) {
		json_open_item(j);
		json_int(j, "agency_id", m->agency_id);
		json_str(j, "agency", m->agency);
		json_str(j, "role", m->role);
		json_str(j, "citation", m->citation);
		json_bool(j, "verified", m->verified);
		json_close(j);
	}
	json_end(j);
}

/* --- a seat */

static bool seat_of(struct request *rq, int64_t committee, int64_t id,
	struct committee_seat_by_id_row *out, struct err *e)
{
	bool found;

	if (!committee_seat_by_id(rq->read, id, committee, out, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

static void seat_options(
	struct request *rq, struct committee_seat_page *page, struct str body, struct str role)
{
	committee_options(rq, &committee_bodies, T_NONE, body, &page->bodies);
	committee_options(rq, &committee_roles, T_NONE, role, &page->roles);
}

/* The seat that a new one follows: of the address, or of the form that is shown again. */
static int64_t before_of(const struct request *rq, int64_t asked)
{
	int64_t typed;

	if (str_to_int(request_value(rq, "before", S("")), &typed))
		return typed;
	return asked;
}

/* ROUTE committee_seat_new
 * GET        /committees/{committee:int}/members/new
 * query      before:int?
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_seat_page
 * json       none
 * export     none
 * title      committee.seat_new
 */
bool committee_seat_new(struct request *rq, const struct committee_seat_new_in *in,
	struct committee_seat_page *page, struct err *e)
{
	int64_t before = before_of(rq, in->before);

	if (!committee_head_kept(rq, in->committee, COMMITTEE_TAB_MEMBERS, &page->head, e))
		return false;
	if (before != DB_NULL && !seat_of(rq, in->committee, before, &page->before, e))
		return false;
	if (page->before.id) {
		page->seat.agency = page->before.agency;
		page->seat.post = page->before.post;
	}
	seat_options(rq, page, page->before.id ? page->before.body : S("committee"),
		page->before.id ? page->before.role : S("member"));
	return true;
}

/* ROUTE committee_seat_create
 * POST       /committees/{committee:int}/members
 * form       body:word role:word agency:text(300) post:text(200) holder:text(200)? account:text(40)? before:int? from:date? to:date? citation:text(300)? verified:bool
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      committee.seat_add
 * body       8K
 * rate       change
 * again      committee_seat_new
 * json       none
 * title      committee.seat_new
 */
bool committee_seat_create(struct request *rq, const struct committee_seat_create_in *in,
	struct change *c, struct err *e)
{
	struct committee_seat_edit edit = { .committee = in->committee,
		.before = in->before,
		.body = in->body,
		.role = in->role,
		.agency = in->agency,
		.post = in->post,
		.holder = in->holder,
		.account = in->account,
		.from = in->from,
		.to = in->to,
		.citation = in->citation,
		.verified = in->verified };

	request_redirect(rq, url_committee_members(rq->arena, .committee = in->committee));
	return committee_seat_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE committee_seat_edit
 * GET        /committees/{committee:int}/members/{seat:int}
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_seat_page
 * json       none
 * export     none
 * title      committee.seat_edit
 */
bool committee_seat_edit(struct request *rq, const struct committee_seat_edit_in *in,
	struct committee_seat_page *page, struct err *e)
{
	if (!committee_head_kept(rq, in->committee, COMMITTEE_TAB_MEMBERS, &page->head, e) ||
		!seat_of(rq, in->committee, in->seat, &page->seat, e))
		return false;
	page->from = committee_date(rq, page->seat.valid_from);
	page->to = committee_date(rq, page->seat.valid_to);
	seat_options(rq, page, page->seat.body, page->seat.role);
	return true;
}

/* ROUTE committee_seat_save
 * POST       /committees/{committee:int}/members/{seat:int}
 * form       version:int body:word role:word agency:text(300) post:text(200) holder:text(200)? account:text(40)? from:date? to:date? citation:text(300)? verified:bool
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      committee.seat_change
 * body       8K
 * rate       change
 * again      committee_seat_edit
 * json       none
 * title      committee.seat_edit
 */
bool committee_seat_save(struct request *rq, const struct committee_seat_save_in *in,
	struct change *c, struct err *e)
{
	struct committee_seat_edit edit = { .id = in->seat,
		.committee = in->committee,
		.version = in->version,
		.before = DB_NULL,
		.body = in->body,
		.role = in->role,
		.agency = in->agency,
		.post = in->post,
		.holder = in->holder,
		.account = in->account,
		.from = in->from,
		.to = in->to,
		.citation = in->citation,
		.verified = in->verified };

	request_redirect(rq, url_committee_members(rq->arena, .committee = in->committee));
	return committee_seat_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* --- contact points */

/* ROUTE committee_contacts
 * GET        /committees/{committee:int}/contacts
 * query      on:date?
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_contacts_page
 * json       committee_contacts_json /api/v1/committees/{committee}/contacts
 * export     committee_contacts_sheet
 * title      committee.contacts
 */
bool committee_contacts(struct request *rq, const struct committee_contacts_in *in,
	struct committee_contacts_page *page, struct err *e)
{
	page->today = !date_given(in->on) || date_cmp(in->on, date_today()) == 0;
	page->on = page->today ? date_today() : in->on;
	return committee_head_fill(rq, in->committee, COMMITTEE_TAB_CONTACTS, &page->head, e) &&
	       committee_contact_rows(
		       rq->read, in->committee, rq->actor.account, page->on, &page->contacts, e);
}

void committee_contacts_json(struct json *j, const struct committee_contacts_page *p)
{
	head_json(j, &p->head);
	json_date(j, "on", p->on);
	contacts_json(j, &p->contacts);
}

static bool contact_of(struct request *rq, int64_t committee, int64_t id,
	struct committee_contact_by_id_row *out, struct err *e)
{
	bool found;

	if (!committee_contact_by_id(rq->read, id, committee, out, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE committee_contact_new
 * GET        /committees/{committee:int}/contacts/new
 * query      before:int?
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_contact_page
 * json       none
 * export     none
 * title      committee.contact_new
 */
bool committee_contact_new(struct request *rq, const struct committee_contact_new_in *in,
	struct committee_contact_page *page, struct err *e)
{
	int64_t before = before_of(rq, in->before);

	if (!committee_head_kept(rq, in->committee, COMMITTEE_TAB_CONTACTS, &page->head, e))
		return false;
	if (before == DB_NULL) {
		page->contact.agency = page->head.c.standing;
		page->contact.shared = true;
		return true;
	}
	if (!contact_of(rq, in->committee, before, &page->before, e))
		return false;
	page->contact = page->before;
	page->contact.id = 0;
	return true;
}

/* ROUTE committee_contact_create
 * POST       /committees/{committee:int}/contacts
 * form       agency:text(300) post:text(200) phone:text(100)? email:text(200)? address:text(300)? hours:text(200)? shared:bool before:int? from:date? to:date? citation:text(300)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      committee.contact_add
 * body       8K
 * rate       change
 * again      committee_contact_new
 * json       none
 * title      committee.contact_new
 */
bool committee_contact_create(struct request *rq, const struct committee_contact_create_in *in,
	struct change *c, struct err *e)
{
	struct committee_contact_edit edit = { .committee = in->committee,
		.before = in->before,
		.agency = in->agency,
		.post = in->post,
		.phone = in->phone,
		.email = in->email,
		.address = in->address,
		.hours = in->hours,
		.shared = in->shared,
		.from = in->from,
		.to = in->to,
		.citation = in->citation };

	request_redirect(rq, url_committee_contacts(rq->arena, .committee = in->committee));
	return committee_contact_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE committee_contact_edit
 * GET        /committees/{committee:int}/contacts/{contact:int}
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       committee_contact_page
 * json       none
 * export     none
 * title      committee.contact_edit
 */
bool committee_contact_edit(struct request *rq, const struct committee_contact_edit_in *in,
	struct committee_contact_page *page, struct err *e)
{
	if (!committee_head_kept(rq, in->committee, COMMITTEE_TAB_CONTACTS, &page->head, e) ||
		!contact_of(rq, in->committee, in->contact, &page->contact, e))
		return false;
	page->from = committee_date(rq, page->contact.valid_from);
	page->to = committee_date(rq, page->contact.valid_to);
	return true;
}

/* ROUTE committee_contact_save
 * POST       /committees/{committee:int}/contacts/{contact:int}
 * form       version:int agency:text(300) post:text(200) phone:text(100)? email:text(200)? address:text(300)? hours:text(200)? shared:bool from:date? to:date? citation:text(300)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      committee.contact_change
 * body       8K
 * rate       change
 * again      committee_contact_edit
 * json       none
 * title      committee.contact_edit
 */
bool committee_contact_save(struct request *rq, const struct committee_contact_save_in *in,
	struct change *c, struct err *e)
{
	struct committee_contact_edit edit = { .id = in->contact,
		.committee = in->committee,
		.version = in->version,
		.before = DB_NULL,
		.agency = in->agency,
		.post = in->post,
		.phone = in->phone,
		.email = in->email,
		.address = in->address,
		.hours = in->hours,
		.shared = in->shared,
		.from = in->from,
		.to = in->to,
		.citation = in->citation };

	request_redirect(rq, url_committee_contacts(rq->arena, .committee = in->committee));
	return committee_contact_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}
