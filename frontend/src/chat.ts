// A chat room's page. Without this script one reads and sends by forms.
import { Room } from "./parts/chat/room";
import { fitToKeyboard } from "./parts/chat/viewport";

const place = document.querySelector<HTMLElement>("[data-chat]");
if (place) {
  const scroll = place.querySelector<HTMLElement>("[data-scroll]");
  new Room(place);
  if (scroll) fitToKeyboard(scroll);
  const here = place.querySelector<HTMLDetailsElement>("[data-here]");
  here?.addEventListener("toggle", async () => {
    const list = here.querySelector("[data-here-list]");
    if (!here.open || !list) return;
    const answer = await fetch(here.dataset["here"] ?? "");
    if (answer.ok) list.innerHTML = await answer.text();
  });
}
