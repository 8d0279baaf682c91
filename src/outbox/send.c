/*
 * The sender: takes what is due, hands it to the peers, writes down what became of it.
 *
 * Three durable steps a message. Claimed: a sender has it, no peer can have it; whoever
 * finds such a claim of a sender that ended may take the message back. Handing: written
 * just before the byte by which a peer takes it. Then what the peer said. Who dies after
 * the second step leaves a message of which nobody can say whether it went out: it
 * becomes "unknown" and is not sent again by the program.
 *
 * While a peer cannot be spoken to its messages stay queued, and it is left alone for a
 * time that doubles with each attempt.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "access/access.h"
#include "outbox/link.h"
#include "outbox/peer.h"
#include "outbox/secret.h"
#include "outbox_sql.h"

enum {
	AT_ONCE = 20, /* messages in one claim */
	IDLE_MS = 1000,
	PAUSE_FIRST_MS = 1000,
	PAUSE_MOST_MS = 300 * 1000,
	AGAIN_FIRST_S = 60,
	AGAIN_MOST_S = 3600,
	SETTLE_WAIT_MS = 500,
	CLAIM_TEXT = 16,
	HOST_MAX = 64,
};
static const int64_t claim_lasts = INT64_C(600) * 1000000;

struct peer {
	const char *channel;
	CURL *curl;
	int64_t rest_until; /* clock_ticks(); 0: not resting */
	int64_t rest_ms;
};

struct outbox_sender {
	struct db *db;
	struct arena *own, *arena; /* for its life; for one pass */
	struct str host, claim;
	struct outbox_settings settings; /* with a password while a peer is spoken to */
	struct str boxes[2];		 /* of the passwords, by enum secret */
	struct peer peers[2];
	struct outbox_sent sent;
	pthread_t thread;
	pthread_mutex_t lock; /* of stopping */
	pthread_cond_t stop;
	bool threaded, stopping;
};

/* --- changes */

static bool change(struct outbox_sender *s, const char *action, int64_t id,
	bool (*apply)(struct db_write *, struct change *, struct err *), void *arg, struct err *e)
{
	struct change c = { .apply = apply, .arg = arg };

	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:outbox"),
		.permission = S("system"),
		.action = str_z(action),
		.object = S("outbox"),
		.object_id = id,
	};
	return audit_change(s->db, &c, e);
}

struct batch {
	struct outbox_sender *sender;
	struct str channel;
	struct outbox_due_rows rows;
	int64_t now;
};

static bool is_mail(struct str channel)
{
	return str_eq(channel, S("mail"));
}

static struct str recipient_of(const struct batch *b, const struct outbox_due_row *row)
{
	return is_mail(b->channel) ? row->mail : row->mobile;
}

/* What stands in the rows was read before the change; a row somebody else claimed since
 * is left out. */
static bool claim_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct batch *b = c->arg;
	size_t kept = 0;
	int64_t changed;

	for (size_t i = 0; i < b->rows.n; i++) {
		if (!outbox_claim(w, b->rows.v[i].id, b->sender->host, b->sender->claim,
			    recipient_of(b, &b->rows.v[i]), b->now, &changed, e))
			return false;
		if (changed)
			b->rows.v[kept++] = b->rows.v[i];
	}
	b->rows.n = kept;
	return true;
}

/* A message about to be handed over, with the tokens that it carries. */
struct mark {
	struct outbox_sender *sender;
	struct str confirm, report; /* no value: none */
	int64_t id, changed;
};

static bool hand_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct mark *m = c->arg;

	if (!outbox_hand(w, m->id, m->sender->claim, clock_now(), &m->changed, e))
		return false;
	return !m->changed || link_keep(w, m->id, m->confirm, m->report, e);
}

/* For struct outgoing. */
static bool hand(void *arg, int64_t id)
{
	struct mark *m = arg;
	struct err e = { 0 };

	m->id = id;
	if (change(m->sender, "outbox.hand", id, hand_apply, m, &e))
		return m->changed > 0;
	log_err("outbox", &e);
	return false;
}

struct result {
	struct outbox_sender *sender;
	int64_t id, more, next_try, sent;
	struct str state, answer;
};

