// What mktext refuses: keys, placeholders and files that are not of their form.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root, tool } from "../lib/build.mjs";

function mktext(vi, en, name = "x") {
	const dir = mkdtempSync(join(tmpdir(), "haidang-text-"));
	try {
		mkdirSync(join(dir, "src/x"), { recursive: true });
		mkdirSync(join(dir, "gen"));
		const files = [`src/x/${name}.vi.po`, `src/x/${name}.en.po`];
		writeFileSync(join(dir, files[0]), vi);
		writeFileSync(join(dir, files[1]), en);
		const run = spawnSync(tool("mktext"), ["gen", ...files], { cwd: dir, encoding: "utf8" });
		const table = run.status === 0 ? readFileSync(join(dir, "gen/text_table.c"), "utf8") : "";
		return { status: run.status, said: run.stderr, table };
	} finally {
		rmSync(dir, { recursive: true });
	}
}

const one = (key, text) => `msgid "${key}"\nmsgstr "${text}"\n`;

test("a header, comments, several lines and escapes are read", () => {
	const { status, said, table } = mktext(
		`# comment\nmsgid ""\nmsgstr ""\n"Language: vi\\n"\n\nmsgid ""\n"x.a"\nmsgstr "một "\n"hai \\"{1}\\"\\n"\n`,
		one("x.a", "one {1}"),
	);
	assert.equal(said, "");
	assert.equal(status, 0);
	assert.match(table, /\{ T_x_a, \{ \{ "một hai \\"\{1\}\\"\\n", \d+ \}, \{ "one \{1\}"/);
});

const good = one("x.a", "một");
const refused = {
	"a key one language lacks": [good + one("x.b", "hai"), good, /"x\.b" is missing in en/],
	"placeholders that differ": [one("x.a", "{1}"), one("x.a", "{2}"), /placeholders differ/],
	"a brace that is no placeholder": [one("x.a", "{5}"), one("x.a", "{5}"), /brace/],
	"a key twice": [good + good, good, /already/],
	"two keys of one name": [one("x.a.b", "1") + one("x.a_b", "2"), good, /same name/],
	"two keys of one number": [
		one("x.jeisqxj", "1") + one("x.zhmxfsr", "2"),
		one("x.jeisqxj", "1") + one("x.zhmxfsr", "2"),
		/same number/,
	],
	"capitals in a key": [one("x.A", "1"), one("x.A", "1"), /only a-z/],
	"another subject's key": [one("y.a", "1"), one("y.a", "1"), /does not begin with "x\."/],
	"a text that is empty": [one("x.a", ""), good, /no text/],
	"a fuzzy text": [`#, fuzzy\n${good}`, good, /fuzzy/],
	"an unknown escape": [one("x.a", "\\\\x"), one("x.a", "\\x"), /not a line/],
	"a quote left open": ['msgid "x.a"\nmsgstr "mot\n', good, /not a line/],
	"a plural": [`${good}msgid_plural "x.b"\n`, good, /not a line/],
	"a key without a text": [`${good}msgid "x.b"\n`, good, /no msgstr/],
};
for (const [name, [vi, en, pattern]] of Object.entries(refused))
	test(`mktext refuses ${name}`, () => {
		const { status, said } = mktext(vi, en);
		assert.equal(status, 1);
		assert.match(said, pattern);
		assert.match(said, /^src\/x\/x\.(vi|en)\.po:\d+: /);
	});

test("every text of the house is used", () => {
	const files = readdirSync(join(root, "src"), { recursive: true })
		.map((path) => `src/${path}`)
		.filter((path) => !path.startsWith("src/gen/"));
	const texts = files.filter((path) => path.endsWith(".po"));
	const sources = files.filter((path) => /\.(c|h|html|def)$/.test(path) && !path.endsWith("_test.c"));
	const run = spawnSync(tool("mktext"), ["--unused", ...texts, "--", ...sources], { cwd: root, encoding: "utf8" });
	assert.equal(run.stderr, "");
	assert.equal(run.status, 0);
});
