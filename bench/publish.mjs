// bench/publish.mjs: a 30-page report as DOCX and as PDF, against LibreOffice converting the same
// DOCX to PDF. Whole processes, from start to end, each the best of some runs in turn.
//
//	node bench/publish.mjs [build/release/haidang]
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = process.argv[2] ?? "build/release/haidang";
const dir = mkdtempSync(join(tmpdir(), "haidang-publish-"));
const at = (name) => join(dir, name);

function best(runs, program, ...args) {
	let least = Infinity;
	for (let i = 0; i < runs; i++) {
		const start = process.hrtime.bigint();
		execFileSync(program, args, { stdio: "ignore" });
		least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
	}
	return least;
}

try {
	const paper = JSON.parse(execFileSync(binary, ["publish", "sample", "report"], { encoding: "utf8" }));
	paper.body = Array(60).fill(paper.body).flat();
	writeFileSync(at("report.json"), JSON.stringify(paper));
	const write = (form) => ["publish", "write", at("report.json"), `--${form}`, at(`report.${form}`)];

	const docx = best(8, binary, ...write("docx")), pdf = best(8, binary, ...write("pdf"));
	const pages = (readFileSync(at("report.pdf"), "latin1").match(/\/Type \/Page\b(?!s)/g) ?? []).length;
	const office = best(3, "soffice", "--headless", "--convert-to", "pdf", "--outdir", at("office"), at("report.docx"));

	// its own start left out: eight files in one run against one
	for (let i = 0; i < 8; i++) copyFileSync(at("report.docx"), at(`copy${i}.docx`));
	const eight = best(2, "soffice", "--headless", "--convert-to", "pdf", "--outdir", at("office"), ...[...Array(8).keys()].map((i) => at(`copy${i}.docx`)));
	const warm = (eight - office) / 7;

	console.log(`${pages} pages; DOCX ${statSync(at("report.docx")).size} bytes, PDF ${statSync(at("report.pdf")).size} bytes`);
	console.log(`DOCX ${docx.toFixed(0)} ms, PDF ${pdf.toFixed(0)} ms, LibreOffice from DOCX to PDF ${office.toFixed(0)} ms`);
	console.log(`PDF against LibreOffice: ${(office / pdf).toFixed(1)} times; both files: ${(office / (docx + pdf)).toFixed(1)} times`);
	console.log(`LibreOffice once it runs: ${warm.toFixed(0)} ms a file, ${(warm / pdf).toFixed(1)} times our whole process`);
} finally {
	rmSync(dir, { recursive: true });
}
