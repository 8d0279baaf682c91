#include "access/browser.h"

struct known {
	const char *sign, *name;
};

/* The first that fits: most browsers name their forebears too. */
static const struct known browsers[] = {
	{ "coc_coc_browser/", "Cốc Cốc" },
	{ "Edg/", "Edge" },
	{ "EdgA/", "Edge" },
	{ "OPR/", "Opera" },
	{ "SamsungBrowser/", "Samsung Internet" },
	{ "Firefox/", "Firefox" },
	{ "FxiOS/", "Firefox" },
	{ "CriOS/", "Chrome" },
	{ "Chrome/", "Chrome" },
	{ "Safari/", "Safari" },
	{ "curl/", "curl" },
};

static const struct known systems[] = {
	{ "Windows", "Windows" },
	{ "Android", "Android" },
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Mac OS X", "macOS" },
	{ "CrOS", "ChromeOS" },
	{ "Linux", "Linux" },
};

static struct str find(const struct known *list, size_t n, struct str agent)
{
	for (size_t i = 0; i < n; i++)
		if (str_has(agent, str_z(list[i].sign)))
			return str_z(list[i].name);
	return STR_NULL;
}

struct str browser_words(struct arena *a, enum lang lang, struct str agent)
{
	struct str browser = find(browsers, COUNT(browsers), agent);
	struct str system = find(systems, COUNT(systems), agent);

	if (!browser.p)
		browser = text_get(lang, T_access_browser_unknown);
	return system.p ? TEXT(a, lang, T_access_browser_on, browser, system) : browser;
}
