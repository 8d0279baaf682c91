#include "web/metrics.h"

#include <stdatomic.h>

#include "operation/gauges.h"
#include "store/stats.h"

/* --- counting */

enum { OTHER = RATES, CLASSES, STATUSES = 6, BOUNDS = 11 };

static const char *const classes[CLASSES] = {
	[RATE_PAGE] = "page",
	[RATE_LOGIN] = "login",
	[RATE_CHANGE] = "change",
	[RATE_HEAVY] = "heavy",
	[RATE_PEER] = "peer",
	[RATE_FREE] = "free",
	[OTHER] = "file",
};

/* Microseconds, and the same as the text form has them. */
static const int64_t bounds[BOUNDS] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000,
	1000000, 2500000, 10000000 };
static const char *const bound_names[BOUNDS] = { "0.001", "0.0025", "0.005", "0.01", "0.025",
	"0.05", "0.1", "0.25", "1", "2.5", "10" };

static struct {
	_Atomic int64_t by_status[STATUSES];
	_Atomic int64_t buckets[BOUNDS + 1];
	_Atomic int64_t us;
} seen[CLASSES];

void metrics_request(const struct route *route, int status, int64_t us)
{
	int class = route ? (int)route->rate : OTHER;
	int hundred = status / 100 < STATUSES ? status / 100 : 0;
	int i = 0;

	while (i < BOUNDS && us > bounds[i])
		i++;
	atomic_fetch_add_explicit(&seen[class].by_status[hundred], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&seen[class].buckets[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&seen[class].us, us, memory_order_relaxed);
}

/* --- writing */

static void head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_addf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(struct buf *b, const char *name, const char *type, const char *help, int64_t v)
{
	head(b, name, type, help);
	buf_addf(b, "%s %lld\n", name, (long long)v);
}

/* Seconds with six places. */
static void add_seconds(struct buf *b, int64_t us)
{
	buf_addf(b, "%lld.%06lld\n", (long long)(us / 1000000), (long long)(us % 1000000));
}

static void add_requests(struct buf *b)
{
	head(b, "haidang_requests_total", "counter", "Requests answered.");
	for (int c = 0; c < CLASSES; c++)
		for (int s = 1; s < STATUSES; s++)
			buf_addf(b, "haidang_requests_total{class=\"%s\",status=\"%dxx\"} %lld\n",
				classes[c], s, (long long)atomic_load(&seen[c].by_status[s]));
}

static void add_durations(struct buf *b)
{
	static const char name[] = "haidang_request_duration_seconds";

	head(b, name, "histogram", "Time from a request's head to its answer.");
	for (int c = 0; c < CLASSES; c++) {
		int64_t n = 0;

		for (int i = 0; i < BOUNDS; i++) {
			n += atomic_load(&seen[c].buckets[i]);
			buf_addf(b, "%s_bucket{class=\"%s\",le=\"%s\"} %lld\n", name, classes[c],
				bound_names[i], (long long)n);
		}
		n += atomic_load(&seen[c].buckets[BOUNDS]);
		buf_addf(b, "%s_bucket{class=\"%s\",le=\"+Inf\"} %lld\n", name, classes[c],
			(long long)n);
		buf_addf(b, "%s_sum{class=\"%s\"} ", name, classes[c]);
		add_seconds(b, atomic_load(&seen[c].us));
		buf_addf(b, "%s_count{class=\"%s\"} %lld\n", name, classes[c], (long long)n);
	}
}

static void add_groups(struct buf *b, const struct db_stats *s)
{
	int64_t n = 0;

	head(b, "haidang_writer_group_changes", "histogram", "Changes that shared a commit.");
	for (int i = 0; i < DB_GROUP_SIZES; i++) {
		n += s->groups[i];
		if (i < DB_GROUP_SIZES - 1)
			buf_addf(b, "haidang_writer_group_changes_bucket{le=\"%d\"} %lld\n", 1 << i,
				(long long)n);
	}
	buf_addf(b, "haidang_writer_group_changes_bucket{le=\"+Inf\"} %lld\n", (long long)n);
	buf_addf(b, "haidang_writer_group_changes_sum %lld\n", (long long)s->changes);
	buf_addf(b, "haidang_writer_group_changes_count %lld\n", (long long)n);
	one(b, "haidang_writer_waiting", "gauge", "Changes that wait for the writer.", s->waiting);
	one(b, "haidang_snapshots_open", "gauge", "Connections for reading, used or pooled.",
		s->snapshots);
}

static void add_messages(struct buf *b, const struct gauges *g)
{
	head(b, "haidang_messages", "gauge", "Mails and text messages that are not sent.");
	for (int i = 0; i < GAUGE_STATES; i++)
		buf_addf(b, "haidang_messages{state=\"%s\"} %lld\n", gauge_states[i],
			(long long)g->messages[i]);
}

/* A moment that never was is left out: 0 would be 1970. */
static void add_moment(struct buf *b, const char *name, const char *help, int64_t us)
{
	if (!us)
		return;
	head(b, name, "gauge", help);
	buf_addf(b, "%s ", name);
	add_seconds(b, us);
}

static void add_gauges(struct buf *b, const struct gauges *g)
{
	one(b, "haidang_database_bytes", "gauge", "Size of the database.", g->database);
	one(b, "haidang_log_entries", "gauge", "Entries of the log.", g->log);
	add_moment(b, "haidang_log_last_timestamp_seconds", "When the newest entry was written.",
		g->log_last);
	add_moment(b, "haidang_backup_last_timestamp_seconds", "When the last backup was made.",
		g->backup_last);
	if (g->head_last)
		one(b, "haidang_audit_head_age_seconds", "gauge",
			"How long ago the newest head of the log was signed.",
			(clock_now() - g->head_last) / 1000000);
	add_messages(b, g);
}

bool metrics_text(struct arena *a, const struct metrics *m, struct str *out, struct err *e)
{
	struct buf b = { .arena = a };
	struct db_stats stats;
	struct gauges g;

	if (!gauges_read(m->db, a, &g, e))
		return false;
	db_stats(m->db, &stats);
	add_requests(&b);
	add_durations(&b);
	one(&b, "haidang_requests_under_way", "gauge", "Requests begun and not answered.",
		m->http ? http_under_way(m->http) : 0);
	add_groups(&b, &stats);
	add_gauges(&b, &g);
	*out = buf_str(&b);
	return true;
}

/* --- the listener */

static enum http_next take(
	void *ctx, struct http_request *rq, size_t *body_max, struct http_answer *out)
{
	(void)ctx;
	*body_max = 0;
	if (str_eq(rq->target, S("/metrics")) && rq->method == HTTP_GET)
		return HTTP_BODY;
	out->status = 404;
	out->body = S("not here: GET /metrics\n");
	return HTTP_ANSWER;
}

static void work(void *ctx, struct http_request *rq, struct http_answer *out)
{
	struct err e = { 0 };

	http_add(out, S("Content-Type"), S("text/plain; version=0.0.4; charset=utf-8"));
	out->status = 200;
	if (metrics_text(rq->arena, ctx, &out->body, &e))
		return;
	log_err("metrics", &e);
	out->status = 503;
	out->body = S("the database does not answer\n");
}

static void done(void *ctx, const struct http_request *rq, const struct http_answer *out)
{
	(void)ctx;
	(void)rq;
	(void)out;
}

static void refuse(void *ctx, struct http_request *rq, int status, struct http_answer *out)
{
	(void)ctx;
	(void)rq;
	out->status = status;
	out->body = S("no\n");
}

bool metrics_start(struct http **out, int listen, struct metrics *m, struct err *e)
{
	struct http_options o = {
		.listen = listen,
		.workers = { 1 },
		.connections = 16,
		.ctx = m,
		.head = take,
		.work = work,
		.done = done,
		.refuse = refuse,
	};

	return http_start(out, &o, e);
}
