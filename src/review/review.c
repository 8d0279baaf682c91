/*
 * A draft as it stands: read anew from its bytes, with what persons changed laid over.
 * Nothing here writes; the changes are in review_change.c, the adoption in review_adopt.c.
 */
#include "review/review.h"

static const char letters[REVIEW_KINDS] = { 't', 'g', 'd' };
static const char *const kinds[REVIEW_KINDS] = { "task", "target", "duty" };
static const char *const states[] = { "kept", "dropped", "merged" };

/* --- names of things */

struct str review_word(struct arena *a, struct review_key key)
{
	if (key.part == 0)
		return str_fmt(a, "%c%lld", letters[key.kind], (long long)key.nth);
	return str_fmt(
		a, "%c%lld.%lld", letters[key.kind], (long long)key.nth, (long long)key.part);
}

static bool parse_word(struct str word, struct review_key *key)
{
	struct str rest = str_sub(word, 1, word.n), nth, part;

	*key = (struct review_key){ REVIEW_KINDS, 0, 0 };
	for (size_t i = 0; i < REVIEW_KINDS; i++)
		if (word.n && word.p[0] == letters[i])
			key->kind = (enum review_kind)i;
	if (key->kind == REVIEW_KINDS || !str_split(&rest, '.', &nth) ||
		!str_to_int(nth, &key->nth))
		return false;
	return !str_split(&rest, '.', &part) || (str_to_int(part, &key->part) && rest.n == 0);
}

const struct review_item *review_base_word(const struct review *v, struct str word)
{
	struct review_key key;

	if (!parse_word(word, &key))
		return NULL;
	return key.nth < 0 && key.part == 0 && key.kind != REVIEW_TASK ? &v->anchors[key.kind]
								       : review_find(v, key);
}

const struct review_item *review_last(const struct review *v, enum review_kind kind)
{
	const struct review_item *last = &v->anchors[kind];

	LIST_EACH(i, &v->items)
		if (i->key.kind == kind)
			last = i;
	return last;
}

static enum review_kind kind_of(struct str word)
{
	for (size_t i = 0; i < REVIEW_KINDS; i++)
		if (str_eq(word, str_z(kinds[i])))
			return (enum review_kind)i;
	return REVIEW_KINDS;
}

static enum review_state state_of(struct str word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(word, str_z(states[i])))
			return (enum review_state)i;
	return REVIEW_KEPT;
}

/* --- parties as text */

static bool role_of(struct str word, enum reading_role *role)
{
	for (enum reading_role r = READING_LEAD; r < READING_ROLES; r++)
		if (str_eq(word, str_z(reading_role_name(r)))) {
			*role = r;
			return true;
		}
	return false;
}

struct str review_parties_text(struct arena *a, const review_party_list *parties)
{
	struct buf out = { .arena = a };

	LIST_EACH(p, parties)
		buf_addf(&out, "%s\t%.*s\n", reading_role_name(p->role), STR_ARG(p->name));
	return buf_str(&out);
}

void review_parties_parse(struct arena *a, struct str text, review_party_list *out)
{
	struct str rest = text, line, word;
	enum reading_role role;

	while (str_split(&rest, '\n', &line))
		if (str_split(&line, '\t', &word) && role_of(word, &role) && line.n)
			LIST_PUSH(a, out, ((struct review_party){ role, line }));
}

bool review_parties_same(const review_party_list *a, const review_party_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].role != b->v[i].role || !str_eq(a->v[i].name, b->v[i].name))
			return false;
	return true;
}

/* --- finding */

static int key_cmp(struct review_key a, struct review_key b)
{
	if (a.kind != b.kind)
		return a.kind < b.kind ? -1 : 1;
	if (a.nth != b.nth)
		return a.nth < b.nth ? -1 : 1;
	return a.part < b.part ? -1 : a.part > b.part;
}

/* The items stand in the order of their keys. */
struct review_item *review_find(const struct review *v, struct review_key key)
{
	size_t low = 0, high = v->items.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = key_cmp(v->items.v[mid].key, key);

