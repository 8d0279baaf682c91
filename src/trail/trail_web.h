#ifndef TRAIL_TRAIL_WEB_H
#define TRAIL_TRAIL_WEB_H

#include "access/qr.h"
#include "audit/head.h"
#include "audit/proof.h"
#include "audit/retention.h"
#include "audit_sql.h"
#include "trail/trail.h"
#include "web/parts.h"

/* An entry in words. */
struct trail_item {
	int64_t seq, at, removed_by;
	struct str who, what, on; /* on: "" for nothing */
	struct str href;	  /* of the thing; no value: none */
	struct str action, object;
	int64_t object_id;
	struct trail_fields fields;
};

struct trail_items {
	struct trail_item *v;
	size_t n, cap;
};

enum trail_tab { TRAIL_ALL, TRAIL_EXPORTS, TRAIL_REFUSED, TRAIL_HEADS };

struct trail_choices {
	struct option *v;
	size_t n, cap;
};

struct trail_list_page {
	enum trail_tab tab;
	bool administers; /* sees what was refused */
	struct trail_filter filter;
	struct str from, to;
	struct trail_choices actions, objects;
	struct trail_items items;
	int64_t next; /* 0: no further */
	struct str next_href;
};

struct trail_entry_page {
	bool administers;
	struct audit_one_row row;
	struct trail_item item;
	struct str object_href; /* the history of its object; no value: none */
	bool removed;
	int64_t removed_at;
	bool proved; /* else the log as it stands does not allow it */
	struct proof proof;
	struct str why;	       /* not proved */
	LIST(struct str) path; /* base64 */
	struct str leaf, root;
};

struct trail_of_page {
	struct str object, name, href;
	int64_t id;
	struct trail_items items;
	struct trail_items takers;
	bool more;
};

struct trail_heads_page {
	bool administers, may_sign;
	struct audit_heads_rows heads;
	struct audit_keys_rows keys;
	struct retention rule;
	int64_t next;
	struct str next_href;
};

struct trail_head_page {
	struct audit_head_by_id_row head;
	LIST(struct str) lines;
	struct qr code; /* of all of them */
};

/* A field's name, and a value of it as people write it: codes, days, yes and no. */
struct str trail_field_text(enum lang lang, struct str name);
struct str trail_value_text(
	struct arena *a, enum lang lang, const struct trail_field *f, struct str value);
/* Where the value is the number of something with a page; no value: it is not. */
struct str trail_value_href(struct arena *a, const struct trail_field *f);

#endif
