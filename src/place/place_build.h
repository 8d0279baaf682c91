/*
 * What the three steps of putting the lists together share: place_lists.c reads,
 * place_links.c connects, place_faults.c looks for what is wrong.
 */
#ifndef PLACE_PLACE_BUILD_H
#define PLACE_PLACE_BUILD_H

#include "base/tsv.h"
#include "place/place_lists.h"

/* Codes are two, three or five digits by kind, so every code is a small number. */
enum { PLACE_KEYS = 100 + 1000 + 100000, PLACE_PROVINCES = 100 };

struct place_succession {
	int old_key, new_key; /* as listed */
	bool divided;
};

struct place_change {
	struct str what, full_name, to_code, citation;
	enum place_kind kind;
	struct str code;
	struct date date;
	bool verified;
};

/* A line of the two lists of provinces. */
struct place_province {
	struct str code, full_name, type, name_en;
	int64_t population;
	double area;
};

struct place_build {
	struct arena *arena;
	struct place_lists *out;
	int first[PLACE_KEYS]; /* oldest version under a key; -1 */
	LIST(struct place_succession) successions;
	LIST(struct place_change) changes;
	struct place_province old_province[PLACE_PROVINCES], new_province[PLACE_PROVINCES];
	/* communes of old province i lie in new province j */
	bool goes[PLACE_PROVINCES][PLACE_PROVINCES];
};

#define PLACE_OLD_END DATE(2025, 6, 30)
#define PLACE_NEW_START DATE(2025, 7, 1)

/* -1 where the code is not one of that kind. */
int place_key(enum place_kind kind, struct str code);
/* The version in force under the key on the day; -1. */
int place_at(const struct place_build *b, int key, struct date day);
/* A new unit as the last version under its code; its index. `full_name` is put in order:
 * its type word (or the listed one where it has none), one blank, the rest. */
int place_unit_add(struct place_build *b, enum place_kind kind, struct str code, struct str type,
	struct str full_name);
void place_link_add(struct place_build *b, struct place_link link);
void place_fault_add(struct place_build *b, const char *rule, struct str code, struct str name,
	struct str found, bool bridged);
/* The type word a full name begins with, without regard to case; STR_NULL. */
struct str place_type_of(struct arena *a, enum place_kind kind, struct str full_name);

/* Provinces from the succession of their communes, changes.tsv, and every edge. */
bool place_links_make(struct place_build *b, struct err *e) MUST;
void place_faults_find(struct place_build *b);

#endif
