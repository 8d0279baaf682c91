/*
 * The writer: one thread, a queue, a transaction a group. Owns its connection and the
 * arena that a change works in.
 */
#include "store/writer.h"

#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "store/engine.h"
#include "store/stats.h"

enum { GROUP_MOST = 256, ARENA_CAP = 256 << 20, SETTLE_TRIES = 30, SETTLE_WAIT_US = 500 * 1000 };

/* One call, on the stack of the thread that waits for it. */
struct job {
	const struct writer_call *call;
	struct err *e;
	bool ok;
	sem_t done;
	struct job *next;
};

struct writer {
	struct db *db;
	struct conn *conn;
	struct arena *arena;
	struct db_write inside;
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t work;
	struct job *first, **last;
	bool closing;
	int64_t groups[DB_GROUP_SIZES], changes, waiting;
};

/* --- one job */

/* A change that wants more memory than it may have comes back here. */
static bool run_call(struct writer *w, struct job *job)
{
	jmp_buf full;

	if (setjmp(full)) {
		arena_on_full(w->arena, NULL);
		return FAIL(job->e, ERR_TOO_LARGE, T_store_too_large);
	}
	arena_on_full(w->arena, &full);
	bool ok = job->call->run(&w->inside, job->call->arg, job->e) &&
		  w->conn->engine->flush(w->conn, job->e);

	arena_on_full(w->arena, NULL);
	if (!ok && job->e->code == ERR_NONE)
		FAIL(job->e, ERR_INTERNAL, T_store_failed);
	return ok;
}

/* False: the transaction itself is gone, and *cause says why. */
static bool run_job(struct writer *w, struct job *job, struct err *cause)
{
	struct conn *c = w->conn;

	if (!c->engine->savepoint(c, cause)) {
		*job->e = *cause;
		return false;
	}
	w->inside = (struct db_write){ .read = { w->db, c, w->arena }, .batch = { c } };
	job->ok = run_call(w, job) && c->engine->release(c, job->e);
	arena_reset(w->arena);
	if (job->ok || c->engine->undo(c, cause))
		return true;
	*cause = *job->e; /* what made it go says more than that it is gone */
	return false;
}

/* --- a group */

static void fail_all(struct job *first, const struct job *end, const struct err *cause)
{
	for (struct job *j = first; j != end; j = j->next) {
		if (j->ok)
			*j->e = *cause;
		j->ok = false;
	}
}

static bool reconnect(struct writer *w, struct err *e)
{
	if (w->conn && w->conn->engine->alive(w->conn))
		return true;
	if (w->conn)
		w->conn->engine->close(w->conn);
	w->conn = NULL;
	return w->db->engine->open(&w->conn, w->db->where, true, e);
}

static bool begin(struct writer *w, struct err *e)
{
	struct err first = { 0 };

	if (!reconnect(w, e))
		return false;
	if (w->conn->engine->begin(w->conn, true, &first))
		return true;
	if (w->conn->engine->alive(w->conn)) {
		*e = first;
		return false;
	}
	/* it had died while nobody used it */
	return reconnect(w, e) && w->conn->engine->begin(w->conn, true, e);
}

/* Asks the database whether a job whose commit got no answer is there. Our begin waits for
 * the writers' lock, so the lost transaction has ended, one way or the other. */
static void settle_job(struct writer *w, struct job *job, const struct err *cause)
{
	struct db_read r = { w->db, w->conn, w->arena };
	struct err e = { 0 };
	bool there = false;

	if (!job->call->settle || !job->call->settle(&r, job->call->arg, &there, &e))
		*job->e = *cause;
	else if (!there)
		FAIL(job->e, ERR_BUSY, T_store_lost);
	job->ok = there;
	arena_reset(w->arena);
}

static void settle(struct writer *w, struct job *first, const struct job *end)
{
	struct err unknown = { 0 };
	bool back = false;

	FAIL(&unknown, ERR_STORE, T_store_unknown);
	for (int i = 0; i < SETTLE_TRIES && !back; i++) {
		struct err e = { 0 };

		back = begin(w, &e);
		if (!back)
			usleep(SETTLE_WAIT_US);
	}
	if (!back) {
		fail_all(first, end, &unknown);
		return;
	}
	for (struct job *j = first; j != end; j = j->next)
		if (j->ok)
			settle_job(w, j, &unknown);
	w->conn->engine->rollback(w->conn);
}

/* Commits what went well of [first, end). */
static void end_group(struct writer *w, struct job *first, const struct job *end)
{
	struct err cause = { 0 };
	bool any = false;

	for (struct job *j = first; j != end; j = j->next)
		any |= j->ok;
	switch (any ? w->conn->engine->commit(w->conn, &cause) : COMMIT_FAILED) {
	case COMMIT_DONE:
		return;
	case COMMIT_FAILED:
		w->conn->engine->rollback(w->conn);
		fail_all(first, end, &cause);
		return;
	case COMMIT_UNKNOWN:
		log_err("store.commit_unknown", &cause);
		settle(w, first, end);
	}
}