typedef LIST(struct result) results;

static bool settle_apply(struct db_write *w, struct change *c, struct err *e)
{
	const results *all = c->arg;
	int64_t changed;

	LIST_EACH(x, all)
		if (!outbox_settle(w, x->id, x->sender->claim, x->state, x->more, x->next_try,
			    x->sent, x->answer, &changed, e))
			return false;
	return true;
}

static bool wait_ms(struct outbox_sender *s, int ms)
{
	struct timespec until;
	bool stopping;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&s->lock);
	while (!s->stopping && pthread_cond_timedwait(&s->stop, &s->lock, &until) != ETIMEDOUT)
		;
	stopping = s->stopping;
	pthread_mutex_unlock(&s->lock);
	return !stopping;
}

/* What the peer said must not be lost because the database is away for a moment. */
static bool settle(struct outbox_sender *s, results *all, struct err *e)
{
	int64_t id = all->n == 1 ? all->v[0].id : 0;

	for (;;) {
		err_clear(e);
		if (all->n == 0 || change(s, "outbox.settle", id, settle_apply, all, e))
			return true;
		log_err("outbox", e);
		if (!s->threaded || !wait_ms(s, SETTLE_WAIT_MS))
			return false;
	}
}

/* --- one message */

static int64_t delay_us(int64_t tries)
{
	int64_t seconds = AGAIN_FIRST_S;

	for (int64_t i = 0; i < tries && seconds < AGAIN_MOST_S; i++)
		seconds *= 2;
	return (seconds < AGAIN_MOST_S ? seconds : AGAIN_MOST_S) * 1000000;
}

static struct result result_of(struct outbox_sender *s, const struct outbox_due_row *row,
	enum outcome outcome, struct str answer)
{
	struct result x = { .sender = s,
		.id = row->id,
		.next_try = clock_now(),
		.sent = DB_NULL,
		.answer = answer };

	switch (outcome) {
	case OUTCOME_SENT:
		x.state = S("sent");
		x.sent = x.next_try;
		s->sent.sent++;
		break;
	case OUTCOME_AGAIN:
		x.state = S("queued");
		x.more = 1;
		x.next_try += delay_us(row->tries);
		s->sent.again++;
		break;
	case OUTCOME_FAILED:
		x.state = S("failed");
		s->sent.failed++;
		break;
	case OUTCOME_UNKNOWN:
		x.state = S("unknown");
		s->sent.unknown++;
		break;
	case OUTCOME_DOWN:
	case OUTCOME_LOST:
		x.state = S("queued");
		s->sent.again++;
		break;
	}
	return x;
}

/* What a short message carries besides its words: drawn anew at every try. */
static void add_links(struct outbox_sender *s, const struct outbox_due_row *row, struct outgoing *m,
	struct mark *k)
{
	const struct outbox_settings *set = &s->settings;

	if (row->confirms != DB_NULL && set->base.n) {
		k->confirm = link_draw(s->arena);
		m->tail = str_fmt(s->arena, "%.*s/c/%.*s", STR_ARG(set->base), STR_ARG(k->confirm));
	}
	if (set->sms_report.n) {
		k->report = link_draw(s->arena);
		m->report = str_fmt(s->arena, "%.*s/sms/%.*s?status=%%d", STR_ARG(set->sms_report),
			STR_ARG(k->report));
	}
}

static enum outcome send_one(struct outbox_sender *s, struct peer *p, const struct batch *b,
	const struct outbox_due_row *row, struct str *answer)
{
	struct mark mark = { .sender = s };
	struct outgoing m = { .id = row->id,
		.token = row->token,
		.subject = row->subject,
		.body = row->body,
		.recipient = recipient_of(b, row),
		.made = row->made,
		.hand = hand,
		.arg = &mark,
		.arena = s->arena,
		.answer = S("") };
	enum outcome outcome = OUTCOME_FAILED;

	if (!is_mail(b->channel))
		add_links(s, row, &m, &mark);
	if (m.recipient.p)
		outcome = is_mail(b->channel) ? mail_send(p->curl, &s->settings, &m)
					      : sms_send(p->curl, &s->settings, &m);
	*answer = m.answer;
	return outcome;
}

