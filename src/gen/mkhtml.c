/*
 * Templates. Reads every x.html and writes x_html.h and x_html.c: one C function a
 * template (docs/house.md, Templates). Static parts become literals, expressions
 * stay C and are checked by the compiler at the template's own line.
 *
 *	mkhtml OUT [LIST.txt] html…
 *
 * The HTML is followed byte by byte, so that each {{…}} is known to stand in text,
 * between attributes or inside a quoted value; what would need another escaping (an
 * unquoted value, a script, a style, an address not made from a route) is refused.
 * LIST.txt (docs/raw-output.txt) must name every {{raw}}.
 */
#include "gen/gen.h"

#include <stdio.h>
#include <stdlib.h>

#include "gen/html.h"

/* --- templates of the house, found before any is compiled */

struct known {
	struct str name;
	struct str stem;
};

static LIST(struct known) known;
static LIST(struct str) raws;

/* --- one file while it is compiled */

enum kind { IF, FOR };

struct block {
	enum kind kind;
	int line;
	struct str expr; /* of a for: the list */
	struct html_state before;
	struct html_state after; /* of the first branch that ended */
	bool ended, has_else;
};

struct file {
	const char *path;
	struct str stem;
	struct str text;
	size_t at;
	int line;

	struct buf head;     /* includes and prototypes */
	struct buf body;     /* the functions */
	struct buf pending;  /* static output not yet written */
	struct buf includes; /* headers of the templates called */

	bool in_template;
	int template_line;
	struct html_state html;
	LIST(struct block) blocks;
};

static const struct known *find_template(struct str name)
{
	LIST_EACH(k, &known)
		if (str_eq(k->name, name))
			return k;
	return NULL;
}

static struct str word_of(struct str s)
{
	size_t n = 0;

	while (n < s.n && html_name_byte(s.p[n]) && s.p[n] != '-' && s.p[n] != ':')
		n++;
	return str_sub(s, 0, n);
}

/* The argument behind a keyword and a blank. */
static bool keyword(struct str s, struct str word, struct str *rest)
{
	if (!str_starts(s, word) || s.n == word.n ||
		(s.p[word.n] != ' ' && s.p[word.n] != '\n' && s.p[word.n] != '\t'))
		return false;
	*rest = str_trim(str_sub(s, word.n, s.n));
	return true;
}

static void flush(struct file *f)
{
	html_settle(&f->html, &f->pending);
	if (f->pending.n == 0)
		return;
	buf_addz(&f->body, "\tout_raw(o, S(");
	gen_c_string(&f->body, buf_str(&f->pending));
	buf_addz(&f->body, "));\n");
	f->pending.n = 0;
}

static void line_mark(struct file *f)
{
	buf_addf(&f->body, "#line %d \"%s\"\n", f->line, f->path);
}

#define COMPLAIN(f, ...) gen_error((f)->path, (f)->line, __VA_ARGS__)

/* --- control: if, for, else, empty, end */

static void open_block(struct file *f, enum kind kind, struct str expr)
{
	const char *why = html_control(&f->html);

	if (why)
		COMPLAIN(f, "%s", why);
	flush(f);
	struct block *b = LIST_ADD(gen_arena, &f->blocks);

	*b = (struct block){ .kind = kind, .line = f->line, .expr = expr, .before = f->html };
}

/* A branch has ended: it must leave the HTML where the others left it. */
static void end_branch(struct file *f, struct block *b)
{
	const char *why = html_control(&f->html);

	if (why)
		COMPLAIN(f, "%s", why);
	flush(f);
	if (!b->ended)
		b->after = f->html;
	else if (!html_merge(&b->after, &f->html))
		COMPLAIN(f, "this branch leaves the HTML elsewhere than the one before");
	b->ended = true;
	f->html = b->before;
}

static struct block *top(struct file *f, const char *what)
{
	if (f->blocks.n == 0) {
		COMPLAIN(f, "{{%s}} without if or for", what);
		return NULL;
	}
	return &f->blocks.v[f->blocks.n - 1];
}

static void start_for(struct file *f, struct str rest)
{
	struct str name = word_of(rest);
	struct str list;

	if (!name.n || !keyword(str_trim(str_sub(rest, name.n, rest.n)), S("in"), &list)) {
		COMPLAIN(f, "not {{for name in list}}");
		return;
	}
	open_block(f, FOR, list);
	line_mark(f);
	buf_addf(&f->body, "\tLIST_EACH(%.*s, &(%.*s)) {\n", STR_ARG(name), STR_ARG(list));
}

static void start_if(struct file *f, struct str expr)
{
	open_block(f, IF, STR_NULL);
	line_mark(f);
	buf_addf(&f->body, "\tif (%.*s) {\n", STR_ARG(expr));
}

static void next_branch(struct file *f, struct str condition)
{
	struct block *b = top(f, "else");

	if (!b)
		return;
	if (b->kind != IF || b->has_else)
		COMPLAIN(f, "{{else}} does not belong here");
	end_branch(f, b);
	b->has_else = !condition.n;
	line_mark(f);
	if (condition.n)
		buf_addf(&f->body, "\t} else if (%.*s) {\n", STR_ARG(condition));
	else
		buf_addz(&f->body, "\t} else {\n");
}

static void start_empty(struct file *f)
{
	struct block *b = top(f, "empty");

	if (!b)
		return;
	if (b->kind != FOR || b->has_else)
		COMPLAIN(f, "{{empty}} does not belong here");
	end_branch(f, b);
	b->has_else = true;
	line_mark(f);
	buf_addf(&f->body, "\t}\n\tif ((%.*s).n == 0) {\n", STR_ARG(b->expr));
}

static void end_block(struct file *f)
{
	struct block *b = top(f, "end");

	if (!b)
		return;
	end_branch(f, b);
	/* Without an else, or for an empty list, nothing is written: that is a branch too. */
	if ((b->kind == FOR || !b->has_else) && !html_merge(&b->after, &b->before))
		COMPLAIN(
			f, "what began in line %d does not leave the HTML as it found it", b->line);
	f->html = b->after;
	f->blocks.n--;
	buf_addz(&f->body, "\t}\n");
}

/* --- templates and includes */

static void start_template(struct file *f, struct str head)
{
	struct str name = word_of(head);
	struct str params = str_trim(str_sub(head, name.n, head.n));

	if (f->in_template)
		COMPLAIN(f, "a template inside the one of line %d", f->template_line);
	if (!name.n || params.n < 2 || params.p[0] != '(' || params.p[params.n - 1] != ')') {
		COMPLAIN(f, "not {{template name(parameters)}}");
		return;
	}
	params = str_trim(str_sub(params, 1, params.n - 1));
	const char *comma = params.n ? ", " : "";

	f->in_template = true;
	f->template_line = f->line;
	f->html = (struct html_state){ .line_start = true };
	f->pending.n = 0;
	buf_addf(&f->head, "void html_%.*s(struct out *o%s%.*s);\n", STR_ARG(name), comma,
		STR_ARG(params));
	line_mark(f);
	buf_addf(&f->body, "void html_%.*s(struct out *o%s%.*s)\n{\n", STR_ARG(name), comma,
		STR_ARG(params));
}

static void end_template(struct file *f)
{
	const char *why = html_end(&f->html);

	if (f->blocks.n)
		COMPLAIN(f, "the block of line %d has no end", f->blocks.v[f->blocks.n - 1].line);
	if (why)
		COMPLAIN(f, "%s", why);
	flush(f);
	f->blocks.n = 0;
	f->in_template = false;
	buf_addz(&f->body, "}\n\n");
}

static void include(struct file *f, struct str header)
{
	if (f->body.n)
		COMPLAIN(f, "{{include}} stands before the first template");
	buf_addf(&f->head, "#include \"%.*s\"\n", STR_ARG(header));
}

/* --- what prints */

