// A plan as offices have it - Word, RTF, HTML - brought in through the page: the same tasks as
// of the plain text. What is hostile is refused with a word, and the next file is read.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { launch, login, visitor } from "../lib/browser.mjs";
import { root } from "../lib/build.mjs";
import { Client } from "../lib/client.mjs";
import { docx, zip } from "../lib/docx.mjs";
import { emptyDatabase, haidang, kinds, must, scratch, served, sql } from "../lib/haidang.mjs";

const text = readFileSync(join(root, "samples/002.txt"), "utf8").replace(/^\ufeff/, "");
const lines = text.split(/\r?\n/).filter((line) => line.trim());
const entity = (line) => [...line].map((c) => (c > "\x7f" || "<&>".includes(c) ? `&#${c.codePointAt(0)};` : c)).join("");
const rtf = (line) => [...line].map((c) => (c > "\x7f" ? `\\u${c.charCodeAt(0) > 32767 ? c.charCodeAt(0) - 65536 : c.charCodeAt(0)}?` : "\\{}".includes(c) ? `\\${c}` : c)).join("");
const html = (body) => Buffer.from(`<html><head><meta charset="windows-1252"></head><body>${body}</body></html>`);
const good = {
	"ke-hoach.docx": docx(lines),
	"ke-hoach.html": html(lines.map((line) => `<p class=MsoNormal>${entity(line)}</p>`).join("\n")),
	"ke-hoach.rtf": Buffer.from(`{\\rtf1\\ansi\\ansicpg1252 ${lines.map((line) => `${rtf(line)}\\par`).join("\n")}}`),
	"ke-hoach-utf16.txt": Buffer.from(`\ufeff${text}`, "utf16le"),
};
const odt = (content) => zip({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": content });
const bad = {
	"bom.odt": [odt('<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'), /thực thể/],
	"ngoai.odt": [odt('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), /thực thể/],
	"sau.docx": [docx([], "<w:sdt>".repeat(5000) + "</w:sdt>".repeat(5000)), /lồng nhau/],
	"cut.docx": [good["ke-hoach.docx"].subarray(0, 700), /bị hỏng/],
	"macro.docx": [zip({ "[Content_Types].xml": "<Types/>", "word/vbaProject.bin": "x" }), /macro/],
	"cu.doc": [Buffer.from("d0cf11e0a1b11ae100000000", "hex"), /\.doc/],
	"trang.docx": [docx(["", " "]), /không có chữ/],
	"anh.docx": [zip({ "a.exe": "MZ" }), /không phải loại văn bản/],
};

for (const kind of kinds)
	describe(`documents on ${kind}`, () => {
		const officer = { name: "van.thu", password: "mot-mat-khau-dai-1" };
		let db, server, browser, api;
		before(async () => {
			db = emptyDatabase(kind);
			must(["place", "load", "--db", db]);
			must(["agency", "load", "--db", db]);
			must(["user", "add", officer.name, "--agency", "bca", "--role", "standing", "--country", "--password-stdin", "--db", db], {
				input: `${officer.password}\n`,
			});
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(officer.name, officer.password);
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		async function bring(page, name, bytes) {
			await page.goto("/reviews/new");
			await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
			await page.locator("main form button[type=submit]").click();
			await page.waitForLoadState();
		}

		test("Word, HTML, RTF and UTF-16 give the tasks of the text", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			await login(page, officer);
			const path = join(scratch(), "van-ban.txt");
			writeFileSync(path, text);
			const read = JSON.parse(must(["plan", "read", path, "--json"]));
			assert.ok(read.tasks.length > 5);
			for (const [name, bytes] of Object.entries(good)) {
				await bring(page, name, bytes);
				const id = page.url().match(/\/reviews\/(\d+)$/)?.[1];
				assert.ok(id, `${name}: ${page.url()}`);
				const draft = await api.json(`/api/v1/reviews/${id}`);
				const tasks = draft.items.filter((i) => i.kind === "task");
				assert.deepEqual(tasks.map((t) => t.now.path), read.tasks.map((t) => t.path), name);
			}
			assert.deepEqual(troubles, []);
			await context.close();
		});

		test("what is hostile is refused in words, and the next one is read", async () => {
			const { context, page } = await visitor(browser, server);
			await login(page, officer);
			const drafts = async () => (await api.json("/api/v1/reviews")).reviews.length;
			const before = await drafts();
			for (const [name, [bytes, says]] of Object.entries(bad)) {
				await bring(page, name, bytes);
				assert.match(await page.locator("main").innerText(), says, name);
				assert.match(await page.locator("main").innerText(), new RegExp(name.replace(".", "\\.")), name);
			}
			assert.equal(await drafts(), before);
			await bring(page, "tot.docx", docx([...lines, "Một dòng khác."]));
			assert.match(page.url(), /\/reviews\/\d+$/);
			await context.close();
		});

		test("a classified paper is not taken, and that it was brought stands in the log", async () => {
			const { context, page } = await visitor(browser, server);
			await login(page, officer);
			await bring(page, "mat.docx", docx(["BỘ CÔNG AN", "TỐI MẬT", ...lines]));
			assert.match(await page.locator("main").innerText(), /TỐI MẬT/);
			await context.close();
			const entries = sql(db, "SELECT actor_name, detail FROM audit_entry WHERE action = 'request.refused'").trim();
			assert.match(entries, /^van\.thu\|.*"why":"classified"[^\n]*$/);
			assert.doesNotMatch(entries, /TỐI MẬT|mat\.docx/);
		});
	});

test("document text prints the words of a file, and refuses in one line", () => {
	const dir = scratch();
	for (const [name, bytes] of Object.entries(good)) {
		writeFileSync(join(dir, name), bytes);
		const words = (s) => s.replace(/^\ufeff/, "").replace(/\s+/g, " ").trim();
		assert.equal(words(must(["document", "text", join(dir, name)])), words(text), name);
	}
	for (const [name, [bytes, says]] of Object.entries(bad)) {
		writeFileSync(join(dir, name), bytes);
		const { status, signal, out, err } = haidang(["document", "text", join(dir, name)]);
		assert.equal(signal, null, name);
		assert.notEqual(status, 0, name);
		assert.equal(out, "", name);
		assert.match(err, says, name);
	}
});
