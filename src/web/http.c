/*
 * The way of a request through libmicrohttpd 0.9.75. Its access callback is called
 * first for the head, then for pieces of the body, then once more when the body is
 * whole; after a suspended connection is resumed it is called again with no data. The
 * exchange in con_cls remembers which of these it is.
 */
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	MEMORY_FOR_HEAD = 24 * 1024, /* request line and headers together */
	HEADERS_MAX = 80,
	IDLE_SECONDS = 30,	    /* a keep-alive connection without a byte */
	HEAD_SECONDS = 45,	    /* from nothing to a whole head */
	BYTES_A_SECOND = 16 * 1024, /* the slowest body and answer that is borne */
	SPILL = 4,		    /* a body this many times too large is let in to say so */
	ARENA_ROOM = 96 << 20, /* what a page may need beside its body: a plan of 10,000 tasks */
	BODY_ROOM = 6,	       /* times the largest body: the body, its parts, what is read out */
	SLOW_NICE = 10,
	QUEUE_MAX = 1024
};

enum stage {
	STAGE_NEW,   /* the head has come */
	STAGE_BODY,  /* its body is coming */
	STAGE_AWAY,  /* with a worker */
	STAGE_READY, /* the answer is there */
	STAGE_SENT
};

/* One connection, for the deadlines. */
struct line {
	struct line *prev, *next;
	int fd;
	int64_t deadline; /* clock_ticks(); 0: none */
};

struct exchange {
	struct http *http;
	struct MHD_Connection *connection;
	struct line *line;
	enum stage stage;
	struct http_request rq;
	struct http_answer answer;
	struct buf body;
	size_t body_max;
	bool spilt;	       /* the body is too large: thrown away, then refused */
	struct exchange *next; /* in the queue */
	bool counted;
};

struct queue {
	struct exchange *first, **last;
	size_t n;
	pthread_cond_t wake; /* something in it, or the end */
};

struct http {
	struct http_options o;
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock;
	pthread_cond_t quiet; /* nothing under way */
	pthread_cond_t tick;  /* the end, for the reaper */
	struct queue lanes[HTTP_LANES];
	size_t under_way;
	bool stopping; /* new requests are refused */
	bool ending;   /* the workers go */
	bool ended;    /* no connection is left */
	struct line *lines;
	pthread_t *workers;
	int n_workers;
	pthread_t reaper;
};

static const int64_t second = 1000000;

struct str http_header(const struct http_request *rq, struct str name)
{
	for (size_t i = 0; i < rq->n_headers; i++)
		if (str_eq_nocase(rq->headers[i].name, name))
			return rq->headers[i].value;
	return STR_NULL;
}

size_t http_header_count(const struct http_request *rq, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < rq->n_headers; i++)
		n += str_eq_nocase(rq->headers[i].name, name);
	return n;
}

void http_add(struct http_answer *a, struct str name, struct str value)
{
	if (a->n_headers < HTTP_ANSWER_HEADERS)
		a->headers[a->n_headers++] = (struct http_header){ name, value };
}

/* --- deadlines */

static void set_deadline(struct http *h, struct line *l, int64_t seconds)
{
	pthread_mutex_lock(&h->lock);
	l->deadline = seconds ? clock_ticks() + seconds * second : 0;
	pthread_mutex_unlock(&h->lock);
}

static void on_connection(void *cls, struct MHD_Connection *c, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct http *h = cls;
	struct line *l = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
			c, MHD_CONNECTION_INFO_CONNECTION_FD);

		l = calloc(1, sizeof(*l));
		if (!l)
			die("out of memory");
		l->fd = info ? info->connect_fd : -1;
		l->deadline = clock_ticks() + HEAD_SECONDS * second;
		pthread_mutex_lock(&h->lock);
		l->next = h->lines;
		if (l->next)
			l->next->prev = l;
		h->lines = l;
		pthread_mutex_unlock(&h->lock);
		*socket_context = l;
		return;
	}
	/* The socket is still open here: nobody else's descriptor can be shut down. */
	pthread_mutex_lock(&h->lock);
	if (l->prev)
		l->prev->next = l->next;
	else
		h->lines = l->next;
	if (l->next)
		l->next->prev = l->prev;
	pthread_mutex_unlock(&h->lock);
	free(l);
	*socket_context = NULL;
}

