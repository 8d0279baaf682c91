#include "outbox/peer.h"

enum { CONNECT_SECONDS = 15, TOTAL_SECONDS = 60, LINE_KEPT = 120 };

static void common(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	/* a proxy of the environment is for other programs */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
}

CURL *peer_new(void)
{
	CURL *curl = curl_easy_init();

	if (!curl)
		die("libcurl does not start");
	common(curl);
	return curl;
}

void peer_again(CURL *curl)
{
	curl_easy_reset(curl);
	common(curl);
}

/* libcurl's own words for a code name no host and no user. */
struct str peer_trouble(struct arena *a, CURLcode code, long answer)
{
	if (answer)
		return str_fmt(a, "%ld", answer);
	return str_fmt(a, "%s", curl_easy_strerror(code));
}

struct str peer_line(struct arena *a, struct str line)
{
	struct buf b = { .arena = a };

	line = str_trim(line);
	for (size_t i = 0; i < line.n && b.n < LINE_KEPT; i++)
		buf_addc(&b, line.p[i] >= 0x20 && line.p[i] < 0x7F ? line.p[i] : '?');
	return buf_str(&b);
}

const char *peer_z(struct arena *a, struct str s)
{
	return str_c(a, s);
}
