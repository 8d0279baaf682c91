// bench/deadline_day: the last day of a period. 400 clients, each logged in with an account of its own,
// send 20,000 sheets of 250 cells with a file of 20 kB each, one after another, while others read the
// heat map of who has answered.
//
//	bench/deadline_day
//	KIND=sqlite SUBMISSIONS=4000 bench/deadline_day
//
// A submission is what a browser sends for it: the figures saved (a change of its own), then sent
// with the file. Both are acknowledged once they are on disk. Afterwards the server is killed, and what
// it acknowledged is looked for in the database: every submission once, its digest, its file, and the
// sum of every cell against what was sent. The limit in the same run: the same bytes appended to a
// file and synced, one submission at a time. Prints a table and one line of JSON.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emptyDatabase, haidang, must, scratch, served, sql } from "../test/lib/haidang.mjs";

const kind = process.env.KIND ?? "postgres";
const clients = Number(process.env.CLIENTS ?? 400);
const wanted = Number(process.env.SUBMISSIONS ?? 20_000);
const readers = 16, readEvery = 4000; // ms: four heat maps a second
const months = ["2026-5", "2026-6", "2026-7", "2026-8", "2026-9", "2026-10"];
const cells = 250, fileBytes = 20_000;
const password = "mat-khau-rat-dai-9";
const header = "X-Forwarded-For";
const log = (...words) => console.error(new Date().toISOString().slice(11, 19), ...words);

// --- the nation and its form
const dir = scratch();
const db = emptyDatabase(kind);
must(["place", "load", "--db", db]);
must(["agency", "load", "--db", db]);
const bodies = sql(db, `SELECT id, code, kind, level, province_code FROM agency_v
	WHERE first_day <= '2026-05-01' AND last_day >= '2026-10-31' AND (level = 'nation' OR kind = 'police') ORDER BY id`)
	.trim().split("\n").map((line) => line.split("|")).map(([id, code, kind, level, province]) => ({ id, code, kind, level, province }));
const central = bodies.filter((b) => b.level === "nation").slice(0, 40);
const kinds = [...new Set(central.map((b) => b.kind))];
const file = join(dir, "form.tsv");
writeFileSync(file, [
	"form\tbench\tBiểu cuối kỳ\tForm of the day", "edition\t1\t\t", "basis\town\t0\tbench", "periods\tmonth",
	"reports\tpolice\tcommune", "reports\tpolice\tprovince", ...kinds.map((k) => `reports\t${k}\tnation`),
	"table\tA\tA\tA",
	...Array.from({ length: 10 }, (_, i) => `column\t${i + 1}\tC${i + 1}\tC${i + 1}\t\t\t`),
	...Array.from({ length: cells / 10 }, (_, i) => `row\tR${i + 1}\tR${i + 1}\tR${i + 1}\tcount\tperiod\tadditive\t`),
].join("\n") + "\n");
must(["form", "load", file, "--db", db]);
const edition = Number(sql(db, "SELECT e.id FROM form_edition e JOIN form f ON f.id = e.form_id WHERE f.code = 'bench'"));

// Whose sheets: the police of every commune and province, and the central bodies.
const communes = bodies.filter((b) => b.kind === "police" && b.level === "commune");
const provinces = bodies.filter((b) => b.kind === "police" && b.level === "province");
log(`${communes.length} communes, ${provinces.length} provinces, ${central.length} central bodies`);

// The accounts: one for each central body, the others spread over the provinces' police, who send for their communes.
const persons = [];
for (let i = 0; i < clients; i++) {
	const of = i < central.length && clients > central.length ? central[i] : provinces[i % provinces.length];
	const name = `hanchot.${i}`;
	must(["user", "add", name, "--agency", of.code, "--role", of.level === "nation" ? "focal" : "standing", "--password-stdin", "--db", db], { input: `${password}\n` });
	persons.push({ name, of, sheets: [] });
}
const largest = provinces.map((p) => [communes.filter((c) => c.province === p.province).length, p]).sort((a, b) => b[0] - a[0])[0][1];
for (const [name, agency] of [["hanchot.bo", "bca"], ["hanchot.tinh", largest.code]])
	must(["user", "add", name, "--agency", agency, "--role", "standing", "--password-stdin", "--db", db], { input: `${password}\n` });

