/*
 * Calendar days of the proleptic Gregorian calendar, without time or zone. A date
 * of the year 0 is "no date". Viet Nam is UTC+7 all year; a day of work is a day there.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

struct date {
	int16_t year;
	int8_t month; /* 1 … 12 */
	int8_t day;   /* 1 … 31 */
};

#define DATE_NONE ((struct date){ 0, 0, 0 })
#define DATE(y, m, d) ((struct date){ (y), (m), (d) })

static inline bool date_given(struct date d)
{
	return d.year != 0;
}

/* A day that exists, years 1 … 9999. */
bool date_valid(int year, int month, int day);

/* Days since 1970-01-01; and back. */
int32_t date_number(struct date d);
struct date date_of_number(int32_t days);
struct date date_add(struct date d, int days);
/* <0, 0, >0. No date comes before every other. */
int date_cmp(struct date a, struct date b);
/* 1 Monday … 7 Sunday. */
int date_weekday(struct date d);

/* The day in Viet Nam at a clock_now() time. */
struct date date_of_time(int64_t us);
struct date date_today(void);

/* "2024-09-05", exactly. */
bool date_parse_iso(struct str s, struct date *out);
/* "5/9/2024", "05/09/2024", "05-9-2024", "05.9.2024". */
bool date_parse_vi(struct str s, struct date *out);
/* "2024-09-05"; "" for no date. */
struct str date_iso(struct arena *a, struct date d);
/* As administrative papers write it (Decree 30/2020): "05/9/2024", "14/02/2026". */
struct str date_vi(struct arena *a, struct date d);
/* "22/12/2025, 14:03" in Viet Nam's time. */
struct str time_vi(struct arena *a, int64_t us);
/* "2025-12-22T07:03:09Z". */
struct str time_iso(struct arena *a, int64_t us);

#endif
