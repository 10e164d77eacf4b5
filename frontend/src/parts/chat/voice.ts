// Voice messages: one press begins, the next sends; Escape throws away.
import { icon } from "../words";
import { toast } from "../toast";

const MOST_SECONDS = 120;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function recorder(button: HTMLButtonElement, said: Record<string, string>, done: (file: File) => void): void {
  const kind = KINDS.find((one) => window.MediaRecorder?.isTypeSupported(one));
  if (!kind || !navigator.mediaDevices?.getUserMedia) return;
  button.hidden = false;
  let running: MediaRecorder | undefined;
  let isWanted = true;

  const begin = async (): Promise<void> => {
    let sound: MediaStream;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      toast(said["no_microphone"] ?? "", "warn");
      return;
    }
    const parts: Blob[] = [];
    isWanted = true;
    running = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 32_000 });
    running.addEventListener("dataavailable", (event) => parts.push(event.data));
    running.addEventListener("stop", () => {
      for (const track of sound.getTracks()) track.stop();
      show(button, said, 0);
      running = undefined;
      const ending = kind.includes("mp4") ? "m4a" : kind.includes("ogg") ? "ogg" : "weba";
      if (isWanted && parts.length) done(new File(parts, `voice.${ending}`, { type: kind }));
    });
    running.start();
    tick(Date.now());
  };

  const tick = (began: number): void => {
    if (!running || running.state !== "recording") return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    if (seconds >= MOST_SECONDS) { running.stop(); return; }
    show(button, said, seconds + 1);
    setTimeout(() => tick(began), 500);
  };

  button.addEventListener("click", () => { if (running) running.stop(); else void begin(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && running) { isWanted = false; running.stop(); }
  });
}

function show(button: HTMLButtonElement, said: Record<string, string>, seconds: number): void {
  button.classList.toggle("is-recording", seconds > 0);
  const label = seconds ? (said["stop"] ?? "") : (said["record"] ?? "");
  button.setAttribute("aria-label", label);
  button.title = label;
  const time = `${Math.floor((seconds - 1) / 60)}:${String((seconds - 1) % 60).padStart(2, "0")}`;
  button.replaceChildren(seconds ? icon("square") : icon("mic"), seconds ? time : "");
}
