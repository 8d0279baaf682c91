/*
 * Plans: what a document gives to agencies to do. The import reads a file, resolves the
 * names on the plan's day and keeps it all in one change; the rest of this header says
 * in words what the tables hold, for pages, JSON and commands alike.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "audit/audit.h"
#include "base/base.h"
#include "document/document.h"
#include "reading/reading.h"
#include "store/db.h"

enum plan_sure { PLAN_CERTAIN, PLAN_LIKELY, PLAN_DOUBTFUL };

enum plan_role { PLAN_LEAD, PLAN_COORDINATING, PLAN_JOINT, PLAN_REQUESTED, PLAN_ROLES };

/* --- the import */

/* A task of an earlier text that goes on as an item of this one. */
struct plan_carried {
	size_t item; /* of the reading */
	int64_t task;
};
typedef LIST(struct plan_carried) plan_carried_list;

/* A file and what its bringer knows better than the file. */
struct plan_source {
	struct str file_name;
	struct str bytes;
	struct str text; /* its words, by plan_open_source; STR_NULL: the bytes are the text */
	struct str number, issuer; /* STR_NULL: as the text has it */
	struct date issued;	   /* none: as the text has it */
	struct str title;	   /* STR_NULL: as the text has it */
	struct str province;	   /* whose plan it is, by name; STR_NULL: as the text has it */
	int64_t corrections;	   /* that a person has made in the reading; for the log */
	int64_t amends;		   /* the plan this text comes in the place of; 0: none */
	plan_carried_list carried; /* its tasks that go on, by rising item */
};

struct plan_import {
	int64_t plan; /* the one made, once the change is applied; or the one that is here */
	bool known;   /* this very text is here: there is nothing to apply */
	struct str number, title;
	int64_t tasks, parties, unassigned, unresolved, doubtful, targets, duties;
	int64_t corrections, carried;
	struct plan_parts *parts; /* the import's own */
};

/* Reads, resolves and checks; nothing is written. Where the text is here already `known`
 * is true and c->apply stays NULL; else the change is complete but for who acts. What
 * cannot be a plan is ERR_INPUT, a document that is here with other words ERR_CONFLICT.
 * All of it lives in the arena, which must outlive the change. */
bool plan_import_prepare(struct arena *a, struct db *db, const struct plan_source *s,
	struct change *c, struct plan_import **out, struct err *e) MUST;

/* Takes the words out of a file that is no plain text (intake/intake.h). ERR_INPUT: it cannot be
 * read, or bears a mark of secrecy: such a paper is not taken. */
bool plan_open_source(struct arena *a, struct plan_source *s, struct err *e) MUST;

/* The two halves of it, for who shows a reading to a person in between. What cannot be a
 * plan is ERR_INPUT; the reading may be changed, its spans stay those of its text. */
bool plan_read_source(
	struct arena *a, const struct plan_source *s, struct reading **out, struct err *e) MUST;
bool plan_import_reading(struct arena *a, struct db *db, const struct plan_source *s,
	struct reading *reading, struct change *c, struct plan_import **out, struct err *e) MUST;

/* --- adoption */

/* Called within every change that gives a plan tasks, when they are all there: an import, or a
 * task that a person added. `amends`: the plan whose place this one has just taken and whose
 * tasks that go on are here now; 0: none. `who`: the entry of the change. */
typedef bool plan_adopted_fn(struct db_write *w, int64_t plan, int64_t amends,
	const struct audit_entry *who, struct err *e);
/* Registers one for the whole program, before anything runs; the same again is no other. */
void plan_when_adopted(plan_adopted_fn *fn);
/* Calls them; for plan's own changes. */
bool plan_tell_adopted(struct db_write *w, int64_t plan, int64_t amends,
	const struct audit_entry *who, struct err *e) MUST;

/* What an adoption has left for later because it would hold the writer too long: a piece of it, as
 * a change of its own; *more says whether some is left. */
typedef bool plan_later_fn(struct db *db, bool *more, struct err *e);
/* Registers one for the whole program, before anything runs; they go on in this order. */
void plan_when_later(plan_later_fn *fn);
/* Does what was left, for `most_s` seconds or so, 0: to the end. Whoever has applied an adoption
 * calls it, and the server from time to time: what another began, or a stop broke off. */
