#include "reading/letters.h"

#include <utf8proc.h>

struct letter letter_beyond(uint32_t rune)
{
	utf8proc_category_t c = utf8proc_category((int32_t)rune);

	if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
		return (struct letter){ .plain = 0xFFFF, .flags = LETTER_IS };
	return (struct letter){ 0 };
}

uint32_t letter_lower(uint32_t rune)
{
	struct letter l = letter_of(rune);

	if (!(l.flags & LETTER_UPPER))
		return rune;
	return l.flags & LETTER_VIET ? letter_with(l.plain, l.tone, false)
				     : (uint32_t)utf8proc_tolower((int32_t)rune);
}
