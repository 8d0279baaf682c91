/*
 * The schema and the statements before the judge: an in-memory SQLite that has every
 * migration applied. Its authorizer says which tables a statement touches, and
 * through which view, so no SQL is parsed here.
 */
#include "gen/mksql.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum object_kind { TABLE, VIEW, TRIGGER };

struct object {
	struct str name;
	struct str subject;
	enum object_kind kind;
	struct str scope; /* the column, of a table whose rows have one */
	bool seen;	  /* read through a view by the statement under check */
	bool refused;	  /* told once a statement */
};

static struct {
	sqlite3 *db;
	struct str floors;
	struct {
		struct object *v;
		size_t n, cap;
	} objects;
	/* what is under check */
	const char *path;
	int line;
	struct str subject;
	const struct object *scoped; /* a scoped table it reads */
	bool reach;		     /* it uses access_reach_v */
} check;

static struct object *object_of(struct str name)
{
	LIST_EACH(o, &check.objects)
		if (str_eq_nocase(o->name, name))
			return o;
	return NULL;
}

/* From 0, lowest; SIZE_MAX for a folder that docs/floors does not name. */
static size_t floor_of(struct str subject)
{
	struct str rest = check.floors, line;

	for (size_t n = 0; str_split(&rest, '\n', &line); n++)
		if (str_eq(str_trim(line), subject))
			return n;
	return SIZE_MAX;
}

static void under_check(const char *path, int line, struct str subject)
{
	check.path = path;
	check.line = line;
	check.subject = subject;
	check.scoped = NULL;
	check.reach = false;
	LIST_EACH(o, &check.objects)
		o->seen = o->refused = false;
}

static void refuse(struct object *o, const char *why)
{
	if (!o->refused)
		gen_error(check.path, check.line, "%.*s: %s", STR_ARG(o->name), why);
	o->refused = true;
}

/* `by` is the subject whose words ask for the access. */
static void may_read(struct object *o, struct str by)
{
	if (str_eq(o->subject, by))
		return;
	if (o->kind != VIEW || !str_ends(o->name, S("_v")))
		refuse(o, "another subject's; read its published view (…_v) or call its functions");
	else if (floor_of(o->subject) > floor_of(by))
		refuse(o, "a view of a higher floor (docs/floors)");
}

static void may_write(struct object *o, struct str by)
{
	if (!str_eq(o->subject, by))
		refuse(o, "another subject's; only its own statements change it");
}

/* The store keeps the account of migrations; nobody else asks what tables there are. */
static void system_table(const char *name)
{
	if (!str_starts(str_z(name), S("sqlite_")) || str_eq(check.subject, S("store")))
		return;
	gen_error(check.path, check.line, "%s: SQLite's own table", name);
}

static void touched(int action, const char *name, const char *column, const char *via)
{
	struct object *o = object_of(str_z(name));
	struct object *through = via ? object_of(str_z(via)) : NULL;
	struct str by = through ? through->subject : check.subject;

	if (!o) {
		system_table(name);
		return;
	}
	if (action == SQLITE_READ && through)
		o->seen = true;
	if (o->scope.p && action != SQLITE_INSERT)
		check.scoped = o;
	if (str_eq(o->name, S("access_reach_v")))
		check.reach = true;
	/* a flattened view leaves a read of no column of its table */
	if (action == SQLITE_READ && !(o->seen && column && !*column))
		may_read(o, by);
	else if (action != SQLITE_READ)
		may_write(o, by);
}

