/*
 * What the pages of drafts show: page structs that review_web.c and review_view.c fill and
 * review.html and the JSON functions print.
 */
#ifndef REVIEW_REVIEW_WEB_H
#define REVIEW_REVIEW_WEB_H

#include "base/json.h"
#include "plan/plan_draw.h"
#include "plan/plan_web.h"
#include "review/compare.h"
#include "review/review.h"
#include "web/parts.h"
#include "web/request.h"

struct review_list_page {
	const struct review_open_rows *drafts;
};

struct review_new_page {
	int unused;
};

/* Which items are listed. */
enum review_tab {
	REVIEW_TAB_TASKS,
	REVIEW_TAB_TARGETS,
	REVIEW_TAB_DUTIES,
	REVIEW_TAB_OUT,
	REVIEW_TABS
};
extern const char *const review_tab_words[REVIEW_TABS];

/* What stands above every page of a draft. */
struct review_top {
	int64_t id, version;
	struct str title; /* as a sentence */
	struct str line;  /* kind, number, day, issuer */
	bool open;
	int64_t plan;	/* adopted as; 0: not yet */
	int64_t to_see; /* doubtful items of every kind */
};

struct review_note {
	struct str text;
};

/* A name that means no agency, and how often it stands there. */
struct review_unknown {
	struct str name;
	int64_t times;
};
typedef LIST(struct review_unknown) review_unknown_list;

/* An item in the list. */
struct review_card {
	const struct review_item *item;
	struct str word, label, lines, brief;
	bool task, original; /* original: as read, not put there by a person */
	enum plan_sure sure;
	LIST(struct party) chips;
	struct str due;
	struct str facts;		  /* of a target or a duty */
	LIST(struct review_note) notes;	  /* flags of the reading */
	LIST(struct review_note) changes; /* "Bản đọc: …" where a person said otherwise */
	struct str who;			  /* "đã sửa, mot, 22/12/2025, 14:03" */
	bool unresolved;		  /* a name of it means nobody */
	struct str text_href;		  /* its place in the text */
};

struct review_block {
	struct str word; /* of the item; no value: none */
	struct str label, href;
	LIST(struct plan_text_line) lines;
};

/* Letters received and what they are read as. */
struct review_letter {
	struct str code; /* "U+04C3" */
	struct str reads;
	int64_t times;
	bool doubtful;
};

struct review_page {
	struct review_top top;
	const struct review *review;
	enum review_tab tab;
	struct str tab_word;
	int64_t counts[REVIEW_TABS];
	int64_t doubtful, likely, certain; /* of the tab's items */
	struct str first;		   /* the first card to be looked at; no value: none here */
	LIST(struct review_card) cards;
	int64_t from, line; /* where the windows of items and text begin */
	struct pager pager; /* of the items; total 0: one page */
	struct str add;	    /* behind which item a target or a duty is added; no value: not here */
	LIST(struct review_block) blocks;
	struct pager text_pager; /* of the lines */
	LIST(struct review_letter) letters;
	int64_t repaired;
	int64_t unresolved; /* names */
	struct review_relation relation;
	LIST(struct review_card) missing; /* of a cut copy: the plan's parts that are not here */
	int64_t missing_n;
	bool may_adopt;
};

struct review_diff_line {
	enum review_change change;
	struct str label, was_label;
	struct str was, is;
	bool task;
};

struct review_diff_page {
	struct review_top top;
	struct review_relation relation;
	LIST(struct review_diff_line) lines;
};

/* JSON: the members of the outermost object. */
void review_list_json(struct json *j, const struct review_list_page *p);
void review_show_json(struct json *j, const struct review_page *p);

#endif
