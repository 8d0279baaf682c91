/*
 * The catalogue of kinds, fields and choices, read from the program's own lists at the first
 * use. Owns its memory for the life of the process; a list that is broken ends the process, for
 * it is part of the program.
 */
#include <pthread.h>

#include "activity/activity.h"
#include "base/tsv.h"
#include "embed.h"

enum { ROOM = 4 << 20 };

static LIST(struct activity_kind) kinds;
static LIST(struct activity_field) fields;
static struct arena *room;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_list(struct tsv *t, struct arena *a, const char *name, const char *head)
{
	struct str path = str_fmt(a, "data/activity/%s", name);

	tsv_own(t, a, path, embed_find(path), head);
}

static struct activity_field *field_of(struct str code)
{
	LIST_EACH(f, &fields)
		if (str_eq(f->code, code))
			return f;
	return NULL;
}

static void read_fields(struct arena *a)
{
	struct str row[7];
	struct tsv t;

	open_list(&t, a, "fields.tsv", "code\ttype\tmost\tof\taxis\tvi\ten");
	while (tsv_row(&t, row, COUNT(row))) {
		struct activity_field f = { .code = row[0], .axis = row[4] };

		f.type = str_eq(row[1], S("count"))  ? ACTIVITY_COUNT
			 : str_eq(row[1], S("text")) ? ACTIVITY_TEXT
						     : ACTIVITY_CHOICE;
		f.name[LANG_VI] = row[5];
		f.name[LANG_EN] = row[6];
		if (f.type != ACTIVITY_CHOICE && !str_to_int(row[2], &f.most))
			tsv_own_bad(&t, "most");
		LIST_PUSH(a, &fields, f);
	}
	tsv_own_done(&t);
}

/* The wholes of parts, once the list no longer moves. */
static void tie_parts(struct arena *a)
{
	struct str row[7];
	struct tsv t;

	open_list(&t, a, "fields.tsv", "code\ttype\tmost\tof\taxis\tvi\ten");
	while (tsv_row(&t, row, COUNT(row))) {
		if (!row[3].n)
			continue;
		field_of(row[0])->of = field_of(row[3]);
		if (!field_of(row[3]) || !row[4].n)
			tsv_own_bad(&t, "of");
	}
}

static void read_options(struct arena *a)
{
	struct str row[4];
	struct tsv t;

	open_list(&t, a, "options.tsv", "field\tcode\tvi\ten");
	while (tsv_row(&t, row, COUNT(row))) {
		struct activity_field *f = field_of(row[0]);

		if (!f || f->type != ACTIVITY_CHOICE)
			tsv_own_bad(&t, "field");
		LIST_PUSH(a, &f->options, ((struct activity_option){ row[1], { row[2], row[3] } }));
	}
	tsv_own_done(&t);
}

/* "reach!" must be filled in, "audience=pupils" stands at its first choice. */
static void add_ask(const struct tsv *t, struct activity_kind *k, struct str word)
{
	struct activity_ask ask = { .need = str_ends(word, S("!")), .preset = S("") };
	size_t equals = str_find_char(word, '=', 0);

	if (ask.need)
		word.n--;
	if (equals != SIZE_MAX) {
		ask.preset = str_sub(word, equals + 1, word.n);
		word.n = equals;
	}
	ask.field = field_of(word);
	if (!ask.field || k->n_asks == ACTIVITY_FIELDS_MAX)
		tsv_own_bad(t, "fields");
	if (ask.preset.n && !activity_option(ask.field, ask.preset))
		tsv_own_bad(t, "no such choice");
	if (k->counts_only && ask.field->type != ACTIVITY_COUNT)
		tsv_own_bad(t, "words in a kind that is counted only");
	if (!k->main && ask.need && ask.field->type == ACTIVITY_COUNT)
		k->main = ask.field;
	k->asks[k->n_asks++] = ask;
}

/* FNV-1a: only to tell one form from another. */
static struct str form_of(struct arena *a, struct str fields_asked)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < fields_asked.n; i++)
		hash = (hash ^ (unsigned char)fields_asked.p[i]) * 16777619u;
	return str_fmt(a, "%08x", hash);
}

static void read_kinds(struct arena *a)
{
	struct str row[9], word;
	struct tsv t;

	open_list(
		&t, a, "kinds.tsv", "code\tgroup\tvi\ten\twords\tfinest\tfields\tcitation\tquote");
	while (tsv_row(&t, row, COUNT(row))) {
		struct activity_kind *k = LIST_ADD(a, &kinds);

		k->code = row[0];
		k->group = row[1];
		k->name[LANG_VI] = row[2];
		k->name[LANG_EN] = row[3];
		k->words = row[4];
		k->province = str_eq(row[5], S("province"));
		k->counts_only = str_eq(row[1], S("prof"));
		k->citation = row[7];
		k->quote = row[8];
		k->form = form_of(a, row[6]);
		while (str_split(&row[6], ' ', &word))
			add_ask(&t, k, word);
		for (size_t i = 0; !k->main && i < k->n_asks; i++)
			if (k->asks[i].field->type == ACTIVITY_COUNT)
				k->main = k->asks[i].field;
		if (!k->main)
			tsv_own_bad(&t, "no figure");
	}
	tsv_own_done(&t);
}

static void load(void)
{
	room = arena_new(ROOM);
	read_fields(room);
	tie_parts(room);
	read_options(room);
	read_kinds(room);
}

struct activity_kinds activity_kinds(void)
{
	pthread_once(&once, load);
	return (struct activity_kinds){ kinds.v, kinds.n };
}

const struct activity_kind *activity_kind(struct str code)
{
	struct activity_kinds all = activity_kinds();

	LIST_EACH(k, &all)
		if (str_eq(k->code, code))
			return k;
	return NULL;
}

const struct activity_field *activity_field(struct str code)
{
	pthread_once(&once, load);
	return field_of(code);
}

const struct activity_option *activity_option(const struct activity_field *f, struct str code)
{
	LIST_EACH(o, &f->options)
		if (str_eq(o->code, code))
			return o;
	return NULL;
}

enum text_id activity_group_text(struct str group)
{
	static const struct {
		const char *code;
		enum text_id text;
	} groups[] = {
		{ "lead", T_activity_group_lead },
		{ "training", T_activity_group_training },
		{ "comm", T_activity_group_comm },
		{ "social", T_activity_group_social },
		{ "prof", T_activity_group_prof },
	};

	for (size_t i = 0; i < COUNT(groups); i++)
		if (str_eq(group, str_z(groups[i].code)))
			return groups[i].text;
	return T_activity_group_lead;
}

/* Whole words only: "luat" is not in "luatsu". */
static bool says(struct str fold, struct str phrase)
{
	for (size_t at = 0; (at = str_find(fold, phrase, at)) != SIZE_MAX; at++) {
		size_t end = at + phrase.n;

		if ((at == 0 || fold.p[at - 1] == ' ') && (end == fold.n || fold.p[end] == ' '))
			return true;
	}
	return false;
}

int activity_likeness(const struct activity_kind *k, struct str fold)
{
	struct str rest = k->words, phrase;
	int found = 0;

	while (str_split(&rest, '|', &phrase))
		found += says(fold, phrase);
	return found;
}