/* Checks that something of this sort may stand here. */
static void printing(struct file *f, enum html_print what)
{
	const char *why = html_printing(&f->html, what);

	if (why)
		COMPLAIN(f, "%s", why);
	flush(f);
	f->html.line_start = false;
	line_mark(f);
}

/* The next argument of {{t}}: up to a blank outside brackets and quotes. */
static struct str argument(struct str *rest)
{
	struct str s = str_trim(*rest);
	size_t i = 0;
	int depth = 0;
	char quote = 0;

	for (; i < s.n; i++) {
		char c = s.p[i];

		if (quote) {
			if (c == '\\')
				i++;
			else if (c == quote)
				quote = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '(' || c == '[' || c == '{') {
			depth++;
		} else if (c == ')' || c == ']' || c == '}') {
			depth--;
		} else if ((c == ' ' || c == '\n' || c == '\t') && depth == 0) {
			break;
		}
	}
	*rest = str_sub(s, i, s.n);
	return str_sub(s, 0, i);
}

static void print_text(struct file *f, struct str rest)
{
	struct str key = argument(&rest);
	struct str arg;

	printing(f, HTML_VALUE);
	buf_addz(&f->body, "\tout_str(o, TX(T_");
	for (size_t i = 0; i < key.n; i++)
		buf_addc(&f->body, key.p[i] == '.' ? '_' : key.p[i]);
	while (arg = argument(&rest), arg.n)
		buf_addf(&f->body, ", %.*s", STR_ARG(arg));
	buf_addz(&f->body, "));\n");
}

static void print_url(struct file *f, struct str rest)
{
	struct str name = word_of(rest);
	struct str args = str_trim(str_sub(rest, name.n, rest.n));

	if (!name.n || args.n < 2 || args.p[0] != '(' || args.p[args.n - 1] != ')') {
		COMPLAIN(f, "not {{url route(arguments)}}");
		return;
	}
	args = str_trim(str_sub(args, 1, args.n - 1));
	printing(f, HTML_ADDRESS);
	buf_addf(&f->body, "\tout_str(o, url_%.*s(o->arena%s%.*s));\n", STR_ARG(name),
		args.n ? ", " : "", STR_ARG(args));
}

static void print_asset(struct file *f, struct str name)
{
	printing(f, HTML_ADDRESS);
	buf_addz(&f->body, "\tout_raw(o, ASSET_");
	for (size_t i = 0; i < name.n; i++)
		buf_addc(&f->body, html_name_byte(name.p[i]) && name.p[i] != '-' ? name.p[i] : '_');
	buf_addz(&f->body, ");\n");
}

static void print_raw(struct file *f, struct str expr)
{
	printing(f, HTML_MARKUP);
	buf_addf(&f->body, "\tout_raw(o, (%.*s));\n", STR_ARG(expr));
	LIST_PUSH(gen_arena, &raws, str_fmt(gen_arena, "%s: %.*s", f->path, STR_ARG(expr)));
}

static bool print_call(struct file *f, struct str s)
{
	struct str name = word_of(s);
	const struct known *k = find_template(name);

	if (!k || name.n == s.n || s.p[name.n] != '(' || s.p[s.n - 1] != ')')
		return false;
	struct str args = str_trim(str_sub(s, name.n + 1, s.n - 1));

	printing(f, HTML_MARKUP);
	buf_addf(&f->body, "\thtml_%.*s(o%s%.*s);\n", STR_ARG(name), args.n ? ", " : "",
		STR_ARG(args));
	struct str line = str_fmt(gen_arena, "#include \"%.*s_html.h\"\n", STR_ARG(k->stem));

	if (!str_has(buf_str(&f->includes), line))
		buf_add(&f->includes, line);
	return true;
}

static bool print(struct file *f, struct str s)
{
	struct str rest;

	if (keyword(s, S("t"), &rest)) {
		print_text(f, rest);
	} else if (keyword(s, S("url"), &rest)) {
		print_url(f, rest);
	} else if (keyword(s, S("asset"), &rest)) {
		print_asset(f, rest);
	} else if (keyword(s, S("href"), &rest)) {
		printing(f, HTML_ADDRESS);
		buf_addf(&f->body, "\tout_href(o, (%.*s));\n", STR_ARG(rest));
	} else if (keyword(s, S("num"), &rest)) {
		printing(f, HTML_VALUE);
		buf_addf(&f->body, "\tout_num(o, (%.*s));\n", STR_ARG(rest));
	} else if (keyword(s, S("icon"), &rest)) {
		printing(f, HTML_MARKUP);
		buf_addf(&f->body, "\tout_icon(o, %s%.*s);\n", rest.p[0] == '(' ? "" : "ICON_",
			STR_ARG(rest));
	} else if (keyword(s, S("raw"), &rest)) {
		print_raw(f, rest);
	} else if (str_eq(s, S("csrf"))) {
		printing(f, HTML_MARKUP);
		f->html.csrf_due = false;
		buf_addz(&f->body, "\tout_csrf(o);\n");
	} else if (str_eq(s, S("icon_symbols"))) {
		printing(f, HTML_MARKUP);
		buf_addz(&f->body, "\tout_icon_symbols(o);\n");
	} else if (!print_call(f, s)) {
		printing(f, HTML_VALUE);
		buf_addf(&f->body, "\tOUT(o, (%.*s));\n", STR_ARG(s));
	}
	return true;
}

static void directive(struct file *f, struct str s)
{
	struct str rest;

	if (s.n && s.p[0] == '#')
		return;
	if (keyword(s, S("include"), &rest))
		include(f, rest);
	else if (keyword(s, S("template"), &rest))
		start_template(f, rest);
	else if (!f->in_template)
		COMPLAIN(f, "{{%.*s}} outside of a template", STR_ARG(s));
	else if (str_eq(s, S("end template")))
		end_template(f);
	else if (keyword(s, S("for"), &rest))
		start_for(f, rest);
	else if (keyword(s, S("if"), &rest))
		start_if(f, rest);
	else if (keyword(s, S("else"), &rest) && keyword(rest, S("if"), &rest))
		next_branch(f, rest);
	else if (str_eq(s, S("else")))
		next_branch(f, STR_NULL);
	else if (str_eq(s, S("empty")))
		start_empty(f);
	else if (str_eq(s, S("end")))
		end_block(f);
	else if (s.n == 0)
		COMPLAIN(f, "{{}} says nothing");
	else
		print(f, s);
}

/* Takes "…}}" off the text; braces and quotes inside are C's. */
static bool take_directive(struct file *f, struct str *out)
{
	size_t from = f->at + 2, i = from;
	bool note = from < f->text.n && f->text.p[from] == '#';
	int depth = 0;
	char quote = 0;

	for (; i < f->text.n; i++) {
		char c = f->text.p[i];

		if (quote) {
			if (c == '\\')
				i++;
			else if (c == quote)
				quote = 0;
			continue;
		}
		if (c == '}' && depth == 0 && i + 1 < f->text.n && f->text.p[i + 1] == '}') {
			*out = str_trim(str_sub(f->text, from, i));
			f->at = i + 2;
			return true;
		}
		if (note)
			continue;
		if (c == '"' || c == '\'')
			quote = c;
		depth += c == '{' ? 1 : c == '}' ? -1 : 0;
	}
	return false;
}

static void static_byte(struct file *f, char c)
{
	if (f->in_template) {
		const char *why = html_byte(&f->html, c, &f->pending);

		if (why)
			COMPLAIN(f, "%s", why);
	} else if (c != '\n' && c != ' ' && c != '\t') {
		COMPLAIN(f, "'%c' outside of a template", c);
	}
	f->line += c == '\n';
	f->at++;
}

static void compile(struct file *f)
{
	while (f->at < f->text.n) {
		if (f->text.p[f->at] != '{' || f->at + 1 == f->text.n ||
			f->text.p[f->at + 1] != '{') {
			static_byte(f, f->text.p[f->at]);
			continue;
		}
		size_t from = f->at;
		struct str s;

		if (!take_directive(f, &s)) {
			COMPLAIN(f, "{{ without }}");
			return;
		}
		directive(f, s);
		for (; from < f->at; from++)
			f->line += f->text.p[from] == '\n';
	}
	if (f->in_template)
		COMPLAIN(f, "the template of line %d has no end", f->template_line);
}

static void write_out(const char *dir, struct file *f)
{
	struct buf h = { .arena = gen_arena };
	struct buf c = { .arena = gen_arena };

	buf_addf(&h, "/* Generated from %s. */\n#pragma once\n#include \"web/out.h\"\n%.*s",
		f->path, STR_ARG(buf_str(&f->head)));
	buf_addf(&c,
		"/* Generated from %s. */\n#include \"%.*s_html.h\"\n"
		"#include \"assets.h\"\n#include \"urls.h\"\n%.*s\n"
		"#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n"
		"#pragma GCC diagnostic ignored \"-Wmissing-field-initializers\"\n\n%.*s",
		f->path, STR_ARG(f->stem), STR_ARG(buf_str(&f->includes)),
		STR_ARG(buf_str(&f->body)));
	gen_write(dir, str_c(gen_arena, str_fmt(gen_arena, "%.*s_html.h", STR_ARG(f->stem))),
		buf_str(&h));
	gen_write(dir, str_c(gen_arena, str_fmt(gen_arena, "%.*s_html.c", STR_ARG(f->stem))),
		buf_str(&c));
}

static void find_templates(const char *path)
{
	static const char mark[] = "{{template ";
	struct str text = gen_read(path);
	size_t at = 0;

	LIST_EACH(k, &known)
		if (str_eq(k->stem, gen_stem(path))) {
			gen_error(path, 1, "another template file is called so too");
			break;
		}
	while ((at = str_find(text, str_z(mark), at)) != SIZE_MAX) {
		at += sizeof(mark) - 1;
		struct str name = word_of(str_sub(text, at, text.n));

		if (find_template(name))
			gen_error(path, 1, "the template %.*s stands twice", STR_ARG(name));
		LIST_PUSH(gen_arena, &known, ((struct known){ name, gen_stem(path) }));
	}
}

/* Both ways: a raw output not in the list, and a line of the list that is no more. */
static void check_raws(const char *list)
{
	struct str rest = list ? gen_read(list) : S("");
	LIST(struct str) allowed = { 0 };
	struct str line;

	while (str_split(&rest, '\n', &line))
		if (line.n && line.p[0] != '#')
			LIST_PUSH(gen_arena, &allowed, line);
	LIST_EACH(r, &raws) {
		bool found = false;

		LIST_EACH(a, &allowed)
			found = found || str_eq(*a, *r);
		if (!found)
			gen_error(list ? list : "docs/raw-output.txt", 1, "not listed: %.*s",
				STR_ARG(*r));
	}
	LIST_EACH(a, &allowed) {
		bool found = false;

		LIST_EACH(r, &raws)
			found = found || str_eq(*a, *r);
		if (!found)
			gen_error(list, 1, "nothing prints this raw any more: %.*s", STR_ARG(*a));
	}
}

int main(int argc, char **argv)
{
	const char *list = NULL;
	int first = 2;

	if (argc < 2) {
		fprintf(stderr, "usage: mkhtml OUT [LIST.txt] html…\n");
		return 2;
	}
	if (argc > 2 && str_ends(str_z(argv[2]), S(".txt")))
		list = argv[first++];
	for (int i = first; i < argc; i++)
		find_templates(argv[i]);
	for (int i = first; i < argc; i++) {
		struct file f = { .path = argv[i], .stem = gen_stem(argv[i]), .line = 1 };

		f.text = gen_read(argv[i]);
		f.head.arena = f.body.arena = f.pending.arena = f.includes.arena = gen_arena;
		compile(&f);
		write_out(argv[1], &f);
	}
	check_raws(list);
	return gen_end();
}
