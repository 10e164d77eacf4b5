// Cases are decided by keyboard: each button, or form of one button, names its key; typing in a field types.
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null;
}

function propose(form: HTMLFormElement): void {
  const rule = form.querySelector<HTMLInputElement>("input[name=rule_key]:checked");
  const kind = form.querySelector<HTMLSelectElement>("select[name=sanction]");
  const days = form.querySelector<HTMLInputElement>("input[name=days]");
  if (rule?.dataset.kind && kind && !kind.value) {
    kind.value = rule.dataset.kind;
    if (days) days.value = rule.dataset.days ?? "";
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  const found = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!found) return;
  event.preventDefault();
  if (found instanceof HTMLFormElement) found.requestSubmit();
  else found.click();
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-proposed]") : null;
  if (button?.form) propose(button.form);
});

document.documentElement.dataset.caseKeys = "";

export {};
