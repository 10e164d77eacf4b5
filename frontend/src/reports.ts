// The desk of a report: facts found and put into the words, drafts kept, keys, and who else is here.
import { keepDraft } from "./parts/editor/draft";
import { hear } from "./parts/live";
import { stepping } from "./parts/stepping";

const desk = document.querySelector<HTMLElement>("[data-desk]");
let words = document.querySelector<HTMLTextAreaElement>("[data-desk-words]");

function finds(search: HTMLInputElement): void {
  const facts = [...document.querySelectorAll<HTMLElement>("[data-desk-fact]")];
  const none = document.querySelector<HTMLElement>("[data-desk-none]");
  const show = (): void => {
    const asked = search.value.trim().toLowerCase().split(/\s+/);
    for (const one of facts) one.hidden = !asked.every((word) => (one.dataset["deskFact"] ?? "").includes(word));
    if (none) none.hidden = facts.some((one) => !one.hidden);
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    const first = facts.find((one) => !one.hidden)?.querySelector<HTMLElement>("[data-desk-insert]");
    if (event.key === "Enter" || event.key === "ArrowDown") first?.focus();
  });
  show();
}

/** Where the caret stood last; the figure's mark goes there, and the words are read again. */
function inserts(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!words?.isConnected) words = document.querySelector<HTMLTextAreaElement>("[data-desk-words]");
    if (!words) return;
    const fold = words.closest("details");
    if (fold) fold.open = true;
    words.setRangeText(button.dataset["deskInsert"] ?? "", words.selectionStart, words.selectionEnd, "end");
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function writes(area: HTMLTextAreaElement): void {
  const state = area.closest(".field")?.querySelector<HTMLElement>("[data-desk-kept]") ?? document.createElement("span");
  const said = JSON.parse(desk?.dataset["said"] ?? "{}") as Record<string, string>;
  keepDraft(area, area, said, state);
  area.addEventListener("focus", () => { words = area; });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form?.requestSubmit();
    if (event.key === "Escape") area.blur();
  });
  if (area.value.trim()) requestAnimationFrame(() => area.dispatchEvent(new Event("read")));
}

/** Others' changes are said, never loaded over what is being written. */
function listens(found: HTMLElement): void {
  const own = Number(found.dataset["self"]);
  const changed = found.querySelector<HTMLElement>("[data-desk-changed]");
  const here = found.querySelector<HTMLElement>("[data-desk-here]");
  hear(found.dataset["desk"] ?? "", (told) => {
    const isNews = Number(told.payload["edit"]) > Number(found.dataset["edit"]);
    if (changed && told.event === "edited" && told.payload["by"] !== own && isNews) changed.hidden = false;
    if (changed && told.event === "missed") changed.hidden = false;
    if (here && told.event === "here") {
      const ids = (told.payload["ids"] as number[] | undefined) ?? [];
      here.hidden = !ids.some((id) => id !== own);
    }
  });
}

function presses(text: HTMLElement): void {
  const at = (): HTMLElement | null => text.querySelector<HTMLElement>(".claim.is-here");
  stepping(text, {
    x: () => at()?.querySelector<HTMLFormElement>("[data-desk-out]")?.requestSubmit(),
    u: () => document.querySelector<HTMLFormElement>("[data-desk-key=u]")?.requestSubmit(),
    f: () => document.querySelector<HTMLElement>("[data-desk-search]")?.focus(),
    b: () => {
      const section = document.querySelector<HTMLSelectElement>(".desk-side select[name=section]");
      const chosen = at()?.dataset["section"];
      if (section && chosen) section.value = chosen;
      document.querySelector<HTMLElement>(".desk-side [data-desk-words]")?.focus();
    },
  });
}

if (desk) {
  const search = desk.querySelector<HTMLInputElement>("[data-desk-search]");
  const text = desk.querySelector<HTMLElement>("[data-desk-text]");
  if (search) finds(search);
  if (text) presses(text);
  desk.querySelectorAll<HTMLElement>("[data-desk-insert]").forEach(inserts);
  desk.querySelectorAll<HTMLTextAreaElement>("[data-desk-words]").forEach(writes);
  listens(desk);
  desk.dataset["ready"] = "";
}
