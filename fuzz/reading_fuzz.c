/*
 * The reader under fire: whatever the bytes, a reading holds together: spans inside the text and
 * in order, parents before children, every repair where it says.
 */
#include "base/base.h"

#include <stdlib.h>

#include "base/json.h"
#include "fuzz/fuzz.h"
#include "reading/reading.h"

const struct fuzz_seed fuzz_seeds[] = {
	FUZZ_SEED("Số: 31/KH-UBND\nĐồng Nai, ngày 01 tháng 3 năm 2023\nKẾ HOẠCH\nPhòng ngừa năm "
		  "2023\n"
		  "I. MỤC TIÊU\n1. Tỷ lệ giải quyết đạt trên 90%.\nII. NHIỆM VỤ\n1. Công tác chỉ "
		  "đạo\n"
		  "a) Tuyên truyền theo Quyết định số 12/QĐ-TTg ngày 10/5/2016 (Công an tỉnh chủ "
		  "trì, phối "
		  "hợp các sở, ban, ngành thực hiện).\n- Ký cam kết.\n(Sở Tư pháp thực hiện).\n"
		  "III. TỔ CHỨC THỰC HIỆN\n1. Định kỳ hàng quý (trước ngày 20/3 và 20/9), các sở "
		  "báo cáo về "
		  "Công an tỉnh (qua Phòng Tham mưu).\n2. Giao Sở Y tế\n- Khám bệnh./.\nNơi "
		  "nhận:\n- Như trên;\n"),
	FUZZ_SEED(
		"# KẾ HOẠCH\n## 1. Nội dung\na) Rà soát.\nđ) Tập huấn.\n## 2. Phân công\n"
		"- Công an xã chủ trì thực hiện khoản (a), (đ).\n- Các nhiệm vụ còn lại: Sở Y tế.\n"
		"| STT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Họp | Công an "
		"xã | Quý I |\n"),
	FUZZ_SEED("I. NHI\xD3\x87M V\xD3\xA4\n1. Ph\xF3\xBF\xBF\xBF"
		  "ng ch\xEF\xBF\xBDng t\xD3\x9Fi ph\xEF\xBF\xBDm\n"),
};
const size_t fuzz_seeds_n = COUNT(fuzz_seeds);

const char *const fuzz_words[] = {
	"chủ trì",
	"phối hợp",
	"Giao ",
	"Đề nghị ",
	"các sở, ban, ngành",
	"Đơn vị chủ trì: ",
	"(",
	")",
	"I. ",
	"1.1. ",
	"a) ",
	"- ",
	"| ",
	"100%",
	"30/7",
	"trước ngày 10/3/2024",
	"; phối hợp với Sở Y tế",
	"V/v ",
	"từ ngày 01 đến ",
	"bắt đầu từ ngày 01/4",
	"ngày 31 hằng tháng",
	"hằng quý (ngày 20 của tháng cuối quý) báo cáo ",
	"Trân trọng./.\n",
	"số 1/QĐ-TTg",
	"Nơi nhận:",
	"./.",
	"KẾ HOẠCH\n",
	"Điều 1. ",
	"\n\n",
	"\xEF\xBF\xBD",
	"\xD3\xA1",
	"\xCC\x81",
};
const size_t fuzz_words_n = COUNT(fuzz_words);

static void check_span(const struct reading *r, struct reading_span s)
{
	if (s.from > s.to || s.to > r->text.n)
		abort();
}

static void check(const struct reading *r)
{
	if (!str_is_utf8(r->text))
		abort();
	for (size_t i = 0; i < r->items.n; i++) {
		const struct reading_item *t = &r->items.v[i];

		check_span(r, t->span);
		if (t->parent >= (int32_t)i || t->line < 1 || t->line_end < t->line)
			abort();
		LIST_EACH(p, &t->parties)
			check_span(r, p->span);
		LIST_EACH(x, &t->refs)
			check_span(r, x->span);
		LIST_EACH(f, &t->flags)
			check_span(r, f->span);
	}
	LIST_EACH(x, &r->repairs) {
		size_t len;

		if (x->at >= r->text.n || str_rune(r->text, x->at, &len) != x->to)
			abort();
	}
	LIST_EACH(t, &r->targets)
		check_span(r, t->span);
	LIST_EACH(d, &r->duties)
		check_span(r, d->span);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct reading *r = NULL;
	struct err e = { 0 };

	if (reading_plan(a, str_n((const char *)bytes, n), NULL, &r, &e)) {
		struct buf out = { .arena = a };
		struct json j = { .out = &out };

		check(r);
		reading_json(&j, NULL, r);
	}
	arena_free(a);
	return 0;
}
