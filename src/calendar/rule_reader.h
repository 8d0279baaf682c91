/*
 * What the grammars of rules are made of: the words of a rule, taken off one after another. The
 * canonical one is in rule.c, the others in rule_vi.c and rule_en.c. Inside calendar only.
 */
#ifndef CALENDAR_RULE_READER_H
#define CALENDAR_RULE_READER_H

#include "calendar/rule.h"

enum { RULE_WORDS_MAX = 64 };

struct rule_word {
	struct str raw, fold;
};

struct rule_reader {
	struct arena *arena;
	struct rule_word v[RULE_WORDS_MAX];
	size_t n, at, furthest;
	struct calendar_rule rule;
	struct err *e; /* what cannot be, not merely is unknown: ends the reading */
};

/* One of several, '|' between; the longer ones first. */
bool rule_eat_any(struct rule_reader *p, const char *choices);
/* "20", "05", "20th" */
bool rule_eat_number(struct rule_reader *p, int64_t *out);
/* The day of a month. */
bool rule_eat_day(struct rule_reader *p, int *day);
/* "20/3": a day of every year; "20/3/2024", "2024-03-20": one day. */
bool rule_eat_slash(struct rule_reader *p);
/* Takes the words of `list` ("ngay lam viec") off, all or none. */
bool rule_eat(struct rule_reader *p, const char *list);
/* A length: how much is absurd depends on the unit, so it is looked at when that is known. */
bool rule_check_count(struct rule_reader *p, int64_t n);
/* A day of every year, after those there are. */
bool rule_add_day(struct rule_reader *p, int month, int day, struct str raw);
/* One day, of one year. */
bool rule_put_date(struct rule_reader *p, struct date d, struct str raw);
/* What is understood and cannot be: ends the reading. False always. */
bool rule_impossible(struct rule_reader *p, enum text_id text, struct str what);
/* Nothing is left, and it fits together: what every grammar ends with. */
bool rule_finish(struct rule_reader *p);
/* The word at hand, folded. */
struct str rule_next_word(const struct rule_reader *p);
/* As it was typed: folding leaves the signs of figures out. */
struct str rule_raw_word(const struct rule_reader *p);

/* The grammars of the two languages, from where the reader stands to the end. */
bool rule_read_vi(struct rule_reader *p);
bool rule_read_en(struct rule_reader *p);

#endif
