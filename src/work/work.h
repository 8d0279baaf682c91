/*
 * What is done about the tasks of adopted plans: each agency's part with its own day, its
 * results, who accepts them, when a task is closed. Rows are made when a plan is adopted
 * and go on through amended texts; nothing is deleted.
 *
 * Who follows a task: the plan's standing agency (permission work.follow there). Who acts
 * on a part: an account that has work.act at the part's agency, which includes those that
 * took the agency's place. Other subjects read work_task_v, work_part_v and work_tally_v.
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "file/file.h"
#include "plan/plan.h"
#include "store/db.h"

/* For plan_when_adopted: makes the rows of a plan's tasks, and of those that are new in it.
 * `amends`: the plan whose tasks that go on have moved here, 0: none. */
bool work_adopted(struct db_write *w, int64_t plan, int64_t amends, const struct audit_entry *who,
	struct err *e) MUST;

/* For plan_when_later: opens the work of plans of thousands of tasks, a piece at a time. */
bool work_later(struct db *db, bool *more, struct err *e) MUST;

/* Makes the rows of plans that were adopted before there were any. At start, a change for
 * each such plan; otherwise nothing. */
bool work_ready(struct db *db, struct err *e) MUST;

/* --- in words */

enum work_state {
	WORK_NEW,
	WORK_DOING,
	WORK_IN,
	WORK_RETURNED,
	WORK_ACCEPTED,
	WORK_WAIVED,
	WORK_REFUSED,
	WORK_ENDED,
	WORK_STATES
};
enum work_task_state { WORK_OPEN, WORK_DONE, WORK_CARRIED, WORK_OVER, WORK_TASK_STATES };

/* WORK_STATES, WORK_TASK_STATES for another word. */
enum work_state work_state_of(struct str word);
const char *work_state_word(enum work_state state);
enum work_task_state work_task_state_of(struct str word);

/* "Đã nộp"; of a part that is asked for, not assigned: "Chưa trả lời", "Đã nhận lời". */
struct str work_state_text(enum lang lang, enum work_state state, enum plan_role role);

/* What a task shows first, the most urgent word; worked out for a day, never stored. */
enum work_look {
	WORK_LOOK_DONE,
	WORK_LOOK_CARRIED,
	WORK_LOOK_OVER,
	WORK_LOOK_NOBODY,
	WORK_LOOK_LATE,
	WORK_LOOK_SOON, /* due within WORK_SOON days */
	WORK_LOOK_STANDING,
	WORK_LOOK_DOING,
	WORK_LOOK_NEW,
	WORK_LOOKS
};
enum { WORK_SOON = 14 };

enum work_look work_look_of(struct str state, bool standing, struct date due, struct date began,
	int64_t parts, struct date today);
struct str work_look_text(enum lang lang, enum work_look look);

/* --- what is done */

/* Each is an entry "work.begin" … of the log and a line of the task's history. */
enum work_kind {
	/* by the agency whose part it is */
	WORK_BEGIN,
	WORK_HAND_IN,	/* words, day, figures, file */
	WORK_ASK_LATER, /* day, words: why */
	WORK_OFFICER,	/* officer; 0: nobody */
	/* by it, or by who follows the task and has the answer on paper */
	WORK_ANSWER,  /* words, day */
	WORK_DECLINE, /* words */
	/* by who follows the task; of the lead's own part by the standing agency alone */
	WORK_ACCEPT,
	WORK_RETURN, /* words: why */
	WORK_WAIVE,  /* words: why */
	WORK_GRANT,  /* the later day that was asked for */
	WORK_DENY,   /* words: why */
	WORK_ASSIGN, /* words: what of the task falls to it; day: its own, none: the task's */
	/* of the task itself */
	WORK_ADD,   /* agency, role, words, day */
	WORK_CLOSE, /* words: why, where parts are not in */
	WORK_CARRY, /* to: a task of another plan; or plan, to have one made there; words */
	WORK_SUB,   /* words, starts, day, parties: a task under this one */
	WORK_MOVE,  /* to: the task it is put under; 0: none */
	/* by the standing agency alone */
	WORK_DAYS,   /* starts, day; words: why */
	WORK_REOPEN, /* words: why */
	WORK_KINDS
};

const char *work_kind_word(enum work_kind kind);
/* WORK_KINDS for another word. */
enum work_kind work_kind_of(struct str word);
/* "Nộp kết quả": what the history says; of "amended" and "ended" too. */
struct str work_event_text(enum lang lang, struct str kind);

enum {
	WORK_WORDS_MAX = 4000, /* letters of a result or a part */
	WORK_REASON_MAX = 500,
	WORK_FIGURES_MAX = 20,
	WORK_LABEL_MAX = 120,
};

struct work_figure {
	struct str label;
	double amount;
};
typedef LIST(struct work_figure) work_figure_list;

/* "Số lớp: 12", a line each, with a decimal comma and points between thousands; ERR_INPUT
 * names the line. */
bool work_figures_read(
	struct arena *a, struct str lines, work_figure_list *out, struct err *e) MUST;

struct work_order {
	enum work_kind kind;
	int64_t part, task; /* the one it is done to; 0: the other */
	int64_t version;    /* as the person saw it; 0: whatever it is, for many at once */
	struct str words;
	struct date starts, day;
	work_figure_list figures;
	const struct file_new *file; /* what bears a result out; NULL: nothing yet */
	int64_t officer, agency, to, plan;
	enum plan_role role;
	LIST(struct plan_task_party) parties;
	int64_t made; /* set: the result, the part or the task that came of it */
};

/* Whether the account may do it now, and why not: ERR_DENIED, ERR_ABSENT, ERR_INPUT,
 * ERR_CONFLICT (the state forbids it; the text says who did what meanwhile), ERR_STALE. */
bool work_check(struct db_read *r, const struct actor *actor, const struct work_order *o,
	struct err *e) MUST;

/* The same within a change: checks, and does it. */
bool work_do(struct db_write *w, const struct actor *actor, const struct audit_entry *who,
	struct work_order *o, struct err *e) MUST;

/* One of them as a change: checks, and fills all of c but who acts. `o` and `actor` must
 * outlive it. */
bool work_prepare(struct arena *a, struct db *db, const struct actor *actor, struct work_order *o,
	struct change *c, struct err *e) MUST;

/* Results in the first plan, for the demo; parts that have one already stay. */
bool work_demo(struct db *db, struct arena *a, struct err *e) MUST;

/* --- who may */

struct work_rights {
	bool follows; /* the standing agency, or a lead of the task */
	bool stands;  /* the standing agency */
};

/* ERR_ABSENT where there is no such work. */
bool work_rights_of(struct db_read *r, const struct actor *actor, int64_t task,
	struct work_rights *out, struct err *e) MUST;

#endif
