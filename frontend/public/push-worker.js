// Shows what the product pushes, and opens where it leads. It keeps nothing and touches no request.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const shown = { body: told.body || "", tag: told.tag || "", data: { url: told.url || "/inbox/" } };
  event.waitUntil(self.registration.showNotification(told.title || "Qunluo 群落", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const here = open.find((page) => page.url === address.href);
      return here ? here.focus() : self.clients.openWindow(address.href);
    }),
  );
});
