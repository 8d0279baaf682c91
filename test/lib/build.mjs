// Where the build has put things. BUILD is as for make.
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const build = resolve(root, process.env.BUILD ?? "build");
export const binary = process.env.HAIDANG ?? resolve(build, "release/haidang");
export const loader = process.env.HAIDANG_LOADER ?? binary;
export const tool = (name) => resolve(build, "tool", name);
