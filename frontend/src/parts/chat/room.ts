// One room's page: what is heard is put in its place once, what was missed is asked for, what is
// said waits until it has arrived.
import { toast } from "../toast";
import { words } from "../words";
import { Composer, type Sending } from "./composer";
import { Line } from "./line";
import { List } from "./list";
import { drawn, pending, type Drawing } from "./message";
import { Outbox, type Letter } from "./outbox";
import { tools } from "./tools";
import { ask, Refused, type Author, type Message, type Messages, type Told } from "./wire";

const PATIENCE = 350;
const SHOWN_TYPING = 6000;

export class Room {
  private readonly said: Record<string, string>;
  private readonly how: Drawing;
  private readonly list: List;
  private readonly api: string;
  private readonly kind: string;
  private readonly outbox: Outbox;
  private readonly composer: Composer | undefined;
  private change: number;
  private last: number;
  private hasEarlier: boolean;
  private hasLater: boolean;
  private told = -1;
  private missed = 0;
  private asking: Promise<void> | undefined;
  private askAgain = false;
  private early = new Set<number>();
  private typists = new Map<number, { name: string; at: number }>();

  constructor(private readonly place: HTMLElement) {
    const given = place.dataset as Record<string, string>;
    const room = Number(given["chat"]);
    this.said = words(place);
    this.kind = given["topic"] ?? "chat";
    this.api = given["roomApi"] ?? "";
    this.how = {
      me: Number(given["me"]), canTalk: Boolean(given["talk"]), said: this.said, zone: given["zone"] ?? "UTC",
      signs: JSON.parse(given["signs"] ?? "{}"), reasons: JSON.parse(given["reasons"] ?? "{}"),
      members: given["members"] ?? "", messages: given["messages"] ?? "",
    };
    this.change = Number(given["change"]);
    this.last = Number(given["last"]);
    this.told = Number(given["read"]);
    this.hasEarlier = Boolean(given["earlier"]);
    this.hasLater = Boolean(given["later"]);
    this.list = new List(this.find("[data-list]"), this.find("[data-scroll]"), this.how.zone, this.said);
    this.list.tidy();
    this.outbox = new Outbox(this.api, this.how.me, this.kind === "chat" ? `${room}` : `${this.kind}.${room}`, {
      draw: (letter) => this.drawLetter(letter),
      arrived: (_letter, message) => this.take(message),
      slow: (seconds) => this.composer?.slow(seconds),
    });
    const form = place.querySelector<HTMLFormElement>("[data-composer]");
    if (form) this.composer = this.compose(form, given);
    tools(this.list.list, this.how, { remove: Boolean(given["remove"]), topics: Boolean(given["topics"]), recall: Number(given["recall"]), report: Boolean(given["report"]) },
      (act, row, sign) => void this.act(act, row, sign));
    this.scrolls();
    this.arrive();
    for (const letter of this.outbox.letters) this.drawLetter(letter);
    if (this.how.canTalk) void this.outbox.flush();
    const others = [...place.querySelectorAll<HTMLElement>("[data-room]")].map((one) => `${this.kind}:${one.dataset["room"]}`);
    const mine = this.how.me ? [`member:${this.how.me}`] : [];
    const way = new URLSearchParams(location.search).get("way") ?? (window.WebSocket ? "socket" : "events");
    new Line([...new Set([`${this.kind}:${room}`, ...mine, ...others])].slice(0, 50),
      { told: (told) => this.hear(told), up: (isUp) => this.lineIs(isUp), missed: () => void this.catchUp() }, way).start();
  }

  private find(selector: string): HTMLElement { return this.place.querySelector(selector) as HTMLElement; }

