/*
 * The C side of the route table: x_routes.h for the handlers, urls.h for whoever
 * needs an address, routes.c and commands.c for the dispatchers.
 */
#include "gen/route.h"

#include <stdlib.h>

static const char *const c_type[TYPES] = { "int64_t", "struct str", "struct str", "struct str",
	"struct date", "bool", "struct ids", "struct texts", "struct upload" };
static const char *const c_param[TYPES] = { "INT", "TEXT", "WORD", "SECRET", "DATE", "BOOL", "IDS",
	"TEXTS", "FILE" };

/* --- x_routes.h */

static void write_in(struct buf *b, const struct route *r)
{
	buf_addf(b, "struct %.*s_in {\n", STR_ARG(r->name));
	LIST_EACH(p, &r->params)
		buf_addf(b, "\t%s %.*s;\n", c_type[p->type], STR_ARG(p->name));
	if (!r->params.n)
		buf_addz(b, "\tchar none;\n");
	buf_addz(b, "};\n");
}

static void write_prototypes(struct buf *b, const struct route *r)
{
	struct str name = r->name;

	buf_addf(b, "struct %.*s;\n", STR_ARG(r->page));
	buf_addf(b,
		"bool %.*s(struct request *rq, const struct %.*s_in *in, struct %.*s *%s, "
		"struct err *e);\n",
		STR_ARG(name), STR_ARG(name), STR_ARG(r->page), r->post ? "c" : "page");
	if (r->json.n)
		buf_addf(b, "void %.*s(struct json *j, const struct %.*s *p);\n", STR_ARG(r->json),
			STR_ARG(r->page));
	if (r->sheet.n)
		buf_addf(b, "void %.*s(struct sheet *s, const struct %.*s *p);\n",
			STR_ARG(r->sheet), STR_ARG(r->page));
	buf_addc(b, '\n');
}

static void write_subject(const struct input *in, const char *dir, struct str subject)
{
	struct buf b = { .arena = gen_arena };

	buf_addf(&b,
		"/* Generated from the routes of src/%.*s. */\n#pragma once\n"
		"#include \"base/json.h\"\n#include \"sheet/sheet.h\"\n"
		"#include \"web/request.h\"\n\n",
		STR_ARG(subject));
	LIST_EACH(r, &in->routes)
		if (str_eq(r->subject, subject)) {
			write_in(&b, r);
			write_prototypes(&b, r);
		}
	gen_write(dir, str_c(gen_arena, str_fmt(gen_arena, "%.*s_routes.h", STR_ARG(subject))),
		buf_str(&b));
}

/* --- urls.h, urls.c */

static bool in_address(const struct param *p)
{
	return p->in_path ||
	       (p->type != T_SECRET && p->type != T_FILE && p->type != T_IDS && p->type != T_TEXTS);
}

static void write_url_h(struct buf *b, const struct route *r)
{
	struct str name = r->name;
	bool any = false;

	buf_addf(b, "struct url_%.*s {\n", STR_ARG(name));
	LIST_EACH(p, &r->params)
		if (p->in_path || (!r->post && in_address(p))) {
			buf_addf(b, "\t%s %.*s;\n", c_type[p->type], STR_ARG(p->name));
			any = true;
		}
	if (!any)
		buf_addz(b, "\tchar none;\n");
	buf_addf(b,
		"};\nstruct str url_%.*s_(struct arena *a, struct url_%.*s v);\n"
		"#define url_%.*s(arena, ...) url_%.*s_((arena), (struct url_%.*s){ __VA_ARGS__ })\n\n",
		STR_ARG(name), STR_ARG(name), STR_ARG(name), STR_ARG(name), STR_ARG(name));
}

static const char *add_function(enum type t)
{
	return t == T_INT ? "int" : t == T_DATE ? "date" : t == T_BOOL ? "bool" : "str";
}

static void write_url_c(struct buf *b, const struct route *r)
{
	struct str path = r->value[L_METHOD], part;
	bool typed;

	buf_addf(b,
		"struct str url_%.*s_(struct arena *a, struct url_%.*s v)\n{\n"
		"\tstruct url_build u = { .b.arena = a };\n\n\t(void)v;\n",
		STR_ARG(r->name), STR_ARG(r->name));
	while (route_segment(&path, &part, &typed)) {
		if (!typed) {
			buf_addf(b, "\turl_literal(&u, S(\"/%.*s\"));\n", STR_ARG(part));
			continue;
		}
		LIST_EACH(p, &r->params)
			if (str_eq(p->name, part))
				buf_addf(b, "\turl_path_%s(&u, v.%.*s);\n", add_function(p->type),
					STR_ARG(part));
	}
	LIST_EACH(p, &r->params)
		if (!p->in_path && !r->post && in_address(p))
			buf_addf(b, "\turl_query_%s(&u, \"%.*s\", v.%.*s);\n",
				add_function(p->type), STR_ARG(p->name), STR_ARG(p->name));
	buf_addz(b, "\treturn buf_str(&u.b);\n}\n\n");
}

