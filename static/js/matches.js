// From a field whose matches appear below it: an arrow or Enter goes to the first of them, Enter there goes on, and so
// it does from the tickets of whoever was picked.

const FIELD = "input[hx-target='#matches']";
const PICKS = "#matches input[type=radio], #tickets input[type=radio]";
let searching = false;
let wanted = false;

const list = () => document.getElementById("matches");

function pickFirst() {
  const first = list()?.querySelector("input[type=radio]");
  wanted = !first && searching;
  if (!first) return;
  first.focus();
  if (!first.checked) first.click();
}

function goOn(pick) {
  const picks = pick.closest("#matches, #tickets");
  const isNext = (field) =>
    !picks.contains(field) &&
    picks.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING &&
    field.checkVisibility();
  const fields = pick.form.querySelectorAll("input:not([type=hidden]), select, textarea");
  [...fields].find(isNext)?.focus();
}

// Somebody new is called what was typed to find them, unless that was said otherwise.
function nameNewcomer() {
  const newcomer = list().querySelector("[data-name]");
  const { elements } = list().closest("form");
  for (const name of ["name", "email", "phone"]) {
    const field = elements.namedItem(name);
    if (field.value !== (field.dataset.filled ?? "")) continue;
    field.value = field.dataset.filled = newcomer?.checked ? newcomer.dataset[name] : "";
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches(FIELD)) searching = true;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== list()) return;
  searching = false;
  nameNewcomer();
  if (wanted) pickFirst();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#matches input[type=radio]")) nameNewcomer();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(FIELD) && (event.key === "ArrowDown" || event.key === "Enter") && event.target.value.trim()) {
    event.preventDefault();
    if (searching) wanted = true;
    else pickFirst();
  } else if (event.key === "Enter" && event.target.matches(PICKS)) {
    event.preventDefault();
    goOn(event.target);
  }
});
