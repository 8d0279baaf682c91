/*
 * Activities: the register of all work that is not a case. A kind says which figures and words
 * it asks for; kinds, fields and choices are data (data/activity), each kind with the plan and
 * the passage that calls for it.
 *
 * A figure is known, missing (not yet known) or not applicable; zero is a known figure. Sums
 * never count the other two as zero. A kind of the group "prof" is counted only: no words, no
 * paper, no note, so that no person can be named in it; the tables refuse them as well.
 *
 * A correction is a new version; the earlier ones stay readable. What is withdrawn is not
 * counted and stays readable too. Other floors read activity_v and activity_figure_v.
 */
#ifndef ACTIVITY_ACTIVITY_H
#define ACTIVITY_ACTIVITY_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum {
	ACTIVITY_FIELDS_MAX = 24,
	ACTIVITY_TITLE_MAX = 200,
	ACTIVITY_SOURCE_MAX = 200,
	ACTIVITY_NOTE_MAX = 300,
	ACTIVITY_DAYS_MAX = 366
};

/* --- the catalogue; lives for ever, the same in every process */

enum activity_type { ACTIVITY_COUNT, ACTIVITY_TEXT, ACTIVITY_CHOICE };

struct activity_option {
	struct str code, name[LANG_COUNT];
};

struct activity_field {
	struct str code, name[LANG_COUNT];
	enum activity_type type;
	int64_t most;			 /* the largest figure, or the letters of a text */
	const struct activity_field *of; /* the figure it is a part of; NULL: none */
	struct str
		axis; /* parts of one axis ("sex", "age", "force") make the whole; "part" does not */
	LIST(struct activity_option) options;
};

struct activity_ask {
	const struct activity_field *field;
	bool need;
	struct str preset; /* a choice that stands at first; "" for none */
};

struct activity_kind {
	struct str code, group, name[LANG_COUNT];
	struct str words; /* folded, '|' between: what a task that calls for it says */
	bool counts_only;
	bool province; /* told by province, not by commune: the figures are too small */
	struct activity_ask asks[ACTIVITY_FIELDS_MAX];
	size_t n_asks;
	const struct activity_field *main; /* the figure a list shows */
	struct str citation, quote;
	struct str form; /* changes when what it asks for does */
};

struct activity_kinds {
	const struct activity_kind *v;
	size_t n;
};

struct activity_kinds activity_kinds(void);
const struct activity_kind *activity_kind(struct str code);   /* NULL: none */
const struct activity_field *activity_field(struct str code); /* NULL: none */
/* By code; NULL: none. */
const struct activity_option *activity_option(const struct activity_field *f, struct str code);
/* "comm" … in words. */
enum text_id activity_group_text(struct str group);

/* How well a task's words call for the kind: 0 not at all. `fold`: the words, folded. */
int activity_likeness(const struct activity_kind *k, struct str fold);

/* --- figures */

/* Zeroed memory knows nothing. */
enum activity_state { ACTIVITY_MISSING, ACTIVITY_KNOWN, ACTIVITY_NA };

struct activity_answer {
	enum activity_state state;
	int64_t number;	  /* of a known count */
	struct str words; /* of a text, the code of a choice; no value: nothing was said */
};

/* What was typed for a field: "120", "1.200", "?", "×" ("x", "-"), nothing. ERR_INPUT says
 * what is wrong; `need`: nothing is not taken. */
bool activity_read(const struct activity_field *f, bool need, struct str typed,
	struct activity_answer *out, struct err *e) MUST;

/* "1.234", "?", "×"; the words, the choice in words. */
struct str activity_print(struct arena *a, enum lang lang, const struct activity_field *f,
	const struct activity_answer *x);

/* --- what is said about an activity */

struct activity_said {
	const struct activity_kind *kind;
	int64_t agency;
	int64_t task;	  /* 0: none */
	struct str place; /* code on the map of `ends`; no value: the whole country */
	struct date starts, ends;
	struct str title, source; /* may be without value */
	struct str gap; /* why parts fall short of their whole: "unknown", "estimate", "other" */
	struct activity_answer answers[ACTIVITY_FIELDS_MAX]; /* of kind->asks */
	bool draft;
	struct str ref; /* what makes it the same entry when it comes twice */
};

/* Which field is wrong, for the form: -1 none of the kind's; else the place in kind->asks. */
struct activity_fault {
	int ask;
	const char *field; /* "place", "starts", "ends", "task", "gap" …; NULL: an ask */
};

/* Checks all that needs no database: figures in their bounds, parts within their whole, days in
 * order and not in the future. `today` is the day it is. */
bool activity_check(const struct activity_said *s, struct date today, struct activity_fault *fault,
	struct err *e) MUST;

/* --- changes. Each asks whether the actor may write at the agency (ERR_ABSENT), and again when
 * it is applied. */

/* A new activity. Where the same entry (agency and ref) is here already, `*known` is its id and
 * there is nothing to apply; the id of a new one is c->entry.object_id once applied. */
bool activity_enter_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct activity_said *s, struct change *c, int64_t *known,
	struct activity_fault *fault, struct err *e) MUST;

struct activity_why {
	struct str reason; /* "figures", "place", "period", "task", "double", "other" */
	struct str note;   /* none for what is counted only */
};

/* A new version of what stands; `version` is the one the person saw (else ERR_STALE). A draft is
 * changed without a reason and entered by a version that is no draft. */
bool activity_correct_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t version, const struct activity_said *s, const struct activity_why *why,
	struct change *c, struct activity_fault *fault, struct err *e) MUST;

bool activity_withdraw_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t version, const struct activity_why *why, struct change *c,
	struct err *e) MUST;

/* A file that shows it (file/file.h says what is taken). ERR_CONFLICT for what is counted only. */
bool activity_attach_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t activity, struct str name, struct str bytes, struct change *c, struct err *e) MUST;

/* Many new ones in one change: all or none. Each is prepared by activity_enter_prepare's rules;
 * those that are here already are left out and counted. */
struct activity_batch {
	LIST(struct activity_said) rows;
	int64_t entered, known;
};
bool activity_batch_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	struct activity_batch *b, struct change *c, size_t *bad_row, struct err *e) MUST;

/* --- reading */

struct activity_version_by_id_row;

/* A version as it was said; the row's texts live in the reader's arena. */
bool activity_load(struct db_read *r, int64_t id, int64_t version, int64_t account,
	const struct activity_kind *kind, struct activity_version_by_id_row *row,
	struct activity_said *out, struct err *e) MUST;

/* "Truyền thông trong trường học: THCS An Châu": its title, else what it says first. */
struct str activity_name(enum lang lang, const struct activity_kind *kind, struct str title);

/* Reads rows of a CSV file (docs: data/activity/README.md) into the batch. Every line that is
 * wrong is in `faults`; false only where nothing can be read at all. */
struct activity_csv_fault {
	int64_t line;
	struct str words;
};
typedef LIST(struct activity_csv_fault) activity_csv_faults;
bool activity_csv(struct arena *a, struct db_read *r, enum lang lang, struct str bytes,
	struct activity_batch *out, activity_csv_faults *faults, struct err *e) MUST;

/* A few believable rows of several agencies, once; in one change by `who`. */
bool activity_demo(struct db *db, struct arena *a, const struct audit_entry *who, int64_t *made,
	struct err *e) MUST;

#endif
