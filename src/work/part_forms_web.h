/*
 * The forms of part_forms_web.c.
 */
#ifndef WORK_PART_FORMS_WEB_H
#define WORK_PART_FORMS_WEB_H

#include "work/work_forms_view.h"

#endif
