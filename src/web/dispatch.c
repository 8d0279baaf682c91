#include "web/dispatch.h"

#include <setjmp.h>
#include <sodium.h>

#include "access/access.h"
#include "access/token.h"
#include "outbox/outbox.h"
#include "saved_sql.h"
#include "urls.h"
#include "web/answer.h"
#include "web/export.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/guard.h"
#include "web/metrics.h"
#include "web/once.h"
#include "web/params.h"
#include "web/rate.h"
#include "web/refusal.h"
#include "web/url.h"

enum { TARGET_MAX = 8192 };

/* --- what is known before anything is asked of the database */

static enum lang choose_lang(const struct http_request *h, struct str cookies)
{
	struct str kept = form_cookie(cookies, S("hd_lang"));
	struct str list = http_header(h, S("Accept-Language")), part;

	if (kept.n)
		return text_lang(kept);
	while (str_split(&list, ',', &part)) {
		part = str_trim(part);
		if (str_eq_nocase(str_sub(part, 0, 2), S("vi")))
			return LANG_VI;
		if (str_eq_nocase(str_sub(part, 0, 2), S("en")))
			return LANG_EN;
	}
	return LANG_VI;
}

static struct call *new_call(struct dispatch *d, struct http_request *h)
{
	struct call *c = NEW(h->arena, struct call);
	struct guard_peer peer = guard_peer(h, d->trusted, d->proxy_header);
	struct str cookies = http_header(h, S("Cookie"));
	size_t mark = str_find_char(h->target, '?', 0);

	c->h = h;
	c->tls = peer.tls;
	c->rq.arena = h->arena;
	c->rq.db = d->db;
	c->rq.peer = peer.address;
	c->rq.origin = str_fmt(h->arena, "http%s://%.*s", peer.tls ? "s" : "",
		STR_ARG(str_sub(http_header(h, S("Host")), 0, 255)));
	c->rq.agent = str_sub(http_header(h, S("User-Agent")), 0, 200);
	c->rq.now = clock_now();
	c->rq.address = h->target;
	c->rq.path = str_sub(h->target, 0, mark == SIZE_MAX ? h->target.n : mark);
	c->query = mark == SIZE_MAX ? S("") : str_sub(h->target, mark + 1, h->target.n);
	c->rq.session = form_cookie(cookies, answer_session_cookie(c->tls));
	c->rq.once = once_read(c->rq.session, form_cookie(cookies, S(ONCE_COOKIE)));
	c->rq.lang = choose_lang(h, cookies);
	randombytes_buf(c->rq.id, sizeof(c->rq.id));
	h->user = c;
	return c;
}

static bool read_target(struct call *c, struct err *e)
{
	struct str raw = c->rq.path;

	c->match.api = str_starts(raw, S("/api/"));
	c->rq.api = c->match.api;
	if (c->rq.address.n > TARGET_MAX || !str_starts(raw, S("/")) ||
		!url_decode(c->rq.arena, raw, false, &c->rq.path) || !str_is_utf8(c->rq.path)) {
		c->rq.path = S("/");
		return FAIL(e, ERR_INPUT, T_web_bad_path);
	}
	route_find(raw, c->h->method == HTTP_POST, &c->match);
	c->rq.route = c->match.route;
	return true;
}

static bool knows_method(const struct call *c)
{
	if (c->h->method == HTTP_OTHER)
		return false;
	return c->match.route || !(c->match.get || c->match.post);
}

static enum http_lane lane_of(enum rate rate)
{
	switch (rate) {
	case RATE_LOGIN:
		return HTTP_SLOW;
	case RATE_PEER:
		return HTTP_AWAY;
	default:
		return HTTP_FAST;
	}
}

