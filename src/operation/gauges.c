#include "operation/gauges.h"

#include "operation_sql.h"
#include "store/health.h"

const char *const gauge_states[GAUGE_STATES] = { "queued", "claimed", "handing", "unknown",
	"failed" };

static bool read_log(struct db_read *r, struct gauges *out, struct err *e)
{
	struct operation_log_end_row end;
	struct operation_last_row backup;
	struct operation_head_row signed_last;
	bool found;

	if (!operation_log_end(r, &end, &found, e))
		return false;
	out->log = found ? end.seq : 0;
	out->log_last = found ? end.at : 0;
	if (!operation_last(r, S("backup"), S("operation.backup"), &backup, &found, e))
		return false;
	out->backup_last = found ? backup.at : 0;
	if (!operation_head(r, &signed_last, &found, e))
		return false;
	out->head_last = found ? signed_last.at : 0;
	return true;
}

static bool read_messages(struct db_read *r, struct gauges *out, struct err *e)
{
	struct operation_messages_rows rows;

	if (!operation_messages(r, &rows, e))
		return false;
	LIST_EACH(row, &rows)
		for (int i = 0; i < GAUGE_STATES; i++)
			if (str_eq(row->state, str_z(gauge_states[i])))
				out->messages[i] = row->n;
	return true;
}

bool gauges_read(struct db *db, struct arena *a, struct gauges *out, struct err *e)
{
	struct db_health h;
	struct db_read *r;

	*out = (struct gauges){ 0 };
	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = db_health(r, &h, e) && read_log(r, out, e) && read_messages(r, out, e);

	db_read_end(r);
	out->database = h.bytes;
	return ok;
}
