import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const core = fileURLToPath(new URL("../core/src/", import.meta.url));

/** Linked by pages that are not built here, so they keep their names. */
const PLAIN_STYLE = "plain.css";
const DOCS_SEARCH = "docs-search";

// Every HTML file in this folder is a page. Relative URLs, so that the site can be hosted in any folder;
// nothing inlined, so that the content security policy needs no exception.
export default defineConfig({
  base: "./",
  resolve: {
    alias: [{ find: /^@egress6\/core\/(.*)$/, replacement: `${core}$1.ts` }],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    // The terms of what is bundled ask to be passed on with it.
    license: { fileName: "licenses.txt" },
    modulePreload: {
      polyfill: false,
      // What a lazy chunk imports is mostly there already; listing it would cost the first load.
      resolveDependencies: (_file, dependencies, { hostType }) =>
        hostType === "html" ? dependencies : dependencies.filter((name) => name.endsWith(".css")),
    },
    reportCompressedSize: false,
    rolldownOptions: {
      // On a slow machine a table of plugin times would be the first that `npm start` shows.
      checks: { bundlerTimings: false },
      input: [
        ...readdirSync(here)
          .filter((name) => name.endsWith(".html"))
          .map((name) => here + name),
        `${here}src/styles/${PLAIN_STYLE}`,
        `${here}src/pages/${DOCS_SEARCH}.ts`,
      ],
      output: {
        // Few chunks for what is loaded first: each costs a request, and gzip learns from what is together.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules[\\/]@?preact[\\/]|components[\\/]site-header/,
              priority: 2,
            },
            { name: "map", test: /components[\\/]map-page/, priority: 1 },
          ],
        },
        // The map names many chunks, and hashes do not compress.
        chunkFileNames: "assets/[name]-[hash:6].js",
        entryFileNames: ({ name }) =>
          name === DOCS_SEARCH ? "[name].js" : "assets/[name]-[hash:6].js",
        assetFileNames: ({ names }) =>
          names.includes(PLAIN_STYLE) ? PLAIN_STYLE : "assets/[name]-[hash:6][extname]",
      },
    },
  },
});
