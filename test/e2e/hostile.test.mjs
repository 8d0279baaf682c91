// Requests no browser sends: too large, too slow, malformed, ambiguous. Each gets a plain
// refusal or a closed connection, and the server is as well afterwards as before.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, forms, raw } from "../lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, served } from "../lib/haidang.mjs";

const head = (method, path, ...lines) =>
	[`${method} ${path} HTTP/1.1`, "Host: localhost", ...lines, "", ""].join("\r\n");
const last = "Connection: close";

for (const kind of kinds)
	describe(kind, () => {
		let server;
		let client; // logged in as the administrator
		let slow; // begun first, looked at late: they take their time
		before(async () => {
			const db = demoDatabase(kind);
			server = await served(db);
			const admin = demoAccounts(kind).find((a) => a.role === "admin");
			client = new Client(server.url);
			await client.login(admin.name, admin.password);
			assert.equal((await client.get("/plans")).status, 200);
			slow = { headers: dripping(), body: waiting(), noise: Promise.all(noise.map(listening)) };
		});
		after(() => server?.stop());

		const send = (bytes, options) => raw(server.port, bytes, options);
		// Headers, one a second, without end.
		function dripping() {
			const drip = (socket) => {
				const timer = setInterval(() => socket.write("X-Slow: 1\r\n"), 1000);
				socket.on("close", () => clearInterval(timer));
			};
			return send("GET /login HTTP/1.1\r\nHost: localhost\r\n", { after: drip, wait: 100_000 });
		}
		// Two bytes of twenty, and then nothing.
		const waiting = () =>
			send(`${head("POST", "/login", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 20")}a=`, {
				wait: 100_000,
			});
		const noise = ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"];
		const listening = (bytes) => send(Buffer.from(bytes, "latin1"), { wait: 100_000 });
		// The refusal: one answer of these statuses, or where `cut` a closed connection.
		async function refused(bytes, statuses, { cut = false, ...options } = {}) {
			const got = await send(bytes, options);
			if (got.statuses.length === 0) assert.ok(cut && got.closed, "no answer, connection open");
			else assert.ok(statuses.includes(got.statuses[0]), `answered ${got.statuses[0]}`);
			assert.ok(!got.statuses.includes(200), "something was answered with 200");
			assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
			return got;
		}

		test("an address of 64 KB", () =>
			refused(head("GET", `/${"a".repeat(65536)}`, last), [400, 414, 431], { cut: true }));

		test("a header of 256 KB", () =>
			refused(head("GET", "/login", `X-Long: ${"a".repeat(262144)}`, last), [400, 413, 431], { cut: true }));

		test("two thousand headers", () =>
			refused(
				head("GET", "/login", ...Array.from({ length: 2000 }, (_, i) => `X-${i}: ${"v".repeat(40)}`), last),
				[400, 413, 431],
				{ cut: true },
			));

		test("a cookie of 60 KB", () =>
			refused(head("GET", "/plans", `Cookie: s=${"a".repeat(60000)}`, last), [400, 413, 431], { cut: true }));

		test("a cookie that is no session", async () => {
			for (const cookie of ["session=; ; =;;", "session=%00%ff", "=", `s=${"x".repeat(4000)}`, "\xff\xfe=1"]) {
				const { statuses } = await send(head("GET", "/plans", `Cookie: ${cookie}`, last));
				assert.ok([302, 303, 400, 401].includes(statuses[0]), `${cookie}: ${statuses[0]}`);
			}
		});

		test("a body larger than its route takes", async () => {
			const body = `name=${"a".repeat(4 << 20)}`;
			const got = await send(
				head("POST", "/login", "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`, last) + body,
			);
			if (got.statuses.length) assert.equal(got.statuses[0], 413);
			else assert.ok(got.closed);
		});

		test("a length of ten gigabytes, announced", () =>
			refused(
				head("POST", "/login", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 10737418240", last),
				[413],
				{ cut: true },
			));

		test("chunks without end", async () => {
			const chunk = `4000\r\n${"a".repeat(0x4000)}\r\n`;
			const got = await send(head("POST", "/login", "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked"), {
				after: async (socket) => {
					for (let i = 0; i < 4096 && !socket.destroyed; i++) {
						if (!socket.write(chunk)) await sleep(1);
					}
				},
			});
			assert.ok(got.closed, "the connection was cut");
			if (got.statuses.length) assert.ok([400, 413].includes(got.statuses[0]));
		});

		test("lengths that are none", async () => {
			for (const length of ["-1", "abc", "1e3", "99999999999999999999999", "0x10"])
				await refused(head("POST", "/login", `Content-Length: ${length}`, last), [400, 413], { cut: true });
		});

		test("two lengths, or a length and chunks", async () => {
			const body = "a=1";
			await refused(head("POST", "/login", "Content-Length: 3", "Content-Length: 30", last) + body, [400], { cut: true });
			await refused(head("POST", "/login", "Content-Length: 3", "Transfer-Encoding: chunked", last) + "3\r\na=1\r\n0\r\n\r\n", [400], { cut: true });
		});

		test("Host twice, and none", async () => {
			await refused(head("GET", "/login", "Host: elsewhere", last), [400], { cut: true });
			await refused("GET /login HTTP/1.1\r\nConnection: close\r\n\r\n", [400], { cut: true });
		});

		test("Cookie and Content-Type twice", async () => {
			await refused(head("GET", "/plans", "Cookie: a=1", "Cookie: b=2", last), [303, 400, 401]);
			const body = "a=1";
			await refused(
				head("POST", "/login", "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`, last) + body,
				[400, 403, 415],
			);
		});

		test("three requests in one packet are answered in order", async () => {
			const got = await send(head("GET", "/healthz") + head("GET", "/login") + head("GET", "/no-such-page", last));
			assert.deepEqual(got.statuses, [200, 200, 404]);
		});

		test("a refused change does not swallow the request behind it", async () => {
			const body = "nope=1";
			const got = await send(
				head("POST", "/login", "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`) +
					body + head("GET", "/healthz", last),
			);
			assert.ok([400, 403].includes(got.statuses[0]));
			if (got.statuses.length > 1) assert.equal(got.statuses[1], 200);
			else assert.ok(got.closed);
		});

		test("two hundred silent connections do not keep others out", async () => {
			const silent = Array.from({ length: 200 }, () => send("GET /login HTTP/1.1\r\n", { wait: 1500 }));
			await sleep(300);
			assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
			await Promise.all(silent);
		});

		test("methods the address does not know", async () => {
			for (const method of ["DELETE", "PUT", "PATCH", "TRACE", "CONNECT", "BREW"]) {
				const { statuses, text } = await send(head(method, "/plans", `Cookie: ${client.cookie}`, last));
				assert.ok([400, 405, 501].includes(statuses[0]), `${method}: ${statuses[0]}`);
				if (statuses[0] === 405) assert.match(text, /^allow: .*GET/im);
			}
			assert.equal((await client.post("/plans/1", [])).status, 405);
		});

		test("HEAD is GET without the body", async () => {
			const { text, statuses } = await send(head("HEAD", "/login", last));
			assert.equal(statuses[0], 200);
			assert.equal(text.split("\r\n\r\n")[1], "");
		});

		test("escapes that are none, and bytes that are not UTF-8", async () => {
			const headers = [`Cookie: ${client.cookie}`, last];
			for (const path of ["/search?q=%", "/search?q=%f", "/search?q=%zz", "/search?q=%ff%fe", "/search?q=%c0%af", "/search?q=%ed%a0%80", "/search?q=a%00b", "/%ff", "/plans/%zz", "/search?q=\xff\xfe"])
				await refused(Buffer.from(head("GET", path, ...headers), "latin1"), [400, 404]);
		});

		test("parameters nobody declared, or given twice, or of another type", async () => {
			for (const path of ["/plans?nope=1", "/search?q=a&q=b", "/search?q=a&debug=1", "/login?%00=1"])
				assert.equal((await client.get(path)).status, 400, path);
			for (const path of ["/plans/abc", "/plans/-", "/plans/99999999999999999999", "/plans/1e3", "/plans/+1", "/plans/0x1"])
				assert.ok([400, 404].includes((await client.get(path)).status), path);
			assert.equal((await client.get(`/search?q=${"a".repeat(1000)}`)).status, 400);
		});

		test("paths that climb out", async () => {
			for (const path of ["/../../../../etc/passwd", "/assets/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets//etc/passwd", "/assets/app.css%00.png", "/plans/../accounts", "/assets/..\\..\\etc"]) {
				const { statuses, text } = await send(head("GET", path, last));
				assert.ok([303, 400, 401, 404].includes(statuses[0]), `${path}: ${statuses[0]}`);
				assert.doesNotMatch(text, /root:/);
			}
		});

		test("markup comes back as text", async () => {
			const page = await client.page(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
			assert.doesNotMatch(page, /<script>alert/);
			assert.match(page, /&lt;script&gt;alert/);
		});

		test("line ends in a value make no header", async () => {
			const response = await client.get("/search?q=a%0d%0aSet-Cookie:%20x=1");
			assert.equal(response.headers.get("set-cookie"), null);
		});

		test("a change without its token, with another's, or from elsewhere", async () => {
			const html = await client.page("/account");
			const form = forms(html).find((f) => f.method === "post");
			assert.ok(form, "the account page has a form");
			const token = [...form.fields].find(([, value]) => value.length > 20);
			assert.ok(token, "the form has a token");
			const without = new Map([...form.fields].filter(([name]) => name !== token[0]));
			assert.equal((await client.post(form.action, without)).status, 403);
			const other = new Map(form.fields).set(token[0], "A".repeat(token[1].length));
			assert.equal((await client.post(form.action, other)).status, 403);
			const foreign = await client.post(form.action, form.fields, { origin: "https://elsewhere.example" });
			assert.equal(foreign.status, 403);
		});

		test("nobody gets past the door without a session", async () => {
			for (const path of ["/", "/plans", "/plans/1", "/tasks/1", "/agencies", "/places", "/account", "/accounts", "/search?q=a", "/gallery"]) {
				const response = await new Client(server.url).get(path);
				assert.ok([302, 303, 401].includes(response.status), `${path}: ${response.status}`);
				if (response.status !== 401) assert.match(response.headers.get("location"), /^\/login/);
			}
			for (const path of ["/api/v1/plans", "/api/v1/agencies", "/api/v1/places"]) {
				const response = await new Client(server.url).get(path);
				assert.equal(response.status, 401, path);
				assert.match(response.headers.get("content-type"), /application\/problem\+json/);
			}
		});

		test("every answer carries the policy, refusals too", async () => {
			for (const path of ["/login", "/plans", "/no-such-page", "/plans?nope=1"]) {
				const { headers } = await client.get(path);
				assert.match(headers.get("content-security-policy") ?? "", /default-src '(self|none)'/, path);
				assert.doesNotMatch(headers.get("content-security-policy"), /unsafe/);
				assert.equal(headers.get("x-content-type-options"), "nosniff", path);
				assert.ok(headers.get("referrer-policy"), path);
			}
			assert.match((await client.get("/plans")).headers.get("cache-control"), /no-store|private/);
			const login = await new Client(server.url).get("/login");
			for (const line of login.headers.getSetCookie?.() ?? []) assert.match(line, /HttpOnly.*SameSite|SameSite.*HttpOnly/i);
		});

		test("bytes that are not HTTP are refused or cut", async () => {
			for (const [index, { statuses, closed }] of (await slow.noise).entries()) {
				assert.ok(closed, noise[index]);
				assert.ok(statuses.every((s) => [400, 405, 501, 505].includes(s)), `${noise[index]}: ${statuses}`);
			}
		});

		test("headers that never end are cut", async () => {
			assert.ok((await slow.headers).closed);
		});

		test("a body that never comes is cut", async () => {
			const got = await slow.body;
			assert.ok(got.closed);
			assert.ok(!got.statuses.some((s) => s < 400));
		});

		test("and it stops cleanly, saying nothing of memory", async () => {
			const { code, signal } = await server.stop();
			assert.equal(signal, null);
			assert.equal(code, 0);
			assert.doesNotMatch(server.log, /Sanitizer|panic|assert/i);
		});
	});