/* --- a batch */

static void rest(struct peer *p, struct str answer)
{
	p->rest_ms = p->rest_ms ? p->rest_ms * 2 : PAUSE_FIRST_MS;
	if (p->rest_ms > PAUSE_MOST_MS)
		p->rest_ms = PAUSE_MOST_MS;
	p->rest_until = clock_ticks() + p->rest_ms * 1000;
	log_warn("outbox", "channel=%s trouble=\"%.*s\" rest=%llds", p->channel, STR_ARG(answer),
		(long long)(p->rest_ms / 1000));
}

static bool stopping(struct outbox_sender *s)
{
	pthread_mutex_lock(&s->lock);
	bool stop = s->stopping;

	pthread_mutex_unlock(&s->lock);
	return stop;
}

/* Hands over what was claimed. Where the peer is down the rest goes back as it is. */
static bool work_off(struct outbox_sender *s, struct peer *p, struct batch *b, struct err *e)
{
	struct str answer = S("");
	bool down = false;

	LIST_EACH(row, &b->rows) {
		enum outcome outcome = OUTCOME_DOWN;
		results one = { 0 };

		down = down || stopping(s);
		if (!down) {
			outcome = send_one(s, p, b, row, &answer);
			down = outcome == OUTCOME_DOWN;
			if (down)
				rest(p, answer);
			else
				p->rest_ms = 0;
		}
		LIST_PUSH(s->arena, &one, result_of(s, row, outcome, answer));
		if (!settle(s, &one, e))
			return false;
	}
	return true;
}

static bool read_due(struct outbox_sender *s, struct batch *b, struct err *e)
{
	struct outbox_settings_row row;
	struct db_read *r;
	bool ok, found;

	b->now = clock_now();
	if (!db_read_begin(s->db, s->arena, &r, e))
		return false;
	ok = outbox_settings_read(r, &s->settings, e) && outbox_settings(r, &row, &found, e) &&
	     outbox_due(r, b->channel, b->now, AT_ONCE, &b->rows, e);
	db_read_end(r);
	if (ok) {
		s->boxes[SECRET_MAIL] = row.password_box;
		s->boxes[SECRET_SMS] = row.sms_password_box;
	}
	return ok;
}

static bool configured(const struct outbox_sender *s, struct str channel)
{
	return is_mail(channel) ? s->settings.host.n && s->settings.sender.n
				: s->settings.sms_url.n > 0;
}

/* The password stands in the open as long as the peer is spoken to. Where it cannot be opened
 * nothing is claimed, and the peer is left alone for a time as if it were away. */
static bool work_with_secret(
	struct outbox_sender *s, struct peer *p, struct batch *b, struct err *e)
{
	unsigned char plain[SECRET_MOST];
	enum secret which = is_mail(b->channel) ? SECRET_MAIL : SECRET_SMS;
	struct str *password = which == SECRET_MAIL ? &s->settings.password
						    : &s->settings.sms_password;
	bool ok = secret_open(s->db, which, s->boxes[which], plain, password, e);

	if (!ok)
		rest(p, S("the password cannot be opened"));
	ok = ok && change(s, "outbox.claim", 0, claim_apply, b, e) && work_off(s, p, b, e);
	*password = S("");
	explicit_bzero(plain, sizeof(plain));
	return ok;
}

/* *more: there may be others. */
static bool send_channel(struct outbox_sender *s, struct peer *p, bool *more, struct err *e)
{
	struct batch b = { .sender = s, .channel = str_z(p->channel) };

	if (p->rest_until && clock_ticks() < p->rest_until)
		return true;
	p->rest_until = 0;
	if (!read_due(s, &b, e))
		return false;
	if (b.rows.n == 0 || !configured(s, b.channel))
		return true;
	if (!work_with_secret(s, p, &b, e))
		return false;
	*more = *more || (p->rest_until == 0 && b.rows.n == AT_ONCE);
	return true;
}

/* --- what others left, and what is too late */

struct tidy {
	struct outbox_sender *sender;
	struct str host; /* of the senders known to have ended */
	int64_t now;
};

