// The documents tell the truth where a program can tell: paths exist, names stand in the
// files they are said to stand in, commands run.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { binary, root } from "../lib/build.mjs";
import { Client } from "../lib/client.mjs";
import { freePort, scratch } from "../lib/haidang.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const readmes = ["README.md", "README.vi.md"];
const documents = [...readmes, ...readdirSync(join(root, "docs")).filter((f) => f.endsWith(".md")).map((f) => `docs/${f}`)];

// `src/plan/plan.c` or `src/plan/plan.c: plan_load`, in backticks.
const places = (text) => [...text.matchAll(/`((?:src|docs|test|script|assets|data|samples|bench)\/[^`\s:]*|Makefile|packages\.txt)(?:: ([^`]+))?`/g)];

for (const document of documents)
	test(`${document}: what it points to is there`, () => {
		for (const [, path, name] of places(read(document))) {
			if (/[*{…]|NNNN|\/x[._]/.test(path)) continue; // a pattern, not a path
			assert.ok(existsSync(join(root, path)), path);
			if (name) assert.ok(read(path).includes(name), `${name} in ${path}`);
		}
		for (const [, link] of read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
			if (/^[a-z]+:/.test(link)) continue;
			assert.ok(existsSync(join(root, document, "..", link)), link);
		}
	});

test("the tour passes route, handler, statement, template and test", () => {
	const found = places(read("docs/tour.md"));
	for (const kind of [/_web\.c$/, /\.sql$/, /\.html$/, /_test\.c$/, /\.po$/, /\.mjs$/])
		assert.ok(found.some(([, path, name]) => kind.test(path) && name), String(kind));
});

// The lines of the sh blocks, without their comments.
const commands = (text) =>
	[...text.matchAll(/^```sh\n([^]*?)^```/gm)]
		.flatMap(([, block]) => block.split("\n"))
		.map((line) => line.replace(/\s+#.*/, "").trim())
		.filter(Boolean);

test("both readmes give the same commands", () => {
	const [one, two] = readmes.map((path) => commands(read(path)));
	assert.ok(one.length >= 2);
	assert.deepEqual(one, two);
});

for (const command of commands(read("README.md")))
	test(`README: ${command}`, async () => {
		if (command === "script/test") {
			// It is what runs this; to run it once more would never end.
			assert.equal(process.env.HAIDANG_TEST, "1", "run by script/test");
		} else if (command === "script/server") {
			await runServer();
		} else {
			const line = command.replaceAll("build/release/haidang", binary);
			const run = spawnSync("bash", ["-euc", line], { cwd: root, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
			assert.equal(run.status, 0, run.stderr);
			assert.notEqual(run.stdout, "");
		}
	});

// Starts it twice on one database: it prints an address and log-ins that work, ends
// cleanly on Ctrl-C, and has kept what was there.
async function runServer() {
	const db = `sqlite:${join(scratch(), "new", "haidang.db")}`;
	let plans;
	for (const round of [1, 2]) {
		const port = await freePort();
		const child = spawn("script/server", ["--port", String(port)], {
			cwd: root,
			detached: true,
			env: { ...process.env, DB: db },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let said = "";
		child.stdout.on("data", (data) => (said += data));
		child.stderr.on("data", (data) => (said += data));
		const ended = new Promise((ok) => child.on("exit", ok));
		try {
			for (let i = 0; i < 6000 && child.exitCode === null && !/^quantri /m.test(said); i++) await sleep(50);
			assert.ok(said.includes(`http://127.0.0.1:${port}/`), said);
			await sleep(200);
			const [, name, password] = said.match(/^(quantri) +(\S+)/m) ?? [];
			const client = new Client(`http://127.0.0.1:${port}`);
			assert.equal((await client.login(name, password)).status, 303, said);
			const now = await client.json("/api/v1/plans");
			assert.ok(now.plans.length > 0);
			if (round === 2) assert.deepEqual(now, plans);
			plans = now;
		} finally {
			if (child.exitCode === null) process.kill(-child.pid, "SIGINT"); // Ctrl-C reaches the whole group
		}
		assert.equal(await ended, 0);
		await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
	}
}
