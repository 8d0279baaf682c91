#include "test/support_form.h"

#include "test/cmocka.h"
#include "test/support_house.h"

enum { CELLS = 2 };

static const char form_file[] =
	"form\tthu\tBiểu thử\tTest form\nedition\t1\t\t\nbasis\town\t0\tThử\nperiods\tquarter\n"
	"reports\tpolice\tcommune\nreports\tpolice\tprovince\ntable\tA\tBảng\tTable\n"
	"column\tn\tTrong kỳ\tPeriod\t\t\t\nrow\tA1\tMột\tOne\tcount\tperiod\tadditive\t\n"
	"row\tA2\tHai\tTwo\tcount\tperiod\tadditive\t\n";

int64_t test_form(struct test_db *t)
{
	struct change c = { .entry = test_entry() };
	struct err e = { 0 };
	bool known;

	assert_ok(
		form_load_prepare(t->arena, t->db, S("thu"), str_z(form_file), &c, &known, &e), &e);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return c.entry.object_id;
}

static int64_t open_sheet(struct test_db *t, const struct actor *by, const struct form_open *in)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(t);
	struct err e = { 0 };

	assert_ok(form_open_prepare(t->arena, r, by, in, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return c.entry.object_id;
}

/* The version it has then. */
static int64_t save(struct test_db *t, const struct actor *by, int64_t sheet, const char *cells)
{
	struct change c = { .entry = test_entry() };
	struct form_sheet_now_row now;
	struct form_figure v[CELLS];
	struct db_read *r = test_read(t);
	struct err e = { 0 };
	bool found;

	assert_ok(form_sheet_now(r, sheet, &now, &found, &e), &e);
	db_read_end(r);
	assert_true(form_figures_unpack(str_z(cells), v, CELLS));
	assert_ok(form_save_prepare(t->arena, by, sheet, now.version, v, CELLS, &c, &e), &e);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return now.version + 1;
}

int64_t test_figures(struct test_db *t, const struct actor *by, int64_t edition, int64_t agency,
	const char *period, const char *cells, const char *reason)
{
	static int drawn;
	struct form_open in = { .edition = edition, .agency = agency };
	struct change c = { .entry = test_entry() };
	struct form_send send = { .reason = str_z(reason),
		.request = str_fmt(t->arena, "%032d", ++drawn) };
	struct db_read *r;
	struct err e = { 0 };
	bool again;

	assert_true(calendar_period_find(t->arena, str_z(period), &in.period));
	send.sheet = open_sheet(t, by, &in);
	send.version = save(t, by, send.sheet, cells);
	r = test_read(t);
	assert_ok(form_send_prepare(t->arena, r, by, &send, &c, &again, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return send.sheet;
}
