// Pictures and files that are pasted, dropped or chosen become Markdown where the cursor is.
import { toast } from "../toast";
import { csrf } from "../words";
import { write } from "./marks";

type Stored = { address: string; markdown: string };
type Refused = { title?: string };

export function takeFiles(box: HTMLElement, area: HTMLTextAreaElement, said: Record<string, string>, state: HTMLElement): () => void {
  const take = async (files: File[]): Promise<void> => {
    for (const file of files) await upload(file, area, said, state);
  };
  area.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void take(files);
  });
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      if (![...((event as DragEvent).dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      box.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void take(files);
  });
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.multiple = true;
  chooser.addEventListener("change", () => { void take([...(chooser.files ?? [])]); chooser.value = ""; });
  return () => chooser.click();
}

async function upload(file: File, area: HTMLTextAreaElement, said: Record<string, string>, state: HTMLElement): Promise<void> {
  const mark = `![${said["uploading"] ?? ""} ${file.name}]()`;
  write(area, mark, area.selectionStart, area.selectionEnd);
  state.textContent = said["uploading"] ?? "";
  const body = new FormData();
  body.set("file", file);
  let made = "";
  try {
    const answer = await fetch("/files/", { method: "POST", body, headers: { "X-CSRFToken": csrf(), Accept: "application/json" } });
    const told = (await answer.json()) as Stored & Refused;
    if (answer.ok) made = told.markdown;
    else toast(told.title ?? said["failed"] ?? "", "bad");
  } catch {
    toast(said["failed"] ?? "", "bad");
  }
  state.textContent = "";
  const at = area.value.indexOf(mark);
  if (at >= 0) write(area, made, at, at + mark.length);
}