enum http_next dispatch_head(
	void *ctx, struct http_request *h, size_t *body_max, struct http_answer *out)
{
	struct call *c = new_call(ctx, h);
	struct err e = { 0 };
	const struct asset *asset;

	if (!guard_headers(h, &e) || !read_target(c, &e)) {
		answer_error(c, &e, out);
		out->close = true;
		return HTTP_ANSWER;
	}
	asset = h->method == HTTP_GET || h->method == HTTP_HEAD ? asset_find(c->rq.path) : NULL;
	if (asset) {
		answer_asset(h, asset, out);
		return HTTP_ANSWER;
	}
	if (!knows_method(c)) {
		answer_method(c, out);
		return HTTP_ANSWER;
	}
	*body_max = c->match.route && c->match.route->post ? c->match.route->body : 0;
	if (*body_max)
		h->lane = lane_of(c->match.route->rate);
	return HTTP_BODY;
}

/* --- in a worker */

static struct str name_of_actor(const struct call *c)
{
	return c->rq.actor.account ? c->rq.actor.name : S("public");
}

/* While access in an emergency runs, each page that was shown is an entry too: what the reviewer
 * reads afterwards. False: it could not be written, and so nothing is shown. */
static bool note_emergency(struct call *c, struct err *e)
{
	struct audit_entry entry = {
		.actor = c->rq.actor.account,
		.actor_name = name_of_actor(c),
		.permission = str_z(permission_name(c->rq.route->permission)),
		.action = S("emergency.read"),
		.object = c->rq.route->name,
	};

	if (!c->rq.actor.emergency)
		return true;
	entry.object_id = refusal_number(c);
	memcpy(entry.request, c->rq.id, sizeof(entry.request));
	return audit_note(c->rq.db, &entry, e);
}

/* Behind "Authorization: Bearer": a program's way to /api/v1, nowhere else. A cookie beside it
 * counts for nothing. */
static bool bearer_of(const struct call *c, struct str *token)
{
	struct str said = http_header(c->h, S("Authorization"));

	*token = str_trim(str_sub(said, 7, said.n));
	return c->match.api && str_eq_nocase(str_sub(said, 0, 7), S("Bearer "));
}

static bool load_bearer(struct call *c, struct str token, struct err *e)
{
	int64_t per_minute;

	c->bearer = true;
	if (!token_load(c->rq.read, token, &c->rq.actor, &per_minute, e))
		return false;
	if (c->rq.actor.account == 0)
		return FAIL(e, ERR_LOGIN, T_access_token_wrong);
	c->rq.lang = c->rq.actor.lang;
	return rate_token(c->rq.actor.token, per_minute, c->h->ticks, e);
}

static bool load_actor(struct call *c, struct err *e)
{
	struct str token;

	if (bearer_of(c, &token))
		return load_bearer(c, token, e);
	if (!access_load(c->rq.read, c->rq.session, &c->rq.actor, e))
		return false;
	c->rq.theme = c->rq.actor.theme;
	if (c->rq.actor.account) {
		c->rq.lang = c->rq.actor.lang;
		c->rq.csrf = access_csrf(c->rq.arena, c->rq.session);
	}
	return true;
}

static void end_read(struct call *c)
{
	if (c->rq.read)
		db_read_end(c->rq.read);
	c->rq.read = NULL;
}

static void ask_log_in(struct call *c, struct http_answer *out)
{
	bool get = c->h->method != HTTP_POST;

	c->result = "login";
	answer_redirect(
		c, url_login_form(c->rq.arena, .next = get ? c->rq.address : STR_NULL), out);
}

/* Nothing is open to an account that owes a second factor but the page where it is set up. */
static void ask_factor(struct call *c, struct http_answer *out)
{
	struct err e = { 0 };

	if (!c->match.api) {
		answer_redirect(c, url_factor_form(c->rq.arena), out);
		return;
	}
	FAIL(&e, ERR_DENIED, T_access_factor_must);
	answer_error(c, &e, out);
}

