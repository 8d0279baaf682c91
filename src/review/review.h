/*
 * Looking through what was read before it is adopted as a plan: a file is uploaded as a
 * draft, persons correct what the program read, and the corrected reading is imported.
 *
 * The reading itself is not kept: reading.h promises the same for the same bytes. A draft
 * is the bytes and, beside them, what persons changed, each change with who and when. An
 * item as it stands is the item as read with its change laid over.
 *
 * An item has the address "t12": a task (g a target, d a duty) and its place in the reading;
 * "t12.1024" is one that a person put behind it. Targets and duties can be added where none
 * was read: behind "g-1", "d-1", which are no items themselves.
 */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "plan/plan.h"
#include "reading/reading.h"
#include "review_sql.h"
#include "store/db.h"

enum {
	REVIEW_WORDS_MAX = 20000,  /* letters of one item */
	REVIEW_PARTIES_MAX = 4000, /* letters of the names in one role */
	REVIEW_PATH_MAX = 60,
	REVIEW_REASON_MAX = 300
};

enum review_kind { REVIEW_TASK, REVIEW_TARGET, REVIEW_DUTY, REVIEW_KINDS };
enum review_state { REVIEW_KEPT, REVIEW_DROPPED, REVIEW_MERGED };

struct review_key {
	enum review_kind kind;
	int64_t nth;  /* in the reading: of items, targets or duties */
	int64_t part; /* 0: as read; above: put behind it by a person */
};

struct review_party {
	enum reading_role role;
	struct str name;
};
typedef LIST(struct review_party) review_party_list;

/* What a target measures. */
struct review_measure {
	struct str op;		    /* "=", ">", ">=", "<", "<=" */
	double percent, percent_to; /* percent_to: NaN where it is one figure */
	struct str counted, over;
};

/* What a duty asks for. */
struct review_owed {
	struct str period;  /* "half_year" */
	struct str days;    /* "03-20 09-20", "2023-03-10" */
	bool before;	    /* the day itself is too late */
	struct str by;	    /* a line each */
	struct str to, via; /* "": not said */
};

/* What can be corrected. */
struct review_words {
	struct str path, words;
	review_party_list parties;
	struct date starts, due;
	bool due_before;
	struct review_measure measure; /* of targets */
	struct review_owed owed;       /* of duties */
	int64_t line;		       /* where an added target or duty stands; 0: not said */
};

struct review_item {
	struct review_key key;
	struct review_words read; /* nothing in it where a person added the item */
	struct review_words now;
	enum review_state state;
	enum reading_sure sure;		    /* of the reading */
	bool doubtful;			    /* still to be looked at */
	const struct review_fixes_row *fix; /* NULL: nobody has touched it */
	int64_t version;		    /* of the fix; 0: none */
	/* where it stands and what was flagged: of the item as read, for added ones too */
	const struct reading_item *task;     /* of tasks, else NULL */
	const struct reading_target *target; /* of targets */
	const struct reading_duty *duty;     /* of duties */
	int line, line_end;
	struct reading_span span;
};

struct review {
	int64_t id;
	struct review_draft_by_id_row draft;
	struct reading *reading;
	LIST(struct review_item) items; /* tasks, targets, duties, each in the text's order */
	struct review_fixes_rows fixes;
	struct review_names_rows names;
	struct review_item anchors[REVIEW_KINDS]; /* behind which the first can be added */
	int64_t lost; /* corrections of items that the reading no longer has so */
};

/* The draft as `account` may see it, read and laid over. ERR_ABSENT where there is none for
 * it. Lives in the arena of the snapshot. */
bool review_load(
	struct db_read *r, int64_t account, int64_t id, struct review **out, struct err *e) MUST;

/* An item by its key or its address; NULL where there is none. */
struct review_item *review_find(const struct review *v, struct review_key key);
struct review_item *review_find_word(const struct review *v, struct str word);
struct str review_word(struct arena *a, struct review_key key);
/* The same, or the anchor "g-1" behind which a first target is put. */
const struct review_item *review_base_word(const struct review *v, struct str word);
/* The last item that was read of a kind, or its anchor: behind it a person adds. */
const struct review_item *review_last(const struct review *v, enum review_kind kind);

/* The task before it that is kept: what it would be merged into. NULL: none. */
struct review_item *review_above(const struct review *v, const struct review_item *item);

/* Kept items of a kind, and how many of them are still doubtful. */
int64_t review_count(const struct review *v, enum review_kind kind, int64_t *doubtful);

/* The reading with every change applied, for the import. Spans stay those of the text. */
bool review_corrected(
	struct db_read *r, const struct review *v, struct reading **out, struct err *e) MUST;
/* The same with what is known about the document by hand. */
struct plan_source review_source(const struct review *v);

/* The day and the place's code by which the names of the draft are resolved. */
bool review_day_and_place(struct db_read *r, const struct review *v, struct date *day,
	struct str *place, struct err *e) MUST;

