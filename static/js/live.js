// Regions marked data-live refresh themselves. An answer that is the same costs a 304 and touches nothing; one that
// differs waits while somebody types in the region, has text of it selected or a menu of it open.

import { isTyped } from "./drafts.js";
import { placeOf } from "./places.js";
import { loggedOut } from "./toasts.js";

const tags = new WeakMap();

document.addEventListener("htmx:configRequest", (event) => {
  const tag = tags.get(event.target);
  if (event.target.matches("[data-live]") && tag) event.detail.headers["If-None-Match"] = tag;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("[data-live]") && document.hidden) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const region = event.detail.elt;
  if (!region.matches?.("[data-live]") || event.detail.xhr.status !== 200) return;
  if (busy(event.detail.target)) {
    event.detail.shouldSwap = false;
    return;
  }
  tags.set(region, event.detail.xhr.getResponseHeader("ETag"));
  hold(region);
});

// What had the focus keeps it, or its neighbour gets it; a field outside stays where the eyes are.
function hold(region) {
  const focused = document.activeElement;
  const inside = region.contains(focused) ? placeOf(focused) : null;
  const before = inside ? 0 : focused.getBoundingClientRect().top;
  const settle = () => {
    if (inside && document.activeElement === document.body) inside();
    else if (!inside && focused.matches(TYPED)) window.scrollBy(0, focused.getBoundingClientRect().top - before);
  };
  region.addEventListener("htmx:afterRequest", settle, { once: true });
}

const TYPED = "input:not([type=submit], [type=checkbox]), textarea, select";

function busy(region) {
  const focused = document.activeElement;
  const typing = region.contains(focused) && focused.matches(TYPED);
  const selection = document.getSelection();
  const reading = !selection.isCollapsed && selection.containsNode(region, true);
  return typing || reading || region.querySelector("details[open]") !== null;
}

function refresh() {
  for (const region of document.querySelectorAll("[data-live]")) region.dispatchEvent(new Event("kept:refresh"));
}

document.addEventListener("kept:done", refresh);
document.addEventListener("visibilitychange", () => document.hidden || refresh());

// A session that has ended answers with the log-in page: go there, and come back afterwards. Who is typing is told
// instead, and goes when it suits them.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!new URL(event.detail.xhr.responseURL, location.href).pathname.startsWith("/login/")) return;
  event.detail.shouldSwap = false;
  if (isTyped() || document.querySelector("dialog[open]")) loggedOut();
  else location.reload();
});

// What cannot be refreshed is said to be old; the first answer takes that back.
const offline = document.getElementById("offline");
let lastHeard = Date.now();

document.addEventListener("htmx:afterRequest", (event) => {
  if (!offline || !event.target.matches("[data-live]")) return;
  const { status } = event.detail.xhr;
  if (status > 0 && status < 500) lastHeard = Date.now();
  offline.hidden = Date.now() - lastHeard < 30_000;
});