static void cut_late(struct http *h)
{
	int64_t now = clock_ticks();

	for (struct line *l = h->lines; l; l = l->next)
		if (l->deadline && l->deadline < now && l->fd >= 0) {
			shutdown(l->fd, SHUT_RDWR);
			l->deadline = 0;
		}
}

static void *reap(void *arg)
{
	struct http *h = arg;

	pthread_mutex_lock(&h->lock);
	while (!h->ended) {
		struct timespec until;

		cut_late(h);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 1;
		pthread_cond_timedwait(&h->tick, &h->lock, &until);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

/* --- exchanges */

static void exchange_free(struct exchange *x)
{
	struct http *h = x->http;

	if (x->counted) {
		pthread_mutex_lock(&h->lock);
		if (--h->under_way == 0)
			pthread_cond_broadcast(&h->quiet);
		pthread_mutex_unlock(&h->lock);
	}
	arena_free(x->rq.arena); /* x itself lies in it */
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct arena *a = arena_new(ARENA_ROOM);
	struct exchange *x = NEW(a, struct exchange);

	x->http = cls;
	x->connection = c;
	x->rq.arena = a;
	x->rq.target = str_dup(a, str_z(uri));
	x->rq.ticks = clock_ticks();
	return x;
}

/* The target is decoded by the dispatcher, which can refuse it. */
static size_t leave_escaped(void *cls, struct MHD_Connection *c, char *s)
{
	(void)cls;
	(void)c;
	return strlen(s);
}

struct collect {
	struct exchange *x;
	LIST(struct http_header) headers;
};

static enum MHD_Result collect_header(void *cls, enum MHD_ValueKind kind, const char *key,
	size_t key_n, const char *value, size_t value_n)
{
	struct collect *c = cls;
	struct arena *a = c->x->rq.arena;

	(void)kind;
	LIST_PUSH(a, &c->headers,
		((struct http_header){ str_dup(a, str_n(key, key_n)),
			value ? str_dup(a, str_n(value, value_n)) : S("") }));
	return c->headers.n > HEADERS_MAX ? MHD_NO : MHD_YES;
}

static struct str address_of(struct exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";

	if (!info || !info->client_addr)
		return S("");
	if (info->client_addr->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)info->client_addr;

		inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text));
	} else if (info->client_addr->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const void *)info->client_addr;

		if (IN6_IS_ADDR_V4MAPPED(&in->sin6_addr))
			inet_ntop(AF_INET, in->sin6_addr.s6_addr + 12, text, sizeof(text));
		else
			inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof(text));
	}
	return str_dup(x->rq.arena, str_z(text));
}

static enum http_method method_of(const char *m)
{
	if (strcmp(m, "GET") == 0)
		return HTTP_GET;
	if (strcmp(m, "HEAD") == 0)
		return HTTP_HEAD;
	return strcmp(m, "POST") == 0 ? HTTP_POST : HTTP_OTHER;
}

/* Not in the arena: that may be full. */
static enum MHD_Result add_header(struct MHD_Response *r, const struct http_header *h)
{
	char *name = strndup(h->name.p, h->name.n);
	char *value = strndup(h->value.n ? h->value.p : "", h->value.n);

	if (!name || !value)
		die("out of memory");
	enum MHD_Result ok = MHD_add_response_header(r, name, value);

	free(name);
	free(value);
	return ok;
}

static enum MHD_Result send_answer(struct exchange *x)
{
	struct http_answer *a = &x->answer;
	struct MHD_Response *r = MHD_create_response_from_buffer(
		a->body.n, (void *)(uintptr_t)(a->body.n ? a->body.p : ""), MHD_RESPMEM_PERSISTENT);
	enum MHD_Result ok = r ? MHD_YES : MHD_NO;

	for (size_t i = 0; i < a->n_headers && ok == MHD_YES; i++)
		ok = add_header(r, &a->headers[i]);
	if (a->close && ok == MHD_YES)
		ok = MHD_add_response_header(r, "Connection", "close");
	set_deadline(x->http, x->line, HEAD_SECONDS + (int64_t)(a->body.n / BYTES_A_SECOND));
	if (ok == MHD_YES)
		ok = MHD_queue_response(x->connection, (unsigned)a->status, r);
	if (r)
		MHD_destroy_response(r);
	x->stage = STAGE_SENT;
	return ok;
}

static enum MHD_Result answer_now(struct exchange *x)
{
	x->http->o.done(x->http->o.ctx, &x->rq, &x->answer);
	return send_answer(x);
}

static enum MHD_Result refuse_now(struct exchange *x, int status)
{
	x->answer = (struct http_answer){ 0 };
	x->http->o.refuse(x->http->o.ctx, &x->rq, status, &x->answer);
	x->answer.close = true;
	return answer_now(x);
}

/* The announced length: 0 where none is; SIZE_MAX where it is no length. */
static size_t length_of(const struct http_request *rq)
{
	struct str s = http_header(rq, S("Content-Length"));
	int64_t n;

	if (!s.p)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return SIZE_MAX;
	return str_to_int(s, &n) ? (size_t)n : SIZE_MAX;
}

static enum MHD_Result on_head(struct exchange *x, const char *method)
{
	struct http *h = x->http;
	struct collect c = { .x = x };
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	x->line = info->socket_context;
	x->rq.method = method_of(method);
	x->rq.tls = h->o.cert.p != NULL;
	x->rq.peer = address_of(x);
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, collect_header, &c);
	x->rq.headers = c.headers.v;
	x->rq.n_headers = c.headers.n;
	pthread_mutex_lock(&h->lock);
	h->under_way++;
	bool stopping = h->stopping;

	pthread_mutex_unlock(&h->lock);
	x->counted = true;
	if (c.headers.n > HEADERS_MAX)
		return refuse_now(x, 431);
	if (stopping)
		return refuse_now(x, 503);
	if (h->o.head(h->o.ctx, &x->rq, &x->body_max, &x->answer) == HTTP_ANSWER)
		return answer_now(x);
	size_t n = length_of(&x->rq);

	if (n == SIZE_MAX)
		return refuse_now(x, 400);
	/* A browser shows an answer only when it could send all of its form: who takes a
	 * somewhat too large file for a plan shall read why it is not taken. */
	x->spilt = n > x->body_max;
	if (x->spilt && (n / SPILL > x->body_max || http_header(&x->rq, S("Expect")).p))
		return refuse_now(x, 413);
	x->stage = STAGE_BODY;
	arena_limit(x->rq.arena, ARENA_ROOM + BODY_ROOM * x->body_max);
	x->body.arena = x->rq.arena;
	if (n && !x->spilt)
		buf_room(&x->body, n);
	set_deadline(h, x->line, HEAD_SECONDS + (int64_t)(n / BYTES_A_SECOND));
	return MHD_YES;
}

static enum MHD_Result on_body_part(struct exchange *x, const char *data, size_t *n)
{
	/* More than announced: no answer can be given in the middle of a body. */
	if (!x->spilt && x->body.n + *n > x->body_max)
		return MHD_NO;
	if (!x->spilt)
		buf_add(&x->body, str_n(data, *n));
	*n = 0;
	return MHD_YES;
}

static enum MHD_Result hand_over(struct exchange *x)
{
	struct http *h = x->http;

	x->rq.body = buf_str(&x->body);
	pthread_mutex_lock(&h->lock);
	struct queue *q = &h->lanes[h->o.workers[x->rq.lane] ? x->rq.lane : HTTP_FAST];
	bool full = q->n >= QUEUE_MAX || h->ending;

	if (!full) {
		x->stage = STAGE_AWAY;
		x->line->deadline = 0;
		MHD_suspend_connection(x->connection);
		x->next = NULL;
		*q->last = x;
		q->last = &x->next;
		q->n++;
		pthread_cond_signal(&q->wake);
	}
	pthread_mutex_unlock(&h->lock);
	return full ? refuse_now(x, 503) : MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n, void **con_cls)
{
	struct exchange *x = *con_cls;

	(void)cls;
	(void)c;
	(void)url;
	(void)version;
	switch (x->stage) {
	case STAGE_NEW:
		return on_head(x, method);
	case STAGE_BODY:
		if (*n)
			return on_body_part(x, data, n);
		return x->spilt ? refuse_now(x, 413) : hand_over(x);
	case STAGE_READY:
		return send_answer(x);
	default: /* a body that nobody asked for */
		*n = 0;
		return MHD_YES;
	}
}

