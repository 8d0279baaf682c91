#include "base/cli.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void take_out(struct cli *c, int at, int n)
{
	for (int i = at; i + n < c->n_args; i++)
		c->args[i] = c->args[i + n];
	c->n_args -= n;
}

/* "--" ends the options; what stands behind it is an argument. */
static int options_end(const struct cli *c)
{
	for (int i = 0; i < c->n_args; i++)
		if (strcmp(c->args[i], "--") == 0)
			return i;
	return c->n_args;
}

struct str cli_option(struct cli *c, const char *name)
{
	size_t n = strlen(name);

	for (int i = 0; i < options_end(c); i++) {
		char *arg = c->args[i];

		if (strncmp(arg, name, n) != 0)
			continue;
		if (arg[n] == '=') {
			take_out(c, i, 1);
			return str_z(arg + n + 1);
		}
		if (arg[n] == '\0' && i + 1 < c->n_args) {
			struct str value = str_z(c->args[i + 1]);

			take_out(c, i, 2);
			return value;
		}
	}
	return STR_NULL;
}

bool cli_flag(struct cli *c, const char *name)
{
	for (int i = 0; i < options_end(c); i++)
		if (strcmp(c->args[i], name) == 0) {
			take_out(c, i, 1);
			return true;
		}
	return false;
}

bool cli_date(
	struct cli *c, const char *name, struct date otherwise, struct date *out, struct err *e)
{
	struct str day = cli_option(c, name);

	*out = otherwise;
	if (!day.p || date_parse_iso(day, out) || date_parse_vi(day, out))
		return true;
	return FAIL(e, ERR_INPUT, T_base_bad_date, day);
}

void cli_print(struct cli *c, struct str line)
{
	if (line.n)
		fwrite(line.p, 1, line.n, c->out);
	fputc('\n', c->out);
}

bool cli_done(struct cli *c, int least, int most, struct err *e)
{
	int end = options_end(c);

	for (int i = 0; i < end; i++)
		if (c->args[i][0] == '-' && c->args[i][1] != '\0')
			return FAIL(e, ERR_INPUT, T_base_unknown_option, str_z(c->args[i]));
	if (end < c->n_args)
		take_out(c, end, 1);
	if (c->n_args < least)
		return FAIL(e, ERR_INPUT, T_base_argument_missing);
	if (most >= 0 && c->n_args > most)
		return FAIL(e, ERR_INPUT, T_base_argument_too_many, str_z(c->args[most]));
	return true;
}

static bool read_all(
	struct cli *c, FILE *f, struct str name, size_t max, struct str *out, struct err *e)
{
	struct buf b = { .arena = c->arena };
	size_t n;

	do {
		n = fread(buf_room(&b, 65536), 1, 65536, f);
		b.n += n;
		if (b.n > max)
			return FAIL(e, ERR_TOO_LARGE, T_base_file_too_large, name,
				str_fmt(c->arena, "%zu", max >> 20));
	} while (n);
	if (ferror(f))
		return FAIL(e, ERR_INPUT, T_base_file_unreadable, name, str_z(strerror(errno)));
	*out = buf_str(&b);
	return true;
}

bool cli_read_file(struct cli *c, const char *path, size_t max, struct str *out, struct err *e)
{
	struct str name = str_z(path);

	if (strcmp(path, "-") == 0)
		return read_all(c, stdin, name, max, out, e);
	FILE *f = fopen(path, "rbe");
	struct stat st;
	bool ok = false;

	if (!f || fstat(fileno(f), &st) != 0)
		FAIL(e, ERR_INPUT, T_base_file_unreadable, name, str_z(strerror(errno)));
	else if (!S_ISREG(st.st_mode))
		FAIL(e, ERR_INPUT, T_base_file_not_regular, name);
	else if ((uint64_t)st.st_size > max)
		FAIL(e, ERR_TOO_LARGE, T_base_file_too_large, name,
			str_fmt(c->arena, "%zu", max >> 20));
	else
		ok = read_all(c, f, name, max, out, e);
	if (f)
		fclose(f);
	return ok;
}
