// Figures in a real browser: typed, judged, corrected by two people at once, sent, added up; every
// number of the total leads to what was sent.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoDatabase, kinds, must, served, sql } from "../lib/haidang.mjs";

const password = "mat-khau-rat-dai-9";

for (const kind of kinds)
	describe(`forms on ${kind}`, () => {
		const officer = { name: "bieu.mot", password };
		const other = { name: "bieu.hai", password };
		const chief = { name: "bieu.ba", password };
		const pages = [];
		let db, server, browser, sheet;

		before(async () => {
			db = demoDatabase(kind);
			const add = (name, agency, role) =>
				must(["user", "add", name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
			add(officer.name, "ca-tinh.04", "focal");
			add(other.name, "ca-tinh.04", "focal");
			add(chief.name, "bca", "standing");
			server = await served(db);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		async function visit(who, work, options) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, who);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !/400|409|412/.test(line)), []);
			} finally {
				await context.close();
			}
		}
		const aside = (page) => page.locator("aside").first().innerText();

		test("without script: what is no figure is refused at its cell, what is typed stays", () =>
			visit(officer, async (page) => {
				await page.goto("/forms");
				await page.locator("main tbody th a").first().click();
				await page.locator("select[name=period]").selectOption("quarter-2026-1");
				await page.locator("main form.panel button.main").click();
				await page.waitForURL(/\/forms\/sheets\/\d+$/);
				sheet = new URL(page.url()).pathname;
				for (const [cell, typed] of [["c0", "12"], ["c1", "1e308"], ["c2", "-3"], ["c39", "1.234,5"]]) await page.locator(`#${cell}`).fill(typed);
				await page.locator("button[value=save]").click();
				assert.match(await aside(page), /Chỉ viết chữ số[\s\S]*nhỏ hơn 0/);
				assert.equal(await page.locator("#c1").inputValue(), "1e308");
				assert.equal(await page.locator("td.bad #c1").count(), 1);
				for (const [cell, typed] of [["c1", "10"], ["c2", "12"], ["c3", "10"]]) await page.locator(`#${cell}`).fill(typed);
				await page.locator("#c4").fill("?");
				await page.locator("button[value=zero]").click();
				await page.waitForURL(/\/forms\/sheets\/\d+$/);
				assert.equal(await page.locator("#c39").inputValue(), "1234,5");
				assert.equal(await page.locator("td.cq #c4").count(), 1);
				assert.match(await page.locator(".steps").innerText(), /40\/40/);
			}, { javaScriptEnabled: false }));

		test("two people at one draft: both figures are shown, what only one changed is kept", async () => {
			const { context, page } = await visitor(browser, server, { javaScriptEnabled: false });
			await login(page, other);
			await page.goto(sheet);
			await visit(officer, async (mine) => {
				await mine.goto(sheet);
				await mine.locator("#c5").fill("4");
				await mine.locator("#c6").fill("2");
				await mine.locator("button[value=save]").click();
			}, { javaScriptEnabled: false });
			await page.locator("#c5").fill("9");
			await page.locator("button[value=save]").click();
			assert.match(await aside(page), /Hai người cùng sửa[\s\S]*“9”[\s\S]*“4”/);
			assert.equal(await page.locator("#c5").inputValue(), "9");
			assert.equal(await page.locator("#c6").inputValue(), "2");
			await page.locator("#c5").fill("4");
			await page.locator("button[value=save]").click();
			assert.equal(await page.locator("#c5").inputValue(), "4");
			await context.close();
		});

		test("with script: a range is pasted, and the draft saves itself", () =>
			visit(officer, async (page) => {
				await page.goto(sheet);
				const saved = await page.locator("[role=status]").innerText();
				await page.locator("#c5").evaluate((input) => {
					const data = new DataTransfer();
					data.setData("text/plain", "4\r\n2\t7\r\n");
					input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
				});
				assert.equal(await page.locator("#c7").inputValue(), "2"); // the row below, the same column
				await page.waitForFunction((was) => document.querySelector("[role=status]").textContent !== was, saved);
				await page.locator("#c0").press("ArrowDown");
				assert.equal(await page.evaluate(() => document.activeElement.id), "c1");
			}));

		test("sent, corrected with a reason, compared; the first stays as it was", () =>
			visit(officer, async (page) => {
				await page.goto(sheet);
				await page.locator("#c4").fill("?");
				for (const [cell, typed] of [["c5", "4"], ["c6", "0"], ["c7", "0"]]) await page.locator(`#${cell}`).fill(typed);
				await page.locator("button[value=send]").click();
				await page.waitForURL(/send$/);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/forms\/sheets\/\d+$/);
				await page.locator("#c0").fill("13");
				await page.locator("#c2").fill("13");
				await page.locator("button[value=send]").click();
				await page.waitForURL(/send$/);
				await page.locator("textarea[name=reason]").fill("Đếm sót một tin.");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/forms\/sheets\/\d+$/);
				await page.goto(`${sheet}/versions/2`);
				assert.match(await page.locator("aside").innerText(), /Đếm sót một tin[\s\S]*12 → 13/);
				const api = new Client(server.url);
				await api.login(officer.name, password);
				const one = await api.json(`/api/v1${sheet}/versions/1`);
				assert.equal(one.counts, false);
				assert.deepEqual(one.cells.slice(0, 5).map((c) => [c.state, c.value]), [["value", 12], ["value", 10], ["value", 12], ["value", 10], ["missing", undefined]]);
				assert.equal(JSON.parse(one.body).rest, "zero");
			}, { javaScriptEnabled: false }));

		test("the total opens to what was sent", () =>
			visit(chief, async (page) => {
				await page.goto("/forms");
				await page.locator("main tbody th a").first().click();
				await page.locator("aside a", { hasText: "Quý I/2026" }).first().click();
				assert.match(await page.locator("aside").innerText(), /trong [\d.]+ cơ quan/);
				await page.locator("table.grid a", { hasText: /^13$/ }).first().click();
				await page.locator("table.t tbody a", { hasText: "Cao Bằng" }).click();
				await page.locator("table.t tbody a", { hasText: "Cao Bằng" }).click();
				await page.locator("ul.lines a", { hasText: "Công an tỉnh Cao Bằng" }).first().click();
				await page.waitForURL(/versions\/2$/);
				const api = new Client(server.url);
				await api.login(chief.name, password);
				const edition = (await api.json("/api/v1/forms")).editions[0].id;
				const total = await api.json(`/api/v1/forms/${edition}/total?period=quarter-2026-1&map=2026-06-30`);
				assert.equal(total.cells[0].sum, 13);
				assert.equal(total.cells[4].missing, 1);
				assert.equal(total.parts[0].code, "04");
				const csv = await (await api.get(`/forms/${edition}/total?period=quarter-2026-1&as=csv`)).text();
				assert.match(csv, /Cao Bằng,A1\.n/);
			}));

		test("a table made public stays as it was, and says what came since", async () => {
			const total = "/forms/1/total?period=quarter-2026-1";
			let release;
			await visit(chief, async (page) => {
				await page.goto(total);
				await page.locator("form[action$='/total'] button", { hasText: "Công bố" }).click();
				await page.waitForURL(/releases\/\d+$/);
				release = new URL(page.url()).pathname;
				assert.match(await page.locator("aside").innerText(), /Chưa có gì thay đổi/);
				await page.locator("table.grid a", { hasText: /^[1-9]/ }).first().click();
				await page.locator("table.t tbody a", { hasText: "Cao Bằng" }).click();
				await page.locator("ul.lines a", { hasText: "Công an tỉnh Cao Bằng" }).first().click();
				await page.waitForURL(/versions\/2$/);
			});
			const api = new Client(server.url);
			await api.login(officer.name, password);
			const was = await api.json(`/api/v1${release}`);
			assert.equal(JSON.parse(was.body).release, 1);
			assert.equal(was.out_of_date, false);
			assert.equal((await api.post("/forms/1/total", [["period", "quarter-2026-1"]])).status, 403, "without a token or the right");
			await visit(officer, async (page) => {
				await page.goto(sheet);
				await page.locator("#c0").fill("14");
				await page.locator("#c2").fill("14");
				await page.locator("button[value=send]").click();
				await page.waitForURL(/send$/);
				await page.locator("textarea[name=reason]").fill("Thêm một tin.");
				await page.locator("input[name=file]").setInputFiles({ name: "ban-ky.txt", mimeType: "text/plain", buffer: Buffer.from("Đã ký") });
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/forms\/sheets\/\d+$/);
			}, { javaScriptEnabled: false });
			const file = await api.get(`${sheet}/versions/3/file`);
			assert.equal(await file.text(), "Đã ký");
			assert.equal((await api.get(`${sheet}/versions/2/file`)).status, 404);
			const now = await api.json(`/api/v1${release}`);
			assert.equal(now.out_of_date, true);
			assert.equal(now.body, was.body);
			assert.throws(() => sql(db, "UPDATE form_release SET body = '{}'"), /never changes/);
			assert.throws(() => sql(db, "DELETE FROM form_release_sheet"), /never changes/);
			assert.throws(() => sql(db, "UPDATE form_attachment SET name = 'x'"), /never changes/);
			await visit(chief, async (page) => {
				await page.goto(release);
				assert.match(await page.locator("aside").innerText(), /Đã có số liệu mới hơn[\s\S]*lần gửi 2 thành 3/);
				await page.goto(total);
				await page.locator("form[action$='/total'] button", { hasText: "Công bố" }).click();
				await page.waitForURL(/releases\/\d+$/);
				assert.match(await page.locator(".crumbs").innerText(), /Bản công bố 2/);
				await page.goto(`${total}&cell=A1.n`);
				await page.getByRole("link", { name: "Qua các kỳ" }).click();
				assert.match(await page.locator("table.t").innerText(), /Cao Bằng/);
			});
			pages.push(release, `${release}?cell=A1.n`, "/forms/1/series?cell=A1.n&system=quarter");
		});

		test("the pages fit their screens and have no faults", () =>
			visit(chief, async (page) => {
				for (const width of [1366, 390, 320]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of ["/forms", "/forms/1", sheet, `${sheet}/send`, `${sheet}/versions/2`, "/forms/1/total?period=quarter-2026-1&cell=A1.n", ...pages]) {
						await page.goto(path);
						if (width !== 320) assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
						if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path.replaceAll(/[^a-z0-9]/g, "_")}-${width}.png`, fullPage: true });
					}
				}
			}));
	});
