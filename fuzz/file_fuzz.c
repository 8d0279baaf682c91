/*
 * Files that were handed in: a name, a NUL, the bytes. Whatever comes, it is taken or it is
 * refused with a message; a name that is taken is a name.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "file/file.h"

static void check_name(struct str name)
{
	if (name.n == 0 || !str_is_utf8(name) || name.p[0] == '.')
		abort();
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\' || (unsigned char)name.p[i] < 0x20)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str s = str_n((const char *)bytes, n);
	size_t cut = str_find_char(s, '\0', 0);
	struct file_new f;
	struct err e = { 0 };

	cut = cut == SIZE_MAX ? 0 : cut;
	if (file_prepare(a, str_sub(s, 0, cut), str_sub(s, cut + 1, n), &f, &e))
		check_name(f.name);
	else if (e.code != ERR_INPUT && e.code != ERR_TOO_LARGE)
		abort();
	arena_free(a);
	return 0;
}

const struct fuzz_seed fuzz_seeds[] = {
	FUZZ_SEED("a.pdf\0%PDF-1.7\n1 0 obj\n<< >>\n%%EOF\n"),
	FUZZ_SEED("../a\xe2\x80\xae.txt\0"
		  "Độ mật: MẬT\n"),
	FUZZ_SEED("a.csv\0a,b\r\n1,2\r\n"),
	FUZZ_SEED("a.png\0\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
	FUZZ_SEED(
		"a.docx\0PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\0\0"
		"aaPK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\x01\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0aPK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x20\0\0\0\0\0"),
};
const size_t fuzz_seeds_n = COUNT(fuzz_seeds);

const char *const fuzz_words[] = { "PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "mimetype",
	"[Content_Types].xml", "word/document.xml", "content.xml", "META-INF/manifest.xml",
	"application/vnd.oasis.opendocument.text", "%PDF-", "%%EOF", "/Encrypt", "</w:p>", "<", ">",
	".docx", "..", "/", "\xff\xff\xff\xff", "MẬT\n" };
const size_t fuzz_words_n = COUNT(fuzz_words);
