export function enhance(_found: HTMLElement): void {}
