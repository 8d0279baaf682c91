#include "urge/people.h"

static const char *const words[WHOMS] = { "officer", "chief", "standing" };

const char *whom_word(enum whom whom)
{
	return words[whom];
}

enum whom whom_of(struct str word)
{
	enum whom w = 0;

	while (w < WHOMS && !str_eq(word, str_z(words[w])))
		w++;
	return w;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool people_read(struct arena *a, struct db_read *r, struct people *p, struct err *e)
{
	*p = (struct people){ 0 };
	if (!urge_people(r, &p->all, e) || !urge_plans(r, &p->plans, e))
		return false;
	LIST_EACH(x, &p->all)
		LIST_PUSH(a, &p->ids, x->account);
	if (p->ids.n)
		qsort(p->ids.v, p->ids.n, sizeof(*p->ids.v), by_value);
	return true;
}

/* The first of an agency. */
static size_t first_of(const struct people *p, int64_t agency)
{
	size_t low = 0, high = p->all.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->all.v[mid].agency < agency)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int64_t people_standing(const struct people *p, int64_t plan)
{
	size_t low = 0, high = p->plans.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->plans.v[mid].id < plan)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->plans.n && p->plans.v[low].id == plan ? p->plans.v[low].standing : DB_NULL;
}

static bool fits(const struct urge_people_row *x, enum whom whom)
{
	return whom == WHOM_OFFICER ? x->acts : whom == WHOM_CHIEF ? x->leads : x->urges;
}

static size_t add_agency(
	struct arena *a, const struct people *p, int64_t agency, enum whom whom, account_list *out)
{
	size_t added = 0;

	for (size_t i = first_of(p, agency); i < p->all.n && p->all.v[i].agency == agency; i++)
		if (fits(&p->all.v[i], whom)) {
			LIST_PUSH(a, out, p->all.v[i].account);
			added++;
		}
	return added;
}

static size_t add_officer(
	struct arena *a, const struct people *p, const struct owed *o, account_list *out)
{
	if (o->officer == DB_NULL || !p->ids.n ||
		!bsearch(&o->officer, p->ids.v, p->ids.n, sizeof(*p->ids.v), by_value))
		return add_agency(a, p, o->agency, WHOM_OFFICER, out);
	LIST_PUSH(a, out, o->officer);
	return 1;
}

void people_for(struct arena *a, const struct people *p, const struct owed *o, enum whom whom,
	account_list *out)
{
	size_t added = 0;

	if (whom == WHOM_CHIEF && o->asked)
		return;
	if (whom == WHOM_OFFICER)
		added = add_officer(a, p, o, out);
	else if (whom == WHOM_CHIEF)
		added = add_agency(a, p, o->agency, WHOM_CHIEF, out);
	if (added == 0 && (whom == WHOM_STANDING || o->over))
		add_agency(a, p, people_standing(p, o->plan), WHOM_STANDING, out);
}
