// Single keys for those who like them: / ? j k r, said in the dialog that ? opens and turned off there.
const SWITCH = "keys-off";

export function keys(): void {
  const dialog = document.getElementById("keys");
  const box = dialog?.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "" : "yes"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isOff()) return;
    if (document.querySelector("dialog[open]") || !press(event.key, dialog)) return;
    event.preventDefault();
  });
}

function isOff(): boolean {
  try {
    return localStorage.getItem(SWITCH) === "yes";
  } catch {
    return false;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function press(key: string, dialog: HTMLElement | null): boolean {
  if (key === "?" && dialog instanceof HTMLDialogElement) {
    dialog.showModal();
    return true;
  }
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  const wanted = { "/": '[data-hotkey="/"]', r: "#reply-text" }[key];
  const found = wanted ? document.querySelector<HTMLElement>(wanted) : null;
  if (!found || found.offsetParent === null) return false;
  found.focus();
  return true;
}

/** To the next or the last: a title in a list of topics, a post in a topic. */
function step(by: 1 | -1): boolean {
  const stops = [...document.querySelectorAll<HTMLElement>(".thread-row .title a, .thread > .post")];
  if (!stops.length) return false;
  const here = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
  const next = stops[Math.min(Math.max(here + by, 0), stops.length - 1)];
  if (next?.matches(".post")) next.tabIndex = -1;
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return true;
}