void route_write_urls(const struct input *in, const char *dir)
{
	struct buf h = { .arena = gen_arena };
	struct buf c = { .arena = gen_arena };

	buf_addz(&h, "/* Generated from the routes: their addresses. */\n#pragma once\n"
		     "#include \"base/base.h\"\n\n");
	buf_addz(&c, "/* Generated from the routes. */\n#include \"urls.h\"\n"
		     "#include \"web/url.h\"\n\n");
	LIST_EACH(r, &in->routes) {
		write_url_h(&h, r);
		write_url_c(&c, r);
	}
	gen_write(dir, "urls.h", buf_str(&h));
	gen_write(dir, "urls.c", buf_str(&c));
}

/* --- routes.c */

static bool has_page(const struct route *r)
{
	return r->post || !route_none(r->value[L_PAGE]) || !r->json.n;
}

static void write_calls(struct buf *b, const struct route *r)
{
	struct str n = r->name, page = r->page;

	if (r->post) {
		buf_addf(b,
			"static bool post_%.*s(struct request *rq, const void *in, struct change *c, "
			"struct err *e)\n{\n\treturn %.*s(rq, in, c, e);\n}\n\n",
			STR_ARG(n), STR_ARG(n));
		return;
	}
	buf_addf(b,
		"static bool get_%.*s(struct request *rq, const void *in, void *page, "
		"struct err *e)\n{\n\treturn %.*s(rq, in, page, e);\n}\n\n",
		STR_ARG(n), STR_ARG(n));
	if (!route_none(r->value[L_PAGE]))
		buf_addf(b,
			"static void html_of_%.*s(struct out *o, const void *page)\n{\n"
			"\tconst struct %.*s *p = page;\n\n\thtml_%.*s(o, p);\n}\n\n",
			STR_ARG(n), STR_ARG(page), STR_ARG(r->value[L_PAGE]));
	if (r->json.n)
		buf_addf(b,
			"static void json_of_%.*s(struct json *j, const void *page)\n{\n"
			"\tconst struct %.*s *p = page;\n\n\t%.*s(j, p);\n}\n\n",
			STR_ARG(n), STR_ARG(page), STR_ARG(r->json));
	if (r->sheet.n)
		buf_addf(b,
			"static void sheet_of_%.*s(struct sheet *s, const void *page)\n{\n"
			"\tconst struct %.*s *p = page;\n\n\t%.*s(s, p);\n}\n\n",
			STR_ARG(n), STR_ARG(page), STR_ARG(r->sheet));
}

/* What the GET route shown again takes over from the POST. */
static void write_again(struct buf *b, const struct route *r)
{
	if (!r->again)
		return;
	buf_addf(b,
		"static void again_%.*s(const void *from, void *to)\n{\n"
		"\tconst struct %.*s_in *f = from;\n\tstruct %.*s_in *t = to;\n\n\t(void)f;\n\t(void)t;\n",
		STR_ARG(r->name), STR_ARG(r->name), STR_ARG(r->again->name));
	LIST_EACH(p, &r->again->params)
		LIST_EACH(q, &r->params)
			if (str_eq(p->name, q->name) && p->type == q->type)
				buf_addf(b, "\tt->%.*s = f->%.*s;\n", STR_ARG(p->name),
					STR_ARG(p->name));
	buf_addz(b, "}\n\n");
}

static void write_params(struct buf *b, const struct route *r)
{
	if (!r->params.n)
		return;
	buf_addf(b, "static const struct param params_%.*s[] = {\n", STR_ARG(r->name));
	LIST_EACH(p, &r->params)
		buf_addf(b,
			"\t{ S(\"%.*s\"), PARAM_%s, %d, %d, %zu, offsetof(struct %.*s_in, %.*s) },\n",
			STR_ARG(p->name), c_param[p->type], p->optional, p->in_path, p->max,
			STR_ARG(r->name), STR_ARG(p->name));
	buf_addz(b, "};\n\n");
}

static struct str key_of(struct str key)
{
	char *p = str_c(gen_arena, key);

	for (size_t i = 0; i < key.n; i++)
		if (p[i] == '.')
			p[i] = '_';
	return str_n(p, key.n);
}

static struct str upper(struct str s)
{
	char *p = str_c(gen_arena, s);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return str_n(p, s.n);
}

