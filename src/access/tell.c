#include "access/tell.h"

#include "rescue_sql.h"

static access_tell_fn *tell;

void access_tell_by(access_tell_fn *fn)
{
	tell = fn;
}

bool access_tell(struct db_write *w, int64_t account, const struct access_news *news, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct tell_account_row row;
	bool found;

	if (!tell)
		return true;
	if (!tell_account(db_write_read(w), account, &row, &found, e) || !found)
		return e->code == ERR_NONE;
	enum lang lang = text_lang(row.lang);
	struct access_told m = {
		.account = account,
		.key = str_fmt(a, "%.*s/%lld", STR_ARG(news->key), (long long)account),
		.subject = text_get(lang, news->subject),
		.body = TEXT(a, lang, news->body, news->first, news->second, news->third),
		.link = news->link,
	};

	return tell(w, &m, e);
}
