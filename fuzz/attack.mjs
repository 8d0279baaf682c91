// Crawls the demo and has sqlmap and nikto try what it met; see fuzz/attack.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client, forms } from "../test/lib/client.mjs";
import { demoAccounts, demoDatabase, kinds, scratch, served } from "../test/lib/haidang.mjs";

const MOST_PAGES = 400;
const asked = process.argv.slice(2);
const dir = scratch();

// A kind of address: numbers and words of its path stand for all others, so do the values asked.
const kindOf = (method, path, names) =>
	`${method} ${path.replace(/\d+/g, "0").replace(/\/(places|first|link)\/[^/]+/, "/$1/x")} ${[...names].sort()}`;

// What a page leads to, on this server.
const links = (html) =>
	[...html.matchAll(/\bhref="(\/[^"#]*)/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
const leaves = (path) => /^\/(logout|assets|lang)/.test(path);

// Every kind of address and form within MOST_PAGES pages of the first.
async function crawl(client) {
	const targets = new Map();
	const met = new Set();
	const queue = ["/"];
	const meet = (method, href, body) => {
		const url = new URL(href, client.url);
		const names = body ? body.keys() : url.searchParams.keys();
		const kind = kindOf(method, url.pathname, names);
		if (leaves(url.pathname) || targets.has(kind)) return false;
		targets.set(kind, { method, path: url.pathname + url.search, body });
		return true;
	};
	for (let n = 0; queue.length && n < MOST_PAGES; n++) {
		const path = queue.shift();
		const answer = await client.get(path);
		if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) continue;
		const html = await answer.text();
		for (const href of links(html)) if (meet("GET", href) && !met.has(href)) met.add(href), queue.push(href);
		for (const { action, method, fields, text } of forms(html)) {
			if (/multipart/.test(text)) continue;
			for (const [tag, name] of text.matchAll(/<(?:select|textarea)\b[^>]*\bname="([^"]+)"/g))
				if (!fields.has(name)) fields.set(name, tag.startsWith("<select") ? "1" : "x");
			if (method === "post") meet("POST", action || path, fields);
			else meet("GET", `${action || path}?${new URLSearchParams([...fields].map(([k, v]) => [k, v || "1"]))}`);
		}
	}
	return [...targets.values()].filter((t) => t.body || /\d|\?/.test(t.path));
}

// The request as bytes; a star marks each number in the path, where sqlmap tries too.
function request(client, { method, path, body }) {
	const [at, query] = path.split("?");
	const starred = at.replace(/\/(\d+)/g, "/$1*") + (query ? `?${query}` : "");
	const head = [`${method} ${starred} HTTP/1.1`, `Host: ${new URL(client.url).host}`, `Cookie: ${client.cookie}`];
	if (body) head.push("Content-Type: application/x-www-form-urlencoded", `Origin: ${client.url}`);
	return [...head, "", body ? new URLSearchParams([...body]).toString() : ""].join("\r\n");
}

const run = (program, args) =>
	new Promise((ok) => {
		const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
		let said = "";
		for (const out of [child.stdout, child.stderr]) out.on("data", (bytes) => (said += bytes));
		child.on("error", () => ok(""));
		child.on("close", () => ok(said));
	});

// sqlmap's words where it found something in a request, or could not try, empty: nothing; and how
// many of its requests were turned away for being too many, which tried nothing.
async function tried(client, target, n) {
	const file = join(dir, `request-${n}`);
	writeFileSync(file, request(client, target));
	const said = await run("sqlmap", ["-r", file, "--batch", "--ignore-stdin", "--level=1", "--risk=2", "--flush-session", "--keep-alive",
		"--disable-coloring", "--drop-set-cookie", "--param-exclude=^(csrf|token)$", "--skip=cookie,user-agent,referer,host",
		"--output-dir", join(dir, "sqlmap"), "-v", "1"]);
	// one that it took for an injection and found to be none it says itself
	const clear = /all tested parameters do not appear|no parameter\(s\) found/.test(said);
	return { said: !clear || /identified the following injection point/.test(said) ? said : "", turned: turnedAway(said) };
}

// sqlmap tells at its end which errors it met: "429 (Too Many Requests) - 12 times".
const turnedAway = (said) => [...said.matchAll(/\b429 \([^)]*\) - (\d+) times/g)].reduce((n, [, times]) => n + Number(times), 0);

let found = 0, away = 0;
for (const kind of kinds.filter((k) => !asked.length || asked.includes(k))) {
	const server = await served(demoDatabase(kind));
	try {
		const account = demoAccounts(kind).find((a) => a.role === "focal");
		const client = new Client(server.url);
		await client.login(account.name, account.password);
		const targets = await crawl(client);
		console.log(`${kind}: ${targets.length} kinds of request`);
		if (targets.length < 100) throw new Error("the crawl met too little: nothing is shown by this");
		for (const [n, target] of targets.entries()) {
			const { said, turned } = await tried(client, target, `${kind}-${n}`);
			if (turned) {
				away += turned;
				console.log(`sqlmap: ${target.method} ${target.path}: ${turned} answers 429`);
			}
			if (!said) continue;
			found++;
			console.log(`sqlmap: ${target.method} ${target.path}\n${said.split("\n").slice(-30).join("\n")}`);
		}
		if (!(await client.get("/plans")).ok) throw new Error("the session did not last: nothing was tried");
		const nikto = await run("nikto", ["-host", server.url, "-nointeractive", "-ask", "no"]);
		console.log(nikto || "nikto is not installed");
	} finally {
		await server.stop();
	}
}
console.log(`sqlmap found ${found}; ${away} of its requests were answered 429 and tried nothing`);
process.exitCode = found ? 1 : 0;