  private compose(form: HTMLFormElement, given: Record<string, string>): Composer {
    const composer = new Composer(form, this.said, {
      send: (sending) => this.send(sending, Number(given["slow"])),
      typing: () => void ask(`${this.api}typing`, "POST").catch(() => undefined),
      save: (id, body) => void this.save(id, body),
      editLast: () => {
        const own = this.list.rows().reverse().find((row) => row.dataset["id"] && Number(row.dataset["author"]) === this.how.me);
        if (own) void this.act("edit", own);
      },
    });
    if (Number(given["wait"])) composer.slow(Number(given["wait"]));
    return composer;
  }

  // What is heard ------------------------------------------------------------------------------

  private hear(told: Told): void {
    const own = told.topic === `${this.kind}:${this.place.dataset["chat"]}`;
    const payload = told.payload;
    if (told.event === "message") {
      if (own) this.take(payload as unknown as Message);
      else if (told.topic.startsWith(`${this.kind}:`)) this.countElsewhere(told.topic, payload as unknown as Message);
    } else if (told.event === `${this.kind}.read`) this.readElsewhere(Number(payload["room"]), Number(payload["number"]));
    else if (!own) return;
    else if (told.event === "typing") this.typing(Number(payload["member"]), String(payload["name"]));
    else if (told.event === "here") this.here(Number(payload["count"]), payload["ids"] as number[]);
    else if (told.event === "room") void this.roomChanged();
    else if (told.event === "changed") void this.catchUp();
  }

  /** Changes of a room are counted without gaps: one that is missing shows, and is asked for. */
  private take(message: Message): void {
    this.apply(message);
    if (message.change === this.change + 1) this.change = message.change;
    else if (message.change > this.change) {
      this.early.add(message.change);
      setTimeout(() => { if (this.early.size) void this.catchUp(); }, PATIENCE);
    }
    while (this.early.delete(this.change + 1)) this.change += 1;
    for (const one of this.early) if (one <= this.change) this.early.delete(one);
  }

  /** The same message again, or an older state of it, changes nothing. */
  private apply(message: Message): void {
    const shown = this.list.byNumber(message.number);
    if (shown && Number(shown.dataset["change"]) >= message.change) return;
    const isOwn = message.author.id === this.how.me;
    if (isOwn) this.outbox.discard(message.client);
    // What stood here as not yet sent is the same message, whichever way its arrival is heard of.
    const waiting = isOwn ? this.list.waiting(message.client) : null;
    const isNew = message.number > this.last;
    this.last = Math.max(this.last, message.number);
    if (!shown && (this.hasLater || message.number < this.list.first())) {
      waiting?.remove();
      if (isNew) this.isNew(message, false);
      return;
    }
    const wasAtEnd = this.list.isAtEnd();
    this.place.querySelector("[data-empty]")?.remove();
    this.list.put(drawn(message, this.how), waiting);
    this.typists.delete(message.author.id);
    this.drawTyping();
    if (wasAtEnd || waiting) this.list.toEnd();
    if (isNew) this.isNew(message, wasAtEnd || Boolean(waiting));
    if (this.list.trim()) this.hasEarlier = true;
  }

  private isNew(message: Message, isSeen: boolean): void {
    if (message.author.id === this.how.me) return;
    if (isSeen && !document.hidden) { this.tellRead(); return; }
    this.missed += 1;
    if (this.missed === 1 && !isSeen) this.list.tidy(message.number);
    this.pill();
  }

  /** Everything that changed since the last change known without a gap. */
  private catchUp(): Promise<void> {
    if (this.asking) { this.askAgain = true; return this.asking; }
    this.asking = (async () => {
      do {
        this.askAgain = false;
        for (let more = true; more;) {
          const found = await ask<Messages>(`${this.api}messages?since=${this.change}&size=200`);
          for (const message of found.items.sort((a, b) => a.number - b.number)) this.apply(message);
          this.change = Math.max(this.change, found.change);
          more = found.has_later;
        }
        for (const one of this.early) if (one <= this.change) this.early.delete(one);
      } while (this.askAgain);
    })().catch((error: unknown) => {
      if (error instanceof Refused && [401, 403, 404].includes(error.status)) location.reload();
    }).finally(() => { this.asking = undefined; });
    return this.asking;
  }

