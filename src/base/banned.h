/*
 * Functions the house does not use: each has an unsafe size, hidden state or a
 * locale. A use is a compile error that names the function. Included by base.h.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* first their own headers, whose inline functions bear these names */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HD_BANNED(f) sorry_##f##_is_banned

#undef strcpy
#define strcpy(...) HD_BANNED(strcpy)
#undef strcat
#define strcat(...) HD_BANNED(strcat)
#undef strncpy
#define strncpy(...) HD_BANNED(strncpy)
#undef strncat
#define strncat(...) HD_BANNED(strncat)
#undef sprintf
#define sprintf(...) HD_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) HD_BANNED(vsprintf)
#undef strtok
#define strtok(...) HD_BANNED(strtok)
#undef gmtime
#define gmtime(...) HD_BANNED(gmtime)
#undef localtime
#define localtime(...) HD_BANNED(localtime)
#undef ctime
#define ctime(...) HD_BANNED(ctime)
#undef asctime
#define asctime(...) HD_BANNED(asctime)
#undef atoi
#define atoi(...) HD_BANNED(atoi)
#undef atol
#define atol(...) HD_BANNED(atol)
#undef system
#define system(...) HD_BANNED(system)
#undef rand
#define rand(...) HD_BANNED(rand)

#endif
