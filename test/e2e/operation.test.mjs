// Keeping the installation: backups under load and the way back, the sandbox, what doctor
// says, figures for a monitor, the documented steps of an upgrade and of going back, and
// several hosts on one PostgreSQL of which one dies.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { binary, root } from "../lib/build.mjs";
import { Client, forms } from "../lib/client.mjs";
import { until } from "../lib/mail.mjs";
import { load, loggedIn, running, steps } from "../lib/operation.mjs";
import { counts, demoAccounts, demoDatabase, emptyDatabase, freePort, haidang, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

const english = { env: { HAIDANG_LANG: "en" } };

// A dump is a program: a restore refuses a superuser, so there is an account that is none.
function plainRole() {
	const cluster = process.env.POSTGRES_URL;
	sql(cluster, `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'keeper') THEN CREATE ROLE keeper LOGIN CREATEDB; END IF; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
}

// An empty place to restore to, as who may.
function emptyPlace(kind) {
	const db = emptyDatabase(kind);
	if (kind === "sqlite") return db;
	plainRole();
	const name = db.match(/\/\/\/([^?]*)/)[1];
	sql(process.env.POSTGRES_URL, `ALTER DATABASE ${name} OWNER TO keeper`);
	return db.replace(/user=[^&]*/, "user=keeper");
}

const entries = (db) => Number(sql(db, "SELECT count(*) FROM audit_entry").trim());

for (const kind of kinds)
	describe(`${kind}: backup`, () => {
		const dir = scratch();
		const key = join(dir, "key");
		let db, server, clients, backup, made;
		before(async () => {
			db = demoDatabase(kind);
			server = await served(db);
			clients = await Promise.all(demoAccounts(kind).slice(0, 3).map((a) => loggedIn(server.url, a)));
			backup = join(dir, "one.backup");
		});
		after(() => server?.stop());

		test("keys: the private half is its owner's, the public half a line", () => {
			const open = must(["backup", "key", "new", key]).trim();
			assert.match(open, /^hd-backup-1-[0-9a-f]{72}$/);
			assert.equal(statSync(key).mode & 0o777, 0o600);
			assert.equal(readFileSync(`${key}.pub`, "utf8").trim(), open);
			assert.notEqual(haidang(["backup", "key", "new", key]).status, 0, "a key is not replaced");
			const slip = open.replace(/.$/, (c) => (c === "0" ? "1" : "0"));
			assert.notEqual(haidang(["backup", "--to", join(dir, "x"), "--recipient", slip, "--db", db]).status, 0);
			assert.ok(!existsSync(join(dir, "x")));
		});

		test("taken under load: every change acknowledged before is in it", async () => {
			const busy = load(clients);
			await until("changes", 30, () => busy.acknowledged > 20);
			const acknowledged = busy.acknowledged;
			const before = entries(db);
			const run = await running(["backup", "--to", backup, "--recipient", `${key}.pub`, "--json", "--db", db]);
			assert.equal(run.status, 0, run.err);
			made = JSON.parse(run.out);
			const during = busy.acknowledged - acknowledged;
			busy.stop = true;
			await busy.ended;
			assert.equal(busy.failed, 0, "the backup stopped nobody");
			assert.ok(during > 0, "changes went on meanwhile");
			assert.ok(made.log_size >= before, `${made.log_size} of ${before} entries`);
			assert.ok(entries(db) > made.log_size);
			assert.equal(statSync(backup).mode & 0o777, 0o600);
			const text = readFileSync(backup).toString("latin1");
			assert.ok(text.startsWith(`haidang-backup 1\nkind ${kind}\n`));
			assert.ok(!text.includes("CREATE TABLE") && !text.includes("SQLite format"));
			const [leftover] = readdirSync(dir).filter((f) => /part|copy/.test(f));
			assert.equal(leftover, undefined);
		});

		test("restored: row for row, and the log is sound", () => {
			const place = emptyPlace(kind);
			const said = must(["restore", "--from", backup, "--key", key, "--db", place], english);
			assert.match(said, new RegExp(`${made.log_size} entries of the log`));
			assert.ok(said.includes(made.log_head));
			const now = counts(place);
			// the restore's own entry is the one difference
			assert.equal(Number(now.audit_entry), made.log_size + 1);
			assert.equal(Object.values(now).reduce((n, v) => n + Number(v), 0), made.rows + 1);
			must(["audit", "verify", "--db", place]);
			assert.equal(
				sql(place, `SELECT lower(${kind === "sqlite" ? "hex(leaf)" : "encode(leaf, 'hex')"}) FROM audit_entry WHERE seq = ${made.log_size}`).trim(),
				made.log_head,
			);
			const again = haidang(["restore", "--from", backup, "--key", key, "--db", place], english);
			assert.notEqual(again.status, 0, "nothing is restored over something");
			if (kind === "sqlite") assert.equal(statSync(place.slice(7)).mode & 0o777, 0o600);
			else {
				const verified = must(["backup", "--to", join(dir, "two.backup"), "--recipient", `${key}.pub`, "--verify-key", key, "--json", "--db", place]);
				assert.equal(JSON.parse(verified).log_size, made.log_size + 1);
				assert.equal(sql(place, "SELECT count(*) FROM pg_database WHERE datname LIKE 'haidang_trial%'").trim(), "0");
			}
		});

		test("through a pipe, and verified by a restore", () => {
			const place = emptyPlace(kind);
			const line = `set -o pipefail; "$H" backup --to - --recipient "$K.pub" --db "$FROM" | "$H" restore --from - --key "$K" --db "$TO"`;
			execFileSync("bash", ["-c", line], { env: { ...process.env, H: binary, K: key, FROM: db, TO: place }, stdio: "pipe" });
			must(["audit", "verify", "--db", place]);
			if (kind === "sqlite")
				must(["backup", "--to", join(dir, "two.backup"), "--recipient", `${key}.pub`, "--verify-key", key, "--db", db]);
		});

		test("what is no backup, or another's, is refused and leaves nothing", () => {
			const other = join(dir, "other");
			must(["backup", "key", "new", other]);
			const whole = readFileSync(backup);
			const put = (name, bytes) => (writeFileSync(join(dir, name), bytes), join(dir, name));
			const flipped = Buffer.from(whole);
			flipped[flipped.length >> 1] ^= 1;
			const cases = [
				[backup, other, /does not open/],
				[put("cut", whole.subarray(0, whole.length - 100)), key, /ends too early/],
				[put("half", whole.subarray(0, whole.length >> 1)), key, /ends too early/],
				[put("flipped", flipped), key, /damaged/],
				[put("longer", Buffer.concat([whole, Buffer.from("x")])), key, /damaged/],
				[put("empty", ""), key, /no backup/],
				[put("letter", "Dear friend,\n\n"), key, /no backup/],
				[`${key}.pub`, key, /no backup/],
			];
			const place = emptyPlace(kind);
			for (const [file, secret, pattern] of cases) {
				const run = haidang(["restore", "--from", file, "--key", secret, "--db", place], english);
				assert.notEqual(run.status, 0, file);
				assert.equal(run.signal, null, file);
				assert.match(run.err, pattern, file);
			}
			if (kind === "sqlite") assert.deepEqual(readdirSync(join(place.slice(7), "..")), []);
			else assert.equal(sql(place, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").trim(), "0");
			chmodSync(other, 0o644);
			assert.match(haidang(["restore", "--from", backup, "--key", other, "--db", place], english).err, /Others can read/);
			const wrong = kind === "sqlite" ? emptyPlace("postgres") : emptyPlace("sqlite");
			assert.match(haidang(["restore", "--from", backup, "--key", key, "--db", wrong], english).err, /backup of a/);
		});

		if (kind === "postgres")
			test("a superuser restores nothing", () => {
				const place = emptyDatabase(kind);
				assert.match(haidang(["restore", "--from", backup, "--key", key, "--db", place], english).err, /superuser/);
			});

		test("doctor says what is unsafe, and no more what was mended", async () => {
			const look = async (db, ...more) => {
				const run = await running(["doctor", "--json", ...more, "--db", db]);
				const found = JSON.parse(run.out);
				assert.equal(run.status, found.bad ? 75 : 0);
				assert.ok(found.findings.every((f) => f.what && f.todo && /^(bad|warning|note)$/.test(f.severity)));
				return found.findings.map((f) => f.key);
			};
			const mended = await look(db);
			assert.ok(!mended.includes("backup_none") && !mended.includes("log_unguarded") && !mended.includes("not_sound"), mended.join());
			const fresh = demoDatabase(kind);
			if (kind === "sqlite") {
				chmodSync(fresh.slice(7), 0o644);
				sql(fresh, "DROP TRIGGER audit_entry_no_delete");
			} else {
				sql(fresh, "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_update");
			}
			const found = await look(fresh, "--quick");
			for (const key of ["backup_none", "log_unguarded", kind === "sqlite" ? "file_open" : "superuser"]) assert.ok(found.includes(key), `${key}: ${found}`);
			const admin = await loggedIn(server.url, demoAccounts(kind).find((a) => a.role === "admin"));
			const page = (await admin.json("/api/v1/doctor")).findings.map((f) => f.key);
			assert.ok(page.includes("as_root") && !page.includes("no_sandbox_here"), page.join());
			assert.match(await admin.page("/doctor"), /<h1>/);
			const focal = await loggedIn(server.url, demoAccounts(kind).find((a) => a.role === "focal"));
			assert.notEqual((await focal.get("/doctor")).status, 200);
		});

		test("the server is shut in", () => {
			const children = readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, "utf8").trim().split(" ");
			const status = readFileSync(`/proc/${children[0]}/status`, "utf8");
			assert.match(status, /^Seccomp:\t2$/m);
			assert.match(status, /^NoNewPrivs:\t1$/m);
			assert.match(readFileSync(`/proc/${children[0]}/limits`, "utf8"), /Max core file size\s+0\s+0/);
			assert.match(server.log, /info sandbox landlock=\d+ seccomp=on/);
			assert.doesNotMatch(server.log, /denied system call/);
		});
	});

describe("serving", () => {
	test("as another user, without a sandbox only loudly", async () => {
		const db = demoDatabase("sqlite");
		const file = db.slice(7);
		const dir = join(file, "..");
		const nobody = Number(execFileSync("id", ["-u", "nobody"], { encoding: "utf8" }));
		for (const name of [dir, ...readdirSync(dir).map((f) => join(dir, f))]) chownSync(name, nobody, -1);
		const server = await served(db, { args: ["--no-supervisor", "--user", "nobody", "--no-sandbox"] });
		const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
		assert.match(status, new RegExp(`^Uid:\\t${nobody}\\t${nobody}\\t${nobody}\\t${nobody}$`, "m"));
		assert.match(server.log, /warn sandbox OFF/);
		assert.equal((await server.stop()).code, 0);
	});

	test("the service manager is told", async () => {
		const dir = scratch();
		const path = join(dir, "notify");
		const hear = `import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]); print("bound", flush=True)
while True: print(s.recv(1000).decode().strip(), flush=True)`;
		const manager = spawn("/usr/bin/python3", ["-c", hear, path], { stdio: ["ignore", "pipe", "inherit"] });
		let heard = "";
		manager.stdout.on("data", (data) => (heard += data));
		try {
			await until("the manager listens", 20, () => heard.includes("bound"));
			const db = demoDatabase("sqlite");
			const server = await served(db, { wrap: ["env", `NOTIFY_SOCKET=${path}`, "WATCHDOG_USEC=2000000"], args: ["--no-supervisor"] });
			await until("it is ready and alive", 20, () => heard.includes("READY=1") && heard.split("WATCHDOG=1").length > 2);
			await server.stop();
			await until("it says that it stops", 20, () => heard.includes("STOPPING=1"));
		} finally {
			manager.kill("SIGKILL");
		}
	});

	test("the unit file is one", { timeout: 60_000 }, () => {
		for (const unit of ["haidang.service", "haidang-backup.service", "haidang-backup.timer"]) {
			const text = readFileSync(join(root, "script", unit), "utf8");
			const dir = scratch();
			// the program stands elsewhere here
			writeFileSync(join(dir, unit), text.replaceAll("/usr/local/bin/haidang", binary));
			if (unit === "haidang-backup.timer") writeFileSync(join(dir, "haidang-backup.service"), "[Service]\nExecStart=/bin/true\n");
			if (!existsSync("/usr/bin/systemd-analyze")) continue;
			const run = spawnSync("systemd-analyze", ["verify", "--man=no", join(dir, unit)], { encoding: "utf8" });
			const ours = run.stderr.split("\n").filter((line) => line.includes(unit));
			assert.deepEqual(ours, [], unit);
		}
	});

	test("figures in Prometheus' form, on a loopback address only", async () => {
		const db = demoDatabase("sqlite");
		const port = await freePort();
		const refused = haidang(["serve", "--db", db, "--metrics", `0.0.0.0:${port}`], english);
		assert.notEqual(refused.status, 0);
		assert.match(refused.err, /loopback/);
		const server = await served(db, { args: ["--metrics", `127.0.0.1:${port}`] });
		const client = await loggedIn(server.url, demoAccounts("sqlite")[0]);
		for (let i = 0; i < 5; i++) await client.page("/plans");
		assert.equal((await client.get("/metrics")).status, 404, "not on the site");
		const response = await fetch(`http://127.0.0.1:${port}/metrics`);
		assert.match(response.headers.get("content-type"), /^text\/plain; version=0\.0\.4/);
		const text = await response.text();
		const figures = parsed(text);
		assert.ok(figures.get('haidang_requests_total{class="page",status="2xx"}') >= 5);
		assert.equal(figures.get("haidang_log_entries"), entries(db));
		assert.ok(figures.get("haidang_database_bytes") > 1e6);
		assert.ok(figures.get("haidang_writer_group_changes_count") >= 1);
		for (const { name } of demoAccounts("sqlite")) assert.ok(!text.includes(name), name);
		assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
		if (existsSync("/usr/bin/promtool")) execFileSync("promtool", ["check", "metrics"], { input: text });
		await server.stop();
	});
});

