#include "base/list.h"

#include <stdint.h>
#include <string.h>

void list_grow(struct arena *a, void **v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 8;
	void *wider = arena_alloc_n(a, more, size);

	if (n)
		memcpy(wider, *v, n * size);
	*v = wider;
	*cap = more;
}
