// Glewlwyd as Debian has it, on a port and a database of its own: an OpenID Connect provider
// that others have written. Set up through its own interface, as an administrator would.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { freePort, scratch } from "./haidang.mjs";

const doc = "/usr/share/doc/glewlwyd";

function configured(dir, port) {
	const types = { ".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".json": "application/json" };
	return `port=${port}
external_url="http://localhost:${port}"
login_url="login.html"
api_prefix="api"
static_files_path="/usr/share/glewlwyd/webapp/"
static_files_mime_types = (${Object.entries(types).map(([e, m]) => `{ extension = "${e}", mime_type = "${m}", compress = 0 }`).join(", ")})
log_mode="console"
log_level="ERROR"
cookie_domain="localhost"
cookie_secure=0
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
user_middleware_module_path="${dir}/middleware"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3", path = "${dir}/glewlwyd.db" };
`;
}

// { url, issuer, register({ id, secret, back }), stop() }; users are [{ name, password }].
export async function glewlwyd(users) {
	const dir = scratch(), port = await freePort(), url = `http://localhost:${port}`;
	mkdirSync(join(dir, "middleware"));
	writeFileSync(join(dir, "glewlwyd.conf"), configured(dir, port));
	execFileSync("sqlite3", [join(dir, "glewlwyd.db")], { input: gunzipSync(readFileSync(`${doc}/database/init.sqlite3.sql.gz`)) });
	const child = spawn("glewlwyd", ["--config-file", join(dir, "glewlwyd.conf")], { stdio: ["ignore", "pipe", "pipe"] });
	const ended = new Promise((ok) => child.on("exit", ok));
	let log = "", cookie = "";
	process.on("exit", () => child.kill("SIGKILL"));
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (log += data));
	const api = async (method, path, body) => {
		const response = await fetch(`${url}/api/${path}`, {
			method,
			headers: { cookie, "content-type": "application/json" },
			body: body && JSON.stringify(body),
		});
		const set = response.headers.get("set-cookie");
		if (set) cookie = set.split(";")[0];
		assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.text()} ${log}`);
	};
	const until = Date.now() + 60_000;
	while (!(await fetch(`${url}/config`).then((r) => r.ok, () => false))) {
		assert.ok(Date.now() < until && child.exitCode === null, `glewlwyd does not start: ${log}`);
		await sleep(50);
	}
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const issuer = `${url}/api/oidc`;
	await api("POST", "auth/", { username: "admin", password: "password" });
	await api("POST", "mod/plugin/", {
		module: "oidc", name: "oidc", display_name: "OpenID Connect",
		parameters: {
			iss: issuer, "jwt-type": "rsa", "jwt-key-size": "256",
			key: privateKey.export({ type: "pkcs8", format: "pem" }),
			cert: publicKey.export({ type: "spki", format: "pem" }),
			"jwks-show": true, "access-token-duration": 3600, "refresh-token-duration": 3600, "code-duration": 600,
			"allow-non-oidc": false, "auth-type-code-enabled": true, "auth-type-token-enabled": false,
			"auth-type-id-token-enabled": true, "auth-type-none-enabled": false, "auth-type-password-enabled": false,
			"auth-type-client-enabled": false, "auth-type-device-enabled": false, "auth-type-refresh-enabled": false,
			"pkce-allowed": true, "pkce-method-plain-allowed": false, "pkce-required": true,
			"subject-type": "public", "oauth-as-iss-id": true,
		},
	});
	for (const user of users)
		await api("POST", "user/", { username: user.name, name: user.name, password: user.password, enabled: true, scope: ["openid", "g_profile"] });
	return {
		url, issuer,
		register: (client) => api("POST", "client/", {
			client_id: client.id, name: "Hải Đăng", enabled: true, confidential: true,
			client_secret: client.secret, password: client.secret, redirect_uri: [client.back],
			authorization_type: ["code"], token_endpoint_auth_method: ["client_secret_basic"], scope: [],
		}),
		async stop() {
			child.kill("SIGTERM");
			await ended;
		},
	};
}
