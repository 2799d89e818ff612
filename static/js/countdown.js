// Keeps what the server said about the distance of a time current, to the minute, without asking it again.
// The words are those of tracker/templatetags/clock.py.

const MINUTE = 60_000;

export function span(milliseconds) {
  const minutes = Math.floor(milliseconds / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(minutes / 1440);
  if (hours < 1) return `${minutes} min`;
  if (days < 1) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  if (days < 7) return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
  return `${days} days`;
}

export function countdown(milliseconds) {
  if (Math.abs(milliseconds) < MINUTE) return "due now";
  const words = span(Math.abs(milliseconds));
  return milliseconds > 0 ? `in ${words}` : `${words} late`;
}

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
