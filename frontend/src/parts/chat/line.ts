// The line to the live hub: a websocket, else server-sent events, else asking now and then.
// It only says what it hears and when it has to look for what it missed.
import type { Told } from "./wire";

type Hears = { told: (told: Told) => void; up: (isUp: boolean) => void; missed: () => void };

const PING_SECONDS = 20;
const PONG_SECONDS = 8;
const ASK_SECONDS = 4;
const PAUSES = [300, 800, 2000, 5000, 10000];

export class Line {
  private socket: WebSocket | undefined;
  private events: EventSource | undefined;
  private failures = 0;
  private everOpen = false;
  private lastHeard = 0;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly topics: string[], private readonly hears: Hears, private way: string) {
    setInterval(() => this.feel(), PING_SECONDS * 1000);
    addEventListener("online", () => this.start());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.feel(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.start(); });
  }

  start(): void {
    clearTimeout(this.again);
    this.drop();
    if (this.way === "ask") this.askNowAndThen();
    else if (this.way === "events") this.openEvents();
    else this.openSocket();
  }

  /** Is anybody there? A cut line makes no sound of its own. */
  private feel(): void {
    const socket = this.socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      if (this.way === "events" && this.events) this.hears.missed();
      return;
    }
    const asked = Date.now();
    socket.send('{"ping":[]}');
    setTimeout(() => { if (this.socket === socket && this.lastHeard < asked) this.lost(); }, PONG_SECONDS * 1000);
  }

  private openSocket(): void {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.everOpen = true;
      socket.send(JSON.stringify({ hear: this.topics }));
    });
    socket.addEventListener("message", (event) => {
      if (this.socket !== socket) return;
      this.lastHeard = Date.now();
      this.hear(String(event.data));
    });
    socket.addEventListener("close", () => { if (this.socket === socket) this.lost(); });
  }

  private openEvents(): void {
    const events = new EventSource(`/live/events/?${this.topics.map((one) => `topic=${encodeURIComponent(one)}`).join("&")}`);
    this.events = events;
    events.addEventListener("open", () => this.works());
    events.addEventListener("message", (event) => this.hear(String(event.data)));
    events.addEventListener("error", () => { if (this.events === events) this.lost(); });
  }

  private askNowAndThen(): void {
    this.hears.missed();
    this.hears.up(navigator.onLine);
    this.again = setTimeout(() => this.askNowAndThen(), ASK_SECONDS * 1000);
  }

  private hear(text: string): void {
    const told = JSON.parse(text) as Partial<Told> & { heard?: string[] };
    if (told.heard) this.works();
    else if (told.event === "missed") this.hears.missed();
    else if (told.event) this.hears.told(told as Told);
  }

  private works(): void {
    this.failures = 0;
    this.hears.up(true);
    this.hears.missed();
  }

  private lost(): void {
    this.drop();
    this.hears.up(false);
    this.failures += 1;
    // A network that lets no websocket through is met by events, and one without those by asking.
    if (this.way === "socket" && !this.everOpen && this.failures >= 2 && navigator.onLine) this.way = "events";
    else if (this.way === "events" && this.failures >= 6 && navigator.onLine) this.way = "ask";
    const pause = PAUSES[Math.min(this.failures, PAUSES.length) - 1] ?? 10000;
    this.again = setTimeout(() => this.start(), pause * (0.75 + Math.random() / 2));
  }

  private drop(): void {
    const { socket, events } = this;
    this.socket = this.events = undefined;
    socket?.close();
    events?.close();
  }
}
