// bench/consolidate: asks every peer in turn, warm and from a cold start; see bench/consolidate.md.
//
//	node bench/consolidate.mjs DIR PROGRAM       under test/postgres
//
// The peers hold a row a figure that is not zero, in an order or under an index that covers each question,
// and a row a submission. They need not hand their rows over: they count and add them up. Everybody's
// count and sum must be the same. KEEP: leave DIR as it is; FILLED: it is filled already.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, statSync, rmSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [dir, program] = process.argv.slice(2);
const rounds = 7;
const ours = join(dir, "ours.db"), plain = join(dir, "plain.db"), duck = join(dir, "duck.db");
const years = Number(process.env.YEARS ?? 10), slot = 17, period = years * 4 - 3;
const questions = [
	["national table of 250 cells, as reported", "province", "table"],
	["the same on today's map", "heir", "table"],
	["ten years of a cell by province, as reported", "province", "series"],
	["the same on today's map", "heir", "series"],
];
const text = (q, table) => {
	const [, of, what] = questions[q];
	return what === "table"
		? `SELECT count(*) AS groups, sum(s) AS sum FROM (SELECT u.${of}, c.cell, sum(c.value) AS s FROM ${table} c JOIN unit u ON u.place = c.place WHERE c.period = ${period} GROUP BY 1, 2) x`
		: `SELECT count(*) AS groups, sum(s) AS sum FROM (SELECT c.period, u.${of}, sum(c.value) AS s FROM ${table} c JOIN unit u ON u.place = c.place WHERE c.cell = ${slot} GROUP BY 1, 2) x`;
};
const median = (v) => [...v].sort((a, b) => a - b)[v.length >> 1];
const lines = (...args) => execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 }).trim().split("\n").map((l) => JSON.parse(l));
const log = (...words) => console.error(new Date().toISOString().slice(11, 19), ...words);

const facts = process.env.FILLED ? [] : lines("fill", `sqlite:${ours}`, plain);
log("filled", JSON.stringify(facts));

// --- the peers' tables, out of SQLite's
const csv = (table, file) => execFileSync("sqlite3", ["-csv", plain, `.once ${file}`, `SELECT * FROM ${table}`]);
for (const t of ["cell", "sub", "unit"]) csv(t, join(dir, `${t}.csv`));

const url = process.env.POSTGRES_URL;
const psql = (...statements) => execFileSync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", ...statements.flatMap((s) => ["-c", s]), url], { encoding: "utf8" });
psql("CREATE TABLE cell(period smallint, place int, cell smallint, value int)", "CREATE TABLE sub(period smallint, place int)",
	"CREATE TABLE unit(place int PRIMARY KEY, province int, heir int)",
	...["cell", "sub", "unit"].map((t) => `\\copy ${t} FROM '${join(dir, t)}.csv' CSV`),
	"ALTER TABLE cell ADD PRIMARY KEY (period, place, cell)", "CREATE INDEX cell_table ON cell(period, place, cell) INCLUDE (value)",
	"CREATE INDEX cell_way ON cell(cell, period, place) INCLUDE (value)", "ALTER TABLE sub ADD PRIMARY KEY (period, place)", "VACUUM ANALYZE");
log("PostgreSQL filled");

const { DuckDBInstance } = createRequire(fileURLToPath(new URL("duckdb/", import.meta.url)))("@duckdb/node-api");
async function duckdb() {
	const instance = await DuckDBInstance.create(duck, { threads: String(cpus().length) });
	return await instance.connect();
}
let ducks = await duckdb();
// two orders, so that either question reads one stretch of its table
for (const s of [
	`CREATE TABLE unit AS SELECT * FROM read_csv('${dir}/unit.csv', names=['place','province','heir'])`,
	`CREATE TABLE sub AS SELECT * FROM read_csv('${dir}/sub.csv', names=['period','place'])`,
	`CREATE TABLE cell AS SELECT period::SMALLINT AS period, place::INT AS place, cell::SMALLINT AS cell, value::INT AS value FROM read_csv('${dir}/cell.csv', names=['period','place','cell','value']) ORDER BY period, place, cell`,
	"CREATE TABLE cell_way AS SELECT * FROM cell ORDER BY cell, period, place", "CHECKPOINT",
]) await ducks.run(s);
log("DuckDB filled");

