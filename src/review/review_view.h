/*
 * A draft to what its pages print: cards, the text with its marks, letters that were
 * repaired, names nobody knows.
 */
#ifndef REVIEW_REVIEW_VIEW_H
#define REVIEW_REVIEW_VIEW_H

#include "review/review_forms_web.h"

/* A draft of up to so many items or lines stands on one page; a longer one is turned in windows. */
enum {
	REVIEW_CARDS_WHOLE = 200,
	REVIEW_CARDS = 50,
	REVIEW_LINES_WHOLE = 2000,
	REVIEW_LINES = 500,
	REVIEW_ROOM = 384 << 20 /* bytes of memory a long text may take: some 35 times its own */
};

/* Loads the draft for the request's account and what stands above its pages. */
bool review_open_page(struct request *rq, int64_t draft, struct review **v, struct review_top *top,
	struct err *e) MUST;

/* Names of the draft as it stands that mean no agency, each once. */
bool review_unknown_names(
	struct request *rq, const struct review *v, review_unknown_list *out, struct err *e) MUST;

void review_fill_card(struct request *rq, const struct review *v, const struct review_item *item,
	const review_unknown_list *unknown, struct review_card *card);

/* The items of a tab, those to be looked at first, from the `from`th on (from 0). */
void review_fill_cards(struct request *rq, const struct review *v,
	const review_unknown_list *unknown, int64_t from, struct review_page *page);

/* The lines of the page that holds `line`, with marks and what stands there. */
void review_fill_text(
	struct request *rq, const struct review *v, int64_t line, struct review_page *page);

/* Lines `from` to `to` with their marks. */
void review_fill_lines(struct request *rq, const struct review *v, int64_t from, int64_t to,
	struct review_edit_page *page);

void review_fill_letters(struct request *rq, const struct review *v, struct review_page *page);

/* Address of the draft's page where the item's card stands. */
struct str review_card_url(
	struct request *rq, const struct review *v, const struct review_item *item);

#endif
