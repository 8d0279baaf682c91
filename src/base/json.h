/*
 * Writing JSON (RFC 8259) into a buffer, without a tree. Commas and escapes are done
 * here; the caller opens and closes. Bytes that are not UTF-8 come out as U+FFFD.
 *
 *	struct json j = { .out = &buf };
 *	json_open(&j);                       {
 *	json_str(&j, "number", plan.number);   "number":"19/KH…"
 *	json_list(&j, "tasks");                "tasks":[
 *	json_open_item(&j); … json_close(&j);
 *	json_end(&j);                          ]
 *	json_close(&j);                      }
 *
 * A name is NULL inside a list.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include "base/date.h"
#include "base/str.h"

struct json {
	struct buf *out;
	int indent; /* spaces a level; 0: all in one line */
	int depth;
	bool more; /* something stands before on this level */
};

void json_open(struct json *j);			    /* the outermost { */
void json_object(struct json *j, const char *name); /* a { under a name, or in a list */
void json_close(struct json *j);		    /* } */
void json_list(struct json *j, const char *name);   /* [ ; name NULL: in a list or outermost */
void json_end(struct json *j);			    /* ] */
void json_str(struct json *j, const char *name, struct str v); /* no value: null */
void json_int(struct json *j, const char *name, int64_t v);
void json_real(struct json *j, const char *name, double v); /* shortest that reads back */
void json_bool(struct json *j, const char *name, bool v);
void json_null(struct json *j, const char *name);
void json_date(struct json *j, const char *name, struct date d); /* none: null */
void json_time(struct json *j, const char *name, int64_t us);	 /* RFC 3339, UTC */
#define json_open_item(j) json_object((j), NULL)

#endif
