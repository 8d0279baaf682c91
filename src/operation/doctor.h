/*
 * What is unsafe or broken in this installation, and how to mend it. Looks at the machine,
 * the database's settings and what the log tells of backups; reads no record.
 */
#ifndef OPERATION_DOCTOR_H
#define OPERATION_DOCTOR_H

#include "base/base.h"
#include "store/db.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_BAD };

struct finding {
	const char *key; /* "backup_old": for programs */
	enum severity severity;
	struct str what, todo; /* in the reader's language */
};

struct findings {
	struct finding *v;
	size_t n, cap;
	int bad, warn;
};

/* What only the server knows of itself; said once at its start, before the first thread. */
struct serving {
	struct str db_url;
	bool known;
	bool plain;   /* HTTP in the clear to other machines */
	bool sandbox; /* operation/sandbox.h */
};
void doctor_serving(const struct serving *s);
/* The server's address of its database; no value in a command. */
struct str doctor_db_url(void);

/* Worst first. `thorough` reads the whole database file. */
bool doctor_look(struct db_read *r, struct str db_url, struct str key_path, enum lang lang,
	bool thorough, struct findings *out, struct err *e) MUST;

const char *severity_word(enum severity s);

#endif
