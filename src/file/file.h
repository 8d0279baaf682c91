/*
 * Files that people hand in with a record: evidence of a result, an official letter. Kept
 * once by the digest of their bytes; the record that holds one keeps its name and says who
 * may read it.
 *
 * What a file is, its bytes say. Taken are documents, pictures and plain text; refused is
 * what runs, what packs other files, what is locked, what carries macros, what is not what
 * its name says, and a text that bears a mark of secrecy. A mark inside a picture or a PDF
 * cannot be seen.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "base/base.h"
#include "store/db.h"

enum { FILE_MAX = 20 << 20, FILE_NAME_LETTERS = 120 };

enum file_kind {
	FILE_PDF,
	FILE_DOCX,
	FILE_XLSX,
	FILE_PPTX,
	FILE_ODT,
	FILE_PNG,
	FILE_JPEG,
	FILE_WEBP,
	FILE_TEXT,
	FILE_CSV,
	FILE_KINDS
};

/* What a form's `accept` says. */
#define FILE_ACCEPT ".pdf,.docx,.xlsx,.pptx,.odt,.png,.jpg,.jpeg,.webp,.txt,.csv"

struct file_new {
	struct str name; /* cleaned: what the record keeps */
	enum file_kind kind;
	struct str digest; /* SHA-256, hexadecimal */
	struct str bytes;
};

/* On the worker: what is it, may it be kept. The message names the file and says what to
 * do. `name` as it was sent: no name, a path, anything. */
bool file_prepare(struct arena *a, struct str name, struct str bytes, struct file_new *out,
	struct err *e) MUST;

/* In apply. The same bytes are kept once: `id` may be that of an earlier file. */
bool file_put(struct db_write *w, const struct file_new *f, int64_t *id, struct err *e) MUST;

struct file_held {
	enum file_kind kind;
	struct str type; /* for a struct reply, which must bear a name: it is a download */
	struct str bytes;
};

/* Whether the reader may have it is the caller's to know. */
bool file_read(
	struct db_read *r, int64_t id, struct file_held *out, bool *found, struct err *e) MUST;

/* "pdf" as it is kept; and back, FILE_KINDS for another word. */
const char *file_kind_name(enum file_kind kind);
enum file_kind file_kind_of(struct str name);
/* "Văn bản Word (DOCX)". */
enum text_id file_kind_text(enum file_kind kind);
/* "1,2 MB". */
struct str file_size_text(struct arena *a, enum lang lang, int64_t bytes);

#endif
