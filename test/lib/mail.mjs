// Real peers of the program, ended with the test: processes, and a mail server
// (aiosmtpd) that keeps what it takes in a Maildir.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

export function start(program, args, options) {
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
	child.said = "";
	child.stdout.on("data", (data) => (child.said += data));
	child.stderr.on("data", (data) => (child.said += data));
	child.gone = new Promise((ok) => child.on("exit", () => ok(children.delete(child))));
	child.end = async (signal = "SIGKILL") => {
		child.kill(signal);
		await child.gone;
	};
	children.add(child);
	return child;
}

export async function until(what, seconds, holds, state = () => "") {
	for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) if (await holds()) return;
	assert.fail(`${what}: not within ${seconds} s ${state()}`);
}

export const listens = (port) =>
	new Promise((ok) => {
		const socket = connect(port, "127.0.0.1");
		socket.on("connect", () => (socket.destroy(), ok(true)));
		socket.on("error", () => ok(false));
	});

export async function mailServer(port, maildir) {
	const child = start("/usr/bin/python3", ["-m", "aiosmtpd", "-n", "-l", `127.0.0.1:${port}`, "-c", "aiosmtpd.handlers.Mailbox", maildir]);
	await until("the mail server listens", 30, () => listens(port));
	return child;
}

// What lies in the Maildir, parsed: Message-ID, recipient, subject, body; `subject` as bytes (latin()).
export function mails(maildir) {
	const box = join(maildir, "new");
	if (!existsSync(box)) return [];
	return readdirSync(box).map((name) => {
		const text = readFileSync(join(box, name), "utf8").replaceAll("\r\n", "\n");
		const end = text.indexOf("\n\n");
		const head = text.slice(0, end).replace(/\n[ \t]+/g, " ");
		const field = (name) => head.match(new RegExp(`^${name}: (.*)$`, "im"))?.[1];
		return {
			id: field("Message-ID"),
			number: Number(field("Message-ID").match(/^<haidang\.(\d+)\./)[1]),
			to: field("To").replace(/[<>]/g, ""),
			automatic: field("Auto-Submitted"),
			subject: field("Subject").replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/g, (_, b) => Buffer.from(b, "base64").toString("latin1")),
			body: Buffer.from(text.slice(end), "base64").toString("utf8"),
		};
	});
}

export const latin = (text) => Buffer.from(text, "latin1").toString("utf8");
