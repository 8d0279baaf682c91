/*
 * The lists of data/places put together: every unit of both maps with its days, the
 * succession between them, and what is wrong with the lists. Pure: no database.
 */
#ifndef PLACE_PLACE_LISTS_H
#define PLACE_PLACE_LISTS_H

#include "base/base.h"

enum place_kind { PLACE_PROVINCE, PLACE_DISTRICT, PLACE_COMMUNE };

struct place_unit {
	enum place_kind kind;
	struct str code, type, name, full_name, name_en; /* name_en: no value on the old map */
	struct str fold, sort_key;
	struct str province, district; /* codes; a commune of the new map has no district */
	int64_t population;	       /* DB_NULL's value, INT64_MIN, where none is published */
	double area, lat, lon;	       /* NaN where none is published */
	struct date from, to;	       /* none: unknown; until further notice */
	struct str citation;
	bool verified;
	int64_t id; /* set by the load */
	int later;  /* the next version under this code; -1 */
};

/* What the whole list of kinds is called in the database: "keep", "rename" … */
enum place_edge_kind { EDGE_KEEP, EDGE_RENAME, EDGE_MERGE, EDGE_SPLIT, EDGE_TRANSFER };

struct place_link {
	int from, to; /* places in `units` */
	enum place_edge_kind kind;
	struct date date;
	double share; /* NaN: unknown */
	struct str citation;
	bool verified;
};

struct place_fault {
	const char *rule;
	struct str code, name, found;
	bool bridged; /* a row of changes.tsv stands in for what is missing */
};

struct place_lists {
	LIST(struct place_unit) units;
	LIST(struct place_link) links;
	LIST(struct place_fault) faults;
};

/* Everything in the arena. ERR_INPUT: a list that cannot be read at all. */
bool place_lists_read(struct arena *a, struct place_lists *out, struct err *e) MUST;

const char *place_kind_name(enum place_kind kind);
const char *place_edge_name(enum place_edge_kind kind);

#endif
