// A text to be copied: it is selected on focus, and a button puts it on the clipboard.

import { toast } from "./toasts.js";

document.addEventListener("focusin", (event) => event.target.matches("[data-select]") && event.target.select());

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  try {
    await navigator.clipboard.writeText(field.value);
    toast("Copied.");
  } catch {
    // No clipboard without TLS: it is selected, and the keys copy it.
    toast("Press Ctrl C: it is selected.");
  }
});
