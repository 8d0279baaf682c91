/*
 * Routes and commands. Reads the ROUTE and COMMAND comments above the handlers and
 * writes
 *
 *	x_routes.h              a subject's parameter structs and handlers
 *	urls.h, urls.c          the addresses, as functions
 *	routes.c                the table the dispatcher walks
 *	commands.h, commands.c  the commands
 *	openapi.c, pages.md     the interface, for machines and for people
 *
 *	mkroute OUT files…      *_web.c, *_cli.c, *.html, *.def (permissions), *.po (titles)
 *
 * A line that is missing, unknown or malformed, a permission that does not exist, a
 * handler without a route: each ends the build.
 */
#include "gen/route.h"

#include <stdio.h>

static void read_templates(struct input *in, const char *path)
{
	static const char mark[] = "{{template ";
	struct str text = gen_read(path);
	size_t at = 0;

	while ((at = str_find(text, str_z(mark), at)) != SIZE_MAX) {
		at += sizeof(mark) - 1;
		size_t end = str_find_char(text, '(', at);
		struct template *t = LIST_ADD(gen_arena, &in->templates);

		t->name = str_trim(str_sub(text, at, end));
		t->stem = gen_stem(path);
	}
}

static void read_input(struct input *in, const char *path)
{
	struct str name = str_z(path);

	if (str_ends(name, S("_web.c")))
		route_read_web(in, path);
	else if (str_ends(name, S("_cli.c")))
		route_read_cli(in, path);
	else if (str_ends(name, S(".html")))
		read_templates(in, path);
	else if (str_ends(name, S(".en.po")))
		LIST_PUSH(gen_arena, &in->texts, gen_read(path));
	else if (!str_ends(name, S(".po")) && !str_ends(name, S(".def")))
		gen_error(path, 1, "neither routes, commands, templates, permissions nor texts");
}

static void check_again(const struct input *in, struct route *r)
{
	if (!r->post || route_none(r->value[L_PAGE]))
		return;
	LIST_EACH(other, &in->routes)
		if (!other->post && str_eq(other->name, r->value[L_PAGE]))
			r->again = other;
	if (!r->again) {
		gen_error(r->file, r->line, "route %.*s: no GET route %.*s to show again",
			STR_ARG(r->name), STR_ARG(r->value[L_PAGE]));
		return;
	}
	for (size_t i = 0; i < r->again->n_path; i++) {
		const struct param *p = &r->again->params.v[i];
		bool found = false;

		LIST_EACH(q, &r->params)
			found = found || (str_eq(p->name, q->name) && p->type == q->type);
		if (!found)
			gen_error(r->file, r->line, "route %.*s: %.*s needs %.*s", STR_ARG(r->name),
				STR_ARG(r->again->name), STR_ARG(p->name));
	}
}

static void check_template(const struct input *in, const struct route *r)
{
	if (r->post || route_none(r->value[L_PAGE]))
		return;
	LIST_EACH(t, &in->templates)
		if (str_eq(t->name, r->value[L_PAGE]))
			return;
	gen_error(r->file, r->line, "route %.*s: there is no template %.*s", STR_ARG(r->name),
		STR_ARG(r->value[L_PAGE]));
}

void route_check(struct input *in)
{
	LIST_EACH(r, &in->routes) {
		LIST_EACH(other, &in->routes)
			if (other < r && str_eq(other->name, r->name))
				gen_error(r->file, r->line, "route %.*s stands twice",
					STR_ARG(r->name));
		check_again(in, r);
		check_template(in, r);
	}
	LIST_EACH(c, &in->commands)
		LIST_EACH(other, &in->commands)
			if (other < c && str_eq(other->name, c->name))
				gen_error(c->file, c->line, "command %.*s stands twice",
					STR_ARG(c->name));
}

int main(int argc, char **argv)
{
	struct input in = { 0 };

	if (argc < 2) {
		fprintf(stderr, "usage: mkroute OUT files…\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		if (str_ends(str_z(argv[i]), S("permissions.def")))
			route_read_permissions(&in, argv[i]);
	for (int i = 2; i < argc; i++)
		read_input(&in, argv[i]);
	route_check(&in);
	if (gen_end())
		return 1;
	route_write_urls(&in, argv[1]);
	route_write_table(&in, argv[1]);
	route_write_commands(&in, argv[1]);
	route_write_api(&in, argv[1]);
	return gen_end();
}