  private lineIs(isUp: boolean): void {
    const line = this.find("[data-link]");
    line.hidden = isUp;
    line.textContent = isUp ? "" : ((navigator.onLine ? this.said["reconnecting"] : this.said["offline"]) ?? "");
    this.place.dataset["line"] = isUp ? "up" : "down";
    if (isUp) void this.outbox.flush();
  }

  // What is said -------------------------------------------------------------------------------

  private send(sending: Sending, slow: number): void {
    if (this.hasLater) { void this.toNewest().then(() => this.send(sending, slow)); return; }
    const [first, ...more] = sending.files;
    this.outbox.put(sending.body, sending.answers, first, sending.voice);
    for (const file of more) this.outbox.put("", null, file);
    if (slow) this.composer?.slow(slow);
    this.list.toEnd();
  }

  private drawLetter(letter: Letter): void {
    const given = this.place.dataset;
    const me: Author = { id: this.how.me, name: given["meName"] ?? "", handle: "", avatar: given["meAvatar"] ?? "", tint: Number(given["meTint"]), initial: given["meInitial"] ?? "" };
    this.place.querySelector("[data-empty]")?.remove();
    const row = pending(letter, me, this.how);
    row.addEventListener("click", (event) => {
      const act = (event.target as HTMLElement).dataset["letter"];
      if (act === "again") this.outbox.retry(letter.client);
      if (act === "drop") { this.outbox.discard(letter.client); row.remove(); this.list.tidy(); }
    });
    const shown = this.list.byClient(letter.client);
    if (shown?.dataset["number"]) return;
    if (shown) { shown.replaceWith(row); this.list.tidy(); } else this.list.put(row);
  }

  private async save(id: number, body: string): Promise<void> {
    try {
      this.take(await ask<Message>(`${this.messages()}${id}`, "PATCH", { body }));
    } catch (error) {
      toast((error as Refused).message || this.said["failed"] || "", "bad");
      this.composer?.edit(id, body);
    }
  }

  private messages(): string { return this.place.dataset["messageApi"] ?? ""; }

  private async act(act: string, row: HTMLElement, sign = ""): Promise<void> {
    const id = Number(row.dataset["id"]);
    const page = this.how.messages.replace("/0/", `/${id}/`);
    try {
      if (act === "reply") this.composer?.answer(id, row.querySelector(".name")?.textContent ?? "");
      else if (act === "edit") this.composer?.edit(id, (await ask<{ body: string }>(`${this.messages()}${id}/source`)).body);
      else if (act === "recall") await ask(`${this.messages()}${id}`, "DELETE");
      else if (act === "react") await this.react(id, row, sign);
      else if (act === "copy") { await navigator.clipboard.writeText(new URL(page, location.href).href); toast(this.said["copied"] ?? ""); }
      else if (act === "topic") location.assign(`${page}topic/`);
      else if (act === "report") location.assign((this.place.dataset["report"] ?? "").replace(/\b0\b/, String(id)));
      else if (act === "remove") location.assign(`${page}removal/`);
      else if (act === "restore") location.assign(`${page}options/`);
    } catch (error) {
      toast((error as Refused).message || this.said["failed"] || "", "bad");
    }
  }

  private async react(id: number, row: HTMLElement, sign: string): Promise<void> {
    const given = row.querySelector<HTMLButtonElement>(`.signs .reaction[value="${sign}"]`);
    const method = given?.getAttribute("aria-pressed") === "true" ? "DELETE" : "PUT";
    await ask(`${this.messages()}${id}/reactions/${sign}`, method);
  }

  // Where one reads ----------------------------------------------------------------------------

