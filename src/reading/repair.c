#include "reading/repair.h"

void repair_text(struct reading_build *b)
{
	(void)b;
}
