#include "operation/backup.h"

#include <sodium.h>

#include "access/access.h"
#include "base/json.h"

static struct str hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *p = arena_alloc(a, 2 * n + 1);

	sodium_bin2hex(p, 2 * n + 1, bytes, n);
	return str_n(p, 2 * n);
}

/* What the snapshot says of itself. */
static bool describe(struct arena *a, struct db_copy *copy, struct envelope_head *head,
	struct envelope_manifest *manifest, struct err *e)
{
	struct db_read *r = db_copy_read(copy);
	unsigned char leaf[32];

	*head = (struct envelope_head){ .made = clock_now(), .made_by = db_copy_made_by(copy) };
	*manifest = (struct envelope_manifest){ .size = db_copy_size(copy) };
	if (!audit_end(r, &head->log_size, leaf, e) || !db_counts(r, &manifest->tables, e))
		return false;
	head->log_head = hex(a, leaf, sizeof(leaf));
	return true;
}

static bool send(struct arena *a, const struct backup_job *job, struct db_copy *copy, int fd,
	struct backup_made *out, struct err *e)
{
	struct envelope_manifest manifest;
	struct envelope_head head;
	struct envelope *v;

	if (!describe(a, copy, &head, &manifest, e))
		return false;
	head.kind = str_starts(job->db_url, S("sqlite:")) ? S("sqlite") : S("postgres");
	if (!envelope_begin(&v, a, fd, &head, &manifest, job->to, job->n_to, e) ||
		!db_copy_send(copy, envelope_write, v, e) || !envelope_end(v, e))
		return false;
	*out = (struct backup_made){
		.made = head.made,
		.bytes = envelope_size(v),
		.tables = (int64_t)manifest.tables.n,
		.log_size = head.log_size,
		.log_head = head.log_head,
	};
	LIST_EACH(t, &manifest.tables)
		out->rows += t->rows;
	return true;
}

bool backup_write(struct arena *a, const struct backup_job *job, int fd, struct backup_made *out,
	struct err *e)
{
	struct db_copy *copy;

	if (sodium_init() < 0)
		die("no libsodium");
	if (!db_copy_begin(&copy, job->db_url, &job->place, e))
		return false;
	bool ok = send(a, job, copy, fd, out, e);

	db_copy_end(copy);
	return ok;
}

bool backup_note(struct db *db, struct arena *a, const struct backup_job *job,
	const struct backup_made *made, struct err *e)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };
	struct audit_entry entry = { 0 };

	json_open(&j);
	json_time(&j, "made", made->made);
	json_int(&j, "bytes", made->bytes);
	json_int(&j, "rows", made->rows);
	json_int(&j, "log_size", made->log_size);
	json_str(&j, "log_head", made->log_head);
	json_list(&j, "recipients");
	for (size_t i = 0; i < job->n_to; i++)
		json_str(&j, NULL, str_z(job->to[i].name));
	json_end(&j);
	json_close(&j);
	access_by_command(a, PERM_operation_manage, &entry);
	entry.action = S("operation.backup");
	entry.object = S("backup");
	entry.detail = buf_str(&b);
	return audit_note(db, &entry, e);
}
