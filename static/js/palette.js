// The palette: finds as one types, by the search that the page /search/ has, and does what the page offers.

import { act, commands } from "./offers.js";

const palette = document.getElementById("palette");
const WAIT = 120;
const MOST = 8;

if (palette) {
  const input = document.getElementById("palette-input");
  const list = document.getElementById("palette-list");
  const place = document.getElementById("palette-commands");
  const hits = document.getElementById("palette-hits");
  const pattern = document.getElementById("palette-command").content;
  let offered = [];
  let asking = null;
  let answered = "";
  let entered = false;
  let timer = 0;

  function open() {
    if (document.querySelector("dialog[open]")) return;
    offered = commands();
    answered = "";
    entered = false;
    input.value = "";
    hits.replaceChildren();
    palette.showModal();
    show();
  }

  function fits(command, words) {
    const text = `${command.label} ${command.about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }

  function show() {
    const typed = input.value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    const found = offered.filter((each) => (words.length ? fits(each, words) : each.first)).slice(0, words.length ? MOST : 20);
    draw(found);
    // What begins as typed is meant; what merely has the words in it comes after what was found.
    const meant = !typed || found.some((each) => each.label.toLowerCase().startsWith(typed));
    if (meant) list.prepend(place);
    else list.append(place);
    document.getElementById("palette-all").href = typed ? `/search/?q=${encodeURIComponent(typed)}` : "/search/";
    choose(0);
  }

  function draw(found) {
    const [group, option] = [pattern.firstElementChild, pattern.lastElementChild].map((each) => each.cloneNode(true));
    place.replaceChildren(...(found.length ? [group] : []));
    found.forEach((command, at) => {
      const line = option.cloneNode(true);
      line.id = `command-${at}`;
      line.querySelector(".title").textContent = command.label;
      line.querySelector(".sub").textContent = command.about;
      const icon = command.element.querySelector("svg");
      if (icon) line.querySelector(".sign").append(icon.cloneNode(true));
      if (command.key) line.querySelector("kbd").textContent = command.key.toUpperCase();
      else line.querySelector("kbd").remove();
      line.addEventListener("click", () => run(command));
      group.append(line);
    });
  }

  // The dialog gives the focus back first: a form that the command opens is to have it.
  function run(command) {
    palette.close();
    if (command.element.isConnected) act(command.element);
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (!words) return hits.replaceChildren(), settle(words);
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/?q=${encodeURIComponent(words)}`, {
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      if (new URL(answer.url).pathname.startsWith("/login/")) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      hits.innerHTML = await answer.text();
      settle(words);
      tell();
    } catch (error) {
      if (error.name !== "AbortError") say("The search did not answer. Try again.");
    }
  }

  // What Enter was pressed for before it was found is opened now.
  function settle(words) {
    answered = words;
    show();
    if (entered) options()[chosen()]?.click();
    entered = false;
  }

  function enter() {
    const option = options()[chosen()];
    if (option && (place.contains(option) || input.value.trim() === answered)) option.click();
    else entered = true;
  }

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(index) {
    const all = options();
    const at = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", place === at));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function say(words) {
    document.getElementById("palette-status").textContent = words;
  }

  function tell() {
    const count = options().length;
    document.getElementById("palette-none").hidden = count > 0;
    say(count ? `${count} found` : "Nothing found");
  }

  input.addEventListener("input", () => {
    show();
    entered = false;
    document.getElementById("palette-none").hidden = true;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen() + step);
    else if (event.key === "Enter" && !event.isComposing) enter();
    else return;
    event.preventDefault();
  });

  list.addEventListener("pointermove", (event) => {
    const over = event.target.closest("[role=option]");
    if (over && over.getAttribute("aria-selected") !== "true") choose(options().indexOf(over));
  });

  // A link to where one is already changes nothing but the place on the page.
  list.addEventListener("click", (event) => event.target.closest("a") && palette.close());
  palette.addEventListener("close", () => (clearTimeout(timer), asking?.abort()));

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-palette]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open();
  });
}
