/*
 * Rules in Vietnamese, as plans and laws write them.
 */
#include "calendar/rule_reader.h"

static bool vi_unit(struct rule_reader *p)
{
	enum calendar_unit *u = &p->rule.unit;

	if (rule_eat(p, "ngay lam viec"))
		*u = CALENDAR_WORKDAY;
	else if (rule_eat(p, "ngay"))
		*u = CALENDAR_DAY;
	else if (rule_eat(p, "tuan"))
		*u = CALENDAR_WEEK;
	else if (rule_eat(p, "thang"))
		*u = CALENDAR_MONTH;
	else if (rule_eat(p, "nam"))
		*u = CALENDAR_YEAR;
	else
		return false;
	return true;
}

static bool vi_event(struct rule_reader *p)
{
	static const char *const words[CALENDAR_EVENTS] = {
		"ket thuc ky bao cao|ket thuc ky|het ky bao cao|het ky|cuoi ky",
		"bat dau ky bao cao|bat dau ky|dau ky",
		"tiep nhan|nhan duoc|nhan",
		"het thoi han|het han",
		"ban hanh|ky ban hanh|ky",
		"ra quyet dinh|co quyet dinh|quyet dinh",
		"thong bao|duoc thong bao|nhan thong bao",
	};

	(void)rule_eat_any(p, "ngay|khi");
	for (int i = 0; i < CALENDAR_EVENTS; i++)
		if (rule_eat_any(p, words[i])) {
			p->rule.event = (enum calendar_event)i;
			return true;
		}
	return false;
}

/* "20 ngày kể từ ngày tiếp nhận", "5 ngày làm việc trước khi hết hạn" */
static bool vi_length(struct rule_reader *p)
{
	int64_t n;

	if (!rule_eat_number(p, &n) || !vi_unit(p) || !rule_check_count(p, n))
		return false;
	if (rule_eat_any(p, "ke tu sau|ke tu|tinh tu|sau|tu"))
		p->rule.base = CALENDAR_AFTER;
	else if (rule_eat(p, "truoc"))
		p->rule.base = CALENDAR_BACK;
	else
		return false;
	return vi_event(p);
}

static bool vi_weekday(struct rule_reader *p)
{
	static const char *const days[] = { "hai|2", "ba|3", "tu|4", "nam|5", "sau|6", "bay|7" };

	if (rule_eat(p, "chu nhat"))
		p->rule.weekday = 7;
	else if (rule_eat(p, "thu")) {
		for (int i = 0; i < (int)COUNT(days) && !p->rule.weekday; i++)
			if (rule_eat_any(p, days[i]))
				p->rule.weekday = i + 1;
	}
	p->rule.base = CALENDAR_WEEKDAY;
	return p->rule.weekday &&
	       rule_eat_any(p,
		       "cuoi cung cua ky bao cao|cuoi cung cua ky|cuoi ky|hang tuan|cua tuan|cua ky");
}

/* "… của tháng cuối kỳ", "… của tháng sau kỳ", "… của tháng thứ 2 sau kỳ" */
static bool vi_month(struct rule_reader *p)
{
	int64_t n = 0;

	p->rule.base = CALENDAR_MONTH_DAY;
	if (rule_eat_any(p, "hang thang|moi thang"))
		return true;
	(void)rule_eat(p, "cua");
	if (!rule_eat(p, "thang"))
		return false;
	if (rule_eat_any(p, "cuoi ky bao cao|cuoi cung cua ky|cuoi ky|cuoi quy|cuoi cua ky"))
		return true;
	if (rule_eat_any(p, "sau ky bao cao|sau ky|tiep theo|dau ky sau|lien sau ky")) {
		p->rule.months = 1;
		return true;
	}
	if (!rule_eat(p, "thu") || !rule_eat_number(p, &n) ||
		!rule_eat_any(p, "sau ky bao cao|sau ky"))
		return false;
	if (n < 1 || n > 12)
		return rule_impossible(p, T_calendar_rule_size, S("12"));
	p->rule.months = (int)n;
	return true;
}

