/*
 * Facts in the words of a text: cited documents, days, recurrences, targets, duties.
 */
#ifndef READING_FACTS_H
#define READING_FACTS_H

#include "reading/build.h"

struct plan_build;

/* ref.c: documents cited in words [i, end). */
void refs_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	reading_ref_list *out);
/* The number of a document at word i: how many words; 0 none. */
size_t ref_number(struct reading_build *b, size_t i, size_t end, struct str *number);

/* day.c: "15/01/2024", "15/01", "15 tháng 01 năm 2024"; year 0 where none is given. */
size_t day_at(const struct words *w, size_t i, size_t end, struct date *out);
struct days {
	struct reading_day start, due;
	struct str recurrence;
	struct str trigger;
};
/* A named day: "Ngày toàn dân phòng, chống mua bán người 30/7". */
struct named_day {
	size_t word, words;
	struct date date;
};
typedef LIST(struct named_day) named_day_list;
void days_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	named_day_list *named, struct days *out);
/* The words are a time: "Quý II/2024", "trước ngày 30/6/2024", "tháng 7 - tháng 9". */
void days_of_label(
	struct reading_build *b, const struct block *k, size_t i, size_t end, struct days *out);
/* The same named day elsewhere: its date; none where it is not. */
struct date named_day_in(const struct words *w, size_t i, size_t end, const named_day_list *named);

/* target.c, duty.c, around.c */
void targets_find(struct reading_build *b, const struct block *k, bool findings);
void duties_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	const struct reading_item *task);
void campaigns_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	const struct reading_item *task);
void contacts_find(struct reading_build *b, const struct block *k);

/* items.c: all nodes and tasks into reading.items, facts included. */
void facts_items(struct plan_build *p);

#endif
