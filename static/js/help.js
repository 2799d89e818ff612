// The sheet of shortcuts, read from the page each time, so that it says what is true there.

import { label, named } from "./offers.js";
import { rowKeys } from "./rows.js";

const help = document.getElementById("help");

function line(key, words) {
  const element = document.getElementById("help-key").content.firstElementChild.cloneNode(true);
  element.querySelector("dt").textContent = words;
  element.querySelector("kbd").textContent = key.toUpperCase();
  element.dataset.read = "";
  return element;
}

function fill() {
  for (const old of help.querySelectorAll("[data-read]")) old.remove();
  const anywhere = document.getElementById("help-anywhere");
  const here = document.querySelector("#help-here dl");
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key } = element.dataset;
    if (named(key) === element) (element.closest("main") ? here : anywhere).append(line(key, label(element)));
  }
  for (const { key, words } of rowKeys()) here.append(line(key, words));
  document.getElementById("help-here").hidden = here.childElementCount === 0;
}

if (help) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]") && !document.querySelector("dialog[open]")) {
      fill();
      help.showModal();
    }
    // The palette and the sheet shut by their button, or by a click beside them.
    const shut = event.target.closest("[data-shut]")?.closest("dialog");
    if (shut) shut.close();
    else if (event.target.matches("dialog#help, dialog#palette")) event.target.close();
  });
}
