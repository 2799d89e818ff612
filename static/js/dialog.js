// A link with data-dialog opens its page's form in the dialog; without JavaScript it is simply followed.

import { forget, restore } from "./drafts.js";
import { placeOf } from "./places.js";
import { toast } from "./toasts.js";

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
let typed = false;
let pressed = null;
let giveBack = () => {};

async function open(link) {
  giveBack = placeOf(link);
  dialog.classList.toggle("roomy", link.dataset.dialog === "roomy");
  // What was typed before an Escape is still there when the same form is opened again.
  if (!(typed && body.dataset.url === link.href)) {
    body.replaceChildren();
    body.dataset.url = link.href;
    typed = false;
    try {
      await window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    } catch {
      return toast("The server did not answer. Try again in a moment.", "error");
    }
    if (!body.childElementCount) return window.location.assign(link.href);
    restore(body);
  }
  if (!dialog.open) dialog.showModal();
  name();
  (body.querySelector("[autofocus]") ?? body.querySelector("input:not([type=hidden]), textarea, select, button"))?.focus();
}

function name() {
  const title = body.querySelector("h1, h2");
  if (title) dialog.setAttribute("aria-label", title.textContent.trim());
}

// The element that opened it may have been redrawn meanwhile, or be in a menu: the browser does not find it again.
// Nor is the focus taken from where a quick key has moved it since.
function refocus() {
  const focused = document.activeElement;
  if (focused === document.body || dialog.contains(focused)) giveBack();
}

// At once: the next key is not to be typed into a field that is no longer seen.
function close() {
  dialog.close();
  refocus();
}

function empty() {
  typed = false;
  body.replaceChildren();
  delete body.dataset.url;
}

// Cancel is meant: what was typed goes. Escape and the cross only put the form aside.
function cancel() {
  forget(body.querySelector("form"));
  empty();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link);
    }
    const shut = event.target.closest("[data-close]");
    if (shut && dialog.open) {
      event.preventDefault();
      if (shut.matches("a")) cancel();
      close();
    }
    // Who selects text and lets go beside the form has not clicked there.
    if (event.target === dialog && pressed === dialog) close();
  });
  document.addEventListener("pointerdown", (event) => (pressed = event.target));

  body.addEventListener("input", () => (typed = true));

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  // A browser may close it without asking.
  dialog.addEventListener("close", refocus);

  // A form that was refused comes back with its errors: the first of them gets the focus, once htmx has set its own.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== body || !dialog.open) return;
    name();
    (body.querySelector("[aria-invalid=true]") ?? body.querySelector("[autofocus]"))?.focus();
  });

  // What was done elsewhere on the page leaves alone what was typed here before an Escape.
  document.addEventListener("kept:done", () => {
    if (!dialog.open) return;
    empty();
    close();
  });
}