function share() {
	const local = new Map(provinces.map((p) => [p.province, persons.filter((x) => x.of === p)]));
	const next = new Map();
	const give = (body, month) => {
		const among = body.level === "nation" ? persons.filter((p) => p.of === body) : local.get(body.province);
		if (!among?.length) return;
		const at = next.get(among) ?? 0;
		next.set(among, at + 1);
		among[at % among.length].sheets.push({ body, month });
	};
	let left = wanted;
	for (const month of months)
		for (const body of [...central, ...provinces, ...communes]) if (left-- > 0) give(body, month);
}
share();
const total = persons.reduce((n, p) => n + p.sheets.length, 0);
log(`${clients} accounts, ${total} sheets`);

// --- one connection: requests one after another
class Line {
	constructor(port, from) {
		this.port = port;
		this.from = from;
		this.cookie = "";
		this.open();
	}
	open() {
		this.socket = connect(this.port, "127.0.0.1");
		this.socket.setNoDelay(true);
		this.parts = [];
		this.have = 0;
		this.socket.on("data", (data) => this.take(data));
		const { socket } = this;
		const gone = (error) => {
			if (this.socket === socket) this.fail?.(error);
		};
		socket.on("error", gone);
		socket.on("close", () => gone(new Error("the connection was closed")));
	}
	take(data) {
		this.parts.push(data);
		this.have += data.length;
		if (this.need === undefined) {
			const all = this.parts.length > 1 ? Buffer.concat(this.parts) : this.parts[0];
			this.parts = [all];
			const end = all.indexOf("\r\n\r\n");
			if (end < 0) return;
			this.head = all.latin1Slice(0, end);
			this.start = end + 4;
			this.need = this.start + Number(this.head.match(/\r\ncontent-length: (\d+)/i)?.[1] ?? 0);
		}
		if (this.have < this.need) return;
		const { ok, head, parts, start } = this;
		this.parts = [];
		this.have = 0;
		this.need = this.ok = this.fail = undefined;
		const set = head.match(/\r\nset-cookie: ([^;\r]+)/gi);
		for (const line of set ?? []) this.cookie = line.slice(line.indexOf(":") + 2);
		ok({
			status: Number(head.slice(9, 12)),
			location: head.match(/\r\nlocation: ([^\r]*)/i)?.[1],
			text: () => Buffer.concat(parts).subarray(start).toString(),
		});
	}
	// Once more on a fresh connection where the server had closed this one for idleness meanwhile. Of the day
	// itself nothing is asked twice: what fails counts (once).
	async ask(...request) {
		try {
			return await this.once(...request);
		} catch {
			this.open();
			return await this.once(...request);
		}
	}
	once(method, path, body, type = "application/x-www-form-urlencoded") {
		const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\n${header}: ${this.from}\r\n` +
			(this.cookie ? `Cookie: ${this.cookie}\r\n` : "") +
			(body ? `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n` : "") + "\r\n";
		if (this.socket.destroyed || this.socket.readableEnded) this.open(); // it was idle too long
		return new Promise((ok, fail) => {
			this.ok = ok;
			this.fail = fail;
			this.socket.cork();
			this.socket.write(head, "latin1");
			if (body) this.socket.write(body);
			this.socket.uncork();
		});
	}
	end() {
		this.fail = undefined;
		this.socket.destroy();
	}
}

const form = (fields) => Buffer.from(new URLSearchParams(fields).toString());

async function enter(port, name, i) {
	const line = new Line(port, `10.${(i >> 8) + 1}.${i & 255}.1`);
	const entered = await line.ask("POST", "/login", form([["name", name], ["password", password]]));
	assert.equal(entered.status, 303, `${name} logs in: ${entered.status}`);
	line.csrf = (await line.ask("GET", "/account")).text().match(/name="_csrf" value="([^"]+)"/)[1];
	return line;
}

// --- what is sent: a tenth of the cells are not zero
let seed = 1;
const draw = (below) => {
	seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
	return (seed >>> 8) % below;
};
const sums = new Array(cells).fill(0);
const boundary = "----hanchot7d1e";
const sent = new Map(); // request -> digest of the file

function figures(csrf) {
	const values = [];
	let body = `_csrf=${csrf}&version=1&base=_&then=save`;
	for (let i = 0; i < cells; i++) {
		const v = draw(10) ? 0 : 1 + draw(40);
		values.push(v);
		body += `&cell=${v}`;
	}
	return { values, body: Buffer.from(body) };
}

const noise = randomBytes(fileBytes).toString("latin1").replace(/[^0-9A-Za-z]/g, "x");
function attachment(csrf) {
	const request = randomBytes(16).toString("hex");
	const pdf = Buffer.from(`%PDF-1.4\n%${request}\n${noise.slice(0, fileBytes - 60)}\n%%EOF\n`, "latin1");
	const field = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
	const head = field("_csrf", csrf) + field("version", "2") + field("request", request) +
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="ban-ky-${request.slice(0, 6)}.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
	return { request, pdf, body: Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}

// --- the day
const server = await served(db, { args: ["--quiet", "--proxy", "127.0.0.1", "--proxy-header", header] });
const lines = [];
for (let i = 0; i < persons.length; i += 16) // as many at once as a door lets in
	lines.push(...(await Promise.all(persons.slice(i, i + 16).map((p, k) => enter(server.port, p.name, i + k)))));
const desks = await Promise.all(Array.from({ length: readers }, (_, i) => enter(server.port, i % 2 ? "hanchot.tinh" : "hanchot.bo", 60_000 + i)));
log(`${lines.length} log-ins`);

// What the readers look at: all provinces by month, and the communes of the largest province.
const maps = [];
for (const [line, owed_by] of [[desks[0], "các địa phương"], [desks[1], "Công an cấp xã"]]) {
	const made = await line.ask("POST", "/duties", form({
		_csrf: line.csrf, title: "Báo cáo tháng", owed_by, owed_to: "Bộ Công an", system: "month",
		rule: "trước ngày 20 của tháng cuối kỳ", valid_from: "2026-01-01", valid_to: "2026-12-31", citation: "bench",
	}));
	assert.equal(made.status, 303, `the duty of ${owed_by}: ${made.status} ${made.text().slice(0, 300)}`);
	const page = await line.ask("GET", made.location);
	maps.push({ path: made.location, rows: page.text().split("<tr").length - 2 });
}

let opened = 0;
await Promise.all(persons.map(async (p, i) => {
	for (const s of p.sheets) {
		const answer = await lines[i].ask("POST", `/forms/${edition}`, form({ _csrf: lines[i].csrf, agency: s.body.id, period: `month-${s.month}` }));
		assert.equal(answer.status, 303, `${p.name} opens a sheet of ${s.body.code}, ${s.month}: ${answer.status}`);
		s.path = answer.location.replace(/^https?:\/\/[^/]*/, "");
		opened++;
	}
}));
if (kind === "postgres") sql(db, "ANALYZE"); // as its own service would have by then: all was filled within a minute
log(`${opened} sheets opened`);

const saves = [], sends = [], reads = [];
const failures = new Map();
const fail = (what) => failures.set(what, (failures.get(what) ?? 0) + 1);
const ms = (from) => performance.now() - from;

async function client(p, line) {
	for (const s of p.sheets) {
		const f = figures(line.csrf), a = attachment(line.csrf);
		try {
			let from = performance.now();
			const saved = await line.once("POST", s.path, f.body);
			saves.push(ms(from));
			if (saved.status !== 303) {
				fail(`save ${saved.status}`);
				continue;
			}
			from = performance.now();
			const done = await line.once("POST", `${s.path}/send`, a.body, `multipart/form-data; boundary=${boundary}`);
			sends.push(ms(from));
			if (done.status !== 303) {
				fail(`send ${done.status}`);
				continue;
			}
			sent.set(a.request, createHash("sha256").update(a.pdf).digest("hex"));
			f.values.forEach((v, i) => (sums[i] += v));
		} catch (error) {
			fail(error.message);
			line.open();
		}
	}
}

let over = false;
async function reader(line, i) {
	await sleep((i * readEvery) / readers);
	while (!over) {
		const from = performance.now();
		const page = await line.ask("GET", maps[i % 2].path);
		reads.push(ms(from));
		if (page.status !== 200) fail(`heat map ${page.status}`);
		await sleep(Math.max(0, readEvery - ms(from)));
	}
}

const ticks = () => {
	const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).flatMap((c) => [Number(c), ...children(c)]);
	return [server.child.pid, ...children(server.child.pid)].reduce((sum, pid) => {
		const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
		return sum + Number(f[11]) + Number(f[12]);
	}, 0) / 100;
};
const busy = () => readFileSync("/proc/stat", "utf8").split("\n")[0].split(/\s+/).slice(1, 9).reduce((s, v, i) => s + (i === 3 || i === 4 ? 0 : Number(v)), 0) / 100;

const before = { own: process.cpuUsage(), server: ticks(), all: busy() };
await Promise.all(lines.map((line) => line.ask("GET", "/account"))); // awake
const start = performance.now();
const reading = desks.map(reader);
const show = setInterval(() => log(`${sends.length} sent, ${Math.round(sends.length / (ms(start) / 1000))}/s`), 5000);
await Promise.all(persons.map((p, i) => client(p, lines[i])));
const seconds = ms(start) / 1000;
over = true;
await Promise.all(reading);
clearInterval(show);
const own = process.cpuUsage(before.own);
const share_ = {
	generator: (own.user + own.system) / 1e6 / seconds / cpus().length,
	server: (ticks() - before.server) / seconds / cpus().length,
	all: (busy() - before.all) / seconds / cpus().length,
};
lines.forEach((l) => l.end());
desks.forEach((l) => l.end());
await server.stop("SIGKILL");

// --- is it there?
const lost = { submissions: 0, digests: 0, files: 0, cells: 0 };
const rows = sql(db, "SELECT b.request, b.digest, a.digest FROM form_submission b JOIN form_attachment a ON a.submission_id = b.id").trim().split("\n").map((l) => l.split("|"));
const found = new Map(rows.map(([request, , fileDigest]) => [request, fileDigest]));
for (const [request, digest] of sent) {
	if (!found.has(request)) lost.submissions++;
	else if (found.get(request) !== digest) lost.files++;
}
const kept = new Map(rows.map(([request, digest]) => [request, digest]));
for (let at = 0; ; at += 1000) {
	const some = sql(db, `SELECT request, body FROM form_submission ORDER BY id LIMIT 1000 OFFSET ${at}`).split("\n").filter(Boolean);
	for (const line of some) {
		const body = line.slice(33);
		if (createHash("sha256").update(body).digest("hex") !== kept.get(line.slice(0, 32))) lost.digests++;
		if (sent.has(line.slice(0, 32))) for (const [code, v] of Object.entries(JSON.parse(body).figures)) {
			const [, row, column] = code.match(/^R(\d+)\.(\d+)$/);
			sums[(row - 1) * 10 + Number(column) - 1] -= v;
		}
	}
	if (some.length < 1000) break;
}
lost.cells = sums.filter((n) => n !== 0).length;
const check = haidang(["form", "recompute", "--check", "--db", db]);

// --- the limit: the same bytes, synced one submission at a time
function bare() {
	const bytes = randomBytes(fileBytes + 2600), fd = openSync(join(dir, "bare"), "w");
	const from = performance.now();
	let n = 0;
	while (performance.now() - from < 3000) {
		writeSync(fd, bytes);
		fdatasyncSync(fd);
		n++;
	}
	closeSync(fd);
	return n / ((performance.now() - from) / 1000);
}
const limit = bare();

const part = (values, p) => [...values].sort((a, b) => a - b)[Math.floor(p * (values.length - 1))];
const result = {
	kind, clients, submissions: sent.size, failures: Object.fromEntries(failures), seconds,
	rate: sent.size / seconds,
	save: { p50: part(saves, 0.5), p99: part(saves, 0.99) },
	send: { p50: part(sends, 0.5), p99: part(sends, 0.99), worst: part(sends, 1) },
	heat: { rows: maps.map((m) => m.rows), reads: reads.length, p50: part(reads, 0.5), p99: part(reads, 0.99) },
	lost, recomputed: check.status === 0, fsyncs: limit, ratio: sent.size / seconds / limit, cpu: share_,
};
const n = (x) => x.toFixed(0);
console.log(`${kind}: ${sent.size} of ${total} submissions by ${clients} clients in ${seconds.toFixed(1)} s, ${[...failures.values()].reduce((a, b) => a + b, 0)} failures ${JSON.stringify(result.failures)}`);
console.log(`acknowledged ${n(result.rate)}/s (and as many saved drafts); sent p50 ${n(result.send.p50)} ms, p99 ${n(result.send.p99)} ms, worst ${n(result.send.worst)} ms; saved p50 ${n(result.save.p50)} ms, p99 ${n(result.save.p99)} ms`);
console.log(`heat maps of ${maps.map((m) => m.rows).join(" and ")} rows: ${reads.length} reads, p50 ${n(result.heat.p50)} ms, p99 ${n(result.heat.p99)} ms`);
console.log(`lost ${JSON.stringify(lost)}; recomputed and compared: ${check.status === 0 ? "the same" : check.out + check.err}`);
console.log(`the same bytes synced one by one: ${n(limit)}/s; ratio ${result.ratio.toFixed(2)}`);
console.log(`of the processors: generator ${n(share_.generator * 100)} %, server ${n(share_.server * 100)} %, everything ${n(share_.all * 100)} %`);
console.log(JSON.stringify(result));
process.exit(failures.size || Object.values(lost).some(Boolean) || check.status ? 1 : 0);
