#include "urls.h"
#include "web/server.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "access/access.h"
#include "access/first.h"
#include "audit/head.h"
#include "form/sheet.h"
#include "operation/doctor.h"
#include "operation/notify.h"
#include "operation/sandbox.h"
#include "outbox/outbox.h"
#include "plan/plan.h"
#include "store/db.h"
#include "urge/urge.h"
#include "web/dispatch.h"
#include "web/metrics.h"
#include "web/refusal.h"
#include "work/work.h"

enum {
	LOG_INS_AT_ONCE = 2, /* each takes 64 MiB */
	PEERS_AT_ONCE = 4,   /* each stands still while a log-in provider is asked */
};

enum { TICK_SECONDS = 10, STOP_SECONDS = 10, GO_ON_SECONDS = 3 };

static void write_seen(struct db *db)
{
	struct err e = { 0 };

	if (!access_tick(db, &e))
		log_err("tick", &e);
}

static void tick(struct db *db)
{
	struct err e = { 0 };

	write_seen(db);
	if (!plan_go_on(db, GO_ON_SECONDS, &e))
		log_err("plan", &e);
	err_clear(&e);
	if (!urge_tick(db, &e))
		log_err("urge", &e);
	err_clear(&e);
	if (!audit_tick(db, &e))
		log_err("audit", &e);
	err_clear(&e);
	if (!refusal_tick(db, false, &e))
		log_err("audit", &e);
}

/* What was gathered and not written yet, when nobody is served any more. */
static void write_last(struct db *db)
{
	struct err e = { 0 };

	write_seen(db);
	if (!refusal_tick(db, true, &e))
		log_err("audit", &e);
}

/* Sleeps until somebody wants the end; chores in between. A chore that hangs, as one on a
 * database that does, gives no sign of life. */
static void wait_for_end(const sigset_t *signals, struct db *db)
{
	int often = notify_interval();
	struct timespec pause = { .tv_sec = often && often < TICK_SECONDS ? often : TICK_SECONDS };

	tick(db); /* what a server before this one left half-done */
	for (;;) {
		notify("WATCHDOG=1\n");
		int signal = sigtimedwait(signals, NULL, &pause);

		if (signal == SIGTERM || signal == SIGINT)
			return;
		if (signal < 0 && errno == EAGAIN)
			tick(db);
	}
}

static void tell_ready(int fd)
{
	if (fd < 0)
		return;
	if (write(fd, "", 1) != 1)
		log_warn("server", "nobody waits for the start");
	close(fd);
}

/* Where nobody can let others in yet, the link for who will. */
static void say_first(struct db *db, const struct server_options *o)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct err e = { 0 };
	struct str token;

	if (!first_offer(db, a, &token, &e)) {
		log_err("first", &e);
	} else if (token.p) {
		struct str link = str_fmt(a, "%.*s%.*s", STR_ARG(o->base),
			STR_ARG(url_first_form(a, .token = token)));

		fprintf(stderr, "%.*s\n", STR_ARG(TEXT(a, o->lang, T_access_first_link, link)));
	}
	arena_free(a);
}

/* Before the first thread and the first connection. */
static bool shut_in(const struct server_options *o, struct err *e)
{
	struct sandbox s = { .db_url = o->db_url, .allow = o->allow, .n_allow = o->n_allow };

	doctor_serving(
		&(struct serving){ .db_url = o->db_url, .plain = o->plain, .sandbox = o->sandbox });
	notify_open();
	if (geteuid() == 0)
		log_warn("server", "running as root: use --user, or a unit with User=");
	if (o->sandbox)
		return sandbox_enter(&s, e);
	sandbox_harden();
	log_warn("sandbox", "OFF: this server may read every file of its user and call all of "
			    "the kernel");
	return true;
}

/* Takes requests until somebody wants the end. */
static bool serve(
	const struct server_options *o, struct dispatch *d, const sigset_t *signals, struct err *e)
{
	struct http_options ho = {
		.listen = o->listen,
		.cert = o->cert,
		.key = o->key,
		.workers = { o->workers, LOG_INS_AT_ONCE, PEERS_AT_ONCE },
		.connections = o->connections,
		.per_address = o->per_address,
		.ctx = d,
		.head = dispatch_head,
		.work = dispatch_work,
		.done = dispatch_done,
		.refuse = dispatch_refuse,
	};
	struct metrics m = { .db = d->db };
	struct http *monitor = NULL;
	bool ok = http_start(&m.http, &ho, e) &&
		  (o->metrics < 0 || metrics_start(&monitor, o->metrics, &m, e));

	if (ok) {
		tell_ready(o->ready);
		fprintf(stderr, "%.*s\n", STR_ARG(o->greeting));
		say_first(d->db, o);
		notify("READY=1\n");
		wait_for_end(signals, d->db);
		log_info("server", "stopping");
		notify("STOPPING=1\n");
	}
	if (monitor)
		http_stop(monitor, 1);
	if (m.http)
		http_stop(m.http, STOP_SECONDS);
	if (ok)
		write_last(d->db);
	return ok;
}

bool server_run(const struct server_options *o, struct err *e)
{
	struct dispatch d = {
		.trusted = o->trusted, .proxy_header = o->proxy_header, .quiet = o->quiet
	};
	struct outbox_sender *sender = NULL;
	sigset_t signals;

	/* Before any thread: they all inherit the mask, and only sigtimedwait sees these. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	if (sodium_init() < 0)
		return FAIL(e, ERR_INTERNAL, T_web_not_started);
	bool ok = shut_in(o, e) && db_open(&d.db, o->db_url, DB_SERVE, e) && audit_ready(d.db, e) &&
		  access_ready(d.db, e) && work_ready(d.db, e) && form_ready(d.db, e) &&
		  outbox_start(&sender, d.db, e) && serve(o, &d, &signals, e);

	outbox_stop(sender);
	db_close(d.db);
	return ok;
}
