/*
 * What the page for writing a section shows.
 */
#ifndef REPORT_REPORT_EDIT_WEB_H
#define REPORT_REPORT_EDIT_WEB_H

#include "report/report_web.h"

#endif
