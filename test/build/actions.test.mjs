// Every action that the sources write into the log has its words in the log's pages.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../lib/build.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const floors = read("docs/floors").split("\n").map((line) => line.trim()).filter((line) => /^[a-z]+$/.test(line));
const permissions = new Set(read("src/access/permissions.def").match(/[a-z_]+\.[a-z_]+/g));

// What stands below the log cannot write into it: its dotted words name failures.
const writing = floors.slice(floors.indexOf("audit"), floors.indexOf("main"));
const files = writing.flatMap((floor) =>
	readdirSync(join(root, "src", floor))
		.filter((name) => /\.[ch]$/.test(name) && !name.endsWith("_test.c"))
		.map((name) => `src/${floor}/${name}`),
);

function written() {
	const found = new Map();
	const sources = files.map((path) => [path, read(path)]);
	for (const [path, text] of sources)
		for (const [, action] of text.matchAll(/^ \* audit +([a-z_]+\.[a-z_]+)$/gm)) found.set(action, path);
	const subjects = new Set([...found.keys()].map((action) => action.split(".")[0]).concat(writing));
	for (const [path, text] of sources) {
		if (path === "src/trail/words.c") continue;
		const bare = text.replace(/\/\*.*?\*\//gs, "").replace(/^#include.*/gm, "");
		for (const [, action] of bare.matchAll(/\baction = S\("([a-z_.]+)"\)/g)) found.set(action, path);
		for (const [, word] of bare.matchAll(/"([a-z_]+\.[a-z_]+)"/g))
			if (subjects.has(word.split(".")[0]) && !permissions.has(word) && !word.endsWith(".txt")) found.set(word, path);
	}
	// an order about a task is named by its kind
	const [orders] = read("src/work/words.c").split("[WORK_KINDS]");
	for (const [, kind] of orders.matchAll(/^\t\[WORK_\w+\] = \{ "([a-z_]+)"/gm)) found.set(`work.${kind}`, "src/work/words.c");
	return found;
}

function table(name) {
	const [, body] = read("src/trail/words.c").match(new RegExp(`struct trail_word ${name}\\[\\] = \\{\\n(.*?)\\n\\};`, "s"));
	return [...body.matchAll(/\{ "([^"]+)", (T_\w+) \}/g)].map(([, code, text]) => ({ code, text }));
}

test("every action that is written has words", () => {
	const found = written();
	assert.ok(found.has("work.hand_in") && found.has("outbox.report") && found.has("account.rescued"));
	const known = new Set(table("actions").map((x) => x.code));
	const dumb = [...found].filter(([action]) => !known.has(action) && !action.endsWith("_refused"));
	assert.deepEqual(dumb.map(([action, path]) => `${action} of ${path}`), []);
});

test("every word of the log stands once, and no action that nobody writes", () => {
	for (const name of ["actions", "objects", "fields"]) {
		const codes = table(name).map((x) => x.code);
		assert.deepEqual(codes, [...new Set(codes)].sort(), name);
	}
	const found = written();
	assert.deepEqual(table("actions").map((x) => x.code).filter((code) => !found.has(code)), []);
});
