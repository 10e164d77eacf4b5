// Texts that script shows; the page brings them in the reader's language.
const cache = new WeakMap<HTMLElement, Record<string, string>>();

export function words(holder: HTMLElement = document.body): Record<string, string> {
  let found = cache.get(holder);
  if (!found) {
    found = JSON.parse(holder.dataset["words"] ?? "{}") as Record<string, string>;
    cache.set(holder, found);
  }
  return found;
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export const csrf = (): string =>
  document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? cookie("qunluo_csrf");

/** A picture of the sprite, beside those the page already shows. */
export function icon(name: string): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(namespace, "use");
  const shown = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  use.setAttribute("href", `${shown.split("#")[0]}#${name}`);
  picture.append(use);
  return picture;
}

/** Shows for a moment where something has just come in. */
export function noted(found: HTMLElement | null): void {
  if (!found) return;
  found.classList.add("is-noted");
  setTimeout(() => found.classList.remove("is-noted"), 2500);
}
