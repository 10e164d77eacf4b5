// On a phone the keyboard covers the page: the room shrinks to what is left, so that what one
// writes and the newest message stay in sight.
export function fitToKeyboard(scroll: HTMLElement): void {
  const view = window.visualViewport;
  if (!view) return;
  const fit = (): void => {
    const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 90;
    document.documentElement.style.setProperty("--visible", `${view.height}px`);
    if (view.offsetTop > 0) scrollTo(0, 0);
    document.body.classList.toggle("keyboard-is-up", innerHeight - view.height > 120);
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
  fit();
}
