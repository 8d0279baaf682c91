// What is done about a task, in a real browser, by three accounts of two agencies: a part
// assigned, handed in, returned, handed in again, accepted; the task closed with a reason
// by one of two who try at once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { nationalPlan } from "../lib/files.mjs";
import { emptyDatabase, kinds, must, served } from "../lib/haidang.mjs";

const password = "mot-mat-khau-dai-1";

for (const kind of kinds)
	describe(`work on ${kind}`, () => {
		const accounts = {
			first: { name: "bca.mot", password, role: "standing", agency: "bca" },
			second: { name: "bca.hai", password, role: "standing", agency: "bca" },
			partner: { name: "bqp.mot", password, role: "focal", agency: "bqp" },
		};
		let server, browser, api, task, part;

		before(async () => {
			const db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			for (const a of Object.values(accounts))
				must(["user", "add", a.name, "--agency", a.agency, "--role", a.role, "--password-stdin", "--db", db], {
					input: `${password}\n`,
				});
			must(["plan", "import", nationalPlan, "--number", "19/KH-BCĐ138/CP", "--issuer", "Ban Chỉ đạo 138/CP", "--date", "2024-01-15", "--db", db]);
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(accounts.first.name, password);
			const plan = await api.json("/api/v1/plans/1");
			for (const t of plan.tasks) {
				const { work } = await api.json(`/api/v1/tasks/${t.id}`);
				const led = work.parts.some((p) => p.role === "lead" && p.agency === "Bộ Công an");
				const theirs = work.parts.find((p) => p.agency === "Bộ Quốc phòng");
				if (led && theirs) [task, part] = [t.id, theirs.id];
				if (task) break;
			}
			assert.ok(task, "a task that Bộ Công an leads with Bộ Quốc phòng");
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		// `expected`: a refusal the test provokes, which the browser's console notes.
		async function visit(who, work, { expected, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, accounts[who]);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		const send = (page) => page.locator("main form.panel button[type=submit]").click();
		const state = async () => (await api.json(`/api/v1/tasks/${task}`)).work;
		const partState = async () => (await state()).parts.find((p) => p.id === part).state;

		test("the pages bear a look on a screen and on a phone", () =>
			visit("first", async (page) => {
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 800 });
					for (const path of ["", "/close", "/parties", "/below", "/days", "/carry", `/parts/${part}`, `/parts/${part}/assign`]) {
						await page.goto(`/tasks/${task}${path}`);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.equal(await overhang(page), 0, `${path} at ${width}`);
					}
				}
			}));

		test("a part is assigned by who follows the task", () =>
			visit("first", async (page) => {
				await page.goto(`/tasks/${task}/parts/${part}/assign`);
				await page.fill("#words", "Tuyên truyền ở biên giới");
				await send(page);
				await page.waitForURL(new RegExp(`/tasks/${task}$`));
				assert.equal((await state()).parts.find((p) => p.id === part).text, "Tuyên truyền ở biên giới");
			}));

		test("the partner hands in; it is returned with a reason, handed in again, accepted", async () => {
			await visit("partner", async (page) => {
				await page.goto(`/tasks/${task}`);
				await page.locator(".panel.first a.btn", { hasText: "Nộp kết quả" }).click();
				await page.fill("#words", "Đã tổ chức 12 buổi");
				await page.fill("#figures", "Số buổi: 12");
				await send(page);
				await page.waitForURL(new RegExp(`/tasks/${task}$`));
				assert.equal(await partState(), "in");
			});
			await visit(
				"first",
				async (page) => {
					await page.goto(`/tasks/${task}/parts/${part}/judge`);
					await page.locator('input[value="return"]').check({ force: true });
					await send(page);
					await page.locator("#words-e").waitFor();
					await page.fill("#words", "Thiếu địa bàn");
					await send(page);
					await page.waitForURL(new RegExp(`/tasks/${task}$`));
				},
				{ expected: /400/ },
			);
			assert.equal(await partState(), "returned");
			await visit("partner", async (page) => {
				await page.goto(`/tasks/${task}/parts/${part}/result`);
				await page.fill("#words", "Đã tổ chức 12 buổi ở 3 huyện");
				await send(page);
				await page.waitForURL(new RegExp(`/tasks/${task}$`));
			});
			await visit("first", async (page) => {
				await page.goto(`/tasks/${task}/parts/${part}/judge`);
				await page.locator('input[value="accept"]').check({ force: true });
				await send(page);
				await page.waitForURL(new RegExp(`/tasks/${task}$`));
				assert.match(await page.locator("main").innerText(), /Thiếu địa bàn/);
			});
			assert.equal(await partState(), "accepted");
		});

		test("of two who close it one wins; the other sees who was first, and keeps the typed reason", async () => {
			await visit(
				"second",
				async (late) => {
					await late.goto(`/tasks/${task}/close`);
					await visit(
						"first",
						async (page) => {
							await page.goto(`/tasks/${task}/close`);
							if ((await state()).parts_total > (await state()).parts_in) {
								await send(page);
								await page.locator("#words-e").waitFor();
							}
							await page.fill("#words", "Các phần còn lại chuyển sang báo cáo năm");
							await send(page);
							await page.waitForURL(new RegExp(`/tasks/${task}$`));
							assert.match(await page.locator("main").innerText(), /Hoàn thành/);
						},
						{ expected: /400/ },
					);
					await late.fill("#words", "Lý do của tôi");
					await send(late);
					await late.locator(".banner.late").waitFor();
					assert.match(await late.locator(".banner.late").innerText(), /bca\.mot/);
					assert.equal(await late.locator("#words").inputValue(), "Lý do của tôi");
				},
				{ expected: /409/ },
			);
			const work = await state();
			assert.equal(work.state, "done");
			assert.equal(work.closed_early, "Các phần còn lại chuyển sang báo cáo năm");
		});
	});