// The text form, strictly: every sample under its HELP and TYPE, histograms that add up.
function parsed(text) {
	assert.ok(text.endsWith("\n"));
	const types = new Map();
	const figures = new Map();
	let current;
	for (const line of text.trimEnd().split("\n")) {
		const comment = line.match(/^# (HELP|TYPE) ([a-z_]+) (.+)$/);
		if (comment) {
			const [, what, name, value] = comment;
			if (what === "HELP") assert.ok(!types.has(name), `${name} twice`);
			else types.set(name, value), assert.match(value, /^(counter|gauge|histogram)$/);
			current = name;
			continue;
		}
		const sample = line.match(/^([a-z_]+)(\{[a-z_]+="[^"\\]*"(?:,[a-z_]+="[^"\\]*")*\})? (-?\d+(?:\.\d+)?)$/);
		assert.ok(sample, line);
		const [, name, labels = "", value] = sample;
		const base = types.get(current) === "histogram" ? name.replace(/_(bucket|sum|count)$/, "") : name;
		assert.equal(base, current, line);
		assert.ok(!figures.has(name + labels), `${line} twice`);
		figures.set(name + labels, Number(value));
	}
	for (const [name, type] of types) {
		if (type !== "histogram") continue;
		const buckets = [...figures].filter(([k]) => k.startsWith(`${name}_bucket`));
		const series = new Map();
		for (const [k, v] of buckets) {
			const labels = k.match(/\{(.*)\}/)[1].split(",").filter((l) => !l.startsWith("le=")).join(",");
			const before = series.get(labels) ?? 0;
			assert.ok(v >= before, k);
			series.set(labels, v);
		}
		for (const [labels, v] of series) assert.equal(figures.get(`${name}_count${labels && `{${labels}}`}`), v, name);
	}
	return figures;
}

