/*
 * Difficulties and proposals (khó khăn, vướng mắc, kiến nghị): an agency raises one, from a
 * task or about an article of law; it is handed upward until the agency that holds it
 * answers. Everybody it has gone through sees it. Those about one article are read
 * together, for who revises the law.
 *
 * Who raised it (obstacle.write there) corrects, withdraws and closes; who holds it
 * (obstacle.answer there) hands it on or answers.
 */
#ifndef OBSTACLE_OBSTACLE_H
#define OBSTACLE_OBSTACLE_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum {
	OBSTACLE_TITLE_MAX = 200,
	OBSTACLE_WORDS_MAX = 5000,
	OBSTACLE_LAW_MAX = 200,
	OBSTACLE_ARTICLE_MAX = 100,
	OBSTACLE_DECISION_MAX = 100
};

enum obstacle_kind {
	OBSTACLE_DIFFICULTY, /* to carry out a task */
	OBSTACLE_GUIDANCE,   /* guidance is asked for */
	OBSTACLE_PLAN,	     /* the plan should be amended */
	OBSTACLE_LAW,	     /* the law should */
	OBSTACLE_KINDS
};

enum obstacle_state {
	OBSTACLE_RAISED,
	OBSTACLE_FORWARDED,
	OBSTACLE_ANSWERED,
	OBSTACLE_CLOSED,
	OBSTACLE_WITHDRAWN,
	OBSTACLE_STATES
};

/* Words of the tables and back; OBSTACLE_KINDS, OBSTACLE_STATES for others. */
const char *obstacle_kind_word(enum obstacle_kind kind);
enum obstacle_kind obstacle_kind_of(struct str word);
const char *obstacle_state_word(enum obstacle_state state);
enum obstacle_state obstacle_state_of(struct str word);
struct str obstacle_kind_text(enum lang lang, enum obstacle_kind kind);
struct str obstacle_state_text(enum lang lang, enum obstacle_state state);

static inline bool obstacle_is_open(enum obstacle_state state)
{
	return state == OBSTACLE_RAISED || state == OBSTACLE_FORWARDED;
}

/* Document and article folded, so that "Điều 3" and "điều 3." are one. */
struct str obstacle_fold(struct arena *a, struct str words);

struct obstacle_said {
	enum obstacle_kind kind;
	struct str title, words;
	struct str proposal, law, article; /* "": none */
};

struct obstacle_new {
	struct obstacle_said said;
	int64_t agency, holder;
	int64_t task; /* DB_NULL: of none */
	struct date day;
};

/* `actor` writes it down for its agency. ERR_INPUT: no title, no words, an article of no
 * law, a day to come; ERR_DENIED in apply: not the actor's to raise there. */
bool obstacle_raise_prepare(struct arena *a, const struct actor *actor,
	const struct obstacle_new *in, struct change *c, struct err *e) MUST;

/* The changes of one: ERR_STALE where it is no longer of that version, ERR_CONFLICT where
 * its state does not allow it, ERR_DENIED where it is not the actor's. */
bool obstacle_correct_prepare(struct arena *a, const struct actor *actor, int64_t id,
	int64_t version, const struct obstacle_said *said, struct change *c, struct err *e) MUST;

enum obstacle_step { OBSTACLE_FORWARD, OBSTACLE_ANSWER, OBSTACLE_CLOSE, OBSTACLE_WITHDRAW };

struct obstacle_order {
	enum obstacle_step step;
	int64_t id, version;
	int64_t to;	     /* FORWARD: to whom */
	struct str words;    /* why; ANSWER: the answer */
	struct str decision; /* ANSWER: number of the document that decides; "": none */
	struct date day;     /* ANSWER */
};
bool obstacle_order_prepare(struct arena *a, const struct actor *actor,
	const struct obstacle_order *in, struct change *c, struct err *e) MUST;

/* A few rows for the demo, where there are none. */
bool obstacle_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif
