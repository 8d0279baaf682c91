/*
 * The page of one due item: its struct stands with the other pages of duties.
 */
#ifndef DUTY_DUTY_ITEM_WEB_H
#define DUTY_DUTY_ITEM_WEB_H

#include "duty/duty_web.h"

#endif
