// A textarea made comfortable: toolbar, preview, kept drafts, pasted pictures, mentions.
import { csrf, icon, words } from "../words";
import { keepDraft } from "./draft";
import { completeNames } from "./mentions";
import { marks, applyMark, type Mark } from "./marks";
import { takeFiles } from "./uploads";

type Words = Record<string, string>;

export function enhance(box: HTMLElement): void {
  const area = box.querySelector("textarea");
  if (!area) return;
  const said = words(box);
  const foot = document.createElement("div");
  foot.className = "editor-foot";
  const state = document.createElement("span");
  state.setAttribute("role", "status");
  const keys = document.createElement("span");
  keys.textContent = said["send"] ?? "";
  foot.append(state, keys);
  const bar = toolbar(area, said);
  box.prepend(bar);
  box.append(foot);
  const pick = takeFiles(box, area, said, state);
  bar.querySelector(".push")?.before(tool("image", said["image"] ?? "", pick));
  preview(bar, area, said);
  sendKey(area);
  keepDraft(box, area, said, state);
  completeNames(box, area, said);
}

function tool(picture: string, label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.append(icon(picture));
  button.addEventListener("click", act);
  return button;
}

/** One stop of the Tab key; arrows move inside, as toolbars do. */
function toolbar(area: HTMLTextAreaElement, said: Words): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", said["toolbar"] ?? "");
  bar.setAttribute("aria-controls", area.id);
  for (const [name, mark] of Object.entries(marks)) {
    bar.append(tool(mark.icon, hint(said[name] ?? name, mark), () => applyMark(area, mark)));
  }
  const push = document.createElement("span");
  push.className = "push";
  bar.append(push);
  bar.addEventListener("keydown", (event) => rove(bar, event));
  queueMicrotask(() => { for (const [at, one] of buttons(bar).entries()) one.tabIndex = at ? -1 : 0; });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const mark = Object.values(marks).find((one) => one.key === event.key.toLowerCase());
    if (!mark) return;
    event.preventDefault();
    applyMark(area, mark);
  });
  return bar;
}

const hint = (label: string, mark: Mark): string => (mark.key ? `${label} (Ctrl+${mark.key.toUpperCase()})` : label);
const buttons = (bar: HTMLElement): HTMLButtonElement[] => [...bar.querySelectorAll("button")];

function rove(bar: HTMLElement, event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const all = buttons(bar);
  const next = all[(all.indexOf(document.activeElement as HTMLButtonElement) + by + all.length) % all.length];
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next?.focus();
  event.preventDefault();
}

function preview(bar: HTMLElement, area: HTMLTextAreaElement, said: Words): void {
  const shown = document.createElement("div");
  shown.className = "editor-preview prose";
  shown.hidden = true;
  shown.tabIndex = 0;
  shown.setAttribute("role", "region");
  shown.setAttribute("aria-label", said["preview"] ?? "");
  area.after(shown);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.append(icon("eye"), said["preview"] ?? "");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", async () => {
    const opens = shown.hidden;
    button.setAttribute("aria-pressed", String(opens));
    if (opens) shown.style.minHeight = `${area.offsetHeight}px`;
    shown.hidden = !opens;
    area.hidden = opens;
    if (opens) await fill(shown, area.value, said);
    else area.focus();
  });
  area.addEventListener("invalid", () => { if (!shown.hidden) button.click(); });
  bar.append(button);
}

async function fill(shown: HTMLElement, source: string, said: Words): Promise<void> {
  const body = new URLSearchParams({ source });
  try {
    const answer = await fetch("/text/preview/", { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
    if (!answer.ok) throw new Error(String(answer.status));
    shown.innerHTML = await answer.text(); // sanitised by the server, as every stored text is
    if (!shown.textContent?.trim() && !shown.querySelector("img")) shown.textContent = said["empty"] ?? "";
  } catch {
    shown.textContent = words()["failed"] ?? "";
  }
}

function sendKey(area: HTMLTextAreaElement): void {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form?.requestSubmit();
    }
  });
}
