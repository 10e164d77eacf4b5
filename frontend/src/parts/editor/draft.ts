// Keeps what is being written: with the server where the page says where, else in this browser.
import { csrf } from "../words";

const PAUSE = 1200;

export function keepDraft(box: HTMLElement, area: HTMLTextAreaElement, said: Record<string, string>, state: HTMLElement): void {
  const address = box.dataset["draft"] ?? "";
  const place = `draft:${location.pathname}:${area.dataset["place"] ?? area.name}`;
  let isSending = false;
  let waiting = 0;

  // With the server's own draft, what lies here is what could not be sent to it: the newer words.
  const local = read(place);
  const brought = local && local !== area.value && (address || !area.value || box.dataset["brings"] !== undefined);
  let saved = snapshot(area);
  if (brought) area.value = local;
  if (brought || box.dataset["restored"] !== undefined) state.textContent = said["restored"] ?? "";

  async function keep(): Promise<void> {
    const now = snapshot(area);
    if (now === saved) return;
    state.textContent = said["keeping"] ?? "";
    const isKept = address ? await send(address, area) : store(place, area.value);
    if (isKept) saved = now;
    if (address) store(place, isKept ? "" : area.value);
    state.textContent = (isKept ? said["kept"] : said["unkept"]) ?? "";
  }

  (area.form ?? area).addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void keep(), PAUSE);
  });
  addEventListener("online", () => void keep());
  area.form?.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(waiting);
    store(place, "");
  });
  area.form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== area.form) return; // a field that looks something up sends nothing
    isSending = false;
    saved = snapshot(area);
  });
  addEventListener("beforeunload", (event) => {
    if (!isSending && area.isConnected && snapshot(area) !== saved) event.preventDefault();
  });
}

/** Everything typed in the form: a title is as dear as its text. */
function snapshot(area: HTMLTextAreaElement): string {
  const typed = area.form?.querySelectorAll<HTMLInputElement>("textarea, input:not([type=hidden], [type=file])") ?? [area];
  return [...typed].map((one) => one.value).join("\0");
}

function read(place: string): string {
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function store(place: string, text: string): boolean {
  try {
    if (text) localStorage.setItem(place, text);
    else localStorage.removeItem(place);
    return true;
  } catch {
    return false;
  }
}

/** The whole form goes along, so that a title is kept with its text. */
async function send(address: string, area: HTMLTextAreaElement): Promise<boolean> {
  const body = new FormData(area.form ?? undefined);
  for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
  if (!area.form) body.set(area.name, area.value);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
    return answer.ok;
  } catch {
    return false;
  }
}