/* False: not allowed, and answered. */
static bool allowed(struct call *c, struct http_answer *out)
{
	struct err e = { 0 };
	const struct actor *a = &c->rq.actor;

	if (actor_may(a, c->rq.route->permission))
		return true;
	end_read(c);
	if (!a->owes)
		refusal_note(c, "permission");
	if (a->account == 0 && !c->match.api) {
		ask_log_in(c, out);
		return false;
	}
	if (a->owes) {
		ask_factor(c, out);
		return false;
	}
	if (a->account == 0)
		FAIL(&e, ERR_LOGIN, T_web_log_in_first);
	else
		FAIL(&e, ERR_DENIED, T_web_no_permission);
	answer_error(c, &e, out);
	return false;
}

/* What is not ours and what is not there look alike: one text, one status, one entry. */
static void hide(struct err *e)
{
	if (e->code != ERR_ABSENT)
		return;
	err_clear(e);
	FAIL(e, ERR_ABSENT, T_web_not_found);
}

static void render(struct call *c, const struct route *route, const void *page, int status,
	struct http_answer *out)
{
	struct str title = c->rq.title.n ? c->rq.title : text_get(c->rq.lang, route->title);

	if (c->match.api && route->json) {
		struct buf b = { .arena = c->rq.arena };
		struct json j = { .out = &b };

		json_open(&j);
		route->json(&j, page);
		json_close(&j);
		answer_json(c, buf_str(&b), out);
	} else if (route->html) {
		answer_html(c, status, frame_page(&c->rq, title, route->html, page), out);
	} else {
		answer_reply(c, page, out);
	}
}

/* For the bell of the frame, while there is a snapshot. */
static bool count_unread(struct call *c, struct err *e)
{
	return c->match.api || !c->rq.actor.account ||
	       outbox_unread_count(c->rq.read, c->rq.actor.account, &c->rq.unread, e);
}

/* The filters the account has kept of this list, for its head. */
static bool read_saved(struct call *c, struct err *e)
{
	struct saved_of_route_rows rows;

	if (!c->rq.route->sheet || c->rq.api || !c->rq.actor.account)
		return true;
	if (!saved_of_route(c->rq.read, c->rq.actor.account, c->rq.route->name, &rows, e))
		return false;
	c->rq.saved = NEW_N(c->rq.arena, struct saved_filter, rows.n + 1);
	LIST_EACH(x, &rows)
		c->rq.saved[c->rq.saved_n++] = (struct saved_filter){ x->name, x->address };
	return true;
}

static void run_get(struct call *c, struct http_answer *out)
{
	const struct route *route = c->rq.route;
	struct pairs given = { 0 };
	struct err e = { 0 };
	void *in = params_none(c->rq.arena, route);
	void *page = arena_alloc(c->rq.arena, route->page_size);
	bool ok = params_path(c->rq.arena, &c->match, in, &e) &&
		  form_urlencoded(c->rq.arena, c->query, &given, &e) &&
		  export_asked(c, &given, &e) && read_saved(c, &e) &&
		  params_read(c->rq.arena, route, &given, in, &c->rq.field, &e) &&
		  route->get(&c->rq, in, page, &e) && count_unread(c, &e);

	end_read(c);
	ok = ok && note_emergency(c, &e);
	if (ok && !c->rq.export) {
		render(c, route, page, 200, out);
		return;
	}
	if (ok && export_answer(c, page, out, &e))
		return;
	refusal_note_failure(c, &e);
	hide(&e);
	answer_error(c, &e, out);
}

/* Takes the token out of what was sent. */
static struct str take_token(struct pairs *given)
{
	struct str token = STR_NULL;
	size_t n = 0;

	for (size_t i = 0; i < given->n; i++) {
		if (str_eq(given->v[i].name, S("_csrf")))
			token = given->v[i].value;
		else
			given->v[n++] = given->v[i];
	}
	given->n = n;
	return token;
}

