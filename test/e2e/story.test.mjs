// The standing agency's daily job, as four people of three agencies do it in a browser: a
// plan is adopted, parts are assigned, one partner is late, the nightly round reminds it in
// a real mailbox, the part is handed in with a file, the lead accepts and closes, and the
// figures of the nation move.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { nationalPlan } from "../lib/files.mjs";
import { emptyDatabase, freePort, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";
import { children, latin, mailServer, mails, until } from "../lib/mail.mjs";

const password = "mot-mat-khau-dai-1";
const base = "https://haidang.example.vn";
const duty = "Tuyên truyền ở trạm y tế các xã biên giới";
const result = "Đã truyền thông ở 18 trạm y tế, hồ sơ vụ của Nguyễn Thị Thử không kèm";

const today = () => new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86400e3).toISOString().slice(0, 10);
const vi = (day) => day.split("-").reverse().join("/");

// The national plan of 2024 as if it were this year's, with a last day for II.2.1.c.
function planOfToday(last) {
	const path = join(scratch(), "ke-hoach.txt");
	const issued = dayAfter(today(), -20);
	const [year, month, day] = issued.split("-");
	const text = readFileSync(nationalPlan, "utf8")
		.replace("ngày 15 tháng 01 năm 2024", `ngày ${day} tháng ${month} năm ${year}`)
		.replace("từ ngày 01/7/2024 đến hết 30/9/2024", `từ ngày ${vi(dayAfter(last, 30))} đến hết ${vi(dayAfter(last, 90))}`)
		.replace("cảnh báo đến người dân về phòng, chống mua bán người  (", `cảnh báo đến người dân, hoàn thành trước ngày ${vi(last)} (`)
		.replaceAll("ăm 2024", `ăm ${year}`)
		.replace("NĂM 2024", `NĂM ${year}`);
	assert.ok(text.includes(vi(last)), "the sample has the words the test dates");
	writeFileSync(path, text);
	return { path, issued, year };
}

// So many days pass while nobody is there: all days of the work lie further back.
function pass(db, days) {
	for (const [table, ...columns] of [["work_task", "starts", "due", "baseline_starts", "baseline_due", "written_due"], ["work_part", "due", "baseline_due"], ["urge_batch", "day"]])
		for (const column of columns) {
			const held = sql(db, `SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL ORDER BY 1`).trim();
			for (const day of held ? held.split("\n") : [])
				sql(db, `UPDATE ${table} SET ${column} = '${dayAfter(day, -days)}' WHERE ${column} = '${day}'`);
		}
}

