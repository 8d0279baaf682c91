/*
 * Lists: items in a row in an arena.
 *
 *	LIST(struct task) tasks = { 0 };
 *	struct task *t = LIST_ADD(arena, &tasks);      a zeroed new item
 *	LIST_PUSH(arena, &numbers, 7);                 for plain values
 *	LIST_EACH(t, &tasks) printf("%zu", t->n);      t is a pointer to the item
 *
 * Adding may move the items: keep indexes, not pointers, over an add.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

#define LIST(type)          \
	struct {            \
		type *v;    \
		size_t n;   \
		size_t cap; \
	}

/* Room for one more of `size` bytes each. */
void list_grow(struct arena *a, void **v, size_t n, size_t *cap, size_t size);

#define LIST_ROOM(a, l)                                                                            \
	((l)->n == (l)->cap ? list_grow((a), (void **)&(l)->v, (l)->n, &(l)->cap, sizeof(*(l)->v)) \
			    : (void)0)

#define LIST_ADD(a, l) (LIST_ROOM((a), (l)), &(l)->v[(l)->n++])
#define LIST_PUSH(a, l, item) (LIST_ROOM((a), (l)), (void)((l)->v[(l)->n++] = (item)))

#define LIST_EACH(it, l)                                                                   \
	for (__typeof__((l)->v + 0) it = (l)->v, end_##it = (l)->n ? (l)->v + (l)->n : it; \
		it != end_##it; it++)

#endif
