// bench/login: 200 persons log in at the same moment, each with a right password and from a network
// of their own, while others go on reading pages.
//
//	bench/login
//
// Measured: how long the log-ins take, how much memory the server took for them (its peak, above what
// it had at rest), how many were turned away, and the time of a page, asked 100 times a second by a
// session that is open already, before and beside them. The limit in the same run: what Argon2id costs
// on this machine, one log-in after another. Prints a table and one line of JSON.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { Client } from "../test/lib/client.mjs";
import { must, scratch, served } from "../test/lib/haidang.mjs";

const persons = Number(process.env.PERSONS ?? 200);
const rate = Number(process.env.RATE ?? 100);
const header = "X-Forwarded-For";

const db = `sqlite:${join(scratch(), "haidang.db")}`;
must(["demo", "load", "--db", db]);
const accounts = JSON.parse(must(["demo", "accounts", "--reset", "--json", "--db", db]));
const server = await served(db, { args: ["--quiet", "--proxy", "127.0.0.1", "--proxy-header", header] });

const agent = new Agent({ keepAlive: true, maxSockets: 400 });

function ask(method, path, headers, body) {
	const start = performance.now();
	return new Promise((ok, fail) => {
		const asked = request(server.url + path, { method, agent, headers }, (answer) => {
			answer.resume();
			answer.on("end", () => ok({ ms: performance.now() - start, status: answer.statusCode }));
		});
		asked.on("error", fail);
		asked.end(body);
	});
}

const part = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const memory = (name) => Number(readFileSync(`/proc/${worker}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;
// the one that answers: a child of the supervisor, where there is one
const children = readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, "utf8").trim().split(" ").filter(Boolean);
const worker = children[0] ?? server.child.pid;

const reader = accounts.find((a) => a.role === "focal");
const client = new Client(server.url);
await client.login(reader.name, reader.password);


function enter(i) {
	const { name, password } = accounts[i % accounts.length];
	const body = new URLSearchParams([["name", name], ["password", password]]).toString();
	return ask("POST", "/login", {
		"content-type": "application/x-www-form-urlencoded",
		"content-length": Buffer.byteLength(body),
		[header]: `10.${i >> 8}.${i & 255}.1`,
	}, body);
}

// Pages by the clock, whether or not the ones before have been answered, until told to stop.
async function read(until) {
	const answers = [], start = performance.now();
	for (let i = 0; !until.done; i++) {
		const wait = start + (i * 1000) / rate - performance.now();
		if (wait > 1) await new Promise((ok) => setTimeout(ok, wait));
		answers.push(ask("GET", "/account", { cookie: client.cookie }));
	}
	const done = await Promise.all(answers);
	if (done.some((a) => a.status !== 200)) throw new Error("a page was not answered");
	return done.map((a) => a.ms);
}

const alone = [];
for (let i = 0; i < 20; i++) alone.push((await enter(i + 1000)).ms);

const quiet = { done: false };
const reading = read(quiet);
await new Promise((ok) => setTimeout(ok, 5000));
quiet.done = true;
const before = await reading;

const rest = memory("VmRSS");
const busy = { done: false };
const beside = read(busy);
const start = performance.now();
const done = await Promise.all(Array.from({ length: persons }, (_, i) => enter(i)));
const took = (performance.now() - start) / 1000;
busy.done = true;
const during = await beside;
const peak = memory("VmHWM");

const entered = done.filter((a) => a.status === 303).map((a) => a.ms);
const figures = {
	persons,
	entered: entered.length,
	turned_away: done.length - entered.length,
	alone_ms: part(alone, 0.5),
	p50_ms: part(entered, 0.5),
	p99_ms: part(entered, 0.99),
	seconds: took,
	memory_mb: peak - rest,
	page_before_p50_ms: part(before, 0.5),
	page_beside_p50_ms: part(during, 0.5),
	page_before_p99_ms: part(before, 0.99),
	page_beside_p99_ms: part(during, 0.99),
};
figures.page_ratio = figures.page_beside_p50_ms / figures.page_before_p50_ms;
console.log(`one after another: ${figures.alone_ms.toFixed(0)} ms each`);
console.log(`${persons} at once: ${entered.length} entered, ${figures.turned_away} told to wait; p50 ${figures.p50_ms.toFixed(0)} ms, p99 ${figures.p99_ms.toFixed(0)} ms, all in ${took.toFixed(1)} s`);
console.log(`memory above rest at its peak: ${figures.memory_mb.toFixed(0)} MB`);
console.log(`a page before: p50 ${figures.page_before_p50_ms.toFixed(1)} ms, p99 ${figures.page_before_p99_ms.toFixed(1)} ms; beside: p50 ${figures.page_beside_p50_ms.toFixed(1)} ms, p99 ${figures.page_beside_p99_ms.toFixed(1)} ms; ${figures.page_ratio.toFixed(1)} times`);
console.log(JSON.stringify(figures));
agent.destroy();
await server.stop();