static void write_route(struct buf *b, const struct input *in, const struct route *r)
{
	struct str n = r->name;
	bool html = !r->post && !route_none(r->value[L_PAGE]);

	buf_addf(b, "\t{\n\t\t.name = S(\"%.*s\"),\n\t\t.path = S(\"%.*s\"),\n", STR_ARG(n),
		STR_ARG(r->value[L_METHOD]));
	buf_addf(b, "\t\t.json_path = S(\"%.*s\"),\n\t\t.scope = S(\"%.*s\"),\n",
		STR_ARG(r->json_path), STR_ARG(r->value[L_SCOPE]));
	buf_addf(b, "\t\t.permission = PERM_%.*s,\n\t\t.rate = RATE_%.*s,\n",
		STR_ARG(r->permission), STR_ARG(upper(r->value[L_RATE])));
	if (!route_none(r->value[L_AUDIT]))
		buf_addf(b, "\t\t.audit = S(\"%.*s\"),\n", STR_ARG(r->value[L_AUDIT]));
	buf_addf(b, "\t\t.title = T_%.*s,\n\t\t.body = %zu,\n", STR_ARG(key_of(r->value[L_TITLE])),
		r->body);
	buf_addf(b, "\t\t.in_size = sizeof(struct %.*s_in),\n", STR_ARG(n));
	if (r->params.n)
		buf_addf(b,
			"\t\t.params = params_%.*s,\n\t\t.n_params = %zu,\n\t\t.n_path = %zu,\n",
			STR_ARG(n), r->params.n, r->n_path);
	if (r->post)
		buf_addf(b, "\t\t.post = post_%.*s,\n", STR_ARG(n));
	else
		buf_addf(b, "\t\t.get = get_%.*s,\n\t\t.page_size = sizeof(struct %.*s),\n",
			STR_ARG(n), STR_ARG(r->page));
	if (html)
		buf_addf(b, "\t\t.html = html_of_%.*s,\n", STR_ARG(n));
	if (r->json.n)
		buf_addf(b, "\t\t.json = json_of_%.*s,\n", STR_ARG(n));
	if (r->sheet.n)
		buf_addf(b, "\t\t.sheet = sheet_of_%.*s,\n", STR_ARG(n));
	if (r->again)
		buf_addf(b, "\t\t.again = &routes[%zu],\n\t\t.again_in = again_%.*s,\n",
			(size_t)(r->again - in->routes.v), STR_ARG(n));
	buf_addz(b, "\t},\n");
}

/* --- the table of paths: fixed segments before typed ones */

struct entry {
	size_t route;
	struct str path;
	size_t n;
	struct str part[12];
	bool typed[12];
};

static int by_shape(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	for (size_t i = 0; i < x->n; i++) {
		if (x->typed[i] != y->typed[i])
			return x->typed[i] ? 1 : -1;
		int order = x->typed[i] ? 0 : str_cmp(x->part[i], y->part[i]);

		if (order)
			return order;
	}
	return x->route < y->route ? -1 : x->route > y->route;
}

typedef LIST(struct entry) entries;

static void add_entry(entries *l, const struct input *in, const struct route *r, struct str path)
{
	struct entry *e = LIST_ADD(gen_arena, l);
	struct str rest = path;

	*e = (struct entry){ .route = (size_t)(r - in->routes.v), .path = path };
	while (e->n < 12 && route_segment(&rest, &e->part[e->n], &e->typed[e->n]))
		e->n++;
	if (rest.n)
		gen_error(r->file, r->line, "route %.*s: more than 12 segments", STR_ARG(r->name));
}

static void collect(const struct input *in, entries *l)
{
	LIST_EACH(r, &in->routes) {
		if (has_page(r))
			add_entry(l, in, r, r->value[L_METHOD]);
		if (r->json.n)
			add_entry(l, in, r, r->json_path);
	}
	if (l->n)
		qsort(l->v, l->n, sizeof(l->v[0]), by_shape);
}

static bool same_shape(const struct entry *a, const struct entry *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->typed[i] != b->typed[i] || (!a->typed[i] && !str_eq(a->part[i], b->part[i])))
			return false;
	return true;
}

static void check_twice(const struct input *in, const entries *l)
{
	for (size_t i = 1; i < l->n; i++) {
		const struct route *a = &in->routes.v[l->v[i - 1].route];
		const struct route *b = &in->routes.v[l->v[i].route];

		if (same_shape(&l->v[i - 1], &l->v[i]) && a->post == b->post)
			gen_error(b->file, b->line, "route %.*s: its path is that of %.*s",
				STR_ARG(b->name), STR_ARG(a->name));
	}
}

