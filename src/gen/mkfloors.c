/*
 * mkfloors FLOORS OBJECTS SRC: nothing reaches upward in the house.
 *
 *	mkfloors docs/floors build/release src
 *
 * FLOORS names the folders of SRC, lowest first. Checked are
 *   - every #include "…" of a file in a folder: the same floor or a lower one;
 *   - every symbol an object uses: defined on the same floor or a lower one, so that
 *     an `extern` written by hand is found too;
 *   - what only one folder may know: libraries behind an interface, the writer.
 *
 * The pages and commands of a subject (x_web.c and what it is split into, x_view.c,
 * x_json.c and x_sheet.c; x_cli.c; their headers; x.html) stand on the half floor above `web`, wherever
 * their folder lies; nobody but the tables the build makes, and floors higher still, may
 * use them. Those tables (routes, commands, texts, embedded files) are data that belongs
 * to no floor. Tests stand on top of all.
 */
#include "gen/gen.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { FLOORS_MAX = 64, NO_FLOOR = -1, TOP = 2 * FLOORS_MAX };

/* Ranks are even for a floor, odd for the pages that stand on it. */
static struct str floors[FLOORS_MAX];
static int floors_n;
static int web_floor = NO_FLOOR;

/* One file of SRC. */
struct file {
	struct str floor; /* folder */
	struct str stem;  /* "plan_web" */
	struct str ext;	  /* "c" */
	const char *path;
};
static LIST(struct file) files;

struct symbol {
	struct str name;
	struct str object;
	struct str folder;
	int rank;
	bool page;
};
typedef LIST(struct symbol) symbols;

/* What stands behind an interface, and the folders that may look behind it. */
static const struct {
	const char *header;
	const char *folders[6];
} kept[] = {
	{ "sqlite3.h", { "store" } },
	{ "libpq-fe.h", { "store" } },
	{ "microhttpd.h", { "web" } },
	{ "sodium.h", { "base", "access", "calendar", "vault", "operation", "web" } },
	{ "store/writer.h", { "store", "audit" } },
	{ "xlsxwriter.h", { "sheet" } },
	{ "curl/curl.h", { "access", "outbox" } },
	{ "cjose/cjose.h", { "access" } },
	{ "seccomp.h", { "operation", "intake" } },
	{ "expat.h", { "intake" } },
	{ "libxml/HTMLparser.h", { "intake" } },
	{ "zstd.h", { "operation" } },
};

static int floor_of(struct str folder)
{
	for (int i = 0; i < floors_n; i++)
		if (str_eq(floors[i], folder))
			return i;
	return NO_FLOOR;
}

static void read_floors(const char *path)
{
	struct str rest = gen_read(path), line;

	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (floors_n == FLOORS_MAX) {
			gen_error(path, 0, "more than %d floors", FLOORS_MAX);
			return;
		}
		floors[floors_n++] = line;
	}
	web_floor = floor_of(S("web"));
}

static bool is_page(struct str stem)
{
	static const char *const ends[] = { "_web", "_view", "_json", "_sheet", "_cli", "_html" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(stem, str_z(ends[i])))
			return true;
	return false;
}

static bool is_test(struct str stem)
{
	return str_ends(stem, S("_test"));
}

/* The rank of a file of a folder. */
static int rank_of(int floor, struct str stem)
{
	if (is_test(stem))
		return TOP;
	if (is_page(stem) && floor < web_floor)
		return 2 * web_floor + 1;
	return 2 * floor;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void read_folder(const char *src, struct str floor)
{
	char *path = str_c(gen_arena, str_fmt(gen_arena, "%s/%.*s", src, STR_ARG(floor)));
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct str name = str_dup(gen_arena, str_z(entry->d_name));
		size_t dot = str_find_char(name, '.', 0);

		if (dot == SIZE_MAX || dot == 0)
			continue;
		struct file *f = LIST_ADD(gen_arena, &files);

		f->floor = floor;
		f->stem = str_sub(name, 0, dot);
		f->ext = str_sub(name, dot + 1, name.n);
		f->path = str_c(gen_arena, str_fmt(gen_arena, "%s/%s", path, name.p));
	}
	if (dir)
		closedir(dir);
}

static const struct file *file_named(struct str stem, struct str ext)
{
	LIST_EACH(f, &files)
		if (str_eq(f->stem, stem) && str_eq(f->ext, ext))
			return f;
	return NULL;
}

