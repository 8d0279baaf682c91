// Today and the matrix say what is stored: every figure is counted anew by SQL that knows
// nothing of the program's statements.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, forms } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, haidang, kinds, must, served, sql } from "../lib/haidang.mjs";

const today = new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);

for (const kind of kinds)
	describe(kind, () => {
		let db, server, accounts;
		before(async () => {
			db = demoDatabase(kind);
			server = await served(db);
			accounts = demoAccounts(kind);
		});
		after(() => server?.stop());

		const number = (statement) => Number(sql(db, statement));
		const agencyOf = (name) => number(`SELECT agency_id FROM account WHERE name = '${name}'`);

		async function as(role) {
			const account = accounts.find((a) => a.role === role);
			const client = new Client(server.url);
			await client.login(account.name, account.password);
			return { client, agency: agencyOf(account.name) };
		}

		const followed = (agency) => `SELECT p.id FROM plan p JOIN document d ON d.id = p.document_id
			WHERE p.superseded_by IS NULL AND (p.standing_id = ${agency} OR d.issuer_id = ${agency})`;
		const late = `w.open = 1 AND w.role <> 'requested' AND w.due < '${today}'`;

		test("who follows plans sees who is late, and as many parts as there are", async () => {
			const { client, agency } = await as("standing");
			const page = await client.json("/api/v1/today");
			assert.ok(page.late.length > 5);
			assert.equal(page.late_parts, number(`SELECT count(*) FROM work_part w WHERE ${late} AND plan_id IN (${followed(agency)})`));
			for (const line of page.late)
				assert.equal(line.late, number(`SELECT count(*) FROM work_part w WHERE ${late} AND agency_id = ${line.agency} AND plan_id IN (${followed(agency)})`), line.name);
			assert.deepEqual([...page.late].sort((a, b) => b.late - a.late).map((l) => l.late), page.late.map((l) => l.late));
			const days = page.tasks.map((t) => t.due);
			assert.deepEqual([...days].sort(), days);
			assert.match(await client.page("/"), /Cơ quan chậm/);
		});

		test("who has a part sees what is owed, also by the body whose place it took", async () => {
			const { client, agency } = await as("support"); // a department of 2025, named in a plan of 2024 by its old name
			const page = await client.json("/api/v1/today");
			assert.equal(page.late.length, 0, "it follows no plan");
			const owed = page.owed.reduce((sum, x) => sum + x.n, 0);
			const before = number(`SELECT count(*) FROM work_part w WHERE w.open = 1 AND w.agency_id IN
				(SELECT from_id FROM agency_edge WHERE to_id = ${agency} AND kind IN ('keep', 'rename', 'merge'))`);
			assert.ok(before > 0);
			assert.equal(owed, before + number(`SELECT count(*) FROM work_part w WHERE w.open = 1 AND w.agency_id = ${agency}`));
			assert.match(await client.page("/"), /Nhận từ Sở Y tế tỉnh Thừa Thiên Huế/);
		});

		test("parts are narrowed by words without marks and by place, and say how often they were urged", async () => {
			const { client, agency } = await as("standing");
			const ids = async (query) => (await client.json(`/api/v1/parts?${query}`)).parts.map((p) => p.id).sort((a, b) => a - b);
			const stored = (where) => sql(db, `SELECT w.id FROM work_part w JOIN task t ON t.id = w.task_id JOIN agency a ON a.id = w.agency_id
				WHERE w.open = 1 AND w.plan_id IN (${followed(agency)}) AND ${where} ORDER BY w.id`).split("\n").filter(Boolean).map(Number);
			const { parts: all } = await client.json("/api/v1/parts");
			const word = all[0].words.match(/[Đđ]\p{L}+/u)?.[0] ?? "động";
			const folded = word.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
			assert.deepEqual((await ids(`q=${folded}`)).length > 0, true, folded);
			assert.deepEqual(await ids("q=khongcotunaonhuvay"), []);
			assert.deepEqual(await ids("place=46&q=ma+tuy&state=all"), (await ids("q=tuy+ma&state=all&place=46")));
			assert.deepEqual(await ids("place=46&state=open"), stored("(a.province_code = '46' OR a.place_code = '46')"));
			assert.equal((await client.get("/work?place=nowhere")).status, 400);
			const urged = number("SELECT min(part_id) FROM urge_reminder");
			const plan = number(`SELECT plan_id FROM work_part WHERE id = ${urged}`);
			let next = `plan=${plan}&state=all`, seen;
			for (let after = ""; next && !seen; next = after && `plan=${plan}&state=all&after=${after}`) {
				const page = await client.json(`/api/v1/parts?${next}`);
				seen = page.parts.find((p) => p.id === urged);
				after = page.next;
			}
			assert.equal(seen.urged, number(`SELECT count(*) FROM urge_reminder WHERE part_id = ${urged}`));
			assert.match(await (await client.get(`/work?plan=${plan}&as=csv`)).text(), /Số lần nhắc/);
		});

		test("a list kept under a name stands on the first page with what it holds now", async () => {
			const { client } = await as("focal");
			const address = "/work?state=open&q=tuyen";
			const { fields } = forms(await client.page(`/saved?address=${encodeURIComponent(address)}`)).find((f) => f.action === "/saved");
			assert.equal((await client.post("/saved", fields.set("name", "Tuyên truyền"))).status, 303);
			const { saved } = await client.json("/api/v1/today");
			assert.equal(saved[0].name, "Tuyên truyền");
			assert.equal(saved[0].n, (await client.json("/api/v1/parts?state=open&q=tuyen")).parts.length);
			assert.match(await client.page("/"), /Bộ lọc đã lưu/);
		});

		test("the command line lists the same parts", async () => {
			const { client } = await as("standing");
			const list = JSON.parse(must(["task", "list", "--of", "bca", "--state", "late", "--words", "tuyen truyen", "--json", "--db", db]));
			assert.deepEqual(list.parts.map((p) => p.id), (await client.json("/api/v1/parts?state=late&q=tuyen+truyen")).parts.map((p) => p.id));
		});

		test("the command line shows one task, by its id or by its plan and path", () => {
			const id = number("SELECT min(w.task_id) FROM work_task w WHERE w.parts > 1");
			const json = JSON.parse(must(["task", "show", String(id), "--json", "--db", db]));
			assert.equal(json.id, id);
			const shown = must(["task", "show", String(id), "--db", db]);
			assert.match(shown, /, phần đã nộp \d+\/\d+/);
			assert.equal(shown.match(/\tPhối hợp\t|\tChủ trì\t|\tCùng thực hiện\t|\tĐề nghị\t/g).length, number(`SELECT parts FROM work_task WHERE task_id = ${id}`));
			const [plan, path] = sql(db, `SELECT plan_id || ' ' || path FROM task WHERE id = ${id}`).trim().split(" ");
			assert.equal(must(["task", "show", plan, path, "--db", db]), shown);
		});

		for (const [args, said] of [
			[["show"], /Thiếu tham số/],
			[["show", "abc"], /“abc” không phải số thứ tự/],
			[["show", "99999999"], /Không có nhiệm vụ này/],
			[["show", "99999999999999999999999"], /không phải số thứ tự/],
			[["show", "1", "II.99.z"], /Không có nhiệm vụ II\.99\.z trong kế hoạch 1/],
			[["show", "1", "2", "3"], /Thừa tham số/],
			[["list"], /Cần nêu --plan, --agency hoặc --of/],
			[["list", "--of", "khong-co"], /Không có cơ quan mã khong-co/],
			[["list", "--plan", "1", "--state", "la"], /Không có trạng thái la/],
			[["list", "--plan", "1", "--after", "x"], /trang tiếp theo không đúng/],
			[["list", "--plan", "1", "--words", "a".repeat(300)], /dài quá 200/],
		])
			test(`rubbish at the terminal is refused with its reason: task ${args.join(" ").slice(0, 40)}`, () => {
				const ran = haidang(["task", ...args, "--db", db]);
				assert.notEqual(ran.status, 0);
				assert.equal(ran.out, "");
				assert.match(ran.err, said);
			});

		test("what has changed is counted from the end of the visit before", async () => {
			const { client } = await as("standing");
			assert.doesNotMatch(await client.page("/"), /Thay đổi từ lần trước/);
			const other = number("SELECT id FROM account WHERE name = 'lanhdao'");
			const task = number(`SELECT min(task_id) FROM work_task WHERE plan_id IN (${followed(agencyOf("thuongtruc"))})`);
			const now = Date.now() * 1000;
			sql(db, `UPDATE work_event SET at = ${now - 86400e6}`); // the demo's own are long ago
			for (const at of [now - 7200e6, now - 1800e6, now - 600e6])
				sql(db, `INSERT INTO work_event(task_id, kind, words, at, account_id, account_name)
					VALUES (${task}, 'began', '', ${at}, ${other}, 'lanhdao')`);
			sql(db, `UPDATE account_visit SET before = ${now - 3600e6} WHERE account_id = (SELECT id FROM account WHERE name = 'thuongtruc')`);
			const page = await client.json("/api/v1/today");
			assert.deepEqual(page.changes.map((c) => c.n), [2]);
			assert.match(await client.page("/"), /Thay đổi từ lần trước/);
		});

		test("the matrix adds up to the parts of its plans, and leaves no body out", async () => {
			const { client, agency } = await as("standing");
			const plans = `SELECT p.id FROM plan p JOIN document d ON d.id = p.document_id WHERE p.id IN (${followed(agency)}) AND d.issued LIKE '2024%'`;
			const { agencies } = await client.json("/api/v1/matrix?year=2024");
			const above = "(SELECT id FROM agency WHERE level IN ('nation', 'province'))";
			const of = (what) => number(`SELECT count(*) FROM work_part w WHERE state <> 'ended' AND agency_id IN ${above} AND plan_id IN (${plans}) AND ${what}`);
			const sum = (list, pick) => list.reduce((all, x) => all + pick(x), 0);
			assert.ok(agencies.length > 50);
			assert.equal(sum(agencies, (a) => a.parts), of("1 = 1"));
			assert.equal(sum(agencies, (a) => a.late), of(late));
			for (const a of agencies) assert.equal(sum(a.months, (m) => m.parts), a.parts, a.name);
			assert.equal(sum(agencies, (a) => sum(a.months.filter((m) => m.month === 7), (m) => m.parts)), of("w.due LIKE '2024-07%'"));
			assert.equal(sum(agencies, (a) => sum(a.months.filter((m) => m.month === null), (m) => m.parts)), of("w.due IS NULL"));
		});

		test("the matrix of a level, a year without plans, and what is no year", async () => {
			const { client } = await as("leader");
			assert.ok((await client.json("/api/v1/matrix?year=2024&level=nation")).agencies.length > 50);
			assert.match(await client.page("/matrix?year=2020"), /Năm này chưa có phần việc nào/);
			for (const [query, words] of [["year=1999", /Năm này nằm ngoài/], ["level=hanh-tinh", /Không có cấp hanh-tinh/]]) {
				const refused = await client.get(`/matrix?${query}`);
				assert.equal(refused.status, 400);
				assert.match(await refused.text(), words);
			}
		});

		test("the matrix is taken away as a table", async () => {
			const { client } = await as("standing");
			const csv = await (await client.get("/matrix?year=2024&as=csv")).text();
			assert.match(csv, /Bộ Quốc phòng/);
			assert.match(csv, /Quá hạn/);
		});
	});
