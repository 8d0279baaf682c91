/*
 * XML of a document's parts, event by event (expat). Names come with their namespace as one of a
 * few letters; what declares a type of document is refused, so that there are no entities to
 * unfold and nothing to fetch.
 */
#ifndef INTAKE_XML_H
#define INTAKE_XML_H

#include "intake/reader.h"

/* The namespaces that are told apart. */
enum xml_space {
	XML_OTHER,
	XML_W,
	XML_MC,
	XML_REL,
	XML_TEXT,
	XML_TABLE,
	XML_STYLE,
	XML_FO,
	XML_OFFICE,
	XML_LOEXT
};

struct xml_name {
	enum xml_space space;
	struct str local;
};

static inline bool xml_is(struct xml_name name, enum xml_space space, struct str local)
{
	return name.space == space && str_eq(name.local, local);
}

struct xml_element {
	struct xml_name name;
	const char **attributes; /* names and values as expat has them */
};

/* An attribute's value, which lives until the handler returns; no value where there is none. A
 * namespace of XML_OTHER asks for one without. */
struct str xml_attribute(const struct xml_element *x, enum xml_space space, struct str local);

struct xml_handlers {
	void (*begin)(void *arg, const struct xml_element *x);
	void (*end)(void *arg, struct xml_name name);
	void (*words)(void *arg, struct str words); /* NULL: not wanted */
};

/* FAULT_BROKEN, FAULT_FOREIGN, FAULT_LONG (deeper than anybody writes); also stops, with it, where
 * *stop is no longer FAULT_NONE. */
enum intake_fault xml_read(
	struct str bytes, const struct xml_handlers *h, void *arg, const enum intake_fault *stop);

#endif
