// What a page offers to do, read from the page itself: whatever has a key, leads somewhere or opens a form.

// What an element is called: what data-label says, or its words without the key and the count beside them.
export function label(element) {
  if (element.dataset.label) return element.dataset.label;
  if (element.matches("input")) return element.getAttribute("aria-label") ?? element.labels[0]?.textContent.trim() ?? "";
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll("kbd, .tally")) extra.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// The element that a key stands for. That of the page comes before that of the frame around it.
export function named(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  return document.querySelector(`main ${selector}`) ?? document.querySelector(selector);
}

export function act(element) {
  if (element.matches("input")) element.focus();
  else if (element.matches("summary")) unfold(element);
  else element.click();
}

// A part that is folded opens, or stays open, and its first field has the focus.
function unfold(summary) {
  const part = summary.closest("details");
  part.open = true;
  (part.querySelector("textarea") ?? part.querySelector("input:not([type=hidden]), select"))?.focus();
}

// Every command: { element, label, about, key, first }. `first` are those offered before anything is typed.
export function commands() {
  const found = [];
  for (const element of document.querySelectorAll(".nav a, [data-key], main [data-dialog]")) {
    if (element.closest("dialog") || element.matches("input, [data-palette]")) continue;
    const { key } = element.dataset;
    if (key && named(key) !== element) continue;
    const goes = element.closest(".nav") ? "Go to " : "";
    found.push({
      element,
      label: goes + label(element),
      about: element.closest("[data-due], article")?.querySelector(".words")?.textContent.trim() ?? "",
      key: key ?? "",
      first: Boolean(key || goes),
    });
  }
  return found;
}
