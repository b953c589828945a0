// Bundles the TypeScript under test beside the tests, then lets node's own runner take over.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const out = new URL("../node_modules/.cache/maillage-tests/", import.meta.url).pathname;

await build({
  absWorkingDir: here.pathname,
  entryPoints: ["*.test.mjs"],
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  define: { FRONTEND: JSON.stringify(new URL("../", here).href) },
  external: ["esbuild"],
});
const files = ["contrast", "identifying", "idle-clock", "sealing", "sprite"].map((name) => `${out}${name}.test.mjs`);
const run = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
