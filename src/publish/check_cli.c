/*
 * haidang publish check: is this file one that went out.
 */
#include "audit/hash.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "publish/register.h"
#include "publish_sql.h"

enum { FILE_ROOM = 64 << 20 };

static struct str digest_of(struct arena *a, struct str bytes)
{
	struct buf b = { .arena = a };
	unsigned char hash[32];

	hash_sha256(bytes, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(&b, "%02x", hash[i]);
	return buf_str(&b);
}

static void said_json(struct cli *c, const struct paper_by_digest_rows *rows, struct str digest)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_str(&j, "sha256", digest);
	json_list(&j, "papers");
	LIST_EACH(x, rows) {
		json_open_item(&j);
		json_int(&j, "id", x->id);
		json_str(&j, "number", register_number_text(c->arena, x->number, x->symbol));
		json_str(&j, "kind", x->kind);
		json_str(&j, "agency", x->agency_name);
		json_str(&j, "abstract", x->abstract);
		json_date(&j, "day", x->day);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND publish check
 * usage FILE [--json]
 * help  publish.help_check
 * db    read
 */
bool publish_check_cmd(struct cli *c, struct err *e)
{
	struct paper_by_digest_rows rows;
	struct str bytes, digest;
	struct db_read *r;

	if (!cli_done(c, 1, 1, e) || !cli_read_file(c, c->args[0], FILE_ROOM, &bytes, e))
		return false;
	digest = digest_of(c->arena, bytes);
	if (!db_read_begin(c->db, c->arena, &r, e) || !paper_by_digest(r, digest, &rows, e))
		return false;
	if (!rows.n)
		return FAIL(e, ERR_ABSENT, T_publish_unknown_file, digest);
	if (c->json) {
		said_json(c, &rows, digest);
		return true;
	}
	LIST_EACH(x, &rows)
		cli_print(c, TEXT(c->arena, c->lang, T_publish_known_file,
				     register_number_text(c->arena, x->number, x->symbol),
				     date_vi(c->arena, x->day), x->agency_name, x->abstract));
	return true;
}
