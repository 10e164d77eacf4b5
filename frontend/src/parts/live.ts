// Hears what happens while the page is open: by websocket, or by events where sockets do not get through.
export type Told = { topic: string; event: string; payload: Record<string, unknown> };
type Listener = (told: Told) => void;

const LONGEST_PAUSE = 30_000;

/** `act` also hears `missed`: something may have happened while nobody listened, so look again. */
export function hear(topic: string, act: Listener): void {
  let pause = 1000;
  let failures = 0;
  let heardBefore = false;
  const told = (text: string): void => {
    const message = JSON.parse(text) as Partial<Told> & { heard?: string[] };
    if (message.heard) return;
    act({ topic: message.topic ?? "", event: message.event ?? "", payload: message.payload ?? {} });
  };
  const begun = (): void => {
    pause = 1000;
    failures = 0;
    if (heardBefore) act({ topic, event: "missed", payload: {} });
    heardBefore = true;
  };
  const connect = (): void => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live/`);
    let isOpen = false;
    socket.onopen = () => {
      isOpen = true;
      socket.send(JSON.stringify({ hear: [topic] }));
      begun();
    };
    socket.onmessage = (event) => told(String(event.data));
    socket.onclose = () => {
      if (!isOpen && ++failures === 2) return events(topic, told, begun);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      setTimeout(connect, pause * (0.5 + Math.random()));
    };
  };
  connect();
}

/** The browser comes back by itself after a break. */
function events(topic: string, told: (text: string) => void, begun: () => void): void {
  const source = new EventSource(`/live/events/?topic=${encodeURIComponent(topic)}`);
  source.onopen = begun;
  source.onmessage = (event) => told(String(event.data));
}
