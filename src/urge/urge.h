/*
 * Urging: who owes something is told before, on and after the last day, step by step of
 * a ladder that is data; then who leads them, then the standing agency. Each night a
 * round, and by hand. Bodies that are only asked (courts, procuracies) are asked for an
 * answer, their leaders are not told.
 *
 * A round may end anywhere and be run again: reminders are unique by part and day,
 * messages by round and person (outbox keys), so nothing is missed and nothing doubled.
 */
#ifndef URGE_URGE_H
#define URGE_URGE_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum {
	URGE_LATEST = 14,     /* days: a step missed longer is missed */
	URGE_HAND_MOST = 500, /* parts urged by hand at once */
	URGE_WORDS_MAX = 500, /* letters a person may add */
};

struct urge_round {
	bool busy; /* somebody else is at it */
	bool done; /* it had been done before */
	int64_t reminders, people;
};

/* The round of a day: reminders, notices, one mail a person, alarms. Takes up what a round
 * that ended half-way left. */
bool urge_round(struct db *db, struct date day, struct urge_round *out, struct err *e) MUST;

/* What is to be done from time to time: today's round when its hour has come, alarms that
 * nobody confirmed. To be called every few seconds. */
bool urge_tick(struct db *db, struct err *e) MUST;
/* Of it the alarms: at `now`, those confirmed end, those not go on to the next person. */
bool urge_escalate(struct db *db, int64_t now, int64_t *passed, struct err *e) MUST;

/* How often a part was reminded of. */
struct urge_count {
	int64_t part, times;
	struct date last;
};
typedef LIST(struct urge_count) urge_count_list;

/* For lists: of these parts, those that were, by rising id. One statement. The parts must
 * have been read with their scope. */
bool urge_of_parts(struct db_read *r, const int64_t *parts, size_t n, urge_count_list *out,
	struct err *e) MUST;
/* "đã nhắc 2 lần, gần nhất 11/9"; "" for a part that never was. `out` of urge_of_parts. */
struct str urge_count_text(
	struct arena *a, enum lang lang, const urge_count_list *counts, int64_t part);

/* --- by hand */

enum urge_why { URGE_TELLS, URGE_CLOSED, URGE_TODAY, URGE_NOBODY, URGE_WHYS };

/* A part that was chosen, and what would happen. */
struct urge_target {
	int64_t part, task, plan, agency;
	struct str path, number, agency_name;
	bool asked; /* for an answer, not urged */
	struct date due;
	enum urge_why why;
	size_t people; /* who would be told */
	int64_t times; /* so far */
	struct date last;
};
typedef LIST(struct urge_target) urge_target_list;

struct urge_hand {
	urge_target_list targets;
	size_t agencies; /* that would be told */
	size_t people;
	int64_t batch; /* once applied */
};

/* Who would be told, for the confirmation; and the change. Parts of plans whose standing
 * agency the actor may not urge for (urge.send) are ERR_DENIED; nobody to tell is
 * ERR_CONFLICT once it is to be done. `words`: what the person adds; no value: nothing. */
bool urge_hand_look(struct arena *a, struct db_read *r, const struct actor *actor,
	const int64_t *parts, size_t n, struct urge_hand *out, struct err *e) MUST;
bool urge_hand_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const int64_t *parts, size_t n, struct str words, struct urge_hand *out, struct change *c,
	struct err *e) MUST;

/* --- the ladder */

struct urge_step_new {
	int64_t days;
	struct str whom;
	bool mail, sms;
	struct date from; /* from this day on */
};
bool urge_step_prepare(
	struct arena *a, const struct urge_step_new *in, struct change *c, struct err *e) MUST;
/* A step ends with yesterday. */
bool urge_step_end_prepare(
	struct arena *a, int64_t id, int64_t version, struct change *c, struct err *e) MUST;
bool urge_settings_prepare(struct arena *a, int64_t hour, int64_t ack_hours, int64_t version,
	struct change *c, struct err *e) MUST;

enum text_id urge_whom_text(struct str whom);

/* A first urging, so that the demo's accounts find notices: once there are accounts. */
bool urge_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif
