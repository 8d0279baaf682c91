/*
 * The interface as others read it: OpenAPI 3.1 for machines (openapi.c, served by
 * the program itself), a list of pages for people (pages.md).
 */
#include "gen/route.h"

static void add_json(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

/* The English text of a key as it stands in its file; the key where it has none. */
static struct str title(const struct input *in, struct str key)
{
	struct str mark = str_fmt(gen_arena, "msgid \"%.*s\"\nmsgstr \"", STR_ARG(key));

	LIST_EACH(t, &in->texts) {
		size_t at = str_find(*t, mark, 0);

		if (at == SIZE_MAX)
			continue;
		at += mark.n;
		size_t end = str_find(*t, S("\"\n"), at);

		return str_sub(*t, at, end);
	}
	return key;
}

static void add_schema(struct buf *b, const struct param *p)
{
	switch (p->type) {
	case T_INT:
		buf_addz(b, "{\"type\":\"integer\",\"format\":\"int64\"}");
		break;
	case T_BOOL:
		buf_addz(b, "{\"type\":\"string\",\"enum\":[\"1\"]}");
		break;
	case T_DATE:
		buf_addz(b, "{\"type\":\"string\",\"format\":\"date\"}");
		break;
	case T_WORD:
		buf_addz(b, "{\"type\":\"string\",\"pattern\":\"^[a-z0-9_.-]{1,64}$\"}");
		break;
	case T_IDS:
		buf_addz(b,
			"{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"format\":\"int64\"}}");
		break;
	case T_TEXTS:
		buf_addf(b,
			"{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":%zu}}",
			p->max);
		break;
	default:
		buf_addf(b, "{\"type\":\"string\",\"maxLength\":%zu}", p->max);
	}
}

static void add_path(struct buf *b, const struct input *in, const struct route *r)
{
	add_json(b, r->json_path);
	buf_addz(b, ":{\"get\":{\"operationId\":");
	add_json(b, r->name);
	buf_addz(b, ",\"summary\":");
	add_json(b, title(in, r->value[L_TITLE]));
	buf_addf(b, ",\"description\":\"Permission: %.*s. Scope: %.*s.\",\"parameters\":[",
		STR_ARG(r->value[L_PERMISSION]), STR_ARG(r->value[L_SCOPE]));
	LIST_EACH(p, &r->params) {
		buf_addf(b, "%s{\"name\":\"%.*s\",\"in\":\"%s\",\"required\":%s,\"schema\":",
			p == r->params.v ? "" : ",", STR_ARG(p->name),
			p->in_path ? "path" : "query", p->optional ? "false" : "true");
		add_schema(b, p);
		buf_addc(b, '}');
	}
	buf_addz(b,
		"],\"responses\":{\"200\":{\"description\":\"The data\",\"headers\":{\"ETag\":{"
		"\"schema\":{\"type\":\"string\"}}},\"content\":{\"application/json\":{\"schema\":{"
		"\"type\":\"object\"}}}},\"304\":{\"description\":\"Not changed\"},\"default\":{"
		"\"$ref\":\"#/components/responses/problem\"}}");
	if (str_eq(r->permission, S("PUBLIC")))
		buf_addz(b, ",\"security\":[]");
	buf_addz(b, "}}");
}

static void write_openapi(const struct input *in, const char *dir)
{
	struct buf j = { .arena = gen_arena };
	struct buf c = { .arena = gen_arena };
	bool more = false;

	buf_addz(&j, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Hải Đăng\",\"version\":\"1\"},"
		     "\"security\":[{\"session\":[]}],\"paths\":{");
	LIST_EACH(r, &in->routes) {
		if (!r->json.n)
			continue;
		if (more)
			buf_addc(&j, ',');
		more = true;
		add_path(&j, in, r);
	}
	buf_addz(&j,
		"},\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\","
		"\"in\":\"cookie\",\"name\":\"hd_session\"}},\"responses\":{\"problem\":{"
		"\"description\":\"What is wrong (RFC 9457)\",\"content\":{"
		"\"application/problem+json\":{\"schema\":{\"type\":\"object\",\"properties\":{"
		"\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
		"\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\"},"
		"\"field\":{\"type\":\"string\"},\"request\":{\"type\":\"string\"}}}}}}}}}");
	buf_addz(&c, "/* Generated from the routes. */\n#include \"web/route.h\"\n\n"
		     "const struct str route_openapi = S(");
	gen_c_string(&c, buf_str(&j));
	buf_addz(&c, ");\n");
	gen_write(dir, "openapi.c", buf_str(&c));
}

static void write_pages(const struct input *in, const char *dir)
{
	struct buf b = { .arena = gen_arena };

	buf_addz(&b, "# Pages\n\n| address | what | permission | scope | handler |\n"
		     "|---|---|---|---|---|\n");
	LIST_EACH(r, &in->routes) {
		struct str t = title(in, r->value[L_TITLE]);

		buf_addf(&b, "| `%s %.*s`", r->post ? "POST" : "GET", STR_ARG(r->value[L_METHOD]));
		if (r->json.n)
			buf_addf(&b, " `%.*s`", STR_ARG(r->json_path));
		buf_addf(&b, " | %.*s | %.*s | %.*s | `%.*s` in %s |\n", STR_ARG(t),
			STR_ARG(r->value[L_PERMISSION]), STR_ARG(r->value[L_SCOPE]),
			STR_ARG(r->name), r->file);
	}
	gen_write(dir, "pages.md", buf_str(&b));
}

void route_write_api(const struct input *in, const char *dir)
{
	write_openapi(in, dir);
	write_pages(in, dir);
}
