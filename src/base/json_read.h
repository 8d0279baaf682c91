/*
 * Members of JSON objects that jansson has parsed. Not to be included beside base/json.h: the two
 * write and read with the same names.
 */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include <jansson.h>
#include "base/date.h"
#include "base/str.h"

/* The object that the bytes are, a name twice refused; NULL where they are none. The caller gives
 * it back with json_decref. */
json_t *json_object_read(struct str bytes);

/* The string's bytes, which live as long as `v`; no value where it is none. */
struct str json_text(const json_t *v);

/* In the arena; no value where there is no such member or it is no string. */
struct str json_text_at(struct arena *a, const json_t *object, const char *name);
/* Whether the member is that very string. */
bool json_is_at(const json_t *object, const char *name, struct str value);
/* 0 where there is none. */
int64_t json_int_at(const json_t *object, const char *name);
/* "2026-03-20"; DATE_NONE where there is none. */
struct date json_date_at(const json_t *object, const char *name);

#endif
