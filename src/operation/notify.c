#include "operation/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int line = -1;
static int interval;

/* "/run/systemd/notify" or "@abstract". */
static bool address_of(const char *path, struct sockaddr_un *out, socklen_t *n)
{
	size_t length = strlen(path);

	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if ((path[0] != '/' && path[0] != '@') || length >= sizeof(out->sun_path))
		return false;
	memcpy(out->sun_path, path, length);
	*n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
	if (path[0] == '@') {
		out->sun_path[0] = '\0';
		*n -= 1;
	}
	return true;
}

/* WATCHDOG_PID, where it is given, must be us or who started us. */
static void read_interval(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	int64_t n = 0;

	if (usec && str_to_int(str_z(usec), &n) && n > 0)
		interval = n / 2000000 > 0 ? (int)(n / 2000000) : 1;
}

void notify_open(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address;
	socklen_t n;

	if (!path || !address_of(path, &address, &n))
		return;
	line = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (line < 0 || connect(line, (struct sockaddr *)&address, n) != 0) {
		log_warn("notify", "%s", strerror(errno));
		if (line >= 0)
			close(line);
		line = -1;
		return;
	}
	read_interval();
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

void notify(const char *state)
{
	if (line >= 0 && send(line, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_warn("notify", "%s", strerror(errno));
}

int notify_interval(void)
{
	return interval;
}
