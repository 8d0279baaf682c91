/*
 * mksql: named SQL statements to typed C functions, schema files to the migrations of
 * both databases (docs/house.md, "Tables" and "Statements").
 *
 *	mksql OUTDIR FLOORS SCHEMA… -- STATEMENTS…
 *
 * writes x_sql.h and x_sql.c for each x.sql, store_schema.c with the migrations,
 * and sql_all.c, the list of every statement.
 */
#include "gen/mksql.h"

#include <ctype.h>
#include <openssl/sha.h>
#include <stdio.h>

static const struct type types[] = {
	{ "int", "int64_t", "i", "STMT_INT", "INTEGER" },
	{ "real", "double", "d", "STMT_REAL", "REAL" },
	{ "text", "struct str", "s", "STMT_TEXT", "TEXT" },
	{ "blob", "struct str", "s", "STMT_BLOB", "BLOB" },
	{ "bool", "bool", "b", "STMT_BOOL", "INTEGER" },
	{ "date", "struct date", "date", "STMT_DATE", "TEXT" },
	{ "time", "int64_t", "i", "STMT_INT", "INTEGER" },
};

enum { FIELDS_MOST = 64 }; /* as the store has room for */

static const char *const kinds[] = { "one", "many", "exec", "changed", "id" };

/* Names of C; those the functions use themselves end in '_', which no field may. */
static const char *const taken[] = { "auto", "bool", "break", "case", "char", "const", "continue",
	"default", "do", "double", "else", "enum", "extern", "false", "float", "for", "goto", "if",
	"inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
	"static", "struct", "switch", "true", "typedef", "union", "unsigned", "void", "volatile",
	"while", "asm", "typeof" };

struct file {
	const char *path;
	struct str subject, stem, text;
};

/* Where the parser stands in a statement file. */
struct parser {
	struct file *file;
	size_t at;
};

/* --- headers */

static int line_at(const struct parser *p)
{
	return sql_line(p->file->text, p->at);
}

/* The line at p->at, trimmed; the parser stays. */
static struct str this_line(const struct parser *p)
{
	struct str rest = str_sub(p->file->text, p->at, p->file->text.n), line = S("");

	str_split(&rest, '\n', &line);
	return str_trim(line);
}

static void next_line(struct parser *p)
{
	size_t end = str_find_char(p->file->text, '\n', p->at);

	p->at = end == SIZE_MAX ? p->file->text.n : end + 1;
}

static bool is_comment(struct str line)
{
	return str_starts(line, S("--"));
}

static struct str comment_text(struct str line)
{
	return str_trim(str_sub(line, 2, line.n));
}

static bool is_name(struct str s)
{
	if (s.n == 0 || s.n > 60 || !islower((unsigned char)s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!islower((unsigned char)s.p[i]) && !isdigit((unsigned char)s.p[i]) &&
			s.p[i] != '_')
			return false;
	return s.p[s.n - 1] != '_';
}

/* The kind whose word and a "name(" begin the text, or -1. */
static int header_kind(struct str text)
{
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		struct str word = str_z(kinds[k]);

		if (!str_starts(text, word) || text.n == word.n || text.p[word.n] != ' ')
			continue;
		size_t open = str_find_char(text, '(', word.n);

		if (open != SIZE_MAX && is_name(str_trim(str_sub(text, word.n, open))))
			return (int)k;
	}
	return -1;
}

static bool header_goes_on(struct str head, int kind)
{
	size_t close = str_find_char(head, ')', 0);

	if (close == SIZE_MAX || head.p[head.n - 1] == ',' || str_ends(head, S("->")))
		return true;
	return (kind == KIND_ONE || kind == KIND_MANY) && !str_has(head, S("->"));
}

/* The lines of the header in one. */
static struct str read_header(struct parser *p, int kind)
{
	struct buf head = { .arena = gen_arena };

	do {
		if (head.n)
			buf_addc(&head, ' ');
		buf_add(&head, comment_text(this_line(p)));
		next_line(p);
	} while (header_goes_on(buf_str(&head), kind) && is_comment(this_line(p)));
	return buf_str(&head);
}

static const struct type *type_of(struct str word)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq(word, str_z(types[i].word)))
			return &types[i];
	return NULL;
}

static bool is_taken(struct str name)
{
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (str_eq(name, str_z(taken[i])))
			return true;
	return false;
}

