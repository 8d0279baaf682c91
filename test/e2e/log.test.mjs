// The log under the hands of one who owns the database: entries deleted, edited, swapped, the tail
// cut, the whole rewritten, with every care taken to make it look right. A checkpoint that
// was kept elsewhere shows each, and where. The bytes, leaves and tree are made here a
// second time, by the documents alone (docs/decisions/0003, RFC 9162).
import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { faults, launch, login, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, emptyDatabase, haidang, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

// --- the form of an entry and the tree, once more

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const leafOf = (canonical) => sha256(Buffer.of(0), canonical);
const nodeOf = (left, right) => sha256(Buffer.of(1), left, right);

function mth(leaves) {
	if (leaves.length < 2) return leaves[0] ?? sha256("");
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return nodeOf(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const columns = ["seq", "at", "actor", "actor_name", "permission", "action", "object", "object_id", "request", "detail"];
const canonicalOf = (row) => JSON.stringify(Object.fromEntries([["v", 1], ...columns.map((name) => [name, row[name]])]));

const made = (seq, at) => ({
	seq, at, actor: 1, actor_name: "cli:thu", permission: "task.read", action: "note.add", object: "task",
	object_id: 1 + (seq % 7), request: sha256(`request ${seq}`).toString("hex").slice(0, 32), detail: `{"note":${seq}}`,
});

const postgres = (db) => !db.startsWith("sqlite:");
const blob = (db, hex) => (postgres(db) ? `'\\x${hex}'::bytea` : `x'${hex}'`);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

function rowsOf(db) {
	const hex = (name) => (postgres(db) ? `encode(${name}, 'hex')` : `lower(hex(${name}))`);
	const fields = columns.map((name) => (name === "request" ? hex(name) : name)).join(" || char(9) || ");
	const text = sql(db, `SELECT ${postgres(db) ? fields.replaceAll("char(9)", "chr(9)") : fields} FROM audit_entry ORDER BY seq`);
	return text.trimEnd().split("\n").map((line) => {
		const values = line.split("\t");
		return Object.fromEntries(columns.map((name, i) => [name, ["seq", "at", "actor", "object_id"].includes(name) ? Number(values[i]) : values[i]]));
	});
}

function insert(db, rows) {
	for (let i = 0; i < rows.length; i += 100) {
		const values = rows.slice(i, i + 100).map((row) => {
			const canonical = canonicalOf(row);
			return `(${row.seq}, ${row.at}, ${row.actor}, ${quoted(row.actor_name)}, ${quoted(row.permission)}, ${quoted(row.action)}, ` +
				`${quoted(row.object)}, ${row.object_id}, ${blob(db, row.request)}, ${quoted(row.detail)}, ${quoted(canonical)}, ` +
				`${blob(db, leafOf(canonical).toString("hex"))})`;
		});
		sql(db, `INSERT INTO audit_entry(${columns.join(", ")}, canonical, leaf) VALUES ${values.join(",\n")}`);
	}
}

// What an administrator would do first.
function disarm(db) {
	for (const table of ["entry", "tile", "head", "key"])
		sql(db, postgres(db) ? `ALTER TABLE audit_${table} DISABLE TRIGGER USER`
			: `DROP TRIGGER audit_${table}_no_update; DROP TRIGGER audit_${table}_no_delete`);
	for (const table of ["entry", "tile"]) sql(db, `CREATE TABLE kept_${table} AS SELECT * FROM audit_${table}`);
}

function restore(db) {
	for (const table of ["entry", "tile"]) sql(db, `DELETE FROM audit_${table}; INSERT INTO audit_${table} SELECT * FROM kept_${table}`);
}

// Edits as one would who knows the form: columns, canonical bytes and leaf agree again.
function forge(db, seq, change) {
	const row = { ...rowsOf(db).find((x) => x.seq === seq), ...change };
	sql(db, `DELETE FROM audit_entry WHERE seq = ${seq}`);
	insert(db, [row]);
}

// Every tile made anew over what is there now.
function retile(db) {
	const leaves = rowsOf(db).map((row) => leafOf(canonicalOf(row)));
	for (let n = 0; (n + 1) * 256 <= leaves.length; n++)
		sql(db, `UPDATE audit_tile SET hash = ${blob(db, mth(leaves.slice(n * 256, n * 256 + 256)).toString("hex"))} WHERE level = 1 AND n = ${n}`);
}

function verified(db, args = [], status = 75) {
	const run = haidang(["audit", "verify", "--json", ...args, "--db", db]);
	assert.equal(run.status, status, `${run.out}\n${run.err}`);
	return JSON.parse(run.out);
}

const fault = (found, name) => found.faults.find((x) => x.fault === name);
const mark = (found, file) => found.marks.find((x) => x.file === file);

for (const kind of kinds)
	describe(`the log on ${kind}`, () => {
		const dir = scratch();
		const early = join(dir, "early"), late = join(dir, "late"), keyFile = join(dir, "key");
		let db, key, trusted, last, earlySize;
		before(async () => {
			process.env.HAIDANG_AUDIT_KEY_FILE = keyFile;
			db = emptyDatabase(kind);
			must(["audit", "retention", "--db", db]);
			const rows = [];
			const first = Number(sql(db, "SELECT coalesce(max(seq), 0) FROM audit_entry")) + 1;
			for (let i = 0; i < 700; i++) rows.push(made(first + i, Date.now() * 1000 - 3600e6 + i));
			insert(db, rows);
			const server = await served(db);
			await server.stop();
			must(["audit", "head", "--out", early, "--db", db]);
			key = must(["audit", "keys", "--db", db]).trim();
			earlySize = Number(readFileSync(early, "utf8").split("\n")[1]);
			const more = [];
			for (let i = 1; i <= 150; i++) more.push(made(earlySize + 1 + i, Date.now() * 1000 + i));
			insert(db, more);
			const again = await served(db);
			await again.stop();
			must(["audit", "head", "--out", late, "--db", db]);
			trusted = ["--checkpoint", late, "--checkpoint", early, "--public-key", key];
			last = Number(sql(db, "SELECT max(seq) FROM audit_entry"));
			disarm(db);
		});
		after(() => delete process.env.HAIDANG_AUDIT_KEY_FILE);

		test("what another program wrote by the documents is sound, and the root is theirs", () => {
			const found = verified(db, trusted, 0);
			assert.equal(found.sound, true);
			assert.equal(found.entries, last);
			assert.deepEqual(found.faults, []);
			assert.equal(found.own_keys, false);
			assert.ok(found.marks.length >= 4 && found.marks.every((x) => x.state === "holds"));
			assert.equal(found.root, mth(rowsOf(db).map((row) => leafOf(canonicalOf(row)))).toString("base64"));
			assert.equal(Number(sql(db, "SELECT count(*) FROM audit_tile")), Math.floor(last / 256));
		});

		test("the key lies outside, for its owner alone; its head is a C2SP checkpoint", () => {
			assert.equal(statSync(keyFile).mode & 0o777, 0o600);
			const secret = readFileSync(keyFile, "utf8").trim().split("+").slice(4).join("+"); // base64 has "+" too
			assert.ok(!sql(db, "SELECT vkey FROM audit_key").includes(secret));
			const note = readFileSync(late, "utf8");
			const [, body, name, signature] = note.match(/^([^]*\n)\n\u2014 (\S+) (\S+)\n$/);
			const [keyName, id, bytes] = [...key.split("+").slice(0, 2), Buffer.from(key.split("+").slice(2).join("+"), "base64")];
			assert.equal(name, keyName);
			assert.equal(body.split("\n")[0], keyName);
			assert.equal(id, sha256(`${keyName}\n`, bytes).toString("hex").slice(0, 8));
			const raw = Buffer.from(signature, "base64");
			assert.equal(raw.subarray(0, 4).toString("hex"), id);
			const spki = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes.subarray(1)]), format: "der", type: "spki" });
			assert.ok(verify(null, Buffer.from(body), spki, raw.subarray(4)));
			const [, size, root] = body.split("\n");
			assert.equal(root, mth(rowsOf(db).slice(0, Number(size)).map((row) => leafOf(canonicalOf(row)))).toString("base64"));
		});

		// [what, which entry] at the beginning, in the middle, at the end of what the checkpoints cover
		const places = () => [1, 300, Number(readFileSync(late, "utf8").split("\n")[1])];

		test("deleted: the first, a middle, the last", () => {
			for (const seq of places()) {
				sql(db, `DELETE FROM audit_entry WHERE seq = ${seq}`);
				const found = verified(db, trusted);
				assert.equal(fault(found, "gap").first, seq + 1);
				assert.equal(found.sound_to, seq - 1);
				assert.equal(mark(found, late).state, "lost");
				restore(db);
			}
		});

		test("edited without care", () => {
			for (const seq of places()) {
				sql(db, `UPDATE audit_entry SET actor_name = 'ai-do' WHERE seq = ${seq}`);
				assert.deepEqual(fault(verified(db, trusted), "altered"), { fault: "altered", first: seq, count: 1 });
				restore(db);
			}
		});

		test("edited with bytes and leaf made anew: the tile and the checkpoints tell", () => {
			for (const seq of places()) {
				forge(db, seq, { actor_name: "ai-do" });
				const found = verified(db, trusted);
				assert.equal(fault(found, "altered"), undefined);
				if (seq <= last - (last % 256)) assert.equal(fault(found, "tile").first, seq - ((seq - 1) % 256));
				const wrong = mark(found, seq <= earlySize ? early : late);
				assert.equal(wrong.state, "differs");
				assert.ok(wrong.from <= seq && seq <= wrong.to, `${wrong.from} ${seq} ${wrong.to}`);
				restore(db);
			}
		});

		test("edited with the tiles made anew as well: between which two heads", () => {
			for (const seq of places()) {
				forge(db, seq, { detail: '{"note":0}' });
				retile(db);
				const found = verified(db, trusted);
				assert.deepEqual(found.faults, []);
				const wrong = found.marks.find((x) => x.state === "differs");
				assert.ok(wrong.from <= seq && seq <= wrong.to, `${wrong.from} ${seq} ${wrong.to}`);
				assert.equal(mark(found, early).state, seq <= earlySize ? "differs" : "holds");
				assert.equal(mark(found, late).state, "differs");
				restore(db);
			}
		});

		test("swapped, and swapped with care", () => {
			for (const [x, y] of [[1, 2], [300, 301], [last - 2, last - 1]]) {
				sql(db, `UPDATE audit_entry SET seq = -1 WHERE seq = ${x}; UPDATE audit_entry SET seq = ${x} WHERE seq = ${y}; UPDATE audit_entry SET seq = ${y} WHERE seq = -1`);
				assert.deepEqual(fault(verified(db, trusted), "altered"), { fault: "altered", first: x, count: 2 });
				restore(db);
				const rows = rowsOf(db);
				const [a, b] = [rows.find((row) => row.seq === x), rows.find((row) => row.seq === y)];
				sql(db, `DELETE FROM audit_entry WHERE seq IN (${x}, ${y})`);
				insert(db, [{ ...a, seq: y }, { ...b, seq: x }]);
				retile(db);
				const found = verified(db, trusted);
				assert.deepEqual(found.faults, []);
				const wrong = found.marks.find((m) => m.state === "differs");
				assert.ok(wrong.from <= x && y <= wrong.to);
				restore(db);
			}
		});

		test("the tail cut, with its heads: an older copy shows the same, and only from outside", () => {
			sql(db, `DELETE FROM audit_entry WHERE seq > 600; DELETE FROM audit_tile WHERE n > 1`);
			sql(db, "CREATE TABLE kept_head AS SELECT * FROM audit_head; DELETE FROM audit_head");
			assert.equal(verified(db, [], 0).sound, true, "the database alone looks right");
			const found = verified(db, trusted);
			assert.deepEqual([mark(found, early).state, mark(found, late).state], ["beyond", "beyond"]);
			assert.match(haidang(["audit", "verify", ...trusted, "--db", db]).out, /600/);
			sql(db, "INSERT INTO audit_head SELECT * FROM kept_head");
			assert.equal(verified(db).marks.filter((x) => x.state === "beyond").length >= 1, true, "kept heads show a careless cut");
			assert.equal(haidang(["audit", "head", "--db", db]).status, 75, "what was cut is not signed again");
			restore(db);
		});

		test("a whole that was rewritten, by one who has the key as well", () => {
			for (const row of rowsOf(db).slice(0, 3)) forge(db, row.seq, { at: row.at + 1 });
			retile(db);
			sql(db, "DELETE FROM audit_head");
			assert.equal(verified(db, [], 0).sound, true);
			must(["audit", "head", "--db", db]);
			assert.equal(verified(db, [], 0).sound, true, "the new head is well signed");
			assert.equal(mark(verified(db, trusted), early).from, 1);
			restore(db);
			sql(db, "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
			assert.equal(verified(db, trusted, 0).sound, true);
		});

		test("kept heads that were altered", () => {
			sql(db, "UPDATE audit_head SET note = replace(note, 'a', 'b')");
			assert.equal(fault(verified(db, trusted), "head").count, Number(sql(db, "SELECT count(*) FROM audit_head")));
			sql(db, "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
		});

		test("proofs for a stranger", () => {
			const file = join(dir, "proof.json");
			for (const seq of places()) {
				const text = must(["audit", "prove", String(seq), "--checkpoint", late, "--public-key", key, "--json", "--db", db]);
				writeFileSync(file, text);
				const proof = JSON.parse(text);
				assert.equal(proof.leaf_hash, leafOf(proof.canonical).toString("base64"));
				assert.equal(proof.checkpoint, readFileSync(late, "utf8"));
				must(["audit", "check-proof", file, "--public-key", key]);
				writeFileSync(file, text.replace(`\\"seq\\":${seq}`, `\\"seq\\":${seq}0`));
				assert.equal(haidang(["audit", "check-proof", file]).status, 75);
				writeFileSync(file, JSON.stringify({ ...proof, path: proof.path.slice(1) }));
				assert.equal(haidang(["audit", "check-proof", file]).status, 75);
			}
			writeFileSync(file, must(["audit", "prove", "--consistency", String(earlySize), String(last), "--json", "--db", db]));
			must(["audit", "check-proof", file]);
			const growth = JSON.parse(readFileSync(file, "utf8"));
			assert.equal(growth.old_root, readFileSync(early, "utf8").split("\n")[2]);
			for (const [name, text] of [["", ""], ["[]", "[]"], ["deep", "[".repeat(100000)], ["twice", '{"proof":"inclusion","proof":"inclusion"}'],
				["long", JSON.stringify({ ...growth, path: Array(5000).fill(growth.root_hash) })], ["huge", "9".repeat(3 << 20)]]) {
				writeFileSync(file, text);
				assert.equal(haidang(["audit", "check-proof", file]).status, 65, name);
			}
			assert.equal(haidang(["audit", "prove", String(last + 1), "--db", db]).status, 66);
			assert.equal(haidang(["audit", "prove", "--consistency", "5", String(last + 1), "--db", db]).status, 65);
		});

		test("checkpoints that are none, of others, or forged", () => {
			const file = join(dir, "bad"), note = readFileSync(late, "utf8");
			const tries = [["", 65], ["\u0000".repeat(50), 65], [note.repeat(2000), 65], [note.slice(0, -20), 65], [note.replace(/\n\d+\n/, "\n99999999999999999999\n"), 65],
				[note.replace(/\n(\d+)\n/, (_, n) => `\n${Number(n) - 1}\n`), 65], [note.replace("\u2014 ", "\u2014 x"), 65]];
			for (const [text, status] of tries) {
				writeFileSync(file, text);
				const run = haidang(["audit", "verify", "--checkpoint", file, "--public-key", key, "--db", db]);
				assert.equal(run.status, status, `${JSON.stringify(text.slice(0, 80))}: ${run.err}`);
				assert.match(run.err, /bad/);
			}
			const other = join(dir, "other-key");
			const stranger = must(["audit", "key", "new", other, "--db", db]).trim();
			assert.equal(stranger.split("+")[0], key.split("+")[0], "a new key bears the log's name");
			assert.equal(haidang(["audit", "key", "new", other, "--db", db]).status, 75, "a key is never written over");
			assert.equal(haidang(["audit", "verify", "--checkpoint", late, "--public-key", stranger, "--db", db]).status, 65);
			assert.equal(haidang(["audit", "verify", "--checkpoint", late, "--public-key", "x+y+z", "--db", db]).status, 65);
			assert.equal(haidang(["audit", "verify", "--checkpoint", join(dir, "none"), "--db", db]).status !== 0, true);
		});

		test("another key takes over, and the old one stays listed", () => {
			process.env.HAIDANG_AUDIT_KEY_FILE = join(dir, "other-key");
			const file = join(dir, "by-the-new");
			must(["audit", "head", "--out", file, "--db", db]);
			const keys = must(["audit", "keys", "--db", db]).trim().split("\n");
			assert.equal(keys[0], key);
			assert.equal(keys.length, 2);
			verified(db, ["--checkpoint", late, "--checkpoint", file, ...keys.flatMap((k) => ["--public-key", k])], 0);
			process.env.HAIDANG_AUDIT_KEY_FILE = keyFile;
			assert.ok(existsSync(keyFile));
		});
	});

// The same through the pages, by persons: what they did is there, and what was refused to them.
for (const kind of kinds)
	describe(`the log in pages on ${kind}`, () => {
		const dir = scratch();
		let db, server, chief, clerk;
		const account = (role) => demoAccounts(kind).find((x) => x.role === role);
		before(async () => {
			process.env.HAIDANG_AUDIT_KEY_FILE = join(dir, "key");
			db = demoDatabase(kind);
			server = await served(db);
			[chief, clerk] = [new Client(server.url), new Client(server.url)];
			await chief.login(account("admin").name, account("admin").password);
			await clerk.login(account("focal").name, account("focal").password);
		});
		after(async () => {
			await server?.stop();
			delete process.env.HAIDANG_AUDIT_KEY_FILE;
		});

		const found = async (query) => (await chief.json(`/api/v1/log?${query}`)).entries;

		test("log-ins, refusals and exports are entries, found by who, what and day", async () => {
			const name = account("focal").name;
			const login = await found(`actor=${name}&action=account.login`);
			assert.equal(login.length, 1);
			assert.equal((await clerk.get("/accounts")).status, 403);
			assert.equal((await clerk.get("/tasks/999999999")).status, 404);
			assert.equal((await clerk.get("/log")).status, 403);
			assert.equal((await clerk.get("/agencies?as=csv")).status, 200);
			const [exported] = await found(`actor=${name}&action=export`);
			assert.equal(exported.object, "agency_list");
			assert.equal(exported.changed.as, "csv");
			assert.ok(Number(exported.changed.rows) > 0);
			const refused = await found(`actor=${name}&action=request.refused`);
			assert.deepEqual(refused.map((x) => [x.object, x.object_id, x.changed.why]), [
				["trail_list", undefined, "permission"], ["task_show", 999999999, "absent"], ["account_list", undefined, "permission"]]);
			const failed = new Client(server.url);
			await failed.login(name, "not the password").catch(() => {});
			const all = await found("refused=1");
			assert.ok(all.some((x) => x.action === "account.login_refused"));
			assert.ok(refused.every((x) => all.some((y) => y.entry === x.entry)));
			assert.deepEqual(await found(`actor=${name}&from=2020-01-01&to=2020-01-02`), []);
		});

		test("pages join; the whole is taken away as a table, and that is an entry too", async () => {
			const total = Number(sql(db, "SELECT count(*) FROM audit_entry"));
			let next = "", seen = [];
			do {
				const page = await chief.json(`/api/v1/log${next}`);
				seen.push(...page.entries.map((x) => x.entry));
				next = page.next_before ? `?before=${page.next_before}` : "";
			} while (next);
			assert.deepEqual(seen.slice(-total), Array.from({ length: total }, (_, i) => total - i));
			const csv = await chief.get("/log?as=csv&action=plan.import");
			assert.equal(csv.status, 200);
			assert.equal((await found("action=export&object=trail_list")).length, 1);
		});

		test("a head signed on demand is printed as lines; an entry's proof leads to it", async () => {
			const form = forms(await chief.page("/log/heads")).find((x) => x.action === "/log/heads" && x.method === "post");
			const made = await chief.post(form.action, form.fields);
			assert.equal(made.status, 303);
			const at = made.headers.get("location");
			const file = await (await chief.get(`${at}/checkpoint`)).text();
			const page = await (await chief.get(at)).text();
			for (const line of file.trimEnd().split("\n").filter(Boolean)) assert.ok(page.includes(line.replaceAll("+", "&#43;")) || page.includes(line), line);
			assert.match(page, /<svg class="qr" viewBox="-4 -4 \d+ \d+"[^>]*><path d="M/);
			const { keys } = await chief.json("/api/v1/log/heads");
			const path = join(dir, "page-checkpoint");
			writeFileSync(path, file);
			assert.equal(verified(db, ["--checkpoint", path, "--public-key", keys.at(-1)], 0).sound, true);
			const [plan] = await found("action=plan.import");
			const proof = await (await chief.get(`/log/${plan.entry}/proof`)).json();
			assert.equal(proof.checkpoint, file);
			assert.equal(proof.leaf_hash, leafOf(proof.canonical).toString("base64"));
			let hash = leafOf(proof.canonical), fn = proof.leaf_index, sn = proof.tree_size - 1;
			for (const step of proof.path.map((x) => Buffer.from(x, "base64"))) {
				if (fn % 2 === 1 || fn === sn) {
					hash = nodeOf(step, hash);
					while (fn % 2 === 0 && fn > 0) [fn, sn] = [fn >> 1, sn >> 1];
				} else hash = nodeOf(hash, step);
				[fn, sn] = [fn >> 1, sn >> 1];
			}
			assert.equal(hash.toString("base64"), file.split("\n")[2]);
			assert.equal((await clerk.get(`/log/${plan.entry}`)).status, 403);
		});

		test("the history of a record says what was before", async () => {
			const [added] = await found("action=account.add");
			const history = await chief.json(`/api/v1/log/of/account/${added.object_id}`);
			assert.ok(history.entries.some((x) => x.entry === added.entry));
			const page = await (await chief.get(`/accounts/${added.object_id}`)).text();
			assert.ok(page.includes(`href="/log/of/account/${added.object_id}"`));
		});

		test("the pages are whole for everybody", async () => {
			const browser = await launch();
			try {
				const { page, troubles } = await visitor(browser, server);
				await login(page, account("admin"));
				for (const path of ["/log", "/log/2", "/log/heads", "/log/heads/1", "/log/of/plan/1"]) {
					await page.goto(path);
					assert.deepEqual(await faults(page), [], path);
				}
				await page.setViewportSize({ width: 320, height: 700 });
				for (const path of ["/log", "/log/2", "/log/heads/1"]) {
					await page.goto(path);
					assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), path);
				}
				assert.deepEqual(troubles, []);
			} finally {
				await browser.close();
			}
		});

		test("an old backup given out as the present: only a kept head shows it", async () => {
			const old = join(dir, "old");
			const before = Number(sql(db, "SELECT max(seq) FROM audit_entry"));
			await server.stop();
			server = undefined;
			let copy;
			if (kind === "sqlite") {
				sql(db, `VACUUM INTO '${old}'`);
				copy = `sqlite:${old}`;
			} else {
				const name = (url) => url.match(/\/\/\/([^?]*)/)[1];
				copy = emptyDatabase(kind);
				sql(emptyDatabase(kind), `DROP DATABASE ${name(copy)}`);
				sql(emptyDatabase(kind), `CREATE DATABASE ${name(copy)} TEMPLATE ${name(db)}`);
			}
			must(["audit", "head", "--db", db]);
			const kept = join(dir, "kept");
			must(["audit", "head", "--out", kept, "--db", db]);
			const found = verified(copy, [], 0);
			assert.equal(found.sound, true, "by itself it looks right");
			const run = verified(copy, ["--checkpoint", kept, "--public-key", must(["audit", "keys", "--db", db]).trim().split("\n").at(-1)]);
			assert.equal(mark(run, kept).state, "beyond");
			assert.ok(run.entries >= before && run.entries < Number(readFileSync(kept, "utf8").split("\n")[1]));
		});
	});
