/*
 * HTML as Word and Writer save it, and as it stands on pages: libxml2 makes a tree of whatever it
 * is, from here come its printed words.
 */
#include <libxml/HTMLparser.h>
#include <strings.h>

#include "base/viet.h"
#include "intake/reader.h"

enum { DEEPEST = 250, LISTS = 16 };

struct html {
	struct arena *arena;
	struct lines *lines;
	bool blank;	 /* a blank is due before the next word */
	bool words;	 /* stand in the paragraph */
	bool caps, kept; /* white space as it is: <pre> */
	struct html_list {
		enum number_format format;
		bool bullet;
		int value;
	} lists[LISTS];
	int depth;
};

static bool is(const xmlNode *n, const char *name)
{
	return strcasecmp((const char *)n->name, name) == 0;
}

static bool is_one_of(const xmlNode *n, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is(n, names[i]))
			return true;
	return false;
}

static struct str attribute(const struct html *h, const xmlNode *n, const char *name)
{
	xmlChar *v = xmlGetProp((xmlNode *)(uintptr_t)n, (const xmlChar *)name);
	struct str s = v ? str_dup(h->arena, str_z((const char *)v)) : STR_NULL;

	xmlFree(v);
	return s;
}

/* "display: none" of style="…", without regard to case and blanks. */
static bool style_says(struct arena *a, struct str style, struct str property, struct str value)
{
	struct str rest = style, one;

	while (str_split(&rest, ';', &one)) {
		size_t colon = str_find_char(one, ':', 0);

		if (colon != SIZE_MAX &&
			str_eq_nocase(str_trim(str_sub(one, 0, colon)), property) &&
			str_eq(viet_lower(a, str_trim(str_sub(one, colon + 1, one.n))), value))
			return true;
	}
	return false;
}

/* --- words */

/* White space of any kind is one blank; none at a paragraph's ends. */
static void put(struct html *h, struct str words)
{
	struct buf b = { .arena = h->arena };

	for (size_t i = 0; i < words.n; i++) {
		bool no_break = words.p[i] == '\xc2' && i + 1 < words.n && words.p[i + 1] == '\xa0';

		if (no_break || (unsigned char)words.p[i] <= ' ') {
			h->blank = h->words || b.n;
			i += no_break;
			continue;
		}
		if (h->blank)
			buf_addc(&b, ' ');
		h->blank = false;
		buf_addc(&b, words.p[i]);
	}
	h->words |= b.n > 0;
	lines_add(h->lines, h->caps ? viet_upper(h->arena, buf_str(&b)) : buf_str(&b));
}

static void put_kept(struct html *h, struct str words)
{
	struct str line;
	bool more = false;

	while (str_split(&words, '\n', &line)) {
		if (more)
			lines_break(h->lines);
		more = true;
		lines_add(h->lines, line);
	}
	h->words = true;
}

static void end_paragraph(struct html *h)
{
	lines_end(h->lines);
	h->blank = h->words = false;
}

/* --- elements */

static bool is_not_printed(const struct html *h, const xmlNode *n)
{
	static const char *const names[] = { "script", "style", "head", "title", "template",
		"object", "del", "noscript", "select", "textarea", "svg", "math", "xml" };
	struct str style = attribute(h, n, "style");

	return is_one_of(n, names, COUNT(names)) ||
	       style_says(h->arena, style, S("display"), S("none")) ||
	       style_says(h->arena, style, S("mso-hide"), S("all"));
}

static bool is_block(const xmlNode *n)
{
	static const char *const names[] = { "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li",
		"ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "section", "article",
		"header", "footer", "main", "address", "hr", "form", "figure", "body", "caption" };

	return is_one_of(n, names, COUNT(names));
}