static struct field *field_of(struct fields *fields, struct str name)
{
	LIST_EACH(f, fields)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

static void read_field(struct statement *s, struct fields *fields, struct str text)
{
	struct field f = { 0 };
	size_t gap = str_find_char(text, ' ', 0);
	struct str word = str_trim(str_sub(text, gap, text.n));

	f.name = str_sub(text, 0, gap);
	f.nullable = str_ends(word, S("?"));
	f.type = type_of(f.nullable ? str_sub(word, 0, word.n - 1) : word);
	if (gap == SIZE_MAX || !is_name(f.name))
		gen_error(s->path, s->line, "\"%.*s\": expected \"name type\"", STR_ARG(text));
	else if (!f.type)
		gen_error(
			s->path, s->line, "%.*s: no type \"%.*s\"", STR_ARG(f.name), STR_ARG(word));
	else if (f.nullable && str_eq(word, S("bool?")))
		gen_error(s->path, s->line, "%.*s: a bool cannot be NULL", STR_ARG(f.name));
	else if (is_taken(f.name))
		gen_error(s->path, s->line, "%.*s: a word of C", STR_ARG(f.name));
	else if (field_of(fields, f.name))
		gen_error(s->path, s->line, "%.*s: declared twice", STR_ARG(f.name));
	else
		LIST_PUSH(gen_arena, fields, f);
	if (fields->n > FIELDS_MOST)
		gen_error(s->path, s->line, "more than %d fields", FIELDS_MOST);
}

static void read_fields(struct statement *s, struct fields *fields, struct str text)
{
	struct str part;

	text = str_trim(text);
	if (text.n == 0)
		return;
	while (str_split(&text, ',', &part))
		read_field(s, fields, str_trim(part));
}

static void read_declaration(struct statement *s, struct str head)
{
	size_t open = str_find_char(head, '(', 0), close = str_find_char(head, ')', open);
	size_t arrow = str_find(head, S("->"), 0);
	bool reads = s->kind == KIND_ONE || s->kind == KIND_MANY;

	s->name = str_trim(str_sub(head, strlen(kinds[s->kind]), open));
	if (close == SIZE_MAX) {
		gen_error(s->path, s->line, "%.*s: no ')'", STR_ARG(s->name));
		return;
	}
	read_fields(s, &s->in, str_sub(head, open + 1, close));
	if (arrow != SIZE_MAX)
		read_fields(s, &s->out, str_sub(head, arrow + 2, head.n));
	struct str between = str_trim(str_sub(head, close + 1, arrow));

	if (between.n)
		gen_error(s->path, s->line, "%.*s: \"%.*s\" behind the ')'", STR_ARG(s->name),
			STR_ARG(between));
	if (reads != (arrow != SIZE_MAX))
		gen_error(s->path, s->line,
			reads ? "%.*s: no \"-> results\"" : "%.*s: only one and many have results",
			STR_ARG(s->name));
}

/* --- bodies */

/* The SQL up to its ';', with :name as mark and number. */
static struct str read_sql(struct parser *p, struct statement *s, enum dialect dialect)
{
	struct buf out = { .arena = gen_arena };
	struct token t;
	int line = line_at(p);

