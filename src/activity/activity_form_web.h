/*
 * What the forms for an activity show.
 */
#ifndef ACTIVITY_ACTIVITY_FORM_WEB_H
#define ACTIVITY_ACTIVITY_FORM_WEB_H

#include "activity/activity_web.h"

/* One field of the form. */
struct activity_input {
	const char *name; /* "v1" … */
	struct str slot;  /* "1" … */
	const struct activity_field *field;
	struct str label, value;
	bool need, na, part;
	LIST(struct option) options;
};

struct activity_form_page {
	const struct activity_kind *kind; /* NULL: one is still to be chosen */
	int64_t id, version;		  /* 0: a new one */
	int64_t agency;
	struct str agency_name, once;
	bool draft, was_draft;
	LIST(struct activity_input) words, figures, parts;
	LIST(struct option) agencies, places, tasks, gaps, reasons;
	struct str starts, ends, title, source;
	struct str where; /* "Xã A Lưới 1, 22/11/2026": what stands in the closed part */
	bool open, no_tasks, suggested, nation, has_gap, more_words;
	struct str nation_province; /* whose communes are offered to a body of the nation */
	LIST(struct option) provinces;
	const struct activity_kinds_page *kinds; /* to choose from, where kind is NULL */
	struct activity_show_page *standing;	 /* what stands now, where somebody was faster */
};

struct activity_withdraw_page {
	struct activity_by_id_row head;
	struct str name;
	bool counts_only;
	LIST(struct option) reasons;
};

/* --- for the handlers (activity_form_view.c) */

/* The form; `s` is what stands in it at first. */
bool activity_fill_form(struct request *rq, const struct activity_said *s, struct str province,
	struct activity_form_page *page, struct err *e) MUST;
void activity_reason_options(struct request *rq, struct option **v, size_t *n);

/* --- for the templates */

bool activity_input_bad(const struct out *o, const struct activity_input *x);

#endif