/* The file a generated name ("plan_sql", "party_html", "plan_routes") was made from;
 * NULL for the tables that belong to all. */
static const struct file *source_of(struct str stem)
{
	static const struct {
		const char *suffix, *ext;
	} made[] = { { "_sql", "sql" }, { "_html", "html" } };

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		struct str suffix = str_z(made[i].suffix);

		if (str_ends(stem, suffix))
			return file_named(str_sub(stem, 0, stem.n - suffix.n), str_z(made[i].ext));
	}
	if (str_ends(stem, S("_routes"))) {
		struct str subject = str_sub(stem, 0, stem.n - S("_routes").n);

		return file_named(str_fmt(gen_arena, "%.*s_web", STR_ARG(subject)), S("c"));
	}
	return NULL;
}

/* The rank of what a generated name was made from; NO_FLOOR: of no floor. */
static int rank_of_generated(struct str stem, const struct file **source)
{
	*source = source_of(stem);
	if (!*source)
		return NO_FLOOR;
	int floor = floor_of((*source)->floor);

	/* routes are addresses: pages name each other's */
	if (str_ends(stem, S("_routes")) && floor < web_floor)
		return 2 * web_floor + 1;
	return rank_of(floor, stem);
}

/* --- includes ------------------------------------------------------------ */

static void check_kept(const struct file *f, int line, struct str header)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		if (!str_eq(header, str_z(kept[i].header)))
			continue;
		for (const char *const *k = kept[i].folders; *k; k++)
			if (str_eq(f->floor, str_z(*k)))
				return;
		gen_error(f->path, line, "%s is known to src/%s only", kept[i].header,
			kept[i].folders[0]);
	}
}

static void check_quoted(const struct file *f, int line, struct str header)
{
	int mine = rank_of(floor_of(f->floor), f->stem);
	size_t slash = str_find_char(header, '/', 0);
	size_t start = slash == SIZE_MAX ? 0 : slash + 1;
	size_t dot = str_find_char(header, '.', start);
	struct str stem = str_sub(header, start, dot == SIZE_MAX ? header.n : dot);
	int theirs;

	if (mine == TOP)
		return;
	if (slash == SIZE_MAX) {
		const struct file *source;

		theirs = rank_of_generated(stem, &source);
	} else {
		int floor = floor_of(str_sub(header, 0, slash));

		if (floor == NO_FLOOR) {
			gen_error(
				f->path, line, "%.*s is on no floor of the house", STR_ARG(header));
			return;
		}
		theirs = rank_of(floor, stem);
	}
	if (theirs > mine)
		gen_error(f->path, line, "%.*s is of a higher floor", STR_ARG(header));
}

static void check_includes(const struct file *f)
{
	struct str rest = gen_read(f->path), line;

	for (int number = 1; str_split(&rest, '\n', &line); number++) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] != '#')
			continue;
		line = str_trim(str_sub(line, 1, line.n));
		if (!str_starts(line, S("include")))
			continue;
		line = str_trim(str_sub(line, S("include").n, line.n));
		bool quoted = str_starts(line, S("\""));
		size_t end = str_find_char(line, quoted ? '"' : '>', 1);

		if (end == SIZE_MAX)
			continue;
		struct str header = str_sub(line, 1, end);

		check_kept(f, number, header);
		if (quoted)
			check_quoted(f, number, header);
	}
}

/* --- symbols ------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct symbol *)a)->name, ((const struct symbol *)b)->name);
}

static void exists_add(struct buf *list, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		return; /* its source is not part of this build */
	fclose(f);
	buf_addf(list, " '%s'", path);
}

/* The objects of the floors and of the generated files, as arguments. */
static struct str list_objects(const char *objects)
{
	struct buf list = { .arena = gen_arena };

	LIST_EACH(f, &files)
		if (str_eq(f->ext, S("c")) && !is_test(f->stem))
			exists_add(&list,
				str_c(gen_arena, str_fmt(gen_arena, "%s/src/%.*s/%.*s.o", objects,
							 STR_ARG(f->floor), STR_ARG(f->stem))));
	LIST_EACH(f, &files) {
		const char *suffix = str_eq(f->ext, S("sql")) ? "sql" : "html";

		if (str_eq(f->ext, S("sql")) || str_eq(f->ext, S("html")))
			exists_add(&list,
				str_c(gen_arena, str_fmt(gen_arena, "%s/gen/%.*s_%s.o", objects,
							 STR_ARG(f->stem), suffix)));
	}
	return buf_str(&list);
}

