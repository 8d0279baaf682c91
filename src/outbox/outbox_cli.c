/*
 * The outbox from the command line: settings, what became of messages, sending once.
 */
#include <stdio.h>

#include "access/access.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "outbox/outbox.h"
#include "outbox_sql.h"

enum { LISTED = 500, PASSWORD_BYTES = 1024 };

static bool read_settings(struct cli *c, struct outbox_settings *s, struct err *e)
{
	struct db_read *r;
	bool ok;

	if (!db_read_begin(c->db, c->arena, &r, e))
		return false;
	ok = outbox_settings_read(r, s, e);
	db_read_end(r);
	/* without value: stays as it is */
	s->password = s->sms_password = STR_NULL;
	return ok;
}

/* From where nobody looks over the shoulder: the input, or a file; never the command line. */
static const char *password_source(struct cli *c)
{
	struct str file = cli_option(c, "--password-file");

	if (cli_flag(c, "--password-stdin"))
		return "-";
	return file.p ? str_c(c->arena, file) : NULL;
}

/* Its first line. */
static bool read_password(struct cli *c, const char *source, struct str *out, struct err *e)
{
	struct str bytes, line;

	if (!source)
		return true;
	if (!cli_read_file(c, source, PASSWORD_BYTES, &bytes, e))
		return false;
	*out = str_split(&bytes, '\n', &line) ? line : S("");
	return true;
}

static void take(struct cli *c, const char *name, struct str *value)
{
	struct str given = cli_option(c, name);

	if (given.p)
		*value = given;
}

static bool write_settings(struct cli *c, const struct outbox_settings *s, struct err *e)
{
	struct change change = { 0 };
	const char *field;

	access_by_command(c->arena, PERM_outbox_manage, &change.entry);
	if (!outbox_settings_prepare(c->db, c->arena, s, &change, &field, e) ||
		!audit_change(c->db, &change, e))
		return false;
	cli_print(c, text_get(c->lang, T_outbox_settings_kept));
	return true;
}

/* COMMAND outbox set smtp
 * usage [--host HOST] [--port N] [--tls none|starttls|tls] [--user NAME]
 *            [--password-stdin|--password-file FILE] [--from ADDRESS] [--from-name TEXT] [--ca FILE]
 * help  outbox.help_set_smtp
 * db    write
 */
bool outbox_set_smtp_cmd(struct cli *c, struct err *e)
{
	struct outbox_settings s;
	struct str port = cli_option(c, "--port"), tls = cli_option(c, "--tls");
	const char *password = password_source(c);

	if (!read_settings(c, &s, e))
		return false;
	take(c, "--host", &s.host);
	take(c, "--user", &s.login);
	take(c, "--from", &s.sender);
	take(c, "--from-name", &s.sender_name);
	take(c, "--ca", &s.ca);
	if (port.p && !str_to_int(port, &s.port))
		return FAIL(e, ERR_INPUT, T_outbox_port_wrong);
	if (tls.p && !outbox_tls_of(tls, &s.tls))
		return FAIL(e, ERR_INPUT, T_outbox_tls_wrong);
	return cli_done(c, 0, 0, e) && read_password(c, password, &s.password, e) &&
	       write_settings(c, &s, e);
}

/* COMMAND outbox set sms
 * usage [--url URL] [--user NAME] [--password-stdin|--password-file FILE]
 *            [--from NUMBER] [--report-url URL]
 * help  outbox.help_set_sms
 * db    write
 */
bool outbox_set_sms_cmd(struct cli *c, struct err *e)
{
	struct outbox_settings s;
	const char *password = password_source(c);

	if (!read_settings(c, &s, e))
		return false;
	take(c, "--url", &s.sms_url);
	take(c, "--user", &s.sms_login);
	take(c, "--from", &s.sms_sender);
	take(c, "--report-url", &s.sms_report);
	return cli_done(c, 0, 0, e) && read_password(c, password, &s.sms_password, e) &&
	       write_settings(c, &s, e);
}

/* COMMAND outbox set link
 * usage URL
 * help  outbox.help_set_link
 * db    write
 */
bool outbox_set_link_cmd(struct cli *c, struct err *e)
{
	struct outbox_settings s;

	if (!read_settings(c, &s, e) || !cli_done(c, 1, 1, e))
		return false;
	s.base = str_z(c->args[0]);
	return write_settings(c, &s, e);
}

