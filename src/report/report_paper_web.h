/*
 * A report's papers: nothing but downloads.
 */
#ifndef REPORT_REPORT_PAPER_WEB_H
#define REPORT_REPORT_PAPER_WEB_H

#include "report/report_show_web.h"

#endif
