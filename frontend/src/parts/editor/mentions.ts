// Completes @names from the address the page gives: ?q= answers [{handle, name}].
import { write } from "./marks";

type Person = { handle: string; name: string };

/** As many as fit without scrolling: who wants another types on. */
const MOST = 8;

const BEGUN = /(?:^|[\s(（，。、])@([\p{L}\p{N}_-]{1,30})$/u;

export function completeNames(box: HTMLElement, area: HTMLTextAreaElement, said: Record<string, string>): void {
  const address = box.dataset["mentions"] ?? "";
  if (!address) return;
  const list = document.createElement("div");
  list.className = "mention-list";
  list.id = `${area.id}-people`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said["people"] ?? "");
  box.append(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let asked = 0;
  let at = 0;
  let found: Person[] = [];

  const close = (): void => { list.hidden = true; area.removeAttribute("aria-activedescendant"); };
  const choose = (person: Person): void => {
    const begun = BEGUN.exec(area.value.slice(0, area.selectionStart));
    if (begun?.[1] !== undefined) write(area, `${person.handle} `, area.selectionStart - begun[1].length, area.selectionStart);
    close();
  };
  const show = (): void => {
    list.replaceChildren(...found.map((person, place) => option(list, person, place, place === at, choose)));
    list.hidden = found.length === 0;
    if (list.hidden) area.removeAttribute("aria-activedescendant");
    else area.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    place(list, area);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  };

  area.addEventListener("input", async () => {
    const begun = BEGUN.exec(area.value.slice(0, area.selectionStart))?.[1];
    if (!begun) { close(); return; }
    const turn = ++asked;
    const people = await ask(address, begun);
    if (turn !== asked) return;
    found = people.slice(0, MOST);
    at = 0;
    show();
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const person = found[at];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      show();
    } else if ((event.key === "Enter" || event.key === "Tab") && person) choose(person);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  area.addEventListener("blur", () => setTimeout(close, 150));
}

/** Below the line that is being written, or above it where the screen ends. */
function place(list: HTMLElement, area: HTMLTextAreaElement): void {
  const copy = document.createElement("div");
  const look = getComputedStyle(area);
  for (const name of ["font", "lineHeight", "padding", "border", "letterSpacing", "boxSizing"] as const) copy.style[name] = look[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${area.offsetWidth}px` });
  copy.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "@";
  copy.append(mark);
  area.after(copy);
  const top = area.offsetTop + mark.offsetTop - area.scrollTop;
  const below = top + mark.offsetHeight + 4;
  const left = Math.min(mark.offsetLeft, area.offsetWidth - list.offsetWidth - 8);
  copy.remove();
  const frame = (list.offsetParent ?? area).getBoundingClientRect();
  const fits = frame.top + below + list.offsetHeight < innerHeight;
  list.style.top = `${fits ? below : top - list.offsetHeight - 4}px`;
  list.style.left = `${Math.max(8, left)}px`;
}

async function ask(address: string, begun: string): Promise<Person[]> {
  try {
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(begun)}`);
    return answer.ok ? ((await answer.json()) as Person[]).slice(0, 8) : [];
  } catch {
    return [];
  }
}

function option(list: HTMLElement, person: Person, place: number, isChosen: boolean, choose: (person: Person) => void): HTMLElement {
  const made = document.createElement("div");
  made.id = `${list.id}-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", String(isChosen));
  const name = document.createElement("span");
  name.textContent = person.name;
  const handle = document.createElement("span");
  handle.className = "quiet small";
  handle.textContent = `@${person.handle}`;
  made.append(name, handle);
  made.addEventListener("mousedown", (event) => { event.preventDefault(); choose(person); });
  return made;
}
