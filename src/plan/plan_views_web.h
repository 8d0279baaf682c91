/*
 * The other views of one plan: who has how much, targets, duties to report, what was
 * done to it, and the text with everything that was read marked in its place.
 */
#ifndef PLAN_PLAN_VIEWS_WEB_H
#define PLAN_PLAN_VIEWS_WEB_H

#include "plan/plan_draw.h"
#include "plan/plan_web.h"

struct plan_matrix_line {
	struct str name;
	int64_t agency; /* 0: a collective or a name that was not resolved */
	int64_t members;
	bool open; /* "có liên quan": a person decides who */
	bool unresolved;
	int64_t counts[PLAN_ROLES], total;
};

struct plan_matrix_page {
	struct plan_head head;
	LIST(struct plan_matrix_line) lines;
};

struct plan_target_line {
	int64_t n;
	struct str words, figure; /* "≥ 95%" */
	struct str counted, out_of;
	bool bare;
	int64_t line;
	enum plan_sure sure;
};

struct plan_targets_page {
	struct plan_head head;
	LIST(struct plan_target_line) targets;
};

struct plan_duty_line {
	struct str period, days, owed_by, owed_to, via, words;
	int64_t line;
	enum plan_sure sure;
};

struct plan_duties_page {
	struct plan_head head;
	LIST(struct plan_duty_line) duties;
};

struct plan_event {
	int64_t seq; /* in the log */
	struct str when, when_iso, who, what, detail;
};

struct plan_history_page {
	struct plan_head head;
	LIST(struct plan_event) events;
};

/* Lines of one task, or of none. */
struct plan_block {
	struct plan_link task; /* id 0: of none */
	LIST(struct plan_link) also;
	LIST(struct plan_text_line) lines;
};

struct plan_text_page {
	struct plan_head head;
	LIST(struct plan_block) blocks;
	struct str file_name;
	int64_t repaired;
};

#endif
