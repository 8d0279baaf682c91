/*
 * Inside mksql: what its three parts hand to each other.
 *
 *	mksql_text.c    tokens; one text to SQLite's words and to PostgreSQL's
 *	mksql_check.c   the schema and every statement against the linked SQLite
 *	mksql.c         reading the files, writing the C
 */
#ifndef GEN_MKSQL_H
#define GEN_MKSQL_H

#include "gen/gen.h"

enum token_kind { TOK_SPACE, TOK_COMMENT, TOK_STRING, TOK_QUOTED, TOK_WORD, TOK_PARAM, TOK_OTHER };

struct token {
	enum token_kind kind;
	struct str text;
};

/* The token at *at, which moves behind it; false at the end. */
bool sql_token(struct str sql, size_t *at, struct token *t);

/* The line (from 1) of a byte of a text. */
int sql_line(struct str text, size_t at);

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES, DIALECTS };

/* A schema file in one dialect's words. Lines keep their numbers in SQLite's. */
struct str sql_schema(struct str file, enum dialect dialect);

/* A statement's types (CAST) in PostgreSQL's words. */
struct str sql_cast_types(struct str sql);

/* Comments out, runs of space to one. */
struct str sql_squeeze(struct str sql);

struct schema {
	const char *path;
	struct str name; /* "plan_0100" */
	struct str subject;
	struct str file; /* as it is */
	int number;
};

enum kind { KIND_ONE, KIND_MANY, KIND_EXEC, KIND_CHANGED, KIND_ID };

struct type {
	const char *word;  /* in a header: "int" */
	const char *c;	   /* in C: "int64_t" */
	const char *value; /* member of union stmt_value */
	const char *stmt;  /* of enum stmt_type */
	const char *decl;  /* of a column in SQLite */
};

struct field {
	struct str name;
	const struct type *type;
	bool nullable;
	bool used[DIALECTS];
};

struct fields {
	struct field *v;
	size_t n, cap;
};

struct statement {
	const char *path;
	struct str subject;
	struct str name;
	int line; /* of the header */
	enum kind kind;
	bool unscoped;
	struct fields in, out;
	struct str sql[DIALECTS]; /* parameters as ?N and $N */
	int sql_line;		  /* of sql[DIALECT_SQLITE] */
};

struct schemas {
	struct schema *v;
	size_t n, cap;
};

struct statements {
	struct statement *v;
	size_t n, cap;
};

/* Floors, lowest first; all the schema; then any number of statements. What is wrong goes
 * to gen_error. */
void check_open(struct str floors, const struct schemas *schemas);
void check_statement(const struct statement *s);

#endif
