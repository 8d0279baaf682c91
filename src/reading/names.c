/*
 * The names of rules, flags, roles as files and commands show them.
 */
#include "reading/reading.h"

static const char *const rules[] = {
#define RULE(id, stage, name) name,
#include "reading/rules.def"
#undef RULE
};

static const char *const flags[] = {
#define FLAG(id) #id,
#include "reading/flags.def"
#undef FLAG
};

const char *reading_rule_name(enum reading_rule rule)
{
	return rules[rule];
}

const char *reading_flag_name(enum reading_flag_code code)
{
	return flags[code];
}

const char *reading_sure_name(enum reading_sure sure)
{
	static const char *const names[] = { "certain", "likely", "doubtful" };

	return names[sure];
}

const char *reading_role_name(enum reading_role role)
{
	static const char *const names[] = { "lead", "coordinating", "joint", "requested" };

	return names[role];
}

const char *reading_scope_name(enum reading_scope scope)
{
	static const char *const names[] = { "none", "inline", "group", "section", "heading",
		"subject", "table" };

	return names[scope];
}

const char *reading_part_name(enum reading_part part)
{
	static const char *const names[] = { "aims", "tasks", "organisation", "roadmap", "budget",
		"articles" };

	return names[part];
}

const char *reading_kind_name(enum reading_kind kind)
{
	static const char *const names[] = { "heading", "task", "text", "assignment" };

	return names[kind];
}

const char *reading_period_name(enum reading_period p)
{
	static const char *const names[] = { "once", "month", "quarter", "half_year", "year",
		"week" };

	return names[p];
}
