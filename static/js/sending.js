// A form that is on its way is not sent a second time by an impatient Enter, and goes with the token of this session:
// who logged in again in another tab would be refused with the one that the form was drawn with.

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener(
  "submit",
  ({ target: form }) => {
    const field = form.elements.csrfmiddlewaretoken;
    if (field && token()) field.value = token();
  },
  // Before htmx reads it.
  { capture: true },
);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches("form[hx-post]")) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});

// One that leads to another page stays sent until that page is there.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (!xhr.getResponseHeader("HX-Redirect")) delete elt.dataset.sent;
});

// Back in the history the page is as it was left: it may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