static int on_statement(
	void *ctx, int action, const char *a, const char *b, const char *db, const char *via)
{
	(void)ctx;
	(void)db;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		touched(action, a, b, via);
		return SQLITE_OK;
	case SQLITE_SELECT:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

/* A migration may change rows and tables of its own subject only. */
static int on_schema(
	void *ctx, int action, const char *a, const char *b, const char *db, const char *via)
{
	const char *table = NULL;

	(void)ctx;
	(void)db;
	if (via)
		return SQLITE_OK;
	if (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE ||
		action == SQLITE_DROP_TABLE || action == SQLITE_DROP_VIEW)
		table = a;
	else if (action == SQLITE_CREATE_INDEX || action == SQLITE_CREATE_TRIGGER ||
		 action == SQLITE_ALTER_TABLE)
		table = b;
	else if (action == SQLITE_PRAGMA || action == SQLITE_ATTACH ||
		 action == SQLITE_TRANSACTION || action == SQLITE_CREATE_VTABLE)
		return SQLITE_DENY;
	struct object *o = table ? object_of(str_z(table)) : NULL;

	if (o && !str_eq(o->subject, check.subject))
		refuse(o, "another subject's; only its own migrations change it");
	return SQLITE_OK;
}

static int error_line(struct str text, size_t from, int first)
{
	int offset = sqlite3_error_offset(check.db);

	return first - 1 + sql_line(text, from + (offset > 0 ? (size_t)offset : 0));
}

/* What a statement of the check itself finds, row by row. */
static sqlite3_stmt *ask(const char *sql, struct str arg)
{
	sqlite3_stmt *q = NULL;

	sqlite3_set_authorizer(check.db, NULL, NULL);
	if (sqlite3_prepare_v2(check.db, sql, -1, &q, NULL) != SQLITE_OK) {
		gen_error("mksql", 0, "%s", sqlite3_errmsg(check.db));
		exit(1);
	}
	if (arg.p)
		sqlite3_bind_text(q, 1, arg.p, (int)arg.n, SQLITE_STATIC);
	return q;
}

static struct str column(sqlite3_stmt *q, int i)
{
	return str_dup(gen_arena, str_z((const char *)sqlite3_column_text(q, i)));
}

static void forget_dropped(void)
{
	size_t kept = 0;

	LIST_EACH(o, &check.objects) {
		sqlite3_stmt *q = ask("SELECT 1 FROM sqlite_schema WHERE name = ?1", o->name);

		if (sqlite3_step(q) == SQLITE_ROW)
			check.objects.v[kept++] = *o;
		sqlite3_finalize(q);
	}
	check.objects.n = kept;
}

static void learn_created(const struct schema *schema)
{
	sqlite3_stmt *q = ask("SELECT name, type FROM sqlite_schema WHERE type <> 'index'"
			      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
		STR_NULL);

	while (sqlite3_step(q) == SQLITE_ROW) {
		struct str name = column(q, 0), type = column(q, 1);

		if (object_of(name))
			continue;
		struct object *o = LIST_ADD(gen_arena, &check.objects);

		o->name = name;
		o->subject = schema->subject;
		o->kind = str_eq(type, S("view"))      ? VIEW
			  : str_eq(type, S("trigger")) ? TRIGGER
						       : TABLE;
	}
	sqlite3_finalize(q);
}

/* "-- scope: column" belongs to the CREATE TABLE that follows it. */
static void learn_scopes(const struct schema *schema, struct str text)
{
	struct str scope = STR_NULL, words[2] = { S(""), S("") };
	struct token t;
	size_t at = 0;
	int line = 0;

	while (sql_token(text, &at, &t)) {
		if (t.kind == TOK_COMMENT && str_starts(t.text, S("-- scope:"))) {
			scope = str_trim(str_sub(t.text, strlen("-- scope:"), t.text.n));
			line = sql_line(text, at);
		}
		if (t.kind != TOK_WORD && !(t.kind == TOK_OTHER && str_eq(t.text, S(";"))))
			continue;
		bool named = str_eq(words[0], S("CREATE")) && str_eq(words[1], S("TABLE"));
		struct object *o = named ? object_of(t.text) : NULL;

		if (scope.p && o) {
			o->scope = scope;
			scope = STR_NULL;
		} else if (scope.p && str_eq(t.text, S(";"))) {
			break;
		}
		words[0] = words[1];
		words[1] = t.text;
	}
	if (scope.p)
		gen_error(schema->path, line, "scope: no CREATE TABLE follows");
}

static void check_scope_column(const struct object *o)
{
	sqlite3_stmt *q = ask("SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2", o->name);

	sqlite3_bind_text(q, 2, o->scope.p, (int)o->scope.n, SQLITE_STATIC);
	if (sqlite3_step(q) != SQLITE_ROW)
		gen_error(check.path, 1, "scope: %.*s has no column %.*s", STR_ARG(o->name),
			STR_ARG(o->scope));
	sqlite3_finalize(q);
}

static void check_table(const struct object *o)
{
	sqlite3_stmt *q = ask("SELECT strict FROM pragma_table_list(?1)", o->name);

	if (sqlite3_step(q) == SQLITE_ROW && !sqlite3_column_int(q, 0))
		gen_error(check.path, 1, "%.*s: a table must be STRICT", STR_ARG(o->name));
	sqlite3_finalize(q);
	q = ask("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)", o->name);
	while (sqlite3_step(q) == SQLITE_ROW) {
		struct str name = column(q, 0);
		struct object *parent = object_of(name);

		if (!parent)
			gen_error(check.path, 1, "%.*s references %.*s, which is not there",
				STR_ARG(o->name), STR_ARG(name));
		else if (floor_of(parent->subject) > floor_of(o->subject))
			gen_error(check.path, 1, "%.*s references %.*s of a higher floor",
				STR_ARG(o->name), STR_ARG(name));
	}
	sqlite3_finalize(q);
	if (o->scope.p)
		check_scope_column(o);
}

/* What a view reads, it reads for its own subject. */
static void check_view(const struct object *o)
{
	sqlite3_stmt *q = NULL;
	struct str sql = str_fmt(gen_arena, "SELECT * FROM \"%.*s\"", STR_ARG(o->name));

	sqlite3_set_authorizer(check.db, on_statement, NULL);
	if (sqlite3_prepare_v2(check.db, sql.p, (int)sql.n, &q, NULL) != SQLITE_OK)
		gen_error(check.path, 1, "%.*s: %s", STR_ARG(o->name), sqlite3_errmsg(check.db));
	sqlite3_finalize(q);
}

static void check_objects(const struct schema *schema, size_t from)
{
	for (size_t i = from; i < check.objects.n; i++) {
		const struct object *o = &check.objects.v[i];

		under_check(schema->path, 1, schema->subject);
		if (o->kind == TABLE)
			check_table(o);
		else if (o->kind == VIEW)
			check_view(o);
	}
}

static bool apply(const struct schema *schema, struct str text)
{
	size_t at = 0;

	under_check(schema->path, 1, schema->subject);
	while (at < text.n) {
		sqlite3_stmt *q = NULL;
		const char *tail = NULL;

		sqlite3_set_authorizer(check.db, on_schema, NULL);
		int rc = sqlite3_prepare_v2(check.db, text.p + at, (int)(text.n - at), &q, &tail);

		if (rc == SQLITE_OK && q)
			rc = sqlite3_step(q);
		if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) {
			gen_error(schema->path, error_line(text, at, 1), "%s",
				sqlite3_errmsg(check.db));
			sqlite3_finalize(q);
			return false;
		}
		sqlite3_finalize(q);
		at = (size_t)(tail - text.p);
	}
	return true;
}

