// The build refuses what reaches upward in the house: mkfloors over small made-up
// trees, each with one thing wrong, compiled by the real compiler.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { build, root, tool } from "../lib/build.mjs";

// A tree where all is well: base <- plan <- web <- plan's page <- desk.
const sound = {
	"src/base/base.h": "int base_one(void);\n",
	"src/base/base.c": '#include "base/base.h"\nint base_one(void) { return 1; }\n',
	"src/plan/plan.h": "int plan_count(void);\n",
	"src/plan/plan.c":
		'#include "plan/plan.h"\n#include "base/base.h"\nint plan_count(void) { return base_one(); }\n',
	"src/plan/plan.sql": "-- one plan_count() -> n int\n",
	"src/web/page.h": "int page_width(void);\n",
	"src/web/page.c": '#include "web/page.h"\nint page_width(void) { return 3; }\n',
	"src/plan/plan_web.c":
		'#include "plan/plan.h"\n#include "web/page.h"\nint plan_show(void);\nint plan_show(void) { return plan_count() + page_width(); }\n',
	"src/task/task.c": "int task_one(void);\nint task_one(void) { return 1; }\n",
	"src/task/task_web.c": "int task_show(void);\nint task_show(void) { return 1; }\n",
	"src/desk/desk.h": "int desk_home(void);\n",
	"src/desk/desk.c":
		'#include "desk/desk.h"\n#include "plan/plan.h"\nint desk_home(void) { return plan_count(); }\n',
	"gen/routes.c": "int plan_show(void);\nint routes(void);\nint routes(void) { return plan_show(); }\n",
	"gen/plan_sql.c": "int base_one(void);\nint plan_sql(void);\nint plan_sql(void) { return base_one(); }\n",
};

// Runs mkfloors over the sound tree with some files replaced or added.
function floors(changes) {
	const dir = mkdtempSync(join(tmpdir(), "haidang-floors-"));
	try {
		const files = { ...sound, ...changes };
		writeFileSync(join(dir, "floors"), "base\nplan\ntask\nweb\ndesk\nmain\n");
		for (const [name, text] of Object.entries(files)) {
			const path = join(dir, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
		}
		for (const name of Object.keys(files).filter((n) => n.endsWith(".c"))) {
			const object = join(dir, "out", name.replace(/c$/, "o"));
			mkdirSync(dirname(object), { recursive: true });
			execFileSync("gcc", ["-Isrc", "-c", "-o", object, name], { cwd: dir });
		}
		const run = spawnSync(tool("mkfloors"), ["floors", "out", "src"], {
			cwd: dir,
			encoding: "utf8",
		});
		return { status: run.status, said: run.stderr };
	} finally {
		rmSync(dir, { recursive: true });
	}
}

function refused(changes, pattern) {
	const { status, said } = floors(changes);
	assert.match(said, pattern);
	assert.equal(status, 1);
}

test("a sound tree passes, silently", () => {
	assert.deepEqual(floors({}), { status: 0, said: "" });
});

test("the house itself passes as it was built", () => {
	const objects = join(build, "release");
	assert.ok(existsSync(join(objects, "src/base/err.o")), "make has been run");
	const run = spawnSync(tool("mkfloors"), ["docs/floors", objects, "src"], {
		cwd: root,
		encoding: "utf8",
	});
	assert.equal(run.stderr, "");
	assert.equal(run.status, 0);
});

test("an include of a higher floor", () => {
	refused(
		{ "src/plan/plan.c": '#include "desk/desk.h"\nint plan_count(void) { return desk_home(); }\n' },
		/src\/plan\/plan\.c:1: desk\/desk\.h is of a higher floor/,
	);
});

test("an include written with blanks", () => {
	refused({ "src/base/base.h": '#  include   "plan/plan.h"\nint base_one(void);\n' }, /base\.h:1: plan\/plan\.h/);
});

test("an extern of a higher floor's function, without any include", () => {
	refused(
		{ "src/plan/plan.c": "extern int desk_home(void);\nint plan_count(void);\nint plan_count(void) { return desk_home(); }\n" },
		/plan\.o uses desk_home of a higher floor \(desk\.o\)/,
	);
});

test("a variable of a higher floor", () => {
	refused(
		{
			"src/desk/state.c": "int desk_state = 1;\n",
			"src/base/base.c": "extern int desk_state;\nint base_one(void);\nint base_one(void) { return desk_state; }\n",
		},
		/base\.o uses desk_state of a higher floor/,
	);
});

test("a core that uses its own subject's page", () => {
	refused(
		{ "src/plan/plan.c": "int plan_show(void);\nint plan_count(void);\nint plan_count(void) { return plan_show(); }\n" },
		/plan\.o uses plan_show of a higher floor/,
	);
});

test("a page that uses another subject's page", () => {
	refused(
		{ "src/task/task_web.c": "int plan_show(void);\nint task_show(void);\nint task_show(void) { return plan_show(); }\n" },
		/task_web\.o uses plan_show of another subject's pages/,
	);
});

test("a core that includes a page's generated header", () => {
	refused(
		{ "src/plan/plan.html": "", "src/plan/plan.c": '#if 0\n#include "plan_html.h"\n#endif\nint plan_count(void);\nint plan_count(void) { return 1; }\n' },
		/plan_html\.h is of a higher floor/,
	);
});

test("generated statements that use a higher floor", () => {
	refused(
		{ "gen/plan_sql.c": "int page_width(void);\nint plan_sql(void);\nint plan_sql(void) { return page_width(); }\n" },
		/plan_sql\.o uses page_width of a higher floor/,
	);
});

test("a library looked at past its interface, and the writer", () => {
	refused({ "src/plan/plan.h": "#if 0\n#include <sqlite3.h>\n#endif\nint plan_count(void);\n" }, /sqlite3\.h is known to src\/store only/);
	refused({ "src/plan/plan_test.c": '#if 0\n#include "store/writer.h"\n#endif\n' }, /store\/writer\.h is known to src\/store only/);
});

test("a folder that is no floor", () => {
	refused({ "src/plan/plan.h": '#if 0\n#include "attic/old.h"\n#endif\nint plan_count(void);\n' }, /attic\/old\.h is on no floor/);
});

test("tests stand above everything", () => {
	assert.equal(floors({ "src/base/base_test.c": '#include "desk/desk.h"\nint t(void);\nint t(void) { return desk_home(); }\n' }).status, 0);
});