/* Of "OBJECTS/src/plan/plan_web.o" or "OBJECTS/gen/plan_sql.o". */
static void place_symbol(struct symbol *s, const char *path)
{
	struct str stem = gen_stem(path), folder = gen_subject(path);

	if (str_eq(folder, S("gen"))) {
		const struct file *source;

		s->rank = rank_of_generated(stem, &source);
		s->folder = source ? source->floor : folder;
	} else {
		s->rank = rank_of(floor_of(folder), stem);
		s->folder = folder;
		s->page = is_page(stem);
	}
	s->object = str_fmt(gen_arena, "%.*s.o", STR_ARG(stem));
}

/* A line of `nm -A -P`: "path/plan.o: plan_load T 0 1f". */
static void add_symbol(struct str line, symbols *defined, symbols *used)
{
	size_t colon = str_find(line, S(": "), 0);

	if (colon == SIZE_MAX)
		return;
	char *path = str_c(gen_arena, str_sub(line, 0, colon));
	struct str rest = str_sub(line, colon + 2, line.n), name, kind;

	if (!str_split(&rest, ' ', &name) || !str_split(&rest, ' ', &kind) || kind.n != 1)
		return;
	bool undefined = kind.p[0] == 'U' || kind.p[0] == 'w' || kind.p[0] == 'v';

	if (!undefined && !isupper((unsigned char)kind.p[0]))
		return; /* static */
	symbols *to = undefined ? used : defined;
	struct symbol *s = LIST_ADD(gen_arena, to);

	s->name = name;
	place_symbol(s, path);
}

static bool read_symbols(const char *objects, symbols *defined, symbols *used)
{
	struct str list = list_objects(objects);

	if (list.n == 0)
		return true; /* nothing has been compiled */
	FILE *nm = popen(str_c(gen_arena, str_fmt(gen_arena, "nm -A -P%.*s", STR_ARG(list))), "r");
	struct buf b = { .arena = gen_arena };
	size_t n;

	if (!nm)
		return false;
	do {
		n = fread(buf_room(&b, 65536), 1, 65536, nm);
		b.n += n;
	} while (n);
	if (pclose(nm) != 0)
		return false;
	struct str rest = buf_str(&b), line;

	while (str_split(&rest, '\n', &line))
		add_symbol(line, defined, used);
	return true;
}

static void check_symbols(const char *objects)
{
	symbols defined = { 0 }, used = { 0 };

	if (!read_symbols(objects, &defined, &used)) {
		gen_error(objects, 0, "nm failed");
		return;
	}
	if (defined.n == 0)
		return;
	qsort(defined.v, defined.n, sizeof(defined.v[0]), by_name);
	LIST_EACH(u, &used) {
		const struct symbol *d = bsearch(
			u, defined.v, defined.n, sizeof(defined.v[0]), by_name);

		if (!d || d->rank == NO_FLOOR || u->rank == NO_FLOOR)
			continue;
		if (d->rank > u->rank)
			gen_error(objects, 0, "%.*s uses %.*s of a higher floor (%.*s)",
				STR_ARG(u->object), STR_ARG(d->name), STR_ARG(d->object));
		else if (d->page && u->rank == d->rank && !str_eq(d->folder, u->folder))
			gen_error(objects, 0, "%.*s uses %.*s of another subject's pages (%.*s)",
				STR_ARG(u->object), STR_ARG(d->name), STR_ARG(d->object));
	}
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: mkfloors FLOORS OBJECTS SRC\n");
		return 2;
	}
	read_floors(argv[1]);
	if (web_floor == NO_FLOOR)
		gen_error(argv[1], 0, "there is no floor \"web\"");
	for (int i = 0; i < floors_n; i++)
		read_folder(argv[3], floors[i]);
	if (files.n == 0) {
		gen_error(argv[3], 0, "no files on any floor");
		return gen_end();
	}
	qsort(files.v, files.n, sizeof(files.v[0]), by_path);
	LIST_EACH(f, &files)
		if (str_eq(f->ext, S("c")) || str_eq(f->ext, S("h")))
			check_includes(f);
	check_symbols(argv[2]);
	return gen_end();
}
