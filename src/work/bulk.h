/*
 * Many parts at once: what is to be done to each is kept, shown as a whole with what cannot
 * be done and why, and then done in one change. A subject above adds an action of its own
 * by bulk_register, and stands in the same list.
 */
#ifndef WORK_BULK_H
#define WORK_BULK_H

#include "access/actor.h"
#include "audit/audit.h"
#include "bulk_sql.h"

enum {
	BULK_MOST = 5000, /* parts of a choice, lines of a paste */
	BULK_ACTIONS = 16,
	BULK_PASTE = 2 << 20 /* bytes */
};

/* What a form must ask for. */
enum bulk_needs { BULK_WORDS = 1, BULK_DAY = 2, BULK_OFFICER = 4 };

struct bulk_action {
	const char *word;    /* "accept" */
	enum text_id label;  /* "Chấp nhận kết quả" */
	enum permission may; /* somewhere; check says whether here */
	unsigned needs;
	bool chosen; /* offered for a choice; else only read out of a paste */
	/* Whether this account may do it to this part now; why not. */
	bool (*check)(struct db_read *r, const struct actor *actor,
		const struct bulk_items_row *item, struct err *e);
	/* Does it, within the change; checks again. */
	bool (*apply)(struct db_write *w, const struct actor *actor, const struct audit_entry *who,
		const struct bulk_items_row *item, struct err *e);
};

/* Once, before the first request. `action` must live for ever; work's own are there. */
void bulk_register(const struct bulk_action *action);
/* By its place; NULL behind the last. */
const struct bulk_action *bulk_action_at(size_t i);
const struct bulk_action *bulk_action_of(struct str word);

/* One thing to do. */
struct bulk_new_item {
	int64_t line;
	struct str action;
	int64_t part; /* DB_NULL: not found */
	struct str given, words;
	struct date day;
	int64_t officer;   /* DB_NULL: none */
	const char *fault; /* NULL: none */
};
typedef LIST(struct bulk_new_item) bulk_new_items;

/* Keeps what was chosen or pasted; c->entry.object_id is its number. Items and actor must
 * outlive the change. What the account left lying for days goes. */
bool bulk_keep_prepare(struct arena *a, const struct actor *actor, bool pasted,
	const bulk_new_items *items, struct change *c, struct err *e) MUST;

/* A paste: a line each of task (path or number), agency (short name, code or name), what
 * ("đã nộp", "bắt đầu" …), day, words, between tabs; a head line is passed over. What is
 * wrong with a line is said at the line. ERR_INPUT where it is none or too many. */
bool bulk_read_paste(struct arena *a, struct db_read *r, int64_t plan, struct str text,
	bulk_new_items *out, struct err *e) MUST;

/* How a kept list stands now. */
struct bulk_verdict {
	const struct bulk_items_row *item;
	const struct bulk_action *action; /* NULL: none */
	struct err why;			  /* code ERR_NONE: it can be done */
};

struct bulk_view {
	struct bulk_by_id_row bulk;
	struct bulk_items_rows items;
	LIST(struct bulk_verdict) verdicts;
	int64_t can, cannot;
};

/* ERR_ABSENT where it is not one's own. */
bool bulk_look(struct arena *a, struct db_read *r, const struct actor *actor, int64_t bulk,
	struct bulk_view *out, struct err *e) MUST;

/* All that can be done, in one change, which fails as a whole. `shown`: how many the person
 * was told; another number by now is ERR_CONFLICT. A paste with a fault is ERR_CONFLICT. */
bool bulk_do_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t bulk,
	int64_t shown, struct change *c, struct err *e) MUST;

/* What is wrong with a line by itself, in words. */
struct str bulk_fault_text(enum lang lang, struct str fault);

#endif
