// A wall runs for days: one timer, one request at a time, and nothing that is kept from one turn to the next.
// Everything is worked out anew from the clock, so that a screen that slept is right again at the next tick.
import { countdown } from "./lengths.js";

const POLL = 10_000;
const PATIENCE = 8_000;
const STALE = 30_000;

const { address, seconds, zone } = document.body.dataset;
const turn = Number(seconds) * 1000;
const boards = document.getElementById("boards");
const clock = document.getElementById("clock");
const asof = document.getElementById("asof");
const stale = document.getElementById("stale");
const staleWords = document.getElementById("stale-words");

const time = clockOf({ hour: "2-digit", minute: "2-digit" });
const exact = clockOf({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const began = Date.now();

let heardAt = Date.now(); // by this screen's clock
let serverSaid = Date.parse(asof.dateTime); // by the server's, at that moment
let askedAt = heardAt;
let asking = false;
let tag = "";

// The clock of a screen on a wall may be wrong; promises are measured by the server's.
const now = () => serverSaid + (Date.now() - heardAt);

// In the zone of whoever logged in, as the server writes it; an old screen may not know a zone's new name.
function clockOf(parts) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", parts);
  }
}

async function ask() {
  asking = true;
  askedAt = Date.now();
  try {
    const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/login/")) return location.reload();
    if (answer.status === 200) {
      boards.innerHTML = await answer.text();
      tag = answer.headers.get("ETag") ?? "";
    } else if (answer.status !== 304) return;
    serverSaid = Date.parse(answer.headers.get("Date")) || Date.now();
    heardAt = Date.now();
  } catch {
    // No answer is no news: how old the last one is stands on the screen.
  } finally {
    asking = false;
    tick();
  }
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function tick() {
  const at = Date.now();
  const all = boards.querySelectorAll(".board");
  const shown = Math.floor((at - began) / turn) % all.length;
  all.forEach((board, place) => (board.hidden = place !== shown));
  say(clock, time.format(now()));
  say(asof, exact.format(serverSaid));
  for (const due of boards.querySelectorAll("time[data-countdown]")) {
    const left = Date.parse(due.dateTime) - now();
    say(due, countdown(left));
    due.closest("[data-due]").dataset.due = left < 0 ? "overdue" : left < 3_600_000 ? "soon" : "later";
  }
  const old = at - heardAt >= STALE;
  if (old) {
    const minutes = Math.floor((at - heardAt) / 60_000);
    const age = minutes < 1 ? "Out of date" : `${minutes} min out of date`;
    say(staleWords, `${age}: no answer from the server since ${exact.format(serverSaid)}.`);
  }
  stale.hidden = !old;
  document.body.classList.toggle("stale", old);
  if (!asking && at - askedAt >= POLL) ask();
}

tick();
setInterval(tick, 1_000);
document.addEventListener("visibilitychange", () => document.hidden || asking || ask());
