#include "committee/committee.h"

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/viet.h"
#include "committee_sql.h"

static const struct committee_word bodies[] = {
	{ "committee", T_committee_body_committee },
	{ "group", T_committee_body_group },
	{ "office", T_committee_body_office },
};
const struct committee_words committee_bodies = { bodies, COUNT(bodies) };

static const struct committee_word roles[] = {
	{ "head", T_committee_role_head },
	{ "standing", T_committee_role_standing },
	{ "deputy", T_committee_role_deputy },
	{ "member", T_committee_role_member },
	{ "officer", T_committee_role_officer },
};
const struct committee_words committee_roles = { roles, COUNT(roles) };

enum text_id committee_word(const struct committee_words *words, struct str name)
{
	for (size_t i = 0; i < words->n; i++)
		if (str_eq(str_z(words->v[i].name), name))
			return words->v[i].text;
	return T_NONE;
}

/* --- agencies as people write them */

bool committee_agency(struct db_read *r, struct str name, int64_t near, struct date day,
	int64_t *id, struct err *e)
{
	struct committee_agency_place_row at;
	struct agency_by_code_row coded;
	bool found;

	*id = DB_NULL;
	name = str_trim(name);
	if (!name.n)
		return true;
	if (!agency_by_code(r, name, &coded, &found, e))
		return false;
	if (found) {
		*id = coded.id;
		return true;
	}
	if (!date_given(day))
		day = date_today();
	if (!committee_agency_place(r, near, &at, &found, e) ||
		!agency_find(r, name, at.place_code, day, id, e) ||
		(*id == 0 && !agency_find(r, name, at.place_code, date_today(), id, e)))
		return false;
	return *id != 0 || FAIL(e, ERR_INPUT, T_committee_no_agency, name);
}

bool committee_has(const committee_ids *ids, int64_t id)
{
	LIST_EACH(i, ids)
		if (*i == id)
			return true;
	return false;
}

bool committee_agencies(struct db_read *r, struct str lines, int64_t near, struct date day,
	committee_ids *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct str rest = lines, line;

	while (lines.p && str_split(&rest, '\n', &line)) {
		int64_t id;

		if (!committee_agency(r, line, near, day, &id, e))
			return false;
		if (id == DB_NULL || committee_has(out, id))
			continue;
		if (out->n == COMMITTEE_AGENCIES_MAX)
			return FAIL(e, ERR_INPUT, T_committee_too_many,
				str_fmt(a, "%d", COMMITTEE_AGENCIES_MAX));
		LIST_PUSH(a, out, id);
	}
	return true;
}

bool committee_add_members(struct db_read *r, int64_t committee, committee_ids *out, struct err *e)
{
	struct committee_member_agencies_rows rows;

	if (!committee_member_agencies(r, committee, date_today(), &rows, e))
		return false;
	LIST_EACH(row, &rows)
		if (!committee_has(out, row->id))
			LIST_PUSH(db_read_arena(r), out, row->id);
	return true;
}

bool committee_seats_on(
	struct db_read *r, int64_t committee, struct date day, agency_seats *out, struct err *e)
{
	struct committee_seats_at_rows rows;

