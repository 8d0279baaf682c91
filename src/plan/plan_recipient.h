/*
 * To whom a plan was sent and what for: the lines under "Nơi nhận", each with the agencies it
 * means on the plan's day. What cannot be resolved stands as it was written and is marked,
 * until a person has looked at it. Who received a plan may see it.
 */
#ifndef PLAN_RECIPIENT_H
#define PLAN_RECIPIENT_H

#include "access/access.h"
#include "audit/audit.h"
#include "base/base.h"
#include "plan/plan_resolve.h"
#include "reading/reading.h"
#include "store/db.h"

enum {
	PLAN_RECIPIENT_NAME_MAX = 300,
	PLAN_RECIPIENT_AGENCIES_MAX = 20000,
	PLAN_RECIPIENT_AGENCIES = 400
};

enum plan_recipient_purpose {
	PLAN_RECIPIENT_REPORT,
	PLAN_RECIPIENT_CARRY_OUT,
	PLAN_RECIPIENT_COORDINATE,
	PLAN_RECIPIENT_GUIDE,
	PLAN_RECIPIENT_KNOW,
	PLAN_RECIPIENT_FILE,
	PLAN_RECIPIENT_NONE,
	PLAN_RECIPIENT_PURPOSES
};

/* "report"; PLAN_RECIPIENT_PURPOSES for another word. */
const char *plan_recipient_purpose_word(enum plan_recipient_purpose purpose);
enum plan_recipient_purpose plan_recipient_purpose_of(struct str word);
/* "Để báo cáo"; T_NONE for PLAN_RECIPIENT_NONE and beyond. */
enum text_id plan_recipient_purpose_text(enum plan_recipient_purpose purpose);

/* A line of the text, looked up. */
struct plan_recipient {
	const struct reading_recipient *read;
	enum plan_recipient_purpose purpose;
	bool settled; /* all it names is known, or it names nobody: an archive */
	LIST(int64_t) agencies;
};
typedef LIST(struct plan_recipient) plan_recipients;

/* Within the import: looks all of them up, and puts them with who may see the plan by them. */
bool plan_recipient_resolve(const struct plan_names *n, const reading_recipient_list *read,
	plan_recipients *out, struct err *e) MUST;
bool plan_recipient_put_all(
	struct db_batch *b, int64_t plan, const plan_recipients *all, struct err *e) MUST;

/* What a person says of one. */
struct plan_recipient_edit {
	int64_t plan;
	int64_t id; /* 0: a new one */
	int64_t version;
	bool drop; /* it is none */
	struct str name, purpose;
	struct str agencies; /* names or codes, a line each; may be empty */
	const char *wrong;   /* the field that was refused; NULL: no single one */
};

/* Whether `by` may correct the recipients of a plan: plan.import at its standing agency, or at
 * its issuer; nobody may in a plan whose text was amended. */
bool plan_recipient_may(
	struct db_read *r, const struct actor *by, int64_t plan, bool *may, struct err *e) MUST;

/* The plan must be one that `by` may see. ERR_STALE: somebody was faster. */
bool plan_recipient_prepare(struct db_read *r, const struct actor *by,
	struct plan_recipient_edit *in, struct change *c, struct err *e) MUST;

#endif
