// A saved reply that is chosen goes into the reply, filled in for this ticket, where the cursor is.

import { toast } from "./toasts.js";

document.addEventListener("change", async (event) => {
  const choice = event.target;
  if (!choice.matches("[data-saved]") || !choice.value) return;
  const { form, value } = choice;
  const { body } = form.elements;
  choice.value = "";
  try {
    const answer = await fetch(`${form.getAttribute("action")}${value}/`);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    body.setRangeText(await answer.text(), body.selectionStart, body.selectionEnd, "end");
  } catch {
    toast("The saved reply could not be fetched. Try again.", "error");
  }
  body.focus();
});
