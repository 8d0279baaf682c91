// What mkhtml refuses and what it makes, over small made-up templates; and that what it
// makes is checked by the compiler at the template's own line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build, root, tool } from "../lib/build.mjs";

// Runs mkhtml over src/x/x.html with this body of a template.
function mkhtml(text, { raw = "", compile = false } = {}) {
	const dir = mkdtempSync(join(tmpdir(), "haidang-html-"));
	try {
		mkdirSync(join(dir, "src/x"), { recursive: true });
		mkdirSync(join(dir, "gen"));
		writeFileSync(join(dir, "raw.txt"), raw);
		writeFileSync(join(dir, "src/x/x.html"), text);
		const run = spawnSync(tool("mkhtml"), ["gen", "raw.txt", "src/x/x.html"], { cwd: dir, encoding: "utf8" });
		if (run.status !== 0 || !compile) return { status: run.status, said: run.stderr, code: run.status === 0 ? readFileSync(join(dir, "gen/x_html.c"), "utf8") : "" };
		const cc = spawnSync(
			"gcc",
			["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Werror", `-I${join(root, "src")}`, `-I${join(build, "gen")}`, "-Igen", "-fsyntax-only", "gen/x_html.c"],
			{ cwd: dir, encoding: "utf8" },
		);
		return { status: cc.status, said: cc.stderr };
	} finally {
		rmSync(dir, { recursive: true });
	}
}

const template = (body) => `{{template x(struct str s, int n)}}${body}{{end template}}\n`;

const refused = {
	"an unquoted attribute": ["<p class={{s}}>", /quoted/],
	"an expression for an attribute": ["<p {{s}}>", /only values/],
	"an expression in a tag's name": ["<{{s}}>", /inside the start of a tag|only values/],
	"an address from a string": ['<a href="{{s}}">x</a>', /\{\{url\}\}/],
	"an address written out": ['<a href="/plans">x</a>', /\{\{url\}\}/],
	"a script's address": ['<script src="https://x"></script>', /\{\{url\}\}/],
	"something behind an address": ['<a href="{{url y()}}{{s}}">x</a>', /address/],
	"an empty address": ['<a href="">x</a>', /empty/],
	"an address in text": ["<p>{{url y()}}</p>", /address/],
	"script with content": ["<script>{{s}}</script>", /comment, script or style|files of their own/],
	"style with content": ["<style>a{}</style>", /files of their own/],
	"a style attribute": ['<p style="color: red">x</p>', /does not belong/],
	"an onclick": ['<p onclick="x()">x</p>', /runs script/],
	"an iframe": ['<iframe title="x"></iframe>', /does not belong/],
	"a comment with an expression": ["<!-- {{s}} -->", /comment/],
	"elements in a value": ['<p title="{{icon x}}">x</p>', /inside a value/],
	"a form without its token": ['<form method="post" action="{{url y()}}"></form>', /csrf/],
	"a form whose method is worked out": ['<form method="{{s}}"></form>', /method/],
	"an if without an end": ["{{if n}}x", /no end/],
	"an end without an if": ["x{{end}}", /without if or for/],
	"else twice": ["{{if n}}a{{else}}b{{else}}c{{end}}", /does not belong/],
	"empty in an if": ["{{if n}}a{{empty}}b{{end}}", /does not belong/],
	"a branch that leaves a tag open": ["{{if n}}<p{{end}}>x</p>", /leave/],
	"branches that differ": ["{{if n}}<p{{else}}<b>{{end}}>x", /elsewhere/],
	"a tag left open at the end": ["<p", /ends inside/],
	"a bare <": ["a < b", /begins no tag/],
	"attributes run together": ['<p class="a"id="b">x</p>', /blank/],
	"an unlisted raw": ["{{raw s}}", /not listed/],
	"a directive left open": ["{{s", /without \}\}/],
	"nothing": ["{{ }}", /says nothing/],
};

for (const [name, [body, pattern]] of Object.entries(refused))
	test(`mkhtml refuses ${name}`, () => {
		const { status, said } = mkhtml(template(body));
		assert.equal(status, 1);
		assert.match(said, pattern);
		assert.match(said, /^(src\/x\/x\.html|raw\.txt):\d+: /);
	});

test("mkhtml refuses two templates of one name, text outside, and one without an end", () => {
	assert.match(mkhtml(template("a") + template("b")).said, /stands twice/);
	assert.match(mkhtml(`x${template("a")}`).said, /outside of a template/);
	assert.match(mkhtml("{{template x()}}a").said, /no end/);
});

test("mkhtml refuses a line of the raw list that nothing prints", () => {
	assert.match(mkhtml(template("a"), { raw: "src/x/x.html: s\n" }).said, /any more/);
	assert.equal(mkhtml(template("{{raw s}}"), { raw: "# why\nsrc/x/x.html: s\n" }).status, 0);
});

test("what is sound compiles", () => {
	const { status, said } = mkhtml(
		template(
			'{{# a note }}<p{{if n}} class="a{{if n > 1}} b{{end}}"{{end}}>{{s}} {{n}} {{num n}} {{"z"}}</p><!-- gone -->' +
				'<a href="#{{n}}">x</a><a href="tel:111">111</a><a href="{{href s}}#t">y</a><br/>' +
				'<form method="post" action="{{href s}}">{{csrf}}<input name="a" value="{{s}}" required></form>' +
				"<textarea name='t'>\n {{s}}</textarea>{{t web.title}}{{t web.pager n n n}}",
		),
		{ compile: true },
	);
	assert.equal(said, "");
	assert.equal(status, 0);
});

test("comments go, white space shrinks, and is kept in a textarea", () => {
	const { code } = mkhtml(template("<p>a   b\n\n\t c</p><!-- secret --><textarea name='t'>  d\n  e</textarea>"));
	assert.match(code, /<p>a b\\nc<\/p><textarea name='t'>  d\\n  e<\/textarea>/);
	assert.doesNotMatch(code, /secret/);
});

const unsound = {
	"a truth": "{{(_Bool)n}}",
	"a pointer": "{{&n}}",
	"a double": "{{1.5}}",
	"a member that is not there": "{{s.q}}",
	"a text that is not there": "{{t web.no_such_text}}",
	"a file that is not there": '<img src="{{asset no.png}}" alt="">',
};
for (const [name, body] of Object.entries(unsound))
	test(`${name} does not compile, and the error names the template`, () => {
		const { status, said } = mkhtml(`\n\n${template(body)}`, { compile: true });
		assert.notEqual(status, 0);
		assert.match(said, /src\/x\/x\.html:3/);
	});
