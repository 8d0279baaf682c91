// The ladder of a quarter: two communes report to their province, the province puts them together and
// reports to the ministry, the ministry to the committee; at each step who is missing is named.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, must, served, sql } from "../lib/haidang.mjs";

const password = "mot-mat-khau-dai-1";
const communes = [{ code: "ca-xa.19753", writer: "cb.phuxuan", signer: "ld.phuxuan" }, { code: "ca-xa.19777", writer: "cb.vyda", signer: "ld.vyda" }];
const ladder = { commune: "Số liệu quý của Công an cấp xã", province: "Số liệu quý của Công an cấp tỉnh", ministry: "Số liệu quý toàn quốc" };

for (const kind of kinds)
	describe(`the ladder on ${kind}`, () => {
		let db, server, browser, people, duties;

		before(async () => {
			db = demoDatabase(kind);
			people = Object.fromEntries(demoAccounts(kind).map((a) => [a.name, a]));
			for (const c of communes)
				for (const [name, role] of [[c.writer, "focal"], [c.signer, "leader"]]) {
					must(["user", "add", name, "--agency", c.code, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
					people[name] = { name, password };
				}
			sql(db, "UPDATE account SET demo = 1"); // a password will do
			server = await served(db);
			browser = await launch();
			const api = await client("thuongtruc");
			duties = Object.fromEntries((await api.json("/api/v1/duties")).duties.map((x) => [x.title, x.id]));
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		const client = async (who) => {
			const api = new Client(server.url);
			await api.login(who, people[who].password);
			return api;
		};
		async function visit(who, work) {
			const { context, page, troubles } = await visitor(browser, server);
			try {
				await login(page, people[who]);
				await work(page);
				assert.deepEqual(troubles, []);
			} finally {
				await context.close();
			}
		}
		const step = async (page, name) => {
			await page.locator(`button[name=step][value=${name}]`).click();
			await page.waitForLoadState();
		};
		// From what is owed, on Today's list or the duties', to a report that asks for its signature.
		async function write(page, title, work) {
			await page.goto("/duties");
			await page.locator("section:has(#h-mine) tr").filter({ hasText: title }).filter({ hasText: "Chưa đến hạn" }).locator("a").first().click();
			await page.waitForURL(/\/items\//);
			assert.deepEqual(await faults(page), []);
			assert.equal(await overhang(page), 0);
			await page.locator('form[action$="/report"] button').click();
			await page.waitForURL(/\/reports\/\d+$/);
			const address = new URL(page.url()).pathname;
			assert.match(await page.locator("main").innerText(), /Hạn gửi \d\d\/\d\d\/\d{4}/);
			await work?.(address);
			await page.goto(address);
			await step(page, "ask");
			return address;
		}
		async function sign(who, address, number) {
			await visit(who, async (page) => {
				await page.goto("/");
				assert.match(await page.locator("nav:has(#waiting)").innerText(), /Báo cáo chờ ký/);
				await page.goto(address);
				await page.locator("input[name=number]").fill(number);
				await page.locator("input[name=position]").fill("TRƯỞNG CÔNG AN");
				await step(page, "sign");
				assert.match(await page.locator("main .head").innerText(), /Đã gửi/);
			});
		}
		const item = async (who, title, agency) => {
			const seen = await (await client(who)).json(`/api/v1/duties/${duties[title]}`);
			return { seen, items: seen.agencies.filter((x) => x.name === agency).flatMap((x) => x.items) };
		};

		test("two communes write what they owe; their leaders are told and sign", async () => {
			for (const [i, c] of communes.entries()) {
				let address;
				await visit(c.writer, async (page) => {
					address = await write(page, ladder.commune, async (at) => {
						await page.goto(`${at}/sections/1`);
						await page.locator("textarea[name=words]").fill(`Địa bàn phường ${i + 1} ổn định.`);
						await page.locator("main form button.main").click();
						await page.waitForURL(`**${at}`);
					});
				});
				await sign(c.signer, address, `${i + 1}/BC-CAP`);
			}
		});

		test("the province sees who has sent and who has not, takes the passages over, and sends", async () => {
			let address;
			await visit("thuongtruchue", async (page) => {
				await page.goto("/");
				await page.locator("nav:has(#waiting) a").filter({ hasText: "Báo cáo gửi đến" }).click();
				await page.waitForURL(/\/reports\?received=1/);
				for (const name of ["Phú Xuân", "Vỹ Dạ"]) assert.ok((await page.locator("main").innerText()).includes(name), name);
				address = await write(page, ladder.province, async (at) => {
					await page.goto(`${at}/sections/1/gather`);
					const main = await page.locator("main").innerText();
					assert.match(main, /2\/\d\d|2 .*\d\d/, "two of the communes");
					await page.locator("main details.more summary").first().click();
					const owers = page.locator("main details.more li");
					assert.ok((await owers.count()) > 30);
					assert.match(await owers.filter({ hasText: "Công an phường Phú Xuân" }).innerText(), /Đã gửi/);
					assert.doesNotMatch(await owers.filter({ hasText: "Công an phường Kim Long" }).innerText(), /Đã gửi/);
					for (let i = 0; i < 2; i++) {
						await page.goto(`${at}/sections/1/gather`);
						await page.locator("form:has(button[name=all])").nth(i).locator("button[name=all]").click();
						await page.waitForLoadState();
					}
					await page.goto(at);
					const text = await page.locator("main").innerText();
					for (const n of [1, 2]) assert.ok(text.includes(`Địa bàn phường ${n} ổn định.`), `passage ${n}`);
				});
			});
			await sign("lanhdaohue", address, "7/BC-CAT");
		});

		test("the ministry sees the province among those who owe, names the missing, and sends on", async () => {
			const { items } = await item("thuongtruc", ladder.province, "Công an thành phố Huế");
			assert.equal(items.at(-1).state, "on_time");
			let address;
			await visit("thuongtruc", async (page) => {
				address = await write(page, ladder.ministry, async (at) => {
					await page.goto(`${at}/sections/1/gather`);
					await page.locator("main details.more summary").first().click();
					const owers = page.locator("main details.more li");
					assert.equal(await owers.count(), 34);
					assert.match(await owers.filter({ hasText: "Công an thành phố Huế" }).innerText(), /Đã gửi/);
					assert.doesNotMatch(await owers.filter({ hasText: "Công an tỉnh Cao Bằng" }).innerText(), /Đã gửi/);
					await page.locator("form:has(button[name=all])").filter({ hasText: "7/BC-CAT" }).locator("button[name=all]").click();
					await page.waitForLoadState();
				});
			});
			await sign("lanhdaobca", address, "20/BC-BCA");
			await visit("lanhdao", async (page) => {
				await page.goto(address);
				const text = await page.locator("main").innerText();
				for (const n of [1, 2]) assert.ok(text.includes(`Địa bàn phường ${n} ổn định.`), `passage ${n} of a commune`);
			});
		});

		test("nobody writes for another, nor what is not owed", async () => {
			const api = await client(communes[0].writer);
			const own = (await api.json("/api/v1/duties")).own.find((x) => x.title === ladder.commune);
			const agency = sql(db, `SELECT agency_id FROM account WHERE name = '${communes[0].writer}'`).trim();
			const [{ fields }] = forms(await api.page(`/duties/${own.duty}/items/${own.period}?agency=${agency}`)).filter((x) => x.action?.endsWith("/report"));
			const post = (duty, period) => api.post(`/duties/${duty}/items/${period}/report`, fields);
			assert.equal((await post(duties[ladder.province], own.period)).status, 409);
			assert.equal((await post(own.duty, "quarter-2099-1")).status, 400);
		});
	});
