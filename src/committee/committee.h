/*
 * The directory of a programme that forty agencies carry out together: who sits on a committee
 * and where it is reached, with days; and the registers a standing agency keeps: meetings
 * (meeting.h), inspection and survey teams (team.h), directives (directive.h).
 *
 * Committees are agencies of that kind. What one keeps belongs to its standing agency
 * (committee_v), which changes it by committee.manage; its members read it. A seat is an
 * office; a person's name stands there only as a published paper has it.
 *
 * What comes from a form is an "edit": words as typed, names of agencies a line each.
 * x_prepare checks it, says in `wrong` which field is, and fills the change.
 */
#ifndef COMMITTEE_COMMITTEE_H
#define COMMITTEE_COMMITTEE_H

#include "access/access.h"
#include "agency/agency.h"
#include "audit/audit.h"
#include "base/base.h"
#include "base/json.h"
#include "store/db.h"

enum {
	COMMITTEE_POST_MAX = 200,
	COMMITTEE_TITLE_MAX = 300,
	COMMITTEE_LINE_MAX = 300,  /* a place, a number, a citation */
	COMMITTEE_TEXT_MAX = 8000, /* an agenda, a finding */
	COMMITTEE_NAMES_MAX = 20000,
	COMMITTEE_AGENCIES_MAX = 300, /* of one meeting, team or directive */
};

/* One of a fixed list, as kept and as people read it. */
struct committee_word {
	const char *name;
	enum text_id text;
};

struct committee_words {
	const struct committee_word *v;
	size_t n;
};

extern const struct committee_words committee_bodies, committee_roles;

/* The text of a kept word; T_NONE where it is none of the list. */
enum text_id committee_word(const struct committee_words *words, struct str name);

/* --- agencies as people write them */

typedef LIST(int64_t) committee_ids;

/* The agency a name or code means for papers of the agency `near` on a day, or else today;
 * DB_NULL for no name. ERR_INPUT where it is none or not clear. */
bool committee_agency(struct db_read *r, struct str name, int64_t near, struct date day,
	int64_t *id, struct err *e) MUST;

/* One a line, each once. ERR_INPUT names the line that is none. */
bool committee_agencies(struct db_read *r, struct str lines, int64_t near, struct date day,
	committee_ids *out, struct err *e) MUST;

/* Adds who has a seat in the committee today. */
bool committee_add_members(
	struct db_read *r, int64_t committee, committee_ids *out, struct err *e) MUST;

/* For agency_seats_from: who has a seat in the committee itself on a day. */
bool committee_seats_on(struct db_read *r, int64_t committee, struct date day, agency_seats *out,
	struct err *e) MUST;

bool committee_has(const committee_ids *ids, int64_t id);

/* --- who may */

/* Whether an account keeps the records of this agency; ERR_ABSENT where not. */
bool committee_may_keep(
	struct db_read *r, const struct actor *by, int64_t agency, struct err *e) MUST;

/* Who keeps what a committee has: its standing agency, or itself where none is known; for
 * no committee (DB_NULL) the account's own agency. Checked as above. */
bool committee_keeper(struct db_read *r, const struct actor *by, int64_t committee, int64_t *keeper,
	struct err *e) MUST;

/* --- seats and contact points */

struct committee_seat_edit {
	int64_t id;	   /* 0: a new one */
	int64_t committee; /* an agency of that kind */
	int64_t version;
	int64_t before; /* the seat it takes over from, which ends; DB_NULL: none */
	struct str body, role, agency, post;
	struct str holder;  /* only with a citation that names the official */
	struct str account; /* log-in name of who holds it */
	struct date from, to;
	struct str citation;
	bool verified;
	const char *wrong; /* the field that was refused; NULL: no single one */
};

/* The entry's object_id is the seat's once applied. ERR_STALE: somebody was faster. */
bool committee_seat_prepare(struct db_read *r, const struct actor *by,
	struct committee_seat_edit *in, struct change *c, struct err *e) MUST;

struct committee_contact_edit {
	int64_t id, committee, version, before; /* as above */
	struct str agency, post, phone, email, address, hours;
	bool shared; /* for whoever may read the directory */
	struct date from, to;
	struct str citation;
	const char *wrong;
};

bool committee_contact_prepare(struct db_read *r, const struct actor *by,
	struct committee_contact_edit *in, struct change *c, struct err *e) MUST;

/* --- for the registers */

/* Refuses a field of an edit. */
#define committee_refuse(edit, field, e, ...) \
	((edit)->wrong = (field), FAIL((e), ERR_INPUT, __VA_ARGS__))

/* "" for no value. */
static inline struct str committee_text(struct str s)
{
	return s.p ? s : S("");
}

/* Rows that show the pages of a demonstration; again: nothing. */
bool committee_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif
