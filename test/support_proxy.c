#include "test/support_proxy.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { LINES_MOST = 64, PIECE = 65536 };

struct line {
	int client, server; /* -1: free */
};

struct proxy {
	char *folder;
	struct sockaddr_un own, real;
	int listener;
	int wake[2], done[2];
	pthread_t thread;
	struct line lines[LINES_MOST];
	pthread_mutex_t lock; /* of what follows */
	enum proxy_cut cut;
	bool cut_all, stop;
	bool ended; /* the thread's own */
};

static void hang_up(struct line *l)
{
	close(l->client);
	close(l->server);
	l->client = l->server = -1;
}

static bool send_all(int to, const char *p, ssize_t n)
{
	while (n > 0) {
		ssize_t sent = send(to, p, (size_t)n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		p += sent;
		n -= sent;
	}
	return true;
}

static enum proxy_cut cut_now(struct proxy *p, const char *bytes, size_t n)
{
	enum proxy_cut cut = PROXY_PASS;

	if (!memmem(bytes, n, "COMMIT", sizeof("COMMIT")))
		return cut;
	pthread_mutex_lock(&p->lock);
	cut = p->cut;
	p->cut = PROXY_PASS;
	pthread_mutex_unlock(&p->lock);
	return cut;
}

static void forward(struct proxy *p, struct line *l, bool from_client)
{
	char bytes[PIECE];
	int from = from_client ? l->client : l->server, to = from_client ? l->server : l->client;
	ssize_t n = recv(from, bytes, sizeof(bytes), 0);
	enum proxy_cut cut = n > 0 && from_client ? cut_now(p, bytes, (size_t)n) : PROXY_PASS;
	bool ok = n > 0 && cut != PROXY_CUT_BEFORE_COMMIT && send_all(to, bytes, n);

	if (cut == PROXY_CUT_AFTER_COMMIT || cut == PROXY_END_AFTER_COMMIT) {
		(void)!recv(l->server, bytes, sizeof(bytes), 0); /* done; nobody is told */
		p->ended = cut == PROXY_END_AFTER_COMMIT;
		ok = false;
	}
	if (!ok)
		hang_up(l);
}

static void accept_line(struct proxy *p)
{
	int client = accept(p->listener, NULL, NULL), server = socket(AF_UNIX, SOCK_STREAM, 0);
	struct line *l = p->lines;

	while (l < p->lines + LINES_MOST && l->client >= 0)
		l++;
	if (p->ended || l == p->lines + LINES_MOST ||
		connect(server, (struct sockaddr *)&p->real, sizeof(p->real)) != 0) {
		close(client);
		close(server);
		return;
	}
	*l = (struct line){ client, server };
}

/* False: to stop. */
static bool obey(struct proxy *p)
{
	char byte;

	(void)!read(p->wake[0], &byte, 1);
	pthread_mutex_lock(&p->lock);
	bool stop = p->stop, all = p->cut_all || stop;

	p->cut_all = false;
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; all && i < LINES_MOST; i++)
		if (p->lines[i].client >= 0)
			hang_up(&p->lines[i]);
	(void)!write(p->done[1], "x", 1);
	return !stop;
}

static void *run(void *arg)
{
	struct proxy *p = arg;
	bool going = true;

	while (going) {
		struct pollfd fds[2 + 2 * LINES_MOST] = { { p->wake[0], POLLIN, 0 },
			{ p->listener, POLLIN, 0 } };

		for (int i = 0; i < LINES_MOST; i++) {
			fds[2 + 2 * i] = (struct pollfd){ p->lines[i].client, POLLIN, 0 };
			fds[3 + 2 * i] = (struct pollfd){ p->lines[i].server, POLLIN, 0 };
		}
		poll(fds, COUNT(fds), -1);
		for (int i = 0; i < 2 * LINES_MOST; i++)
			if (fds[2 + i].revents && p->lines[i / 2].client >= 0)
				forward(p, &p->lines[i / 2], i % 2 == 0);
		if (fds[1].revents)
			accept_line(p);
		if (fds[0].revents)
			going = obey(p);
	}
	return NULL;
}

static void set_path(struct sockaddr_un *a, struct str folder)
{
	a->sun_family = AF_UNIX;
	snprintf(a->sun_path, sizeof(a->sun_path), "%.*s/.s.PGSQL.5432", STR_ARG(folder));
}

struct proxy *proxy_start(struct arena *a, const char *url, char **through)
{
	struct proxy *p = NEW(a, struct proxy);
	struct str all = str_z(url);
	size_t host = str_find(all, S("host="), 0) + strlen("host=");
	size_t end = str_find_char(all, '&', host);

	p->folder = str_c(a, S("/tmp/haidang-proxy.XXXXXX"));
	if (!mkdtemp(p->folder) || pipe(p->wake) != 0 || pipe(p->done) != 0)
		die("no proxy");
	set_path(&p->real, str_sub(all, host, end));
	set_path(&p->own, str_z(p->folder));
	*through = str_c(a, str_fmt(a, "%.*s%s%.*s", STR_ARG(str_sub(all, 0, host)), p->folder,
				    STR_ARG(str_sub(all, end, all.n))));
	memset(p->lines, 0xff, sizeof(p->lines));
	pthread_mutex_init(&p->lock, NULL);
	p->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(p->listener, (struct sockaddr *)&p->own, sizeof(p->own)) != 0 ||
		listen(p->listener, 16) != 0 || pthread_create(&p->thread, NULL, run, p) != 0)
		die("no proxy");
	return p;
}

/* Returns when it is done. */
static void tell(struct proxy *p, bool stop)
{
	char byte;

	pthread_mutex_lock(&p->lock);
	p->cut_all = true;
	p->stop = stop;
	pthread_mutex_unlock(&p->lock);
	(void)!write(p->wake[1], "x", 1);
	(void)!read(p->done[0], &byte, 1);
}

void proxy_stop(struct proxy *p)
{
	tell(p, true);
	pthread_join(p->thread, NULL);
	close(p->listener);
	close(p->wake[0]);
	close(p->wake[1]);
	close(p->done[0]);
	close(p->done[1]);
	unlink(p->own.sun_path);
	rmdir(p->folder);
	pthread_mutex_destroy(&p->lock);
}

void proxy_cut(struct proxy *p, enum proxy_cut cut)
{
	pthread_mutex_lock(&p->lock);
	p->cut = cut;
	pthread_mutex_unlock(&p->lock);
}

void proxy_cut_all(struct proxy *p)
{
	tell(p, false);
}
