// Chromium over the real pages. Whatever a page writes to the console as an error, and
// whatever the content policy refuses, is kept and fails the test that looks.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = [
	"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
];

export function launch() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
	});
}

// A fresh visitor. `troubles` collects what went wrong on his pages.
export async function visitor(browser, server, options = {}) {
	const context = await browser.newContext({
		baseURL: server.url,
		viewport: { width: 1366, height: 900 },
		locale: "vi-VN",
		...options,
	});
	const page = await context.newPage();
	const troubles = [];
	page.on("console", (message) => {
		if (message.type() === "error") troubles.push(`${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", (error) => troubles.push(`${page.url()}: ${error.message}`));
	// a request that was under way when one went to the next page is no trouble
	page.on("requestfailed", (request) => {
		const why = request.failure()?.errorText;
		if (why !== "net::ERR_ABORTED") troubles.push(`${request.url()}: ${why}`);
	});
	return { context, page, troubles };
}

export async function login(page, { name, password }) {
	await page.goto("/login");
	const form = page.locator("form:has(input[type=password])");
	await form.locator("input:not([type=password]):not([type=hidden])").first().fill(name);
	await form.locator("input[type=password]").fill(password);
	await form.locator("button").first().click();
	await page.waitForURL((url) => url.pathname !== "/login");
}

// What axe's answer rests on: the markup but for numbers, tokens and digests, the width, the colours.
// A page that looks the same on both databases, or in two tests, is examined once a run.
async function examined(page) {
	const look = await page.evaluate(() => [
		document.documentElement.outerHTML.replace(/value="[\w-]{20,}"|\b[\da-f]{8,}\b/g, "").replace(/\d+/g, "0"),
		innerWidth,
		matchMedia("(prefers-color-scheme: dark)").matches,
		location.pathname.replace(/\d+/g, "0"),
	]);
	const folder = join(process.env.HAIDANG_E2E, "examined");
	mkdirSync(folder, { recursive: true });
	return join(folder, createHash("sha256").update(JSON.stringify(look)).digest("hex"));
}

// Every fault axe finds, as one line each; none is the only pass.
// The script goes in by the debugger's door, past the content policy.
export async function faults(page) {
	const mark = await examined(page);
	if (existsSync(mark)) return [];
	if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
	const found = await page.evaluate(
		(values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
		tags,
	);
	assert.ok(found.testEngine.version, "axe ran");
	if (!found.violations.length) writeFileSync(mark, "");
	return found.violations.flatMap((rule) =>
		rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(";")}`),
	);
}

// How far the page sticks out sideways, in px.
export const overhang = (page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
