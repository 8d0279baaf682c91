/*
 * Who gets which page: every route of the generated table, asked through the dispatcher by a
 * visitor and by every built-in role at the agency the sample things belong to (own), at
 * the one above it (above) and at another (other), against test/matrix.golden.
 *
 *	HAIDANG_MATRIX=write build/release/test/matrix_test
 *
 * writes the golden file anew; read the difference before you commit it. A route whose path
 * has a parameter without a sample here fails the test, so that none is forgotten.
 *
 * A POST is sent with a parameter it does not know: who is let through is told so (400)
 * before anything is changed.
 */
#include <stdlib.h>
#include <unistd.h>

#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "access/session.h"
#include "access_sql.h"
#include "activity/activity.h"
#include "audit/head.h"
#include "calendar/feed.h"
#include "committee/committee.h"
#include "committee_sql.h"
#include "award/award.h"
#include "duty/duty.h"
#include "embed.h"
#include "form/sheet.h"
#include "obstacle/obstacle.h"
#include "publish/register.h"
#include "report/report.h"
#include "plan/plan.h"
#include "review/review.h"
#include "store/stats.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "web/dispatch.h"
#include "web/route.h"
#include "work/work.h"

#define GOLDEN "test/matrix.golden"

enum relation { OWN, ABOVE, OTHER, RELATIONS };

static const char *const at[RELATIONS] = { "ca-tinh.46", "bca", "byt" };

enum { ROLES_MAX = 32, REQUEST_ARENA = 32 << 20, PAGE = 1000 };

static struct test_db t;
static struct err e;
static struct access_role_rows_rows roles;
static struct str tokens[ROLES_MAX][RELATIONS];

/* What a page has answered to whom; asked once, for the tests compare the same answers. */
struct answers {
	const char *visitor, *role[ROLES_MAX][RELATIONS];
};

static struct answers *answers; /* by the route's place in the table */
static int64_t refused;		/* to somebody with an account */

/* A thing of the agency `own`, for each parameter a path may have. */
static struct sample {
	const char *name;
	struct str value;
} samples[] = {
	{ "account", { 0 } },
	{ "activity", { 0 } },
	{ "addressee", { 0 } },
	{ "agency", { 0 } },
	{ "batch", { "1", 1 } },
	{ "award", { 0 } },
	{ "bulk", { "1", 1 } },
	{ "code", { "46", 2 } },
	{ "committee", { 0 } },
	{ "conclusion", { 0 } },
	{ "contact", { 0 } },
	{ "directive", { 0 } },
	{ "draft", { 0 } },
	{ "edition", { "1", 1 } },
	{ "duty", { 0 } },
	{ "emergency", { "1", 1 } },
	{ "feed", { 0 } },
	{ "entry", { 0 } },
	{ "file", { "1", 1 } },
	{ "finding", { 0 } },
	{ "figure", { "parts_due", 9 } },
	{ "grant", { 0 } },
	{ "head", { 0 } },
	{ "id", { 0 } },
	{ "item", { 0 } },
	{ "key", { "1", 1 } },
	{ "link", { "1", 1 } },
	{ "meeting", { 0 } },
	{ "message", { "1", 1 } },
	{ "note", { "1", 1 } },
	{ "notice", { "1", 1 } },
	{ "nth", { "1", 1 } },
	{ "object", { "plan", 4 } },
	{ "office", { "none", 4 } },
	{ "paper", { 0 } },
	{ "part", { "1", 1 } },
	{ "obstacle", { 0 } },
	{ "passkey", { "1", 1 } },
	{ "period", { "quarter-2026-1", 14 } },
	{ "plan", { 0 } },
	{ "recipient", { "1", 1 } },
	{ "release", { "1", 1 } },
	{ "report", { 0 } },
	{ "result", { "1", 1 } },
	{ "saved", { "1", 1 } },
	{ "seat", { 0 } },
	{ "section", { "1", 1 } },
	{ "sent", { "1", 1 } },
	{ "session", { "1", 1 } },
	{ "sheet", { 0 } },
	{ "step", { "1", 1 } },
	{ "task", { 0 } },
	{ "team", { 0 } },
	{ "token", { "none", 4 } },
	{ "visit", { 0 } },
};

