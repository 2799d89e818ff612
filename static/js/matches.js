// From a field whose matches appear below it: an arrow or Enter goes to the first of them, Enter there goes on.

const FIELD = "input[hx-target='#matches']";
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

function goOn() {
  const isNext = (field) =>
    !list().contains(field) &&
    list().compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING &&
    field.checkVisibility();
  const fields = list().closest("form").querySelectorAll("input:not([type=hidden]), select, textarea");
  [...fields].find(isNext)?.focus();
}

document.addEventListener("input", (event) => {
  if (event.target.matches(FIELD)) searching = true;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== list()) return;
  searching = false;
  if (wanted) pickFirst();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(FIELD) && (event.key === "ArrowDown" || event.key === "Enter") && event.target.value.trim()) {
    event.preventDefault();
    if (searching) wanted = true;
    else pickFirst();
  } else if (event.key === "Enter" && event.target.matches("#matches input[type=radio]")) {
    event.preventDefault();
    goOn();
  }
});
