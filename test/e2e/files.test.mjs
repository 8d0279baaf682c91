// Files that are no plan, at both doors: the command and the upload. Each refusal says
// why, and leaves not a row behind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Client, forms } from "../lib/client.mjs";
import { badFiles, nationalPlan } from "../lib/files.mjs";
import { counts, demoAccounts, demoDatabase, haidang, kinds, must, scratch, served } from "../lib/haidang.mjs";

const files = badFiles(scratch());
// Texts, though no plans: to read them is no fault, to import them is.
const readable = new Set(["no-plan.txt", "one-line.txt"]);
const vietnamese = /[àáảãạăâèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵđ]/i;

test("plan read refuses each, with one clear line; what holds no plan is told so", () => {
	for (const { name, path } of files) {
		const { status, signal, out, err } = haidang(["plan", "read", path]);
		assert.equal(signal, null, name);
		if (readable.has(name)) {
			assert.equal(status, 0, name);
			assert.match(out, /không có kế hoạch/, name);
			continue;
		}
		assert.notEqual(status, 0, name);
		assert.equal(out, "", `${name} printed a result`);
		assert.match(err, vietnamese, name);
		assert.ok(err.trim().split("\n").length <= 2, `${name}: ${err}`);
	}
});

test("plan read refuses what is no file", () => {
	for (const path of ["/no/such/file", "/", "/dev/zero", "/dev/null"]) {
		const { status, err } = haidang(["plan", "read", path], { timeout: 20_000 });
		assert.notEqual(status, 0, path);
		assert.match(err, vietnamese, path);
	}
});

for (const kind of kinds)
	describe(kind, () => {
		let db;
		let server;
		let client;
		before(async () => {
			db = demoDatabase(kind);
			server = await served(db);
			const { name, password } = demoAccounts(kind).find((a) => a.role === "standing");
			client = new Client(server.url);
			await client.login(name, password);
		});
		after(() => server?.stop());

		test("plan import refuses each and writes nothing", () => {
			const was = counts(db);
			for (const { name, path } of files) {
				const { status, err } = haidang(["plan", "import", path, "--db", db]);
				assert.notEqual(status, 0, name);
				assert.match(err, vietnamese, name);
			}
			assert.deepEqual(counts(db), was);
		});

		async function upload(path) {
			const form = forms(await client.page("/plans/new")).find((f) => f.text.includes('type="file"'));
			const body = new FormData();
			for (const [name, value] of form.fields) if (name !== "file") body.set(name, value);
			body.set("file", new Blob([readFileSync(path)]), path.split("/").pop());
			return await client.send("POST", form.action, { body });
		}

		test("the upload refuses each, says why on the page, and writes nothing", async () => {
			const was = counts(db);
			for (const { name, path } of files) {
				let response;
				try {
					response = await upload(path);
				} catch (error) {
					// The server may hang up on 200 MB before they are sent.
					assert.equal(name, "200-mb.txt", `${name}: ${error}`);
					continue;
				}
				assert.ok([400, 413, 422].includes(response.status), `${name}: ${response.status}`);
				assert.match(await response.text(), vietnamese, name);
			}
			assert.deepEqual(counts(db), was);
		});

		test("the same plan twice is one plan", async () => {
			const before = counts(db);
			must(["plan", "import", nationalPlan, "--db", db]);
			const once = counts(db);
			must(["plan", "import", nationalPlan, "--db", db]);
			assert.equal(counts(db).plan, once.plan);
			assert.equal(once.plan, before.plan, "the demo had it");
			assert.equal((await upload(nationalPlan)).status, 303);
			assert.equal(counts(db).plan, once.plan);
		});

		test("the server is well", async () => {
			assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
		});
	});