static bool genuine(struct call *c, struct pairs *given, struct err *e)
{
	struct str token = take_token(given);

	if (!guard_same_site(c->h, e))
		return false;
	/* Who has not logged in has nothing a stranger's form could use. */
	if (c->rq.actor.account && !c->bearer && !access_csrf_right(c->rq.session, token))
		return FAIL(e, ERR_DENIED, T_web_forged);
	return true;
}

/* What was typed goes back into the fields, but for secrets and files. */
static void keep_typed(struct call *c, const struct pairs *given)
{
	const struct route *r = c->rq.route;

	c->rq.form = NEW_N(c->rq.arena, struct pair, given->n + 1);
	for (size_t i = 0; i < given->n; i++)
		for (size_t k = r->n_path; k < r->n_params; k++)
			if (str_eq(r->params[k].name, given->v[i].name) &&
				r->params[k].type != PARAM_SECRET &&
				r->params[k].type != PARAM_FILE)
				c->rq.form[c->rq.n_form++] = given->v[i];
}

static bool is_for_the_form(const struct err *e)
{
	switch (e->code) {
	case ERR_INPUT:
	case ERR_LOGIN:
	case ERR_CONFLICT:
	case ERR_STALE:
	case ERR_TOO_MANY:
		return true;
	default:
		return false;
	}
}

/* Shows the form again with what was typed and what is wrong with it. */
static void show_again(struct call *c, const void *in, const struct pairs *given, struct err *e,
	struct http_answer *out)
{
	const struct route *again = c->rq.route->again;
	struct err e2 = { 0 };

	if (!again || !is_for_the_form(e) || !actor_may(&c->rq.actor, again->permission) ||
		(!c->rq.read && !db_read_begin(c->rq.db, c->rq.arena, &c->rq.read, &e2))) {
		end_read(c);
		hide(e);
		answer_error(c, e, out);
		return;
	}
	void *in2 = params_none(c->rq.arena, again);
	void *page = arena_alloc(c->rq.arena, again->page_size);

	keep_typed(c, given);
	c->rq.refusal = e;
	c->rq.route->again_in(in, in2);
	bool ok = again->get(&c->rq, in2, page, &e2) && count_unread(c, &e2);

	end_read(c);
	c->result = err_code_name(e->code);
	if (ok)
		render(c, again, page, err_http(e->code), out);
	else
		answer_error(c, e, out);
}

static void fill_entry(struct call *c, struct change *change)
{
	struct audit_entry *entry = &change->entry;

	entry->actor = c->rq.actor.account;
	entry->actor_name = name_of_actor(c);
	entry->permission = str_z(permission_name(c->rq.route->permission));
	entry->action = c->rq.route->audit;
	memcpy(entry->request, c->rq.id, sizeof(entry->request));
}

static bool commit(struct call *c, struct change *change, struct err *e)
{
	end_read(c);
	if (c->rq.unchanged)
		return true;
	if (c->rq.route->audit.n)
		return audit_change(c->rq.db, change, e);
	if (!change->apply)
		return true;
	FAIL(e, ERR_INTERNAL, T_web_fault);
	return err_detail(
		e, "%.*s says audit none and prepares a change", STR_ARG(c->rq.route->name));
}

static void run_post(struct call *c, struct http_answer *out)
{
	struct arena *a = c->rq.arena;
	struct pairs given = { 0 };
	struct err e = { 0 };
	struct change change = { 0 };
	void *in = params_none(a, c->rq.route);

	if (!params_path(a, &c->match, in, &e) ||
		!form_body(a, http_header(c->h, S("Content-Type")), c->h->body, &given, &e)) {
		end_read(c);
		answer_error(c, &e, out);
		return;
	}
	if (!genuine(c, &given, &e)) {
		end_read(c);
		refusal_note(c, "forged");
		answer_error(c, &e, out);
		return;
	}
	fill_entry(c, &change);
	if (c->query.n)
		FAIL(&e, ERR_INPUT, T_web_param_unknown, c->query);
	bool ok = e.code == ERR_NONE && params_read(a, c->rq.route, &given, in, &c->rq.field, &e) &&
		  c->rq.route->post(&c->rq, in, &change, &e) && commit(c, &change, &e);

	if (!ok) {
		if (e.code == ERR_ABSENT || e.code == ERR_DENIED)
			end_read(c);
		refusal_note_failure(c, &e);
		show_again(c, in, &given, &e, out);
		return;
	}
	if (c->rq.after)
		c->rq.redirect = c->rq.after(&c->rq, &change);
	answer_redirect(c, url_is_local(c->rq.redirect) ? c->rq.redirect : S("/"), out);
}

