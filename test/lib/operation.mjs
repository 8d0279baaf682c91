// Keeping a server: clients that work on it, commands beside it, the documented steps.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { binary, root } from "./build.mjs";
import { Client, forms } from "./client.mjs";

export async function loggedIn(url, { name, password }) {
	const client = new Client(url);
	assert.equal((await client.login(name, password)).status, 303);
	return client;
}

// Changes the own account's theme until told to stop; counts what was acknowledged.
export function load(clients) {
	const state = { acknowledged: 0, failed: 0, stop: false };
	state.ended = Promise.all(
		clients.map(async (client) => {
			while (!state.stop)
				try {
					const page = await (await client.get("/account")).text();
					const form = forms(page).find((f) => f.method === "post" && /theme/.test(f.text));
					const response = await client.post(form.action, form.fields);
					if (response.status === 303) state.acknowledged++;
					else state.failed++;
				} catch {
					state.failed++;
				}
		}),
	);
	return state;
}

// A command beside what goes on here: it does not stop the clients.
export function running(args, options = {}) {
	const child = spawn(binary, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options, env: { ...process.env, ...options.env } });
	const run = { out: "", err: "" };
	child.stdout.on("data", (data) => (run.out += data));
	child.stderr.on("data", (data) => (run.err += data));
	return new Promise((ok) => child.on("close", (status, signal) => ok({ ...run, status, signal })));
}

// What docs/operations.md says to type under this heading.
export function steps(title) {
	const page = readFileSync(join(root, "docs/operations.md"), "utf8");
	const at = page.indexOf(`\n## ${title}\n`);
	assert.ok(at > 0, title);
	const section = page.slice(at + 4).split("\n## ")[0];
	const lines = [...section.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block]) => block).join("");
	assert.ok(lines, title);
	return lines;
}
