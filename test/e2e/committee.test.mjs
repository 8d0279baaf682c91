// The directory in a real browser: a seat and who follows it; a meeting whose conclusion becomes
// a task and stands at the next meeting until it is done; a finding that the agency answers
// and the standing agency closes; a directive; two who change one thing; pages without faults.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, served } from "../lib/haidang.mjs";

const vi = (days) => {
	const d = new Date(Date.now() + 7 * 3600_000 + days * 86_400_000);
	return `${d.getUTCDate()}/${d.getUTCMonth() + 1}/${d.getUTCFullYear()}`;
};

// The least a scan may be.
const pdfBytes = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Size 3/Root 1 0 R>>\n%%EOF\n");

for (const kind of kinds)
	describe(`committee on ${kind}`, () => {
		let server, browser, api, people, committee;

		before(async () => {
			server = await served(demoDatabase(kind));
			people = Object.fromEntries(demoAccounts(kind).map((a) => [a.name, a]));
			browser = await launch();
			api = new Client(server.url);
			await api.login("thuongtruc", people.thuongtruc.password);
			const { committees } = await api.json("/api/v1/committees");
			committee = committees[0];
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		// `expected`: a refusal the test provokes, which the browser's console notes.
		async function visit(name, work, { expected, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, people[name]);
				await work(page);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		const save = (page) => page.locator("main form[method=post] button.main").first().click();

		test("the reader's own level comes first; a member reads, another is told what is for all", async () => {
			assert.equal(committee.name, "Ban Chỉ đạo 138/CP");
			assert.equal(committee.standing, "Bộ Công an");
			await visit("trucban", async (page) => {
				await page.goto("/committees");
				assert.match(await page.locator("tbody tr").first().innerText(), /Huế/);
				await page.goto(`/committees/${committee.id}`);
				assert.equal(await page.locator("table").count(), 0);
				assert.match(await page.locator("main").innerText(), /Tổ giúp việc Ban Chỉ đạo/);
			});
			await visit("daumoi", async (page) => {
				await page.goto(`/committees/${committee.id}/members`);
				assert.match(await page.locator("main").innerText(), /Bộ Ngoại giao/);
				assert.equal(await page.locator('a[href*="/members/"]').count(), 0);
			});
		});

		test("a seat is followed by another, and each day knows who held it", () =>
			visit("thuongtruc", async (page) => {
				await page.goto(`/committees/${committee.id}/members`);
				await page.locator("tr", { hasText: "Bộ Ngoại giao" }).getByRole("link", { name: "Thay thế" }).click();
				await page.fill("#post", "Vụ trưởng thay Thứ trưởng");
				await page.fill("#from", vi(10));
				await save(page);
				await page.waitForURL(/\/members$/);
				const now = await page.locator("table").first().innerText();
				assert.doesNotMatch(now, /Vụ trưởng thay/);
				await page.fill("#f-on", vi(10));
				await page.locator("form.tools button").click();
				assert.match(await page.locator("table").first().innerText(), /Vụ trưởng thay/);
			}));

		test("a conclusion becomes a task, is shown with it and left to the next meeting", () =>
			visit("thuongtruc", async (page) => {
				await page.goto(`/meetings/new?committee=${committee.id}`);
				await page.fill("#name", "Giao ban <chuyên đề> & thử");
				await page.fill("#day", vi(-1));
				await page.fill("#hour", "8h30");
				await page.fill("#agencies", "Bộ Y tế\nBộ Không Có");
				await page.getByText("Đã họp", { exact: true }).click();
				await save(page);
				await page.waitForSelector("#agencies-e");
				assert.match(await page.locator("#agencies-e").innerText(), /Bộ Không Có/);
				await page.fill("#agencies", "Bộ Y tế");
				await save(page);
				await page.waitForURL(/\/meetings\/\d+$/);
				const address = page.url();
				assert.match(await page.locator("h1").innerText(), /<chuyên đề> & thử/);
				// what the demonstration's meeting concluded is still to do
				assert.match(await page.locator("main").innerText(), /Kết luận trước chưa xong/);
				await page.getByRole("link", { name: "Thêm kết luận" }).click();
				await page.fill("#words", "Bộ Y tế lập danh sách cơ sở tiếp nhận.");
				await page.fill("#lead", "Bộ Y tế");
				await page.fill("#due", vi(30));
				await save(page);
				await page.waitForURL(address);
				await page.getByRole("link", { name: /^Giao thành nhiệm vụ/ }).first().click();
				const plan = page.locator("#plan option", { hasText: "19/KH-BCĐ138/CP" });
				await page.selectOption("#plan", await plan.first().getAttribute("value"));
				await save(page);
				await page.waitForURL(address);
				assert.match(await page.locator("table").first().innerText(), /Phần đã nộp 0\/1/);
				await page.getByRole("link", { name: /^Xem nhiệm vụ/ }).first().click();
				await page.waitForURL(/\/tasks\/\d+$/);
				assert.match(await page.locator("main").innerText(), /lập danh sách cơ sở tiếp nhận/);
				await page.goto("/search?q=danh+sach+co+so+tiep+nhan");
				assert.match(await page.locator("main").innerText(), /chuyên đề/);
			}, { expected: /400/ }));

		const pdf = { name: "biên bản đã ký.pdf", mimeType: "application/pdf", buffer: pdfBytes };

		test("a finding has its files, handed in by who mends it and by who keeps it", async () => {
			const team = (await api.json("/api/v1/teams")).teams.find((x) => x.lead === "Bộ Công an");
			const finding = (await api.json(`/api/v1/teams/${team.id}`)).findings.find((f) => f.agency === "Bộ Y tế");
			const address = `/teams/${team.id}/findings/${finding.id}/files`;
			await visit("daumoi", async (page) => {
				await page.goto(address);
				await page.setInputFiles("#file", pdf);
				await page.getByRole("button", { name: "Đính kèm" }).click();
				await page.getByRole("link", { name: pdf.name }).waitFor();
			});
			await visit("thuongtruc", async (page) => {
				await page.goto(`/teams/${team.id}`);
				await page.getByRole("link", { name: /^Tệp \(1\)/ }).click();
				assert.match(await page.locator("main").innerText(), /Cán bộ BYT-0412/);
				assert.deepEqual(await faults(page), []);
			});
		});

		test("a finding is answered by the agency and closed by the standing agency", async () => {
			const { teams } = await api.json("/api/v1/teams");
			const team = teams.find((x) => x.lead === "Bộ Công an");
			assert.equal(team.overdue, 1);
			await visit("daumoi", async (page) => {
				await page.goto(`/teams/${team.id}`);
				await page.getByRole("link", { name: /^Trả lời/ }).click();
				await page.fill("#answer", "Đã phân công bộ phận trực từ tuần này.");
				await save(page);
				await page.waitForURL(new RegExp(`/teams/${team.id}$`));
				assert.match(await page.locator("main").innerText(), /Đã trả lời, chờ xem/);
				assert.equal(await page.getByRole("button", { name: /Kết thúc theo dõi/ }).count(), 0);
			});
			await visit("thuongtruc", async (page) => {
				await page.goto(`/teams/${team.id}`);
				await page.getByRole("button", { name: /^Kết thúc theo dõi/ }).click();
				await page.waitForURL(new RegExp(`/teams/${team.id}$`));
				const { findings } = await api.json(`/api/v1/teams/${team.id}`);
				assert.equal(findings.find((f) => f.answer).state, "closed");
			});
		});

		test("an addressee says how far it is with a directive that tasks cite", () =>
			visit("daumoi", async (page) => {
				await page.goto("/directives");
				await page.getByRole("link", { name: /Ngày toàn dân/ }).click();
				assert.match(await page.locator("aside").innerText(), /Kế hoạch, nhiệm vụ viện dẫn/);
				await page.getByRole("link", { name: /^Cập nhật/ }).click();
				await page.getByText("Hoàn thành", { exact: true }).click();
				await save(page);
				await page.waitForSelector("#note-e");
				await page.fill("#note", "Đã tổ chức ở ba nơi.");
				await save(page);
				await page.waitForURL(/\/directives\/\d+$/);
				assert.match(await page.locator("table").innerText(), /Đã tổ chức ở ba nơi/);
			}, { expected: /400/ }));

		test("somebody was faster: both sides are shown, nothing is lost", () =>
			visit("thuongtruc", async (page) => {
				const { meetings } = await api.json("/api/v1/meetings?state=planned");
				const address = `/meetings/${meetings[0].id}/edit`;
				await page.goto(address);
				const other = await page.context().newPage();
				await other.goto(address);
				await other.fill("#place", "Nơi người kia ghi");
				await save(other);
				await other.waitForURL(/\/meetings\/\d+$/);
				await page.fill("#place", "Nơi tôi ghi");
				await save(page);
				await page.waitForSelector(".banner.late");
				assert.equal(await page.inputValue("#place"), "Nơi tôi ghi");
				assert.match(await page.locator("aside").innerText(), /Nơi người kia ghi/);
			}, { expected: /412/ }));

		test("a signed copy is handed in with a meeting; what is not what its name says is refused in words", () =>
			visit("thuongtruc", async (page) => {
				const [m] = (await api.json("/api/v1/meetings?state=held")).meetings;
				await page.goto(`/meetings/${m.id}`);
				const attach = () => page.getByRole("button", { name: "Đính kèm" }).click();
				await page.setInputFiles("#file", { ...pdf, buffer: Buffer.from("MZ\u0000 không phải bản quét") });
				await attach();
				await page.waitForSelector("#file-e");
				assert.match(await page.locator("#file-e").innerText(), /Không nhận tệp.*: đây là chương trình/);
				assert.deepEqual((await api.json(`/api/v1/meetings/${m.id}`)).files, []);
				await page.setInputFiles("#file", pdf);
				await attach();
				await page.waitForURL(new RegExp(`/meetings/${m.id}$`));
				const link = page.getByRole("link", { name: pdf.name });
				const answer = await page.request.get(await link.getAttribute("href"));
				assert.equal(answer.status(), 200);
				assert.ok(pdfBytes.equals(await answer.body()), "the same bytes come back");
			}, { expected: /400|415/ }));

		test("who received a plan is corrected, and the text's own line stays to be seen", () =>
			visit("thuongtruc", async (page) => {
				const { plans } = await api.json("/api/v1/plans");
				const plan = plans.find((x) => x.number === "19/KH-BCĐ138/CP");
				const list = `/plans/${plan.id}/recipients`;
				await page.goto(list);
				const row = page.locator("tr", { hasText: "Trưởng Ban Chỉ đạo 138/CP" }).first();
				assert.match(await row.innerText(), /Tên chưa nhận ra/);
				await row.getByRole("link", { name: /^Sửa/ }).click();
				const form = new URL(page.url()).pathname;
				await page.fill("#agencies", "Bộ Không Có");
				await save(page);
				await page.waitForSelector("#agencies-e");
				assert.match(await page.locator("#agencies-e").innerText(), /Bộ Không Có/);
				await page.fill("#agencies", "Chính phủ");
				await save(page);
				await page.waitForURL((url) => url.pathname === list);
				assert.doesNotMatch(await row.innerText(), /Tên chưa nhận ra/);
				assert.match(await row.innerText(), /Chính phủ[^]*dòng \d+/);
				for (const width of [1366, 390, 320]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of [list, `${list}/new`, form]) {
						await page.goto(path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
					}
				}
			}, { expected: /400/ }));

		test("a list is taken away as a table", async () => {
			const response = await api.get("/directives?as=csv");
			assert.equal(response.status, 200);
			assert.match(await response.text(), /793\/QĐ-TTg/);
		});

		test("the pages have no faults, wide and narrow", () =>
			visit("thuongtruc", async (page) => {
				const [m] = (await api.json("/api/v1/meetings?state=held")).meetings;
				const [t] = (await api.json("/api/v1/teams")).teams;
				const [d] = (await api.json("/api/v1/directives")).directives;
				const all = await api.json(`/api/v1/teams/${t.id}`);
				const seat = (await api.json(`/api/v1/committees/${committee.id}`)).seats[0];
				const one = await api.json(`/api/v1/directives/${d.id}`);
				const c = `/committees/${committee.id}`;
				const paths = [
					"/committees", c, `${c}/members`, `${c}/members/new`, `${c}/members/${seat.id}`, `${c}/contacts`, `${c}/contacts/new`,
					"/meetings", "/meetings/new", `/meetings/${m.id}`, `/meetings/${m.id}/edit`, `/meetings/${m.id}/attendance`, `/meetings/${m.id}/conclusions/new`,
					"/teams", "/teams/new", `/teams/${t.id}`, `/teams/${t.id}/edit`, `/teams/${t.id}/visits/new`, `/teams/${t.id}/findings/new`, `/teams/${t.id}/findings/${all.findings[0].id}/task`,
					`/teams/${t.id}/findings/${all.findings[0].id}/files`,
					"/directives", "/directives/new", `/directives/${d.id}`, `/directives/${d.id}/edit`, `/directives/${d.id}/agencies/${one.addressees[0].id}`,
				];
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of paths) {
						const answer = await page.goto(path);
						assert.equal(answer.status(), 200, path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
					}
				}
			}));
	});