// --- the steps of docs/operations.md

for (const kind of kinds)
	describe(`${kind}: the documented steps`, () => {
		// A machine of its own: the program in a folder of the PATH, `systemctl` that starts and
		// stops the real server, the places of the document moved into the scratch folder.
		const dir = scratch();
		const bin = join(dir, "bin");
		let env, place, spare, port;
		const run = (script) => {
			const moved = script.replaceAll("/usr/local/bin/", `${bin}/`).replaceAll("/var/backups/haidang", join(dir, "backups")).replaceAll("/var/lib/haidang", join(dir, "lib")).replaceAll("/safe/", `${dir}/safe/`).replaceAll("/etc/haidang", `${dir}/etc-haidang`).replaceAll("/tmp/haidang-new", `${dir}/haidang-new`);
			const done = spawnSync("bash", ["-euo", "pipefail", "-c", moved], { env, encoding: "utf8", cwd: dir, timeout: 240_000 });
			assert.equal(done.status, 0, `${moved}\n${done.stdout}\n${done.stderr}`);
			return done.stdout;
		};
		const answers = () => fetch(`http://127.0.0.1:${port}/healthz`).then((r) => r.ok, () => false);

		before(async () => {
			for (const name of ["bin", "lib", "backups", "safe"]) mkdirSync(join(dir, name), { mode: 0o700 });
			port = await freePort();
			execFileSync("cp", [binary, join(bin, "haidang")]);
			execFileSync("cp", [binary, join(dir, "haidang-new")]);
			place = kind === "sqlite" ? `sqlite:${join(dir, "lib/haidang.db")}` : emptyPlace(kind);
			spare = kind === "sqlite" ? `sqlite:${join(dir, "lib/restored.db")}` : emptyPlace(kind);
			writeFileSync(
				join(bin, "systemctl"),
				`#!/bin/bash
# start, stop or restart of the real server, as the unit does it
pid=${dir}/pid
stop() { [[ -s $pid ]] && kill "$(cat $pid)" && tail --pid="$(cat $pid)" -f /dev/null; rm -f $pid; }
start() {
	. ${dir}/etc-haidang.env
	HAIDANG_DB=$HAIDANG_DB ${bin}/haidang serve --no-supervisor --listen 127.0.0.1:${port} >>${dir}/log 2>&1 </dev/null &
	echo $! >$pid
	for i in $(seq 600); do curl -sf http://127.0.0.1:${port}/healthz >/dev/null && exit 0; sleep 0.05; done
	exit 1
}
case $1 in start) start ;; stop) stop ;; restart) stop; start ;; esac
`,
				{ mode: 0o755 },
			);
			writeFileSync(join(dir, "etc-haidang.env"), `HAIDANG_DB='${place}'\n`);
			env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, HAIDANG_DB: place, SPARE: spare, HAIDANG_LANG: "en" };
		});
		after(() => {
			if (existsSync(join(dir, "pid"))) process.kill(Number(readFileSync(join(dir, "pid"), "utf8")), "SIGKILL");
		});

		test("a database, a key and a backup", () => {
			run(kind === "sqlite" ? steps("A database") : "haidang audit verify");
			run(steps("Back up"));
			assert.equal(readdirSync(join(dir, "backups")).length, 1);
		});

		test("upgrade", async () => {
			run("systemctl start haidang");
			run(steps("Upgrade"));
			assert.ok(await answers(), "it serves");
			assert.ok(readdirSync(join(dir, "backups")).some((f) => f.includes("before-upgrade")));
		});

		test("and back", async () => {
			const was = entries(place);
			run(steps("Go back"));
			assert.ok(await answers(), "it serves");
			assert.ok(entries(spare) <= was + 1);
			must(["audit", "verify", "--db", spare]);
			assert.match(readFileSync(join(dir, "etc-haidang.env"), "utf8"), /HAIDANG_DB/);
		});
	});

