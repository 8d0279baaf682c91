/*
 * The words of the tables for people, and figures as people write them.
 */
#include <math.h>
#include <stdlib.h>

#include "work/work.h"

static const char *const states[WORK_STATES] = { "new", "doing", "in", "returned", "accepted",
	"waived", "refused", "ended" };
static const char *const task_states[WORK_TASK_STATES] = { "open", "done", "carried", "ended" };

static const struct {
	const char *word;
	enum text_id text;
} kinds[] = {
	[WORK_BEGIN] = { "begin", T_work_did_begin },
	[WORK_HAND_IN] = { "hand_in", T_work_did_hand_in },
	[WORK_ASK_LATER] = { "ask_later", T_work_did_ask_later },
	[WORK_OFFICER] = { "officer", T_work_did_officer },
	[WORK_ANSWER] = { "answer", T_work_did_answer },
	[WORK_DECLINE] = { "decline", T_work_did_decline },
	[WORK_ACCEPT] = { "accept", T_work_did_accept },
	[WORK_RETURN] = { "return", T_work_did_return },
	[WORK_WAIVE] = { "waive", T_work_did_waive },
	[WORK_GRANT] = { "grant", T_work_did_grant },
	[WORK_DENY] = { "deny", T_work_did_deny },
	[WORK_ASSIGN] = { "assign", T_work_did_assign },
	[WORK_ADD] = { "add", T_work_did_add },
	[WORK_CLOSE] = { "close", T_work_did_close },
	[WORK_CARRY] = { "carry", T_work_did_carry },
	[WORK_SUB] = { "sub", T_work_did_sub },
	[WORK_MOVE] = { "move", T_work_did_move },
	[WORK_DAYS] = { "days", T_work_did_days },
	[WORK_REOPEN] = { "reopen", T_work_did_reopen },
	/* of an amended text, not of a person's order */
	[WORK_KINDS] = { "amended", T_work_did_amended },
	[WORK_KINDS + 1] = { "ended", T_work_did_ended },
};

enum work_state work_state_of(struct str word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(word, str_z(states[i])))
			return (enum work_state)i;
	return WORK_STATES;
}

const char *work_state_word(enum work_state state)
{
	return state < WORK_STATES ? states[state] : "";
}

enum work_task_state work_task_state_of(struct str word)
{
	for (size_t i = 0; i < COUNT(task_states); i++)
		if (str_eq(word, str_z(task_states[i])))
			return (enum work_task_state)i;
	return WORK_TASK_STATES;
}

struct str work_state_text(enum lang lang, enum work_state state, enum plan_role role)
{
	static const enum text_id texts[WORK_STATES + 1] = { T_work_new, T_work_doing, T_work_in,
		T_work_returned, T_work_accepted, T_work_waived, T_work_refused, T_work_ended,
		T_work_ended };

	if (role == PLAN_REQUESTED && state == WORK_NEW)
		return text_get(lang, T_work_unanswered);
	if (role == PLAN_REQUESTED && state == WORK_ACCEPTED)
		return text_get(lang, T_work_answered);
	return text_get(lang, texts[state]);
}

enum work_look work_look_of(struct str state, bool standing, struct date due, struct date began,
	int64_t parts, struct date today)
{
	static const enum work_look ended[WORK_TASK_STATES + 1] = { [WORK_DONE] = WORK_LOOK_DONE,
		[WORK_CARRIED] = WORK_LOOK_CARRIED,
		[WORK_OVER] = WORK_LOOK_OVER,
		[WORK_TASK_STATES] = WORK_LOOK_OVER };
	enum work_task_state s = work_task_state_of(state);

	if (s != WORK_OPEN)
		return ended[s];
	if (parts == 0)
		return WORK_LOOK_NOBODY;
	if (date_given(due) && date_cmp(due, today) < 0)
		return WORK_LOOK_LATE;
	if (date_given(due) && date_cmp(due, date_add(today, WORK_SOON)) <= 0)
		return WORK_LOOK_SOON;
	if (standing)
		return WORK_LOOK_STANDING;
	return date_given(began) ? WORK_LOOK_DOING : WORK_LOOK_NEW;
}

struct str work_look_text(enum lang lang, enum work_look look)
{
	static const enum text_id texts[WORK_LOOKS] = { T_work_task_done, T_work_task_carried,
		T_work_task_ended, T_plan_unassigned, T_work_late, T_work_soon,
		T_work_task_standing, T_work_doing, T_work_new };

	return text_get(lang, texts[look]);
}

const char *work_kind_word(enum work_kind kind)
{
	return kinds[kind].word;
}

enum work_kind work_kind_of(struct str word)
{
	for (size_t i = 0; i < WORK_KINDS; i++)
		if (str_eq(word, str_z(kinds[i].word)))
			return (enum work_kind)i;
	return WORK_KINDS;
}

struct str work_event_text(enum lang lang, struct str kind)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(kind, str_z(kinds[i].word)))
			return text_get(lang, kinds[i].text);
	return kind;
}

/* --- figures */

/* "1.234,5": points between thousands, a comma before decimals. */
static bool read_amount(struct arena *a, struct str s, double *out)
{
	struct buf plain = { .arena = a };
	bool comma = false;
	char *end;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',') {
			if (comma)
				return false;
			comma = true;
			buf_addc(&plain, '.');
		} else if (s.p[i] >= '0' && s.p[i] <= '9') {
			buf_addc(&plain, s.p[i]);
		} else if (s.p[i] != '.' || comma || i == 0 || s.n - i < 4) {
			return false;
		}
	}
	if (!plain.n || plain.n > 15)
		return false;
	*out = strtod(str_c(a, buf_str(&plain)), &end);
	return isfinite(*out) && *end == '\0';
}

static size_t letters(struct str s)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len, n++)
		str_rune(s, i, &len);
	return n;
}

static bool read_line(struct arena *a, struct str line, work_figure_list *out)
{
	size_t colon = SIZE_MAX;
	struct work_figure f;

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == ':')
			colon = i;
	if (colon == SIZE_MAX)
		return false;
	f.label = str_trim(str_sub(line, 0, colon));
	if (!f.label.n || letters(f.label) > WORK_LABEL_MAX ||
		!read_amount(a, str_trim(str_sub(line, colon + 1, line.n)), &f.amount))
		return false;
	LIST_PUSH(a, out, f);
	return true;
}

bool work_figures_read(struct arena *a, struct str lines, work_figure_list *out, struct err *e)
{
	struct str rest = lines, line;

	while (lines.p && str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.n)
			continue;
		if (out->n == WORK_FIGURES_MAX)
			return FAIL(e, ERR_INPUT, T_work_figures_many,
				str_fmt(a, "%d", WORK_FIGURES_MAX));
		if (!read_line(a, line, out))
			return FAIL(e, ERR_INPUT, T_work_figure_bad, line);
	}
	return true;
}