static struct str moment(struct cli *c, int64_t at)
{
	return at == DB_NULL ? S("") : time_vi(c->arena, at);
}

static void list_text(struct cli *c, const struct outbox_list_rows *rows)
{
	LIST_EACH(m, rows)
		fprintf(c->out, "%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", (long long)m->id,
			STR_ARG(text_get(c->lang, outbox_channel_text(m->channel))),
			STR_ARG(text_get(c->lang, outbox_state_text(m->state))),
			STR_ARG(m->display), STR_ARG(moment(c, m->made)),
			STR_ARG(moment(c, m->sent)), STR_ARG(m->answer));
}

static void list_json(struct cli *c, const struct outbox_list_rows *rows)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 1 };

	json_open(&j);
	json_list(&j, "messages");
	LIST_EACH(m, rows) {
		json_open_item(&j);
		json_int(&j, "id", m->id);
		json_str(&j, "channel", m->channel);
		json_str(&j, "state", m->state);
		json_str(&j, "to", m->display);
		json_int(&j, "tries", m->tries);
		json_str(&j, "answer", m->answer);
		json_time(&j, "made", m->made);
		if (m->sent == DB_NULL)
			json_null(&j, "sent");
		else
			json_time(&j, "sent", m->sent);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&b));
}

/* COMMAND outbox list
 * usage [--state queued|unknown|failed|expired|sent] [--before ID] [--json]
 * help  outbox.help_list
 * db    read
 */
bool outbox_list_cmd(struct cli *c, struct err *e)
{
	struct str state = cli_option(c, "--state"), before = cli_option(c, "--before");
	struct outbox_list_rows rows;
	int64_t id = INT64_MAX;
	struct db_read *r;
	bool ok;

	if (state.p && outbox_state_text(state) == T_NONE)
		return FAIL(e, ERR_INPUT, T_outbox_state_wrong, state);
	if (before.p && !str_to_int(before, &id))
		return FAIL(e, ERR_INPUT, T_outbox_id_wrong, before);
	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	ok = outbox_list(r, ACCOUNT_SYSTEM, state, id, LISTED, &rows, e);
	db_read_end(r);
	if (!ok)
		return false;
	if (c->json)
		list_json(c, &rows);
	else
		list_text(c, &rows);
	return true;
}

typedef bool (*prepare_fn)(struct arena *a, int64_t id, struct change *c, struct err *e);

static bool each_id(struct cli *c, prepare_fn prepare, struct err *e)
{
	for (int i = 0; i < c->n_args; i++) {
		struct change change = { 0 };
		int64_t id;

		if (!str_to_int(str_z(c->args[i]), &id))
			return FAIL(e, ERR_INPUT, T_outbox_id_wrong, str_z(c->args[i]));
		access_by_command(c->arena, PERM_outbox_manage, &change.entry);
		if (!prepare(c->arena, id, &change, e) || !audit_change(c->db, &change, e))
			return false;
	}
	return true;
}

/* COMMAND outbox retry
 * usage ID…
 * help  outbox.help_retry
 * db    write
 */
bool outbox_retry_cmd(struct cli *c, struct err *e)
{
	return cli_done(c, 1, -1, e) && each_id(c, outbox_again_prepare, e);
}

/* COMMAND outbox arrived
 * usage ID…
 * help  outbox.help_arrived
 * db    write
 */
bool outbox_arrived_cmd(struct cli *c, struct err *e)
{
	return cli_done(c, 1, -1, e) && each_id(c, outbox_arrived_prepare, e);
}

/* COMMAND outbox send
 * usage
 * help  outbox.help_send
 * db    write
 */
bool outbox_send_cmd(struct cli *c, struct err *e)
{
	struct outbox_sent sent;

	if (!cli_done(c, 0, 0, e) || !outbox_send(c->db, &sent, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_outbox_sent_now,
			     str_fmt(c->arena, "%lld", (long long)sent.sent),
			     str_fmt(c->arena, "%lld", (long long)sent.again),
			     str_fmt(c->arena, "%lld", (long long)sent.failed),
			     str_fmt(c->arena, "%lld", (long long)sent.unknown)));
	return true;
}
