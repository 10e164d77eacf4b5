// New posts of an open topic: a pill says how many, a press brings them in; nothing moves by itself.
import { hear } from "./live";
import { noted, words } from "./words";

export function follow(thread: HTMLElement): void {
  const topic = thread.dataset["topic"];
  if (!topic) return;
  const said = words(thread);
  const waiting = new Set<number>();
  const pill = document.createElement("button");
  pill.type = "button";
  pill.className = "btn btn-primary btn-small news";
  pill.hidden = true;
  const place = document.createElement("div");
  place.className = "news-place";
  place.setAttribute("role", "status");
  place.append(pill);
  thread.after(place);

  const show = (): void => {
    for (const number of waiting) if (has(number)) waiting.delete(number);
    const count = waiting.size;
    pill.hidden = count === 0;
    pill.textContent = count === 1 ? said["one"] ?? "" : (said["many"] ?? "").replace("{count}", String(count));
  };
  const ask = async (): Promise<void> => {
    const page = await fetched(location.href);
    for (const number of numbersIn(page)) if (!has(number)) waiting.add(number);
    show();
  };
  hear(`topic:${topic}`, (told) => {
    const number = told.payload["number"];
    if (told.event === "posted" && typeof number === "number") {
      waiting.add(number);
      show();
    } else if (told.event === "missed") void ask();
  });
  pill.addEventListener("click", async () => {
    const first = Math.min(...waiting);
    const page = await fetched(`${location.pathname}?post=${first}`);
    if (page && bring(thread, page)) {
      show();
      const found = document.getElementById(`post-${first}`);
      found?.scrollIntoView({ block: "center" });
      noted(found);
    } else location.assign(`${location.pathname}?post=${first}`);
  });
}

const has = (number: number): boolean => document.getElementById(`post-${number}`) !== null;

async function fetched(address: string): Promise<Document | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

function numbersIn(page: Document | null): number[] {
  const posts = page?.querySelectorAll('#thread [id^="post-"]') ?? [];
  return [...posts].map((post) => Number(post.id.replace("post-", "")));
}

/** Puts in what is not here yet; false when the new posts stand on another page than this one. */
function bring(thread: HTMLElement, page: Document): boolean {
  const theirs = page.getElementById("thread");
  if (!theirs || theirs.dataset["page"] !== thread.dataset["page"]) return false;
  thread.querySelector(".empty")?.remove();
  let last: Element | null = null;
  for (const post of [...theirs.querySelectorAll<HTMLElement>("article.post")]) {
    const here = document.getElementById(post.id);
    if (here) comments(here, post);
    else insert(thread, last, adopt(post));
    last = document.getElementById(post.id);
  }
  const bar = theirs.querySelector(".answers-bar");
  if (bar) thread.querySelector(".answers-bar")?.replaceWith(document.importNode(bar, true));
  return true;
}

/** After the post it follows; the opening is followed by the bar above the replies. */
function insert(thread: HTMLElement, last: Element | null, post: HTMLElement): void {
  const next = last?.nextElementSibling;
  if (next?.matches(".answers-bar")) next.after(post);
  else if (last) last.after(post);
  else thread.append(post);
}

function comments(here: HTMLElement, post: HTMLElement): void {
  for (const comment of post.querySelectorAll<HTMLElement>(".comment")) {
    if (document.getElementById(comment.id)) continue;
    let list = [...here.querySelectorAll<HTMLElement>("ol.comments")].at(-1);
    if (!list) {
      list = document.createElement("ol");
      list.className = "comments";
      here.querySelector(".foot")?.after(list);
    }
    list.append(adopt(comment));
  }
}

function adopt(post: HTMLElement): HTMLElement {
  const made = document.importNode(post, true);
  queueMicrotask(() => {
    window.htmx?.process(made);
    document.dispatchEvent(new CustomEvent("qunluo:added", { detail: made }));
  });
  return made;
}
