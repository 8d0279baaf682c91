// Files that are no plan, each in its own way, and what the refusal must speak of.
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build.mjs";

export const nationalPlan = join(root, "samples/000.txt");

// Writes them into a folder; gives name and path of each.
export function badFiles(dir) {
	const plan = readFileSync(nationalPlan);
	const half = Math.floor(plan.length / 2);
	const put = (name, bytes) => {
		const path = join(dir, name);
		writeFileSync(path, bytes);
		return { name, path };
	};
	const huge = join(dir, "200-mb.txt");
	const fd = openSync(huge, "w");
	writeSync(fd, plan);
	ftruncateSync(fd, 200 << 20);
	closeSync(fd);
	return [
		put("empty.txt", ""),
		put("blank.txt", " \n\t\r\n \n"),
		put("binary.bin", Buffer.from(Array.from({ length: 65536 }, (_, i) => (i * 167 + (i >> 5)) & 255))),
		put("picture.png", readFileSync(nationalPlan).map((b, i) => (i < 8 ? [137, 80, 78, 71, 13, 10, 26, 10][i] : b ^ 0x80))),
		put("latin1.txt", Buffer.from("K\xe9 ho\xe1ch s\xf4 1, ph\xf2ng ch\xf4ng mua b\xe1n ng\xfd\xf5i\n".repeat(50), "latin1")),
		put("cut-letter.txt", Buffer.concat([plan.subarray(0, half), Buffer.from([0xe1, 0xba]), plan.subarray(half)])),
		put("nul.txt", Buffer.concat([plan.subarray(0, half), Buffer.from([0]), plan.subarray(half)])),
		put("one-line.txt", Buffer.alloc(10 << 20, "a")),
		put("no-plan.txt", "Danh sách đi chợ\n\n- 2 kg gạo\n- 1 chai nước mắm\n".repeat(20)),
		{ name: "200-mb.txt", path: huge },
	];
}
