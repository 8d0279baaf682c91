#include "gen/route.h"

#include <stdlib.h>

static const char *const type_name[TYPES] = { "int", "text", "word", "secret", "date", "bool",
	"ids", "texts", "file" };

static const char *const get_lines[LINES] = { "GET", "query", "permission", "scope", "csrf",
	"audit", "body", "rate", "html", "json", "export", "title" };
static const char *const post_lines[LINES] = { "POST", "form", "permission", "scope", "csrf",
	"audit", "body", "rate", "again", "json", NULL, "title" };

/* A file while it is read. */
struct source {
	const char *path;
	struct str text;
	size_t at;
	int line;
};

static bool ident_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static struct str word_at(struct str s, size_t from)
{
	size_t to = from;

	while (to < s.n && ident_byte(s.p[to]))
		to++;
	return str_sub(s, from, to);
}

static bool is_ident(struct str s)
{
	return s.n && word_at(s, 0).n == s.n && !(s.p[0] >= '0' && s.p[0] <= '9');
}

static bool next_line(struct source *s, struct str *line)
{
	if (s->at >= s->text.n)
		return false;
	size_t end = str_find_char(s->text, '\n', s->at);

	if (end == SIZE_MAX)
		end = s->text.n;
	*line = str_sub(s->text, s->at, end);
	s->at = end + 1;
	s->line++;
	return true;
}

/* "20M" as bytes; SIZE_MAX where it is no size. */
static size_t size_of(struct str s)
{
	int64_t n;
	int shift = 0;

	if (str_ends(s, S("K")))
		shift = 10;
	else if (str_ends(s, S("M")))
		shift = 20;
	if (!str_to_int(str_sub(s, 0, s.n - (shift ? 1 : 0)), &n) || n < 0 || n > 1 << 30)
		return SIZE_MAX;
	return (size_t)n << shift;
}

static bool add_param(struct route *r, struct str spec, bool in_path)
{
	size_t colon = str_find_char(spec, ':', 0);
	struct param p = { .in_path = in_path, .type = TYPES };

	if (colon == SIZE_MAX)
		return false;
	p.name = str_sub(spec, 0, colon);
	struct str type = str_sub(spec, colon + 1, spec.n);

	if (str_ends(type, S("?"))) {
		p.optional = true;
		type = str_sub(type, 0, type.n - 1);
	}
	struct str word = word_at(type, 0);

	for (int t = 0; t < TYPES; t++)
		if (str_eq(word, str_z(type_name[t])))
			p.type = (enum type)t;
	if (!is_ident(p.name) || p.type == TYPES)
		return false;
	bool sized = p.type == T_TEXT || p.type == T_TEXTS || p.type == T_SECRET ||
		     p.type == T_FILE;

	if (sized) {
		if (type.n < word.n + 3 || type.p[word.n] != '(' || type.p[type.n - 1] != ')')
			return false;
		p.max = size_of(str_sub(type, word.n + 1, type.n - 1));
		if (p.max == 0 || p.max == SIZE_MAX)
			return false;
	} else if (word.n != type.n) {
		return false;
	}
	if (in_path && (p.optional || (p.type != T_INT && p.type != T_WORD && p.type != T_DATE)))
		return false;
	LIST_EACH(old, &r->params)
		if (str_eq(old->name, p.name))
			return false;
	LIST_PUSH(gen_arena, &r->params, p);
	return true;
}

bool route_segment(struct str *rest, struct str *part, bool *typed)
{
	if (rest->n == 0 || rest->p[0] != '/')
		return false;
	*rest = str_sub(*rest, 1, rest->n);
	size_t end = str_find_char(*rest, '/', 0);

	if (end == SIZE_MAX)
		end = rest->n;
	*part = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end, rest->n);
	*typed = part->n > 2 && part->p[0] == '{' && part->p[part->n - 1] == '}';
	if (*typed) {
		*part = str_sub(*part, 1, part->n - 1);
		size_t colon = str_find_char(*part, ':', 0);

		if (colon != SIZE_MAX)
			*part = str_sub(*part, 0, colon);
	}
	return true;
}

static bool literal_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') &&
			s.p[i] != '-' && s.p[i] != '_' && s.p[i] != '.')
			return false;
	return true;
}