static void begin_list(struct html *h, const xmlNode *n)
{
	struct str type = attribute(h, n, "type");
	struct str start = attribute(h, n, "start");
	struct html_list *l = &h->lists[h->depth < LISTS ? h->depth : LISTS - 1];
	int64_t first;

	h->depth++;
	*l = (struct html_list){ .bullet = is(n, "ul") };
	l->format = str_eq(type, S("a"))   ? NUMBER_LOWER_LETTER
		    : str_eq(type, S("A")) ? NUMBER_UPPER_LETTER
		    : str_eq(type, S("i")) ? NUMBER_LOWER_ROMAN
		    : str_eq(type, S("I")) ? NUMBER_UPPER_ROMAN
					   : NUMBER_DECIMAL;
	if (str_to_int(start, &first) && first > 0 && first < 100000)
		l->value = (int)first - 1;
}

static void begin_item(struct html *h, const xmlNode *n)
{
	struct html_list *l = h->depth ? &h->lists[(h->depth < LISTS ? h->depth : LISTS) - 1]
				       : NULL;
	struct str value = attribute(h, n, "value");
	struct buf b = { .arena = h->arena };
	int64_t given;

	if (!l)
		return;
	l->value++;
	if (str_to_int(value, &given) && given >= 0 && given < 100000)
		l->value = (int)given;
	if (l->bullet) {
		put(h, S("- "));
		return;
	}
	number_add(&b, l->format, l->value);
	buf_addz(&b, ". ");
	put(h, buf_str(&b));
}

static void begin(struct html *h, const xmlNode *n)
{
	if (is_block(n))
		end_paragraph(h);
	if (is(n, "ol") || is(n, "ul"))
		begin_list(h, n);
	else if (is(n, "li"))
		begin_item(h, n);
	else if (is(n, "table")) {
		end_paragraph(h);
		lines_table(h->lines);
	} else if (is(n, "tr"))
		lines_row(h->lines);
	else if (is(n, "td") || is(n, "th"))
		lines_cell(h->lines);
	else if (is(n, "br")) {
		lines_break(h->lines);
		h->blank = h->words = false;
	} else if (is(n, "ins"))
		h->lines->flags |= INTAKE_REVISED;
}

static void end(struct html *h, const xmlNode *n)
{
	if (is_block(n) || is(n, "td") || is(n, "th"))
		end_paragraph(h);
	if ((is(n, "ol") || is(n, "ul")) && h->depth)
		h->depth--;
	if (is(n, "table"))
		lines_table_end(h->lines);
}

static void walk(struct html *h, const xmlNode *n, int deep);

static void walk_element(struct html *h, const xmlNode *n, int deep)
{
	bool caps = h->caps, kept = h->kept;

	if (is(n, "del"))
		h->lines->flags |= INTAKE_REVISED;
	if (is_not_printed(h, n))
		return;
	begin(h, n);
	h->caps |= style_says(
		h->arena, attribute(h, n, "style"), S("text-transform"), S("uppercase"));
	h->kept |= is(n, "pre");
	walk(h, n->children, deep + 1);
	h->caps = caps;
	h->kept = kept;
	end(h, n);
}

static void walk(struct html *h, const xmlNode *n, int deep)
{
	if (deep > DEEPEST) {
		h->lines->fault = FAULT_LONG;
		return;
	}
	for (; n && !h->lines->fault; n = n->next) {
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
			(h->kept ? put_kept : put)(h, str_z((const char *)n->content));
		else if (n->type == XML_ELEMENT_NODE)
			walk_element(h, n, deep);
	}
}

static void be_silent(void *ctx, const char *message, ...)
{
	(void)ctx;
	(void)message;
}

/* `bytes` are UTF-8, whatever the page declares. */
bool html_read(struct arena *a, struct str bytes, struct lines *l)
{
	struct html h = { .arena = a, .lines = l };
	htmlDocPtr doc;

	xmlSetGenericErrorFunc(NULL, be_silent);
	doc = htmlReadMemory(bytes.p, (int)bytes.n, NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	if (!doc) {
		l->fault = FAULT_BROKEN;
		return false;
	}
	walk(&h, xmlDocGetRootElement(doc), 0);
	end_paragraph(&h);
	xmlFreeDoc(doc);
	return !l->fault;
}
