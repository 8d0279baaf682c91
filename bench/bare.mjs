// The demo, served and changed all the while; a signed head goes to another house, then a
// backup is taken. In a Debian that debootstrap has just made, nothing of this machine but
// the project and the safe is there; the documented steps are typed, and the restored
// server is asked for the log in which the last change acknowledged before the backup stands.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../test/lib/build.mjs";
import { demoAccounts, demoDatabase, freePort, must, scratch, served } from "../test/lib/haidang.mjs";
import { until } from "../test/lib/mail.mjs";
import { load, loggedIn, running, steps } from "../test/lib/operation.mjs";

const bare = join(scratch(), "debian");
const safe = join(bare, "safe");
const say = (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

const inside = (script, name) => {
	const done = spawnSync("chroot", [bare, "bash", "-euo", "pipefail", "-c", script], {
		encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "pipe"], env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", HAIDANG_LANG: "en", SOURCE: "/source" },
	});
	assert.equal(done.status, 0, `${name}\n${done.stdout.slice(-3000)}\n${done.stderr.slice(-3000)}`);
	return done.stdout;
};

say("a bare Debian 12");
execFileSync("debootstrap", ["--variant=minbase", "--include=git,ca-certificates", "bookworm", bare], { stdio: "ignore" });
execFileSync("mount", ["-t", "proc", "proc", join(bare, "proc")]);
process.prependListener("exit", () => spawnSync("umount", [join(bare, "proc")]));
execFileSync("git", ["clone", "-q", "--no-local", root, join(bare, "source")]);
mkdirSync(safe, { mode: 0o700 });

say("the server that will be lost, under load");
const db = demoDatabase("sqlite");
const server = await served(db);
const clients = await Promise.all(demoAccounts("sqlite").slice(0, 3).map((a) => loggedIn(server.url, a)));
const key = join(safe, "haidang-backup.key");
must(["backup", "key", "new", key]);
const busy = load(clients);
await until("changes", 60, () => busy.acknowledged > 100);
must(["audit", "head", "--out", join(safe, "checkpoint"), "--db", db]);
const acknowledged = busy.acknowledged;
const run = await running(["backup", "--to", join(safe, "last.backup"), "--recipient", `${key}.pub`, "--json", "--db", db]);
assert.equal(run.status, 0, run.err);
const made = JSON.parse(run.out);
const during = busy.acknowledged - acknowledged;
busy.stop = true;
await busy.ended;
await server.stop();
assert.ok(during > 0, "changes went on during the backup");
assert.equal(busy.failed, 0);
for (const end of ["key", "auditkey"]) {
	const beside = `${db.slice("sqlite:".length)}.${end}`;
	if (existsSync(beside)) copyFileSync(beside, join(safe, `haidang.db.${end}`));
}
say(`${acknowledged} changes acknowledged before the backup, ${during} during it; ${made.log_size} entries in it`);

say("the documented steps");
const said = inside(steps("Onto a bare machine"), "Onto a bare machine");
console.log(said.replace(/^/gm, "    "));

const port = await freePort();
const again = spawn("chroot", [bare, "runuser", "-u", "haidang", "--", "haidang", "serve", "--no-supervisor", "--listen", `127.0.0.1:${port}`, "--db", "sqlite:/var/lib/haidang/haidang.db"], {
	stdio: "inherit",
});
process.on("exit", () => again.kill("SIGKILL"));
const url = `http://127.0.0.1:${port}`;
await until("it serves", 60, () => fetch(`${url}/healthz`).then((r) => r.ok, () => false));
for (const account of demoAccounts("sqlite").slice(0, 3)) await loggedIn(url, account);
again.kill("SIGTERM");

say("a checkpoint of an older restore does not pass for the present");
const altered = inside(
	`runuser -u haidang -- haidang audit head --out /tmp/later --db sqlite:/var/lib/haidang/haidang.db
	haidang restore --from /safe/last.backup --key /safe/haidang-backup.key --db sqlite:/tmp/old.db
	haidang audit verify --checkpoint /tmp/later --db sqlite:/tmp/old.db && exit 1 || true`,
	"an old backup given out as the present",
);
console.log(altered.replace(/^/gm, "    "));
say("restored, verified against the checkpoint, served: all accounts get in");