static void read_path(struct route *r)
{
	struct str path = r->value[L_METHOD];
	struct str part;
	size_t at = 0;

	if (path.n == 0 || path.p[0] != '/' || str_has(path, S("//")) ||
		(path.n > 1 && str_ends(path, S("/")))) {
		gen_error(r->file, r->line, "route %.*s: not a path: %.*s", STR_ARG(r->name),
			STR_ARG(path));
		return;
	}
	for (at = 1; at < path.n; at += part.n + 1) {
		size_t end = str_find_char(path, '/', at);

		part = str_sub(path, at, end == SIZE_MAX ? path.n : end);
		bool ok = part.p[0] == '{'
				  ? str_ends(part, S("}")) &&
					    add_param(r, str_sub(part, 1, part.n - 1), true)
				  : literal_ok(part);

		if (!ok)
			gen_error(r->file, r->line, "route %.*s: not a part of a path: %.*s",
				STR_ARG(r->name), STR_ARG(part));
	}
	r->n_path = r->params.n;
}

static void read_params(struct route *r)
{
	struct str rest = r->value[L_PARAMS];
	struct str part;

	if (route_none(rest))
		return;
	while (str_split(&rest, ' ', &part))
		if (part.n && !add_param(r, part, false))
			gen_error(r->file, r->line, "route %.*s: not a parameter: %.*s",
				STR_ARG(r->name), STR_ARG(part));
	if (!r->post)
		LIST_EACH(p, &r->params)
			if (p->type == T_FILE || p->type == T_SECRET)
				gen_error(r->file, r->line, "route %.*s: %.*s belongs in a form",
					STR_ARG(r->name), STR_ARG(p->name));
}

static bool among(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(s, str_z(*list)))
			return true;
	return false;
}

static void expect(struct route *r, enum line l, const char *const *list)
{
	const char *word = (r->post ? post_lines : get_lines)[l];

	if (!among(r->value[l], list))
		gen_error(r->file, r->line, "route %.*s: %s cannot be \"%.*s\"", STR_ARG(r->name),
			word, STR_ARG(r->value[l]));
}

static void read_permission(const struct input *in, struct route *r)
{
	struct str v = r->value[L_PERMISSION];

	if (str_eq(v, S("public")))
		r->permission = S("PUBLIC");
	else if (str_eq(v, S("enrol")))
		r->permission = S("ENROL");
	else if (str_eq(v, S("login")))
		r->permission = S("LOGIN");
	LIST_EACH(p, &in->permissions)
		if (str_eq(p->name, v))
			r->permission = p->constant;
	if (!r->permission.n)
		gen_error(r->file, r->line, "route %.*s: unknown permission \"%.*s\"",
			STR_ARG(r->name), STR_ARG(v));
}

static void read_json(struct route *r)
{
	struct str v = r->value[L_JSON];
	struct str part, path;
	bool typed;

	if (route_none(v))
		return;
	r->json = word_at(v, 0);
	r->json_path = path = str_trim(str_sub(v, r->json.n, v.n));
	if (!is_ident(r->json) || !str_starts(path, S("/api/v1/")) || r->post) {
		gen_error(r->file, r->line,
			"route %.*s: json is none or, of a GET, FUNCTION /api/v1/…",
			STR_ARG(r->name));
		return;
	}
	size_t n = 0;

	while (route_segment(&path, &part, &typed)) {
		if (!typed)
			continue;
		bool found = false;

		for (size_t i = 0; i < r->n_path; i++)
			found = found || str_eq(r->params.v[i].name, part);
		n += found;
		if (!found)
			gen_error(r->file, r->line, "route %.*s: the page's path has no {%.*s}",
				STR_ARG(r->name), STR_ARG(part));
	}
	if (n != r->n_path)
		gen_error(r->file, r->line, "route %.*s: the json path lacks a parameter",
			STR_ARG(r->name));
}

static void read_export(struct route *r)
{
	struct str v = r->value[L_EXPORT];

	if (route_none(v))
		return;
	r->sheet = v;
	if (!is_ident(v) || route_none(r->value[L_PAGE]))
		gen_error(r->file, r->line,
			"route %.*s: export is none or, where html is not, a function",
			STR_ARG(r->name));
	LIST_EACH(p, &r->params)
		if (str_eq(p->name, S("as")))
			gen_error(r->file, r->line,
				"route %.*s: \"as\" says in which form it is exported",
				STR_ARG(r->name));
}

