// bench/http: how fast pages come, against nginx serving the same bytes as a file.
//
//	bench/http                 both pages, SQLite
//	ROUNDS=9 SECONDS=6 bench/http
//
// Each round asks both servers in turn, in alternating order, with 64 connections kept
// open; medians are printed. Our server computes every page anew: session, permission,
// one snapshot, the queries, the template. Prints a table and one line of JSON.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { binary } from "../test/lib/build.mjs";
import { Client } from "../test/lib/client.mjs";
import { demoAccounts, demoDatabase, freePort, scratch, served } from "../test/lib/haidang.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS ?? 4);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const db = demoDatabase("sqlite");
const dir = scratch();

// --- the peer
async function nginx(bytes) {
	const port = await freePort();
	chmodSync(dir, 0o755);
	mkdirSync(join(dir, "html"), { recursive: true });
	for (const [name, body] of Object.entries(bytes)) writeFileSync(join(dir, "html", `${name}.html`), body);
	writeFileSync(
		join(dir, "nginx.conf"),
		`daemon off; worker_processes 2; pid ${dir}/pid; error_log ${dir}/error;
${process.getuid() === 0 ? "user root;" : ""}
events { worker_connections 1024; }
http {
	types { text/html html; } access_log off; sendfile on; tcp_nopush on; open_file_cache max=100;
	keepalive_requests 100000000;
	${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((n) => `${n}_temp_path ${dir}/${n};`).join(" ")}
	server { listen 127.0.0.1:${port}; root ${dir}/html; }
}
`,
	);
	const child = spawn("nginx", ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error")], { stdio: "ignore" });
	process.on("exit", () => child.kill());
	await answer(port, "/outline.html");
	return { port, stop: () => child.kill() };
}

// Asks until there is a 200; ms since the call.
function answer(port, path) {
	const start = performance.now();
	return new Promise((ok, fail) => {
		const again = () => {
			if (performance.now() - start > 10_000) return fail(new Error(`no answer on ${port}`));
			const socket = connect(port, "127.0.0.1");
			socket.on("connect", () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
			socket.once("data", (data) => {
				socket.destroy();
				if (data.toString("latin1").startsWith("HTTP/1.1 200")) ok(performance.now() - start);
				else setTimeout(again, 1);
			});
			socket.on("error", () => setTimeout(again, 1));
		};
		again();
	});
}

// --- one run of wrk
function wrk(url, cookie) {
	const header = cookie ? ["-H", `Cookie: ${cookie}`] : [];
	const said = execFileSync("wrk", ["-t1", "-c64", `-d${seconds}s`, "--latency", ...header, url], { encoding: "utf8" });
	assert.doesNotMatch(said, /Non-2xx|Socket errors/, `${url}: ${said}`);
	const [, value, unit] = said.match(/99%\s+([\d.]+)(us|ms|s)/);
	return {
		rate: Number(said.match(/Requests\/sec:\s+([\d.]+)/)[1]),
		p99: Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit],
	};
}

// Memory of the process and its children in MB: the pages they share are counted once
// by Pss, each time by Rss.
function memory(pid) {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
	const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
	const kb = (name) => Number(rollup.match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))[1]) / 1024;
	return children.map(memory).reduce((a, b) => ({ rss: a.rss + b.rss, pss: a.pss + b.pss }), {
		rss: kb("Rss"),
		pss: kb("Pss"),
	});
}

async function startTime() {
	const port = await freePort();
	const child = spawn(binary, ["serve", "--db", db, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
	const ms = await answer(port, "/login");
	const gone = new Promise((ok) => child.on("exit", ok));
	child.kill("SIGTERM");
	await gone;
	return ms;
}

const starts = [];
for (let i = 0; i < rounds; i++) starts.push(await startTime());

const server = await served(db, { args: ["--quiet"] }); // its log would fill a pipe that nobody reads meanwhile
const idle = memory(server.child.pid);
const { name, password } = demoAccounts("sqlite").find((a) => a.role === "standing");
const client = new Client(server.url);
await client.login(name, password);
const list = await client.json("/api/v1/plans");
const plan = list.plans.find((p) => /19\/KH/.test(p.number ?? "")) ?? list.plans[0];
const outline = await client.page(`/plans/${plan.id}`);
const task = outline.match(/href="(\/tasks\/\d+)"/)[1];
const pages = { outline: `/plans/${plan.id}`, task };
const bytes = { outline, task: await client.page(task) };
const peer = await nginx(bytes);

const figures = {};
for (const page of Object.keys(pages)) {
	const runs = { ours: [], nginx: [] };
	for (let round = 0; round < rounds; round++) {
		const turns = [
			() => runs.ours.push(wrk(server.url + pages[page], client.cookie)),
			() => runs.nginx.push(wrk(`http://127.0.0.1:${peer.port}/${page}.html`)),
		];
		if (round % 2) turns.reverse();
		turns.forEach((turn) => turn());
	}
	const of = (who, what) => median(runs[who].map((run) => run[what]));
	figures[page] = {
		bytes: Buffer.byteLength(bytes[page]),
		ours: Math.round(of("ours", "rate")),
		nginx: Math.round(of("nginx", "rate")),
		ratio: Number((of("ours", "rate") / of("nginx", "rate")).toFixed(3)),
		p99: Number(of("ours", "p99").toFixed(2)),
		nginxP99: Number(of("nginx", "p99").toFixed(2)),
	};
}
const busy = memory(server.child.pid);
await server.stop();
peer.stop();

console.log("page      bytes   ours/s  nginx/s  ratio  p99 ms  nginx p99");
for (const [page, f] of Object.entries(figures))
	console.log(
		page.padEnd(8), String(f.bytes).padStart(6), String(f.ours).padStart(8), String(f.nginx).padStart(8),
		f.ratio.toFixed(3).padStart(6), f.p99.toFixed(2).padStart(7), f.nginxP99.toFixed(2).padStart(10),
	);
console.log(`start to first answer ${median(starts).toFixed(0)} ms; memory idle ${idle.rss.toFixed(1)} MB (Pss ${idle.pss.toFixed(1)}), after load ${busy.rss.toFixed(1)} MB`);
console.log(JSON.stringify({ ...figures, start: median(starts), idle, busy }));
