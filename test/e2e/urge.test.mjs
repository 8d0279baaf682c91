// Urging with real peers: a mail server (aiosmtpd, keeping a Maildir) and Kannel with its
// simulated network. The server is killed in the middle of the nightly round, the mail
// server is away; every reminder is there once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { root } from "../lib/build.mjs";
import { emptyDatabase, freePort, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";
import { children, latin, listens, mailServer, mails, start, until } from "../lib/mail.mjs";

const password = "mot-mat-khau-dai-1";
const from = "nhacviec@haidang.example.vn";
const base = "https://haidang.example.vn";

// --- a plan, and an account for every agency that has a part in it

function people(db) {
	const postgres = !db.startsWith("sqlite:");
	const none = postgres ? "'\\x00'::bytea" : "x'00'";
	sql(db, `INSERT INTO account(name, display, sort, agency_id, lang, theme, state, demo, made, version)
		SELECT 'cb.' || agency_id, 'Can bo ' || agency_id, ${none}, agency_id, 'vi', 0, 'active', 0, 0, 1
		FROM (SELECT DISTINCT agency_id FROM work_part) AS a`);
	sql(db, `INSERT INTO account_grant(account_id, role_id, agency_id, valid_from, made, made_by)
		SELECT a.id, r.id, a.agency_id, '2020-01-01', 0, 1 FROM account a, role r WHERE a.name LIKE 'cb.%' AND r.code = 'focal'`);
	sql(db, `INSERT INTO outbox_contact(account_id, mail, wants_mail, wants_sms, changed)
		SELECT id, name || '@coquan.example.vn', 1, 0, 0 FROM account WHERE name LIKE 'cb.%'`);
	return sql(db, "SELECT name || '@coquan.example.vn' FROM account WHERE name LIKE 'cb.%' ORDER BY name").trim().split("\n");
}

const today = () => new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86400e3).toISOString().slice(0, 10);

// Who is to be told of how many tasks: the truth from the tables, past the program.
function expected(db) {
	const rows = sql(db, `SELECT a.name || '@coquan.example.vn', count(*) FROM work_part p
		JOIN account a ON a.agency_id = p.agency_id AND a.name LIKE 'cb.%'
		WHERE p.open = 1 AND p.due IS NOT NULL GROUP BY a.name ORDER BY a.name`);
	return new Map(rows.trim().split("\n").map((line) => line.split("|")).map(([to, n]) => [to, Number(n)]));
}

function list(db, state) {
	const args = state ? ["--state", state] : [];
	return JSON.parse(must(["outbox", "list", "--json", ...args, "--db", db])).messages;
}

function once(found, wanted, what) {
	const ids = found.map((mail) => mail.id);
	assert.equal(new Set(ids).size, ids.length, `${what}: a mail came twice`);
	assert.deepEqual(found.map((mail) => mail.to).sort(), [...wanted.keys()].sort(), `${what}: each once`);
	for (const mail of found) {
		assert.equal(mail.automatic, "auto-generated");
		const more = mail.body.match(/^và (\d+) việc khác$/m);
		const lines = mail.body.split("\n").filter((line) => line.startsWith("- ")).length + Number(more?.[1] ?? 0);
		assert.equal(lines, wanted.get(mail.to), `${what}: ${mail.to} has its whole list`);
		assert.ok(mail.body.includes(`${base}/reminders/`));
	}
}

