/*
 * Texts. Reads every x.vi.po and x.en.po and writes
 *
 *	text_ids.h     T_plan_empty, …: of type enum text_id
 *	text_table.c   the texts by these, which base/text.c reads
 *
 * A number is made of its key alone and is a macro: a new key changes nothing for the sources
 * that do not use it, and a cache of compiled files (ccache) knows them again.
 *
 *	mktext OUT po…
 *	mktext --unused po… -- sources…      names the keys that no source mentions
 *
 * A key that one language lacks, that stands twice, that is not [a-z0-9_.] or does
 * not begin with its subject, a placeholder that the other language does not have:
 * each ends the build with the line it stands in.
 */
#include "gen/gen.h"

#include <stdio.h>
#include <stdlib.h>

enum { VI, EN, LANGS };

static const char *const lang_code[LANGS] = { "vi", "en" };

struct text {
	struct str key;
	struct str ident; /* the key with _ for . */
	struct str value[LANGS];
	const char *file[LANGS];
	int line[LANGS];
	uint32_t id;
	bool used;
};

static LIST(struct text) texts;

/* One entry while it is being read. */
struct entry {
	struct buf id;
	struct buf str;
	struct buf *into; /* what a continued line goes to */
	int line;
	bool open;
};

static struct str ident_of(struct str key)
{
	char *p = str_c(gen_arena, key);

	for (size_t i = 0; i < key.n; i++)
		if (p[i] == '.')
			p[i] = '_';
	return str_n(p, key.n);
}

static struct text *find(struct str ident)
{
	LIST_EACH(t, &texts)
		if (str_eq(t->ident, ident))
			return t;
	return NULL;
}

static bool good_key(struct str key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
			return false;
	}
	return true;
}

/* Bit n for {n}; -1 where a brace is anything else. */
static int placeholders(struct str s)
{
	int seen = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '}')
			return -1;
		if (s.p[i] != '{')
			continue;
		if (i + 2 >= s.n || s.p[i + 1] < '1' || s.p[i + 1] > '4' || s.p[i + 2] != '}')
			return -1;
		seen |= 1 << (s.p[i + 1] - '0');
		i += 2;
	}
	return seen;
}

static void take(const char *file, int lang, struct entry *en)
{
	struct str key = str_dup(gen_arena, buf_str(&en->id));
	struct str value = str_dup(gen_arena, buf_str(&en->str));
	struct str subject = gen_subject(file);
	struct str prefix = str_fmt(gen_arena, "%.*s.", STR_ARG(subject));

	en->open = false;
	if (key.n == 0) /* the header of the file */
		return;
	if (!good_key(key))
		gen_error(file, en->line, "key \"%.*s\": only a-z, 0-9, _ and .", STR_ARG(key));
	if (!str_starts(key, prefix) || key.n == prefix.n)
		gen_error(file, en->line, "key \"%.*s\" does not begin with \"%.*s\"", STR_ARG(key),
			STR_ARG(prefix));
	if (value.n == 0)
		gen_error(file, en->line, "key \"%.*s\" has no text", STR_ARG(key));
	if (!str_is_utf8(value))
		gen_error(file, en->line, "key \"%.*s\": not UTF-8", STR_ARG(key));
	if (placeholders(value) < 0)
		gen_error(file, en->line, "key \"%.*s\": a brace that is not {1} to {4}",
			STR_ARG(key));

	struct str ident = ident_of(key);
	struct text *t = find(ident);

	if (!t) {
		t = LIST_ADD(gen_arena, &texts);
		t->key = key;
		t->ident = ident;
	} else if (!str_eq(t->key, key)) {
		gen_error(file, en->line, "\"%.*s\" and \"%.*s\" become the same name",
			STR_ARG(key), STR_ARG(t->key));
	}
	if (t->value[lang].p)
		gen_error(file, en->line, "key \"%.*s\" stands in %s:%d already", STR_ARG(key),
			t->file[lang], t->line[lang]);
	t->value[lang] = value;
	t->file[lang] = file;
	t->line[lang] = en->line;
}

/* Adds a quoted part, its escapes undone, to `into`. */
static bool add_quoted(struct buf *into, struct str s)
{
	if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return false;
	s = str_sub(s, 1, s.n - 1);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"')
			return false;
		if (c == '\\') {
			if (++i == s.n)
				return false;
			switch (s.p[i]) {
			case 'n':
				c = '\n';
				break;
			case 't':
				c = '\t';
				break;
			case '"':
			case '\\':
				c = s.p[i];
				break;
			default:
				return false;
			}
		}
		buf_addc(into, c);
	}
	return true;
}

static void read_line(const char *file, int lang, int number, struct str line, struct entry *en)
{
	bool ok = false;

	if (line.n == 0 || line.p[0] == '#') {
		if (str_starts(line, S("#, ")) && str_has(line, S("fuzzy")))
			gen_error(file, number, "a fuzzy text: check it and take the mark off");
		return;
	}
	if (str_starts(line, S("msgid "))) {
		if (en->open)
			take(file, lang, en);
		*en = (struct entry){ .id.arena = gen_arena, .str.arena = gen_arena };
		en->line = number;
		en->into = &en->id;
		ok = add_quoted(en->into, str_trim(str_sub(line, 6, line.n)));
	} else if (str_starts(line, S("msgstr ")) && en->into == &en->id) {
		en->into = &en->str;
		en->open = true;
		ok = add_quoted(en->into, str_trim(str_sub(line, 7, line.n)));
	} else if (line.p[0] == '"' && en->into) {
		ok = add_quoted(en->into, line);
	}
	if (!ok)
		gen_error(file, number, "not a line of a .po file: %.*s", STR_ARG(line));
}

