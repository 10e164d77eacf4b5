// A topic's page: what is new comes in, and how far one has read is told when one leaves or pauses.
import { quoting } from "./parts/quoting";
import { follow } from "./parts/thread";
import { csrf } from "./parts/words";

const thread = document.querySelector<HTMLElement>("[data-reading]");
let highest = 0;
let told = 0;

function tell(): void {
  const address = thread?.dataset["reading"];
  if (!address || highest <= told) return;
  told = highest;
  const body = new FormData();
  body.set("number", String(highest));
  body.set("csrfmiddlewaretoken", csrf());
  navigator.sendBeacon(address, body);
}

function numberOf(found: Element): number {
  return Number(found.id.replace("post-", "")) || 0;
}

if (thread) {
  let pause: ReturnType<typeof setTimeout> | undefined;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      highest = Math.max(highest, numberOf(entry.target));
      seen.unobserve(entry.target);
    }
    clearTimeout(pause);
    pause = setTimeout(tell, 1500);
  }, { rootMargin: "0px 0px -10% 0px" });
  for (const post of thread.querySelectorAll('[id^="post-"]')) seen.observe(post);
  document.addEventListener("qunluo:added", (event) => seen.observe((event as CustomEvent<Element>).detail));
  follow(thread);
  quoting(thread);
  document.addEventListener("visibilitychange", () => { if (document.hidden) tell(); });
  addEventListener("pagehide", tell);
}
