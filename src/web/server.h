/*
 * The server's process: database, listening socket, HTTP, signals, the regular chores.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "base/base.h"

struct server_options {
	struct str db_url;
	int metrics;	      /* bound as well, for the monitor; -1: none */
	int listen;	      /* bound */
	struct str cert, key; /* PEM; no value: no TLS */
	struct str trusted, proxy_header;
	int connections, per_address, workers;
	bool quiet;
	struct str base;	 /* "http://host:port", as told to listen */
	enum lang lang;		 /* of what is said on the terminal */
	bool plain;		 /* without TLS, and reached from other machines */
	bool sandbox;		 /* files and system calls are restricted (operation/sandbox.h) */
	const struct str *allow; /* further files to be read in it */
	size_t n_allow;
	struct str greeting; /* said once requests are taken */
	int ready;	     /* a byte is written here when requests are taken; -1: nobody waits */
};

/* Serves until SIGTERM or SIGINT. False: it could not begin. */
bool server_run(const struct server_options *o, struct err *e) MUST;

#endif
