// Parts of a page that need script: started when the page loads and whenever htmx brings new ones.
type Start = (found: HTMLElement) => void | Promise<void>;

const kinds: [string, Start][] = [];

function begin(root: Element, selector: string, start: Start): void {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root);
  for (const one of found) {
    const mark = `started:${selector}`;
    if (started.get(one)?.has(mark)) continue;
    started.set(one, (started.get(one) ?? new Set()).add(mark));
    void start(one);
  }
}

const started = new WeakMap<Element, Set<string>>();

export function watch(selector: string, start: Start): void {
  kinds.push([selector, start]);
  begin(document.body, selector, start);
}

document.addEventListener("htmx:load", (event) => {
  const root = (event as CustomEvent<{ elt: Element }>).detail.elt;
  for (const [selector, start] of kinds) begin(root, selector, start);
});