// --- several hosts

describe("three servers on one PostgreSQL, behind nginx", () => {
	const dir = scratch();
	let db, servers, front, proxy, accounts;
	before(async () => {
		db = demoDatabase("postgres");
		accounts = demoAccounts("postgres");
		const args = ["--proxy", "127.0.0.1", "--proxy-header", "X-Forwarded-For", "--no-supervisor"];
		// at once: each has a round of the day to do, and migrations to look at
		servers = await Promise.all([1, 2, 3].map(() => served(db, { args })));
		front = await freePort();
		writeFileSync(
			join(dir, "nginx.conf"),
			`daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error;
events { worker_connections 256; }
http {
	access_log off; client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy;
	fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
	upstream haidang { ${servers.map((s) => `server 127.0.0.1:${s.port} max_fails=1 fail_timeout=5s;`).join(" ")} }
	server {
		listen 127.0.0.1:${front};
		location / {
			proxy_pass http://haidang;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_set_header Host $host:$server_port;
			proxy_set_header X-Forwarded-For $remote_addr;
		}
	}
}
`,
		);
		proxy = spawn("nginx", ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error")], { stdio: "ignore" });
		await until("nginx answers", 20, () => fetch(`http://127.0.0.1:${front}/healthz`).then((r) => r.ok, () => false));
	});
	after(async () => {
		proxy?.kill("SIGKILL");
		await Promise.all((servers ?? []).map((s) => s.ended ?? s.stop()));
	});
	const url = () => `http://127.0.0.1:${front}`;

	test("one round of the day, whoever does it", async () => {
		const day = new Date(Date.now() + 7 * 3600e3);
		const today = day.toISOString().slice(0, 10);
		// the hour of the round may not have come: by hand, three at once
		const rounds = await Promise.all(
			[1, 2, 3].map(
				() => new Promise((ok) => spawn(binary, ["urge", "round", "--day", today, "--db", db], { cwd: root, stdio: "ignore" }).on("exit", ok)),
			),
		);
		assert.ok(rounds.some((code) => code === 0), rounds.join());
		await until("the round is done", 60, () => sql(db, `SELECT state FROM urge_batch WHERE kind = 'round' AND day = '${today}'`).trim() === "done");
		assert.equal(sql(db, `SELECT count(*) FROM urge_batch WHERE kind = 'round' AND day = '${today}'`).trim(), "1");
		assert.equal(sql(db, `SELECT count(*) - count(DISTINCT (part_id, day)) FROM urge_reminder`).trim(), "0");
		assert.equal(sql(db, "SELECT count(*) - count(DISTINCT key) FROM outbox_message").trim(), "0");
	});

	test("a session begun on one holds on the others, and ends on all", async () => {
		const client = await loggedIn(url(), accounts[0]);
		for (const server of servers) {
			const direct = new Client(server.url);
			direct.cookies = new Map(client.cookies);
			assert.equal((await direct.get("/account")).status, 200, server.url);
		}
		const form = forms(await client.page("/account")).find((f) => f.action === "/logout") ?? forms(await client.page("/")).find((f) => f.action === "/logout");
		assert.ok(form, "the form to log out");
		await client.post(form.action, form.fields);
		for (const server of servers) {
			const direct = new Client(server.url);
			direct.cookies = new Map(client.cookies);
			assert.notEqual((await direct.get("/account")).status, 200, server.url);
		}
	});

	test("who guesses waits, whichever server he asks", async () => {
		const statuses = [];
		for (let i = 0; i < 9; i++) {
			const client = new Client(servers[i % 3].url);
			statuses.push((await client.login("nobody.of.this.name", `guess ${i}`)).status);
		}
		assert.ok(statuses.slice(4).includes(429), statuses.join());
	});

	test("one killed under load: nothing acknowledged is lost, the log is sound", async () => {
		const clients = await Promise.all(accounts.slice(0, 6).map((a) => loggedIn(url(), a)));
		const before = entries(db);
		const busy = load(clients);
		await until("changes", 30, () => busy.acknowledged > 30);
		servers[1].child.kill("SIGKILL");
		const killed = busy.acknowledged;
		await until("it goes on", 30, () => busy.acknowledged > killed + 30);
		busy.stop = true;
		await busy.ended;
		const there = entries(db) - before;
		assert.ok(there >= busy.acknowledged, `${busy.acknowledged} acknowledged, ${there} there`);
		assert.ok(busy.failed <= clients.length, `${busy.failed} were told that it failed`);
		must(["audit", "verify", "--db", db]);
	});
});
