// Chosen words of a post, or all of it, go into the reply as a quotation with its source.
import { write } from "./editor/marks";

function quoted(post: HTMLElement, words: string): string {
  const lines = [post.dataset["quote"] ?? "", "", ...words.trim().split("\n")];
  return `${lines.map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
}

function put(area: HTMLTextAreaElement, text: string): void {
  const at = area.value.length;
  write(area, (area.value && !area.value.endsWith("\n\n") ? "\n\n" : "") + text, at, at);
  area.scrollIntoView({ block: "center" });
}

function chosenIn(post: HTMLElement | null): string {
  const chosen = getSelection();
  const words = chosen?.toString().trim() ?? "";
  return words && post?.querySelector(".prose")?.contains(chosen?.anchorNode ?? null) ? words : "";
}

/** The link in a post's foot quotes it; so does the button that appears beside chosen words. */
export function quoting(thread: HTMLElement): void {
  const area = document.querySelector<HTMLTextAreaElement>("#reply-text");
  if (!area) return;
  thread.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-quoting]");
    const post = link?.closest<HTMLElement>("[data-quote]");
    if (!link || !post || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const all = post.querySelector<HTMLElement>(".prose")?.innerText ?? "";
    put(area, quoted(post, chosenIn(post) || all));
  });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain btn-small quote-button";
  button.textContent = thread.querySelector("[data-quoting]")?.getAttribute("title") ?? "";
  button.hidden = true;
  document.body.append(button);
  let words = "";
  let from: HTMLElement | null = null;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const near = chosen?.anchorNode instanceof Element ? chosen.anchorNode : chosen?.anchorNode?.parentElement;
    from = near?.closest<HTMLElement>("[data-quote]") ?? null;
    words = chosenIn(from);
    button.hidden = !words;
    if (!words || !chosen?.rangeCount) return;
    const place = chosen.getRangeAt(0).getBoundingClientRect();
    button.style.top = `${scrollY + place.bottom + 6}px`;
    button.style.left = `${Math.min(scrollX + place.left, scrollX + innerWidth - 120)}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (from && words) put(area, quoted(from, words));
    button.hidden = true;
  });
}