	while (sql_token(p->file->text, &p->at, &t)) {
		if (t.kind == TOK_OTHER && str_eq(t.text, S(";")))
			return buf_str(&out);
		if (t.kind == TOK_OTHER && str_eq(t.text, S("?")))
			gen_error(s->path, line_at(p), "a parameter is written :name");
		if (t.kind != TOK_PARAM) {
			buf_add(&out, t.text);
			continue;
		}
		struct field *f = field_of(&s->in, str_sub(t.text, 1, t.text.n));

		if (f) {
			f->used[dialect] = true;
			buf_addf(&out, "%c%zu", dialect == DIALECT_SQLITE ? '?' : '$',
				(size_t)(f - s->in.v) + 1);
		} else {
			gen_error(s->path, line_at(p), "%.*s is not declared", STR_ARG(t.text));
		}
	}
	gen_error(s->path, line, "%.*s: no ';' at the end", STR_ARG(s->name));
	return buf_str(&out);
}

static void read_body(struct parser *p, struct statement *s, int dialect)
{
	size_t start = p->at;

	if (dialect != DIALECT_POSTGRES) {
		s->sql_line = line_at(p);
		s->sql[DIALECT_SQLITE] = read_sql(p, s, DIALECT_SQLITE);
	}
	if (dialect == DIALECT_SQLITE)
		return;
	p->at = start;
	s->sql[DIALECT_POSTGRES] = read_sql(p, s, DIALECT_POSTGRES);
	if (dialect == DIALECTS)
		s->sql[DIALECT_POSTGRES] = sql_cast_types(s->sql[DIALECT_POSTGRES]);
}

static void read_unscoped(const struct parser *p, struct statement *s, struct str text)
{
	if (str_trim(str_sub(text, strlen("unscoped:"), text.n)).n == 0)
		gen_error(s->path, line_at(p), "unscoped: the reason is missing");
	s->unscoped = true;
}

/* What stands between a header and its SQL; the dialect it names, or DIALECTS. */
static int read_remarks(struct parser *p, struct statement *s)
{
	int dialect = DIALECTS;

	for (; p->at < p->file->text.n; next_line(p)) {
		struct str line = this_line(p), text = comment_text(line);

		if (line.n == 0)
			continue;
		if (!is_comment(line) || header_kind(text) >= 0)
			break;
		if (str_eq(text, S("sqlite")))
			dialect = DIALECT_SQLITE;
		else if (str_eq(text, S("postgres")))
			dialect = DIALECT_POSTGRES;
		else if (str_starts(text, S("unscoped:")))
			read_unscoped(p, s, text);
	}
	return dialect;
}

static void check_used(const struct statement *s)
{
	LIST_EACH(f, &s->in)
		for (int d = 0; d < DIALECTS; d++)
			if (s->sql[d].n && !f->used[d])
				gen_error(s->path, s->line, "%.*s: parameter %.*s is not used%s",
					STR_ARG(s->name), STR_ARG(f->name),
					d == DIALECT_POSTGRES ? " in PostgreSQL's" : "");
}

static void read_statement(struct parser *p, struct statement *s)
{
	int dialect = read_remarks(p, s);

	read_body(p, s, dialect);
	if (dialect != DIALECTS) {
		int other = read_remarks(p, s);

		if (other == DIALECTS || other == dialect)
			gen_error(s->path, s->line, "%.*s: no text for the other database",
				STR_ARG(s->name));
		else
			read_body(p, s, other);
	}
	check_used(s);
}

static void read_statements(struct file *file, struct statements *all)
{
	struct parser p = { .file = file };

	while (p.at < file->text.n) {
		struct str line = this_line(&p);
		int kind = is_comment(line) ? header_kind(comment_text(line)) : -1;

		if (kind < 0) {
			if (line.n && !is_comment(line)) {
				gen_error(
					file->path, line_at(&p), "no header above this statement");
				return;
			}
			next_line(&p);
			continue;
		}
		struct statement s = { .path = file->path,
			.subject = file->subject,
			.line = line_at(&p),
			.kind = (enum kind)kind };

		read_declaration(&s, read_header(&p, kind));
		read_statement(&p, &s);
		next_line(&p);
		LIST_EACH(other, all)
			if (str_eq(other->name, s.name))
				gen_error(s.path, s.line, "%.*s: declared twice", STR_ARG(s.name));
		LIST_PUSH(gen_arena, all, s);
	}
}

/* --- C */

static void add_params(struct buf *b, const struct statement *s)
{
	LIST_EACH(f, &s->in)
		buf_addf(b, ", %s %.*s", f->type->c, STR_ARG(f->name));
}

static void add_prototype(struct buf *b, const struct statement *s, bool queue)
{
	const char *name = str_c(gen_arena, s->name);
	bool reads = s->kind == KIND_ONE || s->kind == KIND_MANY;

	buf_addf(b, "bool %s%s(struct %s", name, queue ? "_queue" : "",
		queue	? "db_batch *b_"
		: reads ? "db_read *r_"
			: "db_write *w_");
	add_params(b, s);
	if (s->kind == KIND_ONE)
		buf_addf(b, ", struct %s_row *out_, bool *found_", name);
	else if (s->kind == KIND_MANY)
		buf_addf(b, ", struct %s_rows *out_", name);
	else if (s->kind != KIND_EXEC && !queue)
		buf_addz(b, ", int64_t *made_");
	buf_addz(b, ", struct err *e_)");
}

static void add_declarations(struct buf *b, const struct statement *s)
{
	const char *name = str_c(gen_arena, s->name);

	buf_addc(b, '\n');
	if (s->out.n) {
		buf_addf(b, "struct %s_row {\n", name);
		LIST_EACH(f, &s->out)
			buf_addf(b, "\t%s %.*s;\n", f->type->c, STR_ARG(f->name));
		buf_addz(b, "};\n");
	}
	if (s->kind == KIND_MANY)
		buf_addf(b, "struct %s_rows {\n\tstruct %s_row *v;\n\tsize_t n, cap;\n};\n", name,
			name);
	add_prototype(b, s, false);
	buf_addz(b, " MUST;\n");
	if (s->kind == KIND_EXEC) {
		add_prototype(b, s, true);
		buf_addz(b, " MUST;\n");
	}
}

static void add_fields(
	struct buf *b, const struct statement *s, const struct fields *fields, bool out)
{
	const char *name = str_c(gen_arena, s->name);

