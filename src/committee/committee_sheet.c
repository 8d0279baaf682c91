/*
 * The directory and its registers as tables to take away.
 */
#include "committee/committee_web.h"
#include "committee/directive_web.h"
#include "committee/meeting_web.h"
#include "committee/team_web.h"
#include "committee_routes.h"

void committee_list_sheet(struct sheet *s, const struct committee_list_page *p)
{
	sheet_column(s, SHEET_TEXT, T_committee_committee);
	sheet_column(s, SHEET_TEXT, T_committee_standing);
	sheet_column(s, SHEET_INT, T_committee_seats);
	sheet_column(s, SHEET_INT, T_committee_meetings_held);
	sheet_column(s, SHEET_DATE, T_committee_next_meeting);
	LIST_EACH(c, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, c->name);
		sheet_text(s, c->standing);
		if (!c->reads)
			continue;
		sheet_int(s, c->seats);
		sheet_int(s, c->meetings);
		sheet_date(s, c->next_meeting);
	}
}

void committee_members_sheet(struct sheet *s, const struct committee_members_page *p)
{
	sheet_title(s, p->head.c.name);
	sheet_note(s, TEXT(s->arena, s->lang, T_committee_members_on, p->head.c.name,
			      date_vi(s->arena, p->on)));
	sheet_column(s, SHEET_TEXT, T_committee_body);
	sheet_column(s, SHEET_TEXT, T_committee_role);
	sheet_column(s, SHEET_TEXT, T_committee_post);
	sheet_column(s, SHEET_TEXT, T_committee_agency);
	sheet_column(s, SHEET_TEXT, T_committee_holder);
	sheet_column(s, SHEET_DATE, T_committee_first_day);
	sheet_column(s, SHEET_DATE, T_committee_last_day);
	sheet_column(s, SHEET_TEXT, T_committee_citation);
	LIST_EACH(x, &p->seats) {
		if (!sheet_row(s))
			return;
		sheet_word(s, committee_word(&committee_bodies, x->body));
		sheet_word(s, committee_word(&committee_roles, x->role));
		sheet_text(s, x->post);
		sheet_text(s, x->agency);
		sheet_text(s, x->holder.n ? x->holder : x->account);
		sheet_date(s, x->valid_from);
		sheet_date(s, x->valid_to);
		sheet_text(s, x->citation);
	}
}

void committee_contacts_sheet(struct sheet *s, const struct committee_contacts_page *p)
{
	sheet_title(s, p->head.c.name);
	sheet_note(s, TEXT(s->arena, s->lang, T_committee_contacts_on, p->head.c.name,
			      date_vi(s->arena, p->on)));
	sheet_column(s, SHEET_TEXT, T_committee_agency);
	sheet_column(s, SHEET_TEXT, T_committee_contact);
	sheet_column(s, SHEET_TEXT, T_committee_phone);
	sheet_column(s, SHEET_TEXT, T_committee_email);
	sheet_column(s, SHEET_TEXT, T_committee_address);
	sheet_column(s, SHEET_TEXT, T_committee_hours);
	sheet_column(s, SHEET_DATE, T_committee_first_day);
	sheet_column(s, SHEET_DATE, T_committee_last_day);
	LIST_EACH(k, &p->contacts) {
		if (!sheet_row(s))
			return;
		sheet_text(s, k->agency);
		sheet_text(s, k->post);
		sheet_text(s, k->phone);
		sheet_text(s, k->email);
		sheet_text(s, k->address);
		sheet_text(s, k->hours);
		sheet_date(s, k->valid_from);
		sheet_date(s, k->valid_to);
	}
}

void meeting_list_sheet(struct sheet *s, const struct meeting_list_page *p)
{
	sheet_column(s, SHEET_DATE, T_committee_day);
	sheet_column(s, SHEET_TEXT, T_committee_hour);
	sheet_column(s, SHEET_TEXT, T_committee_title);
	sheet_column(s, SHEET_TEXT, T_committee_kind);
	sheet_column(s, SHEET_TEXT, T_committee_of);
	sheet_column(s, SHEET_TEXT, T_committee_place);
	sheet_column(s, SHEET_TEXT, T_committee_state);
	sheet_column(s, SHEET_TEXT, T_committee_minutes);
	sheet_column(s, SHEET_INT, T_committee_conclusions);
	sheet_column(s, SHEET_INT, T_committee_not_done);
	LIST_EACH(m, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_date(s, m->day);
		sheet_text(s, m->hour);
		sheet_text(s, m->title);
		sheet_word(s, committee_word(&meeting_kinds, m->kind));
		sheet_text(s, m->committee.n ? m->committee : m->agency);
		sheet_text(s, m->place);
		sheet_word(s, committee_word(&meeting_states, m->state));
		sheet_text(s, m->minutes_number);
		sheet_int(s, m->conclusions);
		sheet_int(s, m->undone);
	}
}

void team_list_sheet(struct sheet *s, const struct team_list_page *p)
{
	sheet_column(s, SHEET_DATE, T_committee_starts);
	sheet_column(s, SHEET_DATE, T_committee_ends);
	sheet_column(s, SHEET_TEXT, T_committee_title);
	sheet_column(s, SHEET_TEXT, T_committee_kind);
	sheet_column(s, SHEET_TEXT, T_committee_decision);
	sheet_column(s, SHEET_TEXT, T_committee_team_lead);
	sheet_column(s, SHEET_INT, T_committee_visits);
	sheet_column(s, SHEET_INT, T_committee_findings);
	sheet_column(s, SHEET_INT, T_committee_finding_open);
	sheet_column(s, SHEET_INT, T_committee_finding_overdue);
	LIST_EACH(t, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_date(s, t->starts);
		sheet_date(s, t->ends);
		sheet_text(s, t->title);
		sheet_word(s, committee_word(&team_kinds, t->kind));
		sheet_text(s, t->number);
		sheet_text(s, t->lead);
		sheet_int(s, t->visits);
		sheet_int(s, t->findings);
		sheet_int(s, t->open);
		sheet_int(s, t->overdue);
	}
}

void directive_list_sheet(struct sheet *s, const struct directive_list_page *p)
{
	sheet_column(s, SHEET_TEXT, T_committee_number);
	sheet_column(s, SHEET_TEXT, T_committee_kind);
	sheet_column(s, SHEET_DATE, T_committee_issued);
	sheet_column(s, SHEET_TEXT, T_committee_issuer);
	sheet_column(s, SHEET_TEXT, T_committee_subject);
	sheet_column(s, SHEET_DATE, T_committee_due);
	sheet_column(s, SHEET_DATE, T_committee_ended);
	sheet_column(s, SHEET_INT, T_committee_addressees);
	sheet_column(s, SHEET_INT, T_committee_part_done);
	LIST_EACH(d, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, d->number);
		sheet_word(s, committee_word(&directive_kinds, d->kind));
		sheet_date(s, d->issued);
		sheet_text(s, d->issuer);
		sheet_text(s, d->subject);
		sheet_date(s, d->due);
		sheet_date(s, d->ended);
		sheet_int(s, d->parts);
		sheet_int(s, d->done);
	}
}
