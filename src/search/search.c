#include "search/search.h"

#include <stdlib.h>
#include "base/json.h"
#include "base/viet.h"
#include "search_sql.h"

enum { TOKEN_MAX = 64, PREFIX_LEAST = 2 };
enum { PUT_AT_ONCE = 500 }; /* things whose words are put within the change */

static const int64_t weights[SEARCH_WEIGHTS] = { SEARCH_IN_TITLE, SEARCH_IN_NOTE, SEARCH_IN_TEXT };

/* --- words */

/* A word of the text: folded, and as written (lower case). */
struct word {
	struct str folded, written;
};

struct words {
	struct word *v;
	size_t n, cap;
};

static bool is_separator(uint32_t rune)
{
	if (rune < 0x80)
		return !((rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') ||
			 (rune >= 'A' && rune <= 'Z'));
	/* Latin-1's signs, general punctuation, CJK punctuation */
	return rune <= 0xbf || (rune >= 0x2000 && rune <= 0x206f) ||
	       (rune >= 0x3000 && rune <= 0x303f);
}

/* A run of letters; folding may take it apart further (a sign not known above). */
static void add_run(struct arena *a, struct words *words, struct str run)
{
	struct str folded = viet_fold(a, run), part;
	bool whole = str_find_char(folded, ' ', 0) == SIZE_MAX;

	while (str_split(&folded, ' ', &part))
		if (part.n && part.n <= TOKEN_MAX)
			LIST_PUSH(a, words, ((struct word){ part, whole ? run : part }));
}

static struct words words_of(struct arena *a, struct str text)
{
	struct words words = { 0 };
	struct str lower = viet_lower(a, viet_nfc(a, text));
	size_t start = 0, len;

	for (size_t i = 0; i < lower.n; i += len) {
		if (!is_separator(str_rune(lower, i, &len)))
			continue;
		add_run(a, &words, str_sub(lower, start, i));
		start = i + len;
	}
	add_run(a, &words, str_sub(lower, start, lower.n));
	return words;
}

static struct str pair_of(struct arena *a, struct str first, struct str second)
{
	/* '~' stands behind every folded letter, so no prefix of a word meets a pair */
	return str_fmt(a, "%.*s~%.*s", STR_ARG(first), STR_ARG(second));
}

/* --- putting */

static void add_token(struct arena *a, struct search_doc *d, struct str text, int64_t weight)
{
	LIST_PUSH(a, &d->tokens, ((struct search_token){ text, weight }));
}

static void add_text(struct arena *a, struct search_doc *d, struct str text, int64_t weight)
{
	struct words words = words_of(a, text);

	for (size_t i = 0; i < words.n; i++) {
		const struct word *w = &words.v[i];

		add_token(a, d, w->folded, weight);
		if (!str_eq(w->folded, w->written) && w->written.n <= TOKEN_MAX)
			add_token(a, d, w->written, weight);
		if (i)
			add_token(a, d, pair_of(a, words.v[i - 1].folded, w->folded), weight);
	}
}

static int by_token(const void *pa, const void *pb)
{
	const struct search_token *a = pa, *b = pb;
	int order = str_cmp(a->text, b->text);

	return order ? order : (a->weight < b->weight) - (a->weight > b->weight);
}

/* Each token once, at its highest weight. */
static void settle(struct search_doc *d)
{
	size_t kept = 0;

	qsort(d->tokens.v, d->tokens.n, sizeof(*d->tokens.v), by_token);
	for (size_t i = 0; i < d->tokens.n; i++)
		if (!kept || !str_eq(d->tokens.v[kept - 1].text, d->tokens.v[i].text))
			d->tokens.v[kept++] = d->tokens.v[i];
	d->tokens.n = kept;
}

/* Well-formed UTF-8 cut at a letter. */
static struct str cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && (s.p[max] & 0xc0) == 0x80)
		max--;
	return str_sub(s, 0, max);
}

static struct str packed(struct arena *a, const struct search_doc *d, int64_t weight)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };
	bool any = false;

	json_list(&j, NULL);
	LIST_EACH(t, &d->tokens)
		if (t->weight == weight) {
			json_str(&j, NULL, t->text);
			any = true;
		}
	json_end(&j);
	return any ? buf_str(&out) : STR_NULL;
}