static void wake(struct job *first, const struct job *end)
{
	while (first != end) {
		struct job *next = first->next; /* the job is gone with its post */

		if (!first->ok && (first->e->code == ERR_STORE || first->e->code == ERR_INTERNAL))
			log_err("store.change", first->e);
		sem_post(&first->done);
		first = next;
	}
}

/* Runs from `first` on; returns the job it stopped before, which begins the next group. */
static struct job *run_group(struct writer *w, struct job *first)
{
	struct err cause = { 0 };
	struct job *j = first;

	if (!begin(w, &cause)) {
		for (; j; j = j->next)
			*j->e = cause;
		wake(first, NULL);
		return NULL;
	}
	while (j) {
		bool goes_on = run_job(w, j, &cause);

		j = j->next;
		if (!goes_on) {
			w->conn->engine->rollback(w->conn);
			fail_all(first, j, &cause);
			wake(first, j);
			return j;
		}
	}
	end_group(w, first, NULL);
	wake(first, NULL);
	return NULL;
}

/* --- the thread */

/* For the monitor: a group of n changes. */
static void count_group(struct writer *w, int n)
{
	int i = 0;

	while (i < DB_GROUP_SIZES - 1 && n > 1 << i)
		i++;
	w->groups[i]++;
	w->changes += n;
	w->waiting -= n;
}

/* The jobs of the next group, cut off the queue; NULL when there is none and none will be. */
static struct job *next_group(struct writer *w)
{
	struct job *first, **last;
	int n = 0;

	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->closing)
		pthread_cond_wait(&w->work, &w->lock);
	first = w->first;
	last = &w->first;
	for (; *last && n < GROUP_MOST; n++)
		last = &(*last)->next;
	if (n)
		count_group(w, n);
	w->first = *last;
	*last = NULL;
	if (!w->first)
		w->last = &w->first;
	pthread_mutex_unlock(&w->lock);
	return first;
}

static bool is_quiet(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	bool quiet = !w->first;

	pthread_mutex_unlock(&w->lock);
	return quiet;
}

static void *write_all(void *arg)
{
	struct writer *w = arg;
	struct job *jobs;

	while ((jobs = next_group(w))) {
		while (jobs)
			jobs = run_group(w, jobs);
		if (w->conn)
			w->conn->engine->idle(w->conn, is_quiet(w));
	}
	return NULL;
}

/* Signals are for the threads that began before it; SIGSYS, by which the sandbox tells of a
 * denied system call, is for the thread that called. */
static void start_thread(struct writer *w)
{
	sigset_t all, before;

	sigfillset(&all);
	sigdelset(&all, SIGSYS);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&w->thread, NULL, write_all, w) != 0)
		die("no thread for the writer");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool writer_start(struct db *db, struct err *e)
{
	struct writer *w = NEW(db->arena, struct writer);

	w->db = db;
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	if (!reconnect(w, e))
		return false;
	w->arena = arena_new(ARENA_CAP);
	start_thread(w);
	db->writer = w;
	return true;
}

void writer_stop(struct db *db)
{
	struct writer *w = db->writer;

	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->closing = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	if (w->conn)
		w->conn->engine->close(w->conn);
	arena_free(w->arena);
	pthread_cond_destroy(&w->work);
	pthread_mutex_destroy(&w->lock);
	db->writer = NULL;
}

static bool enqueue(struct writer *w, struct job *job)
{
	pthread_mutex_lock(&w->lock);
	bool open = !w->closing;

	if (open) {
		*w->last = job;
		w->last = &job->next;
		w->waiting++;
		pthread_cond_signal(&w->work);
	}
	pthread_mutex_unlock(&w->lock);
	return open;
}

bool writer_run(struct db *db, const struct writer_call *call, struct err *e)
{
	struct job job = { .call = call, .e = e };

	if (pthread_equal(pthread_self(), db->writer->thread)) {
		err_detail(e, "a change inside a change would wait for itself");
		return FAIL(e, ERR_INTERNAL, T_store_failed);
	}
	sem_init(&job.done, 0, 0);
	if (!enqueue(db->writer, &job)) {
		sem_destroy(&job.done);
		return FAIL(e, ERR_BUSY, T_store_closing);
	}
	while (sem_wait(&job.done) != 0)
		; /* a signal */
	sem_destroy(&job.done);
	return job.ok;
}

void db_stats(struct db *db, struct db_stats *out)
{
	struct writer *w = db->writer;

	*out = (struct db_stats){ 0 };
	pthread_mutex_lock(&w->lock);
	memcpy(out->groups, w->groups, sizeof(out->groups));
	out->changes = w->changes;
	out->waiting = w->waiting;
	pthread_mutex_unlock(&w->lock);
	pthread_mutex_lock(&db->lock);
	out->snapshots = (int64_t)db->open;
	pthread_mutex_unlock(&db->lock);
}