	if (!fields->n)
		return;
	buf_addf(b, "static const struct stmt_field %s_%s[] = {\n", name, out ? "out" : "in");
	LIST_EACH(f, fields) {
		buf_addf(b, "\t{ \"%.*s\", %s, %s, ", STR_ARG(f->name), f->type->stmt,
			f->nullable ? "true" : "false");
		if (out)
			buf_addf(b, "offsetof(struct %s_row, %.*s)", name, STR_ARG(f->name));
		else
			buf_addc(b, '0');
		buf_addz(b, " },\n");
	}
	buf_addz(b, "};\n");
}

static void add_table(struct buf *b, const struct statement *s, size_t id)
{
	const char *name = str_c(gen_arena, s->name);

	add_fields(b, s, &s->in, false);
	add_fields(b, s, &s->out, true);
	buf_addf(b, "const struct stmt stmt_%s = {\n\t.name = \"%s\",\n\t.id = %zu,\n", name, name,
		id);
	for (int d = 0; d < DIALECTS; d++) {
		buf_addz(b, d == DIALECT_SQLITE ? "\t.sqlite = " : "\t.postgres = ");
		gen_c_string(b, sql_squeeze(s->sql[d]));
		buf_addz(b, ",\n");
	}
	if (s->in.n)
		buf_addf(b, "\t.in = %s_in,\n\t.n_in = %zu,\n", name, s->in.n);
	if (s->kind == KIND_ID)
		buf_addz(b, "\t.out = stmt_id_out,\n\t.n_out = 1,\n"
			    "\t.row_size = sizeof(int64_t),\n");
	if (s->out.n)
		buf_addf(b,
			"\t.out = %s_out,\n\t.n_out = %zu,\n"
			"\t.row_size = sizeof(struct %s_row),\n",
			name, s->out.n, name);
	buf_addz(b, "};\n\n");
}

static void add_values(struct buf *b, const struct statement *s)
{
	if (!s->in.n)
		return;
	buf_addz(b, "\tconst union stmt_value in_[] = {\n");
	LIST_EACH(f, &s->in)
		buf_addf(b, "\t\t{ .%s = %.*s },\n", f->type->value, STR_ARG(f->name));
	buf_addz(b, "\t};\n\n");
}

static void add_function(struct buf *b, const struct statement *s, bool queue)
{
	const char *name = str_c(gen_arena, s->name);
	const char *in = s->in.n ? "in_" : "NULL";

	add_prototype(b, s, queue);
	buf_addz(b, "\n{\n");
	add_values(b, s);
	if (queue)
		buf_addf(b, "\treturn stmt_queue(b_, &stmt_%s, %s, e_);\n", name, in);
	else if (s->kind == KIND_ONE)
		buf_addf(b, "\treturn stmt_one(r_, &stmt_%s, %s, out_, found_, e_);\n", name, in);
	else if (s->kind == KIND_MANY)
		buf_addf(b,
			"\tstruct stmt_rows rows_ = { 0 };\n\n"
			"\tif (!stmt_many(r_, &stmt_%s, %s, &rows_, e_))\n\t\treturn false;\n"
			"\t*out_ = (struct %s_rows){ rows_.v, rows_.n, rows_.n };\n\treturn true;\n",
			name, in, name);
	else
		buf_addf(b, "\treturn stmt_%s(w_, &stmt_%s, %s, %se_);\n", kinds[s->kind], name, in,
			s->kind == KIND_EXEC ? "" : "made_, ");
	buf_addz(b, "}\n\n");
}

static void write_out(const char *dir, struct str stem, const char *end, const struct buf *b)
{
	gen_write(dir, str_c(gen_arena, str_fmt(gen_arena, "%.*s%s", STR_ARG(stem), end)),
		buf_str(b));
}

static void write_functions(const char *dir, const struct file *file, const struct statements *all)
{
	struct buf h = { .arena = gen_arena }, c = { .arena = gen_arena };

	buf_addf(&h, "/* Made by mksql from %s. */\n#pragma once\n\n#include \"store/db.h\"\n",
		file->path);
	buf_addf(&c,
		"/* Made by mksql from %s. */\n#include \"%.*s_sql.h\"\n\n#include <stddef.h>\n\n"
		"#include \"store/stmt.h\"\n\n",
		file->path, STR_ARG(file->stem));
	for (size_t i = 0; i < all->n; i++) {
		const struct statement *s = &all->v[i];

		if (s->path != file->path)
			continue;
		add_declarations(&h, s);
		add_table(&c, s, i);
		add_function(&c, s, false);
		if (s->kind == KIND_EXEC)
			add_function(&c, s, true);
	}
	write_out(dir, file->stem, "_sql.h", &h);
	write_out(dir, file->stem, "_sql.c", &c);
}

static void write_list(const char *dir, const struct statements *all)
{
	struct buf c = { .arena = gen_arena };

	buf_addz(&c, "/* Made by mksql: every statement, for the tests. */\n"
		     "#include \"store/stmt.h\"\n\n");
	LIST_EACH(s, all)
		buf_addf(&c, "extern const struct stmt stmt_%.*s;\n", STR_ARG(s->name));
	buf_addz(&c, "\nconst struct stmt *const sql_all[] = {\n");
	LIST_EACH(s, all)
		buf_addf(&c, "\t&stmt_%.*s,\n", STR_ARG(s->name));
	buf_addf(&c, "\tNULL,\n};\nconst size_t sql_all_n = %zu;\n", all->n);
	gen_write(dir, "sql_all.c", buf_str(&c));
}

static void add_digest(struct buf *b, struct str file)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)file.p, file.n, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_addf(b, "%02x", digest[i]);
}