static void read_po(const char *file)
{
	struct str rest = gen_read(file);
	struct entry en = { 0 };
	struct str line;
	int number = 0;
	int lang = str_ends(str_z(file), S(".en.po")) ? EN : VI;

	if (lang == VI && !str_ends(str_z(file), S(".vi.po"))) {
		gen_error(file, 1, "the name ends neither in .vi.po nor in .en.po");
		return;
	}
	while (str_split(&rest, '\n', &line))
		read_line(file, lang, ++number, str_trim(line), &en);
	if (en.open)
		take(file, lang, &en);
	else if (en.into)
		gen_error(file, en.line, "the last entry has no msgstr");
}

static void check_languages(void)
{
	LIST_EACH(t, &texts) {
		int has = t->value[VI].p ? VI : EN;

		for (int l = 0; l < LANGS; l++)
			if (!t->value[l].p)
				gen_error(t->file[has], t->line[has],
					"key \"%.*s\" is missing in %s", STR_ARG(t->key),
					lang_code[l]);
		if (t->value[VI].p && t->value[EN].p &&
			placeholders(t->value[VI]) != placeholders(t->value[EN]))
			gen_error(t->file[EN], t->line[EN],
				"key \"%.*s\": the placeholders differ from those in vi",
				STR_ARG(t->key));
	}
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct text *)a)->ident, ((const struct text *)b)->ident);
}

/* FNV-1a, so that it fits an enum's int; never 0, which is T_NONE. */
static uint32_t id_of(struct str key)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	h &= INT32_MAX;
	return h ? h : 1;
}

static void number(void)
{
	LIST_EACH(t, &texts) {
		t->id = id_of(t->key);
		LIST_EACH(other, &texts) {
			if (other == t)
				break;
			if (other->id == t->id)
				gen_error(t->file[VI], t->line[VI],
					"\"%.*s\" has the same number as \"%.*s\": call it something else",
					STR_ARG(t->key), STR_ARG(other->key));
		}
	}
}

static void write_ids(const char *dir)
{
	struct buf b = { .arena = gen_arena };

	buf_addz(&b, "/* Generated from the .po files. */\n"
		     "#ifndef TEXT_IDS_H\n#define TEXT_IDS_H\n\n");
	LIST_EACH(t, &texts)
		buf_addf(&b, "#define T_%.*s ((enum text_id)0x%08x)\n", STR_ARG(t->ident), t->id);
	buf_addz(&b, "\n#endif\n");
	gen_write(dir, "text_ids.h", buf_str(&b));
}

static void write_row(struct buf *b, const struct text *t)
{
	buf_addf(b, "\t{ T_%.*s, {", STR_ARG(t->ident));
	for (int l = 0; l < LANGS; l++) {
		buf_addz(b, " { ");
		gen_c_string(b, t->value[l]);
		buf_addf(b, ", %zu },", t->value[l].n);
	}
	buf_addz(b, " } },\n");
}

/* Each text in the first free slot from its number on, half of the slots free. */
static void write_table(const char *dir)
{
	struct buf b = { .arena = gen_arena };
	size_t slots = 1;

	while (slots < 2 * texts.n)
		slots *= 2;

	const struct text **table = arena_alloc(gen_arena, slots * sizeof(*table));

	memset(table, 0, slots * sizeof(*table));
	LIST_EACH(t, &texts) {
		size_t i = t->id & (slots - 1);

		while (table[i])
			i = (i + 1) & (slots - 1);
		table[i] = t;
	}
	buf_addf(&b,
		"/* Generated from the .po files. */\n#include \"base/text.h\"\n\n"
		"const size_t text_slots = %zu;\n\n"
		"const struct text_slot text_table[] = {\n",
		slots);
	for (size_t i = 0; i < slots; i++) {
		if (table[i])
			write_row(&b, table[i]);
		else
			buf_addz(&b, "\t{ 0 },\n");
	}
	buf_addz(&b, "};\n");
	gen_write(dir, "text_table.c", buf_str(&b));
}

static bool word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.';
}

static void mark(struct str word)
{
	struct text *t = find(
		str_starts(word, S("T_")) ? str_sub(word, 2, word.n) : ident_of(word));

	if (t && (str_starts(word, S("T_")) || str_eq(t->key, word)))
		t->used = true;
}

/* A key is used where its name T_… or the key itself stands as a word. */
static void scan(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		while (i < s.n && word_byte(s.p[i]))
			i++;
		struct str word = str_sub(s, from, i);

		if (word.n > 2 &&
			(str_starts(word, S("T_")) || str_find_char(word, '.', 0) != SIZE_MAX))
			mark(word);
		if (i == from)
			i++;
	}
}

static int unused(int argc, char **argv)
{
	int i = 2;

	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		read_po(argv[i]);
	for (i++; i < argc; i++)
		scan(gen_read(argv[i]));
	LIST_EACH(t, &texts)
		if (!t->used)
			gen_error(t->file[VI] ? t->file[VI] : t->file[EN],
				t->value[VI].p ? t->line[VI] : t->line[EN],
				"nothing uses the key \"%.*s\"", STR_ARG(t->key));
	return gen_end();
}

int main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "--unused") == 0)
		return unused(argc, argv);
	if (argc < 2) {
		fprintf(stderr, "usage: mktext OUT po…\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		read_po(argv[i]);
	check_languages();
	number();
	if (gen_end())
		return 1;
	if (texts.n)
		qsort(texts.v, texts.n, sizeof(texts.v[0]), by_key);
	write_ids(argv[1]);
	write_table(argv[1]);
	return gen_end();
}
