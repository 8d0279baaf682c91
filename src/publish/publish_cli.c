/*
 * Papers from the command line: a sample to begin from, and what one wrote as DOCX and PDF.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/cli.h"
#include "commands.h"
#include "publish/docx.h"
#include "publish/paper_read.h"
#include "publish/pdf.h"

/* COMMAND publish sample
 * usage plan|report|dispatch|submission|notice|invitation|minutes
 * help  publish.help_sample
 * db    none
 */
bool publish_sample_cmd(struct cli *c, struct err *e)
{
	if (!cli_done(c, 1, 1, e))
		return false;
	enum paper_kind kind = paper_kind_of(str_z(c->args[0]));

	if (kind == PAPER_KINDS)
		return FAIL(e, ERR_INPUT, T_publish_no_kind, str_z(c->args[0]));
	cli_print(c, str_trim(paper_sample(c->arena, kind)));
	return true;
}

/* Under another name first: no reader ever finds half a file. */
static bool put_file(struct cli *c, struct str path, struct str bytes, struct err *e)
{
	char *to = str_c(c->arena, path);
	char *part = str_c(c->arena, str_fmt(c->arena, "%s.%d", to, (int)getpid()));
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	size_t done = 0;
	ssize_t n = 1;

	if (fd < 0)
		return FAIL(e, ERR_STORE, T_publish_no_file, path, str_z(strerror(errno)));
	while (done < bytes.n && (n = write(fd, bytes.p + done, bytes.n - done)) > 0)
		done += (size_t)n;
	if (close(fd) == 0 && done == bytes.n && rename(part, to) == 0)
		return true;
	FAIL(e, ERR_STORE, T_publish_no_file, path, str_z(strerror(errno)));
	unlink(part);
	return false;
}

/* COMMAND publish write
 * usage FILE.json [--docx FILE] [--pdf FILE]
 * help  publish.help_write
 * db    none
 */
bool publish_write_cmd(struct cli *c, struct err *e)
{
	struct str docx = cli_option(c, "--docx"), pdf = cli_option(c, "--pdf");
	struct str json, word = S(""), pages = S("");
	struct paper *p;

	if (!cli_done(c, 1, 1, e))
		return false;
	if (!docx.p && !pdf.p)
		return FAIL(e, ERR_INPUT, T_publish_no_target);
	if (!cli_read_file(c, c->args[0], PAPER_JSON_BYTES, &json, e) ||
		!paper_read(c->arena, json, &p, e) ||
		(docx.p && !docx_write(c->arena, p, &word, e)) ||
		(pdf.p && !pdf_write(c->arena, p, &pages, e)))
		return false;
	return (!docx.p || put_file(c, docx, word, e)) && (!pdf.p || put_file(c, pdf, pages, e));
}