static bool tidy_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct tidy *t = c->arg;
	int64_t n, before = t->now - claim_lasts;

	return outbox_take_back(w, t->host, t->sender->claim, before, &n, e) &&
	       outbox_give_up(w, t->host, t->sender->claim, before, &n, e) &&
	       outbox_expire(w, t->now, &n, e);
}

static bool tidy(struct outbox_sender *s, struct str host, struct err *e)
{
	struct tidy t = { s, host, clock_now() };
	struct outbox_anything_left_row left;
	struct outbox_anything_expired_row late;
	struct db_read *r;
	bool is_left, is_late, ok;

	if (!db_read_begin(s->db, s->arena, &r, e))
		return false;
	ok = outbox_anything_left(r, host, s->claim, t.now - claim_lasts, &left, &is_left, e) &&
	     outbox_anything_expired(r, t.now, &late, &is_late, e);
	db_read_end(r);
	if (!ok || (!is_left && !is_late))
		return ok;
	return change(s, "outbox.tidy", 0, tidy_apply, &t, e);
}

static bool pass(struct outbox_sender *s, bool *more, struct err *e)
{
	*more = false;
	if (!tidy(s, S(""), e))
		return false;
	for (size_t i = 0; i < COUNT(s->peers); i++)
		if (!send_channel(s, &s->peers[i], more, e))
			return false;
	return true;
}

/* --- the thread */

static struct str draw_claim(struct arena *a)
{
	unsigned char bytes[CLAIM_TEXT / 2];
	struct buf b = { .arena = a };

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		die("no random numbers");
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_addf(&b, "%02x", bytes[i]);
	return buf_str(&b);
}

static struct str host_name(struct arena *a)
{
	char name[HOST_MAX] = { 0 };

	gethostname(name, sizeof(name) - 1);
	return str_dup(a, str_z(name));
}

static struct outbox_sender *sender_new(struct db *db)
{
	struct arena *own = arena_new(65536);
	struct outbox_sender *s = NEW(own, struct outbox_sender);

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		die("libcurl does not start");
	*s = (struct outbox_sender){ .db = db,
		.own = own,
		.arena = arena_new((size_t)64 << 20),
		.host = host_name(own),
		.claim = draw_claim(own),
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.stop = PTHREAD_COND_INITIALIZER };
	s->peers[0] = (struct peer){ .channel = "mail", .curl = peer_new() };
	s->peers[1] = (struct peer){ .channel = "sms", .curl = peer_new() };
	return s;
}

static void sender_free(struct outbox_sender *s)
{
	for (size_t i = 0; i < COUNT(s->peers); i++)
		curl_easy_cleanup(s->peers[i].curl);
	arena_free(s->arena);
	curl_global_cleanup();
	arena_free(s->own);
}

static void *run(void *arg)
{
	struct outbox_sender *s = arg;
	bool more = false, tidied = false;

	do {
		struct err e = { 0 };
		bool ok = (tidied || (secret_tidy(s->db, s->arena, &e) && tidy(s, s->host, &e))) &&
			  pass(s, &more, &e);

		tidied = tidied || ok;
		if (!ok) {
			more = false;
			log_err("outbox", &e);
		}
		arena_reset(s->arena);
	} while (wait_ms(s, more ? 0 : IDLE_MS));
	return NULL;
}

bool outbox_start(struct outbox_sender **out, struct db *db, struct err *e)
{
	struct outbox_sender *s = sender_new(db);

	s->threaded = true;
	if (pthread_create(&s->thread, NULL, run, s) != 0) {
		sender_free(s);
		return FAIL(e, ERR_INTERNAL, T_outbox_no_thread);
	}
	*out = s;
	return true;
}

void outbox_stop(struct outbox_sender *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->stop);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	sender_free(s);
}

bool outbox_send(struct db *db, struct outbox_sent *out, struct err *e)
{
	struct outbox_sender *s = sender_new(db);
	bool more = true, ok = secret_tidy(db, s->arena, e);

	while (ok && more) {
		ok = pass(s, &more, e);
		arena_reset(s->arena);
	}
	*out = s->sent;
	sender_free(s);
	return ok;
}
