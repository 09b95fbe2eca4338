import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const core = fileURLToPath(new URL("../core/src/", import.meta.url));

// Relative URLs, so that the site can be hosted in any folder; nothing inlined, so that
// the content security policy needs no exception.
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
    modulePreload: false,
    reportCompressedSize: false,
  },
});
