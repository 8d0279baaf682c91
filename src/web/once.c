#include "web/once.h"

#include <sodium.h>

enum { MAC = 16, MAC_TEXT = 2 * MAC };

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
			    (ch >= '0' && ch <= '9') || ch == '-' || ch == '_' || ch == '.'))
			return false;
	}
	return s.n > 0 && s.n <= ONCE_MAX;
}

static bool mac_of(struct str session, struct str text, char hex[MAC_TEXT + 1])
{
	unsigned char mac[MAC];

	if (session.n < crypto_generichash_KEYBYTES_MIN ||
		session.n > crypto_generichash_KEYBYTES_MAX)
		return false;
	crypto_generichash(mac, sizeof(mac), (const unsigned char *)text.p, text.n,
		(const unsigned char *)session.p, session.n);
	sodium_bin2hex(hex, MAC_TEXT + 1, mac, sizeof(mac));
	return true;
}

struct str once_bind(struct arena *a, struct str session, struct str text)
{
	char hex[MAC_TEXT + 1];

	if (!is_plain(text) || !mac_of(session, text, hex))
		return STR_NULL;
	return str_fmt(a, "%s%.*s", hex, STR_ARG(text));
}

struct str once_read(struct str session, struct str value)
{
	struct str text = str_sub(value, MAC_TEXT, value.n);
	char hex[MAC_TEXT + 1];

	if (value.n <= MAC_TEXT || !is_plain(text) || !mac_of(session, text, hex) ||
		sodium_memcmp(hex, value.p, MAC_TEXT) != 0)
		return STR_NULL;
	return text;
}
