#include "intake/package.h"

static enum intake_fault fault_of(enum unzip_fault fault)
{
	return fault == UNZIP_LOCKED	? FAULT_LOCKED
	       : fault == UNZIP_SWOLLEN ? FAULT_SWOLLEN
					: FAULT_BROKEN;
}

bool package_open(struct arena *a, struct str bytes, struct unzip *z, struct lines *l)
{
	enum unzip_fault fault = unzip_open(a, bytes, z);

	if (fault != UNZIP_SOUND) {
		l->fault = fault_of(fault);
		return false;
	}
	if (unzip_has_macros(z))
		l->fault = FAULT_MACROS;
	return !l->fault;
}

struct str package_part(struct arena *a, const struct unzip *z, struct str name, struct lines *l)
{
	const struct unzip_member *m = unzip_find(z, name);

	if (!m)
		return STR_NULL;
	if (m->size > PART_MAX) {
		l->fault = FAULT_SWOLLEN;
		return STR_NULL;
	}
	/* one more than it says: a member that lies about its size is broken */
	struct str part = unzip_read(a, m, (size_t)m->size + 1);

	if (part.p && part.n == m->size)
		return part;
	l->fault = FAULT_BROKEN;
	return STR_NULL;
}
