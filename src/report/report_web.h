/*
 * What the pages of reports show.
 */
#ifndef REPORT_REPORT_WEB_H
#define REPORT_REPORT_WEB_H

#include "base/json.h"
#include "report/issue.h"
#include "report/report.h"
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

struct report_form_page {
	struct str agency;
	LIST(struct option) plans, periods;
};

/* A section as it is shown: live, or as it was signed. */
struct report_part {
	int64_t position, version;
	struct str title;
	struct report_text text;
	LIST(struct report_remarks_row) remarks;
	struct str edit; /* the address; no value: may not */
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
};

struct report_edit_page {
	struct report_by_id_row t;
	struct str title, words, changed_by;
	struct report_text now; /* what stands, where somebody was faster */
	int64_t position, version;
	struct report_figures figures;
};

struct report_figure_page {
	struct report_by_id_row t;
	struct report_figure figure;
	int64_t round; /* 0: live */
};

void report_list_json(struct json *j, const struct report_list_page *p);
void report_show_json(struct json *j, const struct report_show_page *p);
void report_figure_json(struct json *j, const struct report_figure_page *p);
void report_list_sheet(struct sheet *s, const struct report_list_page *p);

/* What a line of the log did: "soạn mục". */
struct str report_action_text(enum lang lang, struct str action);
/* "{đến hạn}". */
struct str report_token(struct arena *a, const struct report_figure *f);
/* The address of a thing that was counted; no value: it has no page. */
struct str report_counted_address(struct arena *a, const struct report_counted *x);

#endif