  private arrive(): void {
    const wanted = Number(/^#m-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    const unread = this.list.list.querySelector<HTMLElement>(".unread-line");
    if (wanted && this.list.show(wanted)) { /* There it stands. */ }
    else if (unread) unread.scrollIntoView({ block: "center" });
    else this.list.toEnd();
    if (Number(this.place.dataset["called"])) this.pill();
    requestAnimationFrame(() => this.seen());
  }

  private scrolls(): void {
    const { scroll } = this.list;
    let pause: ReturnType<typeof setTimeout> | undefined;
    scroll.addEventListener("scroll", () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.seen(), 120);
    }, { passive: true });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.seen(); });
    this.find("[data-pill]").addEventListener("click", () => void this.follow());
    this.list.list.addEventListener("click", (event) => {
      const quoted = (event.target as Element).closest<HTMLAnchorElement>("a.answered");
      const number = Number(quoted ? /#m-(\d+)/.exec(quoted.href)?.[1] : 0);
      if (number && this.list.show(number)) event.preventDefault();
      const picture = (event.target as Element).closest<HTMLAnchorElement>("[data-picture]");
      if (picture) { event.preventDefault(); enlarge(picture, this.said["close"] ?? ""); }
    });
    for (const [selector, older] of [["[data-earlier-link]", true], ["[data-later-link]", false]] as const) {
      this.place.querySelector(selector)?.addEventListener("click", (event) => { event.preventDefault(); void this.load(older); });
    }
    this.list.list.addEventListener("load", () => { if (this.list.isAtEnd()) this.list.toEnd(); }, true);
  }

  private seen(): void {
    const { scroll } = this.list;
    if (this.hasEarlier && scroll.scrollTop < 200) void this.load(true);
    if (!this.list.isAtEnd() || document.hidden) return;
    if (this.hasLater) { void this.load(false); return; }
    this.missed = 0;
    this.pill();
    this.tellRead();
  }

  private isLoading = false;

  private async load(older: boolean): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      const place = older ? `before=${this.list.first()}` : `after=${this.list.last()}`;
      const found = await ask<Messages>(`${this.api}messages?${place}&size=50`);
      const put = (): void => { for (const one of found.items) if (!this.list.byNumber(one.number)) this.list.put(drawn(one, this.how)); };
      if (older) this.list.keepingPlace(put); else put();
      if (older) this.hasEarlier = found.has_earlier; else this.hasLater = found.has_later;
      this.find("[data-scroll]").querySelector(older ? "[data-earlier-link]" : "[data-later-link]")?.parentElement?.toggleAttribute("hidden", !(older ? this.hasEarlier : this.hasLater));
    } catch { /* The link above stays, and the line says that it is cut. */ } finally {
      this.isLoading = false;
    }
  }

  private async follow(): Promise<void> {
    const called = Number(this.place.dataset["called"]);
    if (called && called > Number(this.place.dataset["read"])) {
      this.place.dataset["called"] = "0";
      if (this.list.show(called)) { this.pill(); return; }
      location.assign(`?at=${called}#m-${called}`);
      return;
    }
    await this.toNewest();
  }

  private async toNewest(): Promise<void> {
    if (this.hasLater) {
      const found = await ask<Messages>(`${this.api}messages?size=50`);
      for (const row of this.list.rows()) if (row.dataset["number"]) row.remove();
      for (const one of found.items) this.list.put(drawn(one, this.how));
      this.hasEarlier = found.has_earlier;
      this.hasLater = false;
      this.place.querySelector("[data-later-link]")?.parentElement?.remove();
    }
    this.list.toEnd();
    this.seen();
  }

  private pill(): void {
    const pill = this.find("[data-pill]");
    const called = Number(this.place.dataset["called"]);
    const text = called ? this.said["called"] : this.missed ? (this.said["unread"] ?? "").replace("%s", String(this.missed)) : "";
    pill.hidden = !text;
    pill.textContent = text ?? "";
  }

  private tellRead(): void {
    if (!this.how.me || !this.place.querySelector("[data-composer], .chat-door") || this.last <= this.told) return;
    this.told = this.last;
    void ask(`${this.api}read`, "PUT", { number: this.last }).catch(() => { this.told = -1; });
    this.count(Number(this.place.dataset["chat"]), 0);
  }

  // Who else is here ---------------------------------------------------------------------------

  private typing(member: number, name: string): void {
    if (member === this.how.me) return;
    this.typists.set(member, { name, at: Date.now() });
    this.drawTyping();
    setTimeout(() => this.drawTyping(), SHOWN_TYPING + 100);
  }

  private drawTyping(): void {
    for (const [member, one] of this.typists) if (Date.now() - one.at > SHOWN_TYPING) this.typists.delete(member);
    const names = [...this.typists.values()].map((one) => one.name);
    this.find("[data-typing]").textContent = names.length > 2 ? (this.said["typing_many"] ?? "")
      : names.length ? (this.said["typing"] ?? "").replace("%s", names.join("、")) : "";
  }

  private here(count: number, ids: number[]): void {
    const shown = this.place.querySelector("[data-here-count]");
    if (shown) shown.textContent = String(count);
    const present = new Set(ids.map(String));
    for (const row of this.list.rows()) row.classList.toggle("is-here", present.has(row.dataset["author"] ?? ""));
  }

  private countElsewhere(topic: string, message: Message): void {
    const room = Number(topic.slice(this.kind.length + 1));
    if (message.author.id === this.how.me || message.removed) return;
    const link = this.place.querySelector<HTMLElement>(`[data-room="${room}"]`);
    const known = Number(link?.dataset["last"] ?? 0);
    if (!link || message.number <= known || message.edited) return;
    link.dataset["last"] = String(message.number);
    if (message.mentions.includes(this.how.me)) bump(link, ".calls");
    if (!link.classList.contains("is-muted")) { bump(link, ".unread"); link.classList.add("is-unread"); }
  }

  private readElsewhere(room: number, number: number): void {
    if (room === Number(this.place.dataset["chat"])) this.told = Math.max(this.told, number);
    this.count(room, 0);
  }

  private count(room: number, value: number): void {
    const link = this.place.querySelector<HTMLElement>(`[data-room="${room}"]`);
    for (const shown of link?.querySelectorAll<HTMLElement>(".count") ?? []) shown.hidden = !value;
    link?.classList.toggle("is-unread", Boolean(value));
  }

  /** Set up anew: its head, its pinned line and whether one may write come from the page itself. */
  private async roomChanged(): Promise<void> {
    const answer = await fetch(location.pathname).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector<HTMLElement>("[data-chat]");
    if (!next || Boolean(next.dataset["talk"]) !== this.how.canTalk || next.dataset["slow"] !== this.place.dataset["slow"]) { location.reload(); return; }
    for (const id of ["room-head", "room-note"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh) old.replaceWith(fresh);
      else if (old) old.remove();
      else if (fresh) this.find("[data-scroll]").before(fresh);
    }
  }
}

function bump(link: HTMLElement, selector: string): void {
  const shown = link.querySelector<HTMLElement>(selector);
  const number = shown?.querySelector("b");
  if (!shown || !number) return;
  number.textContent = shown.hidden ? "1" : number.textContent === "99+" ? "99+" : String(Number(number.textContent) + 1);
  shown.hidden = false;
}

function enlarge(picture: HTMLAnchorElement, close: string): void {
  const dialog = document.createElement("dialog");
  dialog.className = "picture-view";
  dialog.setAttribute("aria-label", picture.querySelector("img")?.alt ?? "");
  const image = document.createElement("img");
  image.src = picture.href;
  image.alt = picture.querySelector("img")?.alt ?? "";
  const button = document.createElement("button");
  button.className = "btn btn-plain";
  button.textContent = close;
  dialog.append(image, button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
