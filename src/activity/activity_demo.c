/*
 * Rows for the demo: invented, of three provinces and three levels, so that the register, its
 * sums and the states of a figure can be seen. They hang on tasks of the plans that are loaded.
 */
#include "access/access.h"
#include "activity/activity.h"
#include "activity_sql.h"
#include "base/viet.h"

/* What is answered, by the codes of the fields; days are counted back from today. */
static const struct row {
	const char *kind, *agency, *place, *title, *answers;
	int back, days;
	bool draft;
} rows[] = {
	{ "school", "ca-xa.19960", "19960", "Tuyên truyền đầu năm học",
		"school=Trường THCS Phú Bài;reach=420;reach_female=221;reach_male=199;"
		"reach_under16=398;reach_16_17=22;reach_from18=0;sessions=2;leaflets=400;panels=4;"
		"schools=1",
		18, 1, false },
	{ "school", "ca-tinh.46", "46", "Chiến dịch “Việc nhẹ lương cao”",
		"school=Đại học Huế;reach=1250;reach_female=700;reach_male=550;reach_under16=0;"
		"reach_16_17=130;reach_from18=1120;sessions=5;leaflets=1500;panels=20;schools=6;"
		"audience=students",
		40, 5, false },
	{ "community", "ca-tinh.46", "46", "",
		"sessions=12;reach=860;leaflets=900;panels=6;handbooks=0;"
		"partners=Hội Liên hiệp Phụ nữ thành phố",
		66, 3, false },
	{ "day307", "ca-tinh.75", "75", "Mít tinh hưởng ứng Ngày 30/7",
		"sessions=4;reach=2300;reach_female=1210;reach_male=1090;reach_under16=410;"
		"reach_16_17=320;reach_from18=1570;panels=18;leaflets=3000;handbooks=500",
		115, 1, false },
	{ "day307", "bca", "", "Phát động cấp quốc gia", "sessions=1;reach=5000;panels=40", 115, 1,
		false },
	{ "training", "ca-tinh.75", "75", "Kỹ năng tiếp nhận tin báo",
		"classes=2;days=3;trainees=96;trainees_female=31;trainees_male=65;t_police=60;"
		"t_border=14;t_coast=×;t_fishery=×;t_procuracy=4;t_court=4;t_labour=6;t_women=4;"
		"t_teachers=0;t_health=2;t_justice=2;t_other=0",
		90, 3, false },
	{ "training_forces", "bca", "", "",
		"classes=3;days=5;trainees=180;t_police=90;t_border=30;t_coast=10;t_procuracy=25;"
		"t_court=15",
		150, 12, false },
	{ "meeting", "bca", "", "Giao ban quý III",
		"form=briefing;sessions=1;participants=64;participants_female=18;conclusions=5", 45,
		1, false },
	{ "sms", "bqp", "", "", "messages_sent=1200000", 30, 2, false },
	{ "border", "bqp", "", "",
		"sessions=36;reach=4100;reach_female=1900;reach_male=2200;panels=30;leaflets=5000;"
		"handbooks=200;venue=Các đồn biên phòng",
		70, 20, false },
	{ "press", "vtv", "", "Phóng sự về thủ đoạn lừa xuất cảnh",
		"outlet=VTV1;articles=3;videos=2;broadcasts=6;views=850000", 25, 6, false },
	{ "inspection", "bca", "", "", "teams=2;units_visited=7;findings=11;proposals=9", 85, 8,
		false },
	{ "survey", "ca-tinh.46", "46", "",
		"surveys=1;areas=12;people_asked=340;findings=4;proposals=6", 120, 10, false },
	{ "marriage_adoption", "so-tp.46", "46", "",
		"checks=5;units_visited=5;findings=1;sanctions=0;proposals=1", 55, 4, false },
	{ "brokers", "ca-tinh.46", "46", "", "establishments=64;violations=9;sanctions=9", 35, 15,
		false },
	{ "key_areas", "ca-tinh.75", "75", "", "routes=3;areas=11", 100, 1, false },
	{ "returned", "ca-tinh.75", "75", "", "returned=?;returned_under18=×;returned_from18=×",
		100, 1, false },
	{ "cyberspace", "bca", "", "", "online_signs=27;signs_handed=12", 20, 10, false },
	{ "school", "ca-tinh.46", "46", "Chiến dịch cuối học kỳ", "school=Trường PTDT nội trú", 2,
		1, true },
};

