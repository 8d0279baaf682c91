/*
 * What the page of a plan's coverage shows.
 */
#ifndef CASCADE_COVERAGE_WEB_H
#define CASCADE_COVERAGE_WEB_H

#include "cascade/cascade_web.h"

enum coverage_kind { COVERAGE_NEITHER, COVERAGE_DOWN, COVERAGE_UP };

struct coverage_line {
	int64_t id;
	struct str label, brief, words;
	enum coverage_class class; /* of one province, or of a province's plan */
	bool addressed, assigned;
	int64_t taken, done, waiting, gap;
	cascade_refs refs;
	LIST(struct str) gaps; /* names of provinces */
};
typedef LIST(struct coverage_line) coverage_lines;

struct coverage_page {
	struct plan_head head;
	enum coverage_kind kind;
	struct cascade_upper above;
	struct str above_name;
	int64_t counts[COVERAGE_CLASSES]; /* tasks */
	int64_t own, done;
	/* down */
	struct coverage down;
	bool by_place;
	struct str province, province_name; /* one of them; no value: all */
	LIST(struct option) provinces, classes;
	coverage_lines lines;
	/* up */
	coverage_lines own_lines;
	int64_t shown;
};

/* The chip of a class. */
enum chip coverage_chip(enum coverage_class c);
enum text_id coverage_class_text(enum coverage_class c);

void cascade_coverage_json(struct json *j, const struct coverage_page *p);
void cascade_coverage_sheet(struct sheet *s, const struct coverage_page *p);

#endif
