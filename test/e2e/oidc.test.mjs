// Log-in through an office's own provider: Glewlwyd, which others have written, for what is right,
// in a real browser; a forger of our own for what is wrong.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, createHmac, createSign, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { after, before, describe, test } from "node:test";
import { binary, root } from "../lib/build.mjs";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client, forms } from "../lib/client.mjs";
import { glewlwyd } from "../lib/glewlwyd.mjs";
import { demoAccounts, demoDatabase, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

process.env.HAIDANG_TEST = "1";

const password = "thuyền về bến cũ 1979";
const b64 = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

// A command that asks a provider of this very process, which must not stand still meanwhile.
function command(args, input) {
	const child = spawn(binary, args, { cwd: root, stdio: ["pipe", "ignore", "inherit"] });
	child.stdin.end(input);
	return new Promise((ok) => child.on("exit", ok));
}

// A provider that says what a test wants it to say: `next` makes the answer to the next code.
async function forger(tls) {
	const keys = generateKeyPairSync("rsa", { modulusLength: 2048 }), strange = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const f = { asked: [], kid: "one", keys, strange, curve };
	const answer = (path) => {
		if (path.endsWith("openid-configuration"))
			return { issuer: f.issuer, authorization_endpoint: `${f.issuer}/auth`, token_endpoint: `${f.issuer}/token`, jwks_uri: `${f.issuer}/jwks`, ...f.describe };
		if (path === "/jwks")
			return { keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: f.kid, use: "sig" }, { ...curve.publicKey.export({ format: "jwk" }), kid: "curve" }] };
		if (path === "/token") return f.next ? { id_token: f.next(), token_type: "Bearer", access_token: "x" } : null;
		return null;
	};
	const server = (tls ? createSecureServer : createServer)({ ...tls }, async (request, response) => {
		let body = "";
		for await (const part of request) body += part;
		f.asked.push({ path: request.url, body, authorization: request.headers.authorization });
		const value = answer(request.url);
		response.writeHead(value ? 200 : 400, { "content-type": "application/json" });
		response.end(JSON.stringify(value ?? { error: "invalid_grant" }));
	});
	await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
	f.issuer = `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`;
	f.stop = () => new Promise((ok) => { server.closeAllConnections(); server.close(ok); });
	f.token = (claims, { header = {}, key = keys.privateKey } = {}) => {
		const text = `${b64({ alg: "RS256", kid: f.kid, ...header })}.${b64(claims)}`;
		return `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
	};
	return f;
}

let good, browser; // one for both databases
before(async () => {
	good = await glewlwyd([{ name: "ho.so.1", password: "mat khau co quan" }, { name: "ho.so.2", password: "mat khau khac" }]);
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await good?.stop();
});

for (const kind of kinds)
	describe(kind, () => {
		const client = `haidang-${kind}`;
		let db, server, bad, admin;
		const count = (statement) => Number(sql(db, statement));
		const said = (what) => count(`SELECT count(*) FROM audit_entry WHERE action = 'account.login_refused' AND detail LIKE '%"${what}"%'`);

		before(async () => {
			process.env.HAIDANG_KEY_FILE = `${scratch()}/key`;
			db = demoDatabase(kind);
			for (const name of ["can.bo.1", "can.bo.2"])
				must(["user", "add", name, "--agency", "bca", "--role", "focal", "--country", "--password-stdin", "--db", db], { input: `${password}\n` });
			admin = demoAccounts(kind).find((x) => x.role === "admin");
			bad = await forger();
			assert.equal(await command(["oidc", "add", "gia", "--agency", "bca", "--name", "Nơi cấp thử", "--issuer", bad.issuer, "--client", "haidang", "--db", db], "mot hai 1\n"), 0);
			server = await served(db);
			await good.register({ id: client, secret: "mot-hai-ba-123", back: `${server.url}/login/oidc/bca/back` });
		});
		after(async () => {
			await server?.stop();
			await bad?.stop();
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
		// At Glewlwyd: its own log-in and consent, by its interface with the browser's cookies, as its
		// pages would; then the browser goes on where it was sent.
		const atTheOffice = async (page, user, secret) => {
			const ask = await page.getByRole("link", { name: "Đi tới trang của cơ quan" }).getAttribute("href");
			assert.ok(ask.startsWith(`${good.issuer}/auth?`), ask);
			assert.match(ask, /code_challenge_method=S256/);
			await clean(page, "the page that leads away");
			for (const [method, path, data] of [
				["post", "auth/", { username: user, password: secret }],
				["put", `auth/grant/${client}`, { scope: "openid" }],
			]) {
				const response = await page.context().request[method](`${good.url}/api/${path}`, { data });
				assert.ok(response.ok(), `${path}: ${response.status()}`);
			}
			await page.goto(`${ask}&g_continue`);
		};

		test("an administrator sets the office's provider up; the secret lies sealed", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			await login(page, { name: admin.name, password: admin.password });
			const fill = async () => {
				await page.goto("/providers");
				await page.locator("#code").fill("bca");
				await page.locator("#name").fill("Tài khoản Bộ Công an");
				const bca = await page.locator("#agency option", { hasText: /^Bộ Công an$/ }).first().getAttribute("value");
				await page.locator("#agency").selectOption(bca);
				await page.locator("#issuer").fill(good.issuer);
				await page.locator("#client").fill(client);
				await page.locator("#secret").fill("mot-hai-ba-123");
				await page.getByRole("button", { name: "Khai báo hệ thống" }).click();
			};
			await fill();
			await page.getByText("Tài khoản Bộ Công an").first().waitFor();
			await clean(page, "the providers");
			assert.equal(count("SELECT count(*) FROM oidc_provider WHERE code = 'bca'"), 1);
			if (kind === "sqlite") assert.ok(!sql(db, "SELECT hex(secret_box) FROM oidc_provider").includes(Buffer.from("mot-hai-ba").toString("hex").toUpperCase()));
			assert.ok(!sql(db, "SELECT detail FROM audit_entry WHERE action = 'oidc.add'").includes("mot-hai"));
			await page.goto(`/accounts/${sql(db, "SELECT id FROM account WHERE name = 'can.bo.2'").trim()}/providers`);
			await page.getByLabel("Mã định danh (sub)").waitFor();
			await clean(page, "another's links");
			assert.deepEqual(troubles, []);
			await context.close();
		});

		test("who is not linked is refused; linked by one's own session, the office's account opens", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			const enter = async (address = "/login") => {
				await page.goto(address);
				await page.getByRole("button", { name: "Tài khoản Bộ Công an" }).click();
				await atTheOffice(page, "ho.so.1", "mat khau co quan");
			};
			await enter();
			await page.getByText("Không đăng nhập được bằng tài khoản cơ quan").waitFor();
			assert.equal(said("oidc_unlinked"), 1, sql(db, "SELECT detail FROM audit_entry WHERE action = 'account.login_refused'"));

			await login(page, { name: "can.bo.1", password });
			await page.goto("/account/providers");
			await clean(page, "one's own links");
			const row = page.locator("li", { hasText: "Tài khoản Bộ Công an" });
			await row.getByRole("button", { name: "Liên kết tài khoản cơ quan" }).click();
			await atTheOffice(page, "ho.so.1", "mat khau co quan");
			await row.getByText("chưa dùng").waitFor();
			assert.equal(count("SELECT count(*) FROM oidc_link"), 1);
			await clean(page, "one's own links, linked");

			await page.goto("/account");
			await page.locator("main form[action='/logout'] button").click();
			await page.waitForURL(/\/login/);
			await enter("/login?next=/account/providers");
			await page.waitForURL((url) => url.pathname === "/account/providers");
			await row.getByText("dùng gần nhất").waitFor();
			await page.goto("/account");
			await page.getByText("can.bo.1").first().waitFor();
			assert.equal(count(`SELECT count(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.name = 'can.bo.1' AND s.factor = 'oidc'`), 1);
			assert.equal(count("SELECT count(*) FROM oidc_step"), 0, "every step is used up");
			assert.deepEqual(troubles.filter((t) => !/ 40[01] /.test(t)), []);
			await context.close();
		});

		// --- what is forged, by hand

		// A step at the forger: the client that opened it, and what it sent.
		const away = async () => {
			const client = new Client(server.url);
			const form = forms(await client.page("/login")).find((f) => f.action === "/login/oidc/gia");
			const gone = await client.post(form.action, form.fields);
			assert.equal(gone.status, 303);
			const page = await client.page(gone.headers.get("location"));
			const ask = new URL(page.match(/href="(http:[^"]*)"/)[1].replaceAll("&amp;", "&"));
			return { client, ask, state: ask.searchParams.get("state"), nonce: ask.searchParams.get("nonce") };
		};
		const back = async ({ client, state }, fields = {}) => {
			const page = await client.page(`/login/oidc/gia/back?code=abc&state=${state}`);
			const form = forms(page).find((f) => f.action === "/login/oidc/gia/done");
			for (const [name, value] of Object.entries(fields)) form.fields.set(name, value);
			return { form, response: await client.post(form.action, form.fields) };
		};
		const claims = (step, more = {}) => {
			const now = Math.floor(Date.now() / 1000);
			return { iss: bad.issuer, aud: "haidang", sub: "s-1", iat: now, exp: now + 300, nonce: step.nonce, ...more };
		};

		test("every forged answer is refused alike and logged by its kind", async () => {
			const officer = new Client(server.url);
			const now = Math.floor(Date.now() / 1000);
			await officer.login(admin.name, admin.password);
			const of = sql(db, "SELECT id FROM account WHERE name = 'can.bo.2'").trim();
			const csrf = forms(await officer.page("/account/prove")).find((f) => f.action === "/account/prove").fields.get("_csrf");
			assert.equal((await officer.post("/account/prove", [["password", admin.password], ["_csrf", csrf]])).status, 303);
			const page = await officer.page(`/accounts/${of}/providers`);
			const link = forms(page).find((f) => f.action === `/accounts/${of}/providers`);
			const linked = await officer.post(link.action, [["office", "gia"], ["subject", "s-1"], ["_csrf", link.fields.get("_csrf")]]);
			assert.equal(linked.status, 303, await linked.text());

			const ec = (step) => {
				const text = `${b64({ alg: "ES256", kid: "curve" })}.${b64(claims(step))}`;
				return `${text}.${sign("sha256", Buffer.from(text), { key: bad.curve.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
			};
			const hmac = (step) => {
				const text = `${b64({ alg: "HS256", kid: "one" })}.${b64(claims(step))}`;
				return `${text}.${createHmac("sha256", bad.keys.publicKey.export({ type: "spki", format: "pem" })).update(text).digest("base64url")}`;
			};
			const altered = (step) => {
				const [head, , mark] = bad.token(claims(step)).split(".");
				return `${head}.${b64(claims(step, { sub: "s-2" }))}.${mark}`;
			};
			const forged = [
				["oidc_code", () => null],
				["oidc_nonce", (step) => bad.token(claims(step, { nonce: "another" }))],
				["oidc_time", (step) => bad.token(claims(step, { exp: now - 600 }))],
				["oidc_time", (step) => bad.token(claims(step, { iat: now + 900, exp: now + 1200 }))],
				["oidc_audience", (step) => bad.token(claims(step, { aud: "another" }))],
				["oidc_audience", (step) => bad.token(claims(step, { aud: ["haidang", "another"] }))],
				["oidc_audience", (step) => bad.token(claims(step, { azp: "another" }))],
				["oidc_issuer", (step) => bad.token(claims(step, { iss: `${bad.issuer}/` }))],
				["oidc_signature", altered],
				["oidc_signature", (step) => bad.token(claims(step), { key: bad.strange.privateKey })],
				["oidc_key", (step) => bad.token(claims(step), { header: { kid: "other" } })],
				["oidc_algorithm", (step) => `${b64({ alg: "none" })}.${b64(claims(step))}.`],
				["oidc_algorithm", hmac],
				["oidc_form", () => "a.b.c"],
				["oidc_unlinked", (step) => bad.token(claims(step, { sub: "s-9" }))],
			];
			const answers = new Set();
			for (const [why, make] of forged) {
				const step = await away(), before = said(why);
				const token = make(step);
				bad.next = token === null ? undefined : () => token;
				const { response } = await back(step);
				assert.equal(response.status, 401, why);
				answers.add((await response.text()).match(/Không đăng nhập được[^<]*/)?.[0]);
				assert.equal(said(why), before + 1, `${why} is in the log`);
			}
			assert.equal(answers.size, 1, "one answer for all");
			assert.equal(count("SELECT count(*) FROM oidc_step"), 0, "a refusal ends the step");

			// the right ones, by either algorithm; the verifier is that of the challenge
			for (const make of [(step) => bad.token(claims(step)), ec]) {
				const step = await away();
				bad.next = () => make(step);
				const { form, response } = await back(step);
				assert.equal(response.status, 303, await response.text());
				assert.equal((await step.client.get("/account")).status, 200);
				const exchange = new URLSearchParams(bad.asked.findLast((x) => x.path === "/token").body);
				assert.equal(createHash("sha256").update(exchange.get("code_verifier")).digest("base64url"), step.ask.searchParams.get("code_challenge"));
				assert.match(Buffer.from(bad.asked.findLast((x) => x.path === "/token").authorization.slice(6), "base64").toString(), /^haidang:.*%201$/);
				// the same answer again, in the same browser
				const csrf = forms(await step.client.page("/account")).find((f) => f.action === "/logout").fields.get("_csrf");
				form.fields.set("_csrf", csrf);
				assert.equal((await step.client.post(form.action, form.fields)).status, 401, "once");
			}
			assert.ok(said("oidc_step") >= 2);

			// keys that were changed are asked for again; no more than once a minute
			bad.kid = "two";
			const step = await away();
			bad.next = () => bad.token(claims(step));
			assert.equal((await back(step)).response.status, 401, "asked for a moment ago");
		});

		test("another's state, another browser's step, another issuer's answer: refused, and the code is never exchanged", async () => {
			const one = await away(), two = await away();
			const asked = bad.asked.length;
			assert.equal((await back(one, { state: two.state })).response.status, 401);
			assert.equal(said("oidc_state"), 1);
			const other = await back(two, { iss: "https://elsewhere.example" });
			assert.equal(other.response.status, 401);
			// a step that was opened in one browser is nothing in another
			const three = await away(), stranger = await away();
			const form = forms(await stranger.client.page(`/login/oidc/gia/back?code=abc&state=${three.state}`)).find((f) => f.action === "/login/oidc/gia/done");
			assert.equal((await stranger.client.post(form.action, form.fields)).status, 401);
			assert.equal(said("oidc_state"), 2);
			assert.equal(bad.asked.length, asked);
			// a form of another site: the step is not used up by it, and the code not exchanged
			const four = await away();
			const fields = [["code", "abc"], ["state", four.state]];
			for (const headers of [{ origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }])
				assert.equal((await four.client.post("/login/oidc/gia/done", fields, headers)).status, 403);
			assert.equal(bad.asked.length, asked);
			const wrong = said("oidc_code");
			bad.next = undefined;
			assert.equal((await four.client.post("/login/oidc/gia/done", fields)).status, 401);
			assert.equal(said("oidc_code"), wrong + 1, "from our own page it is exchanged");
			// who is logged in has to bring the token of their own forms
			const someone = new Client(server.url);
			await someone.login("can.bo.2", password);
			assert.equal((await someone.post("/login/oidc/gia/done", fields)).status, 403);
			assert.equal((await someone.post("/account/providers/gia/link", [])).status, 403);
		});

		test("a provider that leads elsewhere is not set up", async () => {
			const f = await forger();
			const add = (code, issuer) => command(["oidc", "add", code, "--agency", "bca", "--name", "x", "--issuer", issuer, "--client", "c", "--db", db], "s\n");
			for (const describe of [{ issuer: "https://other.example" }, { jwks_uri: "http://127.0.0.1:9/jwks" }, { token_endpoint: "http://localhost/token" }, { code_challenge_methods_supported: ["plain"] }]) {
				f.describe = describe;
				assert.notEqual(await add("xa", f.issuer), 0, JSON.stringify(describe));
			}
			for (const issuer of ["http://10.0.0.1", "file:///etc/passwd", "https://a:b@host.example", "gopher://127.0.0.1", `${f.issuer}#x`, "ftp://127.0.0.1/"])
				assert.notEqual(await add("xa", issuer), 0, issuer);
			await f.stop();
			// by TLS, under a certificate that nobody vouches for: not even asked
			const dir = scratch();
			execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", `${dir}/key`, "-out", `${dir}/cert`], { stdio: "ignore" });
			const secure = await forger({ key: readFileSync(`${dir}/key`), cert: readFileSync(`${dir}/cert`) });
			assert.notEqual(await add("xb", secure.issuer), 0);
			assert.deepEqual(secure.asked, []);
			await secure.stop();
			assert.equal(count("SELECT count(*) FROM oidc_provider"), 2);
		});

		test("removed, a provider's links are gone, and nobody comes in by it", async () => {
			must(["oidc", "remove", "gia", "--db", db]);
			assert.equal(count("SELECT count(*) FROM oidc_link l LEFT JOIN oidc_provider p ON p.id = l.provider_id WHERE p.id IS NULL OR p.code = 'gia'"), 0);
			assert.ok(!(await new Client(server.url).page("/login")).includes("/login/oidc/gia"));
			const text = sql(db, "SELECT detail FROM audit_entry WHERE action LIKE 'oidc.%' OR action LIKE 'account.login%'");
			assert.ok(!/eyJ/.test(text), "no token stands in the log");
		});
	});
