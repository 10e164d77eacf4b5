// Decide on join requests by keyboard: J and K move through the list, A lets in, D goes to the reason.
const review = document.querySelector<HTMLElement>("[data-review]");

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
}

function step(by: number): void {
  const links = [...(review?.querySelectorAll<HTMLAnchorElement>(".pick-list a") ?? [])];
  const at = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  links[at + by]?.click();
}

function act(key: string): boolean {
  if (key === "j" || key === "k") {
    step(key === "j" ? 1 : -1);
    return true;
  }
  const target = review?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!target) return false;
  if (target instanceof HTMLButtonElement) target.click();
  else target.focus();
  return true;
}

if (review) {
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    if (act(event.key.toLowerCase())) event.preventDefault();
  });
}

export {};
