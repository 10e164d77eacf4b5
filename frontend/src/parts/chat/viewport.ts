// On a phone the keyboard covers the page: the room shrinks to what is left, so that what one
// writes stays in sight, and the newest message if it was.
export function fitToKeyboard(scroll: HTMLElement): void {
  const distance = (): number => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  let isAtEnd = distance() < 90;
  scroll.addEventListener("scroll", () => { isAtEnd = distance() < 90; }, { passive: true });
  // Also when the composer grows, or a picture has come.
  const keep = new ResizeObserver(() => { if (isAtEnd) scroll.scrollTop = scroll.scrollHeight; });
  keep.observe(scroll);
  const list = scroll.querySelector("[data-list]");
  if (list) keep.observe(list);
  const view = window.visualViewport;
  if (!view) return;
  const fit = (): void => {
    document.documentElement.style.setProperty("--visible", `${view.height}px`);
    if (view.offsetTop > 0) scrollTo(0, 0);
    document.body.classList.toggle("keyboard-is-up", innerHeight - view.height > 120);
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
  fit();
}
