// Links between plans in a real browser: proposals reviewed by the keyboard, a stale page told,
// all certain ones at once, coverage of both plans, members' plans; at 1366 and 390 pixels.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { root } from "../lib/build.mjs";
import { Client } from "../lib/client.mjs";
import { emptyDatabase, kinds, must, served } from "../lib/haidang.mjs";

const sample = (name) => join(root, "samples", name);
const password = "mot-mat-khau-dai-1";

for (const kind of kinds)
	describe(`cascade on ${kind}`, () => {
		const standing = { name: "thuong.truc", password };
		const reader = { name: "dau.moi", password };
		let server, browser, db;
		const plans = {};

		before(async () => {
			db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			const add = (name, agency, role) =>
				must(["user", "add", name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
			add(standing.name, "bca", "standing");
			add(reader.name, "byt", "focal");
			const load = (file, ...more) => JSON.parse(must(["plan", "import", sample(file), ...more, "--json", "--db", db])).plan;
			plans.nation = load("000.txt", "--number", "19/KH-BCĐ138/CP", "--issuer", "Ban Chỉ đạo 138/CP", "--date", "2024-01-15");
			plans.hue = load("003.txt", "--issuer", "Ủy ban nhân dân tỉnh Thừa Thiên Huế");
			plans.dongNai = load("001.txt");
			server = await served(db);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		async function visit(who, work, { expected, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, who);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		async function api(who) {
			const client = new Client(server.url);
			await client.login(who.name, who.password);
			return client;
		}

		async function sound(page, path) {
			await page.goto(path);
			assert.deepEqual(await faults(page), [], path);
			assert.equal(await overhang(page), 0, path);
		}

		const pages = () => [
			`/plans/${plans.nation}/coverage`,
			`/plans/${plans.nation}/coverage?view=provinces`,
			`/plans/${plans.nation}/coverage?province=46`,
			`/plans/${plans.hue}/coverage`,
			`/plans/${plans.hue}/links`,
			`/plans/${plans.dongNai}/links`,
			`/plans/${plans.dongNai}/coverage`,
			`/plans/${plans.dongNai}/members-plans`,
			`/plans/${plans.nation}/members-plans`,
		];
		for (const width of [1366, 390])
			test(`pages are sound at ${width} pixels`, () =>
				visit(standing, async (page) => {
					for (const path of pages()) await sound(page, path);
				}, { viewport: { width, height: 844 } }));

		test("a proposal says why, and is confirmed by the keyboard", () =>
			visit(standing, async (page) => {
				await page.goto(`/plans/${plans.hue}/links`);
				const row = page.locator("tbody tr", { hasText: "Cùng viện dẫn 9145/QĐ-BCĐ" });
				await assert.doesNotReject(row.getByText("Bộ Công an – Công an tỉnh").waitFor());
				const before = await page.locator("tbody tr").count();
				await row.getByRole("button", { name: /^Xác nhận/ }).focus();
				await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
				assert.equal(await page.locator("tbody tr").count(), before - 1);
				await page.goto(`/plans/${plans.hue}/links?show=confirmed`);
				assert.equal(await page.locator("tbody tr").count(), 1);
			}));

		test("who comes second is told what the first has said", () =>
			visit(standing, async (page) => {
				await page.goto(`/plans/${plans.hue}/links`);
				const other = await page.context().newPage();
				await other.goto(`/plans/${plans.hue}/links`);
				await page.locator("tbody tr").first().getByRole("button", { name: /^Bác bỏ/ }).click();
				await page.waitForLoadState();
				await other.locator("tbody tr").first().getByRole("button", { name: /^Xác nhận/ }).click();
				await other.getByText(/đã bác bỏ liên kết này/).first().waitFor();
			}, { expected: /412/ }));

		test("all certain ones at once; the national view moves", () =>
			visit(standing, async (page) => {
				await page.goto(`/plans/${plans.hue}/links`);
				const button = page.getByRole("button", { name: /^Xác nhận \d+ đề xuất chắc chắn/ });
				const n = Number((await button.textContent()).match(/\d+/)[0]);
				assert.ok(n > 30);
				await button.click();
				await page.waitForLoadState();
				assert.equal(await button.count(), 0);
				await page.goto(`/plans/${plans.nation}/coverage`);
				await page.getByText("1/63 tỉnh đã cụ thể hóa").first().waitFor();
				const client = await api(standing);
				const body = await client.json(`/api/v1/plans/${plans.nation}/coverage?province=46`);
				const of = (path) => body.tasks.find((t) => t.path === path).class;
				assert.equal(of("II.3.b"), "taken");
				assert.equal(of("II.6.2.b"), "gap");
				assert.equal(of("II.4.b"), "not_addressed");
			}));

		test("only the standing agency decides; others read what is theirs", () =>
			visit(reader, async (page) => {
				await page.goto(`/plans/${plans.nation}/coverage?view=provinces`);
				assert.equal(await page.locator("tbody tr").count(), 63);
				const answer = await page.goto(`/plans/${plans.hue}/links`);
				assert.equal(answer.status(), 404);
				await page.goto(`/plans/${plans.nation}/members-plans`);
				assert.equal(await page.getByRole("button", { name: "Ghi nhận" }).count(), 0);
			}, { expected: /404/ }));

		test("a member's plan that came by post is registered and taken back", () =>
			visit(standing, async (page) => {
				await page.goto(`/plans/${plans.nation}/members-plans`);
				await page.getByLabel("Số, ký hiệu").fill("12/KH-BYT");
				await page.getByRole("button", { name: "Ghi nhận", exact: true }).click();
				await page.getByText("12/KH-BYT").waitFor();
				assert.match(await page.locator("main").textContent(), /2 đã gửi/);
				await page.getByRole("button", { name: /^Rút ghi nhận/ }).click();
				await page.waitForLoadState();
				assert.equal(await page.getByText("12/KH-BYT").count(), 0);
			}));

		test("lists are taken away, the command proposes the same", async () => {
			const client = await api(standing);
			const csv = await client.get(`/plans/${plans.nation}/coverage?as=csv`);
			assert.equal(csv.status, 200);
			const out = JSON.parse(must(["cascade", "propose", String(plans.nation), String(plans.hue), "--json", "--db", db]));
			assert.ok(out.pairs.length >= 35);
			assert.ok(out.pairs.every((p) => p.score > 0 && p.score <= 1));
		});
	});