static void read_values(const struct input *in, struct route *r)
{
	static const char *const scopes[] = { "none", "own", "agency", "place", NULL };
	static const char *const rates[] = { "page", "login", "change", "heavy", "peer", "free",
		NULL };
	static const char *const only_none[] = { "none", NULL };
	static const char *const only_token[] = { "token", NULL };
	static const char *const only_zero[] = { "0", NULL };

	read_path(r);
	read_params(r);
	read_permission(in, r);
	read_json(r);
	read_export(r);
	expect(r, L_SCOPE, scopes);
	expect(r, L_RATE, rates);
	expect(r, L_CSRF, r->post ? only_token : only_none);
	if (!r->post) {
		expect(r, L_AUDIT, only_none);
		expect(r, L_BODY, only_zero);
	} else {
		r->body = size_of(r->value[L_BODY]);
		if (r->body == 0 || r->body > (size_t)64 << 20)
			gen_error(r->file, r->line, "route %.*s: body is a size up to 64M",
				STR_ARG(r->name));
		if (!route_none(r->value[L_AUDIT]) &&
			str_find_char(r->value[L_AUDIT], '.', 0) == SIZE_MAX)
			gen_error(r->file, r->line, "route %.*s: audit is none or subject.action",
				STR_ARG(r->name));
	}
	LIST_EACH(p, &r->params)
		if (p->type != T_INT && p->max > r->body && r->post)
			gen_error(r->file, r->line, "route %.*s: %.*s is larger than the body",
				STR_ARG(r->name), STR_ARG(p->name));
	if (!route_none(r->value[L_PAGE]) && !is_ident(r->value[L_PAGE]))
		gen_error(r->file, r->line, "route %.*s: not a name: %.*s", STR_ARG(r->name),
			STR_ARG(r->value[L_PAGE]));
}

/* Reads the lines " * word value" up to the end of the comment. */
static void read_block(
	struct source *s, struct str *word, struct str *value, struct str *last, bool *more)
{
	struct str line;

	*more = false;
	if (!next_line(s, &line))
		return;
	line = str_trim(line);
	if (str_ends(line, S("*/")))
		return;
	*more = true;
	line = str_starts(line, S("*")) ? str_sub(line, 1, line.n) : line;
	/* a deep indent continues the line before */
	if (str_starts(line, S("      ")) && last) {
		*last = str_fmt(gen_arena, "%.*s %.*s", STR_ARG(*last), STR_ARG(str_trim(line)));
		*word = STR_NULL;
		return;
	}
	line = str_trim(line);
	size_t n = 0;

	while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
		n++;
	*word = str_sub(line, 0, n);
	*value = str_trim(str_sub(line, n, line.n));
}

/* In one line: a line end with its indentation is one space, none behind a bracket. */
static struct str unbroken(struct str s)
{
	struct buf b = { .arena = gen_arena };

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\n' && s.p[i] != '\t') {
			buf_addc(&b, s.p[i]);
			continue;
		}
		if (b.n && b.p[b.n - 1] != '(' && b.p[b.n - 1] != ' ')
			buf_addc(&b, ' ');
	}
	return buf_str(&b);
}

/* What stands from a place to the next closing bracket, in one line. */
static struct str to_bracket(const struct source *s, size_t from)
{
	size_t end = str_find_char(s->text, ')', from);

	return end == SIZE_MAX ? STR_NULL : unbroken(str_sub(s->text, from, end + 1));
}

/* "bool NAME(struct request *…, const struct NAME_in *…, struct PAGE *…, struct err *…)" */
static void read_handler(struct source *s, struct route *r)
{
	struct str sig = to_bracket(s, s->at);
	struct str name = r->name;
	struct str head = str_fmt(gen_arena, "bool %.*s(struct request *", STR_ARG(name));
	struct str second = str_fmt(gen_arena, "const struct %.*s_in *", STR_ARG(name));
	size_t at = str_starts(sig, head) ? str_find(sig, second, 0) : SIZE_MAX;

	if (at != SIZE_MAX)
		at = str_find(sig, S("struct "), at + second.n);
	if (at != SIZE_MAX)
		r->page = word_at(sig, at + 7);
	if (at == SIZE_MAX || !str_has(sig, S("struct err *")) || str_eq(r->page, S("err"))) {
		gen_error(s->path, s->line + 1,
			"not bool %.*s(struct request *, const struct %.*s_in *, struct …, struct err *)",
			STR_ARG(name), STR_ARG(name));
		return;
	}
	bool reply = str_eq(r->page, S("reply"));

	if (r->post != str_eq(r->page, S("change")))
		gen_error(s->path, s->line + 1, "%.*s: a POST takes struct change, a GET a page",
			STR_ARG(name));
	if (!r->post && reply != (route_none(r->value[L_PAGE]) && !r->json.n))
		gen_error(s->path, s->line + 1,
			"%.*s: struct reply belongs to html none, json none", STR_ARG(name));
}

