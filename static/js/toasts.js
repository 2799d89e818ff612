// Says what was done. Good news leaves by itself; an error stays until it is dismissed.

const place = document.getElementById("toasts");
const pattern = document.getElementById("toast");
const STAY = 8_000;
// Long enough to see what was done, and to think better of it.
const STAY_TO_UNDO = 30_000;

// Beside an open dialog everything is out of reach: what is said then is said inside it.
const home = place?.parentElement;
function comeForward() {
  const dialog = document.querySelector("dialog[open]");
  if (place.parentElement !== (dialog ?? home)) (dialog ?? home).append(place);
}

export function toast(message, kind = "success") {
  comeForward();
  const element = pattern.content.firstElementChild.cloneNode(true);
  element.className = `toast ${kind}`;
  element.querySelector("p").textContent = message;
  place.append(element);
  if (kind === "success") leave(element);
}

export function loggedOut() {
  if (place.querySelector(".logged-out")) return;
  comeForward();
  const element = document.getElementById("logged-out").content.firstElementChild.cloneNode(true);
  element.querySelector("a").href = `/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  place.append(element);
}

function leave(element) {
  const stay = element.querySelector(".undo") ? STAY_TO_UNDO : STAY;
  setTimeout(() => element.matches(":hover, :focus-within") ? leave(element) : element.remove(), stay);
}

if (place) {
  document.addEventListener("close", () => comeForward(), { capture: true });
  for (const element of place.querySelectorAll(".toast.success, .toast.info")) leave(element);
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast").remove());
  const failed = (words) => (event) => {
    const { elt, requestConfig } = event.detail;
    if (elt.matches("[data-live], .preview") || requestConfig?.verb !== "post") return;
    toast(`${words} What you typed is still here.`, "error");
  };
  document.addEventListener("htmx:responseError", failed("Something went wrong, and nothing was saved. Try again."));
  document.addEventListener("htmx:sendError", failed("No answer came. Look whether it was saved, then try again."));
  document.addEventListener("kept:done", (event) => event.detail?.message && toast(event.detail.message));
}