bool plan_go_on(struct db *db, int most_s, struct err *e) MUST;
/* The same to the end behind a page's change, which has succeeded: a failure is only logged. */
void plan_settle(struct db *db);

/* --- tasks that a person puts in */

enum { PLAN_TASK_MAX = 4000 /* letters */ };

struct plan_task_party {
	enum plan_role role;
	int64_t agency;
};

struct plan_task_new {
	int64_t plan, parent; /* parent: the task above, of the same plan; 0: none */
	struct str words;
	struct str from; /* what gave it: "Kết luận họp ngày …"; may be without value */
	struct date starts, due; /* due: the last day that is in time */
	LIST(struct plan_task_party) parties;
};

/* Within a change whose `prepare` has checked who may: makes the task, lets its parties see
 * the plan and tells who waits for adoptions. ERR_INPUT without words, ERR_ABSENT for a task
 * above that is none of the plan's, ERR_CONFLICT in a plan that was superseded. */
bool plan_task_keep(struct db_write *w, const struct plan_task_new *t,
	const struct audit_entry *who, int64_t *id, struct err *e) MUST;

/* Puts such a task, and what is under it, under another (0: under none) of the same plan.
 * ERR_CONFLICT under itself or what is below it, and for a task that was read; ERR_STALE. */
bool plan_task_move(
	struct db_write *w, int64_t id, int64_t parent, int64_t version, struct err *e) MUST;

/* Lets an agency see a plan that does not name it. */
bool plan_let_in(struct db_write *w, int64_t plan, int64_t agency, struct err *e) MUST;

/* --- in words */

enum plan_sure plan_sure_of(struct str word);
/* "lead" … "requested"; PLAN_ROLES for another word. */
enum plan_role plan_role_of(struct str word);
const char *plan_role_word(enum plan_role role);

/* The role's words: "Chủ trì"; "" for PLAN_ROLES. */
struct str plan_role_text(enum lang lang, enum plan_role role);

/* What a flag of the reading asks a person to look at: "Ngày nghi sai". */
struct str plan_flag_text(enum lang lang, struct str code);

/* A citation: "Quyết định số 193/QĐ-TTg ngày 09/02/2021". */
struct str plan_ref_text(struct arena *a, enum lang lang, struct str kind, struct str number,
	struct date issued, struct str name, struct str issuer);

/* A path as people cite it: "II.3.d.p2" is "II.3.d, đoạn 2", "II.2.1.đ.s1" "II.2.1.đ (1)",
 * "II.2.1.đ.t1" "II.2.1.đ, việc 1". */
struct str plan_path_label(struct arena *a, enum lang lang, struct str path);

/* At most `letters` letters, cut at a word, with "…" where something is left out. */
struct str plan_brief(struct arena *a, struct str words, size_t letters);

/* A line in capitals as a sentence: "NHIỆM VỤ" gives "Nhiệm vụ". Others come back as they
 * are. For reading only: names lose their capitals with the rest. */
struct str plan_sentence(struct arena *a, struct str line);

/* A target's figure: "≥ 95%", "80–85%". `percent_to`: NaN where it is one figure. */
struct str plan_figure_text(
	struct arena *a, enum lang lang, struct str op, double percent, double percent_to);

/* How often a duty comes round: "half_year" is "6 tháng". */
struct str plan_period_text(enum lang lang, struct str period);

/* A duty's days, "03-20 09-20": "chậm nhất 20/3, 20/9"; STR_NULL where there is none. */
struct str plan_days_text(struct arena *a, enum lang lang, struct str days, bool before);

/* When a task is due. */
struct plan_due {
	struct date starts, due;
	bool before;
	struct str words;      /* as written, where no day could be made of it */
	struct str recurrence; /* "yearly 07-30"; STR_NULL: none */
	int64_t year;	       /* of which days are shown without it; 0: none */
};

/* For reading: "01/7/2024–30/9/2024", "chậm nhất 19/9/2024" for "trước ngày 20/9/2024",
 * "30/7 hằng năm"; STR_NULL where the plan names none. */
struct str plan_due_text(struct arena *a, enum lang lang, const struct plan_due *d);
/* The last day, where there is one; no date for a recurring one. */
struct date plan_last_day(const struct plan_due *d);

#endif
