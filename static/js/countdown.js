// Keeps what the server said about the distance of a time current, to the minute, without asking it again.

import { MINUTE, countdown, span } from "./lengths.js";

function ago(milliseconds) {
  return milliseconds < MINUTE ? "just now" : `${span(milliseconds)} ago`;
}

function clock(zone) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date());
}

// The desk's clock may be wrong; the server's is the one that promises are measured by, and every answer tells it.
let skew = 0;
const now = () => Date.now() + skew;

document.addEventListener("htmx:afterRequest", (event) => {
  const told = Date.parse(event.detail.xhr.getResponseHeader("Date") ?? "") - Date.now();
  skew = Math.abs(told) > MINUTE ? told : 0;
});

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

export function tick(root = document) {
  for (const time of root.querySelectorAll("time[data-countdown]")) {
    const left = Date.parse(time.dateTime) - now();
    say(time, countdown(left));
    const row = time.closest("[data-due]");
    if (row) row.dataset.due = left < 0 ? "overdue" : left < 60 * MINUTE ? "soon" : "later";
  }
  for (const time of root.querySelectorAll("time[data-ago]")) say(time, ago(now() - Date.parse(time.dateTime)));
  for (const time of root.querySelectorAll("[data-clock]")) say(time, clock(time.dataset.clock));
}

tick();
setInterval(tick, 5_000);
document.addEventListener("visibilitychange", () => document.hidden || tick());
document.addEventListener("htmx:afterSwap", (event) => tick(event.detail.target));
