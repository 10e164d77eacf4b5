// One more page of a community was read: told apart from making the page, so that kept pages count.
export function beacon(place: HTMLElement): void {
  const address = place.dataset["beacon"];
  if (!address || !navigator.sendBeacon) return;
  const tell = (): void => void navigator.sendBeacon(address);
  // A page made ahead of a click is not read yet.
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", tell, { once: true });
  } else tell();
}
