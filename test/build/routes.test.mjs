// A route that leaves something out does not build. mkroute over a copy of the real
// handlers, with one line of one real route removed or spoilt.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root, tool } from "../lib/build.mjs";

// What make gives to mkroute: permissions, handlers, commands, templates, texts.
const sources = readdirSync(join(root, "src"), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.flatMap(({ name }) => readdirSync(join(root, "src", name)).map((file) => `src/${name}/${file}`))
	.filter((path) => /_(web|cli)\.c$|\.html$|\.po$|permissions\.def$/.test(path))
	.sort();
const victim = "src/plan/plan_web.c";

// Runs mkroute with `change` applied to the text of one file.
function mkroute(change) {
	const dir = mkdtempSync(join(tmpdir(), "haidang-routes-"));
	try {
		mkdirSync(join(dir, "gen"));
		cpSync(join(root, "src"), join(dir, "src"), { recursive: true });
		const path = join(dir, victim);
		const was = readFileSync(path, "utf8");
		const now = change(was);
		assert.equal(now === was, change === same, "the change changed something");
		writeFileSync(path, now);
		return spawnSync(tool("mkroute"), ["gen", ...sources], { cwd: dir, encoding: "utf8" });
	} finally {
		rmSync(dir, { recursive: true });
	}
}
const same = (text) => text;

test("the routes of the house build", () => {
	const { status, stderr } = mkroute(same);
	assert.equal(stderr, "");
	assert.equal(status, 0);
});

for (const line of ["query", "permission", "scope", "csrf", "audit", "body", "rate", "html", "json", "export", "title"])
	test(`a route without its ${line} line`, () => {
		const { status, stderr } = mkroute((text) => text.replace(new RegExp(`^ \\* ${line} .*\\n`, "m"), ""));
		assert.notEqual(status, 0);
		assert.match(stderr, new RegExp(`plan_web\\.c:\\d+: .*${line}`));
	});

const spoilt = {
	"a permission nobody defined": (text) => text.replace(/^ \* permission .*$/m, " * permission plan.nonsense"),
	"an empty permission": (text) => text.replace(/^ \* permission .*$/m, " * permission"),
	"a scope that is none": (text) => text.replace(/^ \* scope .*$/m, " * scope galaxy"),
	"a change without a token": (text) => text.replace(/^ \* csrf +token$/m, " * csrf none"),
	"the same address twice": (text) => text.replace(/^ \* GET .*$/gm, " * GET /plans/same"),
	"a line nobody knows": (text) => text.replace(/^ \* scope /m, " * colour blue\n * scope "),
	"a handler without a route": (text) =>
		`${text}\nbool plan_stray(struct request *rq, struct err *e)\n{\n\treturn rq && e;\n}\n`,
};
for (const [name, change] of Object.entries(spoilt))
	test(name, () => {
		const { status, stderr } = mkroute(change);
		assert.notEqual(status, 0);
		assert.match(stderr, /plan_web\.c:\d+: /);
	});
