// Completes @names from the address the page gives: ?q= answers [{handle, name}].
import { write } from "./marks";

type Person = { handle: string; name: string };

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
    area.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };

  area.addEventListener("input", async () => {
    const begun = BEGUN.exec(area.value.slice(0, area.selectionStart))?.[1];
    if (!begun) { close(); return; }
    const turn = ++asked;
    const people = await ask(address, begun);
    if (turn !== asked) return;
    found = people;
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
