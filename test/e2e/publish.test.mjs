// Papers by measure: what stands where on a page, against data/publish/measures.tsv, as
// poppler finds it in the PDF; the parts of the DOCX as ECMA-376 wants them.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { binary, root } from "../lib/build.mjs";
import { faults, launch, login, overhang, visitor } from "../lib/browser.mjs";
import { Client } from "../lib/client.mjs";
import { demoDatabase, haidang, kinds as databases, must, scratch, served } from "../lib/haidang.mjs";

const kinds = ["plan", "report", "dispatch", "submission", "notice", "invitation", "minutes"];
const mm = 72 / 25.4;
const dir = scratch();

const measures = Object.fromEntries(
	readFileSync(join(root, "data/publish/measures.tsv"), "utf8").trim().split("\n").slice(1).map((line) => {
		const [code, unit, least, most, chosen] = line.split("\t");
		const scale = unit === "mm" ? mm : 1;
		return [code, { least: (least || -1e9) * scale, most: (most || 1e9) * scale, chosen: chosen * scale }];
	}),
);
const run = (...args) => execFileSync(binary, args, { encoding: "utf8", maxBuffer: 1 << 26 });

function write(kind, change = (p) => p) {
	const json = join(dir, `${kind}.json`), docx = join(dir, `${kind}.docx`), pdf = join(dir, `${kind}.pdf`);
	writeFileSync(json, JSON.stringify(change(JSON.parse(run("publish", "sample", kind)))));
	run("publish", "write", json, "--docx", docx, "--pdf", pdf);
	return { docx, pdf };
}

// Lines of the pages of a PDF: words at one height beside each other, with their size.
function lines(pdf) {
	const out = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
	const text = (s) => s.replace(/&(amp|lt|gt|quot|apos);/g, (_, n) => ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" })[n]);
	return out.split("<page ").slice(1).map((page) => {
		const all = [];
		for (const [, x0, y0, x1, y1, word] of page.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g)) {
			const w = { x0: +x0, y0: +y0, x1: +x1, y1: +y1, size: (y1 - y0) / 1.107, text: text(word) };
			const last = all.at(-1);
			if (last && Math.abs(last.y1 - w.y1) < 0.6 && w.x0 >= last.x1 && w.x0 - last.x1 < w.size * 0.6)
				Object.assign(last, { x1: w.x1, text: `${last.text} ${w.text}` });
			else all.push(w);
		}
		return all;
	});
}

const find = (page, start) => {
	const line = page.find((l) => l.text.startsWith(start));
	assert.ok(line, `"${start}" in ${page.map((l) => l.text).join(" | ")}`);
	return line;
};
function sized(line, code) {
	const m = measures[code];
	assert.ok(line.size >= m.least - 0.1 && line.size <= m.most + 0.1, `${line.text}: ${line.size}, ${code}`);
	assert.ok(Math.abs(line.size - m.chosen) < 0.1, `${line.text}: ${line.size}, ${code}`);
}
const middle = (l) => (l.x0 + l.x1) / 2;
const near = (a, b, what, by = 1) => assert.ok(Math.abs(a - b) < by, `${what}: ${a}, ${b}`);

const left = measures["margin.left"].chosen, right = measures["page.width"].chosen - measures["margin.right"].chosen;
const bottom = measures["page.height"].chosen - measures["margin.bottom"].chosen;

