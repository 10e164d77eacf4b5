// What was said but has not arrived: kept in the browser, sent in order, each under a mark of its
// own, so that sending again never says it twice.
import { ask, Refused, type Message } from "./wire";

export type Letter = { client: string; body: string; answers: number | null; posted_at: string; state: "waiting" | "sending" | "failed"; why: string; file?: File; hasFile: boolean; isVoice: boolean; fileId: number | null };
type Shown = { draw: (letter: Letter) => void; arrived: (letter: Letter, message: Message) => void; slow: (seconds: number) => void };

export const newMark = (): string =>
  crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${[...crypto.getRandomValues(new Uint8Array(12))].join("")}`;

export class Outbox {
  letters: Letter[] = [];
  private isSending = false;
  private readonly key: string;

  constructor(private readonly address: string, me: number, place: string, private readonly shown: Shown) {
    this.key = `qunluo.chat.${me}.${place}`;
    this.letters = this.kept();
    addEventListener("online", () => void this.flush());
    setInterval(() => { if (this.letters.some((one) => one.state === "waiting")) void this.flush(); }, 5000);
  }

  put(body: string, answers: number | null, file?: File, isVoice = false): void {
    const letter: Letter = { client: newMark(), body, answers, posted_at: new Date().toISOString(), state: "waiting", why: "", hasFile: Boolean(file), isVoice, fileId: null };
    if (file) letter.file = file;
    this.letters.push(letter);
    this.keep();
    this.shown.draw(letter);
    void this.flush();
  }

  retry(client: string): void {
    const letter = this.letters.find((one) => one.client === client);
    if (!letter) return;
    letter.state = "waiting";
    this.shown.draw(letter);
    void this.flush();
  }

  /** It was thrown away, or it came back over the line, perhaps before the answer to its sending. */
  discard(client: string): void {
    if (!this.letters.some((one) => one.client === client)) return;
    this.letters = this.letters.filter((one) => one.client !== client);
    this.keep();
  }

  async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let next = this.next(); next; next = this.next()) if (!(await this.send(next))) break;
    } finally {
      this.isSending = false;
    }
  }

  private next(): Letter | undefined {
    return navigator.onLine ? this.letters.find((one) => one.state === "waiting") : undefined;
  }

  /** Whether to go on with the next one. */
  private async send(letter: Letter): Promise<boolean> {
    letter.state = "sending";
    this.shown.draw(letter);
    try {
      if (letter.hasFile && letter.fileId === null) await this.upload(letter);
      const said = { body: letter.body, answers: letter.answers, file: letter.fileId };
      const message = await ask<Message>(`${this.address}messages`, "POST", said, { "Idempotency-Key": letter.client });
      this.discard(letter.client);
      this.shown.arrived(letter, message);
      return true;
    } catch (error) {
      return this.refused(letter, error instanceof Refused ? error : new Refused(-1, String(error)));
    }
  }

  private refused(letter: Letter, refused: Refused): boolean {
    const isCut = refused.status === 0 || refused.status >= 500;
    letter.state = isCut || refused.status === 429 ? "waiting" : "failed";
    letter.why = refused.message;
    this.keep();
    if (this.letters.includes(letter)) this.shown.draw(letter);
    if (refused.status === 429) {
      const wait = Math.max(1, refused.wait);
      if (refused.code === "chat.slow") this.shown.slow(wait);
      setTimeout(() => void this.flush(), wait * 1000 + 200);
    }
    return letter.state === "failed";
  }

  private async upload(letter: Letter): Promise<void> {
    if (!letter.file) throw new Refused(-1, "");
    const form = new FormData();
    form.set("file", letter.file);
    const kept = await ask<{ id: number }>(`${this.address}files?purpose=${letter.isVoice ? "voice" : "file"}`, "POST", form);
    letter.fileId = kept.id;
  }

  private keep(): void {
    const plain = this.letters.map(({ file: _file, ...rest }) => rest);
    try {
      if (plain.length) localStorage.setItem(this.key, JSON.stringify(plain));
      else localStorage.removeItem(this.key);
    } catch { /* A full or forbidden store: they are still sent while the page is open. */ }
  }

  private kept(): Letter[] {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "[]") as Letter[];
      return found.map((one) => ({ ...one, state: one.hasFile && one.fileId === null ? "failed" : "waiting" }));
    } catch {
      return [];
    }
  }
}
