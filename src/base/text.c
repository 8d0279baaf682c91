#include "base/text.h"

#include "base/arena.h"

struct str text_get(enum lang lang, enum text_id id)
{
	for (size_t i = id;; i++) {
		const struct text_slot *slot = &text_table[i & (text_slots - 1)];

		if (slot->id == id || slot->id == T_NONE)
			return slot->in[lang];
	}
}

struct str text_fill(
	struct arena *a, enum lang lang, enum text_id id, const struct str *args, size_t n)
{
	struct str text = text_get(lang, id);
	struct buf b = { .arena = a };

	for (size_t i = 0; i < text.n; i++) {
		size_t k = i + 2 < text.n && text.p[i] == '{' && text.p[i + 2] == '}'
				   ? (size_t)(text.p[i + 1] - '1')
				   : n;

		if (k < n) {
			buf_add(&b, args[k]);
			i += 2;
		} else {
			buf_addc(&b, text.p[i]);
		}
	}
	return buf_str(&b);
}

struct str text_number(struct arena *a, enum lang lang, int64_t n)
{
	struct str digits = str_fmt(a, "%lld", (long long)n);
	struct buf b = { .arena = a };

	for (size_t i = 0; i < digits.n; i++) {
		if (i > (n < 0) && (digits.n - i) % 3 == 0)
			buf_addc(&b, lang == LANG_VI ? '.' : ',');
		buf_addc(&b, digits.p[i]);
	}
	return buf_str(&b);
}

enum lang text_lang(struct str code)
{
	return str_eq(code, S("en")) ? LANG_EN : LANG_VI;
}

const char *text_lang_code(enum lang lang)
{
	return lang == LANG_EN ? "en" : "vi";
}