void check_open(struct str floors, const struct schemas *schemas)
{
	check.floors = floors;
	if (sqlite3_open(":memory:", &check.db) != SQLITE_OK)
		exit(1);
	/* off here, so that a reference is no read of the table it names */
	sqlite3_exec(check.db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
	/* known before the authorizer listens: SQLite makes up a schema entry for it */
	sqlite3_exec(check.db, "SELECT 1 FROM json_each('[]')", NULL, NULL, NULL);
	LIST_EACH(schema, schemas) {
		struct str text = sql_schema(schema->file, DIALECT_SQLITE);

		if (!apply(schema, text))
			continue;
		forget_dropped();
		size_t known = check.objects.n;

		learn_created(schema);
		learn_scopes(schema, text);
		check_objects(schema, known);
	}
}

static void check_results(const struct statement *s, sqlite3_stmt *q)
{
	int n = sqlite3_column_count(q);

	if (s->kind == KIND_ID && n != 1)
		gen_error(s->path, s->line,
			"%.*s: an id statement returns one column (RETURNING id)",
			STR_ARG(s->name));
	else if (s->kind != KIND_ID && (size_t)n != s->out.n)
		gen_error(s->path, s->line, "%.*s: %d result columns, %zu declared",
			STR_ARG(s->name), n, s->out.n);
	for (int i = 0; i < n && (size_t)i < s->out.n; i++) {
		const struct field *f = &s->out.v[i];
		struct str name = str_z(sqlite3_column_name(q, i));
		const char *decl = sqlite3_column_decltype(q, i);

		if (!str_eq(name, f->name))
			gen_error(s->path, s->line, "%.*s: result %d is called %.*s, declared %.*s",
				STR_ARG(s->name), i + 1, STR_ARG(name), STR_ARG(f->name));
		else if (decl && !str_eq_nocase(str_z(decl), str_z(f->type->decl)))
			gen_error(s->path, s->line, "%.*s: %.*s is %s, declared %s",
				STR_ARG(s->name), STR_ARG(f->name), decl, f->type->word);
	}
}

static void check_kind(const struct statement *s, sqlite3_stmt *q)
{
	bool reads = s->kind == KIND_ONE || s->kind == KIND_MANY;

	if (reads && !sqlite3_stmt_readonly(q))
		gen_error(s->path, s->line, "%.*s: a one or many that writes", STR_ARG(s->name));
	else if (!reads && sqlite3_stmt_readonly(q))
		gen_error(s->path, s->line, "%.*s: changes nothing; declare it one or many",
			STR_ARG(s->name));
}

static void check_reach(const struct statement *s)
{
	if (check.scoped && !check.reach && !s->unscoped)
		gen_error(s->path, s->line,
			"%.*s: reads %.*s, whose rows have a scope (%.*s): restrict it by "
			"access_reach_v, or say \"-- unscoped: why\"",
			STR_ARG(s->name), STR_ARG(check.scoped->name),
			STR_ARG(check.scoped->scope));
}

void check_statement(const struct statement *s)
{
	struct str sql = s->sql[DIALECT_SQLITE];
	sqlite3_stmt *q = NULL;
	const char *tail = NULL;

	under_check(s->path, s->sql_line, s->subject);
	sqlite3_set_authorizer(check.db, on_statement, NULL);
	if (sqlite3_prepare_v2(check.db, sql.p, (int)sql.n, &q, &tail) != SQLITE_OK || !q) {
		gen_error(s->path, error_line(sql, 0, s->sql_line), "%.*s: %s", STR_ARG(s->name),
			q ? sqlite3_errmsg(check.db)
			: sqlite3_errcode(check.db) == SQLITE_AUTH
				? "only SELECT, INSERT, UPDATE and DELETE are statements"
				: sqlite3_errmsg(check.db));
		return;
	}
	check_kind(s, q);
	check_results(s, q);
	check_reach(s);
	sqlite3_finalize(q);
}
