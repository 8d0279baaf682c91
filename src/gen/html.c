#include "gen/html.h"

bool html_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == ':';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* Adds a byte to a name kept in lower case; names longer than the room are cut, which
 * none of those that matter is. */
static void grow(char *name, size_t room, char c)
{
	size_t n = strlen(name);

	if (n + 1 < room) {
		name[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		name[n + 1] = '\0';
	}
}

static const char *tag_named(const struct html_state *h)
{
	static const char *const refused[] = { "iframe", "object", "embed", "base", "plaintext",
		"xmp", "noframes", "noembed", "noscript", "frame", "applet", NULL };

	return one_of(h->tag, refused) ? "this element does not belong in a template" : NULL;
}

static const char *attr_named(struct html_state *h)
{
	static const char *const addresses[] = { "href", "src", "action", "formaction",
		"xlink:href", "poster", "data", "ping", "srcset", "cite", "background", "manifest",
		NULL };
	static const char *const refused[] = { "style", "srcdoc", "http-equiv", NULL };

	h->address = one_of(h->attr, addresses) ? HTML_ADDRESS_START : HTML_NO_ADDRESS;
	if (strncmp(h->attr, "on", 2) == 0)
		return "an attribute that runs script";
	return one_of(h->attr, refused) ? "this attribute does not belong in a template" : NULL;
}

static const char *tag_closed(struct html_state *h)
{
	const char *why = NULL;
	bool form = strcmp(h->tag, "form") == 0;

	if (strcmp(h->tag, "pre") == 0 || strcmp(h->tag, "textarea") == 0)
		h->keep = !h->end_tag;
	if (form && h->end_tag && h->csrf_due)
		why = "a form with method=\"post\" without {{csrf}}";
	if (form)
		h->csrf_due = !h->end_tag && h->post;
	h->place = HTML_TEXT;
	h->line_start = false;
	if (!h->end_tag && (strcmp(h->tag, "script") == 0 || strcmp(h->tag, "style") == 0))
		h->place = HTML_EMPTY_RAW;
	return why;
}

/* A byte between attributes, or the first that ends a name. */
static const char *in_tag(struct html_state *h, char c)
{
	if (c == '>')
		return tag_closed(h);
	if (is_blank(c)) {
		h->place = HTML_TAG;
		return NULL;
	}
	if (c == '/') {
		h->place = HTML_TAG_TIGHT;
		return NULL;
	}
	if (h->place == HTML_TAG_TIGHT)
		return "a blank must stand between attributes";
	if (!html_name_byte(c))
		return "not the name of an attribute";
	h->place = HTML_ATTR_NAME;
	h->attr[0] = '\0';
	grow(h->attr, sizeof(h->attr), c);
	return NULL;
}

static const char *in_attr_name(struct html_state *h, char c)
{
	const char *why;

	if (html_name_byte(c)) {
		grow(h->attr, sizeof(h->attr), c);
		return NULL;
	}
	why = attr_named(h);
	if (c == '=') {
		h->place = HTML_ATTR_EQUALS;
		return why;
	}
	h->place = HTML_TAG_TIGHT;
	return why ? why : in_tag(h, c);
}

static const char *in_equals(struct html_state *h, char c)
{
	if (c != '"' && c != '\'')
		return "a value must be quoted";
	h->place = HTML_ATTR_VALUE;
	h->quote = c;
	h->value[0] = '\0';
	return NULL;
}

static const char *in_value(struct html_state *h, char c)
{
	if (c == h->quote) {
		bool form = strcmp(h->tag, "form") == 0 && strcmp(h->attr, "method") == 0;

		if (form)
			h->post = strcmp(h->value, "post") == 0;
		h->place = HTML_TAG_TIGHT;
		return h->address == HTML_ADDRESS_START ? "an address that is empty" : NULL;
	}
	grow(h->value, sizeof(h->value), c);
	if (h->address == HTML_ADDRESS_FREE || h->address == HTML_NO_ADDRESS)
		return NULL;
	if (c == '#') {
		h->address = HTML_ADDRESS_FREE;
		return NULL;
	}
	if (h->address == HTML_ADDRESS_START && strncmp("tel:", h->value, strlen(h->value)) == 0) {
		if (strcmp(h->value, "tel:") == 0)
			h->address = HTML_ADDRESS_FREE;
		return NULL;
	}
	return "an address comes from {{url}}, {{asset}} or {{href}}, or is #… or tel:…";
}

/* Drops the comment; its bytes are not written. */
static void in_comment(struct html_state *h, char c)
{
	if (c == '>' && h->dashes >= 2)
		h->place = HTML_TEXT;
	h->dashes = (unsigned char)(c == '-' ? (h->dashes < 2 ? h->dashes + 1 : 2) : 0);
}

static const char *in_tag_name(struct html_state *h, char c, struct buf *out)
{
	if (strcmp(h->tag, "!--") == 0) {
		out->n -= 5; /* "<!--" and this byte were written before it was known */
		h->place = HTML_COMMENT;
		h->dashes = 0;
		in_comment(h, c);
		return NULL;
	}
	if (html_name_byte(c)) {
		grow(h->tag, sizeof(h->tag), c);
		return NULL;
	}
	if (c == '/' && h->tag[0] == '\0' && !h->end_tag) {
		h->end_tag = true;
		return NULL;
	}
	if (c == '!' && h->tag[0] == '\0') {
		grow(h->tag, sizeof(h->tag), c);
		return NULL;
	}
	if (h->tag[0] == '\0')
		return "a < that begins no tag (write &lt;)";
	const char *why = tag_named(h);

	h->place = HTML_TAG_TIGHT;
	return why ? why : in_tag(h, c);
}

static const char *in_text(struct html_state *h, char c, struct buf *out)
{
	if (is_blank(c) && !h->keep) {
		h->blank = true;
		h->line = h->line || c == '\n';
		return NULL;
	}
	html_settle(h, out);
	buf_addc(out, c);
	h->line_start = false;
	if (c == '<') {
		h->place = HTML_TAG_NAME;
		h->end_tag = h->post = false;
		h->tag[0] = '\0';
	}
	return NULL;
}

const char *html_byte(struct html_state *h, char c, struct buf *out)
{
	switch (h->place) {
	case HTML_TEXT:
		return in_text(h, c, out);
	case HTML_COMMENT:
		in_comment(h, c);
		return NULL;
	case HTML_EMPTY_RAW:
		if (c != '<')
			return "script and style stand in files of their own";
		return in_text(h, c, out);
	default:
		break;
	}
	/* The bytes of a tag go out as they are, a line as a blank. */
	if (!(h->place == HTML_TAG && is_blank(c)))
		buf_addc(out, (char)(is_blank(c) ? ' ' : c));
	switch (h->place) {
	case HTML_TAG_NAME:
		return in_tag_name(h, c, out);
	case HTML_ATTR_NAME:
		return in_attr_name(h, c);
	case HTML_ATTR_EQUALS:
		return in_equals(h, c);
	case HTML_ATTR_VALUE:
		return in_value(h, c);
	default:
		return in_tag(h, c);
	}
}

void html_settle(struct html_state *h, struct buf *out)
{
	if (h->blank && !h->line_start) {
		buf_addc(out, h->line ? '\n' : ' ');
		h->line_start = h->line;
	}
	h->blank = h->line = false;
}

/* A directive ends a name that was being read. */
static const char *end_name(struct html_state *h)
{
	const char *why = NULL;

	if (h->place == HTML_TAG_NAME) {
		if (h->tag[0] == '\0' || h->tag[0] == '!')
			return "not inside the start of a tag";
		why = tag_named(h);
		h->place = HTML_TAG_TIGHT;
	} else if (h->place == HTML_ATTR_NAME) {
		why = attr_named(h);
		h->place = HTML_TAG_TIGHT;
	}
	return why;
}

const char *html_control(struct html_state *h)
{
	const char *why = end_name(h);

	if (why)
		return why;
	switch (h->place) {
	case HTML_ATTR_EQUALS:
		return "a value must be quoted";
	case HTML_COMMENT:
	case HTML_EMPTY_RAW:
		return "nothing is worked out inside a comment, script or style";
	default:
		return NULL;
	}
}

static const char *printing_value(struct html_state *h, enum html_print what)
{
	if (strcmp(h->tag, "form") == 0 && strcmp(h->attr, "method") == 0)
		return "the method of a form stands in the template";
	if (what == HTML_MARKUP)
		return "elements cannot stand inside a value";
	if (what == HTML_ADDRESS) {
		if (h->address != HTML_ADDRESS_START)
			return "an address stands alone in href, src or action";
		h->address = HTML_ADDRESS_MADE;
		return NULL;
	}
	if (h->address != HTML_NO_ADDRESS && h->address != HTML_ADDRESS_FREE)
		return "an address comes from {{url}}, {{asset}} or {{href}}";
	return NULL;
}

const char *html_printing(struct html_state *h, enum html_print what)
{
	switch (h->place) {
	case HTML_TEXT:
		if (what == HTML_ADDRESS)
			return "an address stands in href, src or action";
		return what == HTML_MARKUP && h->keep ? "no elements inside pre and textarea"
						      : NULL;
	case HTML_ATTR_VALUE:
		return printing_value(h, what);
	case HTML_ATTR_EQUALS:
		return "a value must be quoted";
	case HTML_TAG:
	case HTML_TAG_TIGHT:
	case HTML_TAG_NAME:
	case HTML_ATTR_NAME:
		return "inside a tag only values are worked out";
	default:
		return "nothing is worked out inside a comment, script or style";
	}
}

const char *html_end(struct html_state *h)
{
	if (h->place != HTML_TEXT)
		return "the template ends inside a tag or comment";
	if (h->csrf_due)
		return "the template ends inside a form with method=\"post\"";
	return NULL;
}

static bool in_open_tag(const struct html_state *h)
{
	return h->place == HTML_TAG || h->place == HTML_TAG_TIGHT;
}

bool html_merge(struct html_state *a, const struct html_state *b)
{
	if (in_open_tag(a) && in_open_tag(b)) {
		if (strcmp(a->tag, b->tag) != 0)
			return false;
		if (b->place == HTML_TAG_TIGHT)
			a->place = HTML_TAG_TIGHT;
		a->post = a->post || b->post;
		return true;
	}
	if (a->place != b->place || a->keep != b->keep || a->csrf_due != b->csrf_due)
		return false;
	if (a->place == HTML_ATTR_VALUE && (a->quote != b->quote || a->address != b->address))
		return false;
	a->line_start = a->line_start && b->line_start;
	return true;
}
