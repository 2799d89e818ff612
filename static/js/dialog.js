// A link with data-dialog opens its page's form in the dialog; without JavaScript it is simply followed.

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
let typed = false;
let opener = null;

async function open(link) {
  opener = link.id;
  dialog.classList.toggle("roomy", link.dataset.dialog === "roomy");
  // What was typed before an Escape is still there when the same form is opened again.
  if (!(typed && body.dataset.url === link.href)) {
    body.replaceChildren();
    body.dataset.url = link.href;
    typed = false;
    await window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    if (!body.childElementCount) return window.location.assign(link.href);
  }
  if (!dialog.open) dialog.showModal();
  name();
  (body.querySelector("[autofocus]") ?? body.querySelector("input:not([type=hidden]), textarea, select, button"))?.focus();
}

function name() {
  const title = body.querySelector("h1, h2");
  if (title) dialog.setAttribute("aria-label", title.textContent.trim());
}

function close() {
  dialog.close();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link);
    }
    if (event.target.closest("[data-close]") && dialog.open) {
      event.preventDefault();
      close();
    }
    if (event.target === dialog) close();
  });

  body.addEventListener("input", () => (typed = true));

  // The element that opened it may have been redrawn meanwhile: the browser cannot give the focus back, its id can.
  dialog.addEventListener("close", () => document.getElementById(opener ?? "")?.focus());

  // A form that was refused comes back with its errors: the first of them gets the focus, once htmx has set its own.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== body || !dialog.open) return;
    name();
    (body.querySelector("[aria-invalid=true]") ?? body.querySelector("[autofocus]"))?.focus();
  });

  // What was done elsewhere on the page leaves alone what was typed here before an Escape.
  document.addEventListener("kept:done", () => {
    if (!dialog.open) return;
    typed = false;
    body.replaceChildren();
    delete body.dataset.url;
    close();
  });
}