struct demo {
	struct arena *a;
	struct db_read *r;
};

/* "reach=420" of what the row answers; no value where it does not. */
static struct str answered(struct str answers, struct str code)
{
	struct str part;

	while (str_split(&answers, ';', &part))
		if (str_starts(part, code) && part.p[code.n] == '=')
			return str_sub(part, code.n + 1, part.n);
	return STR_NULL;
}

static bool answer(struct activity_said *s, struct str answers, struct err *e)
{
	for (size_t i = 0; i < s->kind->n_asks; i++) {
		const struct activity_ask *ask = &s->kind->asks[i];
		struct str said = answered(answers, ask->field->code);

		if (!activity_read(ask->field, ask->need && !s->draft, said.n ? said : ask->preset,
			    &s->answers[i], e))
			return err_detail(e, "demo: %.*s, %.*s", STR_ARG(s->kind->code),
				STR_ARG(ask->field->code));
	}
	return true;
}

/* The likeliest of the agency's tasks; none where none is likely. */
static bool task_of(struct demo *d, struct activity_said *s, struct err *e)
{
	struct activity_tasks_rows tasks;
	int best = 0;

	if (!activity_tasks(d->r, s->agency, 400, &tasks, e))
		return false;
	LIST_EACH(t, &tasks) {
		int likely = activity_likeness(s->kind, viet_fold(d->a, t->words));

		if (likely > best) {
			best = likely;
			s->task = t->id;
		}
	}
	return true;
}

static bool add_row(
	struct demo *d, const struct row *row, size_t nth, struct activity_batch *b, struct err *e)
{
	struct activity_agency_by_code_row agency;
	struct activity_place_row place;
	bool found, there = true;
	struct activity_said s = {
		.kind = activity_kind(str_z(row->kind)),
		.title = str_z(row->title),
		.ends = date_add(date_today(), -row->back),
		.draft = row->draft,
		.ref = str_fmt(d->a, "demo:%zu", nth),
	};

	if (!activity_agency_by_code(d->r, str_z(row->agency), date_today(), &agency, &found, e))
		return false;
	if (!found)
		return true;
	s.agency = agency.id;
	s.starts = date_add(s.ends, 1 - row->days);
	s.place = *row->place ? str_z(row->place) : STR_NULL;
	if (s.place.n && !activity_place(d->r, s.place, s.ends, s.agency, &place, &there, e))
		return false;
	if (!there)
		return true;
	if (!answer(&s, str_z(row->answers), e) || !task_of(d, &s, e))
		return false;
	LIST_PUSH(d->a, &b->rows, s);
	return true;
}

static bool add_rows(struct demo *d, struct activity_batch *b, struct change *c, struct err *e)
{
	struct actor system = actor_of_system();
	size_t bad;

	for (size_t i = 0; i < COUNT(rows); i++)
		if (!add_row(d, &rows[i], i, b, e))
			return false;
	system.name = c->entry.actor_name;
	if (activity_batch_prepare(d->a, d->r, &system, b, c, &bad, e))
		return true;
	return err_detail(e, "demo: row %zu", bad);
}

bool activity_demo(
	struct db *db, struct arena *a, const struct audit_entry *who, int64_t *made, struct err *e)
{
	struct change c = { .entry = *who };
	struct activity_batch b = { 0 };
	struct demo d = { .a = a };

	if (!db_read_begin(db, a, &d.r, e))
		return false;
	bool ok = add_rows(&d, &b, &c, e);

	db_read_end(d.r);
	if (!ok || (c.apply && !audit_change(db, &c, e)))
		return false;
	*made = b.entered;
	return true;
}
