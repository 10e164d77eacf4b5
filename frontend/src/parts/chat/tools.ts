// What one may do with a message: a small bar on the message under the pointer, and its menu.
import { icon } from "../words";
import { make, type Drawing } from "./message";

export type Act = (act: string, row: HTMLElement, sign?: string) => void;
const QUICK = 3;

export function tools(list: HTMLElement, how: Drawing, may: { remove: boolean; topics: boolean; recall: number; report: boolean }, act: Act): void {
  if (!how.me) return;
  list.addEventListener("click", (event) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>(".message");
    if (!row) return;
    const sign = target.closest<HTMLButtonElement>("button.reaction");
    if (sign && !sign.closest(".message-menu")) { event.preventDefault(); act("react", row, sign.value); return; }
    if (target.closest("[data-options]")) { event.preventDefault(); open(row); }
  });
  list.addEventListener("pointerover", (event) => {
    if ((event as PointerEvent).pointerType === "touch") return;
    const row = (event.target as Element).closest<HTMLElement>(".message[data-id]:not(.is-removed)");
    if (row && !row.querySelector(".quick") && how.canTalk) row.append(quick(row));
    for (const old of list.querySelectorAll(".quick")) if (old.parentElement !== row) old.remove();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest(".message-menu, [data-options]")) close();
  });

  const isOwn = (row: HTMLElement): boolean => Number(row.dataset["author"]) === how.me;

  function quick(row: HTMLElement): HTMLElement {
    const bar = make("div", "quick");
    if (!isOwn(row)) for (const [key, [glyph, label]] of Object.entries(how.signs).slice(0, QUICK)) bar.append(signButton(key, glyph, label));
    bar.append(button("reply", "corner-up-right", row));
    return bar;
  }

  function signButton(key: string, glyph: string, label: string): HTMLButtonElement {
    const made = make("button", "reaction", icon(glyph));
    made.dataset["sign"] = key;
    made.type = "button";
    made.value = key;
    made.title = label;
    made.setAttribute("aria-label", label);
    return made;
  }

  function button(name: string, picture: string, row: HTMLElement, isShown = false): HTMLButtonElement {
    const made = make("button", isShown ? "" : "btn btn-quiet btn-small btn-icon", icon(picture), isShown ? (how.said[name] ?? "") : "");
    made.type = "button";
    if (!isShown) { made.title = how.said[name] ?? ""; made.setAttribute("aria-label", how.said[name] ?? ""); }
    made.addEventListener("click", (event) => { event.stopPropagation(); close(); act(name, row); });
    return made;
  }

  function close(): void { list.querySelector(".message-menu")?.remove(); }

  function open(row: HTMLElement): void {
    const isOpen = row.querySelector(".message-menu");
    close();
    if (isOpen || !row.dataset["id"]) return;
    const menu = make("div", "message-menu panel");
    menu.setAttribute("role", "group");
    menu.setAttribute("aria-label", how.said["more"] ?? "");
    for (const one of choices(row)) menu.append(one);
    row.append(menu);
    const room = row.closest<HTMLElement>("[data-scroll]")?.getBoundingClientRect();
    if (room && menu.getBoundingClientRect().bottom > room.bottom) menu.classList.add("opens-up");
    menu.querySelector("button")?.focus();
  }

  function choices(row: HTMLElement): HTMLElement[] {
    const isGone = row.classList.contains("is-removed");
    const isFresh = Date.now() - Date.parse(row.dataset["posted"] ?? "") < may.recall * 60_000;
    const found: HTMLElement[] = [];
    if (how.canTalk && !isGone) {
      if (!isOwn(row) && Object.keys(how.signs).length) {
        const signs = make("div", "sign-row", ...Object.entries(how.signs).map(([key, [glyph, label]]) => signButton(key, glyph, label)));
        signs.addEventListener("click", (event) => {
          const sign = (event.target as Element).closest<HTMLButtonElement>("button.reaction");
          if (!sign) return;
          event.stopPropagation();
          close();
          act("react", row, sign.value);
        });
        found.push(signs);
      }
      found.push(button("reply", "corner-up-right", row, true));
      if (isOwn(row) && isFresh) found.push(button("edit", "pencil", row, true));
      if (isOwn(row) && (isFresh || may.remove)) found.push(button("recall", "rotate-ccw", row, true));
    }
    if (!isGone && may.topics) found.push(button("topic", "messages-square", row, true));
    found.push(button("copy", "link", row, true));
    if (may.report && !isGone && !isOwn(row)) found.push(button("report", "flag", row, true));
    if (may.remove && !isGone && !isOwn(row)) found.push(button("remove", "trash-2", row, true));
    if (may.remove && isGone) found.push(button("restore", "rotate-ccw", row, true));
    return found;
  }
}
