import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const core = fileURLToPath(new URL("../core/src/", import.meta.url));

/** Linked by pages that are not built here, so they keep their names. */
const PLAIN_STYLE = "plain.css";
const DOCS_SEARCH = "docs-search";

/**
 * Before a lazy chunk runs, its style sheets are there. Vite's own helper also preloads scripts and knows older
 * browsers, which would be a thirtieth of the first load.
 */
const styleLoader: Plugin = {
  name: "style-loader",
  enforce: "pre",
  load(id) {
    if (id !== "\0vite/preload-helper.js") return null;
    return `const loads = new Map();
      const load = (href) => new Promise((resolve, reject) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = href;
        link.onload = resolve;
        link.onerror = () => {
          loads.delete(href);
          link.remove();
          reject(new Error(href));
        };
        document.head.append(link);
      });
      const isThere = (href) => [...document.styleSheets].some((sheet) => sheet.href === href);
      export const __vitePreload = async (run, paths = [], importer) => {
        await Promise.all(paths.map((path) => {
          const { href } = new URL(path, importer);
          if (!loads.has(href)) loads.set(href, isThere(href) ? null : load(href));
          return loads.get(href);
        }));
        return run();
      };`;
  },
};

// Every HTML file in this folder is a page. Relative URLs, so that the site can be hosted in any folder;
// nothing inlined, so that the content security policy needs no exception.
export default defineConfig({
  base: "./",
  plugins: [styleLoader],
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
            { name: "map", test: /components[\\/](map-page|start-map)/, priority: 1 },
          ],
        },
        // The map names many chunks, and hashes do not compress.
        chunkFileNames: "assets/[name]-[hash:7].js",
        entryFileNames: ({ name }) =>
          name === DOCS_SEARCH ? "[name].js" : "assets/[name]-[hash:7].js",
        assetFileNames: ({ names }) =>
          names.includes(PLAIN_STYLE) ? PLAIN_STYLE : "assets/[name]-[hash:5][extname]",
      },
    },
  },
});
