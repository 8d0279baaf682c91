// One layout of the code: what .clang-format says, by Debian 12's clang-format.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../lib/build.mjs";

function sources(dir) {
	return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
		const path = join(dir, entry.name);
		return entry.isDirectory() ? sources(path) : /\.[ch]$/.test(entry.name) ? [path] : [];
	});
}

test("every source is laid out as clang-format has it", () => {
	const files = ["src", "test", "fuzz", "bench"].flatMap(sources);
	assert.ok(files.length > 100);
	const run = spawnSync("clang-format", ["--dry-run", "-Werror", ...files], { cwd: root, encoding: "utf8" });
	assert.equal(run.status, 0, run.error?.message ?? run.stderr.slice(0, 4000));
});
