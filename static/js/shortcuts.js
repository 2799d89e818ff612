// A key pressed outside any field follows the element that names it in data-key; Ctrl+Enter sends the form.

import { act, named } from "./offers.js";
import { press } from "./rows.js";

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const element = named(event.key);
  if (!element && !press(event.key)) return;
  event.preventDefault();
  if (element) act(element);
});

// An open menu is walked through with the arrows; it closes on Escape and when the focus or a click goes elsewhere.
document.addEventListener("keydown", (event) => {
  const menu = document.activeElement?.closest("details.menu[open]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !(step || event.key === "Escape")) return;
  event.preventDefault();
  if (step) return walk([...menu.querySelectorAll("a, button")], step);
  menu.open = false;
  menu.querySelector("summary").focus();
});

function walk(items, step) {
  const at = items.indexOf(document.activeElement);
  items[at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length].focus();
}

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
