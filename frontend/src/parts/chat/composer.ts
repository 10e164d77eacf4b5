// Writing: Enter sends, Shift+Enter breaks the line, an input method is let finish its word first.
import { completeNames } from "../editor/mentions";
import { icon } from "../words";
import { bytes, make } from "./message";
import { recorder } from "./voice";

export type Sending = { body: string; answers: number | null; files: File[]; voice: boolean };
type Does = { send: (sending: Sending) => void; typing: () => void; save: (id: number, body: string) => void; editLast: () => void };

const MOST = 50 * 1024 * 1024;
const TYPING_EVERY = 4000;

export class Composer {
  readonly area: HTMLTextAreaElement;
  private answers: number | null;
  private editing: number | null = null;
  private files: File[] = [];
  private told = 0;
  private until = 0;

  constructor(private readonly form: HTMLFormElement, private readonly said: Record<string, string>, private readonly does: Does) {
    this.area = form.querySelector("textarea") as HTMLTextAreaElement;
    this.answers = Number(form.querySelector<HTMLInputElement>("[name=answers]")?.value) || null;
    const box = this.part("composer-row", true);
    completeNames(box, this.area, said);
    this.keys();
    this.filesIn();
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    form.querySelector("[data-answering-stop]")?.addEventListener("click", (event) => { event.preventDefault(); this.stop(); });
    const button = form.querySelector<HTMLButtonElement>("[data-voice]");
    if (button) recorder(button, said, (file) => this.does.send({ body: "", answers: this.answers, files: [file], voice: true }));
    this.grow();
  }

  answer(id: number, name: string): void {
    this.answers = id;
    this.editing = null;
    this.banner((this.said["answering"] ?? "").replace("%s", name));
    this.area.focus();
  }

  edit(id: number, body: string): void {
    this.editing = id;
    this.answers = null;
    this.area.value = body;
    this.banner(this.said["editing"] ?? "");
    this.grow();
    this.area.focus();
  }

  slow(seconds: number): void {
    this.until = Math.max(this.until, Date.now() + seconds * 1000);
    const hint = this.form.querySelector<HTMLElement>("[data-hint]");
    const send = this.form.querySelector<HTMLButtonElement>("[data-send]");
    const tick = (): void => {
      const left = Math.ceil((this.until - Date.now()) / 1000);
      if (hint) hint.textContent = left > 0 ? (this.said["slow"] ?? "").replace("%s", String(left)) : "";
      if (send) send.disabled = left > 0;
      if (left > 0) setTimeout(tick, 500);
    };
    tick();
  }

  private submit(): void {
    const body = this.area.value.trim();
    if (this.editing !== null) {
      if (body) this.does.save(this.editing, body);
      this.area.value = "";
      this.stop();
      return;
    }
    if ((!body && !this.files.length) || Date.now() < this.until) return;
    this.does.send({ body, answers: this.answers, files: this.files, voice: false });
    this.area.value = "";
    this.files = [];
    this.showFiles();
    this.stop();
  }

  private stop(): void {
    if (this.editing !== null) this.area.value = "";
    this.answers = this.editing = null;
    this.banner("");
    this.grow();
  }

  private banner(text: string): void {
    const banner = this.form.querySelector<HTMLElement>("[data-answering]");
    const words = this.form.querySelector<HTMLElement>("[data-answering-words]");
    if (words) words.textContent = text;
    if (banner) banner.hidden = !text;
  }

  private keys(): void {
    this.area.addEventListener("keydown", (event) => {
      // While an input method composes (isComposing; 229 in Safari), Enter chooses a word.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "Escape" && (this.editing !== null || this.answers !== null)) this.stop();
      else if (event.key === "ArrowUp" && !this.area.value) { event.preventDefault(); this.does.editLast(); }
    });
    this.area.addEventListener("input", () => {
      this.grow();
      if (!this.area.value || Date.now() - this.told < TYPING_EVERY) return;
      this.told = Date.now();
      this.does.typing();
    });
  }

  private grow(): void {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, innerHeight / 3)}px`;
  }

  private filesIn(): void {
    const input = this.form.querySelector<HTMLInputElement>("[data-file]");
    input?.addEventListener("change", () => { this.take([...(input.files ?? [])]); input.value = ""; });
    if (input) input.multiple = true;
    this.area.addEventListener("paste", (event) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      if (pasted.length) { event.preventDefault(); this.take(pasted); }
    });
    const room = this.form.closest<HTMLElement>(".chat-room");
    room?.addEventListener("dragover", (event) => event.preventDefault());
    room?.addEventListener("drop", (event) => { event.preventDefault(); this.take([...(event.dataTransfer?.files ?? [])]); });
  }

  private take(files: File[]): void {
    const hint = this.form.querySelector<HTMLElement>("[data-hint]");
    if (hint && files.some((file) => file.size > MOST)) hint.textContent = this.said["large"] ?? "";
    this.files.push(...files.filter((file) => file.size <= MOST));
    this.showFiles();
    this.area.focus();
  }

  private showFiles(): void {
    const list = this.form.querySelector<HTMLElement>("[data-attachments]");
    if (!list) return;
    list.hidden = !this.files.length;
    list.replaceChildren(...this.files.map((file, place) => {
      const drop = make("button", "btn btn-quiet btn-small btn-icon", icon("x"));
      drop.type = "button";
      drop.setAttribute("aria-label", this.said["drop"] ?? "");
      drop.addEventListener("click", () => { this.files.splice(place, 1); this.showFiles(); });
      const made = make("li", "", file.type.startsWith("image/") ? preview(file) : icon("paperclip"), make("span", "", file.name), make("small", "", bytes(file.size)), drop);
      return made;
    }));
  }

  private part(shape: string, _needed: boolean): HTMLElement {
    return this.form.querySelector(`.${shape}`) as HTMLElement;
  }
}

function preview(file: File): HTMLImageElement {
  const made = make("img");
  made.src = URL.createObjectURL(file);
  made.alt = "";
  made.addEventListener("load", () => URL.revokeObjectURL(made.src), { once: true });
  return made;
}
