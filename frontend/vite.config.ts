import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { iconSprite } from "./build/icons.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const output = here("../qunluo/site/static/build");
// Each .ts and .css directly in src/ is an entry; what lies deeper is a part of one.
const entries = readdirSync(here("src")).filter((name) => /(?<!\.d)\.(ts|css)$/.test(name));

export default defineConfig({
  base: "./",
  root: here("."),
  plugins: [
    tailwindcss({ optimize: false }),
    iconSprite(here("../qunluo"), here("icons.txt"), here("node_modules/lucide-static/icons")),
    compressed(output),
  ],
  build: {
    outDir: output,
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    cssTarget: ["chrome111", "safari16.4", "firefox113"],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      checks: { eval: false }, // htmx carries one; its setting allowEval keeps it unused
      input: Object.fromEntries(entries.map((name) => [name, here(`src/${name}`)])),
    },
  },
});
