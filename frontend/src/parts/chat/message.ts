// One message on the page; the same that jinja2/chat/_message.html draws.
import { icon } from "../words";
import type { Letter } from "./outbox";
import type { Attached, Author, Message } from "./wire";

export type Drawing = { me: number; canTalk: boolean; said: Record<string, string>; signs: Record<string, [string, string]>; reasons: Record<string, string>; zone: string; members: string; messages: string };

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, shape = "", ...inside: (Node | string | null)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (shape) made.className = shape;
  made.append(...inside.filter((one): one is Node | string => one !== null));
  return made;
}

function link(shape: string, address: string, ...inside: (Node | string)[]): HTMLAnchorElement {
  const made = make("a", shape, ...inside);
  made.href = address;
  return made;
}

export const clock = (moment: string, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(moment));

export function drawn(message: Message, how: Drawing): HTMLLIElement {
  const row = make("li", "message", face(message.author, message.posted_at, how));
  row.id = `m-${message.number}`;
  row.tabIndex = -1;
  if (message.author.id === how.me) row.classList.add("is-own");
  if (message.mentions.includes(how.me)) row.classList.add("calls-me");
  if (message.removed) row.classList.add("is-removed");
  Object.assign(row.dataset, {
    id: message.id, number: message.number, change: message.change, author: message.author.id,
    posted: message.posted_at, client: message.author.id === how.me ? message.client : "",
  });
  row.append(body(message, how));
  if (how.me) {
    const options = link("options btn btn-quiet btn-small btn-icon", `${how.messages.replace("/0/", `/${message.id}/`)}options/`, icon("ellipsis"));
    options.setAttribute("aria-label", how.said["more"] ?? "");
    options.dataset["options"] = "";
    row.append(options);
  }
  return row;
}

function face(author: Author, moment: string, how: Drawing): HTMLElement {
  const avatar = make("span", `avatar avatar-40 tint-${author.tint}`);
  avatar.setAttribute("aria-hidden", "true");
  if (author.avatar) {
    const picture = make("img");
    picture.src = author.avatar;
    picture.alt = "";
    avatar.append(picture);
  } else avatar.textContent = author.initial;
  const beside = make("span", "aside-time", clock(moment, how.zone));
  beside.setAttribute("aria-hidden", "true");
  return make("span", "face", avatar, beside);
}

function body(message: Message, how: Drawing): HTMLElement {
  const { author } = message;
  const name = author.id ? link("name", how.members.replace("/0/", `/${author.id}/`), author.name) : make("span", "name", author.name);
  const time = make("time", "", clock(message.posted_at, how.zone));
  time.dateTime = message.posted_at;
  time.title = new Date(message.posted_at).toLocaleString(document.documentElement.lang, { timeZone: how.zone });
  const said = make("div", "said", make("p", "by", name, " ", time));
  if (message.answers) said.append(answered(message.answers, how));
  if (message.removed) {
    said.append(make("p", "gone", icon("leaf"), how.reasons[message.removed] ?? how.said["gone"] ?? ""));
  } else {
    if (message.html) said.append(words(message.html));
    if (message.edited) said.append(make("small", "edited", how.said["edited"] ?? ""));
    if (message.file) said.append(attached(message.file, how));
    const signs = signsOf(message, how);
    if (signs) said.append(signs);
  }
  if (message.topic) said.append(link("became", message.topic, icon("messages-square"), how.said["became"] ?? ""));
  return said;
}

/** The server has made the HTML safe; nothing inline runs here in any case. */
function words(html: string): HTMLElement {
  const made = make("div", "words prose prose-small");
  made.innerHTML = html;
  return made;
}

function answered(quoted: NonNullable<Message["answers"]>, how: Drawing): HTMLElement {
  const place = `?at=${quoted.number}#m-${quoted.number}`;
  return link("answered", place, icon("corner-up-right"), make("b", "", quoted.name), " ", make("span", "", quoted.excerpt || (how.said["gone"] ?? "")));
}

function attached(file: Attached, how: Drawing): HTMLElement {
  if (file.kind === "image") {
    const picture = make("img");
    Object.assign(picture, { src: file.preview, alt: file.name, loading: "lazy" });
    if (file.width && file.height) Object.assign(picture, { width: file.width, height: file.height });
    const made = link("picture", file.address, picture);
    made.dataset["picture"] = "";
    return made;
  }
  if (file.kind === "audio" || file.kind === "video") {
    const made = make(file.kind, file.kind === "audio" ? "voice" : "film");
    Object.assign(made, { src: file.address, controls: true, preload: "metadata" });
    made.setAttribute("aria-label", file.kind === "audio" ? (how.said["voice"] ?? "") : file.name);
    return made;
  }
  const made = link("attached", file.address, icon("paperclip"), make("span", "", file.name), make("small", "", bytes(file.size)));
  made.download = "";
  return made;
}

export const bytes = (size: number): string =>
  size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;

function signsOf(message: Message, how: Drawing): HTMLElement | null {
  const given = Object.entries(how.signs).filter(([key]) => message.reactions[key]?.length);
  if (!given.length) return null;
  const row = make("div", "signs");
  for (const [key, [glyph, label]] of given) {
    const ids = message.reactions[key] ?? [];
    const mayGive = how.canTalk && message.author.id !== how.me;
    const made = make(mayGive ? "button" : "span", "reaction", icon(glyph), String(ids.length));
    made.dataset["sign"] = key;
    made.title = label;
    made.setAttribute("aria-label", `${label} ${ids.length}`);
    if (mayGive) {
      (made as HTMLButtonElement).value = key;
      made.setAttribute("aria-pressed", String(ids.includes(how.me)));
    } else made.setAttribute("role", "img");
    row.append(made);
  }
  return row;
}

/** What has not arrived yet: grey, with its state and what one may do about it. */
export function pending(letter: Letter, author: Author, how: Drawing): HTMLLIElement {
  const row = make("li", `message is-own is-${letter.state}`, face(author, letter.posted_at, how));
  Object.assign(row.dataset, { client: letter.client, author: author.id, posted: letter.posted_at, pending: "1" });
  const text = make("div", "words prose prose-small");
  text.append(make("p", "as-typed", letter.body));
  const said = make("div", "said", make("p", "by", make("span", "name", author.name), " ", make("time", "", clock(letter.posted_at, how.zone))));
  if (letter.body) said.append(text);
  if (letter.hasFile) said.append(make("p", "attached", icon(letter.isVoice ? "mic" : "paperclip"), letter.file?.name ?? how.said["voice"] ?? ""));
  said.append(stateOf(letter, how));
  row.append(said);
  return row;
}

function stateOf(letter: Letter, how: Drawing): HTMLElement {
  const told = letter.state === "sending" ? how.said["sending"] : letter.state === "waiting" ? how.said["waiting"] : how.said["failed"];
  const state = make("p", "state", icon(letter.state === "failed" ? "circle-alert" : "clock"), told ?? "");
  state.setAttribute("role", "status");
  const why = letter.why || (letter.state === "failed" && letter.hasFile && !letter.file ? (how.said["unkept"] ?? "") : "");
  if (letter.state !== "sending" && why) state.append(` · ${why}`);
  if (letter.state === "failed") {
    for (const act of ["again", "drop"]) {
      if (act === "again" && letter.hasFile && !letter.file && letter.fileId === null) continue;
      const made = make("button", "link", how.said[act] ?? "");
      made.type = "button";
      made.dataset["letter"] = act;
      state.append(" ", made);
    }
  }
  return state;
}