static void write_entries(struct buf *b, const struct input *in)
{
	entries l = { 0 };

	collect(in, &l);
	check_twice(in, &l);
	for (size_t i = 0; i < l.n; i++) {
		const struct route *r = &in->routes.v[l.v[i].route];

		buf_addf(b, "static const struct route_segment segments_%zu[] = {", i);
		for (size_t k = 0; k < l.v[i].n; k++) {
			size_t p = 0;

			while (l.v[i].typed[k] && !str_eq(r->params.v[p].name, l.v[i].part[k]))
				p++;
			if (l.v[i].typed[k])
				buf_addf(
					b, " { .param = &params_%.*s[%zu] },", STR_ARG(r->name), p);
			else
				buf_addf(
					b, " { .literal = S(\"%.*s\") },", STR_ARG(l.v[i].part[k]));
		}
		buf_addz(b, " };\n");
	}
	buf_addz(b, "\nconst struct route_entry route_entries[] = {\n");
	for (size_t i = 0; i < l.n; i++)
		buf_addf(b, "\t{ &routes[%zu], segments_%zu, %zu, %s },\n", l.v[i].route, i,
			l.v[i].n, str_starts(l.v[i].path, S("/api/")) ? "true" : "false");
	buf_addf(b, "\t{ 0 },\n};\nconst size_t route_entries_n = %zu;\n", l.n);
}

/* A line once. */
static void add_once(struct buf *b, struct str line)
{
	if (!str_has(buf_str(b), line))
		buf_add(b, line);
}

static void write_includes(struct buf *b, const struct input *in, const char *dir)
{
	LIST_EACH(r, &in->routes) {
		struct str file = str_z(r->file);
		struct str line = str_fmt(
			gen_arena, "#include \"%.*s_routes.h\"\n", STR_ARG(r->subject));

		if (!str_has(buf_str(b), line))
			write_subject(in, dir, r->subject);
		add_once(b, line);
		if (str_starts(file, S("src/")))
			file = str_sub(file, 4, file.n);
		add_once(b, str_fmt(gen_arena, "#include \"%.*s.h\"\n", (int)file.n - 2, file.p));
		LIST_EACH(t, &in->templates)
			if (!r->post && str_eq(t->name, r->value[L_PAGE]))
				add_once(b, str_fmt(gen_arena, "#include \"%.*s_html.h\"\n",
						    STR_ARG(t->stem)));
	}
}

void route_write_table(const struct input *in, const char *dir)
{
	struct buf b = { .arena = gen_arena };

	buf_addz(&b, "/* Generated from the ROUTE comments. */\n#include \"web/route.h\"\n");
	write_includes(&b, in, dir);
	buf_addz(&b, "\n");
	LIST_EACH(r, &in->routes) {
		write_calls(&b, r);
		write_again(&b, r);
		write_params(&b, r);
	}
	buf_addz(&b, "const struct route routes[] = {\n");
	LIST_EACH(r, &in->routes)
		write_route(&b, in, r);
	buf_addf(&b, "\t{ .name = { 0 } },\n};\nconst size_t routes_n = %zu;\n\n", in->routes.n);
	write_entries(&b, in);
	gen_write(dir, "routes.c", buf_str(&b));
}

/* --- commands.h, commands.c */

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct command *)a)->name, ((const struct command *)b)->name);
}

void route_write_commands(const struct input *in, const char *dir)
{
	struct buf h = { .arena = gen_arena };
	struct buf c = { .arena = gen_arena };

	if (in->commands.n)
		qsort(in->commands.v, in->commands.n, sizeof(in->commands.v[0]), by_name);
	buf_addz(&h, "/* Generated from the COMMAND comments. */\n#pragma once\n"
		     "#include \"base/cli.h\"\n\n");
	buf_addz(&c, "/* Generated from the COMMAND comments. */\n#include \"commands.h\"\n\n"
		     "const struct cli_command cli_commands[] = {\n");
	LIST_EACH(k, &in->commands) {
		buf_addf(&h, "bool %.*s(struct cli *c, struct err *e);\n", STR_ARG(k->function));
		buf_addz(&c, "\t{ ");
		gen_c_string(&c, k->name);
		buf_addz(&c, ", ");
		gen_c_string(&c, k->usage);
		buf_addf(&c, ", T_%.*s, CLI_DB_%.*s, %.*s },\n", STR_ARG(key_of(k->help)),
			STR_ARG(upper(k->db)), STR_ARG(k->function));
	}
	buf_addf(&c, "\t{ 0 },\n};\nconst size_t cli_commands_n = %zu;\n", in->commands.n);
	gen_write(dir, "commands.h", buf_str(&h));
	gen_write(dir, "commands.c", buf_str(&c));
}
