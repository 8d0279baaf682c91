/*
 * The round by hand: for trying, and where the server's own hour does not suit.
 */
#include "access/access.h"
#include "base/cli.h"
#include "commands.h"
#include "urge/urge.h"
#include "urge_sql.h"

static struct str number(struct cli *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

/* COMMAND urge round
 * usage [--day D]
 * help  urge.help_round
 * db    write
 */
bool urge_round_cmd(struct cli *c, struct err *e)
{
	struct urge_round round;
	struct date day;

	if (!cli_date(c, "--day", date_today(), &day, e) || !cli_done(c, 0, 0, e) ||
		!urge_round(c->db, day, &round, e))
		return false;
	if (round.busy)
		return FAIL(e, ERR_BUSY, T_urge_busy);
	if (round.done)
		cli_print(c, TEXT(c->arena, c->lang, T_urge_done_before, date_vi(c->arena, day)));
	else
		cli_print(c, TEXT(c->arena, c->lang, T_urge_round_done, date_vi(c->arena, day),
				     number(c, round.reminders), number(c, round.people)));
	return true;
}

/* COMMAND urge escalate
 * usage
 * help  urge.help_escalate
 * db    write
 */
bool urge_escalate_cmd(struct cli *c, struct err *e)
{
	int64_t passed;

	if (!cli_done(c, 0, 0, e) || !urge_escalate(c->db, clock_now(), &passed, e))
		return false;
	cli_print(c, TEXT(c->arena, c->lang, T_urge_passed, number(c, passed)));
	return true;
}

/* COMMAND urge set
 * usage [--hour H] [--ack-hours N]
 * help  urge.help_set
 * db    write
 */
bool urge_set_cmd(struct cli *c, struct err *e)
{
	struct str hour = cli_option(c, "--hour"), ack = cli_option(c, "--ack-hours");
	struct change change = { 0 };
	struct urge_settings_row row;
	struct db_read *r;
	bool ok, found;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	ok = urge_settings(r, &row, &found, e);
	db_read_end(r);
	if (!ok)
		return false;
	if (hour.p && !str_to_int(hour, &row.hour))
		return FAIL(e, ERR_INPUT, T_urge_hour_wrong);
	if (ack.p && !str_to_int(ack, &row.ack_hours))
		return FAIL(e, ERR_INPUT, T_urge_ack_hours_wrong);
	access_by_command(c->arena, PERM_outbox_manage, &change.entry);
	return urge_settings_prepare(c->arena, row.hour, row.ack_hours, row.version, &change, e) &&
	       audit_change(c->db, &change, e);
}
