/*
 * What people read, in their language. The texts of a subject stand beside its
 * code in x.vi.po and x.en.po under the same keys; src/gen/mktext.c makes of key
 * "plan.empty" the constant T_plan_empty and fails the build on a key that one
 * language lacks or whose placeholders differ. Placeholders are {1} … {4}.
 *
 * Vietnamese is language 0: the default, everywhere.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

/* Its other values, T_plan_empty and the like, are the next header's. */
enum text_id { T_NONE };

#include "text_ids.h" /* generated */

enum lang { LANG_VI, LANG_EN, LANG_COUNT };

/* A row of the generated table; of T_NONE: an empty one. */
struct text_slot {
	enum text_id id;
	struct str in[LANG_COUNT];
};
extern const struct text_slot text_table[];
extern const size_t text_slots; /* a power of two */

/* The text as it stands, placeholders included; lives for ever. "" of T_NONE. */
struct str text_get(enum lang lang, enum text_id id);

/* With {1} … replaced by args[0] …; in the arena. */
struct str text_fill(
	struct arena *a, enum lang lang, enum text_id id, const struct str *args, size_t n);

/* TEXT(arena, lang, T_task_count, n, total): the arguments are struct str. */
#define TEXT(a, lang, id, ...)                                                                \
	text_fill((a), (lang), (id), (const struct str[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } }, \
		sizeof((const struct str[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } }) /             \
				sizeof(struct str) -                                          \
			1)

/* "1.234.567" in Vietnamese, "1,234,567" in English. */
struct str text_number(struct arena *a, enum lang lang, int64_t n);

/* "vi", "en"; an unknown code gives Vietnamese. */
enum lang text_lang(struct str code);
const char *text_lang_code(enum lang lang);

#endif
