/*
 * What the pages of activities show.
 */
#ifndef ACTIVITY_ACTIVITY_WEB_H
#define ACTIVITY_ACTIVITY_WEB_H

#include "activity/activity.h"
#include "activity_sql.h"
#include "base/json.h"
#include "web/parts.h"
#include "web/request.h"

/* A figure as ui.md has them: class "" known, "c0" zero, "cq" missing, "cn" not applicable. */
struct activity_mark {
	struct str text;
	const char *css;
	enum text_id words; /* "?" and "×" in words; T_NONE for a number */
};

struct activity_line {
	const struct activity_page_row *row;
	const struct activity_kind *kind;
	const struct activity_field *field; /* of the figure shown */
	struct str name, task;
	struct activity_mark figure;
	bool counted;
};

/* What the list is narrowed to that no field of the form says. */
struct activity_narrowed {
	struct str text, href; /* href: without it */
};

struct activity_list_page {
	struct str q, from, to;
	LIST(struct option) kinds, provinces, states;
	LIST(struct activity_narrowed) narrowed;
	int64_t agency, task, plan;	     /* 0: any */
	struct str place, field;	     /* "": any */
	const struct activity_field *figure; /* NULL: each row's own */
	LIST(struct activity_line) lines;
	struct str first, next, cursor;
	bool filtered, may_write;
};

struct activity_fact {
	struct str label;
	struct activity_mark mark;
	bool count, part;
};

struct activity_past {
	const struct activity_versions_row *row;
	struct str when, reason;
	bool shown;
};

struct activity_show_page {
	struct activity_by_id_row head;
	struct activity_version_by_id_row now;
	const struct activity_kind *kind;
	struct str name, task, gap;
	LIST(struct activity_fact) facts;
	LIST(struct activity_past) past;
	struct activity_files_rows files;
	const struct activity_said *said;
	bool old, may_write, done; /* done: it has just been entered */
	struct str again;	   /* the form for one like it */
};

struct activity_last {
	struct str label, place, href;
	struct date ends;
};

struct activity_kind_card {
	const struct activity_kind *kind;
	struct str name, href;
	struct str fields; /* what it asks for, in words */
};

struct activity_kind_group {
	struct str name;
	const char *id;
	LIST(struct activity_kind_card) kinds;
};

struct activity_kinds_page {
	LIST(struct activity_kind_group) groups;
	LIST(struct activity_last) last;
	struct str agency_name;
	bool counts_only, choosing;
};

void activity_list_json(struct json *j, const struct activity_list_page *p);
void activity_show_json(struct json *j, const struct activity_show_page *p);
void activity_kinds_json(struct json *j, const struct activity_kinds_page *p);

/* --- for the handlers (activity_view.c) */

struct activity_mark activity_mark(
	struct request *rq, const struct activity_field *f, const struct activity_answer *x);
/* "II.2.1.e · Tổ chức chiến dịch … (19/KH-BCĐ138/CP)" */
struct str activity_task_label(
	struct request *rq, struct str path, struct str words, struct str number);
enum text_id activity_state_text(struct str state);
enum text_id activity_reason_text(struct str reason);
enum text_id activity_gap_text(struct str gap);
/* All about one as it was said in a version. */
bool activity_fill_show(struct request *rq, int64_t id, int64_t version,
	struct activity_show_page *page, struct err *e) MUST;
/* Groups with their kinds, in the order of use. */
void activity_fill_groups(struct request *rq, struct activity_kinds_page *page, int64_t agency);
/* What the account entered last. */
bool activity_fill_last(struct request *rq, struct activity_kinds_page *page, struct err *e) MUST;
/* --- for the templates */

/* "24/10" of a range that ends in the same year, "24/10/2025" of another. */
struct str activity_first_day(struct arena *a, struct date from, struct date to);
enum chip activity_state_chip(struct str state);
enum icon activity_state_icon(struct str state);

#endif
