/*
 * Members' plans collected: a plan asks its members for plans of their own by a day ("xây
 * dựng kế hoạch … gửi … trước ngày 10/3/2023"). Who has sent one is read from the plans that
 * are here and cite it, or registered by hand; who has not is the rest.
 */
#ifndef CASCADE_MEMBERS_H
#define CASCADE_MEMBERS_H

#include "base/base.h"
#include "cascade/cascade.h"
#include "cascade_members_sql.h"

struct members_line {
	const struct cascade_members_row *member;
	const struct cascade_lowers_row *plan;	  /* the one that is here; NULL: none */
	const struct cascade_sent_list_row *sent; /* registered by hand; NULL: none */
	struct date day;			  /* it was sent; none: not sent, or not known */
	bool late; /* sent after the day, or not sent and it is over */
};

struct members {
	const struct cascade_asking_row
		*task; /* that asks for them; NULL: the plan asks for none */
	LIST(struct members_line) lines;
	int64_t sent, missing, late; /* late: of both */
};

/* Of a plan which the caller has read with its scope. */
bool members_read(struct db_read *r, int64_t plan, int64_t account, struct date today,
	struct members *out, struct err *e) MUST;

struct members_new {
	int64_t plan, agency;
	struct str number, note;
	struct date issued, received;
};
/* ERR_INPUT: not one of the members, no number, days crossed. */
bool members_register_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct members_new *in, struct change *c, struct err *e) MUST;
bool members_withdraw_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t plan, int64_t sent, int64_t version, struct change *c, struct err *e) MUST;

#endif
