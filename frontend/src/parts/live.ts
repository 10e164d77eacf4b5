// The live hub from a page: one socket for all that wants to hear, back after a break, events where
// sockets do not pass. `missed` means: something may have happened while nobody listened.
export type Told = { topic: string; event: string; payload: Record<string, unknown> };
type Hear = (told: Told) => void;

const hearing = new Map<string, Set<Hear>>();
let socket: WebSocket | undefined;
let source: EventSource | undefined;
let breaks = 0;

function hand(text: string): void {
  const told = JSON.parse(text) as Partial<Told & { heard: string[] }>;
  if (told.heard) listening(told.heard);
  if (!told.event) return;
  const all = told.topic ? [...(hearing.get(told.topic) ?? [])] : [...hearing.values()].flatMap((one) => [...one]);
  for (const hear of all) hear(told as Told);
}

/** From now on nothing that is told of these topics passes the page by. */
function listening(topics: Iterable<string>): void {
  document.documentElement.dataset["heard"] = [...topics].join(" ");
}

function ask(topics: string[]): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ hear: topics }));
}

function byEvents(): void {
  source?.close();
  const query = [...hearing.keys()].map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
  source = new EventSource(`/live/events/?${query}`);
  source.onopen = () => listening(hearing.keys());
  source.onmessage = (event) => hand(String(event.data));
}

function connect(): void {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`;
  let opened = false;
  socket = new WebSocket(address);
  socket.onopen = () => {
    opened = true;
    ask([...hearing.keys()]);
    // What was told while the socket was away has to be asked for.
    if (breaks) hand('{"topic":"","event":"missed","payload":{}}');
    breaks = 0;
  };
  socket.onmessage = (event) => hand(String(event.data));
  socket.onclose = () => {
    breaks += 1;
    if (!opened && breaks >= 3) byEvents();
    else setTimeout(connect, Math.min(30_000, 500 * 2 ** breaks) * (0.5 + Math.random()));
  };
}

/** Hear a topic (`member:7`) for as long as the page is open. */
export function hear(topic: string, act: Hear): void {
  const others = hearing.get(topic);
  if (others) {
    others.add(act);
    return;
  }
  hearing.set(topic, new Set([act]));
  if (source) byEvents();
  else if (socket) ask([topic]);
  else connect();
}

/** A part of a page that says so is out of date as soon as its topic is told of: it offers to load. */
export function refreshes(part: HTMLElement): void {
  hear(part.dataset["live"] ?? "", () => {
    const note = document.querySelector<HTMLElement>("[data-fresh]");
    if (note) note.hidden = false;
  });
}
