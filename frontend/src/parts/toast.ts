// Short words about what just happened; errors stay until closed.
import { icon, words } from "./words";

export type Tone = "good" | "info" | "warn" | "bad";

export function toast(text: string, tone: Tone = "good", again?: () => void): void {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const told = document.createElement("div");
  told.className = "toast";
  told.dataset["tone"] = tone;
  const said = document.createElement("span");
  said.textContent = text;
  told.append(icon(tone), said);
  if (again) {
    told.append(button(words()["again"] ?? "", "again", () => { told.remove(); again(); }));
  }
  told.append(closer(told));
  place.append(told);
  if (tone === "good" || tone === "info") leave(told);
}

function button(text: string, shape: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = shape;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function closer(told: HTMLElement): HTMLButtonElement {
  const made = button("", "", () => told.remove());
  made.setAttribute("aria-label", words()["close"] ?? "");
  made.append(icon("close"));
  return made;
}

/** Goes by itself after six seconds, but not while it is looked at. */
function leave(told: HTMLElement): void {
  setTimeout(() => {
    if (told.matches(":hover, :focus-within")) leave(told);
    else told.remove();
  }, 6000);
}

export function settle(): void {
  for (const told of document.querySelectorAll<HTMLElement>("#toasts > .toast")) {
    told.append(closer(told));
    if (["good", "info"].includes(told.dataset["tone"] ?? "")) leave(told);
  }
}
