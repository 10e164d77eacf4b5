// Alpine without eval, for the rare page that declares x-data.
import Alpine from "@alpinejs/csp";

let isStarted = false;

export function start(): void {
  if (isStarted) return;
  isStarted = true;
  Alpine.start();
}