static void on_completed(
	void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode code)
{
	struct exchange *x = *con_cls;

	(void)cls;
	(void)c;
	(void)code;
	if (!x)
		return;
	if (x->line)
		set_deadline(x->http, x->line, HEAD_SECONDS);
	*con_cls = NULL;
	exchange_free(x);
}

/* --- workers */

static struct exchange *pop(struct queue *q)
{
	struct exchange *x = q->first;

	if (!x)
		return NULL;
	q->first = x->next;
	if (!q->first)
		q->last = &q->first;
	q->n--;
	return x;
}

/* Until the end, and then what is left. */
static void serve(struct http *h, struct queue *q)
{
	pthread_mutex_lock(&h->lock);
	for (;;) {
		struct exchange *x = pop(q);

		while (!x && !h->ending) {
			pthread_cond_wait(&q->wake, &h->lock);
			x = pop(q);
		}
		if (!x)
			break;
		pthread_mutex_unlock(&h->lock);
		h->o.work(h->o.ctx, &x->rq, &x->answer);
		h->o.done(h->o.ctx, &x->rq, &x->answer);
		x->stage = STAGE_READY;
		MHD_resume_connection(x->connection);
		pthread_mutex_lock(&h->lock);
	}
	pthread_mutex_unlock(&h->lock);
}

static void *work_fast(void *arg)
{
	struct http *h = arg;

	serve(h, &h->lanes[HTTP_FAST]);
	return NULL;
}

static void *work_away(void *arg)
{
	struct http *h = arg;

	serve(h, &h->lanes[HTTP_AWAY]);
	return NULL;
}

/* Gives way to who reads pages; a thread of its own, for what was given away is not had back.
 * Where it may not, log-ins and pages share the processors. */
static void *work_slow(void *arg)
{
	struct http *h = arg;

	if (setpriority(PRIO_PROCESS, (id_t)gettid(), SLOW_NICE) != 0)
		log_warn("http", "slow requests keep their priority: %s", strerror(errno));
	serve(h, &h->lanes[HTTP_SLOW]);
	return NULL;
}

/* --- start and stop */

static void log_mhd(void *cls, const char *fmt, va_list ap)
{
	char line[256];

	(void)cls;
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	line[strcspn(line, "\r\n")] = '\0';
	log_debug("http", "%s", line);
}

static struct MHD_Daemon *start_daemon(struct http *h)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			 MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, NULL },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, NULL },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3" },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };

	if (h->o.cert.p) {
		flags |= MHD_USE_TLS;
		tls[0].ptr_value = (void *)(uintptr_t)h->o.cert.p;
		tls[1].ptr_value = (void *)(uintptr_t)h->o.key.p;
	}
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, h, MHD_OPTION_EXTERNAL_LOGGER,
		log_mhd, NULL, MHD_OPTION_LISTEN_SOCKET, (MHD_socket)h->o.listen,
		MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)h->o.connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		(unsigned)h->o.per_address, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_FOR_HEAD,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_uri, h,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, h, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, h, MHD_OPTION_NOTIFY_COMPLETED, on_completed, h, MHD_OPTION_ARRAY,
		h->o.cert.p ? tls : none, MHD_OPTION_END);
}

static void start_threads(struct http *h)
{
	static void *(*const work[HTTP_LANES])(void *) = { work_fast, work_slow, work_away };

	for (int lane = 0; lane < HTTP_LANES; lane++)
		h->n_workers += h->o.workers[lane];
	h->workers = calloc((size_t)h->n_workers, sizeof(*h->workers));
	if (!h->workers)
		die("out of memory");
	for (int lane = 0, n = 0; lane < HTTP_LANES; lane++)
		for (int i = 0; i < h->o.workers[lane]; i++)
			if (pthread_create(&h->workers[n++], NULL, work[lane], h) != 0)
				die("cannot start a thread: %s", strerror(errno));
	if (pthread_create(&h->reaper, NULL, reap, h) != 0)
		die("cannot start a thread: %s", strerror(errno));
}

