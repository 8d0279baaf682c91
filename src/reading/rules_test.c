/*
 * The rules are documented once each, each can fire, and none quotes a document.
 */
#include "base/base.h"

#include <dirent.h>
#include <stdio.h>

#include "embed.h"
#include "reading/reading.h"
#include "reading/words.h"
#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct str file_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_alloc(a, 1 << 19);

	assert_non_null(f);
	size_t n = fread(p, 1, 1 << 19, f);

	fclose(f);
	return str_n(p, n);
}

static size_t occurrences(struct str s, struct str needle)
{
	size_t n = 0;

	for (size_t at = str_find(s, needle, 0); at != SIZE_MAX; at = str_find(s, needle, at + 1))
		n++;
	return n;
}

static void each_rule_stands_in_the_documentation_once(void **state)
{
	struct str doc = file_text("docs/reading.md");

	(void)state;
	for (enum reading_rule r = 1; r < READING_RULES; r++) {
		struct str name = str_fmt(a, "| `%s` |", reading_rule_name(r));

		if (occurrences(doc, name) != 1)
			fail_msg("%s stands %zu times in docs/reading.md", reading_rule_name(r),
				occurrences(doc, name));
	}
	/* and no row that is no rule: names have a dot */
	size_t rows = 0;

	for (size_t at = str_find(doc, S("\n| `"), 0); at != SIZE_MAX;
		at = str_find(doc, S("\n| `"), at + 1)) {
		size_t end = str_find_char(doc, '`', at + 4);

		rows += str_has(str_sub(doc, at + 4, end), S("."));
	}
	assert_int_equal(rows, READING_RULES - 1);
}

static void add_fired(uint32_t *fired, struct str text)
{
	struct reading *r = NULL;
	struct err e = { 0 };

	assert_true(reading_plan(a, text, NULL, &r, &e));
	for (int i = 0; i < READING_RULES; i++)
		fired[i] += r->fired[i];
}

static void every_rule_fires_somewhere(void **state)
{
	static const char *const forms[] = { "directive", "letter", "committee", "commune", "rules",
		"conclusion", "topics", "resolution", "opening", "about", "borders", "partners" };
	uint32_t fired[READING_RULES] = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++)
		add_fired(fired, embed_find(str_fmt(a, "samples/00%d.txt", i)));
	for (size_t i = 0; i < COUNT(forms); i++)
		add_fired(fired,
			file_text(str_c(a, str_fmt(a, "test/reading/forms/%s.txt", forms[i]))));
	for (enum reading_rule r = 1; r < READING_RULES; r++) {
		if (!fired[r])
			fail_msg("%s fires nowhere", reading_rule_name(r));
	}
}

/* --- no passage of a sample in the rules */

enum { MOST_SYLLABLES = 4, SEEN = 1 << 18 };

static uint64_t seen[SEEN];

static uint64_t passage(const struct words *w, size_t i)
{
	uint64_t h = 1469598103934665603u;

	for (size_t k = i; k <= i + MOST_SYLLABLES; k++)
		h = (h ^ w->v[k].hash) * 1099511628211u;
	return h ? h : 1;
}

static bool find_passage(uint64_t h, bool add)
{
	size_t i = h % SEEN;

	while (seen[i] && seen[i] != h)
		i = (i + 1) % SEEN;
	if (add)
		seen[i] = h;
	return seen[i] == h && h;
}

static void learn_passages(struct str text)
{
	struct words w = { .text = text };

	words_add(a, &w, 0, text.n, 0);
	for (size_t i = 0; i + MOST_SYLLABLES < w.n; i++)
		find_passage(passage(&w, i), true);
}

static void check_literal(const char *file, struct str s)
{
	struct words w = { .text = s };

	words_add(a, &w, 0, s.n, 0);
	for (size_t i = 0; i + MOST_SYLLABLES < w.n; i++) {
		if (find_passage(passage(&w, i), false))
			fail_msg("%s quotes a sample: \"%.*s\"", file, STR_ARG(s));
	}
}

/* Every string literal of the file. */
static void check_file(const char *file, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t end = i + 1;

		if (text.p[i] == '\'' && i + 2 < text.n) {
			i += text.p[i + 1] == '\\' ? 3 : 2;
			continue;
		}
		if (text.p[i] == '/' && i + 1 < text.n && text.p[i + 1] == '*') {
			size_t close = str_find(text, S("*/"), i);

			i = close == SIZE_MAX ? text.n : close + 1;
			continue;
		}
		if (text.p[i] != '"')
			continue;
		while (end < text.n && text.p[end] != '"')
			end += text.p[end] == '\\' ? 2 : 1;
		check_literal(file, str_sub(text, i + 1, end));
		i = end;
	}
}

static void no_rule_quotes_a_document(void **state)
{
	DIR *dir = opendir("src/reading");
	size_t files = 0;

	(void)state;
	assert_non_null(dir);
	for (int i = 0; i < 5; i++)
		learn_passages(embed_find(str_fmt(a, "samples/00%d.txt", i)));
	learn_passages(file_text("test/reading/003-repaired.txt"));
	for (struct dirent *d; (d = readdir(dir));) {
		struct str name = str_z(d->d_name);

		if (str_ends(name, S("_test.c")) ||
			!(str_ends(name, S(".c")) || str_ends(name, S(".def"))))
			continue;
		check_file(d->d_name, file_text(str_c(a, str_fmt(a, "src/reading/%s", d->d_name))));
		files++;
	}
	closedir(dir);
	assert_true(files > 15);
	/* the test itself can find one */
	learn_passages(S("một hai ba bốn năm sáu"));
	struct words w = { .text = S("hai ba bốn năm sáu") };

	words_add(a, &w, 0, w.text.n, 0);
	assert_true(find_passage(passage(&w, 0), false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_rule_stands_in_the_documentation_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_rule_fires_somewhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_rule_quotes_a_document, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
