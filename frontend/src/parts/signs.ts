// Votes and reactions show at once what was pressed, and go back when the server says no.
type Request = { elt: Element; requestConfig: { triggeringEvent?: Event } };

const before = new WeakMap<Element, string>();

export function signs(): void {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const detail = (event as CustomEvent<Request>).detail;
    const form = detail.elt;
    const pressed = (detail.requestConfig.triggeringEvent as SubmitEvent | undefined)?.submitter;
    if (!(form instanceof HTMLFormElement) || !(pressed instanceof HTMLButtonElement)) return;
    if (form.matches(".votes, .reactions")) before.set(form, form.innerHTML);
    if (form.matches(".votes")) vote(form, pressed);
    else if (form.matches(".reactions")) react(pressed);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      const form = (event as CustomEvent<Request>).detail.elt;
      const kept = before.get(form);
      if (kept === undefined) return;
      form.innerHTML = kept;
      before.delete(form);
      window.htmx?.process(form);
    });
  }
}

const isOn = (button: Element): boolean => button.getAttribute("aria-pressed") === "true";

function vote(form: HTMLFormElement, pressed: HTMLButtonElement): void {
  const [up, down] = form.querySelectorAll("button");
  const score = form.querySelector(".score");
  if (!up || !down || !score) return;
  const worth = (): number => (isOn(up) ? 1 : 0) - (isOn(down) ? 1 : 0);
  const earlier = worth();
  const turnsOn = !isOn(pressed);
  for (const one of [up, down]) one.setAttribute("aria-pressed", String(one === pressed && turnsOn));
  score.textContent = String(Number(score.textContent?.replace(/[^\d-]/g, "")) + worth() - earlier);
}

function react(pressed: HTMLButtonElement): void {
  const menu = pressed.closest("details");
  if (menu) {
    menu.open = false;
    return; // its count comes with the answer
  }
  const count = pressed.lastChild;
  const turnsOn = !isOn(pressed);
  pressed.setAttribute("aria-pressed", String(turnsOn));
  if (count instanceof Text) count.data = String(Number(count.data) + (turnsOn ? 1 : -1));
}
