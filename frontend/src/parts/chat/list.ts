// The run of messages: each in its place by number, days and the unread line between them, and
// never a jump under the reader's eyes.
import { make } from "./message";

const GROUP = 5 * 60 * 1000;
const MOST_SHOWN = 400;

export class List {
  constructor(readonly list: HTMLElement, readonly scroll: HTMLElement, private readonly zone: string, private readonly said: Record<string, string>) {}

  rows(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>(".message")]; }
  byNumber(number: number): HTMLElement | null { return this.list.querySelector<HTMLElement>(`[data-number="${number}"]`); }
  byClient(client: string): HTMLElement | null { return client ? this.list.querySelector<HTMLElement>(`[data-client="${CSS.escape(client)}"]`) : null; }
  waiting(client: string): HTMLElement | null { return client ? this.list.querySelector<HTMLElement>(`[data-pending][data-client="${CSS.escape(client)}"]`) : null; }
  first(): number { return Number(this.list.querySelector<HTMLElement>("[data-number]")?.dataset["number"] ?? 0); }
  last(): number { return Number([...this.list.querySelectorAll<HTMLElement>("[data-number]")].at(-1)?.dataset["number"] ?? 0); }

  isAtEnd(): boolean { return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 90; }
  toEnd(): void { this.scroll.scrollTop = this.scroll.scrollHeight; }

  /** Put a message where its number says; the same number takes the place of what was there. */
  put(row: HTMLElement, instead?: HTMLElement | null): void {
    const number = Number(row.dataset["number"] ?? 0);
    const before = number ? this.byNumber(number) : null;
    instead?.remove();
    if (before) before.replaceWith(row);
    else if (!number) this.list.append(row);
    else {
      // Mostly it is the newest: look from the end.
      const later = this.rows().reverse();
      let next: HTMLElement | null = null;
      for (const one of later) {
        const other = Number(one.dataset["number"] ?? Infinity);
        if (other < number) break;
        next = one;
      }
      this.list.insertBefore(row, next);
    }
    this.tidy();
  }

  /** Days, who speaks on, the unread line: the rules of web/arranging.py. */
  tidy(unreadFrom?: number): void {
    for (const old of this.list.querySelectorAll(".day-line")) old.remove();
    let before: HTMLElement | null = null;
    let unread = this.list.querySelector<HTMLElement>(".unread-line");
    for (const row of this.rows()) {
      const day = this.day(row);
      const isNewDay = !before || this.day(before) !== day;
      if (unreadFrom && Number(row.dataset["number"]) === unreadFrom) {
        unread ??= make("li", "unread-line", make("span", "", this.said["new"] ?? ""));
        this.list.insertBefore(unread, row);
      }
      const isUnreadHere = row.previousElementSibling === unread && unread !== null;
      if (isNewDay) this.list.insertBefore(this.dayLine(row, day), isUnreadHere ? unread : row);
      row.classList.toggle("follows", !isNewDay && !isUnreadHere && this.speaksOn(before, row));
      before = row;
    }
  }

  private speaksOn(before: HTMLElement | null, row: HTMLElement): boolean {
    if (!before || before.classList.contains("is-removed") || row.querySelector(".answered")) return false;
    const pause = Date.parse(row.dataset["posted"] ?? "") - Date.parse(before.dataset["posted"] ?? "");
    return before.dataset["author"] === row.dataset["author"] && pause < GROUP;
  }

  private readonly dayOf = new WeakMap<HTMLElement, string>();

  private day(row: HTMLElement): string {
    let found = this.dayOf.get(row);
    if (!found) {
      found = new Intl.DateTimeFormat("sv-SE", { timeZone: this.zone }).format(new Date(row.dataset["posted"] ?? ""));
      this.dayOf.set(row, found);
    }
    return found;
  }

  private dayLine(row: HTMLElement, day: string): HTMLElement {
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: this.zone });
    const near: Record<string, string> = {
      [today.format(new Date())]: this.said["today"] ?? "",
      [today.format(new Date(Date.now() - 86_400_000))]: this.said["yesterday"] ?? "",
    };
    const style = document.documentElement.lang.startsWith("zh") ? "long" : "medium";
    const full = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: style, timeZone: this.zone });
    const made = make("li", "day-line", make("span", "", near[day] || full.format(new Date(row.dataset["posted"] ?? ""))));
    made.dataset["day"] = day;
    return made;
  }

  /** While the reader follows the end, what has scrolled far away need not stay on the page. */
  trim(): boolean {
    const rows = this.rows();
    if (rows.length <= MOST_SHOWN || !this.isAtEnd()) return false;
    for (const row of rows.slice(0, rows.length - MOST_SHOWN + 100)) row.remove();
    this.tidy();
    this.toEnd();
    return true;
  }

  /** Do something above without moving what is being read. */
  keepingPlace(change: () => void): void {
    const { scroll } = this;
    const fromEnd = scroll.scrollHeight - scroll.scrollTop;
    change();
    scroll.scrollTop = scroll.scrollHeight - fromEnd;
  }

  show(number: number): boolean {
    const row = this.byNumber(number);
    if (!row) return false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("is-shown");
    setTimeout(() => row.classList.remove("is-shown"), 2500);
    return true;
  }
}
