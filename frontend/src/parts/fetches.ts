// htmx: the CSRF header, the line while a request runs, and what happens when one fails.
import htmx from "htmx.org";
import { toast, type Tone } from "./toast";
import { csrf, words } from "./words";

type Request = { elt: Element; xhr: XMLHttpRequest; requestConfig: { triggeringEvent?: Event } };

let running = 0;

function line(change: 1 | -1): void {
  running = Math.max(0, running + change);
  const bar = document.getElementById("working");
  if (!bar) return;
  if (running) {
    bar.className = "is-on";
  } else {
    bar.className = "is-done";
    setTimeout(() => { if (!running) bar.className = ""; }, 250);
  }
}

function on<T>(name: string, act: (detail: T) => void): void {
  document.addEventListener(name, (event) => act((event as CustomEvent<T>).detail));
}

/** The same request once more: a form is sent again with what is in it now. */
function again(detail: Request): void {
  const { elt } = detail;
  const pressed = elt instanceof HTMLFormElement && pressedIn(elt, detail);
  if (pressed) pressed.click();
  else if (elt instanceof HTMLFormElement) elt.requestSubmit();
  else htmx.trigger(elt, elt.getAttribute("hx-trigger")?.split(" ")[0] ?? "click");
}

/** The button that was pressed, or the one that stands in its place now: its value goes along. */
function pressedIn(form: HTMLFormElement, detail: Request): HTMLButtonElement | undefined {
  const first = (detail.requestConfig.triggeringEvent as SubmitEvent | undefined)?.submitter;
  if (!(first instanceof HTMLButtonElement)) return undefined;
  return [...form.querySelectorAll("button")].find((one) => one.name === first.name && one.value === first.value);
}

export function fetches(): void {
  Object.assign(window, { htmx });
  on<{ headers: Record<string, string>; verb: string }>("htmx:configRequest", (detail) => {
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrf();
  });
  on("htmx:beforeRequest", () => line(1));
  on("htmx:afterRequest", () => line(-1));
  on<Request>("htmx:sendError", (detail) => toast(words()["failed"] ?? "", "bad", () => again(detail)));
  on<Request>("htmx:timeout", (detail) => toast(words()["failed"] ?? "", "bad", () => again(detail)));
  on<Request>("htmx:responseError", (detail) => {
    const told = detail.xhr.getResponseHeader("HX-Trigger") ?? "";
    if (!told.includes("toast")) toast(words()["refused"] ?? "", "bad", () => again(detail));
  });
  on<{ tone?: Tone; text?: string }>("toast", (detail) => toast(detail.text ?? "", detail.tone ?? "good"));
}