bool http_start(struct http **out, const struct http_options *o, struct err *e)
{
	struct http *h = calloc(1, sizeof(*h));

	if (!h)
		die("out of memory");
	h->o = *o;
	pthread_mutex_init(&h->lock, NULL);
	for (int i = 0; i < HTTP_LANES; i++) {
		h->lanes[i].last = &h->lanes[i].first;
		pthread_cond_init(&h->lanes[i].wake, NULL);
	}
	pthread_cond_init(&h->quiet, NULL);
	pthread_cond_init(&h->tick, NULL);
	h->daemon = start_daemon(h);
	if (!h->daemon) {
		close(o->listen);
		free(h);
		return FAIL(e, ERR_INTERNAL, T_web_not_started);
	}
	start_threads(h);
	*out = h;
	return true;
}

void http_stop(struct http *h, int seconds)
{
	MHD_socket listening = MHD_quiesce_daemon(h->daemon);
	struct timespec until;
	int timed_out = 0;

	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&h->lock);
	h->stopping = true;
	while (h->under_way && !timed_out)
		timed_out = pthread_cond_timedwait(&h->quiet, &h->lock, &until) == ETIMEDOUT;
	/* The workers first: a connection that one of them has must not be stopped under it. */
	h->ending = true;
	for (int i = 0; i < HTTP_LANES; i++)
		pthread_cond_broadcast(&h->lanes[i].wake);
	pthread_mutex_unlock(&h->lock);
	for (int i = 0; i < h->n_workers; i++)
		pthread_join(h->workers[i], NULL);
	MHD_stop_daemon(h->daemon);
	pthread_mutex_lock(&h->lock);
	h->ended = true;
	pthread_cond_broadcast(&h->tick);
	pthread_mutex_unlock(&h->lock);
	pthread_join(h->reaper, NULL);
	free(h->workers);
	free(h);
}

int64_t http_under_way(struct http *h)
{
	pthread_mutex_lock(&h->lock);
	int64_t n = (int64_t)h->under_way;

	pthread_mutex_unlock(&h->lock);
	return n;
}

/* Splits "host:port"; brackets around an IPv6 address. */
static bool split_address(struct arena *a, struct str s, char **host, char **port)
{
	size_t colon = SIZE_MAX;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ':')
			colon = i;
	if (colon == SIZE_MAX || colon + 1 == s.n)
		return false;
	struct str h = str_sub(s, 0, colon);

	if (h.n >= 2 && h.p[0] == '[' && h.p[h.n - 1] == ']')
		h = str_sub(h, 1, h.n - 1);
	*host = str_eq(h, S("*")) || h.n == 0 ? NULL : str_c(a, h);
	*port = str_c(a, str_sub(s, colon + 1, s.n));
	return true;
}

static int bind_first(const struct addrinfo *list)
{
	int one = 1, zero = 0, saved = 0;

	for (; list; list = list->ai_next) {
		int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (fd < 0)
			continue;
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		if (list->ai_family == AF_INET6)
			setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero));
		if (bind(fd, list->ai_addr, list->ai_addrlen) == 0 && listen(fd, 1024) == 0)
			return fd;
		saved = errno;
		close(fd);
	}
	errno = saved;
	return -1;
}

bool http_listen(struct str address, int *out, struct err *e)
{
	struct arena *a = arena_new(65536);
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *list = NULL;
	char *host, *port;
	bool ok = false;

	if (!split_address(a, address, &host, &port) ||
		getaddrinfo(host, port, &hints, &list) != 0) {
		FAIL(e, ERR_INPUT, T_web_address_bad, address);
		goto out;
	}
	*out = bind_first(list);
	ok = *out >= 0;
	if (!ok)
		FAIL(e, ERR_BUSY, T_web_address_taken, address, str_z(strerror(errno)));
out:
	if (list)
		freeaddrinfo(list);
	arena_free(a);
	return ok;
}
