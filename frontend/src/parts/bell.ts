// The bell and the letters beside it: their numbers follow the hub; nothing is polled.
import { hear } from "./live";

export function bell(link: HTMLElement): void {
  const count = link.querySelector<HTMLElement>("[data-bell-count]");
  const number = link.querySelector<HTMLElement>("[data-bell-number]");
  let asking: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    const answer = await fetch(link.dataset["count"] ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok || !count || !number) return;
    const { unread } = (await answer.json()) as { unread: number };
    count.hidden = unread === 0;
    number.textContent = unread < 100 ? String(unread) : "99+";
    const note = document.querySelector<HTMLElement>(`[data-fresh-${link.dataset["fresh"] ?? "inbox"}]`);
    if (link.dataset["fresh"] === "inbox" && note && unread >= Number(note.dataset["freshInbox"])) note.hidden = false;
  }

  // Several at once are one question.
  hear(`member:${link.dataset["bell"] ?? ""}`, () => {
    clearTimeout(asking);
    asking = setTimeout(() => void ask(), 150);
  });
}
