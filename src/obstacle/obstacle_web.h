/*
 * What the pages of difficulties show.
 */
#ifndef OBSTACLE_OBSTACLE_WEB_H
#define OBSTACLE_OBSTACLE_WEB_H

#include "base/json.h"
#include "obstacle/obstacle.h"
#include "obstacle_sql.h"
#include "plan/plan.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

/* The registers that share a place in the navigation. */
enum register_tab { REGISTER_OBSTACLES, REGISTER_AWARDS, REGISTER_BUDGET };

struct obstacle_list_page {
	struct obstacle_page_rows rows;
	struct str q, state, law, article; /* what is filtered by */
	LIST(struct option) states;
	int64_t next; /* behind which the next page begins; 0: there is none */
	struct str next_href, first_href;
	bool filtered, may_raise;
};

struct obstacle_articles_page {
	struct obstacle_by_article_rows rows;
};

struct obstacle_form_page {
	int64_t id, version, task; /* id 0: a new one */
	struct str task_label;	   /* "II.1.a, 19/KH-BCĐ138/CP"; no value: of no task */
	struct str agency, to, day;
	LIST(struct option) kinds;
	struct str title, words, proposal, law, article;
	struct str changed_by; /* where somebody was faster: who, and what stands there now */
};

struct obstacle_show_page {
	struct obstacle_by_id_row o;
	struct obstacle_events_rows events;
	enum obstacle_kind kind;
	enum obstacle_state state;
	struct str today;
	bool may_correct, may_answer, may_end;
};

void obstacle_list_json(struct json *j, const struct obstacle_list_page *p);
void obstacle_articles_json(struct json *j, const struct obstacle_articles_page *p);
void obstacle_show_json(struct json *j, const struct obstacle_show_page *p);
void obstacle_list_sheet(struct sheet *s, const struct obstacle_list_page *p);
void obstacle_articles_sheet(struct sheet *s, const struct obstacle_articles_page *p);

/* What an event did: "Chuyển lên". */
struct str obstacle_event_text(enum lang lang, struct str kind);

#endif
