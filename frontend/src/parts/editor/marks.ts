// What the toolbar writes around or before the chosen text.
export type Mark = { icon: string; around?: string; before?: string; link?: boolean; key?: string };

export const marks: Record<string, Mark> = {
  bold: { icon: "bold", around: "**", key: "b" },
  italic: { icon: "italic", around: "*", key: "i" },
  heading: { icon: "heading", before: "## " },
  quote: { icon: "quote", before: "> " },
  code: { icon: "code", around: "`" },
  link: { icon: "link", link: true, key: "k" },
  list: { icon: "list", before: "- " },
  numbers: { icon: "list-ordered", before: "1. " },
};

/** Writes through the browser's own editing, so that undo keeps working. */
export function write(area: HTMLTextAreaElement, text: string, from: number, to: number): void {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function applyMark(area: HTMLTextAreaElement, mark: Mark): void {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  if (mark.before) {
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(start, to).split("\n");
    const isSet = lines.every((line) => line.startsWith(mark.before ?? ""));
    const made = lines.map((line) => (isSet ? line.slice(mark.before?.length) : `${mark.before}${line}`)).join("\n");
    write(area, made, start, to);
    return;
  }
  if (mark.link) {
    write(area, `[${chosen}](https://)`, from, to);
    const at = from + chosen.length + 3;
    area.setSelectionRange(chosen ? at : from + 1, chosen ? at + 8 : from + 1);
    return;
  }
  const sign = chosen.includes("\n") && mark.around === "`" ? "\n```\n" : mark.around ?? "";
  write(area, `${sign}${chosen}${sign}`, from, to);
  if (!chosen) area.setSelectionRange(from + sign.length, from + sign.length);
}
