declare module "@alpinejs/csp" {
  const Alpine: { start(): void };
  export default Alpine;
}

interface Window {
  htmx?: { process(found: Element): void };
}
