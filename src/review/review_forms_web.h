/*
 * What the forms of a draft show.
 */
#ifndef REVIEW_REVIEW_FORMS_WEB_H
#define REVIEW_REVIEW_FORMS_WEB_H

#include "review/review_web.h"

/* One item with the form to correct it; also the form for a new one. */
struct review_edit_page {
	struct review_top top;
	struct review_card card;
	const struct review_item *item;
	struct str tab;
	struct str names[READING_ROLES]; /* a line each */
	struct str starts, due;
	bool before;
	LIST(struct option) operators, periods;
	struct str percent, percent_to, days; /* as people write them */
	int64_t lines_n;		      /* of the whole text */
	struct str reason, read_names;
	LIST(struct plan_text_line) lines; /* where it stands */
};

struct review_head_page {
	struct review_top top;
	struct str number, issuer, issued, title, province; /* as it stands */
	struct str read_number, read_issuer, read_issued, read_title, read_province; /* as read */
};

struct review_names_page {
	struct review_top top;
	review_unknown_list names;
	const struct review_names_rows *said;
};

struct review_end_page {
	struct review_top top;
	int64_t tasks, targets, duties, unassigned, corrections;
	int64_t unresolved;
	struct review_two pair;
	struct str asked_name;
	int64_t asked_at;
	struct str amends; /* the plan whose place the text can take; no value: none */
};

#endif
