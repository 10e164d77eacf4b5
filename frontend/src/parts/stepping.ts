// Move through a list by keyboard: J and K step, Enter opens, other keys press what carries data-key.
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

export function stepping(list: HTMLElement, others: Record<string, () => void> = {}): void {
  const steps = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-step]")];
  const here = (): number => steps().findIndex((one) => one.classList.contains("is-here"));

  function step(by: number): void {
    const all = steps();
    const at = Math.min(all.length - 1, Math.max(0, here() + by));
    all.forEach((one, place) => one.classList.toggle("is-here", place === at));
    all[at]?.querySelector<HTMLElement>("[data-open]")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (others[key]) others[key]();
    else {
      const button = steps()[here()]?.querySelector<HTMLElement>(`[data-key="${key}"]`);
      if (!button) return;
      button.click();
    }
    event.preventDefault();
  });
}