void search_prepare(struct arena *a, struct search_doc *d)
{
	d->tokens.n = 0;
	d->sort = viet_sort_key(a, d->title);
	add_text(a, d, d->title, SEARCH_IN_TITLE);
	add_text(a, d, d->note, SEARCH_IN_NOTE);
	add_text(a, d, cut(d->text, SEARCH_TEXT_MAX), SEARCH_IN_TEXT);
	if (d->tokens.n)
		settle(d);
	for (size_t i = 0; i < SEARCH_WEIGHTS; i++)
		d->packed[i] = packed(a, d, weights[i]);
}

static bool put_doc(struct db_batch *b, const struct search_doc *d, struct err *e)
{
	return search_doc_put_queue(b, d->kind, d->id, d->agency, d->group ? d->group : DB_NULL,
		d->code, d->title, d->note.p ? d->note : S(""), d->sort, e);
}

static bool put(struct db_write *w, const struct search_doc *d, struct err *e)
{
	struct db_batch *b = db_batch(w);

	if (!put_doc(b, d, e) || !search_drop_tokens_queue(b, d->kind, d->id, e) ||
		!search_drop_waiting_queue(b, d->kind, d->id, e))
		return false;
	for (size_t i = 0; i < SEARCH_WEIGHTS; i++)
		if (d->packed[i].p &&
			!search_tokens_put_queue(b, d->kind, d->id, weights[i], d->packed[i], e))
			return false;
	return true;
}

static struct str or_none(struct str packed)
{
	return packed.p ? packed : S("[]");
}

/* Its words wait for search_later; until then it is found by those it had. */
static bool put_later(struct db_write *w, const struct search_doc *d, struct err *e)
{
	struct db_batch *b = db_batch(w);

	return put_doc(b, d, e) &&
	       search_waiting_put_queue(b, d->kind, d->id, or_none(d->packed[0]),
		       or_none(d->packed[1]), or_none(d->packed[2]), e);
}

bool search_put(struct db_write *w, struct search_doc *d, struct err *e)
{
	if (!d->tokens.n)
		search_prepare(db_write_arena(w), d);
	return put(w, d, e) && db_batch_run(db_batch(w), e);
}

bool search_put_many(struct db_write *w, const struct search_doc *docs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!(n > PUT_AT_ONCE ? put_later : put)(w, &docs[i], e))
			return false;
	return db_batch_run(db_batch(w), e);
}

bool search_group_of(struct db_write *w, struct str kind, int64_t id, int64_t *group, struct err *e)
{
	struct search_group_by_doc_row row;
	bool found;

	if (!search_group_by_doc(db_write_read(w), kind, id, &row, &found, e))
		return false;
	*group = found && row.group_id != DB_NULL ? row.group_id : 0;
	return true;
}

