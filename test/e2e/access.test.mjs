// Who may what, over the real program: nobody gets more than was given, by asking, by forging or by
// guessing numbers; what is refused stands in the log.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { after, before, describe, test } from "node:test";
import { faults, launch, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, haidang, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

const password = "thuyền về bến cũ 1979";
const reason = "mất điện thoại, đã gặp tại trụ sở";

// The page of one thing, by the name of the number in its path: where its numbers come from.
// A path under /api/v1 with a number that is not here fails the test, so that none is forgotten.
const things = {
	account: "SELECT id FROM account",
	activity: "SELECT id FROM activity",
	agency: "SELECT id FROM agency",
	award: "SELECT id FROM award",
	batch: "SELECT id FROM urge_batch",
	bulk: "SELECT id FROM work_bulk",
	code: "SELECT DISTINCT code FROM place",
	committee: "SELECT DISTINCT agency_id FROM committee_seat",
	directive: "SELECT id FROM directive",
	draft: "SELECT id FROM review_draft",
	duty: "SELECT id FROM duty",
	edition: "SELECT id FROM form_edition",
	emergency: "SELECT id FROM account_emergency",
	entry: "SELECT seq FROM audit_entry WHERE seq <= 200",
	meeting: "SELECT id FROM meeting",
	obstacle: "SELECT id FROM obstacle",
	paper: "SELECT id FROM paper_number",
	plan: "SELECT id FROM plan",
	release: "SELECT id FROM form_release",
	report: "SELECT id FROM report",
	result: "SELECT id FROM work_result",
	sheet: "SELECT id FROM form_sheet",
	task: "SELECT id FROM task",
	team: "SELECT id FROM team",
};

for (const kind of kinds)
	describe(kind, () => {
		let db, server, browser, admin, agent;
		const add = (name, role, ...over) =>
			must(["user", "add", name, "--agency", "bca", "--role", role, ...over, "--password-stdin", "--db", db], { input: `${password}\n` });
		before(async () => {
			process.env.HAIDANG_KEY_FILE = `${scratch()}/key`;
			db = demoDatabase(kind);
			add("khong.quyen.1", "focal");
			add("truc.ban.1", "duty");
			add("mat.may.1", "focal");
			const [id] = rows("SELECT g.id FROM account_grant g JOIN account a ON a.id = g.account_id WHERE a.name = 'khong.quyen.1'");
			must(["user", "revoke", "khong.quyen.1", id, "--db", db]);
			must(["user", "add", "may.bao.cao", "--agency", "bca", "--role", "focal", "--service", "--db", db]);
			server = await served(db);
			browser = await launch();
			agent = new Agent({ keepAlive: true, maxSockets: 4 });
			admin = await of("admin");
		});
		after(async () => {
			agent?.destroy();
			await browser?.close();
			await server?.stop();
			delete process.env.HAIDANG_KEY_FILE;
		});

		const rows = (statement) => sql(db, statement).trim().split("\n").filter(Boolean);
		const count = (statement) => Number(sql(db, statement));
		const entries = (action) => count(`SELECT count(*) FROM audit_entry WHERE action = '${action}'`);
		const idOf = (name) => rows(`SELECT id FROM account WHERE name = '${name}'`)[0];
		const enter = async (name, secret = password) => {
			const client = new Client(server.url);
			assert.equal((await client.login(name, secret)).status, 303, `${name} logs in`);
			return client;
		};
		const of = async (role) => {
			const { name, password: secret } = demoAccounts(kind).find((a) => a.role === role);
			const client = await enter(name, secret);
			return Object.assign(client, { name, secret });
		};
		const token = async (client, path = "/account") => forms(await client.page(path)).find((f) => f.fields.has("_csrf")).fields.get("_csrf");
		// Status and body, with the one thing taken out that differs between two requests.
		const ask = (path, headers = {}) =>
			new Promise((ok, fail) => {
				const asked = request(server.url + path, { agent, headers }, (answer) => {
					let body = "";
					answer.setEncoding("utf8").on("data", (part) => (body += part));
					answer.on("end", () => ok({ status: answer.statusCode, body: body.replace(/[0-9a-f]{32}/g, "REQUEST") }));
				});
				asked.on("error", fail);
				asked.end();
			});
		// All of these, a few at a time; what was answered, once each, with how often.
		const askAll = async (paths, headers) => {
			const answers = new Map();
			let next = 0;
			const worker = async () => {
				while (next < paths.length) {
					const { status, body } = await ask(paths[next++], headers);
					const key = status === 200 ? "200" : `${status} ${body}`;
					answers.set(key, (answers.get(key) ?? 0) + 1);
				}
			};
			await Promise.all([worker(), worker(), worker(), worker()]);
			return answers;
		};
		let known;
		const everyId = async () => {
			if (known) return known;
			const paths = Object.keys((await admin.json("/api/v1/openapi.json")).paths);
			// the shortest path to each thing; the log's of/{object}/{id} is asked by the same numbers as the thing
			const one = paths.filter((p) => (p.match(/\{/g) ?? []).length === 1).sort((a, b) => a.length - b.length);
			const shown = new Map();
			for (const path of one) {
				const name = path.match(/\{(\w+)\}/)[1];
				assert.ok(things[name], `${path}: nobody has said where its numbers come from`);
				if (!shown.has(name)) shown.set(name, path);
			}
			known = [...shown].flatMap(([name, path]) => rows(things[name]).map((id) => ({ name, path: path.replace(/\{\w+\}/, id) })));
			assert.ok(known.length > 3000, `${known.length} numbers`);
			return known;
		};

		test("every number there is, asked by a visitor: one refusal, and a line for each", async () => {
			const paths = (await everyId()).map((x) => x.path);
			const lines = () => (server.log.match(/account=0 refused=login/g) ?? []).length;
			const before = lines();
			const answers = await askAll(paths);
			assert.equal(answers.size, 1, [...answers.keys()].map((k) => k.slice(0, 200)).join("\n"));
			assert.match([...answers.keys()][0], /^401 /);
			await fetch(server.url + "/healthz");
			assert.equal(lines() - before, paths.length);
		});

		test("every number, asked by an account without a right: one refusal, and an entry for each", async () => {
			const client = await enter("khong.quyen.1");
			const all = await everyId();
			const mine = () => count(`SELECT count(*) FROM audit_entry WHERE action = 'request.refused' AND actor_name = 'khong.quyen.1'`);
			const before = mine();
			const answers = await askAll(all.map((x) => x.path), { cookie: client.cookie });
			assert.ok(!answers.has("200"), "nothing opens");
			// a permission that is lacking, or what is nobody's: at most one answer of each kind
			assert.deepEqual([...new Set([...answers.keys()].map((k) => k.slice(0, 3)))].filter((s) => s !== "403" && s !== "404"), []);
			assert.ok(answers.size <= 2, [...answers.keys()].map((k) => k.slice(0, 200)).join("\n"));
			assert.equal(mine() - before, all.length);
		});

		test("what is not yours and what is not there: the same bytes, the same entry", async () => {
			const client = await enter("truc.ban.1");
			const cookie = { cookie: client.cookie };
			const mine = () => count(`SELECT count(*) FROM audit_entry WHERE action = 'request.refused' AND actor_name = 'truc.ban.1' AND detail LIKE '%absent%'`);
			for (const name of ["plan", "task", "award", "obstacle", "activity"]) {
				const paths = (await everyId()).filter((x) => x.name === name).map((x) => x.path);
				const before = mine();
				const answers = await askAll(paths, cookie);
				const absent = await ask(paths[0].replace(/\d+$/, "999999999"), cookie);
				assert.equal(absent.status, 404);
				const others = [...answers].filter(([key]) => key !== "200");
				for (const [key] of others) assert.equal(key, `404 ${absent.body}`, name);
				assert.equal(mine() - before, 1 + others.reduce((n, [, times]) => n + times, 0), name);
			}
		});

		test("who can see a record: the list names those who get it, and nobody else", async () => {
			const listed = async (path) => {
				const names = new Set();
				for (let after = "", answer; after !== undefined; after = answer.next && `?after=${answer.next}`) {
					answer = await admin.json(`/api/v1${path}/who${after}`);
					for (const x of answer.accounts) {
						names.add(x.display);
						assert.ok(x.why.length && x.role && x.giver && x.from, `${path}: ${x.display} without a reason`);
					}
				}
				return names;
			};
			const paths = [...rows("SELECT id FROM plan").map((id) => `/plans/${id}`), ...rows("SELECT min(id) FROM task GROUP BY plan_id").map((id) => `/tasks/${id}`)];
			const lists = new Map();
			for (const path of paths) lists.set(path, await listed(path));
			let yes = 0, no = 0;
			for (const { name, password: secret } of [...demoAccounts(kind), { name: "truc.ban.1", password }, { name: "khong.quyen.1", password }]) {
				const client = await enter(name, secret);
				const [display] = rows(`SELECT display FROM account WHERE name = '${name}'`);
				for (const path of paths) {
					const { status } = await ask(path, { cookie: client.cookie });
					assert.equal(lists.get(path).has(display), status === 200, `${path} by ${name}: ${status}`);
					status === 200 ? yes++ : no++;
				}
			}
			assert.ok(yes > 10 && no > 3, `${yes} who see, ${no} who do not`);
			// what is another's has no such page either
			const outside = rows("SELECT id FROM plan").map((id) => `/plans/${id}`).find((path) => !lists.get(path).has("Cán bộ BYT-0412"));
			assert.equal((await (await enter("truc.ban.1")).get(`${outside ?? "/plans/1"}/who`)).status, 403, "without the permission");
		});

		test("giving oneself more, or more than one holds: refused and logged", async () => {
			const csrf = await token(admin);
			const own = idOf(admin.name);
			const give = (account, more) => admin.post(`/accounts/${account}/grants`, [["role", "admin"], ["over", "country"], ...more, ["_csrf", csrf]]);
			const before = entries("grant.add_refused"), grants = count("SELECT count(*) FROM account_grant");
			assert.equal((await give(own, [])).status, 403);
			assert.equal(entries("grant.add_refused"), before + 1);
			// a leader reads accounts and gives nothing
			const leader = await of("leader");
			const refused = await leader.post(`/accounts/${idOf(leader.name)}/grants`, [["role", "admin"], ["over", "country"], ["_csrf", await token(leader)]]);
			assert.equal(refused.status, 403);
			assert.equal(count(`SELECT count(*) FROM audit_entry WHERE action = 'request.refused' AND actor_name = '${leader.name}' AND object = 'grant_add'`), 1);
			assert.equal(count("SELECT count(*) FROM account_grant"), grants);
		});

		test("fields nobody declared change nothing", async () => {
			const csrf = await token(admin);
			const accounts = count("SELECT count(*) FROM account");
			const fields = [["name", "moi.1"], ["display", "Mới"], ["agency", rows("SELECT id FROM agency WHERE code = 'bca'")[0]], ["password", password], ["_csrf", csrf]];
			for (const more of [["state", "system"], ["demo", "1"], ["id", "1"], ["version", "9"], ["role", "admin"]])
				assert.equal((await admin.post("/accounts", [...fields, more])).status, 400, more[0]);
			assert.equal((await admin.post("/account/language", [["lang", "vi"], ["account", "1"], ["_csrf", csrf]])).status, 400);
			assert.equal((await admin.post("/account/language?account=1", [["lang", "vi"], ["_csrf", csrf]])).status, 400);
			assert.equal((await admin.post("/accounts", [...fields, ["name", "moi.2"]])).status, 400, "a field that comes twice");
			assert.equal(count("SELECT count(*) FROM account"), accounts);
		});

		test("a form of another site, of another session, or without a token: refused and logged", async () => {
			const other = await enter("truc.ban.1");
			const csrf = await token(admin);
			const forged = () => count(`SELECT count(*) FROM audit_entry WHERE action = 'request.refused' AND detail LIKE '%forged%'`);
			const before = forged();
			const send = (fields, headers) => admin.post("/account/theme", [["theme", "dark"], ...fields], headers);
			assert.equal((await send([])).status, 403);
			assert.equal((await send([["_csrf", await token(other)]])).status, 403);
			assert.equal((await send([["_csrf", csrf]], { origin: "https://elsewhere.example" })).status, 403);
			assert.equal((await send([["_csrf", csrf]], { "sec-fetch-site": "cross-site" })).status, 403);
			assert.equal((await send([["_csrf", csrf]], { "sec-fetch-site": "same-site" })).status, 403);
			assert.equal(forged(), before + 5);
			assert.equal((await send([["_csrf", csrf]])).status, 303);
		});

		test("letting somebody back in: pages, a code shown once, both told", async () => {
			const lost = idOf("mat.may.1"), page = `/accounts/${lost}/rescue`;
			const old = await enter("mat.may.1");
			const sent = await admin.post(page, [["reason", reason], ["_csrf", await token(admin)]]);
			assert.equal(sent.headers.get("location"), page);
			const shown = await admin.page(page);
			const code = shown.match(/<p class="mono">([a-z0-9-]{24})<\/p>/)[1];
			assert.ok(!(await admin.page(page)).includes(code), "once");
			assert.equal(sql(db, "SELECT count(*) FROM account_rescue WHERE reason LIKE '%" + code + "%'").trim(), "0");
			const back = (name, with_, secret) => new Client(server.url).post("/login/rescue", [["name", name], ["code", with_], ["fresh", secret], ["again", secret]]);
			const body = async (response) => (await response.text()).replace(/Mã yêu cầu [0-9a-f]+/, "").replace(/[0-9a-f]{32}/g, "").replaceAll("mat.may.1", "NAME").replaceAll("khong.co.ai", "NAME");
			const wrong = await back("mat.may.1", "aaaa-aaaa-aaaa-aaaa-aaaa", "ngọn hải đăng mới 7");
			const nobody = await back("khong.co.ai", code, "ngọn hải đăng mới 7");
			assert.equal(wrong.status, 401);
			assert.equal(nobody.status, 401);
			assert.equal(await body(wrong), await body(nobody), "an unknown name is answered like a known one");
			assert.equal((await back("mat.may.1", code.toUpperCase(), "ngọn hải đăng mới 7")).status, 303);
			assert.equal((await old.get("/account")).status, 303, "what was open has ended");
			await enter("mat.may.1", "ngọn hải đăng mới 7");
			assert.equal(count(`SELECT count(*) FROM outbox_message WHERE account_id = ${lost} AND key LIKE 'rescue/%'`), 2);
			assert.equal(count(`SELECT count(*) FROM outbox_message WHERE account_id = ${idOf(admin.name)} AND key LIKE 'rescue/%'`), 2);
		});

		test("access in an emergency: taken with a reason, superiors alarmed, each page recorded, judged by another", async () => {
			const duty = await enter("truc.ban.1");
			const before = duty.cookie;
			const offered = async (q) => [...(await duty.page(`/emergencies/new?q=${encodeURIComponent(q)}`)).matchAll(/<option value="([\w.-]+)"/g)].map((m) => m[1]);
			assert.ok((await offered("bo y te")).includes("byt"), "an agency is found by its name");
			assert.ok((await offered("byt")).includes("byt"), "or by its code");
			assert.ok(!(await duty.page("/emergencies/new")).includes('name="agency"'), "first it is looked for");
			const sent = await duty.post("/emergencies", [["role", "duty"], ["agency", "byt"], ["reason", "nạn nhân đang ở cửa khẩu, cần hồ sơ ngay"], ["_csrf", await token(duty)]]);
			assert.equal((await ask("/account", { cookie: before })).status, 303, "the session goes on under another token");
			const csrf = await token(duty);
			assert.match(sent.headers.get("location"), /^\/emergencies\/\d+$/);
			const path = sent.headers.get("location"), id = path.split("/")[2];
			assert.ok(count(`SELECT count(*) FROM outbox_message WHERE key LIKE 'emergency/${id}/begun/%'`) > 0, "somebody is alarmed");
			const shown = await duty.page("/plans");
			assert.match(shown, /Đang dùng quyền khẩn cấp/);
			assert.match(shown, /Còn 3 giờ \d+ phút/);
			assert.ok(forms(shown).some((f) => f.action === `${path}/end`), "ended from any page");
			assert.ok(!(await admin.page("/plans")).includes("Đang dùng quyền khẩn cấp"));
			assert.ok(count(`SELECT count(*) FROM audit_entry WHERE action = 'emergency.read' AND actor_name = 'truc.ban.1' AND object = 'plan_list'`) > 0);
			const judge = (client, csrf_) => client.post(`${path}/review`, [["verdict", "right"], ["finding", "đúng quy chế, đã đối chiếu sổ trực"], ["_csrf", csrf_]]);
			assert.equal((await judge(admin, await token(admin))).status, 409, "not while it runs");
			assert.equal((await duty.post(`${path}/end`, [["_csrf", csrf]])).status, 303);
			assert.equal((await judge(duty, csrf)).status, 403, "not by oneself");
			assert.match(await admin.page(path), /<td>Đã xem trong trường hợp khẩn cấp<\/td><td>Kế hoạch<\/td>/);
			assert.equal((await judge(admin, await token(admin))).status, 303);
			assert.equal((await judge(admin, await token(admin))).status, 409, "once");
			assert.match(await duty.page(path), /đã đối chiếu sổ trực/);
			const stranger = await enter("khong.quyen.1");
			assert.equal((await stranger.get(path)).status, 404);
		});

		test("a program's token: its scope and nothing else, until it is revoked", async () => {
			const service = idOf("may.bao.cao"), page = `/accounts/${service}/tokens`;
			const csrf = await token(admin);
			const year = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
			const draw = (fields) => admin.post(page, [["name", "báo cáo tháng"], ["to", year], ...fields, ["_csrf", csrf]]);
			assert.equal((await draw([["may", "account.manage"]])).status, 400, "what the account lacks");
			assert.equal((await draw([["may", ""]])).status, 400);
			assert.equal((await draw([["may", "plan.read"], ["per_minute", "0"]])).status, 400);
			assert.equal((await admin.post(`/accounts/${idOf("mat.may.1")}/tokens`, [["name", "x y"], ["may", "plan.read"], ["to", year], ["_csrf", csrf]])).status, 409, "a person has none");
			assert.equal((await draw([["may", "plan.read"], ["per_minute", "20"]])).status, 303);
			const secret = (await admin.page(page)).match(/hdt_[\w-]{43}/)[0];
			assert.ok(!(await admin.page(page)).includes(secret), "shown once");
			const bearer = { authorization: `Bearer ${secret}` };
			assert.equal((await ask("/api/v1/plans", bearer)).status, 200);
			assert.equal((await ask("/api/v1/agencies", bearer)).status, 403, "outside its scope, though the account may");
			assert.equal((await ask("/api/v1/account", bearer)).status, 403, "what is a person's own");
			assert.equal((await ask("/plans", bearer)).status, 303, "pages are for sessions");
			for (const wrong of [`Bearer ${secret.slice(0, -2)}AA`, "Bearer hdt_", "Bearer ", `Bearer ${"x".repeat(3000)}`])
				assert.equal((await ask("/api/v1/plans", { authorization: wrong })).status, 401, wrong.slice(0, 30));
			// a wrong token is not helped by a right cookie
			assert.equal((await ask("/api/v1/plans", { authorization: "Bearer hdt_x", cookie: admin.cookie })).status, 401);
			let last;
			for (let i = 0; i < 25; i++) last = (await ask("/api/v1/plans", bearer)).status;
			assert.equal(last, 429, "its own rate");
			const [number] = rows(`SELECT id FROM account_token WHERE account_id = ${service}`);
			assert.equal((await admin.post(`${page}/${number}/revoke`, [["_csrf", csrf]])).status, 303);
			assert.equal((await ask("/api/v1/plans", bearer)).status, 401);
			// from the command line
			const by = must(["user", "token", "may.bao.cao", "đối chiếu", "--may", "plan.read task.read", "--db", db]).trim();
			assert.equal((await ask("/api/v1/plans", { authorization: `Bearer ${by}` })).status, 200);
			assert.equal(JSON.parse(must(["user", "tokens", "may.bao.cao", "--json", "--db", db])).length, 2);
			assert.notEqual(haidang(["user", "password", "may.bao.cao", "--password-stdin", "--db", db], { input: `${password}\n` }).status, 0, "no password for a program");
			assert.ok(!sql(db, "SELECT detail FROM audit_entry WHERE action = 'token.add'").includes("hdt_"));
		});

		test("a token reaches no further than its permission was given", async () => {
			must(["user", "add", "may.hep.1", "--agency", "byt", "--role", "leader", "--service", "--db", db]);
			const secret = must(["user", "token", "may.hep.1", "đối chiếu", "--may", "account.read plan.read", "--db", db]).trim();
			const bearer = { authorization: `Bearer ${secret}` };
			const names = async () => JSON.parse((await ask("/api/v1/accounts", bearer)).body).accounts.map((a) => a.name);
			assert.ok((await names()).includes("may.hep.1"));
			assert.ok(!(await names()).includes(admin.name), "of another agency");
			// a role that has no account.read would carry it to another agency
			must(["user", "grant", "may.hep.1", "focal", "--agency", "bca", "--db", db]);
			assert.equal((await ask("/api/v1/accounts", bearer)).status, 403);
			assert.equal((await ask("/api/v1/plans", bearer)).status, 200, "what every grant has stays");
			const refused = haidang(["user", "token", "may.hep.1", "rộng", "--may", "account.read", "--db", db]);
			assert.notEqual(refused.status, 0);
			const [id] = rows("SELECT max(g.id) FROM account_grant g JOIN account a ON a.id = g.account_id WHERE a.name = 'may.hep.1'");
			must(["user", "revoke", "may.hep.1", id, "--db", db]);
			assert.ok((await names()).includes("may.hep.1"));
		});

		test("the pages of it all", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			const [name, value] = admin.cookie.split("=");
			const look = async (path) => {
				await page.goto(path);
				for (const width of [1366, 390, 320]) {
					await page.setViewportSize({ width, height: 768 });
					if (width !== 390) assert.deepEqual(await faults(page), [], `${path} at ${width}`);
					assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
				}
			};
			await look("/login/rescue");
			await context.addCookies([{ name, value, url: server.url }]);
			const [emergency] = rows("SELECT id FROM account_emergency");
			for (const path of [`/accounts/${idOf("mat.may.1")}/rescue`, `/accounts/${idOf("may.bao.cao")}`, `/accounts/${idOf("may.bao.cao")}/tokens`, "/accounts/new", "/emergencies", "/plans/1/who", "/tasks/1/who", `/agencies/${rows("SELECT id FROM agency WHERE code = 'bca'")[0]}/who`, `/emergencies/${emergency}`])
				await look(path);
			const duty = await enter("truc.ban.1");
			await context.addCookies([{ name, value: duty.cookie.split("=")[1], url: server.url }]);
			await look("/emergencies/new");
			assert.deepEqual(troubles, []);
			await context.close();
		});
	});
