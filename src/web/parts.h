/*
 * The components of pages, as data: what the templates of parts.html draw. Their look
 * and words are those of the gallery (/gallery).
 */
#ifndef WEB_PARTS_H
#define WEB_PARTS_H

#include "base/base.h"

/* A state in words, with its icon. */
enum chip { CHIP_PLAIN, CHIP_LATE, CHIP_SOON, CHIP_OK, CHIP_INFO, CHIP_SEALED, CHIP_NONE };

/* An agency in its role. */
enum party_role { PARTY_LEAD, PARTY_COOP, PARTY_JOINT, PARTY_ASK };

struct party {
	enum party_role role;
	struct str name;
	struct str title; /* the full name where `name` is short; may be without value */
	struct str href;  /* url_…; may be without value */
};

/* Time left until a day. */
struct clock {
	int days; /* left; below 0: over */
	int used; /* percent of the time that has passed, 0 … 100 */
	bool done;
	struct date due;
};

/* The time that runs to `due` today, from `starts`; where no start is known, from three months
 * before. */
struct clock clock_until(struct date starts, struct date due);

/* Where in a list one is; addresses without value: no further page. */
struct pager {
	int64_t from, to, total; /* total < 0: not counted */
	struct str prev, next;
};

/* What a table is sorted by; the heads link to `base` with sort=KEY or sort=-KEY. */
struct sort {
	struct str base; /* an address, with or without a query */
	struct str key;
	bool down;
};

/* "-issued": by `issued`, falling. For a handler's `sort:word?`. */
struct sort sort_of(struct str base, struct str param, const char *otherwise);

enum banner { BANNER_OK, BANNER_SOON, BANNER_LATE, BANNER_INFO };

struct option {
	struct str value, label;
	bool on;
};

/* A field of a form. What was typed and the refusal come from the request. */
struct field {
	const char *name;
	enum text_id label;
	enum text_id hint;	  /* T_NONE: none */
	const char *type;	  /* "text" where NULL; "password", "search", "date", "file" */
	struct str value;	  /* what stands in it at first */
	int max;		  /* letters; 0: no limit given to the browser */
	int rows;		  /* more than 0: a text of several lines */
	bool need;		  /* must be filled in; else the label says "optional" */
	const char *autocomplete; /* "off" where NULL */
	const char *inputmode;
	const char *accept; /* of a file */
};

#define FIELD(...) (&(const struct field){ __VA_ARGS__ })

struct options {
	const struct option *v;
	size_t n;
};

#define OPTIONS(options, n) ((struct options){ (options), (n) })

/* --- for parts.html alone */

struct out;

const char *chip_class(enum chip chip);
const char *party_class(enum party_role role);
const char *clock_class(const struct clock *c);
const char *field_type(const struct field *f);
bool field_is(const struct field *f, const char *type);
/* A password or file is never shown again. */
bool field_shows(const struct field *f);
bool option_on(const struct out *o, const struct field *f, const struct option *x);
/* "Chủ trì" … */
enum text_id party_word(enum party_role role);
/* Whether the page asked for can be taken away as a table, and its address as one: with its
 * filters, from the list's beginning. `as` is "xlsx" or "csv". */
bool exports_given(const struct out *o);
struct str exports_address(const struct out *o, const char *as);
/* Whether the page asked for is filtered, and its address with the filters alone. */
bool filters_given(const struct out *o);
struct str filters_address(const struct out *o);
/* The reader's own filters of the list, for a loop. */
struct saved_filters {
	const struct saved_filter *v;
	size_t n;
};
#define SAVED(rq) ((struct saved_filters){ (rq)->saved, (rq)->saved_n })
/* The base address with sort=KEY, or sort=-KEY where it sorts by KEY already. */
struct str sort_address(const struct out *o, const struct sort *s, const char *key);

#endif
