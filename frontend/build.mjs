// Builds dist/: plain names; Django's manifest storage gives them their fingerprint.
import { cp, mkdir, rm } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const path = (name) => new URL(name, here);
const families = ["bricolage-grotesque", "atkinson-hyperlegible-next"];
const target = ["es2020", "chrome114", "firefox125", "safari17"];

await rm(path("dist"), { recursive: true, force: true });
await mkdir(path("dist/fonts"), { recursive: true });

const copies = ["icons.svg", "favicon.svg", "images"].map((name) => [name, `dist/${name}`]);
for (const family of families) {
  const source = `node_modules/@fontsource-variable/${family}`;
  copies.push([`${source}/LICENSE`, `dist/fonts/${family}.txt`]);
  for (const subset of ["latin", "latin-ext"]) {
    copies.push([`${source}/files/${family}-${subset}-wght-normal.woff2`, `dist/fonts/${family}-${subset}.woff2`]);
  }
}

await Promise.all([
  ...copies.map(([from, to]) => cp(path(from), path(to), { recursive: true })),
  build({
    absWorkingDir: here.pathname,
    entryPoints: { app: "css/app.css" },
    outdir: "dist",
    bundle: true,
    minify: true,
    target,
    external: ["images/*", "fonts/*"],
  }),
  build({
    absWorkingDir: here.pathname,
    entryPoints: { app: "src/entry.ts" },
    outdir: "dist",
    bundle: true,
    minify: true,
    target: "es2020",
    legalComments: "eof",
  }),
  build({
    absWorkingDir: here.pathname,
    entryPoints: { journal: "src/journal.ts", worker: "src/worker.ts" },
    outdir: "dist",
    bundle: true,
    minify: true,
    target: "es2020",
    legalComments: "eof",
  }),
  // Loaded only by whoever asks for a map they can move: Leaflet with its style, and none of its pictures.
  build({
    absWorkingDir: here.pathname,
    entryPoints: { map: "src/map.ts" },
    outdir: "dist",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    loader: { ".png": "empty" },
    legalComments: "eof",
  }),
]);