for (const kind of kinds)
	describe(`urging on ${kind}`, () => {
		let db, port, maildir, recipients, mailer, server, browser;

		before(async () => {
			process.env.HAIDANG_KEY_FILE = `${scratch()}/key`; // passwords of the peers are sealed under it
			db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			must(["user", "add", "thuong.truc", "--agency", "bca", "--role", "standing", "--country", "--password-stdin", "--db", db], { input: `${password}\n` });
			must(["user", "add", "quan.tri", "--agency", "bca", "--role", "admin", "--country", "--password-stdin", "--db", db], { input: `${password}\n` });
			sql(db, "UPDATE account SET demo = 1 WHERE name = 'quan.tri'"); // a trial account: its password will do
			must(["plan", "import", join(root, "samples/000.txt"), "--number", "19/KH-BCĐ138/CP", "--issuer", "Ban Chỉ đạo 138/CP", "--date", "2024-01-15", "--db", db]);
			// whoever serves makes the rows of work; its round told nobody, for nobody was there
			await (await served(db, { args: ["--no-supervisor"] })).stop();
			sql(db, "DELETE FROM urge_batch");
			port = await freePort();
			maildir = join(scratch(), "mail");
			recipients = people(db);
			must(["outbox", "set", "link", base, "--db", db]);
			must(["outbox", "set", "smtp", "--host", "127.0.0.1", "--port", String(port), "--tls", "none", "--from", from, "--db", db]);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
			await mailer?.end();
			for (const child of children) await child.end();
			delete process.env.HAIDANG_KEY_FILE;
		});

		test("killed again and again in the middle of the round: every reminder goes out once", async () => {
			assert.ok(recipients.length > 20, `${recipients.length} agencies`);
			sql(db, `UPDATE work_part SET due = '${today()}' WHERE open = 1 AND due IS NOT NULL`);
			const wanted = expected(db);
			assert.ok(wanted.size > 20);
			mailer = await mailServer(port, maildir);
			must(["urge", "set", "--hour", "0", "--db", db]);
			let killed = 0;
			for (let i = 0; i < 8; i++) {
				server = await served(db, { args: ["--no-supervisor", "--quiet"] });
				await sleep(Math.random() * (i % 2 ? 3000 : 500));
				await server.stop("SIGKILL");
				killed += mails(maildir).length < wanted.size;
			}
			assert.ok(killed > 0, "killed before all was sent");
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			const settled = () => list(db).length >= wanted.size && list(db).every((m) => m.state === "sent" || m.state === "unknown");
			const states = () => JSON.stringify(list(db).map((m) => m.state)) + wanted.size + server.log;
			await until("all is sent", 90, settled, states);

			// What a kill left unknown was handed over at most once; a person looks and says.
			const arrived = new Set(mails(maildir).map((mail) => mail.number));
			for (const { id } of list(db, "unknown"))
				must(["outbox", arrived.has(id) ? "arrived" : "retry", String(id), "--db", db]);
			await until("what was unknown is settled", 60, () => list(db).every((m) => m.state === "sent"));
			once(mails(maildir), wanted, "after the kills");
			assert.equal(list(db).length, wanted.size);
			assert.match(must(["urge", "round", "--db", db]), /đã xong từ trước/);
			await server.stop();
		});

		test("without a mail server nothing is lost, and nothing is sent twice when it is back", async () => {
			maildir = join(scratch(), "mail");
			await mailer.end();
			const day = dayAfter(today(), 1);
			sql(db, `UPDATE work_part SET due = '${day}' WHERE open = 1 AND due IS NOT NULL`);
			const wanted = expected(db);
			must(["urge", "round", "--day", day, "--db", db]);
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			await until("the mail server was missed", 30, () => /channel=mail trouble/.test(server.log));
			await server.stop("SIGKILL");
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			await until("it was missed again", 30, () => /channel=mail trouble/.test(server.log));
			assert.equal(list(db).filter(({ state }) => state === "queued" || state === "claimed").length, wanted.size);
			mailer = await mailServer(port, maildir);
			await until("all is sent", 90, () => list(db).every((m) => m.state === "sent"));
			once(mails(maildir), wanted, "after the day without");
			assert.match(latin(mails(maildir)[0].subject), /^Nhắc việc: \d+ đến hạn hôm nay$/);
			await server.stop();
		});

		test("the line is encrypted and the server must be who it says", async () => {
			const dir = scratch();
			const [cert, key] = [join(dir, "cert.pem"), join(dir, "key.pem")];
			execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
			const tlsPort = await freePort();
			const box = join(dir, "mail");
			const tls = start("/usr/bin/python3", ["-m", "aiosmtpd", "-n", "-l", `localhost:${tlsPort}`, "--tlscert", cert, "--tlskey", key, "-c", "aiosmtpd.handlers.Mailbox", box]);
			await until("it listens", 30, () => listens(tlsPort));
			must(["outbox", "set", "smtp", "--host", "localhost", "--port", String(tlsPort), "--tls", "starttls", "--db", db]);
			const day = dayAfter(today(), 2);
			sql(db, `UPDATE work_part SET due = '${day}' WHERE open = 1 AND due IS NOT NULL`);
			const wanted = expected(db);
			must(["urge", "round", "--day", day, "--db", db]);
			must(["outbox", "send", "--db", db]);
			assert.equal(mails(box).length, 0, "a certificate nobody vouches for");
			must(["outbox", "set", "smtp", "--ca", cert, "--db", db]);
			must(["outbox", "send", "--db", db]);
			once(mails(box), wanted, "encrypted");
			await tls.end();
			must(["outbox", "set", "smtp", "--host", "127.0.0.1", "--port", String(port), "--tls", "none", "--ca", "", "--db", db]);
		});

		async function kannel() {
			const dir = scratch();
			const [admin, box, smsc, http] = [await freePort(), await freePort(), await freePort(), await freePort()];
			const conf = join(dir, "kannel.conf");
			writeFileSync(conf, `group = core
admin-port = ${admin}
admin-password = ${password}
smsbox-port = ${box}
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = FAKE
port = ${smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${http}

group = sendsms-user
username = haidang
password = ${password}
max-messages = 4
concatenation = true
`);
			start("/usr/sbin/bearerbox", ["-v", "1", conf], { cwd: dir });
			await until("bearerbox listens", 30, async () => (await listens(box)) && (await listens(smsc)));
			start("/usr/sbin/smsbox", ["-v", "1", conf], { cwd: dir });
			await until("smsbox listens", 30, () => listens(http));
			const network = start("/usr/lib/kannel/test/fakesmsc", ["-H", "127.0.0.1", "-r", String(smsc), "-m", "0", "-i", "1", "1 2 text none"], { cwd: dir });
			await until("the network is there", 30, () => /starting/.test(network.said));
			const decode = (text) => Buffer.from(unescape(text.replaceAll("+", " ")), "latin1").swap16().toString("utf16le");
			// a long one comes in parts, each behind a header with its reference and number
			const received = () => {
				const messages = new Map();
				for (const [, sender, to, ref, nth, text] of network.said.matchAll(/Got message \d+: <(\S+) (\S+) (?:ucs-2|udh %05%00%03(%\w\w)%\w\w(%\w\w) data) ([^>]*)>/g)) {
					const message = messages.get(to + ref) ?? { sender, to, parts: [] };
					message.parts.push([nth, decode(text)]);
					messages.set(to + ref, message);
				}
				return [...messages.values()].map(({ parts, ...m }) => ({ ...m, text: parts.sort().map(([, text]) => text).join("") }));
			};
			return { url: `http://127.0.0.1:${http}/cgi-bin/sendsms`, received, said: () => network.said };
		}

		// `expected`: a refusal the test provokes, which the browser's console notes.
		async function visit(name, work, { expected, ...options } = {}) {
			const { context, page, troubles } = await visitor(browser, server, options);
			try {
				await login(page, { name, password });
				await work(page);
				assert.deepEqual(troubles.filter((line) => !expected?.test(line)), []);
			} finally {
				await context.close();
			}
		}

		test("an alarm by text message goes on to the next until one confirms it on the page", async () => {
			const gateway = await kannel();
			must(["outbox", "set", "sms", "--url", gateway.url, "--user", "haidang", "--from", "8138", "--password-stdin", "--db", db], { input: `${password}\n` });
			for (const n of [1, 2]) {
				must(["user", "add", `chi.huy.${n}`, "--agency", "byt", "--role", "leader", "--password-stdin", "--db", db], { input: `${password}\n` });
				sql(db, `INSERT INTO outbox_contact(account_id, mobile, wants_mail, wants_sms, changed) SELECT id, '+8490000000${n}', 0, 1, 0 FROM account WHERE name = 'chi.huy.${n}'`);
			}
			const day = dayAfter(today(), 3);
			const byt = "(SELECT agency_id FROM account WHERE name = 'chi.huy.1')";
			sql(db, "UPDATE work_part SET due = NULL");
			sql(db, `UPDATE work_part SET due = '${dayAfter(day, -14)}', open = 1 WHERE agency_id = ${byt}`);
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			must(["outbox", "set", "sms", "--report-url", server.url, "--db", db]);
			must(["urge", "round", "--day", day, "--db", db]);
			const sms = () => JSON.stringify(list(db).filter((m) => m.channel === "sms")) + gateway.said();
			await until("the first is told", 60, () => gateway.received().length === 1, sms);
			assert.equal(gateway.received()[0].to, "+84900000001");
			assert.equal(gateway.received()[0].sender, "8138");
			assert.match(gateway.received()[0].text, /^Hải Đăng: \d+ việc quá hạn lâu của BYT, cần chỉ đạo\. Xác nhận đã nhận: https:\/\/haidang\.example\.vn\/c\/[a-z2-7]{24}$/);

			// nobody answers, the time is over
			sql(db, "UPDATE urge_alarm SET until = 0 WHERE state = 'open'");
			await until("the second is told", 60, () => gateway.received().length === 2, sms);
			const second = gateway.received()[1];
			assert.equal(second.to, "+84900000002");
			// by the link, without logging in; whatever opens it before confirms nothing
			const link = new URL(second.text.match(/https:\S+/)[0]).pathname;
			assert.equal(sql(db, `SELECT count(*) FROM outbox_message WHERE body LIKE '%${link.slice(3)}%'`).trim(), "0");
			assert.equal(sql(db, `SELECT count(*) FROM outbox_link WHERE digest = '${link.slice(3)}'`).trim(), "0");
			const acked = () => sql(db, "SELECT count(*) FROM outbox_message WHERE acked IS NOT NULL").trim();
			const before = acked();
			const { context, page, troubles } = await visitor(browser, server, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
			for (const method of ["GET", "HEAD", "GET"]) {
				await context.request.fetch(server.url + link, { method });
			}
			assert.equal(acked(), before);
			assert.match(await (await context.request.get(`${server.url}/c/${"a".repeat(24)}`)).text(), /không đúng hoặc đã hết hạn/);
			await page.goto(server.url + link);
			assert.equal(await page.locator("main form button").count(), 1);
			assert.ok((await overhang(page)) <= 0);
			await page.locator("main form button.main").click();
			await page.locator("main", { hasText: "Báo động không chuyển tiếp nữa" }).waitFor();
			assert.equal(await page.locator("main form button").count(), 0);
			assert.equal(acked(), String(Number(before) + 1));
			assert.deepEqual(troubles, []);
			await context.close();
			sql(db, "UPDATE urge_alarm SET until = 0 WHERE state = 'open'");
			assert.match(must(["urge", "escalate", "--db", db]), /^Chuyển 0 /);
			assert.equal(gateway.received().length, 2);
			assert.ok(list(db).filter((m) => m.channel === "sms").every((m) => m.state === "sent"));
			// the gateway has said of both that they arrived
			const reported = () => sql(db, "SELECT count(*) FROM outbox_message WHERE channel = 'sms' AND report = 'delivered'").trim();
			await until("both are reported", 30, () => Number(reported()) >= 2, () => sql(db, "SELECT id, report FROM outbox_message WHERE channel = 'sms'"));
			await server.stop();
		});

		test("urged by hand: who will be told is shown, then they are, once a day", async () => {
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			const parts = sql(db, `SELECT min(p.id) FROM work_part p JOIN account a ON a.agency_id = p.agency_id AND a.name LIKE 'cb.%'
				WHERE p.open = 1 AND p.role <> 'requested' AND NOT EXISTS (SELECT 1 FROM urge_reminder r WHERE r.part_id = p.id AND r.day = '${today()}')
				GROUP BY p.agency_id ORDER BY 1 LIMIT 4`).trim().split("\n");
			assert.equal(parts.length, 4);
			const address = `/urge?${parts.map((id) => `part=${id}`).join("&")}`;
			const were = mails(maildir).length;
			await visit("thuong.truc", async (page) => {
				await page.goto(address);
				assert.match(await page.locator("h1").innerText(), /Đôn đốc 4 nơi/);
				await page.locator("textarea[name=words]").fill("Gửi kết quả trước thứ Sáu.");
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/tasks\/\d+$/);
				await page.goto(address);
				assert.equal(await page.locator("textarea[name=words]").count(), 0);
				assert.match(await page.locator("main").innerText(), /đã nhắc \d+ lần, gần nhất/);
			}, { javaScriptEnabled: false });
			await until("they have their mails", 30, () => mails(maildir).length >= were + 4);
			const fresh = mails(maildir).filter((mail) => /Đôn đốc/.test(latin(mail.subject)));
			assert.ok(fresh.length >= 4);
			assert.ok(fresh.every((mail) => !mail.body.includes("thứ Sáu")), "what a person adds is on the page only");
			// who is not the standing agency's gets nowhere
			await visit("chi.huy.1", async (page) => {
				const answer = await page.request.get(address);
				assert.equal(answer.status(), 403);
			});
			await server.stop();
		});

		test("settings: a password goes in and never comes out", async () => {
			const secret = "mat-khau-may-chu-thu-7";
			server = await served(db, { args: ["--no-supervisor"] });
			await visit("quan.tri", async (page) => {
				await page.goto("/outbox/settings");
				await page.locator("#login").fill("haidang");
				await page.locator("#password").fill(secret);
				await page.locator("main form button.main").click();
				// refused: a password would cross an open line
				const refused = page.locator("main", { hasText: "phải chọn kết nối mã hóa" });
				await refused.waitFor().catch(async () => assert.fail((await page.content()) + server.log));
				assert.ok(!(await page.content()).includes(secret));
				await page.locator("input[name=tls][value=starttls]").check();
				await page.locator("#password").fill(secret);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/outbox$/);
				await page.goto("/outbox/settings");
				assert.ok(!(await page.content()).includes(secret));
				assert.equal(sql(db, "SELECT password || length(password_box) FROM outbox_setting").trim(), String(secret.length + 45));
			}, { expected: /400/ });
			assert.ok(!server.log.includes(secret), "not in the log");
			assert.equal(sql(db, `SELECT count(*) FROM audit_entry WHERE detail LIKE '%${secret}%'`).trim(), "0");
			await server.stop();
		});

		test("the pages have no faults, wide and narrow", async () => {
			server = await served(db, { args: ["--no-supervisor", "--quiet"] });
			const part = sql(db, "SELECT min(id) FROM work_part WHERE open = 1").trim();
			const paths = ["/notices", "/account/reminders", "/outbox", "/outbox/settings", "/urge/ladder", `/urge?part=${part}`];
			await visit("quan.tri", async (page) => {
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					for (const path of paths) {
						await page.goto(path);
						assert.deepEqual(await faults(page), [], `${path} at ${width}`);
						assert.ok((await overhang(page)) <= 0, `${path} at ${width} sticks out`);
					}
				}
			});
			await visit("chi.huy.2", async (page) => {
				for (const width of [1366, 390]) {
					await page.setViewportSize({ width, height: 768 });
					await page.goto("/notices");
					assert.deepEqual(await faults(page), [], `notices at ${width}`);
					await page.locator("main ul.lines button").last().click();
					await page.waitForURL(/\/(notices|reminders)\/\d+$/);
					assert.deepEqual(await faults(page), [], `${page.url()} at ${width}`);
					assert.ok((await overhang(page)) <= 0);
				}
			});
			await server.stop();
		});
	});