static void write_schema(const char *dir, const struct schemas *schemas)
{
	struct buf c = { .arena = gen_arena };

	buf_addz(&c, "/* Made by mksql: the migrations, in their order. */\n"
		     "#include \"store/migrate.h\"\n\nconst struct migration migrations[] = {\n");
	LIST_EACH(s, schemas) {
		buf_addf(&c, "\t{ %d, \"%.*s\",\n\t\t\"", s->number, STR_ARG(s->name));
		add_digest(&c, s->file);
		buf_addz(&c, "\",\n\t\t");
		gen_c_string(&c, sql_squeeze(sql_schema(s->file, DIALECT_SQLITE)));
		buf_addz(&c, ",\n\t\t");
		gen_c_string(&c, sql_squeeze(sql_schema(s->file, DIALECT_POSTGRES)));
		buf_addz(&c, " },\n");
	}
	buf_addf(&c, "\t{ 0 },\n};\nconst size_t migrations_n = %zu;\n", schemas->n);
	gen_write(dir, "store_schema.c", buf_str(&c));
}

/* --- files */

static int number_of(const char *path, struct str subject, struct str stem)
{
	struct str digits = str_sub(stem, stem.n - 4, stem.n);
	int64_t n;

	if (stem.n != subject.n + 5 || !str_starts(stem, subject) || stem.p[subject.n] != '_' ||
		!str_to_int(digits, &n) || n < 0) {
		gen_error(
			path, 1, "a schema file is called %.*s_NNNN.schema.sql", STR_ARG(subject));
		return 0;
	}
	return (int)n;
}

static void read_schema(const char *path, struct schemas *schemas)
{
	struct schema s = { .path = path,
		.name = gen_stem(path),
		.subject = gen_subject(path),
		.file = gen_read(path) };
	size_t i = schemas->n;

	s.number = number_of(path, s.subject, s.name);
	LIST_PUSH(gen_arena, schemas, s);
	for (; i > 0 && schemas->v[i - 1].number > s.number; i--)
		schemas->v[i] = schemas->v[i - 1];
	schemas->v[i] = s;
	if (i > 0 && schemas->v[i - 1].number == s.number)
		gen_error(path, 1, "%d is the number of %s", s.number, schemas->v[i - 1].path);
}

int main(int argc, char **argv)
{
	struct schemas schemas = { 0 };
	struct statements all = { 0 };
	LIST(struct file) files = { 0 };
	bool behind = false;

	if (argc < 3) {
		fputs("usage: mksql OUTDIR FLOORS SCHEMA… -- STATEMENTS…\n", stderr);
		return 64;
	}
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			behind = true;
		else if (!behind)
			read_schema(argv[i], &schemas);
		else
			LIST_PUSH(gen_arena, &files,
				((struct file){ argv[i], gen_subject(argv[i]), gen_stem(argv[i]),
					gen_read(argv[i]) }));
	}
	check_open(gen_read(argv[2]), &schemas);
	LIST_EACH(file, &files)
		read_statements(file, &all);
	if (gen_end())
		return 1;
	LIST_EACH(s, &all)
		check_statement(s);
	if (gen_end())
		return 1;
	LIST_EACH(file, &files)
		write_functions(argv[1], file, &all);
	write_list(argv[1], &all);
	write_schema(argv[1], &schemas);
	return gen_end();
}