/* "20 tháng 12 [năm 2024]" once the day is read; "20 của tháng cuối kỳ" otherwise. */
static bool vi_after_day(struct rule_reader *p, int day, struct str raw)
{
	size_t at = p->at;
	int64_t month, year;

	p->rule.day = day;
	if (rule_eat(p, "thang") && rule_eat_number(p, &month)) {
		if (month < 1 || month > 12)
			return rule_impossible(p, T_calendar_rule_day, raw);
		if (!rule_eat(p, "nam"))
			return rule_add_day(p, (int)month, day, raw);
		if (!rule_eat_number(p, &year))
			return false;
		if (year > CALENDAR_LAST_YEAR || !date_valid((int)year, (int)month, day))
			return rule_impossible(p, T_calendar_rule_day, raw);
		return rule_put_date(p, DATE((int16_t)year, (int8_t)month, (int8_t)day), raw);
	}
	p->at = at;
	return vi_month(p);
}

static bool vi_days(struct rule_reader *p)
{
	if (!rule_eat_slash(p))
		return false;
	while (p->rule.base == CALENDAR_YEAR_DAYS && p->at < p->n) {
		(void)rule_eat_any(p, "va|hoac");
		(void)rule_eat(p, "ngay");
		if (!rule_eat_slash(p))
			break;
	}
	return !p->e->code;
}

static bool vi_day(struct rule_reader *p)
{
	struct str raw;
	int day;

	if (rule_eat_any(
		    p, "ngay cuoi cung cua ky bao cao|ngay cuoi cung cua ky|ngay cuoi ky|het ky")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (rule_eat_any(p, "ngay lam viec cuoi cung cua ky bao cao|ngay lam viec cuoi cung cua ky|"
			    "ngay lam viec cuoi ky")) {
		p->rule.base = CALENDAR_PERIOD_END;
		p->rule.roll = CALENDAR_PREV;
		return true;
	}
	if (str_eq(rule_next_word(p), S("thu")) || str_eq(rule_next_word(p), S("chu")))
		return vi_weekday(p);
	(void)rule_eat(p, "ngay");
	if (vi_days(p)) {
		(void)rule_eat_any(p, "hang nam|moi nam");
		return true;
	}
	raw = rule_raw_word(p);
	return !p->e->code && rule_eat_day(p, &day) && vi_after_day(p, day, raw);
}

static bool vi_base(struct rule_reader *p)
{
	size_t at = p->at;
	struct calendar_rule empty = { 0 };

	if (rule_eat_any(p, "trong thoi han|trong vong|trong|khong qua|cham nhat la|cham nhat") ||
		str_to_int(rule_raw_word(p), &(int64_t){ 0 })) {
		if (vi_length(p))
			return true;
		if (p->e->code)
			return false;
		p->rule = empty;
		p->at = at;
	}
	if (rule_eat(p, "truoc"))
		p->rule.before = true;
	else
		(void)rule_eat_any(p,
			"cham nhat la|cham nhat vao|cham nhat den|cham nhat|khong muon hon|"
			"muon nhat|khong qua|vao|den het|den");
	return vi_day(p);
}

/* "nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo" */
static bool vi_roll(struct rule_reader *p)
{
	if (!rule_eat(p, "neu"))
		return true;
	if (!rule_eat_any(p, "roi vao ngay nghi|trung vao ngay nghi|trung ngay nghi|la ngay nghi|"
			     "vao ngay nghi"))
		return false;
	(void)rule_eat(p, "thi");
	(void)rule_eat_any(p,
		"lui den|lui sang|lui ve|lui lai|lui|chuyen sang|chuyen den|chuyen len|"
		"chuyen|som len|som hon|gui vao|gui");
	if (!rule_eat(p, "ngay lam viec"))
		return false;
	if (rule_eat_any(p, "tiep theo|ke tiep|sau do|lien sau|sau"))
		p->rule.roll = CALENDAR_NEXT;
	else if (rule_eat_any(p, "truoc do|lien truoc|truoc"))
		p->rule.roll = CALENDAR_PREV;
	else
		return false;
	return true;
}

static bool vi_reckon(struct rule_reader *p)
{
	if (!rule_eat(p, "theo"))
		return true;
	if (!rule_eat(p, "dieu 134"))
		return false;
	(void)rule_eat_any(p, "bo luat to tung hinh su|bltths");
	p->rule.reckon = CALENDAR_CPC;
	if (rule_eat_any(p, "tam giu tam giam|tam giam|tam giu"))
		p->rule.reckon = CALENDAR_DETENTION;
	return true;
}

bool rule_read_vi(struct rule_reader *p)
{
	return vi_base(p) && vi_roll(p) && vi_reckon(p) && rule_finish(p);
}