/* Parties as text and back: a line each, "lead", a tab, the name. */
struct str review_parties_text(struct arena *a, const review_party_list *parties);
void review_parties_parse(struct arena *a, struct str text, review_party_list *out);
bool review_parties_same(const review_party_list *a, const review_party_list *b);

/* Measure, owed and line as text and back, in the lines of review_fix.facts. */
struct str review_facts_text(
	struct arena *a, enum review_kind kind, const struct review_words *w, bool with_line);
void review_facts_parse(struct arena *a, struct str text, struct review_words *w);
/* As the reading has them. */
struct review_measure review_measure_of(const struct reading_target *t);
struct review_owed review_owed_of(struct arena *a, const struct reading_duty *d);
/* "95", "12,5". */
bool review_figure(struct str s, double *out);
/* "20/3, 20/9" or "10/3/2023" into the words of review_owed.days, and back. */
bool review_days_parse(struct arena *a, struct str written, struct str *out, struct err *e) MUST;
struct str review_days_vi(struct arena *a, struct str days);
/* ERR_INPUT: an operator or a period that is none, a figure above 1000, a range that falls. */
bool review_facts_check(enum review_kind kind, const struct review_words *w, struct err *e) MUST;
/* Into the reading's form. */
void review_put_measure(struct reading_target *t, const struct review_measure *m);
void review_put_owed(struct arena *a, struct reading_duty *d, const struct review_owed *o);

/* --- changes. `actor` is whose the change is; the entry's who and permission are set by the
 * caller. Each checks on a snapshot of its own that the draft is the actor's to change and
 * of which version the item is: ERR_STALE where somebody was faster. */

struct review_upload {
	struct plan_source source;
	int64_t draft; /* the one made; or the one that is here already, with c->apply NULL */
	int64_t plan;  /* above 0: the text is here as this plan, there is nothing to apply */
};

/* A file becomes a draft. ERR_INPUT for what cannot be a plan. */
bool review_upload_prepare(struct arena *a, struct db *db, const struct actor *actor,
	struct review_upload *u, struct change *c, struct err *e) MUST;

/* What a person says instead. */
struct review_correction {
	int64_t draft;
	struct str item; /* address */
	int64_t version; /* of the item when the person saw it */
	struct review_words words;
	struct str reason;
};
bool review_correct_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_correction *in, struct change *c, struct err *e) MUST;

/* One item as it is told: right as read, dropped, taken back to what was read. */
enum review_verdict { REVIEW_CONFIRM, REVIEW_DROP, REVIEW_RESTORE };
bool review_verdict_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, struct str item, int64_t version, enum review_verdict verdict,
	struct change *c, struct err *e) MUST;

/* Its words at the line breaks of `lines`: the first part stays the item, each further one
 * becomes an item behind it with the same parties and days. The words must be the same. */
bool review_split_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str item, int64_t version, struct str lines, struct change *c, struct err *e) MUST;

/* Its words and parties go to the task above; the item itself is no longer one. */
bool review_merge_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str item, int64_t version, struct change *c, struct err *e) MUST;

/* An item of its kind that nobody read, behind `in->item`. */
bool review_add_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_correction *in, struct change *c, struct err *e) MUST;

/* What the person knows about the document; a member without value: as read. */
struct review_head {
	int64_t draft, version;
	struct str number, issuer, title, province;
	struct date issued;
};
bool review_head_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_head *in, struct change *c, struct err *e) MUST;

/* A name of the text means the one agency that is called `means`; with `keep` the agency has
 * the name as an alias from now on. */
bool review_name_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str name, struct str means, bool keep, struct change *c, struct err *e) MUST;

bool review_discard_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, int64_t version, struct change *c, struct err *e) MUST;

/* Adopting what gives work to other agencies takes two persons, where there are two who may
 * (access/pair.h): one asks, another adopts the draft as it stood when it was asked for. */
struct review_two {
	bool needed; /* else one is enough for this draft and this actor */
	bool asked;  /* as it stands now */
	bool own;    /* by the actor */
};
bool review_two_of(struct db_read *r, const struct review *v, const struct reading *corrected,
	const struct actor *actor, struct review_two *out, struct err *e) MUST;
/* Asks, and tells those who may adopt. ERR_CONFLICT where one is enough, or it was asked already. */
bool review_ask_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	int64_t version, struct change *c, struct err *e) MUST;

/* The corrected reading becomes a plan: one change. Where two persons are needed, ERR_DENIED
 * (logged) for who has not been asked by another. With `replaces` an amended text takes the
 * place of the plan it amends, whose tasks go on under their ids. `*plan` is set once it is applied. */
bool review_adopt_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	int64_t version, bool replaces, struct change *c, struct err *e) MUST;
/* Of an applied one. */
int64_t review_adopted(const struct change *c);

#endif
