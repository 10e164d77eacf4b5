// What travels between the room's page and the server: messages as told, and the API's answers.
import { csrf } from "../words";

export type Author = { id: number; name: string; handle: string; avatar: string; tint: number; initial: string };
export type Attached = { kind: string; name: string; address: string; preview: string; width: number | null; height: number | null; size: number };
export type Message = {
  id: number; room: number; number: number; change: number; author: Author; html: string; posted_at: string;
  edited: boolean; client: string; answers: { number: number; name: string; excerpt: string } | null;
  file: Attached | null; reactions: Record<string, number[]>; mentions: number[]; removed: string; topic: string;
};
export type Messages = { items: Message[]; has_earlier: boolean; has_later: boolean; change: number; last_number: number };
export type Told = { topic: string; event: string; payload: Record<string, unknown> };

/** A refusal in the server's words; `status` 0 means that the line was cut. */
export class Refused extends Error {
  constructor(readonly status: number, message: string, readonly code = "", readonly wait = 0) { super(message); }
}

export async function ask<T>(address: string, method = "GET", body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const sent: RequestInit = { method, headers: { Accept: "application/json", ...headers } };
  const own = sent.headers as Record<string, string>;
  if (method !== "GET") own["X-CSRFToken"] = csrf();
  if (body instanceof FormData) sent.body = body;
  else if (body !== undefined) { sent.body = JSON.stringify(body); own["Content-Type"] = "application/json"; }
  let answer: Response;
  try {
    answer = await fetch(address, sent);
  } catch {
    throw new Refused(0, "");
  }
  if (!answer.ok) throw await refusal(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function refusal(answer: Response): Promise<Refused> {
  const told = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string; code?: string };
  return new Refused(answer.status, told.detail ?? told.title ?? "", told.code ?? "", Number(answer.headers.get("Retry-After") ?? 0));
}
