// The server says when an order has changed; then the page is fetched, and what differs is put in its place.
const live = document.querySelector("[data-events]");

async function refresh() {
  const response = await fetch(live.dataset.page, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-events]");
  if (!response.ok || !fresh) {
    return;
  }

  live.dataset.version = fresh.dataset.version;
  document.title = page.title;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = live.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old.dataset.state !== part.dataset.state) {
      old.dataset.state = part.dataset.state;
      old.replaceChildren(...part.childNodes);
    }
  }
}

function watch() {
  const events = new EventSource(live.dataset.events);
  events.onmessage = ({ data }) => {
    if (data !== live.dataset.version) {
      refresh();
    }
  };
  events.addEventListener("end", () => events.close());
  events.onerror = () => {
    // The browser comes back by itself when the connection breaks, but not when it was refused.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(watch, 15000);
    }
  };
}

if (live) {
  watch();
}
