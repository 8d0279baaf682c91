// A period's report as four people have it: the officer drafts it from the agency's tasks, the
// leader signs, the standing agency sends one passage back, it is put right, signed again and
// accepted; what was signed first still says what it said.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, served, sql } from "../lib/haidang.mjs";

for (const kind of kinds)
	describe(`reports on ${kind}`, () => {
		let db, server, browser, people, address;

		before(async () => {
			db = demoDatabase(kind);
			people = Object.fromEntries(demoAccounts(kind).map((a) => [a.name, a]));
			server = await served(db);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		async function visit(who, work) {
			const { context, page, troubles } = await visitor(browser, server);
			try {
				await login(page, people[who]);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !/4\d\d/.test(line)), []);
			} finally {
				await context.close();
			}
		}
		const client = async (who) => {
			const api = new Client(server.url);
			await api.login(who, people[who].password);
			return api;
		};
		const step = async (page, name) => {
			await page.locator(`button[name=step][value=${name}]`).click();
			await page.waitForLoadState();
		};
		const sign = async (page, number) => {
			await page.goto(address);
			await page.locator("input[name=number]").fill(number);
			await page.locator("input[name=position]").fill("KT. BỘ TRƯỞNG, THỨ TRƯỞNG");
			await step(page, "sign");
			assert.match(await page.locator("main .head").innerText(), /Đã gửi/);
		};

		test("the officer begins it: the period's work stands in it; a wrong name of a figure is said", () =>
			visit("daumoi", async (page) => {
				await page.goto("/reports/new");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/reports\/\d+$/);
				address = new URL(page.url()).pathname;
				const text = await page.locator("main").innerText();
				for (const section of ["I. Tình hình", "II. Kết quả", "III. Số liệu", "IV. Khó khăn", "V. Nhiệm vụ"]) assert.ok(text.includes(section), section);
				assert.match(text, /Có \d+ phần việc đến hạn/);
				// begun once more, it is the same report
				await page.goto("/reports/new");
				await page.locator("main form button.main").click();
				await page.waitForURL(`**${address}`);
				await page.goto(`${address}/sections/1`);
				await page.locator("textarea[name=words]").fill("Ổn định. Còn {việc lạ} việc.");
				await page.locator("main form button.main").click();
				await page.waitForSelector(".err");
				assert.match(await page.locator(".err").innerText(), /“việc lạ”/);
				await page.locator("textarea[name=words]").fill("Tình hình ổn định. Còn {việc quá hạn} việc quá hạn.");
				await page.locator("main form button.main").click();
				await page.waitForURL(`**${address}`);
				assert.match(await page.locator("main").innerText(), /Còn \d+ việc quá hạn\./);
			}));

		test("of two who write on one section the second sees both texts", () =>
			visit("daumoi", async (page) => {
				const other = await page.context().newPage();
				await page.goto(`${address}/sections/5`);
				await other.goto(`${address}/sections/5`);
				await other.locator("textarea[name=words]").fill("Người thứ nhất viết.");
				await other.locator("main form button.main").click();
				await other.waitForURL(`**${address}`);
				await page.locator("textarea[name=words]").fill("Người thứ hai viết.");
				await page.locator("main form button.main").click();
				await page.waitForSelector("text=Người thứ nhất viết.");
				assert.equal(await page.locator("textarea[name=words]").inputValue(), "Người thứ hai viết.");
				await page.goto(address);
				await step(page, "ask");
				assert.match(await page.locator("main .head").innerText(), /Chờ duyệt/);
				assert.equal(await page.locator("button[value=sign]").count(), 0, "who asks does not sign");
				assert.equal((await page.goto(`${address}/sections/1`)).status(), 200);
				await page.locator("main form button.main").click();
				await page.waitForSelector(".err");
			}));

		test("the leader signs; the standing agency sends one passage back", async () => {
			const stranger = await client("hotro");
			assert.equal((await stranger.get(address)).status, 404);
			const recipient = await client("thuongtruc");
			assert.equal((await recipient.get(address)).status, 404, "not sent yet");
			await visit("lanhdaobyt", (page) => sign(page, "12/BC-BYT"));
			assert.equal((await stranger.get(address)).status, 404);
			await visit("thuongtruc", async (page) => {
				await page.goto("/reports?received=1");
				await page.locator(`main a[href="${address}"]`).click();
				await step(page, "receive");
				await page.locator("input[name=quote]").fill("một đoạn không có");
				await page.locator("textarea[name=words]").fill("Ghi rõ địa bàn.");
				await page.locator("form:has(input[name=quote]) button").click();
				await page.waitForSelector(".err");
				await page.locator("input[name=quote]").fill("Tình hình ổn định.");
				await page.locator("form:has(input[name=quote]) button").click();
				await page.waitForSelector("text=“Tình hình ổn định.”");
				await page.locator("form:has(button[value=return]) textarea").fill("Bổ sung mục I.");
				await step(page, "return");
				assert.match(await page.locator("main .head").innerText(), /Trả lại, bổ sung/);
			});
		});

		test("put right, signed again, accepted; the first version says what it said", async () => {
			const officer = await client("daumoi");
			const first = await officer.json(`/api/v1${address}?round=1`);
			await visit("daumoi", async (page) => {
				await page.goto(address);
				await page.locator("main details summary").click();
				await page.locator("main details textarea").fill("Ghi thêm địa bàn.");
				await step(page, "correct");
				const section = page.locator("section", { hasText: "I. Tình hình" }).first();
				assert.match(await section.innerText(), /Ghi rõ địa bàn\./, "the remark stands beside the text");
				await page.goto(`${address}/sections/1`);
				await page.locator("textarea[name=words]").fill("Tình hình ổn định ở cả nước.");
				await page.locator("main form button.main").click();
				await page.waitForURL(`**${address}`);
				await step(page, "ask");
			});
			// figures go on while a signed version stands
			sql(db, `UPDATE work_part SET due = '${first.figures.length && (await officer.json("/api/v1/reports")).reports[0].from}', state = 'doing', open = 1, handed_in = NULL WHERE agency_id = (SELECT agency_id FROM report WHERE id = ${address.split("/").pop()})`);
			const live = await officer.json(`/api/v1${address}`);
			assert.notDeepEqual(live.figures, first.figures);
			await visit("lanhdaobyt", (page) => sign(page, "15/BC-BYT"));
			await visit("thuongtruc", async (page) => {
				await page.goto(address);
				await step(page, "accept");
				assert.match(await page.locator("main .head").innerText(), /Đã chấp nhận/);
			});
			assert.deepEqual(await officer.json(`/api/v1${address}?round=1`).then((r) => [r.figures, r.sections, r.sha256, r.number]), [first.figures, first.sections, first.sha256, "12/BC-BYT"]);
			const second = await officer.json(`/api/v1${address}?round=2`);
			assert.deepEqual(second.figures, live.figures);
			assert.throws(() => sql(db, "UPDATE report_issue SET content = '{}'"), /never changes/);
			assert.throws(() => sql(db, "DELETE FROM report_issue"), /never changes/);
		});

		test("every number of a signed version opens to what was counted", async () => {
			const recipient = await client("thuongtruc");
			for (const round of [1, 2])
				for (const { code, value } of (await recipient.json(`/api/v1${address}?round=${round}`)).figures) {
					const opened = await recipient.json(`/api/v1${address}/figures/${code}?round=${round}`);
					assert.equal(opened.of.reduce((sum, x) => sum + x.number, 0), value, code);
				}
			assert.equal((await recipient.get(`${address}/figures/parts_due`)).status, 404, "what is being counted is the agency's own");
		});

		test("the pages have no faults, wide and narrow", () =>
			visit("daumoi", async (page) => {
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of ["/reports", "/reports?received=1", "/reports/new", address, `${address}?round=1`, `${address}/sections/3`, `${address}/figures/parts_due?round=2`, `${address}/figures/classes`]) {
						assert.equal((await page.goto(path)).status(), 200, path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
						if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path.replaceAll(/[/?=]/g, "_")}-${width}.png`, fullPage: true });
					}
				}
			}));
	});
