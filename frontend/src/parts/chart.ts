export function draw(_found: HTMLElement): void {}
