/*
 * One's own account: who am I, what may I do, where am I logged in; language, theme,
 * password.
 */
#include "access/own_web.h"

#include "access/account.h"
#include "access/session.h"
#include "access_routes.h"
#include "factor_sql.h"
#include "urls.h"
#include "web/url.h"
#include "web/request.h"

/* ROUTE account
 * GET        /account
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       own_page
 * json       account_json /api/v1/account
 * export     none
 * title      access.own
 */
bool account(struct request *rq, const struct account_in *in, struct own_page *page, struct err *e)
{
	struct factor_of_row factor;
	int64_t now = clock_now();
	bool found;

	(void)in;
	page->actor = rq->actor;
	for (int p = PERM_LOGIN + 1; p < PERM_COUNT; p++)
		if (actor_may(&rq->actor, (enum permission)p))
			LIST_PUSH(rq->arena, &page->permissions,
				str_z(permission_name((enum permission)p)));
	if (!factor_of(rq->read, rq->actor.account, &factor, &found, e))
		return false;
	page->factors = found && factor.factors;
	return access_grant_rows(rq->read, rq->actor.account, &page->grants, e) &&
	       access_session_rows(rq->read, rq->actor.account, now, &page->sessions, e);
}

void account_json(struct json *j, const struct own_page *p)
{
	json_str(j, "name", p->actor.name);
	json_str(j, "display", p->actor.display);
	if (p->actor.agency)
		json_int(j, "agency", p->actor.agency);
	json_str(j, "agency_name", p->actor.agency_name);
	json_str(j, "language", str_z(text_lang_code(p->actor.lang)));
	json_list(j, "permissions");
	LIST_EACH(name, &p->permissions)
		json_str(j, NULL, *name);
	json_end(j);
	json_list(j, "sessions");
	LIST_EACH(s, &p->sessions) {
		json_open_item(j);
		json_int(j, "id", s->id);
		json_time(j, "made", s->made_at);
		json_time(j, "seen", s->seen);
		json_str(j, "agent", s->agent);
		json_str(j, "network", s->network);
		json_str(j, "factor", s->factor);
		json_bool(j, "this", s->id == p->actor.session_id);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE account_language
 * POST       /account/language
 * form       lang:word next:text(300)?
 * permission enrol
 * scope      own
 * csrf       token
 * audit      account.language
 * body       2K
 * rate       change
 * again      account
 * json       none
 * title      access.language
 */
bool account_language(
	struct request *rq, const struct account_language_in *in, struct change *c, struct err *e)
{
	enum lang lang = text_lang(in->lang);

	if (!str_eq(in->lang, str_z(text_lang_code(lang))))
		return request_refuse(rq, "lang", e, ERR_INPUT, T_access_no_language);
	request_redirect(
		rq, in->next.p && url_is_local(in->next) ? in->next : url_account(rq->arena));
	return account_prepare_lang(rq->arena, &rq->actor, lang, c, e);
}

/* ROUTE account_theme
 * POST       /account/theme
 * form       theme:word
 * permission login
 * scope      own
 * csrf       token
 * audit      account.theme
 * body       1K
 * rate       change
 * again      account
 * json       none
 * title      access.theme
 */
bool account_theme(
	struct request *rq, const struct account_theme_in *in, struct change *c, struct err *e)
{
	static const char *const names[] = { "system", "light", "dark" };
	size_t theme = 0;

	while (theme < COUNT(names) && !str_eq(in->theme, str_z(names[theme])))
		theme++;
	if (theme == COUNT(names))
		return request_refuse(rq, "theme", e, ERR_INPUT, T_access_no_theme);
	request_redirect(rq, url_account(rq->arena));
	return account_prepare_theme(rq->arena, &rq->actor, (enum theme)theme, c, e);
}

/* ROUTE account_password
 * POST       /account/password
 * form       old:secret(1024) fresh:secret(1024) again:secret(1024)
 * permission login
 * scope      own
 * csrf       token
 * audit      account.password
 * body       8K
 * rate       login
 * again      account
 * json       none
 * title      access.password_change
 */
bool account_password(
	struct request *rq, const struct account_password_in *in, struct change *c, struct err *e)
{
	if (!str_eq(in->fresh, in->again))
		return request_refuse(rq, "again", e, ERR_INPUT, T_access_password_twice);
	if (!account_prepare_password(rq->read, &rq->actor, in->old, in->fresh, c, e)) {
		request_field(rq, e->text == T_access_password_wrong ? "old" : "fresh");
		return false;
	}
	request_redirect(rq, url_account(rq->arena));
	return true;
}

/* ROUTE account_session_end
 * POST       /account/sessions/{session:int}/end
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      account.session_end
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.session_end
 */
bool account_session_end(struct request *rq, const struct account_session_end_in *in,
	struct change *c, struct err *e)
{
	request_redirect(rq, url_account(rq->arena));
	return account_prepare_session_end(rq->arena, &rq->actor, in->session, c, e);
}

/* ROUTE account_sessions_end
 * POST       /account/sessions/end
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      account.sessions_end
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.sessions_end
 */
bool account_sessions_end(struct request *rq, const struct account_sessions_end_in *in,
	struct change *c, struct err *e)
{
	(void)in;
	request_redirect(rq, url_account(rq->arena));
	return account_prepare_sessions_end(rq->arena, &rq->actor, c, e);
}