for (const kind of kinds)
	test(`${kind}: sizes, places and margins are those of the table`, () => {
		const { pdf } = write(kind);
		const [page] = lines(pdf);
		const national = find(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), motto = find(page, "Độc lập - Tự do - Hạnh phúc");

		sized(national, "national");
		sized(motto, "motto");
		near(middle(national), middle(motto), "motto under the national name");
		assert.ok(national.x0 > (left + right) / 2 - 60 && motto.y0 > national.y0);
		sized(find(page, "Số: "), "number");
		if (kind !== "minutes") {
			const place = page.find((l) => / ngày \d\d tháng /.test(l.text) && l.x0 > national.x0 - 5);
			sized(place, "place");
			near(middle(place), middle(national), "place and day under the national name");
			near(place.y1, find(page, "Số: ").y1, "number and place on one line", 4);
		}
		if (kind === "dispatch") sized(find(page, "V/v "), "subject");
		else {
			const type = find(page, { plan: "KẾ HOẠCH", report: "BÁO CÁO", submission: "TỜ TRÌNH", notice: "THÔNG BÁO", invitation: "GIẤY MỜI", minutes: "BIÊN BẢN" }[kind]);
			sized(type, "type");
			near(middle(type), (left + right) / 2, "type in the middle");
		}
		const foot = lines(pdf).find((p) => p.some((l) => l.text === "Nơi nhận:"));
		sized(find(foot, "Nơi nhận:"), "recipients.head");
		near(find(foot, "Nơi nhận:").x0, left, "recipients at the left margin");
		const keep = find(foot, "- Lưu: ");
		sized(keep, "recipients");
		assert.ok(keep.text.endsWith("."), keep.text);
		for (const l of page.filter((x) => x.y1 < bottom)) // beside the address at the foot
			assert.ok(l.x0 >= left - 0.5 && l.x1 <= right + 0.5 && l.y0 >= measures["margin.top"].chosen - 1, `${l.text}: ${l.x0} ${l.x1}`);
	});

test("the text: size, first line, justified, gaps between paragraphs", () => {
	const word = "Tiếp tục phát huy sức mạnh tổng hợp của cả hệ thống chính trị và toàn dân. ";
	const { pdf } = write("report", (p) => ({ ...p, body: [{ is: "text", text: word.repeat(6) }, { is: "text", text: word.repeat(6) }], link: "" }));
	const [page] = lines(pdf);
	const at = page.findIndex((l) => l.text.startsWith("Tiếp tục"));
	const text = page.slice(at, page.findIndex((l) => l.text === "Nơi nhận:"));
	const firsts = text.filter((l) => l.x0 > left + 5);

	for (const l of text) sized(l, "body");
	assert.equal(firsts.length, 2);
	for (const l of firsts) near(l.x0 - left, measures["body.indent"].chosen, "indent");
	const inner = text.filter((l, i) => text[i + 1] && !firsts.includes(text[i + 1]));
	assert.ok(inner.length >= 6);
	for (const l of inner) near(l.x1, right, "justified");
	const step = text[1].y1 - text[0].y1, second = text.indexOf(firsts[1]);
	near(step, measures.body.chosen * 1.149 * measures["body.line"].chosen, "line");
	near(text[second].y1 - text[second - 1].y1 - step, measures["body.gap"].chosen, "gap");
});

test("pages are numbered from the second, in the middle of the upper margin; annexes by themselves", () => {
	const { pdf } = write("plan", (p) => ({ ...p, body: [...Array(60).fill(p.body[0]), ...p.body] }));
	const pages = lines(pdf);
	const annex = pages.findIndex((page) => page.some((l) => l.text === "Phụ lục"));

	assert.ok(annex > 3);
	pages.forEach((page, i) => {
		const number = page.find((l) => l.y1 < measures["margin.top"].chosen);
		if (i === 0 || i === annex) return assert.equal(number, undefined);
		assert.equal(number.text, String(i + 1));
		sized(number, "page.number");
		near(middle(number), (left + right) / 2, "number in the middle");
	});
	sized(find(pages[annex], "Phụ lục"), "annex");
	find(pages[annex], "(Kèm theo Kế hoạch số 09/KH-BCĐ138/CP ngày 05 tháng 01 năm 2024 của Ban Chỉ đạo 138/CP)");
});

test("the PDF: fonts embedded, tagged, a title, its language", () => {
	const { pdf } = write("plan");
	const fonts = execFileSync("pdffonts", [pdf], { encoding: "utf8" }).trim().split("\n").slice(2);
	const info = execFileSync("pdfinfo", [pdf], { encoding: "utf8" });

	assert.ok(fonts.length > 0);
	for (const f of fonts) assert.match(f, /LiberationSerif.* yes yes yes /);
	assert.match(info, /Tagged:\s+yes/);
	assert.match(info, /Title:\s+Kế hoạch 09\/KH-BCĐ138\/CP: Thực hiện/);
	assert.match(info, /Page size:\s+595\.27\d* x 841\.89 pts \(A4\)/);
	assert.match(readFileSync(pdf, "latin1"), /\/Lang \(vi-VN\)/);
	const heard = spawnSync("pdftotext", [pdf, "-"], { encoding: "utf8" });
	assert.equal(heard.stderr, "");
	assert.match(heard.stdout, /PHÓ TRƯỞNG BAN/);
});

