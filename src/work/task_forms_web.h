/*
 * The forms of task_forms_web.c.
 */
#ifndef WORK_TASK_FORMS_WEB_H
#define WORK_TASK_FORMS_WEB_H

#include "work/work_forms_view.h"

#endif
