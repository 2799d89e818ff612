// Rows that are picked stay picked when the list around them is drawn anew, and the bar says how many there are.

const PICKS = "input[type=checkbox][name=tickets]";
const form = document.getElementById("bulk");

if (form) {
  const boxes = () => [...form.querySelectorAll(PICKS)];
  const words = form.querySelector("[data-picked]");
  let picked = new Set();

  function tell() {
    const count = boxes().filter((box) => box.checked).length;
    words.textContent = count ? `${count} picked` : "All";
  }

  form.addEventListener("change", tell);

  form.addEventListener("htmx:beforeSwap", () => {
    picked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  });

  form.addEventListener("htmx:afterSwap", () => {
    for (const box of boxes()) box.checked = picked.has(box.value);
    tell();
  });

  form.querySelector("[data-pick-all]").addEventListener("click", () => {
    const all = boxes();
    const pick = !all.every((box) => box.checked);
    for (const box of all) box.checked = pick;
    tell();
  });

  tell();
}