let shot = 0;
for (const kind of kinds)
	describe(`the story on ${kind}`, () => {
		const people = {
			standing: { name: "bca.thuongtruc", role: "standing", agency: "bca", mail: true },
			lead: { name: "bqp.chutri", role: "focal", agency: "bqp", mail: true },
			partner: { name: "byt.phoihop", role: "focal", agency: "byt", mail: true },
			leader: { name: "bca.lanhdao", role: "leader", agency: "bca", country: true },
		};
		const last = dayAfter(today(), 12);
		let db, port, maildir, mailer, server, browser, plan, task, late;

		before(async () => {
			db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			for (const p of Object.values(people))
				must(["user", "add", p.name, "--agency", p.agency, "--role", p.role, ...(p.country ? ["--country"] : []), "--password-stdin", "--db", db], { input: `${password}\n` });
			port = await freePort();
			maildir = join(scratch(), "mail");
			must(["outbox", "set", "link", base, "--db", db]);
			must(["outbox", "set", "smtp", "--host", "127.0.0.1", "--port", String(port), "--tls", "none", "--from", "nhacviec@haidang.example.vn", "--db", db]);
			must(["urge", "set", "--hour", "0", "--db", db]);
			mailer = await mailServer(port, maildir);
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			browser = await launch();
			plan = planOfToday(last);
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
			for (const child of children) await child.end();
		});

		// One person at the screen. `look` judges the page one is on; each page one comes to is judged.
		async function visit(who, work, { expected, start, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			const look = async () => {
				if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${++shot}.png` });
				assert.deepEqual(await faults(page), [], page.url());
				assert.ok((await overhang(page)) <= 0, `${page.url()} sticks out`);
			};
			try {
				await login(page, { name: people[who].name, password });
				if (start) await page.goto(start);
				await work(page, look);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		// Follows what is there to click, as a person would, and looks at where it leads.
		async function go(page, look, locator, address) {
			await locator.click();
			await page.waitForURL(address);
			await look();
		}
		const send = (page) => page.locator("main form button.main");
		const onTask = (page) => (url) => url.pathname === `/tasks/${task}`;

		async function figures() {
			const client = new Client(server.url);
			await client.login(people.leader.name, password);
			const matrix = await client.json(`/api/v1/matrix?year=${plan.issued.slice(0, 4)}`);
			const { late_parts } = await client.json("/api/v1/today");
			const of = (name) => {
				const { parts, done, late: behind } = matrix.agencies.find((a) => a.name === name);
				return { parts, done, late: behind };
			};
			const { work } = await client.json(`/api/v1/tasks/${task}`);
			return { byt: of("Bộ Y tế"), bqp: of("Bộ Quốc phòng"), late_parts, state: work.state, work };
		}

		test("whoever wants to be told says so", async () => {
			for (const who of ["standing", "lead", "partner"])
				await visit(who, async (page, look) => {
					await page.goto("/account/reminders");
					await look();
					await page.fill("input[name=mail]", `${people[who].name}@coquan.example.vn`);
					await page.check("input[name=wants_mail]");
					await send(page).click();
					await page.waitForLoadState();
				});
			assert.equal(sql(db, "SELECT count(*) FROM outbox_contact WHERE wants_mail = 1").trim(), "3");
		});

		test("the standing agency's officer brings the plan in, adopts it and assigns the parts", () =>
			visit("standing", async (page, look) => {
				await look();
				await go(page, look, page.locator('main a[href="/reviews/new"]').first(), "**/reviews/new");
				await page.locator("input[type=file]").setInputFiles(plan.path);
				await page.fill("input[name=number]", "19/KH-BCĐ138/CP");
				await page.fill("input[name=issuer]", "Ban Chỉ đạo 138/CP");
				await go(page, look, send(page), /\/reviews\/\d+$/);
				await go(page, look, page.locator(".head a.btn.main"), /\/adopt$/);
				const asking = page.url();
				// who asks does not adopt: neither by the page nor by a form made by hand
				await send(page).click();
				await page.locator(".banner", { hasText: "Đã xin thông qua" }).waitFor();
				await look();
				assert.equal(await page.locator('form[action$="/adopt"]').count(), 0);
				const client = new Client(server.url);
				await client.login(people.standing.name, password);
				const account = forms(await client.page("/account")).find((f) => f.fields.has("_csrf"));
				const version = Number(sql(db, "SELECT version FROM review_draft"));
				const alone = await client.post(new URL(asking).pathname, [["version", version], ["_csrf", account.fields.get("_csrf")]]);
				assert.equal(alone.status, 403);
				assert.equal(sql(db, "SELECT count(*) FROM audit_entry WHERE action = 'plan.adopt_refused'").trim(), "1");
				await visit("leader", async (chief, view) => {
					await chief.locator("main li", { hasText: "Có kế hoạch chờ thông qua" }).first().waitFor();
					await chief.goto(asking);
					await view();
					await go(chief, view, send(chief), /\/plans\/\d+$/);
				}, { start: "/notices" });
				assert.match(sql(db, "SELECT detail FROM audit_entry WHERE action = 'plan.adopt'"), new RegExp(`"asked_by": ?"${people.standing.name}"`));
				await page.goto(`/plans/${sql(db, "SELECT id FROM plan").trim()}`);
				await look();
				const line = page.locator("a", { hasText: /^II\.2\.1\.c$/ }).first();
				await go(page, look, line, /\/tasks\/\d+$/);
				task = Number(page.url().match(/\d+$/)[0]);
				const row = page.locator("#parts ~ .wrap tr, details tr", { hasText: "Bộ Y tế" }).first();
				if (!(await row.isVisible())) await page.locator("details.more summary").first().click();
				await go(page, look, row.locator("a", { hasText: "Cả nhiệm vụ" }), /\/parts\/\d+$/);
				await go(page, look, page.locator("main a.btn", { hasText: "Giao phần việc" }), /\/assign$/);
				await page.fill("#words", duty);
				await page.fill("#day", vi(dayAfter(today(), 1)));
				await go(page, look, send(page), onTask(page));
				assert.match(await page.locator("main").innerText(), new RegExp(duty));
			}));

		test("its partner does not hand in; the night's round reminds it, and names no one else's work", async () => {
			const atFirst = await figures();
			await server.stop();
			pass(db, 4);
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			late = await figures();
			assert.equal(late.byt.late, atFirst.byt.late + 1);
			assert.equal(late.late_parts, atFirst.late_parts + 1);
			await until("the mails are there", 60, () => mails(maildir).length >= 3, () => server.log);
			const found = mails(maildir);
			const own = found.filter((m) => m.to === `${people.partner.name}@coquan.example.vn`);
			assert.equal(own.length, 1);
			assert.match(latin(own[0].subject), /^Nhắc việc: 1 quá hạn/);
			assert.match(own[0].body, /^- II\.2\.1\.c, 19\/KH-BCĐ138\/CP: chậm nhất .*quá 3 ngày$/m);
			// whose chief nobody is: the standing agency is told, and of whom
			const standing = found.filter((m) => m.to === `${people.standing.name}@coquan.example.vn`);
			assert.equal(standing.length, 1);
			assert.match(standing[0].body, /^- II\.2\.1\.c, 19\/KH-BCĐ138\/CP, BYT: /m);
			const ahead = found.filter((m) => m.to === `${people.lead.name}@coquan.example.vn`);
			assert.equal(ahead.length, 1);
			assert.match(ahead[0].body, /còn 7 ngày/);
			assert.doesNotMatch(ahead[0].body, /BYT|quá \d+ ngày/, "who leads is told of its own day");
			assert.equal(found.length, 3, "nobody else is told");
			for (const mail of found) {
				assert.ok(mail.body.includes(`${base}/tasks/${task}`));
				assert.ok(!mail.body.includes(duty), "where it stands, never what it says");
			}
		});

		test("the partner comes by the mail's link and hands its part in with a file", async () => {
			const [mail] = mails(maildir).filter((m) => m.to.startsWith(people.partner.name));
			const link = new URL(mail.body.match(/https:\/\/\S+\/tasks\/\d+/)[0]).pathname;
			const { context, page, troubles } = await visitor(browser, server);
			const report = join(scratch(), "bao-cao.txt");
			writeFileSync(report, "Báo cáo kết quả truyền thông ở trạm y tế\n");
			const fake = join(scratch(), "bao-cao.pdf");
			writeFileSync(fake, "MZ\x90 không phải PDF");
			const look = async () => assert.deepEqual(await faults(page), [], page.url());
			try {
				// not logged in: the page asks, then leads where the mail said
				await page.goto(link);
				await page.locator("input[name=name]").fill(people.partner.name);
				await page.locator("input[type=password]").fill(password);
				await page.locator("main form button").first().click();
				await page.waitForURL((url) => url.pathname === link);
				await look();
				await go(page, look, page.locator(".panel.first a.btn", { hasText: "Nộp kết quả" }), /\/result$/);
				await page.fill("#words", result);
				await page.fill("#figures", "Số trạm y tế: 18\nSố người: 2.140");
				await page.locator("input[type=file]").setInputFiles(fake);
				await send(page).click();
				await page.locator("#file-e").waitFor();
				assert.equal(await page.locator("#words").inputValue(), result, "what was typed stays");
				assert.match(await page.locator("#file-e").innerText(), /bao-cao\.pdf/);
				await look();
				await page.locator("input[type=file]").setInputFiles(report);
				await go(page, look, send(page), (url) => url.pathname === link);
				await go(page, look, page.locator("main a", { hasText: "Tài liệu kèm theo (1)" }), /\/results\/\d+\/files$/);
				assert.match(await page.locator("main").innerText(), /bao-cao\.txt/);
				assert.deepEqual(troubles.filter((line) => !/400/.test(line)), []);
			} finally {
				await context.close();
			}
			const now = await figures();
			assert.equal(now.byt.late, late.byt.late - 1, "what is handed in is late no more");
			assert.equal(now.late_parts, late.late_parts - 1);
		});

		test("the lead reads, accepts, hands in its own and the task is closed with a reason", async () => {
			await visit("lead", async (page, look) => {
				await look();
				await go(page, look, page.locator("main a", { hasText: "II.2.1.c" }).first(), onTask(page));
				const main = await page.locator("main").innerText();
				assert.ok(main.includes(result) && main.includes("2.140"));
				await go(page, look, page.locator("tr", { hasText: "Bộ Y tế" }).locator("a.btn").first(), /\/judge$/);
				await page.locator('input[value="accept"]').check({ force: true });
				await go(page, look, send(page), onTask(page));
				await go(page, look, page.locator("tr", { hasText: "Bộ Quốc phòng" }).locator("a.btn").first(), /\/result$/);
				await page.fill("#words", "Bộ đội Biên phòng đã tuyên truyền ở 42 đồn");
				await go(page, look, send(page), onTask(page));
				await go(page, look, page.locator("main aside a", { hasText: "Kết thúc nhiệm vụ" }), /\/close$/);
				await send(page).click();
				await page.locator("#words-e").waitFor();
				await look();
				await page.fill("#words", "Các nơi khác báo cáo trong báo cáo năm");
				await go(page, look, send(page), onTask(page));
				assert.match(await page.locator("main").innerText(), /Hoàn thành/);
			}, { expected: /400/ });
		});

		test("the leader's view of the nation has moved", async () => {
			const now = await figures();
			assert.equal(now.state, "done");
			assert.equal(now.work.closed_early, "Các nơi khác báo cáo trong báo cáo năm");
			assert.equal(now.byt.done, late.byt.done + 1);
			assert.equal(now.bqp.done, late.bqp.done + 1);
			assert.equal(now.byt.parts, late.byt.parts);
			await visit("leader", async (page, look) => {
				await look();
				assert.ok((await page.locator("header:has(#late)").innerText()).includes(`${now.late_parts} phần việc`));
				await go(page, look, page.locator('main a[href="/matrix"]').first(), "**/matrix");
				if (plan.issued.slice(0, 4) !== today().slice(0, 4)) await page.goto(`/matrix?year=${plan.issued.slice(0, 4)}`);
				const row = page.locator("tr", { hasText: "Bộ Y tế" }).locator("td").last();
				assert.equal((await row.innerText()).split(" ")[0], `${now.byt.done}/${now.byt.parts}`);
			});
			assert.equal(mails(maildir).length, 3, "nobody was told twice");
		});
	});
