// The inbox by keyboard, marking what one opens as read, and web push on the settings page.
import { stepping } from "./parts/stepping";
import { toast } from "./parts/toast";
import { csrf, words } from "./parts/words";

const list = document.querySelector<HTMLElement>("[data-step-list]");
if (list) {
  stepping(list);
  list.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>("[data-open]");
    const address = link?.dataset["reading"];
    if (!address) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", csrf());
    navigator.sendBeacon(address, body);
  });
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function subscribe(button: HTMLElement): Promise<void> {
  const said = words(button);
  // Asked only after this click: a page that asks by itself is refused for good.
  if ((await Notification.requestPermission()) !== "granted") {
    toast(said["refused"] ?? "", "warn");
    return;
  }
  const worker = await navigator.serviceWorker.register("/push-worker.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(button.dataset["pushKey"] ?? ""),
  });
  const told = made.toJSON();
  const body = new URLSearchParams({
    endpoint: told.endpoint ?? "",
    p256dh: told.keys?.["p256dh"] ?? "",
    auth: told.keys?.["auth"] ?? "",
    name: button.dataset["device"] ?? "",
  });
  const answer = await fetch(button.dataset["pushAt"] ?? "", {
    method: "POST", body, headers: { "X-CSRFToken": csrf() },
  });
  if (answer.ok) location.reload();
  else toast(said["failed"] ?? "", "bad");
}

const button = document.querySelector<HTMLElement>("[data-push-key]");
if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    subscribe(button).catch(() => toast(words(button)["failed"] ?? "", "bad"));
  });
} else {
  document.querySelector<HTMLElement>("[data-no-push]")?.removeAttribute("hidden");
}
