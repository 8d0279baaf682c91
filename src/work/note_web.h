/* The page of a task's notes. */
#ifndef WORK_NOTE_WEB_H
#define WORK_NOTE_WEB_H

#include "base/json.h"
#include "note_sql.h"
#include "plan/plan_web.h"
#include "work/note.h"

struct note_named {
	int64_t agency;
	struct str name, title;
};

struct note_line {
	const struct note_rows_row *row;
	struct str when, when_iso, taken_back; /* no value: it stands */
	LIST(struct note_named) named;
	LIST(struct str) paragraphs;
	bool own; /* may be taken back */
};

struct task_notes_page {
	int64_t task, plan;
	struct str label, plan_name, words;
	LIST(struct note_line) notes;
	bool full;
};

void task_notes_json(struct json *j, const struct task_notes_page *p);

#endif