// --- warm
const duckOf = (q) => text(q, questions[q][2] === "table" ? "cell" : "cell_way");
async function askDuck(q) {
	const from = performance.now();
	const [row] = (await ducks.runAndReadAll(duckOf(q))).getRowObjects();
	return { ms: performance.now() - from, sum: Number(row.sum), groups: Number(row.groups) };
}
function askPostgres(q, times) {
	const out = execFileSync("psql", ["-X", "-q", "-At", "-c", "SET jit = off", "-c", "\\timing on", ...Array.from({ length: times }, () => ["-c", text(q, "cell")]).flat(), url], { encoding: "utf8" });
	const [groups, sum] = out.match(/^(\d+)\|(\d+)$/m).slice(1).map(Number);
	return { all: [...out.matchAll(/Time: ([\d.]+) ms/g)].map((m) => Number(m[1])), sum, groups };
}
const table = questions.map(() => ({}));
for (const x of lines("ask", `sqlite:${ours}`, plain)) table[x.question][x.who] = { warm: x.ms, sum: x.sum, groups: x.groups };
for (let q = 0; q < questions.length; q++) {
	const ms = [];
	let last;
	for (let i = 0; i < rounds; i++) ms.push((last = await askDuck(q)).ms);
	table[q].duckdb = { warm: median(ms), sum: last.sum, groups: last.groups };
	const p = askPostgres(q, rounds);
	table[q].postgres = { warm: median(p.all), sum: p.sum, groups: p.groups };
}
ducks.closeSync();

// --- cold: a fresh process, and no page of its file in memory
const data = join(new URL(url.replace("postgres:///", "postgres://x/")).searchParams.get("host"), "data");
const forget = (path) => {
	execFileSync("sync", [path]);
	execFileSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
};
const forgetAll = (path) => {
	for (const f of readdirSync(path, { withFileTypes: true })) f.isDirectory() ? forgetAll(join(path, f.name)) : forget(join(path, f.name));
};
function ctl(...args) {
	const user = process.getuid() === 0 ? ["setpriv", `--reuid=${statSync(data).uid}`, `--regid=${statSync(data).gid}`, "--clear-groups"] : [];
	const all = [...user, "/usr/lib/postgresql/15/bin/pg_ctl", "-D", data, "-s", "-w", "-l", join(data, "..", "log"), ...args];
	const run = spawnSync(all[0], all.slice(1), { cwd: "/", stdio: "ignore" });
	assert.equal(run.status, 0, all.join(" "));
}
const options = `-c listen_addresses= -c unix_socket_directories=${join(data, "..")} -c shared_buffers=64MB`;
const coldDuck = `const { DuckDBInstance } = require("@duckdb/node-api");
(async () => { const from = performance.now(); const c = await (await DuckDBInstance.create(process.argv[1], { threads: "${cpus().length}" })).connect();
await c.runAndReadAll(process.argv[2]); console.log(performance.now() - from); process.exit(); })()`;
for (let q = 0; q < questions.length; q++) {
	forget(ours);
	table[q].ours.cold = lines("once", `sqlite:${ours}`, String(q))[0].ms;
	forget(plain);
	table[q].sqlite.cold = lines("plain", plain, String(q))[0].ms;
	forget(duck);
	table[q].duckdb.cold = Number(execFileSync("node", ["-e", coldDuck, duck, duckOf(q)], { encoding: "utf8", cwd: fileURLToPath(new URL("duckdb/", import.meta.url)) }));
	ctl("stop", "-m", "fast");
	forgetAll(data);
	ctl("-o", options, "start");
	table[q].postgres.cold = askPostgres(q, 1).all[0];
}

// --- side by side
const peers = ["duckdb", "postgres", "sqlite"];
const show = (n) => (n < 10 ? n.toFixed(2) : n.toFixed(0));
let quick = true, far = true;
console.log("question".padEnd(48), ...["ours", ...peers].map((p) => `${p} (cold)`.padStart(18)), "  ratio to the best");
table.forEach((row, q) => {
	for (const p of peers) assert.deepEqual([row[p].sum, row[p].groups], [row.ours.sum, row.ours.groups], `${p} answers ${questions[q][0]} otherwise`);
	const best = (k) => Math.min(...peers.map((p) => row[p][k]));
	row.ratio = { warm: best("warm") / row.ours.warm, cold: best("cold") / row.ours.cold };
	quick &&= row.ours.warm <= 10;
	far &&= row.ratio.warm >= 10;
	console.log(questions[q][0].padEnd(48), ...["ours", ...peers].map((p) => `${show(row[p].warm)} (${show(row[p].cold)}) ms`.padStart(18)), `  ${row.ratio.warm.toFixed(1)} (${row.ratio.cold.toFixed(1)})`);
});
console.log(`each in 10 ms: ${quick ? "yes" : "no"}; ten times the best peer: ${far ? "yes" : "no"}`);
const size = (f) => Math.round(statSync(f).size / 1e6);
console.log(`MB: ours ${size(ours)} (with the submissions and the log), SQLite ${size(plain)}, DuckDB ${size(duck)}, PostgreSQL ${Math.round(Number(psql("SELECT pg_database_size(current_database())")) / 1e6)}`);
console.log(JSON.stringify({ facts, table }));