static struct audit_entry entry(void)
{
	return (struct audit_entry){
		.actor = ACCOUNT_SYSTEM, .actor_name = S("test"), .permission = S("account.manage")
	};
}

static struct db_read *read_begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static void set_word_sample(const char *name, struct str value)
{
	for (size_t i = 0; i < COUNT(samples); i++)
		if (strcmp(samples[i].name, name) == 0)
			samples[i].value = value;
}

static void set_sample(const char *name, int64_t id)
{
	set_word_sample(name, str_fmt(t.arena, "%lld", (long long)id));
}

static int64_t agency(const char *code)
{
	struct access_agency_by_code_row row;
	struct db_read *r = read_begin();
	bool found;

	assert_ok(access_agency_by_code(r, str_z(code), date_today(), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.id;
}

static int64_t add_account(struct str name, int64_t agency_id)
{
	struct actor system = actor_of_system();
	/* accounts to try with: a password opens them, whatever their role */
	struct account_new add = {
		.name = name, .display = name, .agency = agency_id, .demo = true
	};
	struct change c = { .entry = entry() };
	struct db_read *r = read_begin();

	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

static int64_t give(int64_t account, struct str role, int64_t agency_id)
{
	struct actor system = actor_of_system();
	struct grant_new g = { .account = account, .role = role, .agency = agency_id };
	struct change c = { .entry = entry() };
	struct db_read *r = read_begin();

	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

struct opening {
	int64_t account, session;
	struct str digest;
};

static bool open_apply(struct db_write *w, struct change *c, struct err *err)
{
	struct opening *o = c->arg;
	int64_t now = clock_now();

	return access_session_insert(w, o->digest, o->account, now, now + SESSION_LONGEST,
		S("test"), S(""), S("password"), &o->session, err);
}

/* A session without the log-in, which is tested elsewhere and costs a tenth of a second. */
static struct str open_session(int64_t account)
{
	struct opening o = { .account = account };
	struct str token = session_draw(t.arena, &o.digest);
	struct change c = { .entry = entry(), .apply = open_apply, .arg = &o };

	c.entry.action = S("test.session");
	assert_ok(audit_change(t.db, &c, &e), &e);
	return token;
}

/* The plan of a province, whose tasks name its police. */
static void import_plan(void)
{
	struct plan_source s = { .file_name = S("003.txt"),
		.bytes = embed_find(S("samples/003.txt")),
		.issuer = S("Ủy ban nhân dân tỉnh Thừa Thiên Huế") };
	struct change c = { .entry = entry() };
	struct plan_import *made;

	c.entry.action = S("plan.import");
	plan_when_adopted(work_adopted);
	assert_non_null(s.bytes.p);
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("plan", made->plan);
	set_sample("task", 1);
}

/* A draft of that agency, of a text that is no plan here yet, and its first task. */
static void upload_draft(int64_t account, int64_t agency_id)
{
	struct actor who = { .account = account, .name = S("sample"), .agency = agency_id };
	struct review_upload u = { .source = { .file_name = S("001.txt"),
					   .bytes = embed_find(S("samples/001.txt")) } };
	struct change c = { .entry = entry() };
	struct db_read *r;
	struct review *v;

	c.entry.action = S("review.upload");
	assert_ok(review_upload_prepare(t.arena, t.db, &who, &u, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("draft", u.draft);
	r = read_begin();
	assert_ok(review_load(r, account, u.draft, &v, &e), &e);
	assert_true(v->items.n > 0);
	set_word_sample("item", review_word(t.arena, v->items.v[0].key));
	db_read_end(r);
}

/* What the agency has done, so that the register has something of it. */
static void enter_activity(int64_t agency_id)
{
	struct actor system = actor_of_system();
	struct activity_said said = { .kind = activity_kind(S("meeting")),
		.agency = agency_id,
		.starts = date_today(),
		.ends = date_today(),
		.ref = S("sample") };
	struct change c = { .entry = entry() };
	struct activity_fault fault;
	struct db_read *r = read_begin();
	int64_t known;

	assert_ok(activity_enter_prepare(t.arena, r, &system, &said, &c, &known, &fault, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("activity", c.entry.object_id);

	int64_t id = c.entry.object_id;

	c = (struct change){ .entry = entry() };
	r = read_begin();
	assert_ok(activity_attach_prepare(t.arena, r, &system, id, S("giao-ban.txt"),
			  S("Giao ban quý III\n"), &c, &e),
		&e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

/* What the demonstration gives the committee of that agency comes first in each table. */
static void add_committee(void)
{
	static const char *const made[] = { "addressee", "conclusion", "contact", "directive",
		"finding", "meeting", "seat", "team", "visit" };
	struct committee_by_code_row row;
	struct db_read *r;
	bool found;

	assert_ok(committee_demo(t.db, t.arena, &e), &e);
	r = read_begin();
	assert_ok(committee_by_code(r, S("bcd138-tinh.46.2025-01-01"), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	assert_int_equal(row.standing_id, agency(at[OWN]));
	set_sample("committee", row.id);
	for (size_t i = 0; i < COUNT(made); i++)
		set_sample(made[i], 1);
}

/* A sheet of that agency for the quarter before this one, sent: nothing occurred. */
static void send_figures(int64_t agency_id)
{
	struct actor system = actor_of_system();
	struct form_open in = { .edition = 1, .agency = agency_id };
	struct change c = { .entry = entry() };
	struct form_figure zero[FORM_SLOTS_MAX];
	struct form_send send = {
		.version = 2, .reason = S(""), .request = S("00000000000000000000000000000001")
	};
	calendar_periods list = { 0 };
	struct form_edition f;
	struct db_read *r;
	bool again;

	assert_ok(form_ready(t.db, &e), &e);
	calendar_periods_in(
		t.arena, S("quarter"), date_add(date_today(), -100), date_today(), &list);
	assert_true(list.n > 0);
	in.period = list.v[0];
	r = read_begin();
	assert_ok(form_edition_get(r, in.edition, &f, &e), &e);
	assert_ok(form_open_prepare(t.arena, r, &system, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	send.sheet = c.entry.object_id;
	set_sample("sheet", send.sheet);
	for (size_t i = 0; i < f.cells.n; i++)
		zero[i] = (struct form_figure){ FORM_ZERO, 0 };
	c = (struct change){ .entry = entry() };
	assert_ok(form_save_prepare(t.arena, &system, send.sheet, 1, zero, f.cells.n, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	c = (struct change){ .entry = entry() };
	r = read_begin();
	assert_ok(form_send_prepare(t.arena, r, &system, &send, &c, &again, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

/* A difficulty, an award and the number of a paper of that agency. */
static void fill_registers(int64_t agency_id)
{
	struct actor system = actor_of_system();
	struct obstacle_new difficulty = { .said = { OBSTACLE_DIFFICULTY, S("Thiếu phiên dịch"),
						   S("Không có người biết tiếng."), S(""), S(""),
						   S("") },
		.agency = agency_id,
		.holder = agency("bca"),
		.task = DB_NULL,
		.day = DATE(2024, 5, 6) };
	struct award_new award = { .agency = agency_id,
		.plan = DB_NULL,
		.kind = S("group"),
		.form = S("merit"),
		.name = S("Đội nghiệp vụ"),
		.merit = S("Làm tốt."),
		.day = DATE(2024, 5, 6) };
	struct register_new paper = { .agency = agency_id,
		.kind = S("notice"),
		.symbol = S("TB"),
		.abstract = S("Kết quả"),
		.day = DATE(2024, 5, 6) };
	struct change c = { .entry = entry() };
	int64_t number;

	c.entry.action = S("test.raise");
	assert_ok(obstacle_raise_prepare(t.arena, &system, &difficulty, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("obstacle", c.entry.object_id);
	c = (struct change){ .entry = entry() };
	c.entry.action = S("test.propose");
	assert_ok(award_propose_prepare(t.arena, &system, &award, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("award", c.entry.object_id);
	c = (struct change){ .entry = entry() };
	c.entry.action = S("test.take");
	assert_ok(register_take_prepare(t.arena, &system, &paper, &number, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("paper", c.entry.object_id);
}

/* A duty to report to that agency, and the address of the sample account's deadlines. */
static void fill_calendar(int64_t agency_id, int64_t account)
{
	struct actor system = actor_of_system(), sample = { .account = account };
	struct duty_new duty = { .plan = DB_NULL,
		.position = DB_NULL,
		.title = S("Báo cáo quý"),
		.owed_by = S("Công an tỉnh"),
		.place = S("46"),
		.owed_to = S("Bộ Công an"),
		.system = S("quarter"),
		.rule = S("trước ngày 20 của tháng cuối kỳ"),
		.citation = S("mẫu"),
		.to = agency_id,
		.valid_from = DATE(2026, 1, 1),
		.valid_to = DATE(2026, 12, 31) };
	struct change c = { .entry = entry() };
	const char *field;
	struct str token;

	c.entry.action = S("test.duty");
	assert_ok(duty_add_prepare(t.arena, &system, &duty, &c, &field, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("duty", c.entry.object_id);
	c = (struct change){ .entry = entry() };
	c.entry.action = S("test.feed");
	assert_ok(calendar_feed_make_prepare(t.arena, &sample, &c, &token, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_word_sample("feed", token);
}

/* A report of that agency, as it is being written. */
static void fill_report(int64_t agency_id)
{
	struct actor system = actor_of_system();
	struct report_new in = { .agency = agency_id, .to = agency("bca"), .plan = DB_NULL };
	struct change c = { .entry = entry() };
	struct db_read *r;
	int64_t known;

	assert_true(calendar_period_find(t.arena, S("year-2024-1"), &in.period));
	c.entry.action = S("test.report");
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(report_begin_prepare(t.arena, r, &system, &in, &c, &known, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	set_sample("report", c.entry.object_id);
}

/* What the sample account did, and a head of the log. */
static void fill_log(int64_t account)
{
	struct str key = str_fmt(t.arena, "%s/matrix-%d.key", getenv("TMPDIR") ?: "/tmp", getpid());
	struct audit_entry done = entry();
	unsigned char leaf[32];
	struct db_read *r;
	int64_t last;

	done.actor = account;
	done.action = S("test.done");
	assert_ok(audit_note(t.db, &done, &e), &e);
	r = read_begin();
	assert_ok(audit_end(r, &last, leaf, &e), &e);
	db_read_end(r);
	set_sample("entry", last);
	set_sample("id", 1);
	setenv("HAIDANG_AUDIT_KEY_FILE", str_c(t.arena, key), 1);
	assert_ok(audit_tick(t.db, &e), &e);
	unlink(str_c(t.arena, key));
	set_sample("head", 1);
}

static void add_people(void)
{
	struct db_read *r = read_begin();

	assert_ok(access_role_rows(r, &roles, &e), &e);
	db_read_end(r);
	assert_true(roles.n <= ROLES_MAX);
	for (size_t i = 0; i < roles.n; i++)
		for (int k = 0; k < RELATIONS; k++) {
			struct str name = str_fmt(t.arena, "%.*s.%d", STR_ARG(roles.v[i].code), k);
			int64_t where = agency(at[k]), account = add_account(name, where);

			give(account, roles.v[i].code, where);
			tokens[i][k] = open_session(account);
		}
}

static int load(void **state)
{
	(void)state;
	assert_ok(test_db_lists(&t, &e), &e);
	assert_ok(access_ready(t.db, &e), &e);
	int64_t own = agency(at[OWN]), sample = add_account(S("sample"), own);

	set_sample("agency", own);
	set_sample("account", sample);
	set_sample("grant", give(sample, S("focal"), own));
	import_plan();
	add_committee();
	upload_draft(sample, own);
	enter_activity(own);
	send_figures(own);
	fill_registers(own);
	fill_calendar(own, sample);
	fill_report(own);
	fill_log(sample);
	add_people();
	answers = NEW_N(t.arena, struct answers, routes_n);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

/* --- one request */

/* "/accounts/7" of "/accounts/{account:int}". */
static struct str path_of(struct arena *a, struct str declared)
{
	struct buf b = { .arena = a };
	struct str rest = declared, segment;
	bool first = true;

	while (str_split(&rest, '/', &segment)) {
		struct str value = segment;

		if (!first)
			buf_addc(&b, '/');
		first = false;
		if (str_starts(segment, S("{"))) {
			size_t end = str_find_char(segment, ':', 0);
			struct str name = str_sub(
				segment, 1, end == SIZE_MAX ? segment.n - 1 : end);

			value = STR_NULL;
			for (size_t i = 0; i < COUNT(samples); i++)
				if (str_eq(str_z(samples[i].name), name))
					value = samples[i].value;
			if (!value.p)
				fail_msg("%.*s: give a sample for {%.*s} in test/matrix_test.c",
					STR_ARG(declared), STR_ARG(name));
		}
		buf_add(&b, value);
	}
	return buf_str(&b);
}

/* What the answer says about who asks. */
static const char *word_of(const struct http_answer *answer)
{
	switch (answer->status) {
	case 303:
		for (size_t i = 0; i < answer->n_headers; i++)
			if (str_eq(answer->headers[i].name, S("Location")) &&
				str_starts(answer->headers[i].value, S("/login")))
				return "log-in";
		return "yes";
	case 200:
	case 400:
		return "yes";
	case 401:
		return "log-in";
	case 403:
		return "no";
	case 404:
		return "absent";
	default:
		fail_msg("status %d", answer->status);
		return NULL;
	}
}

static const char *ask_at(const struct route *route, struct str path, struct str token)
{
	struct arena *a = arena_new(REQUEST_ARENA);
	struct dispatch d = { .db = t.db, .quiet = true };
	struct http_header headers[] = {
		{ S("Host"), S("localhost") },
		{ S("Cookie"), str_fmt(a, "%s=%.*s", SESSION_COOKIE, STR_ARG(token)) },
		{ S("Content-Type"), S("application/x-www-form-urlencoded") },
	};
	struct http_request rq = { .arena = a,
		.method = route->post ? HTTP_POST : HTTP_GET,
		.target = path_of(a, path),
		.headers = headers,
		.n_headers = COUNT(headers),
		.peer = S("192.0.2.1"),
		.ticks = clock_ticks() };
	struct http_answer answer = { 0 };
	size_t max;

	if (route->post)
		rq.body = str_fmt(a, "_csrf=%.*s&matrix_probe=1",
			STR_ARG(token.n ? access_csrf(a, token) : S("")));
	if (dispatch_head(&d, &rq, &max, &answer) == HTTP_BODY)
		dispatch_work(&d, &rq, &answer);
	dispatch_done(&d, &rq, &answer);
	const char *word = word_of(&answer);

	refused += token.n && (strcmp(word, "no") == 0 || strcmp(word, "absent") == 0);
	arena_free(a);
	return word;
}

static const char *ask(const struct route *route, struct str token)
{
	return ask_at(route, route->path, token);
}

static const char *to_visitor(const struct route *route)
{
	const char **word = &answers[route - routes].visitor;

	return *word ? *word : (*word = ask(route, S("")));
}

static const char *to_role(const struct route *route, size_t role, int relation)
{
	const char **word = &answers[route - routes].role[role][relation];

	return *word ? *word : (*word = ask(route, tokens[role][relation]));
}

/* --- the matrix */

static int by_path(const void *pa, const void *pb)
{
	const struct route *const *a = pa, *const *b = pb;
	int order = str_cmp((*a)->path, (*b)->path);

	return order ? order : !(*a)->get - !(*b)->get;
}

/* "yes" for the three alike, else "own/above/other". */
static void add_cell(struct buf *b, const struct route *route, size_t role)
{
	const char *word[RELATIONS];

	for (int k = 0; k < RELATIONS; k++)
		word[k] = to_role(route, role, k);
	if (strcmp(word[OWN], word[ABOVE]) == 0 && strcmp(word[OWN], word[OTHER]) == 0)
		buf_addf(b, " %.*s=%s", STR_ARG(roles.v[role].code), word[OWN]);
	else
		buf_addf(b, " %.*s=%s/%s/%s", STR_ARG(roles.v[role].code), word[OWN], word[ABOVE],
			word[OTHER]);
}

static struct str matrix(void)
{
	struct buf b = { .arena = t.arena };
	const struct route **sorted = NEW_N(t.arena, const struct route *, routes_n);

	for (size_t i = 0; i < routes_n; i++)
		sorted[i] = &routes[i];
	qsort(sorted, routes_n, sizeof(*sorted), by_path);
	buf_addz(&b, "# Made by test/matrix_test.c: own/above/other, or one word for the three.\n");
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = sorted[i];

		buf_addf(&b, "%s %.*s\n  %s, %.*s:", r->get ? "GET" : "POST", STR_ARG(r->path),
			permission_name(r->permission), STR_ARG(r->scope));
		buf_addf(&b, " visitor=%s", to_visitor(r));
		for (size_t role = 0; role < roles.n; role++)
			add_cell(&b, r, role);
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

static struct str read_golden(void)
{
	struct buf b = { .arena = t.arena };
	FILE *f = fopen(GOLDEN, "rb");
	size_t n;

	if (!f)
		fail_msg("%s is not there; run from the top of the source", GOLDEN);
	do {
		n = fread(buf_room(&b, 65536), 1, 65536, f);
		b.n += n;
	} while (n);
	fclose(f);
	return buf_str(&b);
}

static void write_golden(struct str text)
{
	FILE *f = fopen(GOLDEN, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static void every_route_answers_as_agreed(void **state)
{
	struct str got = matrix(), expected, line, wanted;

	(void)state;
	if (getenv("HAIDANG_MATRIX")) {
		write_golden(got);
		return;
	}
	expected = read_golden();
	while (str_split(&got, '\n', &line))
		if (!str_split(&expected, '\n', &wanted) || !str_eq(line, wanted))
			fail_msg("got\n%.*s\nagreed is\n%.*s\n", STR_ARG(line), STR_ARG(wanted));
	assert_int_equal(str_trim(expected).n, 0);
}

/* The golden file could agree to anything: what must hold whatever it says. */
static void nothing_is_open_that_must_not_be(void **state)
{
	(void)state;
	for (size_t i = 0; i < routes_n; i++) {
		const char *visitor = to_visitor(&routes[i]);
		bool open = strcmp(visitor, "yes") == 0;

		if (open != (routes[i].permission == PERM_PUBLIC))
			fail_msg("%.*s: visitor=%s", STR_ARG(routes[i].path), visitor);
	}
	/* a token that is no session is a visitor */
	struct str digest;

	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].get)
			assert_string_equal(ask(&routes[i], session_draw(t.arena, &digest)),
				to_visitor(&routes[i]));
}

static void pages_and_their_json_are_open_to_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		if (!r->get || !r->json_path.n || !r->path.n)
			continue;
		assert_string_equal(ask_at(r, r->json_path, S("")), to_visitor(r));
		for (size_t role = 0; role < roles.n; role++)
			for (int k = 0; k < RELATIONS; k++)
				if (strcmp(ask_at(r, r->json_path, tokens[role][k]),
					    to_role(r, role, k)) != 0)
					fail_msg("%.*s and %.*s differ for %.*s", STR_ARG(r->path),
						STR_ARG(r->json_path), STR_ARG(roles.v[role].code));
	}
}

/* --- what is absent and what is another's: the same statements */

struct watched {
	struct arena *arena;
	struct buf names;
};

static void watch(void *ctx, const char *name)
{
	struct watched *w = ctx;

	buf_addf(&w->names, " %s", name);
}

static struct str statements_of(const struct route *route, struct str path, struct str token)
{
	struct watched w = { .arena = t.arena, .names = { .arena = t.arena } };

	db_watch(watch, &w);
	assert_string_equal(ask_at(route, path, token), "absent");
	db_watch(NULL, NULL);
	return buf_str(&w.names);
}

/* The address with its first number one that nothing has; no value: it has none. */
static struct str with_absent_number(struct str declared)
{
	struct str end = S(":int}");
	size_t close = str_find(declared, end, 0), open = close;

	if (close == SIZE_MAX)
		return STR_NULL;
	while (declared.p[open] != '{')
		open--;
	return str_fmt(t.arena, "%.*s999999999%.*s", STR_ARG(str_sub(declared, 0, open)),
		STR_ARG(str_sub(declared, close + end.n, declared.n)));
}

/* A role that gets the page at its own agency and not at another. */
static bool refused_elsewhere(const struct route *route, size_t *role)
{
	for (*role = 0; *role < roles.n; ++*role)
		if (strcmp(to_role(route, *role, OWN), "yes") == 0 &&
			strcmp(to_role(route, *role, OTHER), "absent") == 0)
			return true;
	return false;
}

/* How long an answer takes tells nothing where the same is asked of the database, in the same
 * order, whether there is such a thing or not. */
static void absent_and_not_yours_ask_the_same(void **state)
{
	int compared = 0, differ = 0;
	size_t role;

	(void)state;
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];
		struct str absent = with_absent_number(r->path);

		if (!r->get || !absent.p || !refused_elsewhere(r, &role))
			continue;
		struct str token = tokens[role][OTHER];
		struct str others = statements_of(r, r->path, token);
		struct str none = statements_of(r, absent, token);

		compared++;
		if (str_eq(others, none))
			continue;
		differ++;
		print_message("%.*s\n  another's:%.*s\n  absent:   %.*s\n", STR_ARG(r->path),
			STR_ARG(others), STR_ARG(none));
	}
	assert_true(compared > 20);
	assert_int_equal(differ, 0);
}

static int64_t refusals_written(int64_t before, int64_t *first)
{
	struct arena *a = arena_new(REQUEST_ARENA);
	struct audit_lines lines;
	struct db_read *r;
	int64_t n = 0;

	assert_ok(db_read_begin(t.db, a, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, before, PAGE, &lines, &e), &e);
	db_read_end(r);
	*first = lines.n < PAGE ? 0 : lines.v[lines.n - 1].seq;
	LIST_EACH(l, &lines) {
		if (!str_eq(l->entry.action, S("request.refused")))
			continue;
		n++;
		assert_true(l->entry.actor > 0);
		assert_non_null(route_named(str_c(a, l->entry.object)));
	}
	arena_free(a);
	return n;
}

/* After the others: what they were refused is in the log, each once. Nobody asks as often as to
 * be counted only. */
static void every_refusal_is_an_entry(void **state)
{
	int64_t before = INT64_MAX, written = 0;

	(void)state;
	assert_true(refused > 0);
	while (before)
		written += refusals_written(before, &before);
	assert_int_equal(written, refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_answers_as_agreed),
		cmocka_unit_test(nothing_is_open_that_must_not_be),
		cmocka_unit_test(pages_and_their_json_are_open_to_the_same),
		cmocka_unit_test(absent_and_not_yours_ask_the_same),
		cmocka_unit_test(every_refusal_is_an_entry),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