	if (!committee_seats_at(r, committee, day, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(db_read_arena(r), out,
			((struct agency_seat){
				x->agency_id, x->name, x->kind, x->level, x->standing }));
	return true;
}

/* --- who may */

bool committee_may_keep(struct db_read *r, const struct actor *by, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(r, by, PERM_committee_manage, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_ABSENT, T_committee_absent);
}

bool committee_keeper(struct db_read *r, const struct actor *by, int64_t committee, int64_t *keeper,
	struct err *e)
{
	struct committee_by_id_row row;
	bool found;

	*keeper = by->agency;
	if (committee != DB_NULL) {
		if (!committee_by_id(r, committee, by->account, &row, &found, e))
			return false;
		if (!found)
			return FAIL(e, ERR_ABSENT, T_committee_absent);
		*keeper = row.standing_id == DB_NULL ? row.id : row.standing_id;
	}
	return committee_may_keep(r, by, *keeper, e);
}

/* --- seats */

static bool account_of(
	struct db_read *r, const struct actor *by, struct str name, int64_t *id, struct err *e)
{
	struct committee_account_row row;
	bool found;

	*id = DB_NULL;
	if (!name.n)
		return true;
	if (!committee_account(r, name, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_committee_no_account, name);
	*id = row.id;
	return true;
}

struct seat {
	struct committee_seat_edit in;
	int64_t agency, account;
};

/* Who is followed held the seat until the day before. */
static bool end_seat_before(struct db_write *w, const struct committee_seat_edit *in, struct err *e)
{
	int64_t changed;

	if (!committee_seat_end(w, in->before, in->committee, date_add(in->from, -1), &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_committee_before_ended);
}

static bool seat_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct seat *s = c->arg;
	const struct committee_seat_edit *in = &s->in;
	int64_t changed;

	if (in->id == 0) {
		if (in->before != DB_NULL && !end_seat_before(w, in, e))
			return false;
		return committee_seat_add(w, in->committee, in->body, in->role, s->agency, in->post,
			in->holder, s->account, in->before, in->from, in->to, in->citation,
			in->verified, &c->entry.object_id, e);
	}
	if (!committee_seat_change(w, in->id, in->version, in->body, in->role, s->agency, in->post,
		    in->holder, s->account, in->from, in->to, in->citation, in->verified, &changed,
		    e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

static struct str seat_detail(struct arena *a, const struct seat *s)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "committee", s->in.committee);
	json_str(&j, "body", s->in.body);
	json_str(&j, "role", s->in.role);
	json_int(&j, "agency", s->agency);
	json_str(&j, "post", s->in.post);
	json_str(&j, "holder", s->in.holder);
	json_date(&j, "from", s->in.from);
	json_date(&j, "to", s->in.to);
	json_str(&j, "citation", s->in.citation);
	json_close(&j);
	return buf_str(&out);
}

static bool seat_checked(struct committee_seat_edit *in, struct err *e)
{
	in->holder = str_trim(committee_text(in->holder));
	in->account = str_trim(committee_text(in->account));
	in->citation = str_trim(committee_text(in->citation));
	in->post = str_trim(committee_text(in->post));
	if (!committee_word(&committee_bodies, in->body))
		return committee_refuse(in, "body", e, T_committee_choose);
	if (!committee_word(&committee_roles, in->role))
		return committee_refuse(in, "role", e, T_committee_choose);
	if (!in->post.n)
		return committee_refuse(in, "post", e, T_committee_no_post);
	if (in->holder.n && !in->citation.n)
		return committee_refuse(in, "holder", e, T_committee_holder_cited);
	if (in->before != DB_NULL && !date_given(in->from))
		return committee_refuse(in, "from", e, T_committee_from_needed);
	if (date_given(in->to) && date_cmp(in->from, in->to) > 0)
		return committee_refuse(in, "to", e, T_committee_dates_crossed);
	return true;
}

/* The seat that is changed or followed is one of this committee. */
static bool seat_there(struct db_read *r, int64_t id, int64_t committee, struct err *e)
{
	struct committee_seat_by_id_row row;
	bool found;

	if (!committee_seat_by_id(r, id, committee, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

bool committee_seat_prepare(struct db_read *r, const struct actor *by,
	struct committee_seat_edit *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct seat *s = NEW(a, struct seat);
	int64_t keeper;

	if (!committee_keeper(r, by, in->committee, &keeper, e) || !seat_checked(in, e) ||
		(in->id && !seat_there(r, in->id, in->committee, e)) ||
		(in->before != DB_NULL && !seat_there(r, in->before, in->committee, e)))
		return false;
	in->wrong = "agency";
	if (!committee_agency(r, in->agency, keeper, in->from, &s->agency, e))
		return false;
	if (s->agency == DB_NULL)
		return committee_refuse(in, "agency", e, T_committee_name_agency);
	in->wrong = "account";
	if (!account_of(r, by, in->account, &s->account, e))
		return false;
	in->wrong = NULL;
	s->in = *in;
	c->entry.object = S("committee_seat");
	c->entry.object_id = in->id;
	c->entry.detail = seat_detail(a, s);
	c->apply = seat_apply;
	c->arg = s;
	return true;
}

/* --- contact points */

struct contact {
	struct committee_contact_edit in;
	int64_t agency;
};

static bool end_contact_before(
	struct db_write *w, const struct committee_contact_edit *in, struct err *e)
{
	int64_t changed;

	if (!committee_contact_end(
		    w, in->before, in->committee, date_add(in->from, -1), &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_committee_before_ended);
}

static bool contact_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct contact *k = c->arg;
	const struct committee_contact_edit *in = &k->in;
	int64_t changed;

	if (in->id == 0) {
		if (in->before != DB_NULL && !end_contact_before(w, in, e))
			return false;
		return committee_contact_add(w, in->committee, k->agency, in->post, in->phone,
			in->email, in->address, in->hours, in->shared, in->before, in->from, in->to,
			in->citation, &c->entry.object_id, e);
	}
	if (!committee_contact_change(w, in->id, in->version, k->agency, in->post, in->phone,
		    in->email, in->address, in->hours, in->shared, in->from, in->to, in->citation,
		    &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

/* Digits and what stands between them: "069.414.9315", "+84 24 3942 2532 (máy lẻ 12)". */
static bool is_phone(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++)
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	return digits >= 3;
}

static bool is_email(struct str s)
{
	size_t at = str_find_char(s, '@', 0);

	return at != SIZE_MAX && at > 0 && at + 1 < s.n &&
	       str_find_char(s, '@', at + 1) == SIZE_MAX && str_find_char(s, ' ', 0) == SIZE_MAX &&
	       str_find_char(s, '.', at) != SIZE_MAX && !str_ends(s, S("."));
}

static bool contact_checked(struct committee_contact_edit *in, struct err *e)
{
	in->post = str_trim(committee_text(in->post));
	in->phone = str_trim(committee_text(in->phone));
	in->email = str_trim(committee_text(in->email));
	in->address = str_trim(committee_text(in->address));
	in->hours = str_trim(committee_text(in->hours));
	in->citation = str_trim(committee_text(in->citation));
	if (!in->post.n)
		return committee_refuse(in, "post", e, T_committee_no_post);
	if (!in->phone.n && !in->email.n && !in->address.n)
		return committee_refuse(in, "phone", e, T_committee_no_way);
	if (in->phone.n && !is_phone(in->phone))
		return committee_refuse(in, "phone", e, T_committee_no_phone);
	if (in->email.n && !is_email(in->email))
		return committee_refuse(in, "email", e, T_committee_no_email);
	if (in->before != DB_NULL && !date_given(in->from))
		return committee_refuse(in, "from", e, T_committee_from_needed);
	if (date_given(in->to) && date_cmp(in->from, in->to) > 0)
		return committee_refuse(in, "to", e, T_committee_dates_crossed);
	return true;
}

static bool contact_there(struct db_read *r, int64_t id, int64_t committee, struct err *e)
{
	struct committee_contact_by_id_row row;
	bool found;

	if (!committee_contact_by_id(r, id, committee, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

static struct str contact_detail(struct arena *a, const struct contact *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "committee", k->in.committee);
	json_int(&j, "agency", k->agency);
	json_str(&j, "post", k->in.post);
	json_str(&j, "phone", k->in.phone);
	json_str(&j, "email", k->in.email);
	json_date(&j, "from", k->in.from);
	json_date(&j, "to", k->in.to);
	json_bool(&j, "shared", k->in.shared);
	json_close(&j);
	return buf_str(&out);
}

bool committee_contact_prepare(struct db_read *r, const struct actor *by,
	struct committee_contact_edit *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct contact *k = NEW(a, struct contact);
	int64_t keeper;

	if (!committee_keeper(r, by, in->committee, &keeper, e) || !contact_checked(in, e) ||
		(in->id && !contact_there(r, in->id, in->committee, e)) ||
		(in->before != DB_NULL && !contact_there(r, in->before, in->committee, e)))
		return false;
	in->wrong = "agency";
	if (!committee_agency(r, in->agency, keeper, in->from, &k->agency, e))
		return false;
	if (k->agency == DB_NULL)
		return committee_refuse(in, "agency", e, T_committee_name_agency);
	in->wrong = NULL;
	k->in = *in;
	c->entry.object = S("committee_contact");
	c->entry.object_id = in->id;
	c->entry.detail = contact_detail(a, k);
	c->apply = contact_apply;
	c->arg = k;
	return true;
}
