// What must survive: kill -9 in the middle of a change, a full disk, two servers on one
// file, a database of a newer version, a file that is none of ours.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { binary, root } from "../lib/build.mjs";
import { Client, forms } from "../lib/client.mjs";
import { cluster, counts, demoAccounts, demoDatabase, emptyDatabase, haidang, kinds, must, scratch, serve, served, sql } from "../lib/haidang.mjs";

const vietnamese = /[àáảãạăâèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵđ]/i;
const otherPlan = join(root, "samples/004.txt"); // the demo does not have it

// Starts a command and kills it after `ms`; gives its exit code, or null when killed.
function killed(args, ms) {
	const child = spawn(binary, args, { cwd: root, stdio: "ignore" });
	const timer = setTimeout(() => child.kill("SIGKILL"), ms);
	return new Promise((ok) =>
		child.on("exit", (code) => {
			clearTimeout(timer);
			ok(code);
		}),
	);
}

const whole = (db) => {
	if (db.startsWith("sqlite:")) assert.equal(sql(db, "PRAGMA integrity_check").trim(), "ok");
};

for (const kind of kinds)
	describe(kind, () => {
		const servers = [];
		after(() => Promise.all(servers.map((s) => s.ended ?? s.stop())));
		const started = async (...args) => {
			const server = await served(...args);
			servers.push(server);
			return server;
		};

		test("an import killed at any moment is there whole or not at all", async () => {
			const db = demoDatabase(kind);
			const without = counts(db);
			let length = Date.now();
			const done = demoDatabase(kind);
			must(["plan", "import", otherPlan, "--db", done]);
			length = Date.now() - length;
			const having = counts(done);
			assert.notDeepEqual(having, without);
			for (let i = 0, whole_ = false; i < 12 && !whole_; i++) {
				await killed(["plan", "import", otherPlan, "--db", db], (length * i) / 10);
				await sleep(50); // PostgreSQL notices that its client has gone
				whole(db);
				const now = counts(db);
				whole_ = now.plan === having.plan;
				assert.deepEqual(now, whole_ ? having : without, `killed in step ${i}`);
			}
			must(["plan", "import", otherPlan, "--db", db]);
			assert.equal(counts(db).plan, having.plan);
		});

		test("a server killed under load keeps every change it acknowledged", async () => {
			const db = demoDatabase(kind);
			const accounts = demoAccounts(kind);
			let acknowledged = 0;
			let entries = Number(counts(db).audit_entry);
			for (let round = 0; round < 5; round++) {
				const server = await started(db, { args: ["--no-supervisor"] });
				const clients = await Promise.all(
					accounts.slice(0, 4).map(async ({ name, password }) => {
						const client = new Client(server.url);
						assert.equal((await client.login(name, password)).status, 303);
						return client;
					}),
				);
				entries = Number(counts(db).audit_entry);
				acknowledged = 0;
				let stop = false;
				const load = clients.map(async (client) => {
					while (!stop) {
						const page = await (await client.get("/account")).text();
						const form = forms(page).find((f) => f.method === "post" && /theme/.test(f.text));
						const response = await client.post(form.action, form.fields);
						if (response.status === 303) acknowledged++;
					}
				});
				await sleep(300 + 100 * round);
				server.child.kill("SIGKILL");
				stop = true;
				await Promise.allSettled(load);
				whole(db);
				const now = Number(counts(db).audit_entry);
				assert.ok(acknowledged > 0, "nothing was changed");
				assert.ok(now - entries >= acknowledged, `${acknowledged} acknowledged, ${now - entries} there`);
			}
			await started(db);
		});

		test("a server that dies is started again, and waits for a database that is away", async () => {
			const server = await started(demoDatabase(kind));
			const supervisor = server.child.pid;
			const child = () => {
				assert.ok(!server.ended, server.log);
				return readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ")[0];
			};
			const answers = () => fetch(`${server.url}/healthz`).then((r) => r.ok, () => false);
			const comes = async (what) => {
				for (let i = 0; i < 600; i++, await sleep(50)) if (await what()) return;
				assert.fail(server.log);
			};
			const old = child();
			assert.ok(old);
			process.kill(Number(old), "SIGKILL");
			await comes(async () => child() && child() !== old && (await answers()));

			const file = server.db.slice("sqlite:".length);
			const name = new URL(server.db.replace("///", "//x/")).pathname.slice(1);
			if (kind === "sqlite") {
				renameSync(file, `${file}.away`);
				mkdirSync(file);
			} else sql(cluster(), `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
			process.kill(Number(child()), "SIGKILL");
			await comes(() => (server.log.match(/ended by code/g) ?? []).length > 1);
			if (kind === "sqlite") {
				rmdirSync(file);
				renameSync(`${file}.away`, file);
			} else sql(cluster(), `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
			await comes(answers);
		});

		test("two servers", async () => {
			const db = demoDatabase(kind);
			const first = await started(db);
			const second = await serve(db);
			if (kind === "sqlite") {
				assert.ok(second.ended, "the second server on one file runs");
				assert.notEqual(second.ended.code, 0);
				assert.match(second.log, vietnamese);
			} else {
				assert.ok(!second.ended, second.log);
				servers.push(second);
				assert.equal((await fetch(`${second.url}/healthz`)).status, 200);
			}
			assert.equal((await fetch(`${first.url}/healthz`)).status, 200);
		});

		test("a database of a newer version is left alone", async () => {
			const db = demoDatabase(kind);
			sql(db, "INSERT INTO store_migration (number, name, digest, applied) VALUES (100000, 'later', '00', 0)");
			const was = counts(db);
			const server = await serve(db);
			assert.ok(server.ended, "it serves a database it does not know");
			assert.notEqual(server.ended.code, 0);
			assert.match(server.log, vietnamese);
			const command = haidang(["plan", "import", otherPlan, "--db", db]);
			assert.notEqual(command.status, 0);
			assert.match(command.err, vietnamese);
			assert.deepEqual(counts(db), was);
		});

		test("no room for a change: a clear message, nothing half-written, reading goes on", async () => {
			const db = demoDatabase(kind);
			const was = counts(db);
			let wrap = [];
			if (kind === "sqlite") {
				// No file may grow past 128 KB more: the write-ahead log fills first.
				wrap = ["prlimit", "--fsize=131072"];
			} else {
				sql(db, `ALTER DATABASE ${db.match(/\/\/\/([^?]*)/)[1]} SET default_transaction_read_only = on`);
			}
			const limited = limitedRun(wrap, ["plan", "import", otherPlan, "--db", db]);
			assert.equal(limited.signal, null, "killed by a signal");
			assert.notEqual(limited.status, 0);
			assert.match(limited.err, vietnamese);
			whole(db);
			assert.deepEqual(counts(db), was);
			assert.notEqual(must(["plan", "list", "--db", db]), "");
		});

		test("what is no database of ours", async () => {
			const dir = scratch();
			const places =
				kind === "sqlite"
					? [join(dir, "no/such/folder/x.db"), dir, garbage(join(dir, "garbage.db")), "/proc/haidang.db"].map((p) => `sqlite:${p}`)
					: ["postgres:///nowhere?host=/no/such/socket", "postgres://127.0.0.1:1/x", "postgres:///x?nonsense=1", "mysql://localhost/x"];
			for (const db of places) {
				const server = await serve(db);
				assert.ok(server.ended, db);
				assert.equal(server.ended.signal, null, db);
				assert.notEqual(server.ended.code, 0, db);
				assert.match(server.log, vietnamese, db);
			}
		});
	});

function garbage(path) {
	writeFileSync(path, "This is a letter to a friend, not a database.\n".repeat(200));
	return path;
}

function limitedRun(wrap, args) {
	const line = [...wrap, binary, ...args];
	const run = spawnSync(line[0], line.slice(1), { cwd: root, encoding: "utf8" });
	return { status: run.status, signal: run.signal, err: run.stderr };
}
