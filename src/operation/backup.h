/*
 * Backups: the whole database (files that were handed in are in it) in one envelope, and
 * the way back. The key beside the database (store/db.h, db_key) is not part of it: what is
 * sealed under it stays sealed for who finds backup and recipient's key.
 */
#ifndef OPERATION_BACKUP_H
#define OPERATION_BACKUP_H

#include "audit/audit.h"
#include "operation/envelope.h"

struct backup_job {
	struct str db_url;
	struct copy_place place;
	struct recipient to[ENVELOPE_RECIPIENTS];
	size_t n_to;
};

struct backup_made {
	int64_t made;  /* moment of the snapshot */
	int64_t bytes; /* of the file */
	int64_t tables, rows;
	int64_t log_size;
	struct str log_head;
};

/* Writes one to the open `fd`. */
bool backup_write(struct arena *a, const struct backup_job *job, int fd, struct backup_made *out,
	struct err *e) MUST;

/* The entry that tells of it: what `doctor` looks for. */
bool backup_note(struct db *db, struct arena *a, const struct backup_job *job,
	const struct backup_made *made, struct err *e) MUST;

struct restore_job {
	int fd; /* the backup, from its beginning */
	const struct recipient_secret *secret;
	struct str db_url; /* where to; nothing may be there */
	struct copy_place place;
	bool trial; /* only to see whether it can be done: what was restored goes again */
};

struct restored {
	struct envelope_head head;
	int64_t tables, rows;
	struct audit_checked log; /* what the log of the restored database says of itself */
	int64_t doubted;	  /* messages that may have gone out since */
};

/* Brings it back, compares every table's rows with the manifest, brings the tables up to
 * this program's and checks the log. Nothing is kept where that fails, but a log that is
 * not sound is kept and told: it may be all there is. */
bool restore_run(
	struct arena *a, const struct restore_job *job, struct restored *out, struct err *e) MUST;

#endif
