// Keeps what is being written: with the server where the page says where, else in this browser.
import { csrf } from "../words";

const PAUSE = 1200;

export function keepDraft(box: HTMLElement, area: HTMLTextAreaElement, said: Record<string, string>, state: HTMLElement): void {
  const address = box.dataset["draft"] ?? "";
  const place = `draft:${location.pathname}:${area.name}`;
  let saved = area.value;
  let isSending = false;
  let waiting = 0;

  const local = address ? "" : localStorage.getItem(place) ?? "";
  if (local && !area.value) {
    area.value = local;
    state.textContent = said["restored"] ?? "";
  }

  async function keep(): Promise<void> {
    const now = area.value;
    if (now === saved) return;
    state.textContent = said["keeping"] ?? "";
    const isKept = address ? await send(address, area) : store(place, now);
    if (isKept) saved = now;
    else store(place, now);
    state.textContent = (isKept ? said["kept"] : said["unkept"]) ?? "";
  }

  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void keep(), PAUSE);
  });
  area.form?.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(waiting);
    localStorage.removeItem(place);
  });
  area.form?.addEventListener("htmx:afterRequest", () => { isSending = false; saved = area.value; });
  addEventListener("beforeunload", (event) => {
    if (!isSending && area.isConnected && area.value !== saved) event.preventDefault();
  });
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
