// The pages in a real browser, as people meet them: log in, read, find, switch language
// and theme, with the keyboard alone, without script, on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, served } from "../lib/haidang.mjs";

for (const kind of kinds)
	describe(kind, () => {
		let server, browser, accounts, api, plan, tasks, pages;
		before(async () => {
			const db = demoDatabase(kind);
			server = await served(db);
			browser = await launch();
			accounts = demoAccounts(kind);
			api = new Client(server.url);
			const { name, password } = as("admin");
			await api.login(name, password);
			const { plans } = await api.json("/api/v1/plans");
			plan = plans.find((p) => /138/.test(`${p.issuer} ${p.number}`));
			assert.ok(plan, "the national plan is there");
			tasks = (await api.json(`/api/v1/plans/${plan.id}`)).tasks;
			assert.ok(tasks.length > 20, `${tasks.length} tasks`);
			pages = await reachable();
			assert.ok(pages.length >= 12, pages.join(" "));
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});
		// Every kind of page the administrator can reach by links, one of each, and those that
		// must be there.
		async function reachable() {
			const shape = (path) => path.replace(/\?.*/, "").replace(/\/(\d[\w-]*)/g, "/N");
			const known = new Map();
			const queue = [
				"/", "/plans", `/plans/${plan.id}`, `/tasks/${tasks[0].id}`, "/agencies", "/places", "/places/46",
				"/account", "/accounts", "/search?q=mua+ban+nguoi", "/gallery",
			];
			for (const path of queue) known.set(shape(path), path);
			for (let path; (path = queue.shift()) !== undefined; ) {
				const response = await api.get(path);
				assert.equal(response.status, 200, path);
				if (!/html/.test(response.headers.get("content-type"))) {
					known.delete(shape(path));
					continue;
				}
				for (const [, href] of (await response.text()).matchAll(/<a\b[^>]* href="(\/[^"#]*)/g)) {
					const link = href.replaceAll("&amp;", "&");
					if (known.has(shape(link))) continue;
					known.set(shape(link), link);
					queue.push(link);
				}
			}
			return [...known.values()];
		}

		const as = (role) => accounts.find((a) => a.role === role);

		// A page of its own, logged in; fails when the browser had anything to complain of.
		async function visit(role, work, options) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				if (role) await login(page, as(role));
				await work(page, context);
				assert.deepEqual(troubles, []);
			} finally {
				await context.close();
			}
		}

		test("every demo account gets in, sees its home, and out again", async () => {
			assert.ok(accounts.length >= 8);
			for (const { role } of accounts)
				await visit(role, async (page) => {
					assert.equal(new URL(page.url()).pathname, "/");
					assert.equal(await page.locator("h1").count(), 1);
					await page.goto("/account");
					await page.locator('main form[action="/logout"] button').click();
					await page.waitForURL("**/login*");
					await page.goto("/plans");
					assert.equal(new URL(page.url()).pathname, "/login");
				});
		});

		test("a wrong password says the same as an unknown name", async () => {
			const said = [];
			for (const name of [as("focal").name, "nobody.here"]) {
				const client = new Client(server.url);
				const response = await client.login(name, "wrong-wrong-wrong");
				assert.equal(response.status, 401);
				said.push((await response.text()).replaceAll(name, "NAME").replace(/ [0-9a-f]{12}</g, " REQUEST<"));
			}
			assert.equal(said[0], said[1]);
		});

		test("after the log-in one is where one wanted to be", () =>
			visit(null, async (page) => {
				await page.goto(`/plans/${plan.id}`);
				assert.equal(new URL(page.url()).pathname, "/login");
				const { name, password } = as("standing");
				const form = page.locator("form:has(input[type=password])");
				await form.locator("input:not([type=password]):not([type=hidden])").first().fill(name);
				await form.locator("input[type=password]").fill(password);
				await form.locator("button").first().click();
				await page.waitForURL(`**/plans/${plan.id}`);
			}));

		test("the outline shows as many tasks and parties as the API tells", () =>
			visit("standing", async (page) => {
				await page.goto("/plans");
				await page.locator(`main a[href="/plans/${plan.id}"]`).first().click();
				const rows = page.locator('main tbody tr:has(th a[href^="/tasks/"])');
				assert.equal(await rows.count(), tasks.length);
				const first = await page.locator('main th a[href^="/tasks/"]').evaluateAll((links) =>
					links.map((a) => Number(a.getAttribute("href").match(/\d+/)[0])),
				);
				assert.deepEqual(first, tasks.map((t) => t.id));
				const bare = tasks.filter((t) => t.parties.length === 0).length;
				assert.equal(await rows.filter({ has: page.locator(".chip.none") }).count() >= bare, true);
				for (const index of [0, 7, tasks.length - 1]) {
					const leads = tasks[index].parties.filter((p) => p.role === "lead");
					if (leads.length)
						assert.ok((await rows.nth(index).locator(".party.lead").count()) >= 1, tasks[index].path);
				}
			}));

		test("a task page tells the task's words and parties", () =>
			visit("standing", async (page) => {
				for (const task of [tasks[0], tasks[Math.floor(tasks.length / 2)], tasks.at(-1)]) {
					await page.goto(`/tasks/${task.id}`);
					const text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
					assert.ok(text.includes(task.text.replace(/\s+/g, " ").slice(0, 200)), `task ${task.path}`);
					for (const party of task.parties) assert.ok(text.includes(party.name), party.name);
				}
			}));

		test("an agency, and its tasks", () =>
			visit("standing", async (page) => {
				const { agencies } = await api.json("/api/v1/agencies?q=B%E1%BB%99+C%C3%B4ng+an");
				const ministry = agencies.find((a) => a.name === "Bộ Công an");
				await page.goto(`/agencies/${ministry.id}`);
				assert.match(await page.locator("h1").innerText(), /Bộ Công an/);
				await page.locator(`a[href="/agencies/${ministry.id}/tasks"]`).first().click();
				const shown = await page.locator('main tbody th a[href^="/tasks/"]').count();
				const listed = await api.json(`/api/v1/agencies/${ministry.id}/tasks`);
				assert.ok(shown > 0);
				assert.equal(shown, listed.tasks.length);
			}));

		test("places, with what they were", () =>
			visit("focal", async (page) => {
				await page.goto("/places");
				assert.ok((await page.locator('main a[href^="/places/"]').count()) >= 34);
				await page.goto("/places/46");
				assert.match(await page.locator("main").innerText(), /Thừa Thiên Huế/);
			}));

		test("search without marks finds what has them", () =>
			visit("standing", async (page) => {
				await page.goto("/search?q=mua+ban+nguoi");
				assert.ok((await page.locator('main a[href^="/plans/"], main a[href^="/tasks/"]').count()) > 0);
				assert.match(await page.locator("main").innerText(), /mua bán người/i);
				await page.goto("/search?q=dang+thuy+tram");
				assert.match(await page.locator("main").innerText(), /Đặng/);
				await page.goto("/search?q=qqqzzzxxx");
				assert.equal(await page.locator('main a[href^="/tasks/"]').count(), 0);
			}));

		test("English, and back", () =>
			visit("leader", async (page) => {
				assert.equal(await page.locator("html").getAttribute("lang"), "vi");
				await page.goto("/account");
				await page.locator('main button[name=lang][value="en"]').click();
				await page.waitForSelector('html[lang="en"]');
				for (const path of ["/", "/plans", `/plans/${plan.id}`, `/tasks/${tasks[0].id}`, "/agencies", "/places", "/account", "/search?q=a"]) {
					await page.goto(path);
					assert.equal(await page.locator("html").getAttribute("lang"), "en", path);
					const frame = await page.locator("body > header, body > nav, body > footer").allInnerTexts();
					assert.doesNotMatch(frame.join(" "), /Kế hoạch|Cơ quan|Tài khoản|Đăng xuất|Tìm kiếm/, path);
				}
				await page.goto("/account");
				await page.locator('main button[name=lang][value="vi"]').click();
				await page.waitForSelector('html[lang="vi"]');
			}));

		test("dark stays dark", () =>
			visit("data", async (page) => {
				await page.goto("/account");
				await page.locator('main button[name=theme][value="dark"]').click();
				await page.waitForSelector('html[data-theme="dark"]');
				await page.goto("/plans");
				assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
				const light = await page.evaluate(() =>
					getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0),
				);
				assert.ok(light < 250, `the ground is ${light}`);
			}));

		test("from the log-in to a task with the keyboard alone", () =>
			visit(null, async (page) => {
				const focused = (selector) =>
					page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector);
				// Tab until the thing has the focus, then Enter.
				const tabTo = async (selector, enter = true) => {
					for (let i = 0; i < 400; i++) {
						await page.keyboard.press("Tab");
						if (await focused(selector)) {
							const ring = await page.evaluate(() => {
								const style = getComputedStyle(document.activeElement);
								return style.outlineStyle !== "none" || style.boxShadow !== "none";
							});
							assert.ok(ring, `focus on ${selector} is visible`);
							if (enter) await page.keyboard.press("Enter");
							return;
						}
					}
					assert.fail(`${selector} is not reached`);
				};
				await page.goto("/login");
				const { name, password } = as("standing");
				if (!(await focused("form input:not([type=hidden]):not([type=password])")))
					await tabTo("form input:not([type=hidden]):not([type=password])", false);
				await page.keyboard.type(name);
				await tabTo("input[type=password]", false);
				await page.keyboard.type(password);
				await page.keyboard.press("Enter");
				await page.waitForURL("**/");
				await tabTo('nav a[href="/plans"]');
				await page.waitForURL("**/plans");
				await tabTo(`main a[href="/plans/${plan.id}"]`);
				await page.waitForURL(`**/plans/${plan.id}`);
				await tabTo(`main a[href="/tasks/${tasks[0].id}"]`);
				await page.waitForURL(`**/tasks/${tasks[0].id}`);
			}));

		test("without script", () =>
			visit(
				"standing",
				async (page) => {
					await page.goto("/");
					await page.locator('nav a[href="/plans"]').first().click();
					await page.locator(`main a[href="/plans/${plan.id}"]`).first().click();
					await page.locator('main th a[href^="/tasks/"]').first().click();
					assert.match(new URL(page.url()).pathname, /^\/tasks\/\d+$/);
					await page.goto("/account");
					await page.locator('main button[name=theme][value="dark"]').click();
					await page.waitForSelector('html[data-theme="dark"]');
				},
				{ javaScriptEnabled: false },
			));

		// A page is the same on both databases: axe looks at it wide on one and narrow on the other,
		// at every other page the other way round, at every other two in the other colours.
		const sum = (path) => [...path.replace(/\d+/g, "0")].reduce((n, c) => n + c.codePointAt(0), 0);
		const look = (path) => ({
			width: (sum(path) % 2 === 0) === (kind === "sqlite") ? 1366 : 390,
			colorScheme: sum(path) % 4 < 2 ? "light" : "dark",
		});
		test("every page: axe finds nothing wide or narrow, light or dark; nothing sticks out at 320 px", () =>
			visit("admin", async (page) => {
				const found = [];
				for (const path of pages) {
					const { width, colorScheme } = look(path);
					await page.emulateMedia({ colorScheme });
					await page.setViewportSize({ width, height: 900 });
					await page.goto(path);
					found.push(...(await faults(page)).map((fault) => `${path} ${width} px, ${colorScheme}: ${fault}`));
					await page.setViewportSize({ width: 320, height: 700 });
					const px = await overhang(page);
					if (px > 0) found.push(`${path} sticks out by ${px} px at 320 px`);
				}
				assert.deepEqual(found, []);
			}));

		test("axe finds nothing on the log-in, on refusals, and in English", async () => {
			const found = [];
			await visit(null, async (page) => {
				await page.goto("/login");
				found.push(...(await faults(page)).map((fault) => `/login ${fault}`));
			});
			const { context, page } = await visitor(browser, server, { locale: "en-GB" });
			await login(page, as("focal"));
			for (const path of ["/no-such-page", "/plans/999999", "/accounts", "/plans?nope=1"]) {
				const response = await page.goto(path);
				assert.ok(response.status() >= 400, path);
				found.push(...(await faults(page)).map((fault) => `${path} ${fault}`));
			}
			await context.close();
			assert.deepEqual(found, []);
		});
	});
