// Small helps: copy, show a password, dialogs, dropped files, forms that send themselves.
import { toast, type Tone } from "./toast";
import { watch } from "./watch";

function copies(button: HTMLElement): void {
  button.hidden = false;
  const label = button.querySelector("span");
  const before = label?.textContent ?? "";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    if (!label) return;
    label.textContent = button.dataset["done"] ?? "";
    setTimeout(() => { label.textContent = before; }, 1800);
  });
}

function passwords(field: HTMLElement): void {
  const input = field.querySelector<HTMLInputElement>("input");
  const button = field.querySelector<HTMLButtonElement>("button");
  if (!input || !button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = (shown ? button.dataset["show"] : button.dataset["hide"]) ?? "";
  });
}

function dialogs(link: HTMLElement): void {
  const dialog = document.getElementById(link.dataset["opens"] ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const open = (event: Event): void => { event.preventDefault(); dialog.showModal(); };
  link.addEventListener("click", open);
  link.addEventListener("keydown", (event) => { if (event.key === " ") open(event); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

function drops(place: HTMLElement): void {
  const input = place.querySelector<HTMLInputElement>('input[type="file"]');
  const chosen = place.querySelector<HTMLElement>(".chosen");
  if (!input || !chosen) return;
  const tell = (): void => { chosen.textContent = [...(input.files ?? [])].map((file) => file.name).join(", "); };
  input.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) { input.files = event.dataTransfer.files; tell(); }
  });
}

export function small(): void {
  watch("[data-copy]", copies);
  watch("[data-password]", passwords);
  watch("[data-opens]", dialogs);
  watch("[data-drop]", drops);
  watch("[data-toast]", (button) => button.addEventListener("click", () => toast(button.textContent ?? "", button.dataset["toast"] as Tone)));
  watch("form[data-sends]", (form) => form.addEventListener("change", () => (form as HTMLFormElement).requestSubmit()));
}
