#include "cascade/tokens.h"

#include <stdlib.h>
#include "base/viet.h"

static bool ends_clause(struct str words, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		char c = words.p[i];

		if (c == ';' || c == '\n')
			return true;
		/* "9145/QĐ-BCĐ", "2.1" and "..." hold points that end nothing */
		if ((c == '.' || c == ':') && i + 1 < to && words.p[i + 1] == ' ')
			return true;
	}
	return false;
}

static uint64_t hash_of(struct str s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	return h;
}

/* Letters, digits and marks make a syllable; all else stands between two. */
static bool in_syllable(struct str words, size_t i, size_t *len)
{
	unsigned char c = (unsigned char)words.p[i];

	if (c < 0x80) {
		*len = 1;
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	}
	uint32_t rune = str_rune(words, i, len);

	/* Latin letters with marks and the marks themselves; typographic signs lie above */
	return rune >= 0xC0 && rune < 0x2000 && rune != 0xD7 && rune != 0xF7;
}

void tokens_of(struct arena *a, struct str words, token_list *out, token_clauses *clauses)
{
	size_t first = 0, end = 0, len;

	for (size_t i = 0; i < words.n && out->n < TOKENS_MAX;) {
		size_t from = i;

		while (i < words.n && in_syllable(words, i, &len))
			i += len;
		if (i == from) {
			(void)in_syllable(words, i, &len);
			i += len;
			continue;
		}
		if (clauses && out->n > first && ends_clause(words, end, from)) {
			LIST_PUSH(a, clauses, ((struct token_clause){ first, out->n }));
			first = out->n;
		}
		LIST_PUSH(a, out,
			((struct token){
				hash_of(viet_fold(a, str_sub(words, from, i))), from, i }));
		end = i;
	}
	if (clauses && out->n > first)
		LIST_PUSH(a, clauses, ((struct token_clause){ first, out->n }));
}

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

static uint64_t pair_of(uint64_t a, uint64_t b)
{
	uint64_t h = (a ^ (b << 17 | b >> 47)) * UINT64_C(0x9E3779B97F4A7C15);

	return (h ^ h >> 29) | 1;
}

void features_of(
	struct arena *a, const token_list *tokens, size_t from, size_t to, feature_list *out)
{
	size_t kept = 0;

	for (size_t i = from; i < to; i++) {
		LIST_PUSH(a, out, tokens->v[i].hash & ~UINT64_C(1));
		if (i + 1 < to)
			LIST_PUSH(a, out, pair_of(tokens->v[i].hash, tokens->v[i + 1].hash));
	}
	if (!out->n)
		return;
	qsort(out->v, out->n, sizeof(out->v[0]), by_value);
	for (size_t i = 0; i < out->n; i++)
		if (!kept || out->v[i] != out->v[kept - 1])
			out->v[kept++] = out->v[i];
	out->n = kept;
}
