#include "intake/xml.h"

#include <expat.h>

enum { DEEPEST = 256 };
#define SEPARATOR '\n' /* in no address of a namespace */

struct parsing {
	XML_Parser parser;
	const struct xml_handlers *h;
	void *arg;
	const enum intake_fault *stop;
	enum intake_fault fault;
	int depth;
};

static const struct {
	enum xml_space space;
	struct str address;
} spaces[] = {
	{ XML_W, S("http://schemas.openxmlformats.org/wordprocessingml/2006/main") },
	{ XML_W, S("http://purl.oclc.org/ooxml/wordprocessingml/main") },
	{ XML_MC, S("http://schemas.openxmlformats.org/markup-compatibility/2006") },
	{ XML_REL, S("http://schemas.openxmlformats.org/package/2006/relationships") },
	{ XML_TEXT, S("urn:oasis:names:tc:opendocument:xmlns:text:1.0") },
	{ XML_TABLE, S("urn:oasis:names:tc:opendocument:xmlns:table:1.0") },
	{ XML_STYLE, S("urn:oasis:names:tc:opendocument:xmlns:style:1.0") },
	{ XML_FO, S("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0") },
	{ XML_OFFICE, S("urn:oasis:names:tc:opendocument:xmlns:office:1.0") },
	{ XML_LOEXT, S("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0") },
};

static struct xml_name name_of(const char *expanded)
{
	struct str s = str_z(expanded);
	size_t at = str_find_char(s, SEPARATOR, 0);
	struct xml_name name = { XML_OTHER, s };

	if (at == SIZE_MAX)
		return name;
	name.local = str_sub(s, at + 1, s.n);
	for (size_t i = 0; i < COUNT(spaces); i++)
		if (str_eq(spaces[i].address, str_sub(s, 0, at)))
			name.space = spaces[i].space;
	return name;
}

struct str xml_attribute(const struct xml_element *x, enum xml_space space, struct str local)
{
	for (const char **at = x->attributes; *at; at += 2)
		if (xml_is(name_of(at[0]), space, local))
			return str_z(at[1]);
	return STR_NULL;
}

static void halt(struct parsing *p, enum intake_fault fault)
{
	if (!p->fault)
		p->fault = fault;
	XML_StopParser(p->parser, XML_FALSE);
}

static void XMLCALL on_begin(void *arg, const char *name, const char **attributes)
{
	struct parsing *p = arg;
	struct xml_element x = { name_of(name), attributes };

	if (++p->depth > DEEPEST)
		halt(p, FAULT_LONG);
	else
		p->h->begin(p->arg, &x);
	if (*p->stop)
		halt(p, *p->stop);
}

static void XMLCALL on_end(void *arg, const char *name)
{
	struct parsing *p = arg;

	p->depth--;
	p->h->end(p->arg, name_of(name));
	if (*p->stop)
		halt(p, *p->stop);
}

static void XMLCALL on_words(void *arg, const char *words, int n)
{
	struct parsing *p = arg;

	p->h->words(p->arg, str_n(words, (size_t)n));
	if (*p->stop)
		halt(p, *p->stop);
}

static void XMLCALL on_type(
	void *arg, const char *name, const char *system, const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	halt(arg, FAULT_FOREIGN);
}

enum intake_fault xml_read(
	struct str bytes, const struct xml_handlers *h, void *arg, const enum intake_fault *stop)
{
	struct parsing p = { .h = h, .arg = arg, .stop = stop };

	p.parser = XML_ParserCreateNS(NULL, SEPARATOR);
	if (!p.parser)
		return FAULT_LONG;
	XML_SetUserData(p.parser, &p);
	XML_SetElementHandler(p.parser, on_begin, on_end);
	XML_SetStartDoctypeDeclHandler(p.parser, on_type);
	if (h->words)
		XML_SetCharacterDataHandler(p.parser, on_words);
	if (XML_Parse(p.parser, bytes.p, (int)bytes.n, 1) != XML_STATUS_OK && !p.fault)
		p.fault = FAULT_BROKEN;
	XML_ParserFree(p.parser);
	return p.fault;
}
