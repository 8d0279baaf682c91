/*
 * Search by words, alike on both databases: a table of folded tokens. "mua ban nguoi"
 * finds "mua bán người", "dang" finds "Đặng"; who types marks gets what bears them first;
 * words that follow each other count more than the same words apart.
 *
 * A subject puts what it owns here in its own change (apply), so that what is found is
 * what is stored. Who finds it: everybody, or who reaches its agency
 * or one of its group (access_reach_v).
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum {
	SEARCH_QUERY_MAX = 200,	  /* letters of a question */
	SEARCH_WORDS_MAX = 12,	  /* its words; the rest is not looked at */
	SEARCH_TEXT_MAX = 100000, /* bytes of a thing's text that are indexed */
};

struct search_token {
	struct str text;
	int64_t weight;
};

enum { SEARCH_WEIGHTS = 3 };					      /* title, note, text */
enum { SEARCH_IN_TEXT = 1, SEARCH_IN_NOTE = 2, SEARCH_IN_TITLE = 4 }; /* what a token weighs */

struct search_doc {
	struct str kind; /* "plan"; search_web.c knows the page of each kind */
	int64_t id;	 /* the thing's; may be set between prepare and put */
	int64_t agency;	 /* whose reach finds it; DB_NULL and no group: everybody */
	int64_t group;	 /* of search_group_put; 0: none */
	struct str code; /* what its page's address names it by; no value: id */
	struct str title;
	struct str note; /* shown under the title; searched like the text */
	struct str text; /* searched, not kept */
	/* made by search_prepare */
	struct str sort; /* key of the title */
	LIST(struct search_token) tokens;
	struct str packed[SEARCH_WEIGHTS]; /* the tokens of each weight, as JSON */
};

/* Takes title, note and text apart, on the worker. */
void search_prepare(struct arena *a, struct search_doc *d);

/* Keeps it in place of what was there under kind and id. A doc that was not prepared is,
 * in the writer: for short texts. */
bool search_put(struct db_write *w, struct search_doc *d, struct err *e) MUST;

/* Many things in one batch. All must be prepared. Of more than some hundred the words wait, and
 * are found once search_later has put them in. */
bool search_put_many(
	struct db_write *w, const struct search_doc *docs, size_t n, struct err *e) MUST;

/* Puts in a piece of the words that wait, as a change of its own, short enough for the writer;
 * *more says whether some are left. */
bool search_later(struct db *db, bool *more, struct err *e) MUST;

/* A group of agencies for things that belong to many: who reaches one of them finds them. A thing
 * that has a group already keeps it, and so do all that share it: only who is in it changes. */
bool search_group_put(struct db_write *w, struct str kind, int64_t id, const int64_t *agencies,
	size_t n, int64_t *group, struct err *e) MUST;

/* The group a thing is found by; 0: none. */
bool search_group_of(
	struct db_write *w, struct str kind, int64_t id, int64_t *group, struct err *e) MUST;
/* One more agency finds what is found by the thing's group. */
bool search_group_join(
	struct db_write *w, struct str kind, int64_t id, int64_t agency, struct err *e) MUST;

/* Takes a thing out again. */
bool search_drop(struct db_write *w, struct str kind, int64_t id, struct err *e) MUST;

struct search_hit {
	struct str kind;
	int64_t id;
	struct str code; /* as put */
	struct str title, note;
	struct str agency; /* its name; no value: everybody's */
};

struct search_result {
	LIST(struct search_hit) hits;
	int64_t total; /* of all that fit, hits or not */
	size_t words;  /* of the question that were looked for; 0: there were none */
};

struct search_question {
	struct str words;
	struct str kinds; /* "plan task": nothing else is found; may be empty */
	int64_t account;  /* who asks */
	int64_t most;	  /* hits wanted; the best come first */
};

/* ERR_INPUT for words that are too many. */
bool search_query(struct db_read *r, const struct search_question *q, struct search_result *out,
	struct err *e) MUST;

/* A question for lists that narrow by words, over search_word_v: a thing fits that has all the
 * words in `exact` (each between spaces, `n` of them) and one from `low` on, below `high`. */
struct search_words {
	struct str exact;
	int64_t n;
	struct str low, high; /* "": the question has no words, everything fits */
};

/* ERR_INPUT for words that are too many. */
bool search_words(
	struct arena *a, struct str question, struct search_words *out, struct err *e) MUST;

/* One agency as it stands within the change: put in again, or taken out where it is no more. */
bool search_put_agency(struct db_write *w, int64_t agency, struct err *e) MUST;

/* Puts in (again) what lower floors publish and cannot put in themselves: places and
 * agencies. One change a piece, by `who`; *things says how many. */
bool search_rebuild(
	struct db *db, const struct audit_entry *who, int64_t *things, struct err *e) MUST;

#endif
