/*
 * A plan's papers: nothing but downloads.
 */
#ifndef PLAN_PLAN_PAPER_WEB_H
#define PLAN_PLAN_PAPER_WEB_H

#include "plan/plan_web.h"

#endif
