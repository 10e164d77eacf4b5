// One SVG sprite of the icons that are used: named in templates and Python, or listed in icons.txt.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

// In slots.py every quoted word that has a picture counts: menu items name theirs by place.
const NAMED = /\bicon\(\s*"([a-z0-9-]+)"|\bicon\s*=\s*"([a-z0-9-]+)"|"icon":\s*"([a-z0-9-]+)"/g;

/** Our own words for pictures, where they differ from the set's. */
const ALIASES: Record<string, string> = {
  more: "ellipsis",
  door: "door-open",
  close: "x",
  warn: "triangle-alert",
  good: "circle-check",
  bad: "octagon-alert",
  question: "message-circle-question-mark",
  reply: "message-circle",
  edit: "pencil",
  delete: "trash-2",
};

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "migrations", "tests", "__pycache__", "locale"].includes(entry.name)) yield* sources(path);
    } else if (/\.(html|py)$/.test(entry.name)) {
      yield path;
    }
  }
}

function namesUsed(root: string, list: string, pictures: string): Set<string> {
  const names = new Set(readFileSync(list, "utf8").split(/\s+/).filter(Boolean));
  for (const path of sources(root)) {
    const text = readFileSync(path, "utf8");
    for (const found of text.matchAll(NAMED)) names.add(found[1] ?? found[2] ?? found[3] ?? "");
    if (!path.endsWith("slots.py")) continue;
    for (const found of text.matchAll(/"([a-z0-9-]+)"/g)) {
      if (existsSync(picture(found[1] ?? "", pictures))) names.add(found[1] ?? "");
    }
  }
  for (const own of Object.keys(ALIASES)) names.add(own);
  names.delete("");
  return names;
}

const picture = (name: string, folder: string): string => join(folder, `${ALIASES[name] ?? name}.svg`);

function symbol(name: string, folder: string): string {
  const path = picture(name, folder);
  if (!existsSync(path)) {
    console.warn(`icons: no picture is called "${name}"`);
    return "";
  }
  const drawing = readFileSync(path, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

export function iconSprite(root: string, list: string, pictures: string): Plugin {
  return {
    name: "icon-sprite",
    apply: "build",
    generateBundle() {
      const symbols = [...namesUsed(root, list, pictures)].sort().map((name) => symbol(name, pictures));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
