// Activities in a real browser: a commune officer enters a school campaign on a phone in
// few taps and it stands in the province's table at once; corrections keep what was said;
// a count names nobody; the pages without faults at both widths.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { root } from "../lib/build.mjs";
import { Client } from "../lib/client.mjs";
import { emptyDatabase, haidang, kinds, must, scratch, served } from "../lib/haidang.mjs";

const password = "mot-mat-khau-dai-1";
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// Every tap, every move of the focus that no tap made, and every field that was typed into.
function count() {
	const at = (name) => Number(sessionStorage.getItem(name) ?? 0);
	const add = (name) => sessionStorage.setItem(name, at(name) + 1);
	let tapped = -1e9;
	addEventListener("pointerdown", (e) => { if (e.isTrusted) { tapped = e.timeStamp; add("taps"); } }, true);
	addEventListener("focusin", (e) => { if (e.isTrusted && e.timeStamp - tapped > 1000) add("moves"); }, true);
	addEventListener("change", (e) => { if (e.isTrusted && e.target.matches("input:not([type=checkbox]):not([type=radio]), textarea")) add("typed"); }, true);
}

for (const kind of kinds)
	describe(`activities on ${kind}`, () => {
		const officer = { name: "xa.phubai", password };
		const province = { name: "tinh.hue", password };
		const stranger = { name: "bo.yte", password };
		let server, browser, db;

		before(async () => {
			db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			for (const [who, agency, role] of [[officer, "ca-xa.19960", "focal"], [province, "ca-tinh.46", "standing"], [stranger, "byt", "focal"]])
				must(["user", "add", who.name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
			must(["plan", "import", join(root, "samples", "000.txt"), "--number", "19/KH-BCĐ138/CP", "--issuer", "Ban Chỉ đạo 138/CP", "--date", "2024-01-15", "--db", db]);
			server = await served(db);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		// `expected`: a refusal the test provokes, which the browser's console notes.
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
			await client.login(who.name, password);
			return client;
		}

		const figure = (page, label) => page.getByLabel(label, { exact: true });
		async function type(page, locator, text) {
			await locator.tap();
			await page.keyboard.type(text);
		}

		test("a school campaign on a phone in under 25 taps stands in the province's table at once", async () => {
			let id;
			await visit(officer, async (page) => {
				await page.context().addInitScript(count);
				await page.goto("/");
				await page.evaluate(() => sessionStorage.clear());
				await page.locator('nav.nav a[href="/activities"]').tap();
				await page.waitForURL(/\/activities$/);
				await page.locator('main a[href="/activities/new"]').first().tap();
				await page.waitForURL(/\/activities\/new$/);
				await page.locator('main a[href="/activities/new?kind=school"]').tap();
				await page.waitForURL(/kind=school$/);
				const task = await page.locator("select[name=task] option:checked").innerText();
				assert.match(task, /II\.2\.1\.e/, "the task whose words call for it stands first");
				await type(page, page.getByLabel("Tên trường"), "Trường THCS Phú Bài");
				await type(page, figure(page, "Số người được truyền thông"), "420");
				await type(page, page.getByLabel(/^Nữ/), "221");
				await type(page, page.getByLabel(/^Nam/), "199");
				await type(page, page.getByLabel(/^Tờ rơi/), "0");
				await page.locator("main form button.main").tap();
				await page.waitForURL(/\/activities\/\d+/);
				id = Number(page.url().match(/activities\/(\d+)/)[1]);
				const did = await page.evaluate(() => ({ ...sessionStorage }));
				const taps = ["taps", "moves", "typed"].map((name) => Number(did[name] ?? 0));
				assert.ok(taps[0] >= 9 && taps[2] === 5, `counted: ${JSON.stringify(did)}`);
				const all = taps.reduce((a, b) => a + b);
				assert.ok(all < 25, `${all} taps: ${JSON.stringify(did)}`);
				assert.match(await page.locator(".banner.ok").innerText(), /Đã lưu/);
				assert.equal(await overhang(page), 0);
			}, phone);

			await visit(province, async (page) => {
				await page.goto("/activities");
				const row = page.locator("tbody tr", { has: page.locator(`a[href="/activities/${id}"]`) });
				assert.match(await row.innerText(), /Công an phường Phú Bài[^]*420/);
				await page.goto("/activities/sums?by=place&field=reach");
				const line = page.locator("tbody tr", { hasText: "Phường Phú Bài" });
				assert.equal(await line.locator("td").last().innerText(), "420");
				// the figure opens what it is made of
				await line.locator("td a").last().click();
				await page.waitForURL(/\/activities\?/);
				assert.equal(await page.locator("tbody tr").count(), 1);
				await page.locator(`tbody a[href="/activities/${id}"]`).click();
				assert.match(await page.locator("main").innerText(), /Trường THCS Phú Bài/);
			});

			const json = await (await api(province)).json(`/api/v1/activities/${id}`);
			const answer = (field) => json.answers.find((x) => x.field === field);
			assert.deepEqual(answer("leaflets"), { field: "leaflets", state: "known", number: 0 });
			assert.deepEqual(answer("panels"), { field: "panels", state: "missing", number: null });
			const unseen = await api(stranger);
			assert.equal((await unseen.get(`/api/v1/activities/${id}`, { accept: "application/json" })).status, 404);
			assert.deepEqual((await unseen.json("/api/v1/activities")).activities, []);
		});

		test("like last time; a figure that does not add up; somebody was faster", () =>
			visit(officer, async (page) => {
				await page.goto("/activities/new");
				await page.locator('section.first a[href*="like="]').first().click();
				assert.equal(await page.getByLabel("Tên trường").inputValue(), "Trường THCS Phú Bài");
				const reach = figure(page, "Số người được truyền thông");
				assert.equal(await reach.inputValue(), "", "figures are not taken over");
				await reach.fill("100");
				await page.getByLabel(/^Nữ/).fill("60");
				await page.getByLabel(/^Nam/).fill("50");
				await page.locator("main form button.main").click();
				assert.match(await page.locator(".err").innerText(), /110[^]*100/);
				assert.equal(await reach.inputValue(), "100", "what was typed stands");
				await page.getByLabel(/^Nam/).fill("30");
				await page.locator("main form button.main").click();
				await page.locator("select[name=gap]").selectOption("unknown");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/activities\/\d+/);
				const address = page.url().replace(/\?.*/, "") + "/edit";

				await page.goto(address);
				const second = await page.context().newPage();
				await second.goto(address);
				await figure(second, "Số người được truyền thông").fill("120");
				await second.getByLabel("Số liệu sai").check();
				await second.locator("main form button.main").click();
				await second.waitForURL(/\/activities\/\d+$/);
				await reach.fill("130");
				await page.getByLabel("Số liệu sai").check();
				await page.locator("main form button.main").click();
				await page.waitForSelector("#h-now");
				assert.equal(await reach.inputValue(), "130", "one side");
				assert.match(await page.locator("section[aria-labelledby=h-now]").innerText(), /120/, "the other side");
				assert.deepEqual(await faults(page), []);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/activities\/\d+$/);
				assert.match(await page.locator("main").innerText(), /130/);
				await page.locator('a[href$="?version=1"]').click();
				assert.match(await page.locator(".banner").innerText(), /bản 1/);
				assert.match(await page.locator("main").innerText(), /100/);
			}, { expected: /400|412/ }));

		test("professional prevention: counts only, nothing in which a person could be named", () =>
			visit(officer, async (page) => {
				await page.goto("/activities/new?kind=long_absence");
				assert.match(await page.locator(".banner").innerText(), /chỉ ghi số lượng/);
				const free = await page.locator("main form[method=post] input:not([type=hidden]):not([inputmode]):not([type=checkbox]), main form[method=post] textarea").count();
				assert.equal(free, 0);
				assert.equal(await page.locator("select[name=place] option").count(), 1, "told by province");
				await figure(page, "Số trường hợp đã rà soát").fill("12");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/activities\/\d+/);
				// what no form offers is refused as well
				const client = await api(officer);
				const html = await client.page("/activities/new?kind=long_absence");
				const value = (name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
				const fields = { _csrf: value("_csrf"), once: value("once"), kind: "long_absence", form: value("form"), agency: value("agency"), place: "46", starts: "01/3/2026", v1: "3" };
				for (const extra of [{ title: "Nguyễn Văn A" }, { source: "hồ sơ A" }, { v9: "Nguyễn Văn A" }, { place: "19960" }]) {
					const answer = await client.post("/activities", Object.entries({ ...fields, ...extra }));
					assert.ok([400, 409].includes(answer.status), JSON.stringify(extra));
				}
			}));

		test("withdrawn; exported; searched", () =>
			visit(province, async (page) => {
				const client = await api(province);
				const { activities } = await client.json("/api/v1/activities?kind=school");
				const id = activities[0].id;
				await page.goto(`/activities/${id}/withdraw`);
				await page.getByLabel("Nhập trùng").check();
				await page.locator("main form button.danger").click();
				await page.waitForURL(/\/activities\/\d+$/);
				assert.match(await page.locator(".banner").innerText(), /Đã rút/);
				const now = (await client.json("/api/v1/activities?kind=school")).activities;
				assert.equal(now.length, activities.length - 1);
				const csv = await (await client.get("/activities?as=csv")).text();
				assert.match(csv, /Truyền thông trong trường học/);
				await page.goto("/search?q=truyen+thong+truong+hoc");
				assert.ok((await page.locator('main a[href^="/activities/"]').count()) >= 1);
			}));

		test("a CSV file: every wrong line told, nothing half entered, the same file once", () => {
			const dir = scratch();
			const file = join(dir, "a.csv");
			const head = "kind,agency,place,from,sessions,reach\n";
			writeFileSync(file, `${head}community,ca-tinh.46,46,2026-03-01,2,100\ncommunity,nobody,46,2026-03-01,2,100\ncommunity,ca-tinh.46,46,2026-03-01,2,nhiều\n`);
			const bad = haidang(["activity", "import", file, "--db", db]);
			assert.notEqual(bad.status, 0);
			assert.match(bad.out, /dòng 3:[^]*dòng 4:/);
			writeFileSync(file, `${head}community,ca-tinh.46,46,2026-03-01,2,100\ncommunity,ca-tinh.46,46,2026-03-02,1,?\n`);
			assert.match(must(["activity", "import", file, "--dry-run", "--db", db]), /Sẽ nhập 2/);
			assert.match(must(["activity", "import", file, "--db", db]), /Đã nhập 2[^]*0 đã có/);
			assert.match(must(["activity", "import", file, "--db", db]), /Đã nhập 0[^]*2 đã có/);
			assert.match(must(["activity", "kinds"]), /school/);
		});

		for (const width of [1366, 390])
			test(`no faults at ${width} px`, () =>
				visit(province, async (page) => {
					for (const path of ["/activities", "/activities/new", "/activities/new?kind=school", "/activities/new?kind=training", "/activities/new?kind=wanted", "/activities/sums", "/activities/sums?by=province&per=quarter&field=reach", "/activities/kinds", "/activities/1", "/activities/1/edit", "/activities/1/withdraw", "/activities?kind=iuu"]) {
						await page.goto(path);
						assert.deepEqual(await faults(page), [], path);
						assert.equal(await overhang(page), 0, path);
					}
				}, { viewport: { width, height: 844 } }));
	});