static void read_route(struct input *in, struct source *s, struct str name)
{
	struct route *r = LIST_ADD(gen_arena, &in->routes);
	const char *const *words = get_lines;
	struct str word, value, *last = NULL;
	bool more, first = true;

	*r = (struct route){ .file = s->path, .line = s->line, .name = name };
	r->subject = gen_subject(s->path);
	if (!is_ident(name))
		gen_error(s->path, s->line, "not a name of a route: %.*s", STR_ARG(name));
	while (read_block(s, &word, &value, last, &more), more) {
		if (!word.n)
			continue;
		if (first && str_eq(word, S("POST"))) {
			r->post = true;
			words = post_lines;
		}
		first = false;
		int l = 0;

		while (l < LINES && !(words[l] && str_eq(word, str_z(words[l]))))
			l++;
		if (l == LINES || r->value[l].n || !value.n) {
			gen_error(s->path, s->line,
				"route %.*s: \"%.*s\" does not belong here, "
				"stands twice or is empty",
				STR_ARG(name), STR_ARG(word));
			continue;
		}
		r->value[l] = value;
		last = &r->value[l];
	}
	for (int l = 0; l < LINES; l++)
		if (!r->value[l].n) {
			if (words[l])
				gen_error(r->file, r->line,
					"route %.*s: the line \"%s\" is missing", STR_ARG(name),
					words[l]);
			r->value[l] = S("none");
		}
	read_values(in, r);
	read_handler(s, r);
}

/* A function another file may call, that takes a request, must have a ROUTE. */
static void check_function(const struct input *in, const struct source *s, struct str line)
{
	size_t bracket = str_find_char(line, '(', 0);

	if (bracket == SIZE_MAX || !ident_byte(line.p[0]) || str_starts(line, S("static ")))
		return;
	if (!str_starts(
		    to_bracket(s, (size_t)(line.p - s->text.p) + bracket), S("(struct request *")))
		return;
	size_t from = bracket;

	while (from > 0 && ident_byte(line.p[from - 1]))
		from--;
	struct str name = str_sub(line, from, bracket);

	LIST_EACH(r, &in->routes)
		if (str_eq(r->name, name))
			return;
	gen_error(s->path, s->line,
		"%.*s takes a request but stands under no ROUTE (or make it static)",
		STR_ARG(name));
}

void route_read_web(struct input *in, const char *path)
{
	struct source s = { .path = path, .text = gen_read(path) };
	struct str line;

	while (next_line(&s, &line)) {
		if (str_starts(line, S("/* ROUTE ")))
			read_route(in, &s, str_trim(str_sub(line, 9, line.n)));
		else if (line.n)
			check_function(in, &s, line);
	}
}

static void read_command(struct input *in, struct source *s, struct str name)
{
	struct command *c = LIST_ADD(gen_arena, &in->commands);
	struct str word, value, *last = NULL;
	bool more;

	*c = (struct command){ .file = s->path, .line = s->line, .name = name };
	while (read_block(s, &word, &value, last, &more), more) {
		struct str *to = str_eq(word, S("usage"))  ? &c->usage
				 : str_eq(word, S("help")) ? &c->help
				 : str_eq(word, S("db"))   ? &c->db
							   : NULL;

		if (!word.n)
			continue;
		if (!to || to->p)
			gen_error(s->path, s->line,
				"command %.*s: \"%.*s\" does not belong here or stands twice",
				STR_ARG(name), STR_ARG(word));
		else
			*to = value;
		last = to ? to : last;
	}
	static const char *const dbs[] = { "none", "read", "write", NULL };

	if (!name.n || !c->usage.p || !c->help.n || !among(c->db, dbs))
		gen_error(s->path, c->line,
			"command %.*s: usage (it may be empty), help and db (none, read, write) must stand",
			STR_ARG(name));
	struct str sig = to_bracket(s, s->at);

	if (str_starts(sig, S("bool ")))
		c->function = word_at(sig, 5);
	if (!c->function.n || !str_has(sig, S("(struct cli *")) || !str_has(sig, S("struct err *")))
		gen_error(s->path, s->line + 1, "not bool name(struct cli *c, struct err *e)");
}

void route_read_cli(struct input *in, const char *path)
{
	struct source s = { .path = path, .text = gen_read(path) };
	struct str line;

	while (next_line(&s, &line))
		if (str_starts(line, S("/* COMMAND ")))
			read_command(in, &s, str_trim(str_sub(line, 11, line.n)));
}

void route_read_permissions(struct input *in, const char *path)
{
	struct str rest = gen_read(path);
	struct str line;
	int number = 0;

	while (str_split(&rest, '\n', &line)) {
		number++;
		if (!str_starts(line, S("PERMISSION(")))
			continue;
		struct permission p = { .constant = word_at(line, 11) };
		size_t quote = str_find_char(line, '"', 0);
		size_t end = quote == SIZE_MAX ? SIZE_MAX : str_find_char(line, '"', quote + 1);

		if (end == SIZE_MAX || !p.constant.n) {
			gen_error(path, number, "not PERMISSION(constant, \"name\")");
			continue;
		}
		p.name = str_sub(line, quote + 1, end);
		LIST_PUSH(gen_arena, &in->permissions, p);
	}
}