		if (c == 0)
			return &v->items.v[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct review_item *review_find_word(const struct review *v, struct str word)
{
	struct review_key key;

	return parse_word(word, &key) ? review_find(v, key) : NULL;
}

struct review_item *review_above(const struct review *v, const struct review_item *item)
{
	for (const struct review_item *i = item; i > v->items.v;) {
		i--;
		if (i->key.kind != REVIEW_TASK)
			return NULL;
		if (i->state == REVIEW_KEPT)
			return v->items.v + (i - v->items.v);
	}
	return NULL;
}

int64_t review_count(const struct review *v, enum review_kind kind, int64_t *doubtful)
{
	int64_t n = 0;

	*doubtful = 0;
	LIST_EACH(i, &v->items) {
		if (i->key.kind != kind || i->state != REVIEW_KEPT)
			continue;
		n++;
		*doubtful += i->doubtful;
	}
	return n;
}

/* --- the items as read */

/* What a person says a name means. */
static struct str meant(const struct review *v, struct str name)
{
	LIST_EACH(n, &v->names)
		if (str_eq(n->name, name))
			return n->means;
	return name;
}

static struct date whole_day(const struct reading_day *d)
{
	return d->given ? d->date : DATE_NONE;
}

static struct review_item task_item(struct arena *a, const struct review *v, size_t nth)
{
	const struct reading_item *t = &v->reading->items.v[nth];
	struct review_item i = {
		.key = { REVIEW_TASK, (int64_t)nth, 0 },
		.read = { t->path, t->text, .starts = whole_day(&t->start),
			.due = whole_day(&t->due), .due_before = t->due.before },
		.sure = t->sure,
		.task = t,
		.line = t->line,
		.line_end = t->line_end,
		.span = t->span,
	};

	LIST_EACH(p, &t->parties)
		LIST_PUSH(a, &i.read.parties, ((struct review_party){ p->role, p->name }));
	i.now = i.read;
	i.now.parties = (review_party_list){ 0 };
	LIST_EACH(p, &t->parties)
		LIST_PUSH(a, &i.now.parties, ((struct review_party){ p->role, meant(v, p->name) }));
	return i;
}

static struct review_item target_item(const struct review *v, size_t nth)
{
	const struct reading_target *t = &v->reading->targets.v[nth];
	struct review_words read = {
		.path = S(""), .words = t->text, .measure = review_measure_of(t), .line = t->line
	};

	return (struct review_item){
		.key = { REVIEW_TARGET, (int64_t)nth, 0 },
		.read = read,
		.now = read,
		.sure = t->sure,
		.target = t,
		.line = t->line,
		.line_end = t->line,
		.span = t->span,
	};
}

static struct review_item duty_item(struct arena *a, const struct review *v, size_t nth)
{
	const struct reading_duty *d = &v->reading->duties.v[nth];
	struct review_words read = {
		.path = S(""), .words = d->text, .owed = review_owed_of(a, d), .line = d->line
	};

	return (struct review_item){
		.key = { REVIEW_DUTY, (int64_t)nth, 0 },
		.read = read,
		.now = read,
		.sure = d->sure,
		.duty = d,
		.line = d->line,
		.line_end = d->line,
		.span = d->span,
	};
}

/* --- what persons changed */

static void lay_over(struct arena *a, struct review_item *i, const struct review_fixes_row *f)
{
	i->fix = f;
	i->version = f->version;
	i->state = state_of(f->state);
	if (f->path.p)
		i->now.path = f->path;
	if (f->words.p)
		i->now.words = f->words;
	if (f->parties.p) {
		i->now.parties = (review_party_list){ 0 };
		review_parties_parse(a, f->parties, &i->now.parties);
	}
	if (f->days) {
		i->now.starts = f->starts;
		i->now.due = f->due;
		i->now.due_before = f->due_before;
	}
	if (f->facts.p)
		review_facts_parse(a, f->facts, &i->now);
}

static struct review_key key_of(const struct review_fixes_row *f)
{
	return (struct review_key){ kind_of(f->kind), f->nth, f->part };
}

/* Corrections of items that are read otherwise now, since the program was renewed. */
static void skip_lost(struct review *v, struct review_key until, size_t *next)
{
	for (; *next < v->fixes.n && key_cmp(key_of(&v->fixes.v[*next]), until) < 0; ++*next)
		v->lost++;
}

static void add_item(struct arena *a, struct review *v, struct review_item i, size_t *next)
{
	const struct review_fixes_row *f;

	skip_lost(v, i.key, next);
	f = *next < v->fixes.n ? &v->fixes.v[*next] : NULL;
	if (f && key_cmp(key_of(f), i.key) == 0) {
		++*next;
		if (str_eq(f->read_words, i.read.words))
			lay_over(a, &i, f);
		else
			v->lost++;
	}
	i.doubtful = i.sure == READING_DOUBTFUL && !i.fix;
	LIST_PUSH(a, &v->items, i);
}

static void add_part(struct arena *a, struct review *v, const struct review_item *base,
	const struct review_fixes_row *f)
{
	struct review_item i = {
		.key = key_of(f),
		.now = { .path = base->now.path, .words = S(""), .line = base->line },
		.task = base->task,
		.target = base->target,
		.duty = base->duty,
		.line = base->line,
		.line_end = base->line_end,
		.span = base->span,
	};

	lay_over(a, &i, f);
	if (i.key.kind != REVIEW_TASK) {
		i.span = (struct reading_span){ 0 };
		if (i.now.line >= 1 && i.now.line <= (int64_t)v->reading->lines.n)
			i.line = i.line_end = (int)i.now.line;
	}
	LIST_PUSH(a, &v->items, i);
}

/* What a person put behind an item, or where there is none. */
static void add_parts(struct arena *a, struct review *v, struct review_item base, size_t *next)
{
	skip_lost(v, base.key, next);
	for (; *next < v->fixes.n; ++*next) {
		const struct review_fixes_row *f = &v->fixes.v[*next];

		if (kind_of(f->kind) != base.key.kind || f->nth != base.key.nth)
			return;
		add_part(a, v, &base, f);
	}
}

static struct review_item last_added(const struct review *v)
{
	return v->items.v[v->items.n - 1];
}

static void gather(struct arena *a, struct review *v)
{
	const struct reading *r = v->reading;
	size_t next = 0;

	for (enum review_kind k = 0; k < REVIEW_KINDS; k++)
		v->anchors[k] = (struct review_item){
			.key = { k, -1, 0 },
			.read = { .path = S(""), .words = S("") },
			.now = { .path = S(""), .words = S("") },
			.line = 1,
			.line_end = 1,
		};
	for (size_t i = 0; i < r->items.n; i++)
		if (r->items.v[i].kind == READING_TASK) {
			add_item(a, v, task_item(a, v, i), &next);
			add_parts(a, v, last_added(v), &next);
		}
	add_parts(a, v, v->anchors[REVIEW_TARGET], &next);
	for (size_t i = 0; i < r->targets.n; i++) {
		add_item(a, v, target_item(v, i), &next);
		add_parts(a, v, last_added(v), &next);
	}
	add_parts(a, v, v->anchors[REVIEW_DUTY], &next);
	for (size_t i = 0; i < r->duties.n; i++) {
		add_item(a, v, duty_item(a, v, i), &next);
		add_parts(a, v, last_added(v), &next);
	}
	v->lost += (int64_t)(v->fixes.n - next);
}

/* The statement sorts the kinds as words; the items stand as the kinds are numbered. */
static void sort_fixes(struct arena *a, struct review_fixes_rows *fixes)
{
	struct review_fixes_row *sorted = NEW_N(a, struct review_fixes_row, fixes->n + 1);
	size_t n = 0;

	for (enum review_kind k = 0; k < REVIEW_KINDS; k++)
		LIST_EACH(f, fixes)
			if (kind_of(f->kind) == k)
				sorted[n++] = *f;
	fixes->v = sorted;
	fixes->n = n;
}

bool review_load(struct db_read *r, int64_t account, int64_t id, struct review **out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct review *v = NEW(a, struct review);
	struct plan_source source;
	bool found;

	if (!review_draft_by_id(r, id, account, &v->draft, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_review_not_found);
	v->id = id;
	source = review_source(v);
	if (!review_fixes(r, id, &v->fixes, e) || !review_names(r, id, &v->names, e) ||
		!plan_read_source(a, &source, &v->reading, e))
		return false;
	sort_fixes(a, &v->fixes);
	gather(a, v);
	*out = v;
	return true;
}

struct plan_source review_source(const struct review *v)
{
	return (struct plan_source){
		.file_name = v->draft.file_name,
		.bytes = v->draft.received,
		.text = v->draft.body,
		.number = v->draft.number,
		.issuer = v->draft.issuer,
		.issued = v->draft.issued,
		.title = v->draft.name,
		.province = v->draft.province,
		.corrections = (int64_t)(v->fixes.n + v->names.n),
	};
}
