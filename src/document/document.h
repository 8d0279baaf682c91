/*
 * Documents: numbered papers, kept as received and as read. The text as read is
 * what line numbers and byte spans of everything read out of it count in; it never
 * changes. What a document says is the affair of the subjects above (plan).
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "base/base.h"
#include "store/db.h"

enum {
	DOCUMENT_MAX = 8 << 20,	     /* bytes of a file */
	DOCUMENT_LINE_MAX = 1 << 20, /* bytes of one line */
	DOCUMENT_NUMBER_MAX = 100    /* letters of a number given by hand */
};

struct document_new {
	struct str file_name;
	struct str received; /* the file's bytes */
	struct str body;     /* the text as read */
	struct str number;   /* STR_NULL: not known */
	bool number_by_hand;
	struct str kind, issuer, place, title;
	int64_t issuer_id;	/* DB_NULL: not resolved */
	struct str issuer_name; /* the agency's own name where it is resolved */
	struct date issued;
	/* filled in by document_prepare */
	struct str identity, words;
};

/* True where the bytes can be a text at all: there is something, UTF-8, no NUL or other
 * control bytes of a binary file, no line out of measure. The message says where. */
bool document_check(struct str bytes, struct str file_name, struct err *e) MUST;

/* Computes the identity and the digest; in the arena. */
void document_prepare(struct arena *a, struct document_new *d);

enum document_match {
	DOCUMENT_NEW,
	DOCUMENT_SAME,	    /* the same words are here already */
	DOCUMENT_OTHER_TEXT /* number, issuer and day are, with other words */
};

/* Whether a prepared document is here; `id` of the one found. */
bool document_find(struct db_read *r, const struct document_new *d, enum document_match *match,
	int64_t *id, struct err *e) MUST;

/* Keeps a prepared document. */
bool document_keep(
	struct db_write *w, const struct document_new *d, int64_t *id, struct err *e) MUST;

/* An amended text comes in its place: number, issuer and day are free for that. */
bool document_supersede(struct db_write *w, int64_t id, struct err *e) MUST;

/* Notes, with the change that keeps it, a letter that was not received as it is read:
 * byte `at` of the body, code points. */
bool document_keep_repair(struct db_batch *b, int64_t document, int64_t at, uint32_t was,
	uint32_t reads, struct str sure, struct err *e) MUST;

#endif
