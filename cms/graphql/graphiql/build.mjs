// Builds GraphiQL and its workers into cms/static/graphiql. File names carry no
// hash: Django's static files storage adds one.
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const outdir = "../../static/graphiql";

const options = {
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

rmSync(outdir, { recursive: true, force: true });

const page = await build({
  ...options,
  entryPoints: { graphiql: "main.jsx" },
  alias: {
    "monaco-editor/esm/vs/editor/edcore.main.js": "./monaco.js",
    "prettier/plugins/estree": "./jsonc.js",
    "prettier/parser-babel": "./jsonc.js",
    "prettier/parser-graphql": "prettier/plugins/graphql",
  },
});

const workers = await build({
  ...options,
  entryPoints: {
    "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
    "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
    "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
  },
  external: ["prettier/*"], // never loaded: GraphiQL formats in the page
});

// The licences of the packages whose code is in the output.
const sources = [page, workers].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const folders = new Set(sources.flatMap((path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []));
const packages = {};
for (const folder of [...folders].sort()) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|thirdpartynotices)/i.test(file));
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, "utf8").replaceAll("\r", "").trim());
  (packages[texts.join("\n\n")] ??= []).push(`${name} ${version} (${license})`);
}
const licences = Object.entries(packages).map(([text, names]) => [names.join("\n"), text].filter(Boolean).join("\n\n"));
writeFileSync(`${outdir}/LICENSES.txt`, licences.join(`\n\n${"-".repeat(72)}\n\n`) + "\n");
