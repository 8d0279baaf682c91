/*
 * Vietnamese text: one form inside (NFC), a folded form to search, a key to sort.
 */
#ifndef BASE_VIET_H
#define BASE_VIET_H

#include <stdbool.h>
#include "base/str.h"

struct arena;

/* The text in NFC. The very same bytes come back where it is NFC already.
 * The input must be well-formed UTF-8 (str_is_utf8). */
struct str viet_nfc(struct arena *a, struct str s);

/* For searching and comparing: lower case, without marks and tones, đ as d, NFC or
 * NFD alike; every run of other than letters and digits becomes one space, none at
 * the ends. "Phòng, chống  mua bán người" gives "phong chong mua ban nguoi". */
struct str viet_fold(struct arena *a, struct str s);

/* Lower case, marks kept: "ĐẶNG" gives "đặng". */
struct str viet_lower(struct arena *a, struct str s);
/* Likewise upper case. */
struct str viet_upper(struct arena *a, struct str s);

/* A key whose order by bytes is the order of a Vietnamese dictionary: letters first
 * (a ă â b c d đ e ê … y), then tones (none, huyền, hỏi, ngã, sắc, nặng), then case;
 * digits before letters, and by value ("khu vực 2" before "khu vực 10"). */
struct str viet_sort_key(struct arena *a, struct str s);

#endif
