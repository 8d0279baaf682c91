// Difficulties, awards and money in a real browser: raised by a province's officer, answered by
// the ministry; the pages show the demo, fit their screens and have no faults.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoDatabase, kinds, must, served } from "../lib/haidang.mjs";

const password = "mot-mat-khau-dai-1";

for (const kind of kinds)
	describe(`registers on ${kind}`, () => {
		const officer = { name: "so.can.bo", password };
		const chief = { name: "so.thuong.truc", password };
		let server, browser, api;

		before(async () => {
			const db = demoDatabase(kind);
			const add = (name, agency, role) =>
				must(["user", "add", name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
			add(officer.name, "ca-tinh.46", "focal");
			add(chief.name, "bca", "standing");
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(chief.name, password);
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
				assert.deepEqual(troubles.filter((line) => !/400/.test(line)), []);
			} finally {
				await context.close();
			}
		}

		test("a difficulty is raised, answered and closed; its article is collected", async () => {
			let address;
			await visit(officer, async (page) => {
				await page.goto("/obstacles/new");
				await page.locator("input[name=kind][value=law]").check();
				await page.locator("input[name=title]").fill("Chưa rõ khái niệm thử");
				await page.locator("textarea[name=words]").fill("Các nơi hiểu khác nhau.");
				await page.locator("input[name=to]").fill("Cơ quan không có thật");
				await page.locator("input[name=law]").fill("02/2019/NQ-HĐTP");
				await page.locator("input[name=article]").fill("ĐIỀU 2");
				await page.locator("main form button.main").click();
				await page.waitForSelector(".err");
				assert.equal(await page.locator("input[name=title]").inputValue(), "Chưa rõ khái niệm thử");
				await page.locator("input[name=to]").fill("Bộ Công an");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/obstacles\/\d+$/);
				address = new URL(page.url()).pathname;
			}, { javaScriptEnabled: false });
			await visit(chief, async (page) => {
				await page.goto("/obstacles/articles");
				assert.match(await page.locator("main tbody tr").first().innerText(), /02\/2019\/NQ-HĐTP[\s\S]*3/);
				await page.goto(address);
				await page.locator("textarea[name=answer]").fill("Hiểu theo Điều 2.");
				await page.locator("form:has(textarea[name=answer]) button.main").click();
				await page.waitForURL(new RegExp(`${address}$`));
				assert.match(await page.locator("main").innerText(), /Hiểu theo Điều 2\./);
				await page.goto("/search?q=khai+niem+thu");
				assert.equal(await page.locator(`main a[href="${address}"]`).count(), 1);
			});
			await visit(officer, async (page) => {
				await page.goto(address);
				await page.locator("button[value=close]").click();
				await page.waitForURL(new RegExp(`${address}$`));
				assert.equal((await api.json(`/api/v1${address}`)).state, "closed");
			});
		});

		test("money: an amount that is none is refused, not known and zero stay apart", () =>
			visit(chief, async (page) => {
				await page.goto("/obstacles/budget");
				await page.locator(".head a.btn.main").click();
				await page.locator("input[name=source][value=local]").check();
				await page.locator("input[name=asked]").fill("12 tỷ");
				await page.locator("main form button.main").click();
				await page.waitForSelector(".err");
				await page.locator("input[name=asked]").fill("1.250.000.000");
				await page.locator("input[name=spent]").fill("0");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/obstacles\/budget\?/);
				const { lines } = await api.json("/api/v1/budget" + new URL(page.url()).search);
				const line = lines.find((l) => l.source === "local");
				assert.deepEqual([line.asked, line.granted, line.spent], [1250000000, null, 0]);
				assert.match(await page.locator("main table").first().innerText(), /1\.250\.000\.000/);
				// who changed which amount stands with the line
				const form = `/obstacles/budget/line?plan=${new URL(page.url()).searchParams.get("plan")}&year=${new URL(page.url()).searchParams.get("year")}&agency=${line.agency_id}&source=local`;
				await page.goto(form);
				await page.locator("input[name=spent]").fill("5000");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/obstacles\/budget\?/);
				await page.goto(form);
				const history = await page.locator("main ol.log li").allInnerTexts();
				assert.equal(history.length, 2);
				assert.match(history[0], /Đã chi: 0 → 5\.000/);
				assert.match(history[1], /Đề nghị: chưa có → 1\.250\.000\.000/);
			}));

		test("an award is proposed by one and not decided by the same", () =>
			visit(officer, async (page) => {
				await page.goto("/obstacles/awards/new");
				await page.locator("input[name=name]").fill("Cán bộ CAT-0101");
				await page.locator("textarea[name=merit]").fill("Làm tốt.");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/awards\/\d+$/);
				assert.equal(await page.locator("button[value=grant]").count(), 0);
				assert.equal(await page.locator("input[name=version]").count(), 1);
			}));

		test("the pages have no faults, wide and narrow", () =>
			visit(chief, async (page) => {
				const { obstacles } = await api.json("/api/v1/obstacles");
				const { awards } = await api.json("/api/v1/awards");
				assert.ok(obstacles.length && awards.length, "the demo has some");
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of ["/obstacles", "/obstacles/articles", "/obstacles/new", `/obstacles/${obstacles[0].id}`, `/obstacles/${obstacles[0].id}/edit`, "/obstacles/awards", "/obstacles/awards/new", `/obstacles/awards/${awards[0].id}`, "/obstacles/budget", "/obstacles/budget/line"]) {
						await page.goto(path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
						if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path.replaceAll("/", "_")}-${width}.png`, fullPage: true });
					}
				}
			}));
	});
