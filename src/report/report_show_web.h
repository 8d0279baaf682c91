/*
 * What the page of one report shows.
 */
#ifndef REPORT_REPORT_SHOW_WEB_H
#define REPORT_REPORT_SHOW_WEB_H

#include "report/report_web.h"

#endif