// The members of a ZIP: names and bytes.
function members(path) {
	const b = readFileSync(path), found = {};
	let at = b.readUInt32LE(b.lastIndexOf("PK\x05\x06", undefined, "latin1") + 16);
	while (b.readUInt32LE(at) === 0x02014b50) {
		const name = b.toString("utf8", at + 46, at + 46 + b.readUInt16LE(at + 28)), start = b.readUInt32LE(at + 42);
		const from = start + 30 + b.readUInt16LE(start + 26) + b.readUInt16LE(start + 28);
		const packed = b.subarray(from, from + b.readUInt32LE(at + 20));
		found[name] = b.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
		at += 46 + b.readUInt16LE(at + 28) + b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32);
	}
	return found;
}

for (const kind of kinds)
	test(`${kind}: the DOCX's parts are well-formed, typed and related`, () => {
		const parts = members(write(kind).docx);
		const types = parts["[Content_Types].xml"].toString(), text = parts["word/document.xml"].toString();

		for (const [name, bytes] of Object.entries(parts)) {
			if (name.endsWith(".png")) continue;
			const said = spawnSync("xmllint", ["--noout", "--nonet", "-"], { input: bytes, encoding: "utf8" });
			assert.equal(said.stderr, "", name);
		}
		for (const name of Object.keys(parts).filter((n) => !/rels$|^\[/.test(n)))
			assert.ok(types.includes(`PartName="/${name}"`) || types.includes(`Extension="${name.split(".").at(-1)}"`), name);
		const relations = parts["word/_rels/document.xml.rels"].toString();
		for (const [, id] of text.matchAll(/r:(?:id|embed)="([^"]+)"/g)) assert.ok(relations.includes(`Id="${id}"`), id);
		for (const [, target] of relations.matchAll(/Target="([^"]+)"/g)) assert.ok(parts[`word/${target}`], target);
		const styles = parts["word/styles.xml"].toString();
		for (const [, style] of text.matchAll(/<w:pStyle w:val="([^"]+)"/g)) assert.ok(styles.includes(`w:styleId="${style}"`), style);
		assert.doesNotMatch(text, /<\/w:tbl><\/w:tc>|<w:tc><w:tcPr>[^]{0,200}<\/w:tcPr><\/w:tc>/); // a cell ends with a paragraph
		const twips = (code) => Math.round(measures[code].chosen * 20);
		assert.ok(text.includes(`<w:pgMar w:top="${twips("margin.top")}" w:right="${twips("margin.right")}" w:bottom="${twips("margin.bottom")}" w:left="${twips("margin.left")}"`));
		assert.match(text, /<w:pgSz w:w="11906" w:h="16838"\/>/);
		assert.match(text, /<w:titlePg\/>/);
		assert.match(parts["word/header1.xml"].toString(), / PAGE /);
	});

test("a file that describes no paper is refused with the member that is wrong", () => {
	const path = join(dir, "wrong.json");
	writeFileSync(path, '{"kind":"plan","issuer":3}');
	const said = spawnSync(binary, ["publish", "write", path, "--pdf", join(dir, "no.pdf")], { encoding: "utf8" });
	assert.notEqual(said.status, 0);
	assert.match(said.stderr, /issuer/);
});

const password = "mot-mat-khau-dai-1";

for (const kind of databases)
	describe(`registers of numbers on ${kind}`, () => {
		const clerk = { name: "van.thu", password };
		let db, server, browser, api;

		before(async () => {
			db = demoDatabase(kind);
			must(["user", "add", clerk.name, "--agency", "bca", "--role", "focal", "--password-stdin", "--db", db], { input: `${password}\n` });
			server = await served(db);
			browser = await launch();
			api = new Client(server.url);
			await api.login(clerk.name, password);
		});
		after(async () => {
			await browser?.close();
			await server?.stop();
		});

		test("a number is taken, another is cancelled with its reason, a paper goes out and is known again", async () => {
			const { context, page, troubles } = await visitor(browser, server);
			const take = async (abstract) => {
				await page.goto("/papers/new");
				await page.locator("select[name=kind]").selectOption("notice");
				await page.locator("input[name=symbol]").fill("TB-V01");
				await page.locator("textarea[name=abstract]").fill(abstract);
				await page.locator("main form button.main").click();
				await page.waitForURL(/\/papers\/\d+$/);
				return await page.locator("h1").textContent();
			};
			await login(page, clerk);
			await page.goto("/papers/new");
			assert.deepEqual(await faults(page), []);
			assert.equal(await take("Kết luận cuộc họp"), "01/TB-V01");
			const first = page.url();
			assert.deepEqual(await faults(page), []);
			assert.equal(await take("Cấp nhầm"), "02/TB-V01");
			await page.locator("form[action$='/cancel'] button").click();
			await page.waitForSelector(".err"); // a reason is missing
			await page.locator("textarea[name=reason]").fill("Cấp nhầm loại văn bản");
			await page.locator("form[action$='/cancel'] button").click();
			await page.waitForURL(/\/papers\/\d+$/);
			assert.match(await page.locator("main").textContent(), /Đã hủy[^]*Cấp nhầm loại văn bản/);
			const { pdf } = write("notice");
			await page.goto(first);
			await page.setInputFiles("input[type=file]", pdf);
			await page.locator("main form button.main").click();
			await page.waitForSelector("dd.mono");
			assert.deepEqual(await faults(page), []);
			assert.match(must(["publish", "check", pdf, "--db", db]), /01\/TB-V01/);
			assert.notEqual(haidang(["publish", "check", write("plan").pdf, "--db", db]).status, 0);
			await page.goto("/papers");
			assert.deepEqual(await faults(page), []);
			assert.ok((await overhang(page)) <= 0);
			await page.setViewportSize({ width: 320, height: 700 });
			assert.ok((await overhang(page)) <= 0);
			assert.deepEqual(troubles.filter((line) => !/400/.test(line)), []);
			await context.close();
			const list = await api.json("/api/v1/papers?kind=notice");
			assert.deepEqual(list.papers.map((p) => [p.number, p.state]), [[2, "cancelled"], [1, "issued"]]);
		});

		test("a report and a plan's annex come as DOCX and PDF, from within the sandbox", async () => {
			const [report] = (await api.json("/api/v1/reports")).reports;
			const [plan] = (await api.json("/api/v1/plans")).plans;
			for (const [path, start] of [[`/reports/${report.id}/pdf`, "%PDF-"], [`/reports/${report.id}/docx`, "PK"], [`/plans/${plan.id}/annex/pdf`, "%PDF-"], [`/plans/${plan.id}/annex/docx`, "PK"]]) {
				const got = await api.get(path);
				assert.equal(got.status, 200, path);
				const bytes = Buffer.from(await got.arrayBuffer());
				assert.ok(bytes.toString("latin1").startsWith(start), path);
				const again = await api.get(path);
				assert.ok(bytes.equals(Buffer.from(await again.arrayBuffer())), `${path}: the same bytes`);
				if (start !== "%PDF-") continue;
				writeFileSync(join(dir, "got.pdf"), bytes);
				assert.match(execFileSync("pdfinfo", [join(dir, "got.pdf")], { encoding: "utf8" }), /Tagged:\s+yes/);
				const [page] = lines(join(dir, "got.pdf"));
				if (path.startsWith("/reports")) find(page, "BÁO CÁO");
				else find(page, "PHÂN CÔNG NHIỆM VỤ");
			}
			assert.equal((await api.get("/reports/999999/pdf")).status, 404);
			assert.equal((await api.get("/plans/999999/annex/pdf")).status, 404);
			assert.equal((await api.get("/plans?as=xlsx")).status, 200);
		});
	});
