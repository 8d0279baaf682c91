/*
 * Who: bodies that lead, take part, report and are told, and what became of them. As
 * with places, a body is one name for a time; edges lead on. Bodies that every place of
 * a level has are made from patterns; what a plan calls them ("Công an tỉnh") means the
 * body of the plan's own place.
 *
 * Reading is the statements of agency.sql, by their functions in agency_sql.h; here is
 * what takes more than one of them.
 */
#ifndef AGENCY_AGENCY_H
#define AGENCY_AGENCY_H

#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

struct agency_load {
	int64_t agencies;
	bool unchanged; /* the very same lists over the same places are loaded already */
};

/* Loads the program's lists over the places in one change by `who`; the places come
 * first (ERR_CONFLICT). The very same again changes nothing and logs nothing; rows that
 * somebody has edited keep what they say. */
bool agency_load(struct db *db, struct arena *a, const struct audit_entry *who,
	struct agency_load *out, struct err *e) MUST;

/* The body a document means by `name`: exactly one of its own place or the places above
 * it, by a word its papers use, or else exactly one of that whole name, spelling or
 * abbreviation. `place`: the code of the document's place, STR_NULL for the nation.
 * 0 where there is none or more than one: never guessed. */
bool agency_find(struct db_read *r, struct str name, struct str place, struct date day, int64_t *id,
	struct err *e) MUST;

/* Within a change: the body is called so as well, in every document from now on. A name it
 * has already is no error. */
bool agency_alias_keep(struct db_write *w, int64_t agency, struct str name, struct err *e) MUST;

/* Who sits on a committee on a day. Seats are kept by a floor above, which registers how they
 * are read, once for the whole program, before anything runs. */
struct agency_seat {
	int64_t agency;
	struct str name, kind, level;
	bool standing; /* of its standing agency */
};
typedef LIST(struct agency_seat) agency_seats;
typedef bool agency_seats_fn(
	struct db_read *r, int64_t committee, struct date day, agency_seats *out, struct err *e);
void agency_seats_from(agency_seats_fn *fn);

/* An agency once. Nobody where no seat is registered for that day, or none of it is a committee. */
bool agency_seats_on(struct db_read *r, int64_t committee, struct date day, agency_seats *out,
	struct err *e) MUST;

/* The committee that papers of a place mean by a name: "Ban Chỉ đạo 138 tỉnh"; as agency_find. */
bool agency_committee(struct db_read *r, struct str name, struct str place, struct date day,
	int64_t *id, struct err *e) MUST;

/* Words that stand for many bodies. */
struct agency_collective {
	bool known; /* there are such words */
	bool open;  /* "those concerned": the list is of those it may mean */
	struct str note;
	struct collective_agencies_rows *bodies;
};

/* Whom the words mean in a document of that place (its province counts) on a day. The members
 * of a committee ("… thành viên Ban Chỉ đạo 138 tỉnh") are who has a seat on that day; those
 * of the lists where no seat is registered for it. */
bool agency_collective(struct db_read *r, struct str words, struct str place, struct date day,
	struct agency_collective *out, struct err *e) MUST;

/* What may be changed in a row. */
struct agency_edit {
	int64_t id, version;
	struct str name, abbr; /* abbr: no value for none */
	struct date valid_from, valid_to;
	struct str citation;
	bool verified;
};

/* ERR_INPUT: no name, dates crossed. The change fails with ERR_STALE where the row is no
 * longer of that version, ERR_ABSENT where it is none. */
bool agency_edit_prepare(
	struct arena *a, struct change *c, const struct agency_edit *edit, struct err *e) MUST;

/* Words for a kind and a level; `kinds` for choosing one. */
struct agency_kind {
	const char *name;
	enum text_id text;
};
extern const struct agency_kind agency_kinds[];
extern const size_t agency_kinds_n;
extern const struct agency_kind agency_levels[];
extern const size_t agency_levels_n;
enum text_id agency_kind_text(struct str kind);
enum text_id agency_level_text(struct str level);

#endif
