/*
 * The names of permissions, both ways.
 */
#include "access/actor.h"

_Static_assert(PERM_COUNT <= 64, "struct actor keeps permissions in 64 bits");

static const char *const names[PERM_COUNT] = {
	[PERM_PUBLIC] = "public",
	[PERM_ENROL] = "enrol",
	[PERM_LOGIN] = "login",
#define PERMISSION(id, name) [PERM_##id] = name,
#include "access/permissions.def"
#undef PERMISSION
};

const char *permission_name(enum permission p)
{
	return names[p];
}

enum permission permission_of(struct str name)
{
	for (int p = 0; p < PERM_COUNT; p++)
		if (str_eq(str_z(names[p]), name))
			return (enum permission)p;
	return PERM_COUNT;
}
