/*
 * Speaking to the peers: what both kinds of them have in common. Inside outbox only.
 */
#ifndef OUTBOX_PEER_H
#define OUTBOX_PEER_H

#include <curl/curl.h>

#include "outbox/outbox.h"

enum outcome {
	OUTCOME_SENT,	 /* the peer has said that it took it */
	OUTCOME_AGAIN,	 /* it has said that it did not, for now */
	OUTCOME_FAILED,	 /* it never will */
	OUTCOME_DOWN,	 /* the peer cannot be spoken to; nothing was handed over */
	OUTCOME_LOST,	 /* the claim was somebody else's by then; nothing was handed over */
	OUTCOME_UNKNOWN, /* handed over, and no answer */
};

/* One message on its way. */
struct outgoing {
	int64_t id;
	struct str token, subject, body, recipient;
	struct str tail;   /* of a short message: stands behind it, never cut; no value: none */
	struct str report; /* of a short message: where the gateway reports; no value: nowhere */
	int64_t made;
	/* Called when the next byte may be the one by which the peer has it; durable when it
	 * returns. False: not ours any more, say nothing to the peer. */
	bool (*hand)(void *arg, int64_t id);
	void *arg;
	bool asked, handed;  /* hand was called; and said yes */
	struct str answer;   /* the peer's last words, in the arena */
	struct arena *arena; /* of the pass */
};

/* A handle with what holds for every peer: times, no proxies, no signals, no redirects. */
CURL *peer_new(void);
/* The same after the message before; the connection stays open. */
void peer_again(CURL *curl);
/* Says in words, without any part of an address or a password, what went wrong. */
struct str peer_trouble(struct arena *a, CURLcode code, long answer);
/* A line of the peer's as it may be kept: printable letters of ASCII, not too many. */
struct str peer_line(struct arena *a, struct str line);
/* A value of a setting as libcurl wants it. */
const char *peer_z(struct arena *a, struct str s);

/* Sends by SMTP over a handle that may have its connection open already. */
enum outcome mail_send(CURL *curl, const struct outbox_settings *s, struct outgoing *m);
/* The message as it goes over the line: headers, an empty line, the body in base64. */
struct str mail_text(struct arena *a, const struct outbox_settings *s, const struct outgoing *m);

/* Sends by the HTTP interface of Kannel. */
enum outcome sms_send(CURL *curl, const struct outbox_settings *s, struct outgoing *m);
/* At most three parts of a short message, cut at a word before its tail; *wide: letters GSM
 * lacks. */
struct str sms_cut(struct arena *a, struct str text, struct str tail, bool *wide);

#endif
