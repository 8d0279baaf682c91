#include "web/asset.h"

const struct asset *asset_find(struct str url)
{
	size_t low = 0, high = assets_n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = str_cmp(url, assets[mid].url);

		if (order == 0)
			return &assets[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