static void run(struct call *c, struct http_answer *out)
{
	struct err e = { 0 };
	bool ok = db_read_begin(c->rq.db, c->rq.arena, &c->rq.read, &e) && load_actor(c, &e);

	if (ok && !c->match.route)
		ok = FAIL(&e, ERR_ABSENT, T_web_not_found);
	if (!ok) {
		end_read(c);
		answer_error(c, &e, out);
		return;
	}
	if (!allowed(c, out)) {
		end_read(c);
		return;
	}
	if (!rate_take(c->rq.route->rate, &c->rq.actor, c->rq.peer, c->h->ticks, &e)) {
		end_read(c);
		refusal_note_failure(c, &e);
		answer_error(c, &e, out);
		return;
	}
	if (c->rq.route->post)
		run_post(c, out);
	else
		run_get(c, out);
}

void dispatch_work(void *ctx, struct http_request *h, struct http_answer *out)
{
	struct call *c = h->user;
	jmp_buf full;

	(void)ctx;
	if (setjmp(full)) {
		arena_on_full(h->arena, NULL);
		end_read(c);
		export_abandoned(c);
		answer_no_room(c, out);
		return;
	}
	arena_on_full(h->arena, &full);
	run(c, out);
	arena_on_full(h->arena, NULL);
}

void dispatch_refuse(void *ctx, struct http_request *h, int status, struct http_answer *out)
{
	struct call *c = h->user ? h->user : new_call(ctx, h);
	struct err e = { 0 };

	switch (status) {
	case 413:
		FAIL(&e, ERR_TOO_LARGE, T_web_body_too_large,
			str_fmt(h->arena, "%zu",
				c->rq.route ? c->rq.route->body >> 10 : (size_t)0));
		break;
	case 431:
		FAIL(&e, ERR_INPUT, T_web_too_many_headers);
		break;
	case 503:
		FAIL(&e, ERR_BUSY, T_web_busy);
		break;
	default:
		FAIL(&e, ERR_INPUT, T_web_bad_header, S("Content-Length"));
		break;
	}
	answer_error(c, &e, out);
	out->status = status;
}

static const char *method_name(enum http_method m)
{
	static const char *const names[] = { "GET", "HEAD", "POST", "-" };

	return names[m];
}

/* Names of routes, not addresses: an address may carry what was searched for. */
void dispatch_done(void *ctx, const struct http_request *h, const struct http_answer *out)
{
	const struct dispatch *d = ctx;
	const struct call *c = h->user;
	char id[REQUEST_ID * 2 + 1] = "-";

	metrics_request(c ? c->rq.route : NULL, out->status, clock_ticks() - h->ticks);
	if (d->quiet)
		return;
	if (c)
		sodium_bin2hex(id, sizeof(id), c->rq.id, sizeof(c->rq.id));
	log_info("request",
		"id=%.12s method=%s route=%.*s status=%d bytes=%zu us=%lld account=%lld%s%s", id,
		method_name(h->method), STR_ARG(c && c->rq.route ? c->rq.route->name : S("-")),
		out->status, out->body.n, (long long)(clock_ticks() - h->ticks),
		c ? (long long)c->rq.actor.account : 0, c && c->result ? " refused=" : "",
		c && c->result ? c->result : "");
}
