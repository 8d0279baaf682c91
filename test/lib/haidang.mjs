// The real program over real databases: commands, servers, and fresh databases that
// hold the demo. Everything made here is taken away when the test process ends.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { binary, loader, root } from "./build.mjs";

// Both, unless one is asked for while a test is written.
export const kinds = process.env.HAIDANG_KINDS?.split(",") ?? ["sqlite", "postgres"];

// A folder that goes with the process.
export function scratch() {
	const dir = mkdtempSync(join(tmpdir(), "haidang-e2e-"));
	process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
	return dir;
}

// Runs a command to its end; never throws for its exit code.
export function haidang(args, { program = binary, ...options } = {}) {
	const run = spawnSync(program, args, {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		timeout: 300_000,
		...options,
		env: { ...process.env, ...options.env },
	});
	if (run.error) throw run.error;
	return { status: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

// A command that must succeed; gives what it printed.
export function must(args, options) {
	const run = haidang(args, options);
	assert.equal(run.status, 0, `haidang ${args.join(" ")}: ${run.err}`);
	return run.out;
}

// --- databases

const printed = { encoding: "utf8", maxBuffer: 1 << 28 };

function psql(url, ...statements) {
	const commands = statements.flatMap((s) => ["-c", s]);
	return execFileSync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", ...commands, url], printed);
}

export function cluster() {
	const url = process.env.POSTGRES_URL;
	if (!url) throw new Error("POSTGRES_URL is not set: run by test/postgres");
	return url;
}

const inCluster = (name) => cluster().replace(/^postgres:\/\/\/[^?]*/, `postgres:///${name}`);
let made = 0;

// An empty database; its --db.
export function emptyDatabase(kind) {
	if (kind === "sqlite") return `sqlite:${join(scratch(), "haidang.db")}`;
	const name = `e2e_${process.pid}_${++made}`;
	psql(cluster(), `CREATE DATABASE ${name}`);
	return inCluster(name);
}

// Loading the demo takes seconds; it is loaded once a run and copied after that. The
// test files are processes of their own: whoever makes the folder loads.
function template(kind) {
	const home = process.env.HAIDANG_E2E;
	if (!home) throw new Error("HAIDANG_E2E is not set: run by test/e2e/run");
	const dir = join(home, kind);
	const done = join(dir, "done");
	const db = kind === "sqlite" ? `sqlite:${join(dir, "haidang.db")}` : inCluster("e2e_template");
	let mine = true;
	try {
		mkdirSync(dir);
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
		mine = false;
	}
	if (mine) {
		if (kind === "postgres") psql(cluster(), "CREATE DATABASE e2e_template");
		const load = (...args) => must(["demo", ...args, "--db", db], { program: loader });
		load("load");
		writeFileSync(join(dir, "accounts.json"), load("accounts", "--reset", "--json"));
		writeFileSync(done, "");
	}
	for (let i = 0; !existsSync(done); i++) {
		if (i > 3000) throw new Error(`the demo was not loaded into ${db}`);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
	}
	return db;
}

// A database of one's own with the demo in it.
export function demoDatabase(kind) {
	const from = template(kind);
	if (kind === "sqlite") {
		const to = join(scratch(), "haidang.db");
		for (const end of ["", "-wal"])
			if (existsSync(from.slice(7) + end)) cpSync(from.slice(7) + end, to + end);
		return `sqlite:${to}`;
	}
	const name = `e2e_${process.pid}_${++made}`;
	psql(cluster(), `CREATE DATABASE ${name} TEMPLATE e2e_template`);
	return inCluster(name);
}

// Who may log in to a demo database: name, password, display, role, agency.
export const demoAccounts = (kind) =>
	JSON.parse(readFileSync(join(process.env.HAIDANG_E2E, kind, "accounts.json"), "utf8"));

// One statement on a database, past the program: to look, or to break things.
export function sql(db, statement) {
	if (db.startsWith("sqlite:"))
		return execFileSync("sqlite3", [db.slice(7), statement], printed);
	return psql(db, statement);
}

// --- servers

export async function freePort() {
	const server = createServer();
	await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
	const { port } = server.address();
	await new Promise((ok) => server.close(ok));
	return port;
}

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// Starts `haidang serve` and waits until it answers.
// `wrap` is put before the program: ["prlimit", "--fsize=…"].
export async function serve(db, { args = [], wrap = [] } = {}) {
	const port = await freePort();
	const line = [...wrap, binary, "serve", "--db", db, "--listen", `127.0.0.1:${port}`, ...args];
	const child = spawn(line[0], line.slice(1), { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
	const server = { child, db, port, url: `http://127.0.0.1:${port}`, log: "" };
	const ended = new Promise((ok) =>
		child.on("exit", (code, signal) => {
			running.delete(child);
			server.ended = { code, signal };
			ok(server.ended);
		}),
	);
	running.add(child);
	child.stdout.on("data", (data) => (server.log += data));
	child.stderr.on("data", (data) => (server.log += data));
	server.stop = async (signal = "SIGTERM") => {
		child.kill(signal);
		return await ended;
	};
	for (let i = 0; i < 600 && !server.ended; i++) {
		try {
			if ((await fetch(`${server.url}/healthz`)).ok) return server;
		} catch {
			// not yet
		}
		await sleep(50);
	}
	if (!server.ended) await server.stop("SIGKILL");
	return server;
}

// As serve, for a server that must come up.
export async function served(db, options) {
	const server = await serve(db, options);
	assert.ok(!server.ended, `the server did not start: ${server.log}`);
	return server;
}

// How many rows each table holds: equal before and after what must leave nothing behind.
export function counts(db) {
	const list = db.startsWith("sqlite:")
		? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
		: "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name";
	const tables = sql(db, list).trim().split("\n").filter(Boolean);
	assert.ok(tables.length > 5, "the schema is there");
	const one = tables.map((t) => `SELECT '${t}' AS name, count(*) AS n FROM "${t}"`).join(" UNION ALL ");
	return Object.fromEntries(
		sql(db, `${one} ORDER BY name`).trim().split("\n").map((line) => line.split("|")),
	);
}
