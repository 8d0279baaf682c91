// Logging in as people do it: a password and a code of the phone, over real pages in Chromium.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms, raw } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

const password = "thuyền về bến cũ 1979";

// What an authenticator app does with the key it was given.
const base32 = (text) => {
	const bits = [...text.replace(/\s/g, "")]
		.map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
	return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
};
const code = (key, later = 0) => {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
	const mac = createHmac("sha1", base32(key)).update(counter).digest();
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
};

for (const kind of kinds)
	describe(kind, () => {
		let db, server, browser;
		before(async () => {
			process.env.HAIDANG_KEY_FILE = `${scratch()}/key`;
			db = demoDatabase(kind);
			for (const [name, role] of [["quan.tri.1", "admin"], ["dau.moi.1", "focal"]])
				must(["user", "add", name, "--agency", "bca", "--role", role, "--country", "--password-stdin", "--db", db], { input: `${password}\n` });
			server = await served(db);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
			delete process.env.HAIDANG_KEY_FILE;
		});

		const clean = async (page, what) => {
			for (const width of [1366, 390, 320]) {
				await page.setViewportSize({ width, height: 768 });
				assert.deepEqual(await faults(page), [], `${what} at ${width}`);
				assert.ok((await overhang(page)) <= 0, `${what} at ${width} sticks out`);
			}
			await page.setViewportSize({ width: 1366, height: 900 });
		};
		const count = (statement) => Number(sql(db, statement));

		test("who administers sets up a second factor before anything else opens, and needs it from then on", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			await login(page, { name: "quan.tri.1", password });
			assert.match(page.url(), /\/account\/factor$/);
			await page.goto("/accounts");
			assert.match(page.url(), /\/account\/factor$/, "no other page opens");
			await clean(page, "the page to set it up");
			await page.getByRole("button", { name: "Bật mã xác thực" }).click();
			const key = await page.locator("p.mono").innerText();
			assert.match(key, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
			const spare = await page.locator(".codes li").allInnerTexts();
			assert.equal(new Set(spare).size, 10);
			await clean(page, "the offer");
			await page.locator("#code").fill("000000");
			await page.getByRole("button", { name: "Bật xác thực hai bước" }).click();
			await page.getByText("Mã không đúng").waitFor();
			await page.locator("#code").fill(code(key));
			await page.getByRole("button", { name: "Bật xác thực hai bước" }).click();
			await page.getByText("Còn 10 mã dự phòng").waitFor();
			assert.ok(!(await page.content()).includes(key), "the key is never shown again");
			await page.goto("/accounts");
			assert.match(page.url(), /\/accounts$/);
			// the database holds neither the key nor a code
			assert.equal(count(`SELECT count(*) FROM account_totp WHERE box IS NOT NULL AND offer IS NULL`), 1);
			await context.close();

			const again = await visitor(browser, server);
			await login(again.page, { name: "quan.tri.1", password });
			assert.match(again.page.url(), /\/login\/code/);
			await clean(again.page, "the page for the code");
			await again.page.goto("/accounts");
			assert.match(again.page.url(), /\/login\?/, "the password alone opens nothing");
			await again.page.goto("/login/code");
			const used = code(key, 1);
			await again.page.locator("#code").fill(used);
			await again.page.getByRole("button", { name: "Đăng nhập" }).click();
			await again.page.waitForURL((url) => url.pathname === "/");
			await again.page.goto("/account");
			await again.page.getByText("mật khẩu và mã xác thực").first().waitFor();
			await clean(again.page, "one's own page");
			await again.context.close();

			// the same code and a recovery code, by hand
			const client = new Client(server.url);
			const first = await client.login("quan.tri.1", password);
			assert.match(first.headers.get("location"), /^\/login\/code/);
			const replay = await client.post("/login/code", [["code", used]]);
			assert.equal(replay.status, 401);
			assert.match(await replay.text(), /Mã không đúng hoặc đã dùng/);
			const opened = await client.post("/login/code", [["code", spare[0]]]);
			assert.equal(opened.status, 303);
			assert.equal((await client.get("/accounts")).status, 200);
			const second = new Client(server.url);
			await second.login("quan.tri.1", password);
			assert.equal((await second.post("/login/code", [["code", spare[0]]])).status, 401, "a recovery code works once");
			assert.deepEqual(troubles.filter((t) => !/40[01]/.test(t)), []);
		});

		test("what lies in the log names no key and no code", () => {
			const text = sql(db, "SELECT actor, action, detail FROM audit_entry WHERE action LIKE 'factor.%' OR action LIKE 'account.login%'");
			assert.match(text, /factor\.totp_on/);
			assert.ok(!/[A-Z2-7]{32}/.test(text));
		});

		test("own sessions: where and how, and an end to the others", async () => {
			const one = new Client(server.url), two = new Client(server.url);
			await one.login("dau.moi.1", password);
			await two.login("dau.moi.1", password);
			const page = await one.page("/account");
			assert.match(page, /127\.0\.0\.0\/24/);
			assert.match(page, /Phiên này/);
			assert.equal((await two.get("/account")).status, 200);
			const end = forms(page).find((f) => f.action === "/account/sessions/end");
			assert.equal((await one.post(end.action, end.fields)).status, 303);
			assert.equal((await one.get("/account")).status, 200);
			assert.equal((await two.get("/account")).status, 303, "the other has ended");
		});

		test("forged and huge cookies, a password of ten megabytes: a plain no, and nobody else notices", async () => {
			for (const cookie of ["hd_session=", `hd_session=${"A".repeat(43)}`, `hd_session=${"/".repeat(43)}`, `hd_session=${"x".repeat(3000)}`, "hd_session=\u00ff"])
				assert.equal((await fetch(server.url + "/account", { redirect: "manual", headers: { cookie } })).status, 303, cookie.slice(0, 60));
			const huge = await raw(server.port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: hd_session=${"x".repeat(200_000)}\r\n\r\n`);
			assert.ok(huge.statuses.every((s) => s >= 400), String(huge.statuses));
			// refused by what it says of itself, before any of it is read
			const refused = await raw(server.port, `POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${10 << 20}\r\n\r\nname=dau.moi.1&password=xxxx`);
			assert.deepEqual(refused.statuses, [413]);
			const long = await new Client(server.url).post("/login", [["name", "dau.moi.1"], ["password", "x".repeat(2000)]]);
			assert.equal(long.status, 400);
			assert.equal((await fetch(server.url + "/healthz")).status, 200);
		});

		test("a passkey of a device opens a session; the same answer a second time opens none", async () => {
			const { context, page } = await visitor(browser, { url: `http://localhost:${server.port}` });
			const device = await context.newCDPSession(page);
			await device.send("WebAuthn.enable");
			const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
			await device.send("WebAuthn.addVirtualAuthenticator", { options });
			await login(page, { name: "dau.moi.1", password });
			await page.goto("/account/passkeys");
			await page.getByRole("button", { name: "Thêm khóa truy cập" }).click();
			await page.locator("#name").fill("Máy trực ban");
			await clean(page, "the page to make one");
			await page.getByRole("button", { name: "Tạo khóa" }).click();
			await page.getByText("Máy trực ban").waitFor();
			await clean(page, "the list of them");
			await context.clearCookies();

			let sent;
			page.on("request", (r) => {
				if (r.method() === "POST" && r.url().endsWith("/login/passkey/done")) sent = r.postData();
			});
			const enter = async () => {
				await page.goto("/login");
				await page.getByRole("button", { name: "Đăng nhập bằng khóa truy cập" }).click();
				const use = page.getByRole("button", { name: "Dùng khóa truy cập" });
				await use.waitFor();
				const [step] = (await context.cookies()).filter((c) => c.name === "hd_session");
				await use.click();
				await page.waitForURL((url) => url.pathname === "/");
				return step.value;
			};
			const step = await enter();
			await page.goto("/account");
			assert.equal(new URL(page.url()).pathname, "/account");
			const answer = async (cookie, body) => {
				const response = await fetch(`http://localhost:${server.port}/login/passkey/done`, { method: "POST", redirect: "manual", body, headers: { cookie: `hd_session=${cookie}`, "content-type": "application/x-www-form-urlencoded" } });
				return response.status;
			};
			assert.equal(await answer(step, sent), 401, "the step is over");
			// the answer to one challenge is none to another
			await context.clearCookies();
			await page.goto("/login");
			await page.getByRole("button", { name: "Đăng nhập bằng khóa truy cập" }).click();
			await page.getByRole("button", { name: "Dùng khóa truy cập" }).waitFor();
			const [other] = (await context.cookies()).filter((c) => c.name === "hd_session");
			const refusals = count("SELECT count(*) FROM audit_entry WHERE action = 'account.login_refused' AND detail LIKE '%passkey%'");
			assert.equal(await answer(other.value, sent), 401, "another challenge");
			assert.equal(count("SELECT count(*) FROM audit_entry WHERE action = 'account.login_refused' AND detail LIKE '%passkey%'"), refusals + 1);
			await context.close();
		});

		test("accounts to try with need a password only, and the page says so", async () => {
			const client = new Client(server.url);
			assert.match(await client.page("/login"), /tài khoản dùng thử chỉ cần mật khẩu/);
			const admin = demoAccounts(kind).find((a) => a.role === "admin");
			const response = await client.login(admin.name, admin.password);
			assert.equal(response.headers.get("location"), "/");
			assert.equal((await client.get("/accounts")).status, 200);
		});
	});
