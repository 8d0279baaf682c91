/*
 * What the pages of reports show.
 */
#ifndef REPORT_REPORT_WEB_H
#define REPORT_REPORT_WEB_H

#include "base/json.h"
#include "report/incoming.h"
#include "report/issue.h"
#include "report/report.h"
#include "report_gather_sql.h"
#include "report_publish_sql.h"
#include "report_sql.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

struct report_line {
	const struct report_page_row *t;
	struct str period; /* "Quý III/2024" */
	enum report_state state;
};

struct report_list_page {
	LIST(struct report_line) rows;
	LIST(struct option) states;
	bool received, may_begin, may_receive;
	int64_t next;
	struct str next_href;
};

struct report_published_line {
	const struct report_published_page_row *t;
	struct str period;
};

struct report_published_page {
	LIST(struct report_published_line) rows;
	int64_t next;
	struct str next_href;
};

struct report_form_page {
	struct str agency;
	LIST(struct option) plans, periods;
};

/* Where a passage of a section came from. */
struct report_origin_line {
	struct str agency, number, href; /* href: of that very issue; no value: not the reader's */
	struct date day;
	int64_t round, passage; /* passage: 0 in what was signed */
	bool as_taken, newer;	/* newer: signed again by its author since */
	bool gone;		/* nothing of it stands as it was */
};
typedef LIST(struct report_origin_line) report_origin_lines;

/* A section as it is shown: live, or as it was signed. */
struct report_part {
	int64_t position, version;
	struct str title;
	struct report_text text;
	LIST(struct report_remarks_row) remarks;
	report_origin_lines origins;
	struct str edit, gather; /* addresses; no value: may not */
};

struct report_show_page {
	struct report_by_id_row t;
	enum report_state state;
	struct str period, span;
	LIST(struct report_part) parts;
	struct report_figures figures; /* live, or of the issue shown */
	struct report_issues_rows issues;
	LIST(struct report_remarks_row) remarks; /* on the whole */
	struct audit_lines log;
	unsigned steps; /* 1 << REPORT_SIGN … */
	bool frozen;	/* an issue is shown */
	int64_t round;	/* of it */
	struct report_issue_of_row issue;
	struct str digest; /* its SHA-256, hexadecimal */
	struct str today;
	LIST(struct option) sections; /* for a remark */
	bool gathers;		      /* others report to the agency */
	struct report_due due;
	struct str due_href; /* why that day; no value: not for the reader */
	struct report_put_right_rows put_right;
	struct report_resting_rows resting;
	struct report_publications_rows publications;
	const struct report_publications_row *published; /* of the issue shown; NULL: it is not */
	bool may_publish;
};

struct report_edit_page {
	struct report_by_id_row t;
	struct str title, words, changed_by;
	struct report_text now; /* what stands, where somebody was faster */
	int64_t position, version;
	struct report_figures figures;
	bool gathers;
};

/* A thing that was counted; href: no value where there is nothing to open for the reader. */
struct report_counted_line {
	const struct report_counted *x;
	struct str href;
};

struct report_figure_page {
	struct report_by_id_row t;
	struct report_figure figure;
	LIST(struct report_counted_line) lines;
	int64_t round; /* 0: live */
};

/* A paragraph of what came in. */
struct report_offer {
	const struct report_paragraph *words;
	size_t number;
	bool there; /* it stands in the section already */
};

struct report_gather_from {
	const struct report_came *c;
	LIST(struct report_offer) offers;
	struct str href;
};

/* A thing that two reports counted. */
struct report_double_line {
	const struct report_double *d;
	struct str first, second; /* addresses of the two figures */
	bool task;
};

struct report_gather_page {
	struct report_by_id_row t;
	int64_t position, version;
	struct str title, edit;
	LIST(struct option) tabs; /* value: the address */
	struct report_text text;  /* of the own section */
	struct report_figures figures;
	report_origin_lines origins;
	LIST(struct report_gather_from) from;
	struct report_owers owers;
	int64_t came;
	LIST(struct report_double_line) doubles;
};

void report_list_json(struct json *j, const struct report_list_page *p);
void report_show_json(struct json *j, const struct report_show_page *p);
void report_figure_json(struct json *j, const struct report_figure_page *p);
void report_list_sheet(struct sheet *s, const struct report_list_page *p);

void report_published_json(struct json *j, const struct report_published_page *p);
void report_gather_json(struct json *j, const struct report_gather_page *p);

/* --- what pages read alike (report_view.c) */

struct str report_or_empty(struct str s);
struct str report_number(struct arena *a, int64_t v);
struct str report_period_label(struct request *rq, struct str code);
/* ERR_ABSENT where the reader may not see it. */
bool report_read_one(
	struct request *rq, int64_t id, struct report_by_id_row *t, struct err *e) MUST;
struct report_about report_about_of(const struct report_by_id_row *t);
bool report_live_figures(struct request *rq, const struct report_by_id_row *t,
	const struct report_sections_rows *sections, struct report_figures *out,
	struct err *e) MUST;
bool report_read_issue(struct request *rq, int64_t id, int64_t round,
	struct report_issue_of_row *issue, struct report_content *c, struct err *e) MUST;
/* ERR_ABSENT where only what was published is the reader's, and that round was not. */
bool report_must_see(
	struct request *rq, const struct report_by_id_row *t, int64_t round, struct err *e) MUST;
/* The reports of a period that the reader may open. */
bool report_open_ones(
	struct request *rq, const struct report_by_id_row *t, struct ids *out, struct err *e) MUST;
bool report_is_open(const struct ids *open, int64_t report);
/* Of a section: what was taken over into it, while it is written. */
void report_origins_live(struct request *rq, const struct report_passages_rows *passages,
	const struct report_sections_row *section, report_origin_lines *out);
/* Whether it is one of the agency's own, not of what came in. */
bool report_figure_is_own(const struct report_figure *f);

/* What a line of the log did: "soạn mục". */
struct str report_action_text(enum lang lang, struct str action);
/* "{đến hạn}". */
struct str report_token(struct arena *a, const struct report_figure *f);
/* The address of a thing that was counted; no value: it has no page, or not for who opens only the
 * reports in `open`. */
struct str report_counted_address(
	struct arena *a, const struct report_counted *x, const struct ids *open);

#endif
