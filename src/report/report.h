/*
 * Reports in words (báo cáo): one agency's answer to another for one period. An officer drafts
 * it from the agency's tasks, activities and difficulties; a leader of the agency signs it,
 * which freezes its figures and sends it; the recipient takes it, sends it back with remarks
 * beside the text, or accepts it.
 *
 * The first signature answers the duties (duty/duty.h) of that period to that recipient.
 *
 * What was signed is an issue: canonical JSON with its digest, never changed. A correction is
 * the next round with its reason; earlier issues stay readable, and their figures as they were.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "calendar/calendar.h"
#include "store/db.h"

enum {
	REPORT_SECTIONS = 5,
	REPORT_WORDS_MAX = 40000, /* of a section */
	REPORT_NUMBER_MAX = 100,
	REPORT_SIGNER_MAX = 100,
	REPORT_POSITION_MAX = 200,
	REPORT_REASON_MAX = 2000
};

enum report_state {
	REPORT_DRAFTING,
	REPORT_ASKED, /* for the signature */
	REPORT_SENT,
	REPORT_RECEIVED,
	REPORT_RETURNED,
	REPORT_ACCEPTED,
	REPORT_STATES
};

/* REPORT_STATES for another word. */
enum report_state report_state_of(struct str word);
const char *report_state_word(enum report_state state);
struct str report_state_text(enum lang lang, enum report_state state);
/* "Tình hình" of "situation"; "" for another word. */
struct str report_section_text(enum lang lang, struct str kind);

/* --- beginning one */

struct report_new {
	int64_t agency, to, plan; /* plan: DB_NULL for none */
	struct calendar_period period;
};

/* Makes the report with its sections drafted from what the agency did in the period. Where it
 * was begun before, `*known` is its id and there is nothing to apply; the id of a new one is
 * c->entry.object_id once applied. ERR_INPUT: a period that is yet to begin; ERR_DENIED. */
bool report_begin_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_new *in, struct change *c, int64_t *known, struct err *e) MUST;

/* --- writing */

/* Replaces a section's words. `version` is the section's the person saw: ERR_STALE where
 * somebody was faster. ERR_INPUT: a {…} that is no figure. */
bool report_write_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t id,
	int64_t position, int64_t version, struct str words, struct change *c, struct err *e) MUST;

/* --- steps */

enum report_step {
	REPORT_ASK,	/* the officer asks for the signature */
	REPORT_UNASK,	/* … and takes it back to write on */
	REPORT_BACK,	/* the leader gives it back; reason */
	REPORT_SIGN,	/* the leader signs: number, day, signer, position */
	REPORT_RECEIVE, /* the recipient takes it */
	REPORT_RETURN,	/* … sends it back; reason, remarks before */
	REPORT_ACCEPT,
	REPORT_CORRECT, /* the agency writes the next round; reason */
	REPORT_STEPS
};

struct report_order {
	enum report_step step;
	int64_t id, version;
	struct str reason; /* "": none */
	struct str number, signer, position;
	struct date day;
};

/* ERR_STALE: another version; ERR_CONFLICT: not from this state; ERR_DENIED: not the actor's,
 * or who asked for the signature gives it. Signing reads the figures in `r` and freezes these. */
bool report_order_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_order *in, struct change *c, struct err *e) MUST;

/* Which steps may be taken now, by this actor: bit 1 << step. */
bool report_steps(struct db_read *r, const struct actor *actor, int64_t id, unsigned *out,
	struct err *e) MUST;

/* A remark of the recipient on a passage of the issue it has; position 0: on the whole.
 * ERR_INPUT: the passage does not stand there. */
bool report_remark_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t position, struct str quote, struct str words, struct change *c,
	struct err *e) MUST;

/* Reports by the demo's accounts on its first plan, one in every state; those there are stay. */
bool report_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif
