/*
 * Sheets and submissions: one agency's answer for an edition and a period. A draft may be
 * changed by several people, each change of a version; what was sent never changes again.
 */
#ifndef FORM_SHEET_H
#define FORM_SHEET_H

#include "access/actor.h"
#include "audit/audit.h"
#include "calendar/calendar.h"
#include "file/file.h"
#include "form/form.h"
#include "form/vector.h"
#include "form_sql.h"
#include "store/db.h"

enum {
	FORM_REASON_MAX = 2000,
	FORM_REMARK_MAX = 500,
	FORM_REQUEST = 32,
	FORM_ATTACHED_MAX = 1 << 20 /* one file a submission, in the same request */
};

/* --- editions in the database */

/* Loads an edition from the bytes of a file. The very same again changes nothing (*known);
 * others under the number of one that is there: ERR_CONFLICT. */
bool form_load_prepare(struct arena *a, struct db *db, struct str name, struct str bytes,
	struct change *c, bool *known, struct err *e) MUST;
/* The program's own editions that are not there yet. At start. */
bool form_ready(struct db *db, struct err *e) MUST;
/* ERR_ABSENT. The edition lives in the snapshot's arena. */
bool form_edition_get(struct db_read *r, int64_t id, struct form_edition *out, struct err *e) MUST;

/* --- periods, as the calendar has them */

/* Of a sheet; false where the calendar no longer knows it. */
bool form_period_of(struct arena *a, struct str system, struct date from, struct date to,
	struct calendar_period *out);
/* Its name; the days alone where the calendar no longer knows it. */
struct str form_period_name(
	struct arena *a, enum lang lang, struct str system, struct date from, struct date to);
/* The one before it in the same year of its system; false where the year begins with it, or it
 * counts from the year's beginning itself. */
bool form_period_before(
	struct arena *a, const struct calendar_period *p, struct calendar_period *out);

/* --- a draft */

/* May the actor fill in and send for the agency? ERR_DENIED. */
bool form_must_write(
	struct db_read *r, const struct actor *actor, int64_t agency, struct err *e) MUST;

struct form_open {
	int64_t edition, agency;
	struct calendar_period period;
	enum lang lang; /* of what a refusal quotes */
};
/* A sheet for an agency and a period. c->entry.object_id is the sheet, also where it was there
 * already. ERR_INPUT: the period is none of the form's, has not begun, the agency was not in
 * force then; ERR_DENIED. */
bool form_open_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_open *in, struct change *c, struct err *e) MUST;

/* Saves the draft. ERR_STALE: somebody has changed it since `version`. */
bool form_save_prepare(struct arena *a, const struct actor *actor, int64_t sheet, int64_t version,
	const struct form_figure *v, size_t n, struct change *c, struct err *e) MUST;

/* What two people did to one draft since both had `base`. A cell that only one of them changed
 * is theirs; where both did, `mine` stays and the cell is in `both`. */
struct form_clash {
	int slot;
	struct form_figure mine, theirs;
};
struct form_merge {
	struct form_figure *v;
	LIST(struct form_clash) both;
	size_t taken; /* cells that only the other one changed */
};
struct form_merge form_merge(struct arena *a, const struct form_figure *base,
	const struct form_figure *mine, const struct form_figure *theirs, size_t n);

/* --- judging a draft */

struct form_judged {
	LIST(struct form_finding) errors, warnings; /* broken ones */
	form_slots blank, missing;
	size_t filled;		  /* cells somebody has said something about */
	struct form_figure *last; /* of the period before; NULL: none */
};
bool form_judge_all(struct arena *a, struct db_read *r, const struct form_edition *f,
	const struct form_sheet_by_id_row *s, const struct form_figure *v, struct form_judged *out,
	struct err *e) MUST;

/* --- sending */

struct form_remark {
	struct str check, text;
};
struct form_send {
	int64_t sheet, version;
	struct str reason;  /* of a correction; "": none */
	struct str request; /* drawn with the page: the same twice is one submission */
	LIST(struct form_remark) remarks;
	const struct file_new *file; /* attached; NULL: none */
	enum lang lang;		     /* of what a refusal quotes */
};
/* *again: this request was sent already; c->apply is NULL then. ERR_INPUT: a cell is blank, a
 * check is broken or lacks its remark, a correction its reason; ERR_CONFLICT: the period is not
 * over, the agency has closed and its own account sends, nothing differs from what was
 * sent; ERR_STALE; ERR_DENIED. */
bool form_send_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_send *in, struct change *c, bool *again, struct err *e) MUST;

/* --- what was sent */

struct form_body {
	struct form_figure *v; /* by slot */
	LIST(struct form_remark) remarks;
	struct str form, agency, map, author, at, reason;
	int64_t edition, number;
};
/* Writes the canonical body; *digest is SHA-256 of it, in hexadecimal. */
struct form_body_head {
	const struct form_edition *f;
	const struct form_sheet_by_id_row *sheet;
	int64_t number, at;
	struct str author, reason;
	bool nil;
	const struct form_remark *remarks;
	size_t n_remarks;
	const struct file_new *file; /* NULL: none */
};
struct str form_body_write(struct arena *a, const struct form_body_head *h,
	const struct form_figure *v, struct str *digest);
/* Reads one. ERR_STORE: it is not what its digest says, or no body of this edition. */
bool form_body_read(struct arena *a, const struct form_edition *f, struct str body,
	struct str digest, struct form_body *out, struct err *e) MUST;

/* Figures of the built-in form from many bodies, where there is no sheet yet. */
bool form_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif
