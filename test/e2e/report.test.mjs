// A period's report as four people have it: the officer drafts it from the agency's tasks, the
// leader signs, the standing agency sends one passage back, it is put right, signed again and
// accepted; what was signed first still says what it said. Then two agencies' reports become one.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, must, served, sql } from "../lib/haidang.mjs";

for (const kind of kinds)
	describe(`reports on ${kind}`, () => {
		let db, server, browser, people, address, second, above;

		before(async () => {
			db = demoDatabase(kind);
			people = Object.fromEntries(demoAccounts(kind).map((a) => [a.name, a]));
			for (const [name, role, agency] of [["daumoi.bqp", "focal", "bqp"], ["lanhdao.bqp", "leader", "bqp"], ["lanhdao.bca", "leader", "bca"]]) {
				people[name] = { name, password: "mot-hai-ba-bon-nam" };
				must(["user", "add", name, "--agency", agency, "--role", role, "--password-stdin", "--db", db], { input: `${people[name].password}\n` });
			}
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
		const sign = async (page, number, path = address) => {
			await page.goto(path);
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

		const begin = async (page) => {
			await page.goto("/reports/new");
			await page.locator("main form button.main").click();
			await page.waitForURL(/\/reports\/\d+$/);
			return new URL(page.url()).pathname;
		};
		const write = async (page, section, words) => {
			await page.goto(section);
			await page.locator("textarea[name=words]").fill(words);
			await page.locator("main form button.main").click();
			await page.waitForURL((url) => !url.pathname.includes("/sections/"));
		};
		// one activity of each of two agencies, at one place on the same days
		const meet = (agency, ref) => sql(db, `INSERT INTO activity(kind, counts_only, main_field, state, agency_id, place_id, place_code, province_code, starts, ends, title, fold, ref, account_id, account_name, made)
			SELECT 'meeting', 0, '', 'entered', a.id, p.id, p.code, p.code, t.period_from, t.period_from, 'Giao ban liên ngành', '', '${ref}', 1, 'x', 0
			FROM report t JOIN agency a ON a.code = '${agency}' JOIN place p ON p.code = '46' AND p.kind = 'province' AND p.valid_to IS NULL
			WHERE t.id = ${address.split("/").at(-1)}`);

		test("another ministry reports; the standing agency sees what came in beside its own text", async () => {
			meet("bqp", "hai-noi-1");
			meet("byt", "hai-noi-2");
			await visit("daumoi.bqp", async (page) => {
				second = await begin(page);
				await write(page, `${second}/sections/1`, "Biên giới ổn định.\nCó {việc đến hạn} việc đến hạn.\nĐoạn thứ ba.");
				await page.goto(second);
				await step(page, "ask");
			});
			await visit("lanhdao.bqp", (page) => sign(page, "7/BC-BQP", second));
			// what Y tế counts since stands in its next version
			await visit("daumoi", async (page) => {
				await page.goto(address);
				await page.locator("main details", { hasText: "Bổ sung, đính chính" }).locator("summary").click();
				await page.locator("form:has(button[value=correct]) textarea").fill("Thêm giao ban.");
				await step(page, "correct");
				await step(page, "ask");
			});
			await visit("lanhdaobyt", (page) => sign(page, "16/BC-BYT"));
			await visit("thuongtruc", async (page) => {
				above = await begin(page);
				const text = await page.locator("main").innerText();
				const [, came, asked, missing] = text.match(/Đã có (\d+) trên (\d+) cơ quan gửi báo cáo; chưa báo cáo: (.+)\./);
				assert.equal(+came, 2);
				assert.ok(+asked >= 2);
				assert.ok(!/Bộ Y tế|Bộ Quốc phòng/.test(missing));
				await page.getByRole("link", { name: "Tổng hợp mục I. Tình hình từ báo cáo gửi đến" }).click();
				await page.waitForURL(`**${above}/sections/1/gather`);
				const main = await page.locator("main").innerText();
				for (const words of ["Tình hình ổn định ở cả nước.", "Biên giới ổn định.", "7/BC-BQP", "16/BC-BYT", "2 trên"]) assert.ok(main.includes(words), words);
				const double = page.locator("tr", { hasText: "Giao ban liên ngành" });
				assert.match(await double.innerText(), /Bộ Quốc phòng[^]*Bộ Y tế|Bộ Y tế[^]*Bộ Quốc phòng/);
				assert.match(await double.innerText(), /Có thể/);
			});
		});

		test("passages are taken over with the keyboard, written on, and keep their author", () =>
			visit("thuongtruc", async (page) => {
				const own = page.locator("section", { hasText: "Nội dung của cơ quan" });
				await page.goto(`${above}/sections/1/gather`);
				await write(page, `${above}/sections/1`, "Của cả nước:");
				await page.goto(`${above}/sections/1/gather`);
				const bqp = page.locator("form", { hasText: "7/BC-BQP" });
				await bqp.locator("button").first().focus();
				await page.keyboard.press("Enter"); // nothing chosen
				await page.waitForSelector("text=Chọn ít nhất một đoạn");
				await bqp.locator("input[type=checkbox]").first().focus();
				await page.keyboard.press("Space");
				await page.keyboard.press("Tab");
				await page.keyboard.press("Space");
				await bqp.locator("button").first().focus();
				await page.keyboard.press("Enter");
				await page.waitForSelector("text=lấy nguyên văn");
				assert.match(await own.innerText(), /Của cả nước:\s+Biên giới ổn định\.\s+Có \d+ việc đến hạn\./);
				assert.equal(await bqp.locator(".chip", { hasText: "đã lấy" }).count(), 2);
				await page.locator("form", { hasText: "16/BC-BYT" }).getByRole("button", { name: /^Lấy cả mục/ }).click();
				await page.waitForSelector("text=16/BC-BYT, bản 3");
				assert.match(await own.innerText(), /Tình hình ổn định ở cả nước\./);
				await page.goto(`${above}/sections/1`);
				const words = await page.locator("textarea[name=words]").inputValue();
				assert.match(words, /\{Bộ Quốc phòng: việc đến hạn\}/);
				await write(page, `${above}/sections/1`, words.replace("Biên giới ổn định.", "Biên giới cơ bản ổn định."));
				const first = page.locator("section", { hasText: "I. Tình hình" }).first();
				assert.match(await first.innerText(), /Bộ Quốc phòng, số 7\/BC-BQP, bản 1[^]*đã sửa từ khi lấy/);
				assert.match(await first.innerText(), /Bộ Y tế, số 16\/BC-BYT, bản 3[^]*lấy nguyên văn/);
				await step(page, "ask");
			}));

		const opens = async (reader, path, round) => {
			const whole = await reader.json(`/api/v1${path}?round=${round}`);
			for (const { code, value } of whole.figures) {
				const opened = await reader.json(`/api/v1${path}/figures/${code}?round=${round}`);
				assert.equal(opened.of.reduce((sum, x) => sum + x.number, 0), value, code);
				for (const x of opened.of.filter((y) => y.kind === "report" && y.figure)) {
					const below = await reader.json(`/api/v1/reports/${x.id}/figures/${x.figure}?round=${x.round}`);
					assert.equal(below.value, x.number, `${code}: ${x.words}`);
					assert.equal(below.of.reduce((sum, y) => sum + y.number, 0), x.number);
				}
			}
			return whole;
		};

		test("signed, each sum opens to the issues in it, and these to what they counted", async () => {
			await visit("lanhdao.bca", (page) => sign(page, "100/BC-BCA", above));
			const reader = await client("thuongtruc");
			const whole = await opens(reader, above, 1);
			const sum = await reader.json(`/api/v1${above}/figures/sum.activities?round=1`);
			assert.equal(sum.given, 2);
			assert.equal(sum.maybe, 1, "the meeting that two have counted");
			assert.ok(whole.figures.some((f) => /^a\d+\.parts_due$/.test(f.code)), "the figure of one agency");
			assert.deepEqual(whole.sections[0].sources.map((x) => [x.number, x.round, x.as_taken]), [["7/BC-BQP", 1, false], ["16/BC-BYT", 3, true]]);
			assert.deepEqual(whole.put_right_since, []);
			assert.throws(() => sql(db, "UPDATE report_source SET from_round = 9"), /never changes/);
		});

		test("a correction below marks what rests on it and changes nothing there", async () => {
			const reader = await client("thuongtruc");
			const before = await reader.json(`/api/v1${above}?round=1`);
			await visit("daumoi.bqp", async (page) => {
				await page.goto(second);
				assert.match(await page.locator("main").innerText(), /Đã được tổng hợp[^]*Bộ Công an, số 100\/BC-BCA/);
				await page.locator("main details", { hasText: "Bổ sung, đính chính" }).locator("summary").click();
				await page.locator("form:has(button[value=correct]) textarea").fill("Đếm sót một việc.");
				await step(page, "correct");
				await step(page, "ask");
			});
			await visit("lanhdao.bqp", (page) => sign(page, "9/BC-BQP", second));
			const after = await reader.json(`/api/v1${above}?round=1`);
			assert.deepEqual(after.put_right_since.map((x) => [x.agency, x.round, x.reason]), [["Bộ Quốc phòng", 2, "Đếm sót một việc."]]);
			assert.deepEqual({ ...after, put_right_since: [] }, before);
			await visit("thuongtruc", async (page) => {
				await page.goto(above);
				assert.match(await page.locator("main").innerText(), /Không còn mới\s+Bộ Quốc phòng đã đính chính ngày .*\(bản 2\): Đếm sót một việc\./);
				await page.locator("main details", { hasText: "Bổ sung, đính chính" }).locator("summary").click();
				await page.locator("form:has(button[value=correct]) textarea").fill("Lấy số mới của Bộ Quốc phòng.");
				await step(page, "correct");
				await page.goto(`${above}/sections/1/gather`);
				assert.match(await page.locator("main").innerText(), /nơi gửi đã có bản mới/);
			});
		});

		test("signed anew and published by the recipient's leader: whoever reads reports reads it, and nothing more", async () => {
			const stranger = await client("hotro");
			await visit("thuongtruc", async (page) => {
				// what was quoted of an older version goes, and then its source
				await write(page, `${above}/sections/1`, "Cả nước ổn định.\nTình hình ổn định ở cả nước.");
				await page.goto(`${above}/sections/1/gather`);
				await page.getByRole("button", { name: "Bỏ nguồn" }).click();
				await page.waitForLoadState();
				assert.equal(await page.locator("main", { hasText: "7/BC-BQP" }).count(), 0);
				await page.goto(above);
				await step(page, "ask");
			});
			await visit("lanhdao.bca", async (page) => {
				await sign(page, "101/BC-BCA", above);
				assert.equal(await page.getByRole("button", { name: /^Công bố/ }).count(), 0, "who signed does not publish");
			});
			assert.equal((await stranger.get(above)).status, 404);
			assert.match(await stranger.page("/reports/published"), /Chưa có báo cáo nào được công bố/);
			await visit("lanhdao", async (page) => {
				await page.goto(above);
				await page.getByRole("button", { name: "Công bố bản 2" }).click();
				await page.waitForSelector("text=Mọi tài khoản được xem báo cáo đều đọc được bản này");
			});
			const whole = await opens(await client("thuongtruc"), above, 2);
			assert.ok(whole.published);
			assert.deepEqual(whole.put_right_since, []);
			const seen = await stranger.json(`/api/v1${above}`);
			assert.deepEqual([seen.number, seen.sha256, seen.figures, seen.issues.map((x) => x.round)], ["101/BC-BCA", whole.sha256, whole.figures, [2]]);
			for (const { code, value } of seen.figures) {
				const opened = await stranger.json(`/api/v1${above}/figures/${code}?round=2`);
				assert.equal(opened.of.reduce((sum, x) => sum + x.number, 0), value, code);
			}
			for (const path of [`${above}?round=1`, `${above}/figures/parts_due?round=1`, `${above}/figures/parts_due`, second, `${above}/sections/1`]) assert.notEqual((await stranger.get(path)).status, 200, path);
			assert.doesNotMatch(await stranger.page(above), /Nhật ký<\/h2>/);
			assert.throws(() => sql(db, "DELETE FROM report_publication"), /never changes/);
		});

		test("a correction of a source marks what is published; a later version takes its place", async () => {
			const stranger = await client("hotro");
			const before = await stranger.json(`/api/v1${above}`);
			const correct = async (who, leader, path, reason, number) => {
				await visit(who, async (page) => {
					await page.goto(path);
					await page.locator("main details", { hasText: "Bổ sung, đính chính" }).locator("summary").click();
					await page.locator("form:has(button[value=correct]) textarea").fill(reason);
					await step(page, "correct");
					await step(page, "ask");
				});
				await visit(leader, (page) => sign(page, number, path));
			};
			await correct("daumoi.bqp", "lanhdao.bqp", second, "Sửa một ngày.", "11/BC-BQP");
			const { published } = await stranger.json("/api/v1/reports/published");
			assert.deepEqual(published.map((x) => [x.number, x.current, x.outdated]), [["101/BC-BCA", true, true]]);
			const marked = await stranger.json(`/api/v1${above}`);
			assert.deepEqual(marked.put_right_since.map((x) => [x.agency, x.reason]), [["Bộ Quốc phòng", "Sửa một ngày."]]);
			assert.deepEqual({ ...marked, put_right_since: [] }, { ...before, version: marked.version });
			await correct("thuongtruc", "lanhdao.bca", above, "Lấy số mới.", "102/BC-BCA");
			await visit("lanhdao", async (page) => {
				await page.goto(above);
				await page.getByRole("button", { name: "Công bố bản 3" }).click();
				await page.waitForSelector("text=đều đọc được bản này");
			});
			const list = (await stranger.json("/api/v1/reports/published")).published;
			assert.deepEqual(list.map((x) => [x.number, x.current, x.outdated]), [["102/BC-BCA", true, false], ["101/BC-BCA", false, true]]);
			assert.deepEqual((await stranger.json(`/api/v1${above}?round=2`)).figures, before.figures, "the earlier one stays as it was");
		});

		test("the pages of consolidation have no faults, wide and narrow", () =>
			visit("thuongtruc", async (page) => {
				for (const width of [1366, 390, 320]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of [`${above}/sections/1/gather`, `${above}/sections/3/gather`, `${above}/sections/3`, `${above}?round=1`, `${above}?round=2`, `${above}/figures/sum.activities?round=1`, `${above}/figures/missing`, "/reports?received=1", "/reports/published"]) {
						assert.equal((await page.goto(path)).status(), 200, path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
						if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path.replaceAll(/[/?=]/g, "_")}-${width}.png`, fullPage: true });
					}
				}
			}));

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
