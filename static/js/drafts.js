// What is typed into a form with data-draft is kept for this tab, and put back when the form is there again: after a
// reload, a log-in, another dialog. It is forgotten when what it was sent for is done, or when it is cancelled.

const FIELDS = "textarea, select, input:not([type=hidden], [type=submit])";
const waiting = new WeakMap();
let filling = false;

const forms = (root) => [...root.querySelectorAll("form[data-draft]")];
const key = (form) => `draft ${document.body.dataset.reader} ${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((each) => each.name && each.matches(FIELDS));

// Of radios and boxes each is told apart by its value; what a field begins with is no draft.
const isTicked = (field) => field.matches("[type=radio], [type=checkbox]");
const place = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
const untouched = (field) =>
  isTicked(field)
    ? field.checked === field.defaultChecked
    : field.value === (field.matches("select") ? initial(field) : field.defaultValue);
const initial = (select) => ([...select.options].find((each) => each.defaultSelected) ?? select.options[0])?.value ?? "";
const state = (field) => (isTicked(field) ? field.checked : field.value);

function keep(form) {
  const touched = fields(form).filter((field) => !untouched(field));
  if (!touched.length) return forget(form);
  sessionStorage.setItem(key(form), JSON.stringify(touched.map((field) => [place(field), state(field)])));
}

export function forget(form) {
  if (form?.dataset.draft) sessionStorage.removeItem(key(form));
}

export function restore(root) {
  for (const form of forms(root)) {
    waiting.set(form, new Map(JSON.parse(sessionStorage.getItem(key(form)) ?? "[]")));
    fill(form);
  }
}

// A field that is not there yet, such as a customer who is still being looked up, is filled once it is.
function fill(form) {
  const values = waiting.get(form);
  if (!values?.size) return;
  filling = true;
  for (const field of fields(form).filter((each) => values.has(place(each)))) {
    const value = values.get(place(field));
    values.delete(place(field));
    if (state(field) === value) continue;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  filling = false;
}

export function isTyped() {
  return forms(document).some((form) => sessionStorage.getItem(key(form)) !== null);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const { form } = event.target;
    if (filling || !form?.dataset.draft) return;
    waiting.delete(form);
    keep(form);
  });
}

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.target.closest?.("form[data-draft]");
  if (form) fill(form);
});

// A page that came by sending one says so; one that did not, such as a log-in, leaves the draft as it was.
const SENT = "draft sent";
document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (form.matches(".log-out")) sessionStorage.clear();
  else if (form.dataset.draft && !defaultPrevented) sessionStorage.setItem(SENT, key(form));
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.dataset.draft && xhr.status === 204) forget(elt);
});

if (document.querySelector("#toasts .toast.success, #toasts .toast.warning")) {
  sessionStorage.removeItem(sessionStorage.getItem(SENT));
}
sessionStorage.removeItem(SENT);
restore(document);
