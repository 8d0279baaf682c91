#include "web/frame.h"

#include "frame_html.h"
#include "web/url.h"

const char web_version[] = "0.1";

enum { PAGE_ROOM = 32 * 1024 };

/* The main navigation, in its order: names of routes; the label is the route's title. */
static const char *const sections[] = { "today", "plan_list", "work_list", "activity_list",
	"report_list", "form_list", "duties", "calendar", "committee_list", "obstacle_list",
	"agency_list", "place_list", "gallery" };

/* Pages that stand in a section under an address of their own: as their crumbs have it. */
static const struct {
	const char *segment, *section;
} within[] = {
	{ "/matrix", "today" },
	{ "/reviews", "plan_list" },
	{ "/tasks", "plan_list" },
	{ "/results", "plan_list" },
	{ "/urge", "work_list" },
	{ "/papers", "report_list" },
	{ "/meetings", "committee_list" },
	{ "/teams", "committee_list" },
	{ "/directives", "committee_list" },
};

/* The first segment of a path, "/plans" of "/plans/7/outline". */
static struct str first_segment(struct str path)
{
	size_t end = str_find_char(path, '/', 1);

	return str_sub(path, 0, end == SIZE_MAX ? path.n : end);
}

static bool is_in_section(struct str path, const struct route *r)
{
	struct str segment = first_segment(path);

	for (size_t i = 0; i < COUNT(within); i++)
		if (str_eq(segment, str_z(within[i].segment)))
			return str_eq(r->name, str_z(within[i].section));
	return str_eq(segment, first_segment(r->path));
}

static bool may_open(const struct request *rq, const char *name)
{
	const struct route *r = route_named(name);

	return r && r->get && actor_may(&rq->actor, r->permission);
}

static void add_section(struct request *rq, struct frame *f, const char *name)
{
	const struct route *r = route_named(name);

	if (!may_open(rq, name))
		return;
	struct frame_link *l = LIST_ADD(rq->arena, &f->nav);

	l->href = r->path;
	l->label = text_get(rq->lang, r->title);
	l->current = is_in_section(rq->path, r);
}

static const char *theme_name(enum theme theme)
{
	return theme == THEME_LIGHT ? "light" : theme == THEME_DARK ? "dark" : NULL;
}

static struct str id_text(struct request *rq)
{
	struct buf b = { .arena = rq->arena };

	for (int i = 0; i < 6; i++)
		buf_addf(&b, "%02x", rq->id[i]);
	return buf_str(&b);
}

static int64_t minutes_to_end(const struct request *rq)
{
	int64_t us = rq->actor.emergency_ends - rq->now;

	return us > 0 ? us / 60000000 : 0;
}

int64_t frame_hours_left(const struct request *rq)
{
	return minutes_to_end(rq) / 60;
}

int64_t frame_minutes_left(const struct request *rq)
{
	return minutes_to_end(rq) % 60;
}

static struct frame frame_of(struct request *rq, struct str title)
{
	struct frame f = { .title = title, .theme = theme_name(rq->theme), .id = id_text(rq) };

	f.signed_in = rq->actor.account != 0;
	f.search = f.signed_in && may_open(rq, "search");
	f.accounts = f.signed_in && may_open(rq, "account_list");
	f.log = f.signed_in && may_open(rq, "trail_list");
	f.messages = f.signed_in && may_open(rq, "message_list");
	f.doctor = f.signed_in && may_open(rq, "doctor");
	f.unread = rq->unread;
	f.banner = rq->refusal && !rq->field.n;
	f.q = rq->q;
	if (f.signed_in)
		for (size_t i = 0; i < COUNT(sections); i++)
			add_section(rq, &f, sections[i]);
	return f;
}

struct str frame_page(struct request *rq, struct str title,
	void (*body)(struct out *o, const void *page), const void *page)
{
	struct frame f = frame_of(rq, title);
	struct out o = { .buf.arena = rq->arena, .arena = rq->arena, .lang = rq->lang, .rq = rq };

	buf_room(&o.buf, PAGE_ROOM);
	html_frame_open(&o, &f);
	body(&o, page);
	html_frame_close(&o, &f);
	return buf_str(&o.buf);
}

static enum text_id title_of(enum err_code code)
{
	switch (err_http(code)) {
	case 400:
		return T_web_error_400;
	case 401:
		return T_web_error_401;
	case 403:
		return T_web_error_403;
	case 404:
		return T_web_error_404;
	case 405:
		return T_web_error_405;
	case 409:
		return T_web_error_409;
	case 412:
		return T_web_error_412;
	case 413:
		return T_web_error_413;
	case 429:
		return T_web_error_429;
	case 503:
		return T_web_error_503;
	default:
		return T_web_error_500;
	}
}

static void error_body(struct out *o, const void *page)
{
	html_error_body(o, page);
}

struct str frame_error(struct request *rq, const struct err *e)
{
	struct error_page p = { .title = text_get(rq->lang, title_of(e->code)) };

	p.text = err_text(rq->arena, rq->lang, e);
	p.href = S("/");
	p.label = text_get(rq->lang, T_web_back);
	rq->refusal = NULL;
	rq->address = p.href; /* the refused one is not gone back to in another language */
	return frame_page(rq, p.title, error_body, &p);
}
