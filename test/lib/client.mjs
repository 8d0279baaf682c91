// A small HTTP client that keeps cookies and knows forms, and sockets for bytes that
// no client would send.
import assert from "node:assert/strict";
import { connect } from "node:net";

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#34": '"' };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39|#34);/g, (_, name) => entities[name]);
const attribute = (tag, name) => {
	const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
	return found && unescape(found[1]);
};

// The forms of a page: action, method and the fields as a browser would send them.
export function forms(html) {
	return [...html.matchAll(/<form\b[^>]*>[^]*?<\/form>/g)].map(([text]) => {
		const open = text.match(/<form\b[^>]*>/)[0];
		const fields = new Map();
		for (const [tag] of text.matchAll(/<(?:input|button)\b[^>]*>/g)) {
			const name = attribute(tag, "name");
			if (name !== null && name !== undefined)
				fields.set(name, attribute(tag, "value") ?? "");
		}
		return { text, action: attribute(open, "action"), method: attribute(open, "method"), fields };
	});
}

export class Client {
	constructor(url) {
		this.url = url;
		this.cookies = new Map();
	}

	get cookie() {
		return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
	}

	async send(method, path, { headers = {}, body } = {}) {
		const response = await fetch(this.url + path, {
			method,
			body,
			redirect: "manual",
			headers: { ...(this.cookies.size && { cookie: this.cookie }), ...headers },
		});
		for (const line of response.headers.getSetCookie?.() ?? cookiesOf(response)) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
			if (value) this.cookies.set(name, value);
			else this.cookies.delete(name);
		}
		return response;
	}

	get(path, headers) {
		return this.send("GET", path, { headers });
	}

	async page(path) {
		const response = await this.get(path);
		assert.equal(response.status, 200, `GET ${path}`);
		return await response.text();
	}

	async json(path) {
		const response = await this.get(path, { accept: "application/json" });
		assert.equal(response.status, 200, `GET ${path}`);
		return await response.json();
	}

	post(path, fields, headers = {}) {
		return this.send("POST", path, {
			body: new URLSearchParams([...fields]).toString(),
			headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
		});
	}

	// Logs in through the page's own form.
	async login(name, password) {
		const form = forms(await this.page("/login")).find((f) => f.text.includes('type="password"'));
		const inputs = [...form.text.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
		const of = (...types) => inputs.find((tag) => types.includes(attribute(tag, "type")));
		form.fields.set(attribute(of("text", undefined), "name"), name);
		form.fields.set(attribute(of("password"), "name"), password);
		return await this.post(form.action || "/login", form.fields);
	}
}

// Node 18.13 and older have no getSetCookie; the server sets one cookie a response.
const cookiesOf = (response) => {
	const line = response.headers.get("set-cookie");
	return line ? [line] : [];
};

// Writes bytes to a socket and reads until the server closes or `wait` ms pass without
// a byte. Gives the text and whether the server closed.
export function raw(port, bytes, { wait = 3000, after } = {}) {
	return new Promise((ok, fail) => {
		const socket = connect(port, "127.0.0.1");
		let text = "";
		const end = (closed) => {
			socket.destroy();
			ok({ text, closed, statuses: statuses(text) });
		};
		socket.setTimeout(wait, () => end(false));
		socket.on("data", (data) => (text += data.toString("latin1")));
		socket.on("error", (error) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? end(true) : fail(error)));
		socket.on("end", () => end(true));
		socket.on("close", () => end(true));
		socket.on("connect", () => {
			socket.write(bytes);
			after?.(socket);
		});
	});
}

const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d\d\d) /g)].map(([, n]) => Number(n));
