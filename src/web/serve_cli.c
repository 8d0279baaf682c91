/*
 * haidang serve: reads the options, binds the address, and hands over to the supervisor.
 */
#include <stdlib.h>
#include <unistd.h>

#include "commands.h"
#include "operation/sandbox.h"
#include "store/db.h"
#include "web/http.h"
#include "web/process.h"
#include "web/route.h"
#include "web/server.h"

enum { PEM_MAX = 256 << 10, ALLOW_MOST = 16 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANDBOX = false }; /* the sanitizers read /proc and call more than the server */
#else
enum { SANDBOX = true };
#endif

static bool number(struct cli *c, const char *name, int least, int most, int otherwise, int *out,
	struct err *e)
{
	struct str s = cli_option(c, name);
	int64_t v = otherwise;

	if (s.p && (!str_to_int(s, &v) || v < least || v > most))
		return FAIL(e, ERR_INPUT, T_web_number_bad, str_z(name),
			str_fmt(c->arena, "%d", least), str_fmt(c->arena, "%d", most));
	*out = (int)v;
	return true;
}

static bool read_pem(struct cli *c, struct str path, struct str *out, struct err *e)
{
	struct str bytes;

	if (!cli_read_file(c, str_c(c->arena, path), PEM_MAX, &bytes, e))
		return false;
	if (!str_has(bytes, S("-----BEGIN ")) || str_find_char(bytes, '\0', 0) != SIZE_MAX)
		return FAIL(e, ERR_INPUT, T_web_tls_file, path);
	*out = str_z(str_c(c->arena, bytes));
	return true;
}

static bool read_tls(struct cli *c, struct server_options *o, struct err *e)
{
	struct str cert = cli_option(c, "--tls-cert");
	struct str key = cli_option(c, "--tls-key");

	if (!cert.p && !key.p)
		return true;
	if (!cert.p || !key.p)
		return FAIL(e, ERR_INPUT, T_web_tls_both);
	return read_pem(c, cert, &o->cert, e) && read_pem(c, key, &o->key, e);
}

static bool read_proxy(struct cli *c, struct server_options *o, struct err *e)
{
	o->trusted = cli_option(c, "--proxy");
	o->proxy_header = cli_option(c, "--proxy-header");
	if ((o->trusted.p == NULL) != (o->proxy_header.p == NULL))
		return FAIL(e, ERR_INPUT, T_web_proxy_both);
	/* Behind a proxy every connection comes from it. */
	if (o->trusted.p)
		o->per_address = 0;
	return true;
}

static bool read_sandbox(struct cli *c, struct server_options *o, struct err *e)
{
	struct str *allow = NEW_N(c->arena, struct str, ALLOW_MOST), one;

	o->sandbox = !cli_flag(c, "--no-sandbox") && SANDBOX;
	o->allow = allow;
	while ((one = cli_option(c, "--allow")).p) {
		if (o->n_allow == ALLOW_MOST)
			return FAIL(e, ERR_INPUT, T_base_argument_too_many, one);
		allow[o->n_allow++] = one;
	}
	return true;
}

static bool is_loopback(struct str address)
{
	return str_starts(address, S("127.")) || str_starts(address, S("[::1]")) ||
	       str_starts(address, S("localhost:"));
}

/* Figures are for this machine: whoever reaches the listener is not asked who he is. */
static bool read_metrics(struct cli *c, struct server_options *o, struct err *e)
{
	struct str address = cli_option(c, "--metrics");

	o->metrics = -1;
	if (!address.p)
		return true;
	if (!is_loopback(address))
		return FAIL(e, ERR_INPUT, T_web_metrics_loopback, address);
	return http_listen(address, &o->metrics, e);
}

static int child(void *arg, int ready)
{
	struct server_options *o = arg;
	struct err e = { 0 };

	o->ready = ready;
	if (server_run(o, &e))
		return 0;
	struct arena *a = arena_new(65536);
	struct str text = err_text(a, text_lang(str_z(getenv("HAIDANG_LANG"))), &e);

	fprintf(stderr, "haidang: %.*s\n", STR_ARG(text));
	if (e.detail[0])
		log_err("server", &e);
	arena_free(a);
	return err_exit(e.code);
}

/* COMMAND serve
 * usage [--listen HOST:PORT] [--tls-cert FILE --tls-key FILE] [--proxy ADDRESS --proxy-header NAME]
 *            [--connections N] [--per-address N] [--workers N] [--quiet] [--no-supervisor]
 *            [--user NAME] [--allow PATH]… [--no-sandbox] [--metrics HOST:PORT]
 * help  web.help_serve
 * db    none
 */
bool serve_cmd(struct cli *c, struct err *e)
{
	struct server_options o = { .db_url = c->db_url, .ready = -1 };
	struct str address = cli_option(c, "--listen");
	struct str user = cli_option(c, "--user");
	bool alone = cli_flag(c, "--no-supervisor");

	if (!address.p)
		address = S("127.0.0.1:8138");
	o.quiet = cli_flag(c, "--quiet");
	if (!number(c, "--connections", 1, 100000, 1024, &o.connections, e) ||
		!number(c, "--per-address", 0, 100000, 512, &o.per_address, e) ||
		!number(c, "--workers", 1, 64, 4, &o.workers, e) || !read_tls(c, &o, e) ||
		!read_proxy(c, &o, e) || !read_sandbox(c, &o, e) || !read_metrics(c, &o, e) ||
		!cli_done(c, 0, 0, e) || !http_listen(address, &o.listen, e) ||
		(user.p && !sandbox_user(user, e)))
		return false;
	sandbox_harden();
	o.plain = !o.cert.p && !is_loopback(address);
	o.base = str_fmt(c->arena, "http%s://%.*s", o.cert.p ? "s" : "", STR_ARG(address));
	o.lang = c->lang;
	o.greeting = TEXT(
		c->arena, c->lang, T_web_serving, str_fmt(c->arena, "%.*s/", STR_ARG(o.base)));
	if (alone)
		return server_run(&o, e);
	int code = process_supervise(child, &o);

	/* The child has said why. */
	if (code)
		exit(code);
	return true;
}

/* COMMAND routes
 * usage [--json]
 * help  web.help_routes
 * db    none
 */
bool routes_cmd(struct cli *c, struct err *e)
{
	if (!cli_done(c, 0, 0, e))
		return false;
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 1 };

	json_open(&j);
	json_list(&j, "routes");
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		if (!c->json) {
			fprintf(c->out, "%-4s %-44.*s %-16s %.*s\n", r->post ? "POST" : "GET",
				STR_ARG(r->path), permission_name(r->permission), STR_ARG(r->name));
			continue;
		}
		json_open_item(&j);
		json_str(&j, "name", r->name);
		json_str(&j, "method", r->post ? S("POST") : S("GET"));
		json_str(&j, "path", r->path);
		json_str(&j, "json", r->json_path.n ? r->json_path : STR_NULL);
		json_str(&j, "permission", str_z(permission_name(r->permission)));
		json_str(&j, "scope", r->scope);
		json_str(&j, "audit", r->audit.n ? r->audit : STR_NULL);
		json_str(&j, "title", text_get(c->lang, r->title));
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	if (c->json)
		cli_print(c, buf_str(&b));
	return true;
}
