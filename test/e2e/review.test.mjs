// The review of a text in a real browser: uploaded, looked through, corrected by the
// keyboard alone and without script, adopted, found again; a cut copy is recognised.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { root } from "../lib/build.mjs";
import { Client } from "../lib/client.mjs";
import { emptyDatabase, kinds, must, served } from "../lib/haidang.mjs";

const sample = (name) => join(root, "samples", name);
const password = "mot-mat-khau-dai-1";

for (const kind of kinds)
	describe(`review on ${kind}`, () => {
		const reviewer = { name: "ra.soat", password };
		let server, browser, api;

		before(async () => {
			const db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			must(["user", "add", reviewer.name, "--agency", "bca", "--role", "standing", "--country", "--password-stdin", "--db", db], {
				input: `${password}\n`,
			});
			must(["plan", "import", sample("000.txt"), "--number", "19/KH-BCĐ138/CP", "--issuer", "Ban Chỉ đạo 138/CP", "--date", "2024-01-15", "--db", db]);
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(reviewer.name, password);
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		// `expected`: a refusal the test provokes, which the browser's console notes.
		async function visit(work, { expected, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, reviewer);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		async function upload(page, name) {
			await page.goto("/reviews/new");
			await page.locator("input[type=file]").setInputFiles(sample(name));
			await page.locator("main form button[type=submit]").click();
			await page.waitForURL(/\/reviews\/\d+$|\/plans\/\d+/);
		}

		// Tab until the focus is on what is wanted, as a person without a mouse would.
		async function tabTo(page, wanted) {
			for (let i = 0; i < 400; i++) {
				await page.keyboard.press("Tab");
				if (await page.evaluate((selector) => document.activeElement?.matches(selector), wanted)) return;
			}
			assert.fail(`Tab never reached ${wanted}`);
		}

		test("a damaged text: repairs marked, a doubtful item corrected by keyboard without script, adopted, found", () =>
			visit(async (page) => {
				await upload(page, "003.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				assert.ok((await page.locator(".pane.doc i").count()) > 1000, "repaired letters are marked");
				assert.match(await page.locator(".chip.soon").first().innerText(), /1[.\s]?3\d\d/);
				const before = await api.json(`/api/v1/reviews/${draft}`);
				const doubtful = before.items.filter((i) => i.doubtful);
				assert.ok(doubtful.length > 0, "003 has something doubtful");
				const cards = page.locator(".pane.cards li.card");
				assert.equal(await cards.count(), before.items.filter((i) => i.kind === "task").length);
				assert.ok(await cards.first().evaluate((card) => card.classList.contains("now")), "doubtful first");

				// past the text, then Sửa: by Tab and Enter
				await tabTo(page, 'main a[href^="#m-"]');
				await page.keyboard.press("Enter");
				await tabTo(page, ".card.now form.row a.btn");
				await page.keyboard.press("Enter");
				await page.waitForURL(/\/items\/t\d+$/);
				const word = page.url().match(/items\/(t\d+)$/)[1];
				await tabTo(page, "textarea[name=words]");
				await page.keyboard.press("Control+A");
				await page.keyboard.type("Rà soát nội dung thử nghiệm đèn biển.");
				await tabTo(page, "textarea[name=lead]");
				await page.keyboard.press("Control+A");
				await page.keyboard.type("Công an tỉnh");
				await tabTo(page, "input[name=reason]");
				await page.keyboard.type("hỏi lại văn phòng");
				await page.keyboard.press("Enter");
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));

				const after = await api.json(`/api/v1/reviews/${draft}`);
				const nth = Number(word.slice(1));
				const item = after.items.find((i) => i.kind === "task" && i.nth === nth && i.part === 0);
				const was = before.items.find((i) => i.kind === "task" && i.nth === nth);
				assert.equal(item.now.text, "Rà soát nội dung thử nghiệm đèn biển.");
				assert.equal(item.read.text, was.read.text, "what was read stays");
				assert.equal(item.by, reviewer.name);
				assert.equal(after.to_see, before.to_see - 1);

				await page.goto(`/reviews/${draft}/adopt`);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/plans\/\d+$/);
				await page.goto("/search?q=den+bien");
				assert.match(await page.locator("main").innerText(), /đèn biển/);
				// the same file again leads to the plan and makes nothing
				await upload(page, "003.txt");
				assert.match(page.url(), /\/plans\/\d+/);
				const { reviews } = await api.json("/api/v1/reviews");
				assert.equal(reviews.length, 0);
			}, { javaScriptEnabled: false }));

		test("a cut copy is recognised, says what is missing and cannot be adopted", () =>
			visit(async (page) => {
				await upload(page, "002.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				const banner = await page.locator(".banner.late").innerText();
				assert.match(banner, /19\/KH-BCĐ138\/CP/);
				assert.equal(await page.locator(`a[href="/reviews/${draft}/adopt"]`).count(), 0);
				await page.locator(".banner.late summary").click();
				assert.ok((await page.locator(".banner.late li").count()) > 20);
				const { relation } = await api.json(`/api/v1/reviews/${draft}`);
				assert.equal(relation, "cut");
				await page.goto(`/reviews/${draft}/adopt`);
				await page.locator("main form button.main").click();
				assert.match(await page.locator("main").innerText(), /19\/KH-BCĐ138\/CP/);
				await page.goto(`/reviews/${draft}/discard`);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/reviews$/);
			}, { expected: /409/ }));

		test("split, merge up, drop, take back, add", () =>
			visit(async (page) => {
				await upload(page, "001.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				const read = async () => (await api.json(`/api/v1/reviews/${draft}`)).items.filter((i) => i.kind === "task");
				const first = await read();
				const word = `t${first[2].nth}`;
				await page.goto(`/reviews/${draft}/items/${word}/split`);
				const words = await page.locator("textarea[name=parts]").inputValue();
				const cut = words.indexOf(" ", words.length / 2);
				await page.locator("textarea[name=parts]").fill(`${words.slice(0, cut)}\n${words.slice(cut + 1)}`);
				await page.locator("main form button.main").click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				let now = await read();
				assert.equal(now.length, first.length + 1);
				const part = `${word}.${now[3].part}`;
				await page.locator(`[id="m-${part}"] button[value=merge]`).click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				now = await read();
				assert.equal(now[2].now.text, words);
				assert.equal(now[3].state, "merged");
				await page.locator(`[id="m-t${first[0].nth}"] button[value=drop]`).click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				assert.equal((await read())[0].state, "dropped");
				await page.goto(`/reviews/${draft}?tab=out`);
				await page.locator(`[id="m-t${first[0].nth}"] button[value=restore]`).click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				assert.equal((await read())[0].state, "kept");
				await page.goto(`/reviews/${draft}/items/${word}/add`);
				await page.locator("textarea[name=words]").fill("Việc thêm bằng tay <b>&amp;</b>.");
				await page.locator("main form button.main").click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				assert.ok((await read()).some((i) => i.now.text === "Việc thêm bằng tay <b>&amp;</b>."));
				assert.match(await page.locator(".pane.cards").innerText(), /<b>&amp;<\/b>/);
			}));

		test("a target and a duty corrected by keyboard, one added where none was read, adopted", () =>
			visit(async (page) => {
				await upload(page, "001.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				const of = async (kind) => (await api.json(`/api/v1/reviews/${draft}`)).items.filter((i) => i.kind === kind);
				const [targets, duties] = [await of("target"), await of("duty")];
				assert.ok(targets.length && duties.length);
				await page.goto(`/reviews/${draft}?tab=targets`);
				await tabTo(page, '.cards a[href$="/items/g0"]');
				await page.keyboard.press("Enter");
				await page.waitForURL(/items\/g0$/);
				await tabTo(page, "input[name=percent]");
				await page.keyboard.press("Control+A");
				await page.keyboard.type("12,5");
				await tabTo(page, "textarea[name=over]");
				await page.keyboard.type("tổng số vụ đã khởi tố");
				await tabTo(page, "input[name=reason]");
				await page.keyboard.press("Enter");
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				const target = (await of("target"))[0];
				assert.equal(target.now.percent, 12.5);
				assert.equal(target.now.over, "tổng số vụ đã khởi tố");
				assert.equal(target.read.percent, targets[0].read.percent);

				await page.goto(`/reviews/${draft}/items/d0`);
				await page.locator("select[name=period]").selectOption("year");
				await page.locator("input[name=days]").fill("30/11, 31/2");
				await page.locator("main form button.main").first().click();
				await page.waitForSelector(".err");
				await page.locator("input[name=days]").fill("30/11, 15/6/2025");
				await page.locator("main form button.main").first().click();
				await page.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				assert.equal((await of("duty"))[0].now.days, "11-30 2025-06-15");

				await page.goto(`/reviews/${draft}?tab=targets`);
				await page.locator('.cards p.row a.btn').click();
				await page.locator("textarea[name=words]").fill("100% nạn nhân được hỗ trợ.");
				await page.locator("input[name=percent]").fill("100");
				await page.locator("select[name=operator]").selectOption("=");
				await page.locator("main form button.main").click();
				await page.waitForURL(/tab=targets/);
				assert.equal((await of("target")).length, targets.length + 1);
				assert.match(await page.locator(".pane.cards").innerText(), /100%/);
				await page.goto(`/reviews/${draft}/adopt`);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/plans\/\d+$/);
				await page.goto(`${page.url()}/targets`);
				const table = await page.locator("main table").innerText();
				assert.match(table, /12,5%/);
				assert.match(table, /100% nạn nhân được hỗ trợ/);
				await page.goto(page.url().replace("targets", "duties"));
				assert.match(await page.locator("main table").innerText(), /29\/11, 14\/6\/2025/);
			}, { expected: /400/ }));

		test("an amended text: the differences shown, the tasks that go on keep their addresses", () =>
			visit(async (page) => {
				const { plans } = await api.json("/api/v1/plans");
				const old = plans.find((p) => p.number === "19/KH-BCĐ138/CP").id;
				const before = (await api.json(`/api/v1/plans/${old}`)).tasks;
				const text = readFileSync(sample("000.txt"), "utf8");
				const was = "Duy trì các hoạt động liên ngành";
				assert.ok(text.includes(was));
				await page.goto("/reviews/new");
				await page.locator("input[type=file]").setInputFiles({
					name: "sua-doi.txt",
					mimeType: "text/plain",
					buffer: Buffer.from(text.replace(was, "Mở rộng các hoạt động liên tỉnh")),
				});
				await page.locator("input[name=number]").fill("19/KH-BCĐ138/CP");
				await page.locator("main form button[type=submit]").click();
				await page.waitForURL(/\/reviews\/\d+$/);
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				assert.match(await page.locator(".banner.soon").innerText(), /19\/KH-BCĐ138\/CP/);
				await page.goto(`/reviews/${draft}/compare`);
				const diff = await page.locator("main tbody tr").allInnerTexts();
				assert.equal(diff.length, 1);
				assert.match(diff[0], /liên ngành[\s\S]*liên tỉnh/);
				await page.goto(`/reviews/${draft}/adopt`);
				assert.ok(await page.locator("input[name=replaces]").isChecked());
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/plans\/\d+$/);
				const now = Number(page.url().match(/plans\/(\d+)$/)[1]);
				assert.notEqual(now, old);
				const after = (await api.json(`/api/v1/plans/${now}`)).tasks;
				assert.deepEqual(after.map((t) => t.id).sort(), before.map((t) => t.id).sort());
				assert.equal(after.filter((t, i) => t.text !== before[i].text).length, 1);
				await page.goto(`/plans/${old}`);
				assert.equal(await page.locator(`main a[href="/plans/${now}"]`).count(), 1);
				await page.goto(`/tasks/${before[0].id}`);
				assert.equal(await page.locator(`main a[href^="/plans/${now}"]`).first().isVisible(), true);
			}));

		test("an edited agency is found by its new name; the menu's language comes back to the page", () =>
			visit(async (page) => {
				const { agencies } = await api.json("/api/v1/agencies?q=Bộ+Công+an");
				const { id } = agencies.find((a) => a.name === "Bộ Công an");
				await page.goto(`/agencies/${id}/edit`);
				await page.locator("input[name=abbr]").fill("HẢIĐĂNGTHỬ");
				await page.locator("main form button.main").click();
				await page.waitForURL(new RegExp(`/agencies/${id}$`));
				await page.goto("/search?q=haidangthu");
				assert.match(await page.locator("main").innerText(), /Bộ Công an/);
				await page.locator("details.me summary").click();
				await page.locator('details.me button[value="en"]').click();
				await page.waitForURL(/\/search\?q=haidangthu$/);
				assert.equal(await page.locator("html").getAttribute("lang"), "en");
				await page.locator("details.me summary").click();
				await page.locator('details.me button[value="vi"]').click();
				await page.waitForURL(/\/search\?q=haidangthu$/);
			}));

		test("somebody was faster: both sides are shown, nothing is lost", () =>
			visit(async (page) => {
				await upload(page, "004.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				const { items } = await api.json(`/api/v1/reviews/${draft}`);
				const address = `/reviews/${draft}/items/t${items[0].nth}`;
				await page.goto(address);
				const other = await page.context().newPage();
				await other.goto(address);
				await other.locator("textarea[name=words]").fill("Người kia đã sửa.");
				await other.locator("main form button.main").first().click();
				await other.waitForURL(new RegExp(`/reviews/${draft}\\?`));
				await page.locator("textarea[name=words]").fill("Tôi cũng sửa.");
				await page.locator("main form button.main").first().click();
				await page.waitForSelector(".banner.late");
				assert.equal(await page.locator("textarea[name=words]").inputValue(), "Tôi cũng sửa.");
				assert.match(await page.locator("aside").innerText(), /Người kia đã sửa\./);
			}, { expected: /412/ }));

		test("the pages have no faults, wide and narrow", () =>
			visit(async (page) => {
				await upload(page, "004.txt");
				const draft = page.url().match(/\/reviews\/(\d+)/)[1];
				const { items } = await api.json(`/api/v1/reviews/${draft}`);
				const item = `/reviews/${draft}/items/t${items[0].nth}`;
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of ["/reviews", "/reviews/new", `/reviews/${draft}`, `/reviews/${draft}?tab=targets`, `/reviews/${draft}/head`, `/reviews/${draft}/names`, `/reviews/${draft}/adopt`, `/reviews/${draft}/discard`, `/reviews/${draft}/compare`, item, `${item}/split`, `${item}/add`, `/reviews/${draft}/items/g-1/add`, `/reviews/${draft}/items/d-1/add`]) {
						await page.goto(path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
					}
				}
			}));
	});
