// The calendar and duties over the real program: a rule tried, a notice written, a duty made of a
// plan's sentence and followed, deadlines in two calendar programs that are not ours.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import ICAL from "ical.js";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { demoDatabase, kinds, must, served } from "../lib/haidang.mjs";

const password = "mot-mat-khau-dai-1";

for (const kind of kinds)
	describe(`calendar and duties on ${kind}`, () => {
		const chief = { name: "lich.thuong.truc", password };
		const focal = { name: "lich.dau.moi", password };
		let server, browser, api, own, db;

		before(async () => {
			db = demoDatabase(kind);
			const add = (name, agency, role) =>
				must(["user", "add", name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${password}\n` });
			must(["user", "add", chief.name, "--agency", "bca", "--role", "standing", "--country", "--password-stdin", "--db", db], { input: `${password}\n` });
			add(focal.name, "byt", "focal");
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(chief.name, password);
			own = new Client(server.url);
			await own.login(focal.name, password);
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		const form = async (client, path, action) => {
			const found = forms(await client.page(path)).find((f) => f.action.endsWith(action));
			assert.ok(found, `${path} has a form for ${action}`);
			return found.fields;
		};
		const post = (client, path, fields) => client.post(path, fields);

		test("a day, a rule and a year by command", () => {
			const day = JSON.parse(must(["calendar", "day", "2026-02-17", "--json", "--db", db]));
			assert.equal(day.works, false);
			assert.deepEqual(day.lunar, { year: 2026, month: 1, day: 1, leap: false });
			const due = JSON.parse(must(["calendar", "due", "trước ngày 20 của tháng cuối kỳ", "--period", "plan_four-2026-1", "--json", "--db", db]));
			assert.equal(due.last_day, "2026-03-19");
			assert.equal(due.rule, "month 0 day 20 before");
			assert.ok(due.because.length >= 3);
			const year = JSON.parse(must(["calendar", "holidays", "2024", "--json", "--db", db]));
			assert.ok(year.days.some((x) => x.day === "2024-05-04" && x.kind === "made_up"));
			assert.match(must(["calendar", "holidays", "2027", "--db", db]), /2027/);
		});

		test("the pages of the calendar fit their screens and have no faults", async () => {
			for (const width of [1366, 390, 320]) {
				const { context, page, troubles } = await visitor(browser, server, { viewport: { width, height: 768 } });
				await login(page, chief);
				for (const path of ["/calendar?year=2027", "/calendar/rule?rule=tr%C6%B0%E1%BB%9Bc+ng%C3%A0y+20+c%E1%BB%A7a+th%C3%A1ng+cu%E1%BB%91i+k%E1%BB%B3", "/calendar/feed", "/calendar/notices/new", "/duties", "/duties/new"]) {
					await page.goto(path);
					assert.equal(await overhang(page), 0, `${path} at ${width}`);
					if (width !== 320) assert.deepEqual(await faults(page), [], `${path} at ${width}`);
				}
				assert.deepEqual(troubles, []);
				await context.close();
			}
		});

		test("a rule that is not understood is told by its word", async () => {
			const page = await api.page(`/calendar/rule?rule=${encodeURIComponent("trước ngày 20 của tháng chín")}`);
			assert.match(page, /“chín”/);
		});

		test("a notice moves the days off, and an older view of it is refused", async () => {
			const fields = await form(api, "/calendar/notices/new", "/calendar/notices");
			fields.set("what", "national");
			fields.set("first", "02/9/2027");
			fields.set("last", "03/9/2027");
			fields.set("citation", "Văn bản thử 1");
			fields.delete("verified");
			assert.equal((await post(api, "/calendar/notices", fields)).status, 303);
			const year = await (await api.get("/api/v1/calendar?year=2027")).json();
			assert.ok(year.days.some((x) => x.day === "2027-09-03" && x.citation === "Văn bản thử 1"));
			assert.ok(!year.days.some((x) => x.day === "2027-09-01"));
			const old = await form(api, "/calendar/notices/own-1", "/calendar/notices/own-1");
			old.delete("gone");
			old.delete("verified");
			assert.equal((await post(api, "/calendar/notices/own-1", old)).status, 303);
			assert.equal((await post(api, "/calendar/notices/own-1", old)).status, 412);
			assert.equal((await own.get("/calendar/notices/own-1")).status, 403);
		});

		test("a duty is made of a plan's sentence and followed by agency and period", async () => {
			const list = await api.page("/duties");
			const link = list.match(/href="(\/duties\/new\?plan=\d+[^"]*)"/);
			assert.ok(link, "a sentence of a plan waits");
			const fields = await form(api, link[1].replaceAll("&amp;", "&"), "/duties");
			assert.match(fields.get("rule"), /trước ngày/);
			fields.set("system", "quarter");
			fields.set("owed_by", "các bộ, ngành, địa phương");
			fields.set("valid_from", "01/01/2025");
			fields.set("valid_to", "31/12/2027");
			const made = await post(api, "/duties", fields);
			assert.equal(made.status, 303);
			const address = new URL(made.headers.get("location"), server.url).pathname;
			assert.equal((await post(api, "/duties", fields)).status, 409, "once only");
			const { context, page, troubles } = await visitor(browser, server);
			await login(page, chief);
			await page.goto(address);
			assert.ok((await page.locator("table.hmap tbody tr").count()) > 50);
			assert.deepEqual(await faults(page), []);
			assert.equal(await overhang(page), 0);
			await page.goto(`${address}?show=missing`);
			await page.locator("table.hmap tbody tr").filter({ hasText: "Bộ Y tế" }).locator("td a").first().click();
			await page.waitForURL(/\/items\//);
			assert.deepEqual(await faults(page), []);
			await page.locator("form:has(input[name=sent]) input[name=number]").fill("12/BC-BYT");
			await page.locator("form:has(input[name=sent]) button.main").click();
			await page.waitForSelector("text=12/BC-BYT");
			assert.deepEqual(troubles, []);
			await context.close();
			const seen = await (await own.get(`/api/v1${address}`)).json();
			assert.ok(seen.agencies.find((x) => x.name === "Bộ Y tế").items.some((x) => x.state === "late"));
		});

		test("deadlines load in ical.js and in khal; the address is revocable", async () => {
			const make = await form(own, "/calendar/feed", "/calendar/feed");
			assert.equal((await post(own, "/calendar/feed", make)).status, 303);
			const shown = await own.page("/calendar/feed");
			const address = shown.match(/\/feeds\/[0-9a-f]{48}\.ics/)[0];
			assert.doesNotMatch(await own.page("/calendar/feed"), /\/feeds\//, "shown once");
			const stranger = new Client(server.url);
			const answer = await stranger.get(address);
			assert.equal(answer.status, 200);
			assert.match(answer.headers.get("content-type"), /^text\/calendar/);
			const tag = answer.headers.get("etag");
			const ics = await answer.text();
			assert.equal((await stranger.get(address, { "if-none-match": tag })).status, 304);
			const calendar = new ICAL.Component(ICAL.parse(ics));
			const events = calendar.getAllSubcomponents("vevent").map((x) => new ICAL.Event(x));
			assert.ok(events.length > 0);
			assert.equal(new Set(events.map((x) => x.uid)).size, events.length);
			assert.ok(events.every((x) => x.startDate.isDate && x.summary.length > 5));
			const dir = mkdtempSync(join(tmpdir(), "haidang-khal-"));
			try {
				writeFileSync(join(dir, "in.ics"), ics);
				writeFileSync(join(dir, "config"), `[calendars]\n[[hd]]\npath = ${join(dir, "store")}\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Asia/Ho_Chi_Minh\ndefault_timezone = Asia/Ho_Chi_Minh\n[sqlite]\npath = ${join(dir, "khal.db")}\n`);
				const khal = (...args) => execFileSync("khal", ["-c", join(dir, "config"), ...args], { encoding: "utf8", env: { ...process.env, HOME: dir, LC_ALL: "C.UTF-8" } });
				khal("import", "--batch", "-a", "hd", join(dir, "in.ics"));
				const first = events[0];
				const day = first.startDate.toString();
				assert.ok(khal("list", "--format", "{title}", day, "1d").replace(/\s+/g, " ").includes(first.summary.slice(0, 30)));
			} finally {
				rmSync(dir, { recursive: true, force: true });
			}
			const end = await form(own, "/calendar/feed", "/calendar/feed/end");
			assert.equal((await post(own, "/calendar/feed/end", end)).status, 303);
			assert.equal((await stranger.get(address)).status, 404);
			assert.equal((await stranger.get("/feeds/none")).status, 404);
		});
	});
