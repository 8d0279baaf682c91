// bench/today: the pages of every morning over half a million tasks.
//
//	bench/today                          makes the nation anew (some minutes), then measures
//	NATION=/path/nation.db bench/today   over one that bench/nation made
//
// Each page alone: 200 times in turn over one kept connection, the time until its last byte. Then
// a mix of pages at 200 a second over 30 seconds, sent by the clock whether or not the ones before
// have been answered, as people do. The limit in the same run: the page of one's account, which
// reads nothing but the session. Prints a table and one line of JSON.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { binary, root } from "../test/lib/build.mjs";
import { Client } from "../test/lib/client.mjs";
import { must, scratch, served } from "../test/lib/haidang.mjs";

const rate = Number(process.env.RATE ?? 200);
const seconds = Number(process.env.SECONDS ?? 30);
const turns = Number(process.env.TURNS ?? 200);

const file = process.env.NATION ?? join(scratch(), "nation.db");
if (!process.env.NATION)
	execFileSync(join(root, "bench/nation"), [file], { stdio: "inherit", env: { ...process.env, BINARY: binary } });
const db = `sqlite:${file}`;
const accounts = JSON.parse(must(["demo", "accounts", "--reset", "--json", "--db", db]));
const server = await served(db, { args: ["--quiet"] });

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

// Milliseconds until the last byte, and how many there were.
function ask(path, cookie) {
	const start = performance.now();
	return new Promise((ok, fail) => {
		const asked = request(server.url + path, { agent, headers: { cookie } }, (answer) => {
			let bytes = 0;
			answer.on("data", (chunk) => (bytes += chunk.length));
			answer.on("end", () => ok({ ms: performance.now() - start, bytes, status: answer.statusCode }));
		});
		asked.on("error", fail);
		asked.end();
	});
}

const part = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];

async function cookieOf(role) {
	const { name, password } = accounts.find((a) => a.role === role);
	const client = new Client(server.url);
	await client.login(name, password);
	return client.cookie;
}

const cookies = {};
for (const role of ["standing", "focal", "leader", "duty"]) cookies[role] = await cookieOf(role);

const year = new Date().getFullYear();
const pages = [
	["account", "/account", "focal"],
	["today, standing agency", "/", "standing"],
	["today, focal officer", "/", "focal"],
	["today, leader", "/", "leader"],
	["matrix, own plans", `/matrix?year=${year}`, "standing"],
	["matrix, all provinces", `/matrix?year=${year}&level=province`, "leader"],
	["tasks, late", "/work?state=late", "standing"],
	["plans", "/plans", "standing"],
];

const figures = {};
console.log("page                      p50 ms   p99 ms   kB     of the account page");
for (const [name, path, role] of pages) {
	const times = [];
	let last;
	for (let i = 0; i < turns; i++) {
		last = await ask(path, cookies[role]);
		assert.equal(last.status, 200, `${path}: ${last.status}`);
		if (i >= turns / 10) times.push(last.ms); // the first ones fill caches
	}
	const p50 = part(times, 0.5), p99 = part(times, 0.99);
	figures[name] = { p50, p99, bytes: last.bytes };
	const limit = figures.account.p50;
	console.log(`${name.padEnd(24)} ${p50.toFixed(1).padStart(7)} ${p99.toFixed(1).padStart(8)} ${(last.bytes / 1024).toFixed(0).padStart(5)} ${(p50 / limit).toFixed(1).padStart(10)}`);
}

// The mix: mostly the first page, then lists; the matrix now and then.
const mix = [1, 2, 2, 3, 1, 6, 6, 2, 4, 7].map((i) => pages[i]);
const answers = [];
const start = performance.now();
for (let i = 0; i < rate * seconds; i++) {
	const wait = start + (i * 1000) / rate - performance.now();
	if (wait > 1) await new Promise((ok) => setTimeout(ok, wait));
	const [name, path, role] = mix[i % mix.length];
	answers.push(ask(path, cookies[role]).then((a) => ({ ...a, name, at: performance.now() - start })));
}
const done = await Promise.all(answers);
const took = (performance.now() - start) / 1000;
const bad = done.filter((a) => a.status !== 200).length;
const times = done.map((a) => a.ms);
figures.mix = { rate: done.length / took, p50: part(times, 0.5), p99: part(times, 0.99), bad };
console.log(`mix: ${figures.mix.rate.toFixed(0)} a second, p50 ${figures.mix.p50.toFixed(1)} ms, p99 ${figures.mix.p99.toFixed(1)} ms, refused ${bad}`);
// Where the tail is: which page, and whether it came all at once (a checkpoint, a stall of the machine).
for (const [name] of pages) {
	const of = done.filter((a) => a.name === name).map((a) => a.ms);
	if (of.length) console.log(`  ${name.padEnd(24)} ${String(of.length).padStart(5)} p50 ${part(of, 0.5).toFixed(1).padStart(7)} p99 ${part(of, 0.99).toFixed(1).padStart(8)}`);
}
const slow = done.filter((a) => a.ms >= figures.mix.p99);
const tail = new Map();
for (const a of slow) tail.set(Math.floor(a.at / 1000), (tail.get(Math.floor(a.at / 1000)) ?? 0) + 1);
console.log(`  slowest hundredth by second: ${[...tail].sort((a, b) => a[0] - b[0]).map(([s, n]) => `${s} s: ${n}`).join(", ")}`);
console.log(JSON.stringify(figures));
agent.destroy();
await server.stop();
