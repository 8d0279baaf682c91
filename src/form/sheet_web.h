/*
 * What the pages of sheets show: with those of forms, for they draw the same grid.
 */
#ifndef FORM_SHEET_WEB_H
#define FORM_SHEET_WEB_H

#include "form/form_web.h"

#endif
