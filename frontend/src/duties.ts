// The list of work by keyboard.
import { stepping } from "./parts/stepping";

const list = document.querySelector<HTMLElement>("[data-step-list]");
if (list) stepping(list, { n: () => document.querySelector<HTMLElement>("[data-next]")?.click() });