bool search_group_put(struct db_write *w, struct str kind, int64_t id, const int64_t *agencies,
	size_t n, int64_t *group, struct err *e)
{
	struct db_batch *b = db_batch(w);

	if (!search_group_of(w, kind, id, group, e) ||
		!(*group ? search_group_clear(w, *group, e)
			 : search_group_add(w, clock_now(), group, e)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!search_group_let_queue(b, *group, agencies[i], e))
			return false;
	return db_batch_run(b, e);
}

bool search_group_join(
	struct db_write *w, struct str kind, int64_t id, int64_t agency, struct err *e)
{
	return search_group_more(w, kind, id, agency, e);
}

bool search_drop(struct db_write *w, struct str kind, int64_t id, struct err *e)
{
	return search_drop_tokens(w, kind, id, e) && search_drop_waiting(w, kind, id, e) &&
	       search_drop_doc(w, kind, id, e);
}

/* --- asking */

enum part { PART_WORD, PART_PAIR, PART_MARK };

/* [low, high, word, pair, mark]: tokens t with low <= t < high. */
static void ask(struct json *j, struct str low, struct str high, enum part part)
{
	json_list(j, NULL);
	json_str(j, NULL, low);
	json_str(j, NULL, high);
	json_int(j, NULL, part == PART_WORD);
	json_int(j, NULL, part == PART_PAIR);
	json_int(j, NULL, part == PART_MARK);
	json_end(j);
}

static bool begins_only(const struct word *w, bool last)
{
	return last && w->folded.n >= PREFIX_LEAST;
}

/* Bounds: " " stands before every letter, so [t, t+" ") is t alone; "{" behind every
 * folded letter, so [t, t+"{") is what begins with t. */
static struct str bound(struct arena *a, struct str folded, bool prefix)
{
	return str_fmt(a, "%.*s%c", STR_ARG(folded), prefix ? '{' : ' ');
}

static void ask_word(struct arena *a, struct json *j, const struct word *w, bool last)
{
	bool prefix = begins_only(w, last);

	ask(j, w->folded, bound(a, w->folded, prefix), PART_WORD);
	if (!str_eq(w->folded, w->written))
		ask(j, w->written,
			str_fmt(a, "%.*s%s", STR_ARG(w->written), prefix ? "\U0010ffff" : " "),
			PART_MARK);
}

static struct str asked(struct arena *a, const struct words *words)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_list(&j, NULL);
	for (size_t i = 0; i < words->n; i++) {
		bool last = i + 1 == words->n;

		ask_word(a, &j, &words->v[i], last);
		if (i) {
			struct str pair = pair_of(a, words->v[i - 1].folded, words->v[i].folded);

			ask(&j, pair, str_fmt(a, "%.*s%c", STR_ARG(pair), last ? '{' : ' '),
				PART_PAIR);
		}
	}
	json_end(&j);
	return buf_str(&b);
}

/* The same word twice asks for no more. */
static void once_each(struct words *words)
{
	size_t kept = 0;

	for (size_t i = 0; i < words->n && kept < SEARCH_WORDS_MAX; i++) {
		bool known = false;

		for (size_t k = 0; k < kept; k++)
			known = known || str_eq(words->v[k].folded, words->v[i].folded);
		if (!known)
			words->v[kept++] = words->v[i];
	}
	words->n = kept;
}

static size_t letters(struct str s)
{
	size_t count = 0;

	for (size_t i = 0, len; i < s.n; i += len, count++)
		str_rune(s, i, &len);
	return count;
}

static bool take_words(struct arena *a, struct str question, struct words *out, struct err *e)
{
	if (!str_is_utf8(question))
		return FAIL(e, ERR_INPUT, T_search_bytes);
	if (question.n > SEARCH_QUERY_MAX * 4 || letters(question) > SEARCH_QUERY_MAX)
		return FAIL(e, ERR_INPUT, T_search_too_long, str_fmt(a, "%d", SEARCH_QUERY_MAX));
	*out = words_of(a, question);
	once_each(out);
	return true;
}

bool search_words(struct arena *a, struct str question, struct search_words *out, struct err *e)
{
	struct buf exact = { .arena = a };
	struct words words;

	*out = (struct search_words){ S(""), 0, S(""), S("") };
	if (!take_words(a, question, &words, e))
		return false;
	for (size_t i = 0; i + 1 < words.n; i++)
		buf_addf(&exact, " %.*s", STR_ARG(words.v[i].folded));
	if (words.n) {
		out->n = (int64_t)words.n - 1;
		buf_addc(&exact, ' ');
		out->exact = buf_str(&exact);
		out->low = words.v[words.n - 1].folded;
		out->high = bound(a, out->low, begins_only(&words.v[words.n - 1], true));
	}
	return true;
}

bool search_query(struct db_read *r, const struct search_question *q, struct search_result *out,
	struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct search_hits_rows rows;
	struct words words;

	*out = (struct search_result){ 0 };
	if (!take_words(a, q->words, &words, e))
		return false;
	out->words = words.n;
	if (!words.n)
		return true;
	/* half of the words at least: one common word alone is no answer to five */
	int64_t least = (int64_t)(words.n + 1) / 2;
	struct str kinds = str_fmt(a, " %.*s ", STR_ARG(q->kinds));

	if (!search_hits(r, asked(a, &words), least, kinds, q->account, q->most, &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		out->total = row->total;
		LIST_PUSH(a, &out->hits,
			((struct search_hit){ row->kind, row->object, row->code, row->title,
				row->note, row->agency_name }));
	}
	return true;
}
