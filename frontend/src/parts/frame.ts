// The frame: menus that close, a search key, the theme without a reload, the offline line.
import { keys } from "./keys";
import { settle, toast } from "./toast";
import { words } from "./words";

const THEMES: Record<string, string> = { light: "qunluo", dark: "qunluo-dark" };

function menus(): void {
  document.addEventListener("click", (event) => {
    const inside = (event.target as Element).closest("details[data-menu]");
    for (const open of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      if (open !== inside && !open.contains(inside)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const open = (event.target as Element).closest?.<HTMLDetailsElement>("details[data-menu][open]");
    if (!open) return;
    if (event.key === "Escape") {
      open.open = false;
      open.querySelector("summary")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(open, event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    }
  });
}

function step(menu: HTMLElement, by: 1 | -1): void {
  const stops = [...menu.querySelectorAll<HTMLElement>(".panel :is(a, button, input:not([type=hidden]), select)")];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  stops[(here + by + stops.length) % stops.length]?.focus();
}

/** A change of theme shows at once; the form behind it keeps the cookie. */
function themes(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!form.matches("[data-display]") || button?.name !== "theme") return;
    event.preventDefault();
    const theme = THEMES[button.value];
    if (theme) document.documentElement.dataset["theme"] = theme;
    else delete document.documentElement.dataset["theme"];
    const body = new URLSearchParams({ theme: button.value });
    void fetch(form.action, { method: "POST", body, redirect: "manual" });
    mark(form, button);
    document.dispatchEvent(new CustomEvent("qunluo:theme"));
  });
}

function mark(form: HTMLFormElement, chosen: HTMLButtonElement): void {
  const panel = form.closest(".panel");
  for (const other of panel?.querySelectorAll<HTMLElement>('button[name="theme"]') ?? []) {
    const tick = other.querySelector(".ml-auto");
    if (other === chosen) {
      other.setAttribute("aria-current", "true");
    } else {
      other.removeAttribute("aria-current");
      if (tick) chosen.append(tick);
    }
  }
}

function offline(): void {
  const line = document.getElementById("offline");
  const show = (): void => { if (line) line.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
  // A form sent into nowhere would take what was written along.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || (event.target as HTMLFormElement).method !== "post") return;
    event.preventDefault();
    event.stopPropagation();
    toast(words()["offline"] ?? "", "warn");
  }, true);
}

export function frame(): void {
  menus();
  keys();
  themes();
  offline();
  settle();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
